//! Circles and agreements through the whole program: what follows from dates, who sees what,
//! documents, reminders, promises beside what came of them.

#[allow(dead_code)]
mod promises;

use crate::common::postoffice::PostOffice;
use crate::common::{House, houses};
use base::Id;
use jiff::civil::{Date, date};
use network::agreements::model::{Agreement, Bond, Party, Relation, Renewal};
use network::agreements::service;
use network::model::{Circle, Organisation, OrganisationKind, PartnershipForm};
use site::{Actor, Config, Role, Smtp};
use store::{Db, StoreError};

fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// Organisations of these identifiers, which are their names too.
async fn organisations(house: &House, names: &[&'static str]) {
    for name in names {
        let one = Organisation { id: id(name), name: (*name).to_owned(), ..Organisation::blank() };
        network::service::write_organisation(&house.app, &Actor::Operator, one).await.unwrap();
    }
}

fn agreement(title: &str, parties: &[&str], starts: Date, ends: Option<Date>) -> Agreement {
    Agreement {
        title: title.to_owned(),
        parties: parties.iter().map(|p| Party { id: id(p), name: String::new() }).collect(),
        signed: Some(starts),
        starts: Some(starts),
        ends,
        ..Agreement::blank(id("partner"))
    }
}

async fn write(house: &House, agreement: Agreement) -> Id {
    service::write(&house.app, &Actor::Operator, agreement).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_is_written_read_changed_and_renewed() {
    for house in houses().await {
        house.library().await;
        organisations(&house, &["centre", "elsewhere"]).await;
        let camille = house.signed_in(Role::Coordinator, Some(&id("library"))).await;
        let other = house.signed_in(Role::Coordinator, Some(&id("elsewhere"))).await;
        let mut form = vec![
            ("title", "Convention de centre associé"),
            ("form", "associated_centre"),
            ("party_1", "library"),
            ("party_2", "centre"),
            ("holder", "library"),
            ("signed", "2026-01-05"),
            ("starts", "2026-01-01"),
            ("ends", "31/01/2027"),
            ("renewal", "explicit"),
            ("notes", "Secret de polichinelle"),
        ];
        let bad = [("party_2", "library"), ("signed", "2027-01-01"), ("starts", "32/01/2026")];
        for (field, value) in bad {
            let wrong: Vec<_> =
                form.iter().map(|(n, v)| (*n, if *n == field { value } else { *v })).collect();
            let refused = house.send(&camille, "/agreements/new", &wrong).await;
            assert_eq!(refused.status, 422, "{field}");
            let said = if field == "party_2" { "party_1" } else { field };
            assert!(refused.page.contains(&format!("id=\"{said}-error\"")), "{}", refused.page);
            assert!(refused.page.contains("Secret de polichinelle"), "nothing typed is lost");
        }
        let made = house.send(&camille, "/agreements/new", &form).await;
        assert_eq!(made.status, 303, "{}", made.page);
        let path = made.location.split('?').next().unwrap().to_owned();
        let page = house.see(&camille, &path).await.page;
        for part in
            ["expire bientôt", "31 janvier 2027", "Secret", "Centre associé", "Camille Essai"]
        {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(house.see(&camille, "/agreements").await.page.contains("centre associé"));
        let list = house.see(&other, "/agreements").await.page;
        assert!(!list.contains("Convention de centre"), "{list}");

        // The public sees that it is, until when, between whom: no more.
        let (_, public) = house.get("/partners/library").await;
        for part in ["Convention en vigueur", "jusqu’au", "31 janvier 2027", "centre", "associé"]
        {
            assert!(public.contains(part), "{part}: {public}");
        }
        assert!(!public.contains("Secret"), "{public}");
        let all = house.app.db.read(network::service::organisations).await.unwrap();
        let forms = |name: &str| all.iter().find(|o| o.id == id(name)).unwrap().form;
        assert_eq!(forms("library"), Some(PartnershipForm::AssociatedCentre));
        assert_eq!(forms("centre"), None, "the form is the holder's");

        // Of two who change it, the slower is told.
        let page = house.see(&camille, &format!("{path}/edit")).await.page;
        let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        form.push(("seen", seen));
        form[7].1 = "28/02/2027";
        assert_eq!(house.send(&camille, &format!("{path}/edit"), &form).await.status, 303);
        form[7].1 = "30/06/2027";
        let late = house.send(&camille, &format!("{path}/edit"), &form).await;
        assert_eq!(late.status, 409);
        assert!(late.page.contains("entre-temps") && late.page.contains("30/06/2027"));
        let page = house.see(&camille, &path).await.page;
        assert!(page.contains("31/01/2027 devient 28/02/2027"), "{page}");

        // What is signed stays; the one that follows it takes over what was promised.
        assert_eq!(house.send(&camille, &format!("{path}/remove"), &[]).await.status, 409);
        let promise = [
            ("organisation_1", "library"),
            ("kind_1", "sessions"),
            ("per_year_1", "60"),
            ("year_1", "calendar"),
            ("counting_1", "whole"),
        ];
        let commitments = format!("{path}/commitments");
        let stranger = [("organisation_1", "elsewhere"), ("kind_1", "other"), ("per_year_1", "0")];
        let refused = house.send(&camille, &commitments, &stranger).await;
        assert_eq!(refused.status, 422);
        for field in ["organisation_1-error", "per_year_1-error"] {
            assert!(refused.page.contains(field), "{field}: {}", refused.page);
        }
        assert_eq!(house.send(&camille, &commitments, &promise).await.status, 303);
        let known = path.rsplit('/').next().unwrap();
        let renewal = house.see(&camille, &format!("/agreements/new?follows={known}")).await.page;
        assert!(renewal.contains("value=\"2027-03-01\""), "the day after: {renewal}");
        let mut next = form.clone();
        next.retain(|(name, _)| !["seen", "signed", "starts", "ends"].contains(name));
        next.extend([("follows", known), ("starts", "2027-03-01")]);
        let followed = house.send(&camille, "/agreements/new", &next).await;
        assert_eq!(followed.status, 303, "{}", followed.page);
        let draft = followed.location.split('?').next().unwrap().to_owned();
        let page = house.see(&camille, &draft).await.page;
        assert!(page.contains("brouillon") && page.contains("60 ×"), "{page}");
        let again = house.send(&camille, "/agreements/new", &next).await;
        assert_eq!(again.status, 409, "one renews it already");
        assert!(again.page.contains("renouvelle déjà"), "{}", again.page);
        let drop = house.send(&camille, &format!("{draft}/remove"), &[]).await;
        assert_eq!(drop.status, 303);
        assert_eq!(house.see(&camille, &draft).await.status, 404);

        // Ended before its time, with the reason; the form goes with it.
        form.retain(|(name, _)| *name != "seen");
        form[7].1 = "28/02/2027";
        form.push(("ended", "2026-11-22"));
        let ended = house.send(&camille, &format!("{path}/edit"), &form).await;
        assert!(ended.page.contains("ended_reason-error"), "{}", ended.page);
        form.push(("ended_reason", "Le centre ferme."));
        assert_eq!(house.send(&camille, &format!("{path}/edit"), &form).await.status, 303);
        let page = house.see(&camille, &path).await.page;
        assert!(page.contains("terminée avant son terme") && page.contains("Le centre ferme."));
        let all = house.app.db.read(network::service::organisations).await.unwrap();
        assert_eq!(all.iter().find(|o| o.id == id("library")).unwrap().form, None);
        assert!(!house.get("/partners/library").await.1.contains("Convention en vigueur"));
    }
}

/// Sends a document as somebody: status and page.
async fn attach(
    house: &House,
    who: &reqwest::Client,
    path: &str,
    name: &str,
    bytes: Vec<u8>,
) -> (u16, String) {
    let file = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
    let form = reqwest::multipart::Form::new().part("file", file);
    let request = who.post(format!("{}{path}/documents", house.base)).multipart(form);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_what_its_bytes_say_and_stays_among_the_parties() {
    for house in houses().await {
        house.library().await;
        organisations(&house, &["centre", "elsewhere"]).await;
        let made =
            write(&house, agreement("Convention", &["library", "centre"], date(2026, 1, 1), None))
                .await;
        let path = format!("/agreements/{made}");
        let camille = house.signed_in(Role::Coordinator, Some(&id("library"))).await;
        let centre = house.signed_in(Role::Partner, Some(&id("centre"))).await;
        let other = house.signed_in(Role::Coordinator, Some(&id("elsewhere"))).await;

        let page = b"<!doctype html><script>alert(1)</script>".to_vec();
        for (name, bytes, words) in [
            ("convention.pdf", page, "quel que soit son nom"),
            ("vide.pdf", vec![], "Choisissez un fichier"),
            ("lourd.pdf", [b"%PDF-1.7".to_vec(), vec![b' '; 5 << 20]].concat(), "dépasse 5"),
            ("énorme.pdf", vec![b' '; 12 << 20], "dépasse 5"),
        ] {
            let (status, page) = attach(&house, &camille, &path, name, bytes).await;
            assert_eq!(status, 422, "{name}");
            assert!(page.contains(words) && page.contains("id=\"file-error\""), "{name}: {page}");
        }
        let bytes = [b"%PDF-1.7\n".to_vec(), vec![b'x'; (5 << 20) - 9]].concat();
        let (status, page) =
            attach(&house, &camille, &path, "../Convention signée.exe", bytes.clone()).await;
        assert_eq!(status, 303, "{page}");
        assert_eq!(attach(&house, &other, &path, "a.pdf", bytes.clone()).await.0, 403);
        assert_eq!(attach(&house, &centre, &path, "a.pdf", bytes.clone()).await.0, 403);

        let page = house.see(&centre, &path).await.page;
        assert!(page.contains("Convention signée.pdf") && !page.contains("/remove"), "{page}");
        let link = page.split("href=\"").find(|part| part.contains("/documents/")).unwrap();
        let link = link.split('"').next().unwrap().to_owned();
        let answer = centre.get(format!("{}{link}", house.base)).send().await.unwrap();
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/pdf");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-disposition").starts_with("attachment; filename="));
        assert!(header("content-disposition").contains("Convention%20sign%C3%A9e.pdf"));
        assert_eq!(answer.bytes().await.unwrap(), bytes);

        // Neither another organisation, nor nobody, nor by the door of another agreement.
        assert_eq!(house.see(&other, &link).await.status, 403);
        assert_eq!(house.get(&link).await.0, 401);
        let theirs =
            write(&house, agreement("Autre", &["elsewhere", "centre"], date(2026, 1, 1), None))
                .await;
        let document = link.rsplit('/').next().unwrap();
        let by_theirs = format!("/agreements/{theirs}/documents/{document}");
        assert_eq!(house.see(&other, &by_theirs).await.status, 404);
        assert_eq!(house.send(&other, &format!("{by_theirs}/remove"), &[]).await.status, 404);

        for n in 1..network::agreements::model::MOST_DOCUMENTS {
            let small = b"%PDF-1.7".to_vec();
            assert_eq!(attach(&house, &camille, &path, &format!("{n}.pdf"), small).await.0, 303);
        }
        let (status, page) = attach(&house, &camille, &path, "b.pdf", b"%PDF-1.7".to_vec()).await;
        assert!(status == 422 && page.contains("Vingt documents"), "{page}");
        assert_eq!(house.send(&camille, &format!("{link}/remove"), &[]).await.status, 303);
        assert_eq!(house.see(&centre, &link).await.status, 404);
    }
}

/// Kinds of the mails that wait.
async fn waiting(house: &House) -> i64 {
    let sql = "SELECT count(*) FROM outbox WHERE kind = 'agreement'";
    let count = |tx: &mut store::Tx<'_>| tx.query_one(sql, &[])?.get(0);
    house.app.db.read(count).await.map_err(|e: StoreError| e.to_string()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parties_are_reminded_ninety_and_thirty_days_before_once_each() {
    for fresh in store::testing::databases() {
        let office = PostOffice::open();
        let url = office.as_ref().map_or_else(|| "smtp://127.0.0.1:9".to_owned(), PostOffice::url);
        let from = "Réseau d’essai <reseau@example.org>".to_owned();
        let smtp = Some(Smtp { url, from });
        let house = House::start(fresh, Config { smtp, ..Config::default() }).await;
        let outbox = async || {
            let sent = waiting(&house).await;
            let drop = |tx: &mut store::Tx<'_>| tx.execute("DELETE FROM outbox", &[]);
            house.app.db.write(drop).await.map_err(|e: StoreError| e.to_string()).unwrap();
            sent
        };
        house.library().await;
        organisations(&house, &["centre", "elsewhere"]).await;
        // A coordinator of each party and an administrator; neither a mediator nor strangers.
        for (role, organisation) in [
            (Role::Coordinator, Some("library")),
            (Role::Coordinator, Some("centre")),
            (Role::Mediator, Some("library")),
            (Role::Coordinator, Some("elsewhere")),
            (Role::Coordinator, None),
        ] {
            house.signed_in(role, organisation.map(id).as_ref()).await;
        }
        outbox().await;
        let (parties, start) = (["library", "centre"], date(2026, 1, 1));
        let ends = Some(date(2027, 3, 31));
        let made = write(&house, agreement("Convention", &parties, start, ends)).await;
        let draft = Agreement { signed: None, ..agreement("Brouillon", &parties, start, ends) };
        write(&house, draft).await;
        let at = async |moment: &str| {
            house.app.clock.set(moment.parse().unwrap());
            service::remind(&house.app).await.unwrap();
            service::remind(&house.app).await.unwrap();
        };
        at("2026-12-30T22:30:00Z").await;
        assert_eq!(outbox().await, 0, "ninety-one days before");
        at("2026-12-30T23:30:00Z").await;
        if let Some(office) = &office {
            let sent = site::mail::deliver_due(&house.app).await.unwrap();
            let letters = office.collect();
            assert_eq!((sent.sent, letters.len()), (3, 3));
            assert_eq!(letters[0].subject(), "Convention à renouveler : Convention");
            let link = format!("{}/agreements/{made}", house.base);
            assert_eq!(letters[0].links(), [link.as_str()]);
            assert!(letters[0].text.contains("mercredi 31 mars 2027"), "{}", letters[0].text);
            assert!(!letters[0].text.contains('{'), "{}", letters[0].text);
        } else {
            assert_eq!(outbox().await, 3);
        }
        at("2027-02-28T12:00:00Z").await;
        assert_eq!(outbox().await, 0, "already reminded");
        at("2027-03-01T12:00:00Z").await;
        assert_eq!(outbox().await, 3, "thirty days before");
        at("2027-03-31T12:00:00Z").await;
        at("2027-05-01T12:00:00Z").await;
        assert_eq!(outbox().await, 0);

        // Renewed in time: nobody is disturbed. Made late: one reminder, not two. Tacit: each term.
        let next = Agreement {
            follows: Some(made),
            signed: Some(date(2027, 4, 1)),
            ..agreement("Suite", &parties, date(2027, 4, 1), Some(date(2027, 5, 20)))
        };
        let next = write(&house, next).await;
        at("2027-05-02T12:00:00Z").await;
        assert_eq!(outbox().await, 3);
        at("2027-05-19T12:00:00Z").await;
        assert_eq!(outbox().await, 0);
        let tacit = Agreement {
            renewal: Renewal::Tacit,
            renewal_months: 12,
            follows: Some(next),
            ..agreement("Tacite", &parties, date(2026, 5, 21), Some(date(2027, 12, 31)))
        };
        write(&house, tacit).await;
        at("2027-05-19T12:00:00Z").await;
        assert_eq!(outbox().await, 0, "what is renewed is no matter any more");
        for (moment, mails) in [
            ("2027-10-02T12:00:00Z", 3),
            ("2027-11-30T12:00:00Z", 0),
            ("2027-12-01T12:00:00Z", 3),
            ("2028-06-01T12:00:00Z", 0),
            ("2028-10-02T12:00:00Z", 3),
        ] {
            at(moment).await;
            assert_eq!(outbox().await, mails, "{moment}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_shows_by_itself_and_stands_among_those_to_renew() {
    for house in houses().await {
        house.library().await;
        organisations(&house, &["centre"]).await;
        let associated = Agreement {
            form: id("associated_centre"),
            holder: Some(id("library")),
            ..agreement(
                "Convention",
                &["library", "centre"],
                date(2026, 1, 1),
                Some(date(2026, 11, 30)),
            )
        };
        write(&house, associated).await;
        let relation = Relation {
            id: Id::new(),
            organisation: id("library"),
            name: String::new(),
            with: id("centre"),
            with_name: String::new(),
            bond: Bond::Animator,
            since: Some(date(2026, 11, 25)),
            until: Some(date(2026, 11, 30)),
        };
        service::write_relation(&house.app, &Actor::Operator, relation.clone()).await.unwrap();
        let stands = async |day: &str| {
            house.app.clock.set(format!("{day}T12:00:00Z").parse().unwrap());
            service::settle_all(&house.app).await.unwrap();
            let all = house.app.db.read(network::service::organisations).await.unwrap();
            let library = all.into_iter().find(|o| o.id == id("library")).unwrap();
            (library.circle, library.form)
        };
        let form = Some(PartnershipForm::AssociatedCentre);
        assert_eq!(stands("2026-11-24").await, (None, form));
        assert_eq!(stands("2026-11-25").await, (Some(Circle::Second), form));
        let page = house.get("/partners/library").await.1;
        for part in ["second cercle, animation", "autour de centre", "25 novembre 2026"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(house.get("/partners").await.1.contains("Second cercle"));
        assert_eq!(stands("2026-11-30").await, (Some(Circle::Second), form));
        assert_eq!(stands("2026-12-01").await, (None, None));
        let camille = house.signed_in(Role::Mediator, Some(&id("library"))).await;
        let list = house.see(&camille, "/agreements").await.page;
        assert!(list.contains("À renouveler") && list.contains("expirée"), "{list}");
        assert_eq!(stands("2027-12-01").await, (None, None));
        let camille = house.signed_in(Role::Mediator, Some(&id("library"))).await;
        let list = house.see(&camille, "/agreements").await.page;
        assert!(!list.contains("À renouveler"), "{list}");

        // Whoever looks after the centre moves it, and nobody else.
        let operator = Actor::Operator;
        let closer = Relation { bond: Bond::Counsel, until: None, ..relation };
        service::write_relation(&house.app, &operator, closer.clone()).await.unwrap();
        assert_eq!(stands("2027-12-02").await, (Some(Circle::First), None));
        service::remove_relation(&house.app, &operator, &closer.id).await.unwrap();
        assert_eq!(stands("2027-12-03").await, (None, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_words_the_forms_and_they_count_as_they_say() {
    for house in houses().await {
        house.library().await;
        organisations(&house, &["centre"]).await;
        let admin = house.signed_in(Role::Coordinator, None).await;
        let form = [
            ("name_fr", "Point relais"),
            ("counts_as", "associated_centre"),
            ("asks_fr", "Adhérer.\r\n\r\nSigner."),
            ("gives_fr", "Des ateliers."),
            ("position", "4"),
        ];
        let refused = house.send(&admin, "/agreements/forms/new", &form[1..]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.page.contains("name_fr-error"), "{}", refused.page);
        assert_eq!(house.send(&admin, "/agreements/forms/new", &form).await.status, 303);
        let mediator = house.signed_in(Role::Mediator, Some(&id("library"))).await;
        let page = house.see(&mediator, "/agreements/forms").await.page;
        assert!(page.contains("<li>Signer.</li>") && page.contains("Centre labellisé"), "{page}");
        assert!(!page.contains("/agreements/forms/new"), "{page}");
        let page = house.see(&mediator, "/en/agreements/forms").await.page;
        assert!(page.contains("Labelled centre") && page.contains("Point relais"), "{page}");

        let all = service::forms(&house.app, &Actor::Operator).await.unwrap();
        let relay = all.iter().find(|f| f.name_fr == "Point relais").unwrap();
        let held = Agreement {
            form: relay.id.clone(),
            holder: Some(id("library")),
            ..agreement("Convention", &["library", "centre"], date(2026, 1, 1), None)
        };
        write(&house, held).await;
        let stands = async || {
            let all = house.app.db.read(network::service::organisations).await.unwrap();
            all.into_iter().find(|o| o.id == id("library")).unwrap().form
        };
        assert_eq!(stands().await, Some(PartnershipForm::AssociatedCentre));
        let path = format!("/agreements/forms/{}", relay.id);
        let mut form = form;
        form[1].1 = "partner";
        assert_eq!(house.send(&admin, &path, &form).await.status, 303);
        assert_eq!(stands().await, Some(PartnershipForm::Partner));
    }
}

/// A database from before there were relations: circles are kept, around the one centre there is.
#[tokio::test(flavor = "multi_thread")]
async fn circles_noted_before_become_relations_with_the_one_centre() {
    for centres in [0, 1, 2] {
        for fresh in store::testing::databases() {
            let mut before = tandem::migrations();
            before.retain(|m| m.room != "network" || m.version < 4);
            let db = Db::open(fresh.location.clone(), &before).unwrap();
            db.write(move |tx| {
                let mut add = |name: &str, kind: OrganisationKind, circle: Option<&str>| {
                    tx.execute(
                        "INSERT INTO organisations (id, name, kind, circle, form) \
                         VALUES (?1, ?1, ?2, ?3, 'partner')",
                        &[name.into(), kind.into(), circle.into()],
                    )
                };
                for n in 0..centres {
                    add(&format!("centre-{n}"), OrganisationKind::CareerCentre, Some("first"))?;
                }
                add("theatre", OrganisationKind::Association, Some("second"))?;
                add("library", OrganisationKind::Library, None)
            })
            .await
            .map_err(|e: StoreError| e.to_string())
            .unwrap();
            drop(db);
            let house = House::start(fresh, Config::default()).await;
            let circles = service::circles(&house.app, &Actor::Operator).await.unwrap();
            let known: Vec<_> = circles.relations.iter().map(|r| &r.organisation).collect();
            match centres {
                1 => assert_eq!(known, [&id("theatre")]),
                _ => assert!(known.is_empty(), "{centres} centres: {known:?}"),
            }
            service::settle_all(&house.app).await.unwrap();
            let all = house.app.db.read(network::service::organisations).await.unwrap();
            let theatre = all.iter().find(|o| o.id == id("theatre")).unwrap();
            assert_eq!(theatre.circle, Some(Circle::Second), "{centres} centres");
            assert_eq!(theatre.form, Some(PartnershipForm::Partner), "no agreement was noted");
        }
    }
}
