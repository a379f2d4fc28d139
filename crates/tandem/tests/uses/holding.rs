//! Entries that several people write at once: whoever comes second waits, and nobody is turned away.

use std::sync::mpsc;
use std::time::Duration;

use base::{Id, Problem};
use directory::editions::{self, BookletDraft};
use directory::model::{EntryDraft, EntryKind, How, Signal, State};
use directory::referral::model::{Basket, Paper, Target};
use directory::referral::service::{self as referral, Wish};
use directory::service::{self, Writing};
use jiff::ToSpan;
use site::{Actor, Permission};
use tokio::sync::oneshot;

use crate::common::{House, houses, monday};

const OPERATOR: Actor = Actor::Operator;

async fn entry(house: &House, title: &str) -> Id {
    let (owner, curator, seen) = (house.library().await, None, None);
    let mut draft = EntryDraft::blank(EntryKind::Service);
    (draft.title, draft.description) = (title.into(), "On y refait son CV.".into());
    let writing = Writing { id: None, owner, curator, draft, verified: Some(How::Owner), seen };
    let id = service::write(&house.app, &OPERATOR, writing).await.unwrap();
    service::set_state(&house.app, &OPERATOR, &id, State::Published).await.unwrap();
    id
}

/// Two entries, in the order in which both are held by whoever makes them one.
async fn two(house: &House) -> [Id; 2] {
    let mut two = [entry(house, "Aide au CV").await, entry(house, "Écrire une lettre").await];
    two.sort();
    two
}

/// Somebody who holds the first of two, and a moment later the second, while `other` runs.
async fn beside<T>(house: &House, two: &[Id; 2], other: impl Future<Output = T>) -> T {
    let ([first, second], app) = (two.clone(), house.app.clone());
    let (begun, begins) = oneshot::channel();
    let (release, ends) = mpsc::channel::<()>();
    let held = tokio::spawn(async move {
        let hold = move |tx: &mut store::Tx<'_>| {
            tx.lock("entries", &first)?;
            let _ = begun.send(());
            let _ = ends.recv();
            tx.lock("entries", &second)?;
            Ok::<_, Problem>(())
        };
        app.db.write(hold).await
    });
    begins.await.unwrap();
    let soon = async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        release.send(()).unwrap();
    };
    let (done, ()) = tokio::join!(other, soon);
    held.await.unwrap().expect("it is turned away by who came second");
    done
}

fn slip(entries: [&Id; 2], key: &str) -> Wish {
    Wish {
        basket: Basket::of(entries.map(|id| Target::Entry(id.clone()))),
        paper: Paper::A5,
        easy: false,
        organisation: None,
        key: key.into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_waits_for_who_holds_its_entries() {
    for house in houses().await {
        let both = two(&house).await;
        let wish = |key| slip([&both[1], &both[0]], key);
        // Once counted, the row of the count is what is written first.
        for key in ["1", "2"] {
            let made = beside(&house, &both, referral::make(&house.app, &OPERATOR, wish(key)));
            let secret = made.await.unwrap();
            let read = referral::slip(&house.app, &secret).await.unwrap();
            assert_eq!(read.results.len(), 2, "{}", house.engine());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_answered_waits_for_who_holds_its_entries() {
    for house in houses().await {
        let both = two(&house).await;
        let wish = slip([&both[1], &both[0]], "1");
        referral::make(&house.app, &OPERATOR, wish).await.unwrap();
        house.app.clock.set(monday() + (24 * 31).hours());
        beside(&house, &both, referral::maintain(&house.app)).await.unwrap();
        for id in &both {
            let seen = service::kept(&house.app, &OPERATOR, Permission::Desk, id).await.unwrap();
            let signals: Vec<Signal> = seen.signals.iter().map(|(signal, ..)| *signal).collect();
            assert_eq!(signals, [Signal::Unanswered], "{}", house.engine());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_waits_for_who_holds_its_entries() {
    for house in houses().await {
        let both = two(&house).await;
        let library = house.library().await;
        let texts = BookletDraft {
            title: "Livret".into(),
            introduction: String::new(),
            headings: vec!["Un".into(), "Deux".into()],
        };
        let booklet = editions::make(&house.app, &OPERATOR, &library, texts).await.unwrap();
        // The second comes first in it.
        for (heading, id) in both.iter().rev().enumerate() {
            let all = vec![id.clone()];
            editions::add(&house.app, &OPERATOR, &booklet, all, heading).await.unwrap();
        }
        let published = editions::publish(&house.app, &OPERATOR, &booklet, None);
        beside(&house, &both, published).await.unwrap();
    }
}
