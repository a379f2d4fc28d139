//! The same help told by two sources: proposed, merged, parted again, told apart, on both databases.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{House, houses};
use base::Id;
use directory::duplicates::fields::Field;
use directory::duplicates::merging::{
    self, Merging, decided, merge, proposals, tell_apart, untell_apart,
};
use directory::duplicates::parting::undo;
use directory::duplicates::{ENTRY_REFERENCES, ENTRY_STAYS, look};
use directory::editions::{self, BookletDraft};
use directory::exchange::{self, Format, Import, Taken};
use directory::find::Finder;
use directory::model::{EntryDraft, EntryKind, How, Reason, Signal, State};
use directory::referral::model::{Basket, By, Paper, Said, Target};
use directory::referral::service::{self as referral, Wish};
use directory::service::{self, Writing};
use network::model::{Organisation, Standing};
use serde_json::{Value, json};
use site::{Actor, Permission, Role};
use store::{StoreError, Tx};

const OPERATOR: Actor = Actor::Operator;

fn structure(list: &str, id: &str, name: &str, siret: Option<&str>) -> Value {
    let mut of = json!({ "source": list, "id": id, "nom": name, "date_maj": "2026-03-01",
        "commune": "Givors", "code_postal": "69700", "code_insee": "69091" });
    if let Some(siret) = siret {
        of["siret"] = json!(siret);
    }
    of
}

fn help(list: &str, id: &str, of: &str, name: &str, address: &str, phone: &str) -> Value {
    json!({ "source": list, "structure_id": of, "id": id, "nom": name,
        "description": "Un accueil et des conseils.", "date_maj": "2026-03-01",
        "thematiques": ["numerique--acceder-a-des-services-en-ligne"],
        "commune": "Givors", "code_postal": "69700", "code_insee": "69091",
        "adresse": address, "telephone": phone, "modes_accueil": ["en-presentiel"] })
}

async fn take(house: &House, source: &str, list: &Value) -> Taken {
    let import = Import {
        format: Format::Inclusion,
        source: source.into(),
        bytes: list.to_string().into_bytes(),
        mapping: None,
        themes: BTreeSet::new(),
        dry_run: false,
    };
    let taken = exchange::import(&house.app, &OPERATOR, import).await.unwrap();
    assert_eq!(taken.refused(), 0, "{:?}", taken.said);
    taken
}

/// What the second list says of it.
fn other_list(name: &str, phone: &str) -> Value {
    json!({ "structures": [structure("deux", "s", "MISSION LOCALE DE GIVORS", None)],
        "services": [help("deux", "b", "s", name, "6 R JACQUES PREVERT", phone)] })
}

/// One thing that two lists tell, with another telephone number; and a branch with the first one.
/// The entries: of the first list, of the second, of the branch.
async fn twice(house: &House) -> [Id; 3] {
    let first = json!({ "structures": [structure("un", "s", "Mission locale de Givors", None)],
        "services": [
            help("un", "a", "s", "Atelier Déclic", "6 rue Jacques Prévert", "+33472242012"),
            help("un", "c", "s", "Atelier Déclic", "20 avenue Gambetta", "+33472242012")] });
    take(house, "un", &first).await;
    take(house, "deux", &other_list("ATELIER DECLIC", "+33472242013")).await;
    [of(house, "un", "a").await.id, of(house, "deux", "b").await.id, of(house, "un", "c").await.id]
}

async fn of(house: &House, source: &'static str, name: &'static str) -> directory::model::Entry {
    let found = house.app.db.read(move |tx| service::of_source(tx, source, name)).await;
    found.map_err(|e: StoreError| e.to_string()).unwrap().unwrap()
}

async fn pairs(house: &House) -> Vec<BTreeSet<Id>> {
    look::catch_up(&house.app).await.unwrap();
    let (found, all) = proposals(&house.app, &OPERATOR, 0).await.unwrap();
    assert_eq!(found.len(), all);
    found.iter().map(|p| p.sides.iter().map(|s| s.entry.id.clone()).collect()).collect()
}

fn set(one: &Id, other: &Id) -> BTreeSet<Id> {
    BTreeSet::from([one.clone(), other.clone()])
}

fn wish(kept: &Id, merged: &Id, taken: &[Field]) -> Merging {
    Merging { kept: kept.clone(), merged: merged.clone(), taken: taken.to_vec(), seen: None }
}

/// What the database holds but for the order of changes and what follows it.
async fn rows(house: &House) -> BTreeMap<String, Vec<String>> {
    let mut all = house.dump().await;
    // That a list was taken is kept of each time.
    for table in ["entry_clock", "settings", "takings", "taking_rows"] {
        all.remove(table);
    }
    let columns = |tx: &mut Tx<'_>| {
        let sql = "SELECT id, owner_id, state, title, description, themes, address, phone, email, \
                   hours_typed, changed_on, verified_on, verified_how, verified_by, due_on, \
                   due_because, merged_into FROM entries ORDER BY id";
        let rows = tx.query(sql, &[])?;
        let text = |row: &store::Row| {
            let values = (0..17).map(|n| row.get::<store::Value>(n));
            Ok::<_, StoreError>(format!("{:?}", values.collect::<Result<Vec<_>, _>>()?))
        };
        rows.iter().map(text).collect::<Result<Vec<_>, _>>()
    };
    all.insert("entries".into(), house.app.db.read(columns).await.unwrap());
    all
}

async fn change(house: &House, id: &Id, by: impl FnOnce(&mut EntryDraft)) {
    let known = service::kept(&house.app, &OPERATOR, Permission::Desk, id).await.unwrap().entry;
    let mut draft = known.draft;
    by(&mut draft);
    let writing = Writing {
        id: Some(id.clone()),
        owner: known.owner,
        curator: None,
        draft,
        verified: None,
        seen: None,
    };
    service::write(&house.app, &OPERATOR, writing).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_lists_tell_is_proposed_and_branches_are_not() {
    for house in houses().await {
        let [a, b, _] = twice(&house).await;
        assert_eq!(pairs(&house).await, [set(&a, &b)], "the branch shares name and telephone");
        let who = house.signed_in(Role::Mediator, None).await;
        let page = house.see(&who, "/staff/directory/duplicates").await.page;
        for words in
            ["même adresse", "téléphones différents", "noms identiques à la casse", "dite par deux"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        // Either of the two leads to both, side by side.
        for (id, name) in [(&a, "ATELIER DECLIC"), (&b, "Atelier Déclic")] {
            let page = house.see(&who, &format!("/staff/directory/{id}")).await.page;
            let link = page.split("/staff/directory/duplicates/").nth(1).unwrap_or_default();
            let link = link.split('"').next().unwrap_or_default();
            assert!(page.contains("Peut-être en double") && page.contains(name), "{page}");
            let both = house.see(&who, &format!("/staff/directory/duplicates/{link}")).await;
            assert!(both.status == 200 && both.page.contains("Prévert"), "{link}: {}", both.page);
        }
        // Looking again finds nothing else, and an entry that moves is no pair any more.
        assert_eq!(pairs(&house).await.len(), 1);
        change(&house, &b, |d| d.address = "8 rue Jacques Prévert".into()).await;
        assert!(pairs(&house).await.is_empty());
        let page = house.see(&who, &format!("/staff/directory/{a}")).await.page;
        assert!(!page.contains("Peut-être en double"), "{page}");
        change(&house, &b, |d| d.address = "6 rue Prévert".into()).await;
        assert_eq!(pairs(&house).await, [set(&a, &b)]);
        service::set_state(&house.app, &OPERATOR, &b, State::Archived).await.unwrap();
        assert!(pairs(&house).await.is_empty());
    }
}

/// All that can refer to an entry: a slip, a report, a notice, a selection and its edition, a
/// verification. The secret of the slip and the code of its result.
async fn fill(house: &House, id: &Id, library: &Id) -> (String, String, Id) {
    let app = &house.app;
    service::verify(app, &OPERATOR, id, How::Called).await.unwrap();
    service::report(app, id, Reason::Hours).await.unwrap();
    let wish = Wish {
        basket: Basket::of([Target::Entry(id.clone())]),
        paper: Paper::A5,
        easy: false,
        organisation: Some(library.clone()),
        key: id.to_string(),
    };
    let slip = referral::make(app, &OPERATOR, wish).await.unwrap();
    let code = referral::slip(app, &slip).await.unwrap().results[0].code.clone();
    let texts = BookletDraft {
        title: "Livret".into(),
        introduction: String::new(),
        headings: vec!["Emploi".into()],
    };
    let booklet = editions::make(app, &OPERATOR, library, texts).await.unwrap();
    editions::add(app, &OPERATOR, &booklet, vec![id.clone()], 0).await.unwrap();
    let edition = editions::publish(app, &OPERATOR, &booklet, None).await.unwrap();
    (slip, code, edition)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_merged_and_parted_is_what_it_was() {
    for house in houses().await {
        let app = &house.app;
        let library = house.library().await;
        let [a, b, c] = twice(&house).await;
        fill(&house, &a, &library).await;
        fill(&house, &b, &library).await;
        service::report(app, &b, Reason::Fees).await.unwrap();
        look::catch_up(app).await.unwrap();
        let before = rows(&house).await;
        // One after the other, then back, the latest first; whichever stays, whatever is taken.
        for order in [
            vec![(&a, &b, Field::ALL)],
            vec![(&b, &a, &[Field::Title, Field::Phone])],
            vec![(&b, &a, &[]), (&b, &c, &[Field::Address])],
            vec![(&a, &b, &[Field::Phone]), (&c, &a, Field::ALL)],
        ] as [Vec<(&Id, &Id, &[Field])>; 4]
        {
            let mut done = vec![];
            for (kept, merged, taken) in &order {
                let id = merge(app, &OPERATOR, wish(kept, merged, taken)).await.unwrap();
                done.push((id, rows(&house).await));
            }
            while let Some((id, after)) = done.pop() {
                let now = rows(&house).await;
                for (table, rows) in &after {
                    assert_eq!(&now[table], rows, "{table} on {}, {order:?}", house.engine());
                }
                undo(app, &OPERATOR, &id).await.unwrap();
            }
            look::catch_up(app).await.unwrap();
            let now = rows(&house).await;
            for (table, rows) in &before {
                assert_eq!(&now[table], rows, "{table} on {}, {order:?}", house.engine());
            }
        }
        assert!(site::audit::verify(app, None).await.unwrap().is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_led_to_the_one_leads_to_the_other() {
    for house in houses().await {
        let app = &house.app;
        let library = house.library().await;
        let [a, b, _] = twice(&house).await;
        let (slip, code, edition) = fill(&house, &b, &library).await;
        service::report(app, &b, Reason::Fees).await.unwrap();
        let finder = Finder::new(None, None);
        let found = || async {
            let index = finder.index(app).await.unwrap();
            index.len()
        };
        let many = found().await;
        let merged = merge(app, &OPERATOR, wish(&a, &b, &[])).await.unwrap();

        // Its address, in either language, and for those who keep it.
        let answer = house.client.get(format!("{}/en/entries/{b}", house.base));
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 307);
        assert_eq!(answer.headers()["location"].to_str().unwrap(), format!("/en/entries/{a}"));
        let who = house.signed_in(Role::Mediator, None).await;
        assert_eq!(house.see(&who, &format!("/staff/directory/{b}")).await.status, 307);
        // Its slip, the answer to it, its reports, its edition, a page that was open.
        let (status, page) = house.get(&format!("/slip/{slip}")).await;
        assert!(status == 200 && page.contains("Atelier Déclic"), "{page}");
        referral::say(app, &code, Said::WrongPlace, By::Person).await.unwrap();
        app.clock.set(jiff::Timestamp::from_second(app.clock.seconds() + 900).unwrap());
        referral::settle(app).await.unwrap();
        let seen = service::kept(app, &OPERATOR, Permission::Desk, &a).await.unwrap();
        assert_eq!(seen.reports.len(), 2);
        let kinds: BTreeSet<&str> = seen.signals.iter().map(|(s, ..)| s.code()).collect();
        assert!(kinds.contains("wrong_place") && kinds.contains("report"), "{kinds:?}");
        let (status, page) = house.get(&format!("/editions/{edition}")).await;
        assert!(status == 200 && page.contains("6 rue Jacques Prévert"), "{page}");
        let report = format!("/entries/{b}/reports");
        assert_eq!(house.post_form(&report, &[("reason", "closed")]).await.0, 303);
        let seen = service::kept(app, &OPERATOR, Permission::Desk, &a).await.unwrap();
        assert_eq!(seen.reports.len(), 3);
        // It is found once, and counted once.
        assert_eq!(found().await, many - 1);
        let (all, _) = service::list(app, &OPERATOR, service::Filter::default()).await.unwrap();
        assert_eq!(all.len(), 2);
        let exported = exchange::exported(app, "nous").await.unwrap();
        assert_eq!(exported.services.len(), 2);
        // Nobody changes what another stands for.
        let archived = service::set_state(app, &OPERATOR, &b, State::Archived).await;
        assert_eq!(archived.unwrap_err().message, "duplicates-problem-merged");
        let forced = service::set_state(app, &OPERATOR, &a, State::Merged).await;
        assert!(forced.is_err(), "only a merge makes it so");

        undo(app, &OPERATOR, &merged).await.unwrap();
        assert_eq!(house.get(&format!("/entries/{b}")).await.0, 200);
        assert_eq!(found().await, many);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_go_on_telling_what_they_told() {
    for house in houses().await {
        let app = &house.app;
        let [a, b, _] = twice(&house).await;
        let done = merge(app, &OPERATOR, wish(&a, &b, &[Field::Phone])).await.unwrap();
        assert_eq!(of(&house, "deux", "b").await.id, a);
        let seen = service::kept(app, &OPERATOR, Permission::Desk, &a).await.unwrap();
        let told = |seen: &service::Seen| {
            let of = seen.signals.iter().find(|(s, ..)| *s == Signal::Disagreement);
            of.map(|(.., detail)| detail.clone())
        };
        assert_eq!(told(&seen).as_deref(), Some("phone"), "the two numbers differ");
        let who = house.signed_in(Role::Mediator, None).await;
        let page = house.see(&who, &format!("/staff/directory/{a}")).await.page;
        assert!(page.contains("Les sources se contredisent"), "{page}");
        for number in ["04 72 24 20 12", "04 72 24 20 13"] {
            assert!(page.contains(&number.replace(' ', "\u{a0}")), "{number}: {page}");
        }

        // The same list again changes nothing.
        let before = rows(&house).await;
        let taken = take(&house, "deux", &other_list("ATELIER DECLIC", "+33472242013")).await;
        assert_eq!((taken.services.unchanged, taken.services.created), (1, 0));
        assert_eq!(rows(&house).await, before);
        // What it says otherwise is taken over where the entry says what it said; nothing comes back.
        service::verify(app, &OPERATOR, &a, How::Called).await.unwrap();
        let taken = take(&house, "deux", &other_list("Atelier Rebond", "+33472242014")).await;
        assert_eq!((taken.services.updated, taken.services.created), (1, 0));
        assert_eq!(taken.contradicted, 1, "the title is that of the first list");
        let entry = of(&house, "un", "a").await;
        assert_eq!((entry.id.clone(), entry.draft.title.as_str()), (a.clone(), "Atelier Déclic"));
        assert_eq!(entry.draft.phone, "+33472242014");
        assert_eq!(entry.due.why.code(), "disagreement", "it is due before its time");
        assert!(pairs(&house).await.is_empty());

        // Parted, each says what its list says: the other once its list is taken again.
        undo(app, &OPERATOR, &done).await.unwrap();
        let entry = of(&house, "un", "a").await;
        assert_eq!((entry.id.clone(), entry.draft.phone.as_str()), (a, "+33472242012"));
        take(&house, "deux", &other_list("Atelier Rebond", "+33472242014")).await;
        let entry = of(&house, "deux", "b").await;
        assert_eq!((entry.id, entry.draft.title.as_str()), (b, "Atelier Rebond"));
        assert_eq!(entry.draft.phone, "+33472242014");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_list_that_told_it_twice_changes_it_once() {
    for house in houses().await {
        let list = |phone: &str, hours: &str| {
            let mut second =
                help("un", "b", "s", "Atelier Déclic", "6 rue Prévert", "+33472242012");
            second["horaires_accueil"] = json!(hours);
            json!({ "structures": [structure("un", "s", "Mission locale", None)],
                "services": [help("un", "a", "s", "Atelier Déclic", "6 rue Prévert", phone), second] })
        };
        take(&house, "un", &list("+33472242012", "Mo-Fr 09:00-12:00")).await;
        let (a, b) = (of(&house, "un", "a").await.id, of(&house, "un", "b").await.id);
        merge(&house.app, &OPERATOR, wish(&a, &b, &[Field::Hours])).await.unwrap();
        let taken = take(&house, "un", &list("+33472242099", "Mo-Fr 10:00-12:00")).await;
        assert_eq!((taken.services.updated, taken.contradicted), (2, 0));
        let entry = of(&house, "un", "b").await;
        assert_eq!(entry.draft.phone, "+33472242099");
        assert_eq!(
            entry.draft.hours_typed, "Mo-Fr 10:00-12:00",
            "neither loses what the other said"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_changed_meanwhile_stays() {
    for house in houses().await {
        let [a, b, _] = twice(&house).await;
        let done = merge(&house.app, &OPERATOR, wish(&a, &b, &[Field::Phone])).await.unwrap();
        change(&house, &a, |d| d.conditions = "Avoir moins de 26 ans.".into()).await;
        undo(&house.app, &OPERATOR, &done).await.unwrap();
        let entry = of(&house, "un", "a").await;
        assert_eq!(entry.draft.phone, "+33472242012");
        assert_eq!(entry.draft.conditions, "Avoir moins de 26 ans.");
        assert!(undo(&house.app, &OPERATOR, &done).await.is_err(), "once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_are_two_come_back_only_when_one_of_them_changes() {
    for house in houses().await {
        let app = &house.app;
        let [a, b, _] = twice(&house).await;
        assert_eq!(pairs(&house).await.len(), 1);
        tell_apart(app, &OPERATOR, &b, &a).await.unwrap();
        assert!(pairs(&house).await.is_empty());
        // Looked at again because something else changed, or because all is.
        change(&house, &b, |d| d.phone = "04 00 00 00 00".into()).await;
        assert!(pairs(&house).await.is_empty());
        let forget = "DELETE FROM settings WHERE name = 'duplicates'";
        let done = app.db.write(move |tx| tx.execute(forget, &[])).await;
        done.map_err(|e: StoreError| e.to_string()).unwrap();
        assert!(pairs(&house).await.is_empty());
        let refused = merge(app, &OPERATOR, wish(&a, &b, &[])).await.unwrap_err();
        assert_eq!(refused.message, "duplicates-problem-apart");
        // Another name: another question.
        change(&house, &b, |d| d.title = "Atelier déclic".into()).await;
        assert_eq!(pairs(&house).await.len(), 1);
        tell_apart(app, &OPERATOR, &a, &b).await.unwrap();
        assert!(pairs(&house).await.is_empty());
        untell_apart(app, &OPERATOR, &b, &a).await.unwrap();
        assert_eq!(pairs(&house).await.len(), 1);
        assert!(untell_apart(app, &OPERATOR, &a, &b).await.is_err(), "nobody says it any more");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_keeps_both_decides_and_drafts_of_others_are_not_shown() {
    for house in houses().await {
        let app = &house.app;
        let library = house.library().await;
        let mut elsewhere = vec![];
        for (name, standing) in [("Centre voisin", Standing::Member), ("Connu", Standing::Listed)] {
            let of = Organisation { name: name.into(), standing, ..Organisation::blank() };
            elsewhere.push(network::service::write_organisation(app, &OPERATOR, of).await.unwrap());
        }
        let [member, listed] = elsewhere.try_into().unwrap();
        let mut ids = vec![];
        for owner in [&library, &member, &listed, &library] {
            let mut draft = EntryDraft::blank(EntryKind::Service);
            (draft.title, draft.description) = ("Atelier Déclic".into(), "Pour repartir.".into());
            (draft.address, draft.insee) = ("6 rue Prévert".into(), "69091".into());
            let (owner, curator) = (owner.clone(), None);
            let (id, verified, seen) = (None, None, None);
            let writing = Writing { id, owner, curator, draft, verified, seen };
            ids.push(service::write(app, &OPERATOR, writing).await.unwrap());
        }
        let [own, theirs, free, second] = ids.try_into().unwrap();
        look::catch_up(app).await.unwrap();
        let ours = house.signed_in(Role::Coordinator, Some(&library)).await;
        let home = "/staff/directory/duplicates";
        let kept = [("kept", own.as_str())];
        // Of two that are kept by others nothing is told, and nothing is theirs to say.
        let foreign = format!("{home}/{theirs}/{free}");
        for path in [foreign.clone(), format!("{foreign}/two"), format!("{foreign}/again")] {
            assert_eq!(house.send(&ours, &path, &[("kept", theirs.as_str())]).await.status, 403);
        }
        assert_eq!(house.see(&ours, &foreign).await.status, 403);
        // A draft of another member is shown to nobody else, not even in the list.
        let with_draft = format!("{home}/{own}/{theirs}");
        assert_eq!(house.see(&ours, &with_draft).await.status, 403);
        assert!(!house.see(&ours, home).await.page.contains("Centre voisin"));
        for id in [&theirs, &free] {
            service::set_state(app, &OPERATOR, id, State::Published).await.unwrap();
        }
        // Of one that is kept by another member it is told, not decided; nor of one that nobody keeps.
        let with_member = format!("{home}/{own}/{theirs}");
        let page = house.see(&ours, &with_member).await;
        assert!(page.status == 200 && page.page.contains("tenue par une autre structure"));
        assert_eq!(house.send(&ours, &with_member, &kept).await.status, 403);
        assert_eq!(house.send(&ours, &format!("{with_member}/two"), &[]).await.status, 403);
        let page = house.see(&ours, home).await.page;
        assert_eq!(page.matches("<article").count(), 5, "{page}");
        let unkept = format!("{home}/{own}/{free}");
        assert_eq!(house.send(&ours, &unkept, &kept).await.status, 403);
        assert_eq!(house.send(&ours, &format!("{unkept}/two"), &[]).await.status, 403);
        // Two of one's own are.
        let with_free = format!("{home}/{own}/{second}");
        let unclear = house.send(&ours, &with_free, &[]).await;
        assert!(unclear.status == 422 && unclear.page.contains("Choisissez la fiche qui reste"));
        let stale = [("kept", own.as_str()), ("seen", "another")];
        assert_eq!(house.send(&ours, &with_free, &stale).await.status, 409);
        let done = house.send(&ours, &with_free, &kept).await;
        assert_eq!(done.status, 303, "{}", done.page);
        let again = house.send(&ours, &with_free, &kept).await;
        assert_eq!(again.status, 409, "somebody was faster");
        let id = decided(app, &OPERATOR).await.unwrap().merges[0].0.id.clone();
        let other = house.signed_in(Role::Coordinator, Some(&member)).await;
        let part = format!("{home}/merges/{id}/undo");
        assert_eq!(house.send(&other, &part, &[]).await.status, 403);
        let page = house.see(&ours, &format!("{home}/decided")).await.page;
        assert!(page.contains("par Camille Essai"), "{page}");
        assert!(!house.see(&other, &format!("{home}/decided")).await.page.contains(&part));
        assert_eq!(house.send(&ours, &part, &[]).await.status, 303);
        let two = house.send(&ours, &format!("{with_free}/two"), &[]).await;
        assert_eq!(two.status, 303, "{}", two.page);
        assert_eq!(house.send(&ours, &format!("{with_free}/again"), &[]).await.status, 303);
        for actor in [Actor::Public] {
            let refused = merge(app, &actor, wish(&own, &free, &[])).await.unwrap_err();
            assert_eq!(refused.message, "problem-sign-in");
        }
        let itself = merge(app, &OPERATOR, wish(&own, &own, &[])).await.unwrap_err();
        assert_eq!(itself.message, "duplicates-problem-itself");
        let who = house.signed_in(Role::Mediator, None).await;
        let trail = house.see(&who, "/admin/audit").await.page;
        for act in [
            "Deux fiches de l’annuaire ont été fusionnées",
            "Deux fiches fusionnées ont été séparées de nouveau",
            "Deux fiches qui se ressemblent ont été dites distinctes",
            "Deux fiches ne sont plus dites distinctes",
        ] {
            assert!(trail.contains(act), "{act}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_latest_merge_is_undone_first() {
    for house in houses().await {
        let app = &house.app;
        let [a, b, c] = twice(&house).await;
        let first = merge(app, &OPERATOR, wish(&a, &b, &[])).await.unwrap();
        let refused = merge(app, &OPERATOR, wish(&c, &b, &[])).await.unwrap_err();
        assert_eq!(refused.message, "duplicates-problem-merged");
        let second = merge(app, &OPERATOR, wish(&c, &a, &[])).await.unwrap();
        assert_eq!(merging::stands_for(app, &b).await.unwrap(), Some(c.clone()), "two steps away");
        let early = undo(app, &OPERATOR, &first).await.unwrap_err();
        assert_eq!(early.message, "duplicates-problem-later-merge");
        undo(app, &OPERATOR, &second).await.unwrap();
        assert_eq!(merging::stands_for(app, &b).await.unwrap(), Some(a));
        undo(app, &OPERATOR, &first).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_column_that_refers_to_an_entry_is_forgotten() {
    for house in houses().await {
        let found = |tx: &mut Tx<'_>| {
            let mut found = BTreeSet::new();
            let embedded = tx.is_embedded();
            let keys = if embedded {
                "SELECT \"from\" FROM pragma_foreign_key_list(?1) WHERE \"table\" = 'entries'"
            } else {
                "SELECT CAST(k.column_name AS TEXT) FROM information_schema.table_constraints t \
                 JOIN information_schema.key_column_usage k \
                 ON k.constraint_name = t.constraint_name AND k.table_name = t.table_name \
                 JOIN information_schema.constraint_column_usage u \
                 ON u.constraint_name = t.constraint_name \
                 WHERE t.constraint_type = 'FOREIGN KEY' AND u.table_name = 'entries' \
                 AND t.table_name = ?1"
            };
            for table in crate::common::rows::tables(tx)?.into_keys() {
                for row in tx.query(keys, &[(&table).into()])? {
                    found.insert((table.clone(), row.get::<String>(0)?));
                }
            }
            Ok::<_, StoreError>(found)
        };
        let found = house.app.db.read(found).await.unwrap();
        let moved = ENTRY_REFERENCES.iter().map(|r| (r.table, r.column));
        let expected: BTreeSet<(String, String)> = moved
            .chain(ENTRY_STAYS.iter().copied())
            .map(|(table, column)| (table.to_owned(), column.to_owned()))
            .collect();
        assert_eq!(found, expected, "a reference to entries is missing, or is no more");
        // A row that gives way must be known whole.
        let tables = house.app.db.read(crate::common::rows::tables).await.unwrap();
        for r in ENTRY_REFERENCES {
            let Some(rest) = r.gives_way else { continue };
            let named: BTreeSet<&str> =
                r.key.iter().chain(rest).copied().chain([r.column]).collect();
            let columns: BTreeSet<&str> = tables[r.table].iter().map(String::as_str).collect();
            assert_eq!(named, columns, "{}", r.table);
        }
    }
}
