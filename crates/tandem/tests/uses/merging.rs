//! The same organisation known twice: merged, parted again, told apart, on both databases.

use std::collections::BTreeSet;

use crate::common::{House, houses};
use base::{Id, Lang};
use jiff::civil::{date, time};
use network::charter;
use network::model::{Fact, Organisation, OrganisationKind, Place, Standing};
use network::register::merging::{merge, merges, proposals, tell_apart, undo};
use network::register::model::Source;
use network::register::service::import;
use network::service as network_rooms;
use programme::model::{ActivityDraft, SessionDraft};
use programme::service as rooms;
use site::accounts::model::NewPerson;
use site::accounts::service as accounts;
use site::{Actor, Role};
use store::{StoreError, Tx};
use territory::Zone;

const OPERATOR: Actor = Actor::Operator;

async fn organisation(house: &House, name: &str, standing: Standing) -> Id {
    let organisation = Organisation {
        name: name.into(),
        kind: OrganisationKind::Library,
        standing,
        address: "3 place de l’Abbaye".into(),
        postcode: "94000".into(),
        city: "Créteil".into(),
        ..Organisation::blank()
    };
    network_rooms::write_organisation(&house.app, &OPERATOR, organisation).await.unwrap()
}

/// That it is only known, though people have a role there: so it was before it was a member.
async fn only_known(house: &House, id: &Id) {
    let id = id.clone();
    let sql = "UPDATE organisations SET standing = 'listed' WHERE id = ?1";
    let done = house.app.db.write(move |tx| tx.execute(sql, &[(&id).into()])).await;
    done.map_err(|e: StoreError| e.to_string()).unwrap();
}

async fn person(house: &House, at: &Id, role: Role, email: &str) -> Id {
    let person = NewPerson {
        name: "Claude Essai".into(),
        email: email.to_owned(),
        administrator: false,
        role: Some((at.clone(), role)),
    };
    accounts::invite(&house.app, &OPERATOR, person, Lang::Fr).await.unwrap().0
}

/// An activity of one, animated by both, with a session; each adheres to the charter and has a
/// place, a coordinator, numbers; one person has a role at both.
async fn fill(house: &House, one: &Id, other: &Id, month: i8) -> Id {
    let app = &house.app;
    let mut of_one = Id::new();
    for (n, id) in [one, other].into_iter().enumerate() {
        let mut draft = ActivityDraft { title: format!("Atelier {n}"), ..ActivityDraft::blank() };
        draft.partners = vec![one.clone(), other.clone()];
        let activity = rooms::create_activity(app, &OPERATOR, id, draft).await.unwrap();
        let hour = |h| time(h, 0, 0, 0);
        let session = SessionDraft::on(date(2026, 12, 1), hour(14), hour(16), 12);
        rooms::add_sessions(app, &OPERATOR, &activity, vec![session]).await.unwrap();
        of_one = if n == 0 { activity } else { of_one };
        let place =
            Place { name: format!("Salle {n}"), organisation: Some(id.clone()), ..Place::blank() };
        network_rooms::write_place(app, &OPERATOR, place).await.unwrap();
        charter::adhere(app, &OPERATOR, id, "2017", date(2026, month, 1)).await.unwrap();
        person(house, id, Role::Coordinator, &format!("c{}@example.org", Id::new())).await;
        person(house, id, Role::Mediator, "both@example.org").await;
        let id = id.clone();
        #[allow(clippy::cast_precision_loss)]
        let value = n as f64 + 0.1;
        app.db
            .write(move |tx| {
                network_rooms::save_fact(tx, &id, (Fact::Seats, value, "typed"))?;
                let own = if n == 0 { Fact::Visits } else { Fact::Staff };
                network_rooms::save_fact(tx, &id, (own, value, "typed"))
            })
            .await
            .unwrap();
    }
    of_one
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_merged_and_parted_is_what_it_was() {
    for house in houses().await {
        let app = &house.app;
        let names = ["Médiathèque A", "Médiathèque B", "Médiathèque C", "Médiathèque D"];
        let mut ids = vec![];
        for name in names {
            ids.push(organisation(&house, name, Standing::Member).await);
        }
        let [a, b, c, d] = ids.try_into().unwrap();
        fill(&house, &a, &b, 1).await;
        fill(&house, &b, &c, 2).await;
        for id in [&a, &c, &d] {
            only_known(&house, id).await;
        }
        // Both were told apart from D, one of them on either side.
        tell_apart(app, &OPERATOR, &a, &d).await.unwrap();
        tell_apart(app, &OPERATOR, &d, &b).await.unwrap();
        let before = house.dump().await;
        // One after the other, then back, the latest first; whichever stays.
        for order in
            [vec![(&a, &b)], vec![(&b, &a)], vec![(&a, &b), (&a, &c)], vec![(&b, &c), (&a, &b)]]
        {
            let mut done = vec![];
            for (kept, merged) in &order {
                done.push((merge(app, &OPERATOR, kept, merged).await.unwrap(), house.dump().await));
            }
            while let Some((id, after)) = done.pop() {
                assert_eq!(house.dump().await, after);
                undo(app, &OPERATOR, &id).await.unwrap();
            }
            let now = house.dump().await;
            for (table, rows) in &before {
                assert_eq!(&now[table], rows, "{table} on {}, {order:?}", house.engine());
            }
        }
        let trail = site::audit::verify(app, None).await.unwrap();
        assert!(trail.is_ok(), "{trail:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_one_that_stays_stands_for_both() {
    for house in houses().await {
        let app = &house.app;
        let kept = organisation(&house, "Médiathèque", Standing::Member).await;
        let gone = organisation(&house, "MEDIATHEQUE", Standing::Member).await;
        let activity = fill(&house, &gone, &kept, 1).await;
        only_known(&house, &kept).await;
        let merged = merge(app, &OPERATOR, &kept, &gone).await.unwrap();

        let (status, _) = house.get(&format!("/partners/{gone}")).await;
        assert_eq!(status, 308);
        let answer = house.client.get(format!("{}/en/partners/{gone}", house.base));
        let answer = answer.send().await.unwrap();
        let to = answer.headers()["location"].to_str().unwrap();
        assert_eq!(to, format!("/en/partners/{kept}"));
        // Who stands for a member is one; nobody chooses the other any more.
        let members = app.db.read(network_rooms::organisations).await.unwrap();
        let ids: Vec<&Id> = members.iter().map(|o| &o.id).collect();
        assert_eq!(ids, [&kept]);
        let owner = move |tx: &mut Tx<'_>| {
            let sql = "SELECT organisation_id FROM activities WHERE id = ?1";
            tx.query_one(sql, &[(&activity).into()])?.get::<Id>(0)
        };
        assert_eq!(app.db.read(owner.clone()).await.unwrap(), kept);
        // A form that was open meanwhile does not bring it back.
        let find = gone.clone();
        let form = app.db.read(move |tx| network_rooms::organisation(tx, &find)).await.unwrap();
        let form = Organisation { standing: Standing::Member, ..form.unwrap() };
        app.db.write(move |tx| network_rooms::save_organisation(tx, &form)).await.unwrap();
        assert_eq!(app.db.read(network_rooms::organisations).await.unwrap().len(), 1);

        undo(app, &OPERATOR, &merged).await.unwrap();
        assert_eq!(app.db.read(owner).await.unwrap(), gone);
        let members = app.db.read(network_rooms::organisations).await.unwrap();
        assert_eq!(members.iter().map(|o| &o.id).collect::<Vec<_>>(), [&gone]);
        assert_eq!(house.get(&format!("/partners/{gone}")).await.0, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_names_one_twice_does_not_bring_the_other_back() {
    let list = "code,nom,ville,cp,adresse,type_adresse\n\
        L1,Médiathèque Mandela,Créteil,94000,3 place de l’Abbaye,Bâtiment ouvert\n\
        L2,MEDIATHEQUE MANDELA,Créteil,94000,3 PLACE DE L’ABBAYE,Bâtiment ouvert\n";
    for house in houses().await {
        let app = &house.app;
        let take = |text: String| async move {
            let done = import(app, &OPERATOR, Source::Ministry, text.into_bytes(), false).await;
            let done = done.unwrap();
            (done.created, done.updated, done.unchanged)
        };
        assert_eq!(take(list.to_owned()).await, (2, 0, 0));
        let found = proposals(app, &OPERATOR, Zone::COUNTRY, 0).await.unwrap();
        assert_eq!((found.total, found.shown.len()), (1, 1));
        let ids = found.shown[0].sides.clone().map(|s| s.seen.organisation.id);
        let done = merge(app, &OPERATOR, &ids[0], &ids[1]).await.unwrap();
        assert_eq!(take(list.to_owned()).await, (0, 0, 2));
        let renamed = list.replace("MEDIATHEQUE MANDELA", "Médiathèque Nelson-Mandela");
        let (created, ..) = take(renamed).await;
        assert_eq!(created, 0);
        undo(app, &OPERATOR, &done).await.unwrap();
        assert_eq!(take(list.to_owned()).await.0, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_not_be_merged_is_not() {
    for house in houses().await {
        let app = &house.app;
        let a = organisation(&house, "Médiathèque A", Standing::Member).await;
        let b = organisation(&house, "Médiathèque B", Standing::Member).await;
        let c = organisation(&house, "Médiathèque C", Standing::Member).await;
        let refused = |done: Result<Id, base::Problem>| done.unwrap_err().message.into_owned();
        assert_eq!(refused(merge(app, &OPERATOR, &a, &a).await), "register-problem-itself");
        let nobody = Id::parse("nobody").unwrap();
        assert_eq!(refused(merge(app, &OPERATOR, &a, &nobody).await), "problem-not-found");
        assert_eq!(refused(merge(app, &Actor::Public, &a, &b).await), "problem-sign-in");

        let first = merge(app, &OPERATOR, &a, &b).await.unwrap();
        assert_eq!(refused(merge(app, &OPERATOR, &c, &b).await), "register-problem-merged");
        assert_eq!(refused(merge(app, &OPERATOR, &b, &c).await), "register-problem-merged");
        let second = merge(app, &OPERATOR, &c, &a).await.unwrap();
        // Two steps away it still leads to the one that stands.
        let answer = house.client.get(format!("{}/partners/{b}", house.base)).send().await.unwrap();
        assert_eq!(answer.headers()["location"].to_str().unwrap(), format!("/partners/{c}"));
        let early = undo(app, &OPERATOR, &first).await.unwrap_err();
        assert_eq!(early.message, "register-problem-later-merge");
        assert!(undo(app, &Actor::Public, &second).await.is_err());
        undo(app, &OPERATOR, &second).await.unwrap();
        undo(app, &OPERATOR, &first).await.unwrap();
        assert!(undo(app, &OPERATOR, &first).await.is_err());
        assert_eq!(merges(app, &OPERATOR, 0).await.unwrap().1, 0);
        // What is in use, or stands for another, is not removed.
        tell_apart(app, &OPERATOR, &a, &b).await.unwrap();
        assert_eq!(refused(merge(app, &OPERATOR, &a, &b).await), "register-problem-apart");
        merge(app, &OPERATOR, &a, &c).await.unwrap();
        let thing = network_rooms::Thing::Organisation;
        let removed = network_rooms::remove(app, &OPERATOR, thing, &a).await.unwrap_err();
        assert_eq!(removed.message, "network-problem-in-use");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_answers_in_the_pages() {
    for house in houses().await {
        let app = &house.app;
        let a = organisation(&house, "Médiathèque Mandela", Standing::Member).await;
        let b = organisation(&house, "MEDIATHEQUE MANDELA", Standing::Listed).await;
        let who = house.signed_in(Role::Mediator, None).await;
        let page = house.see(&who, "/admin/duplicates?zone=departement-94").await.page;
        assert!(page.contains("noms identiques à la casse et aux accents près · même adresse"));
        assert!(page.contains(&format!("value=\"{a}\" checked")), "the member stays: {page}");
        let elsewhere = house.see(&who, "/admin/duplicates?zone=departement-75").await.page;
        assert!(elsewhere.contains("Rien ne se ressemble ici"), "{elsewhere}");

        let (one, other) = (a.to_string(), b.to_string());
        let pair = [("one", one.as_str()), ("other", other.as_str())];
        let answer = |more: Vec<(&'static str, String)>| {
            let fields = pair.iter().map(|(n, v)| (*n, (*v).to_owned())).chain(more);
            let fields: Vec<(&str, String)> = fields.collect();
            let (house, who) = (&house, &who);
            async move {
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
                house.send(who, "/admin/duplicates", &fields).await
            }
        };
        let unclear = answer(vec![("answer", "same".into()), ("kept", "other".into())]).await;
        assert_eq!(unclear.status, 422);
        let done = answer(vec![("answer", "same".into()), ("kept", b.to_string())]).await;
        assert_eq!(done.status, 303, "{}", done.page);
        let page = house.see(&who, "/admin/merges").await.page;
        assert!(page.contains("a repris «\u{a0}Médiathèque Mandela\u{a0}», le lundi 23 novembre"));
        let again = answer(vec![("answer", "same".into()), ("kept", b.to_string())]).await;
        assert_eq!(again.status, 409, "somebody was faster");
        let id = merges(app, &OPERATOR, 0).await.unwrap().0[0].0.id.clone();
        let undone = house.send(&who, &format!("/admin/merges/{id}/undo"), &[]).await;
        assert_eq!(undone.status, 303, "{}", undone.page);
        assert_eq!(answer(vec![("answer", "two".into())]).await.status, 303);
        assert_eq!(proposals(app, &OPERATOR, Zone::COUNTRY, 0).await.unwrap().total, 0);
        let trail = house.see(&who, "/admin/audit").await.page;
        for act in ["Structures fusionnées", "Fusion annulée", "Structures reconnues distinctes"]
        {
            assert!(trail.contains(act), "{act}");
        }
    }
}

/// Not moved by a merge: what tells of the past, the list of merges itself, and what is derived.
const STAYS: [(&str, &str); 4] = [
    ("organisation_words", "organisation_id"),
    ("audit", "organisation_id"),
    ("organisation_merges", "kept_id"),
    ("organisation_merges", "merged_id"),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_column_that_refers_to_an_organisation_is_forgotten() {
    for house in houses().await {
        let found = |tx: &mut Tx<'_>| {
            let mut found = BTreeSet::new();
            let embedded = tx.is_embedded();
            let keys = if embedded {
                "SELECT \"from\" FROM pragma_foreign_key_list(?1) WHERE \"table\" = 'organisations'"
            } else {
                "SELECT CAST(k.column_name AS TEXT) FROM information_schema.table_constraints t \
                 JOIN information_schema.key_column_usage k \
                 ON k.constraint_name = t.constraint_name AND k.table_name = t.table_name \
                 JOIN information_schema.constraint_column_usage c \
                 ON c.constraint_name = t.constraint_name WHERE t.constraint_type = 'FOREIGN KEY' \
                 AND c.table_name = 'organisations' AND t.table_name = ?1"
            };
            let all = crate::common::rows::tables(tx)?;
            for (table, columns) in &all {
                for row in tx.query(keys, &[table.into()])? {
                    found.insert((table.clone(), row.get::<String>(0)?));
                }
                // Rooms below this one cannot name it as a foreign key.
                let named = columns.iter().filter(|c| c.contains("organisation"));
                found.extend(named.map(|c| (table.clone(), c.clone())));
            }
            Ok::<_, StoreError>((found, all))
        };
        let (found, tables) = house.app.db.read(found).await.unwrap();
        assert!(found.len() > 10, "{found:?}");
        let owned = |(table, column): (&str, &str)| (table.to_owned(), column.to_owned());
        let known = tandem::references();
        let told: BTreeSet<_> = known.iter().map(|r| owned((r.table, r.column))).collect();
        let stays: BTreeSet<_> = STAYS.into_iter().map(owned).collect();
        let expected: BTreeSet<_> = told.union(&stays).cloned().collect();
        assert_eq!(found, expected, "a reference is missing in a room’s REFERENCES, or is no more");
        // A row that gives way must be known whole.
        for r in &known {
            let Some(rest) = r.gives_way else { continue };
            let named: BTreeSet<&str> =
                r.key.iter().chain(rest).copied().chain([r.column]).collect();
            let columns: BTreeSet<&str> = tables[r.table].iter().map(String::as_str).collect();
            assert_eq!(named, columns, "{}", r.table);
        }
    }
}

/// An organisation is in no circle with itself: that is said before anything is moved.
#[tokio::test(flavor = "multi_thread")]
async fn two_that_are_in_a_circle_are_not_merged_before_they_leave_it() {
    for house in houses().await {
        let kept = organisation(&house, "Cité des métiers du Val", Standing::Member).await;
        let merged = organisation(&house, "Cité des métiers (Val)", Standing::Member).await;
        let (one, other) = (kept.clone(), merged.clone());
        let sql = "INSERT INTO relations (id, organisation_id, with_id, bond) \
                   VALUES ('circle', ?1, ?2, 'partner')";
        let made = house.app.db.write(move |tx| tx.execute(sql, &[(&one).into(), (&other).into()]));
        made.await.map_err(|e: StoreError| e.to_string()).unwrap();
        for (kept, merged) in [(&kept, &merged), (&merged, &kept)] {
            let refused = merge(&house.app, &OPERATOR, kept, merged).await.unwrap_err();
            assert_eq!(refused.message, "register-problem-related", "{}", house.engine());
        }
        let gone =
            house.app.db.write(|tx| tx.execute("DELETE FROM relations WHERE id = 'circle'", &[]));
        gone.await.map_err(|e: StoreError| e.to_string()).unwrap();
        merge(&house.app, &OPERATOR, &kept, &merged).await.unwrap();
    }
}
