//! What the matrix asks of agreements.

use base::Id;
use jiff::civil::date;
use network::agreements::model::{
    Agreement, Bond, Commitment, CommitmentKind, Counting, FormOfPartnership, Party, Relation,
    YearKind,
};
use network::agreements::service;
use network::model::Organisation;
use site::Actor;

use crate::common::House;

pub struct Things {
    signed: Id,
    draft: Id,
    pub document: Id,
    commitment: Id,
    form: Id,
    relation: Id,
}

impl Things {
    pub fn id(&self, route: &str, variant: &str) -> &Id {
        match variant {
            "draft" => &self.draft,
            _ if route.contains("/circles") => &self.relation,
            _ if route.contains("/forms") => &self.form,
            _ => &self.signed,
        }
    }

    pub fn rows(&self) -> String {
        format!("?commitment={}&year=2026&figure=done", self.commitment)
    }

    pub fn form(&self, route: &str) -> String {
        let agreement = "title=Autre&form=partner&party_1=library&party_2=centre&renewal=none\
                         &signed=2026-01-01&starts=2026-01-01";
        match route {
            "/agreements/{id}/commitments" => {
                "organisation_1=library&kind_1=other&per_year_1=5&year_1=school&counting_1=with"
                    .into()
            }
            "/agreements/{id}/figures" => format!("commitment={}.2026&done=3", self.commitment),
            "/agreements/circles" => "organisation=centre&with=library&bond=animator".into(),
            "/agreements/circles/{id}" => "bond=counsel&since=2020-01-01".into(),
            r if r.contains("/forms") => "name_fr=Autre&counts_as=partner&position=1".into(),
            _ => agreement.to_owned(),
        }
    }
}

/// A file that is taken.
pub fn document() -> reqwest::multipart::Form {
    let file = reqwest::multipart::Part::bytes(b"%PDF-1.7".as_slice()).file_name("a.pdf");
    reqwest::multipart::Form::new().part("file", file)
}

/// An agreement of the library with a centre, a draft of another, and what belongs to both.
pub async fn things(house: &House) -> Things {
    let (app, operator) = (&house.app, Actor::Operator);
    let (library, centre) = (house.library().await, Id::parse("centre").unwrap());
    let other = Organisation { id: centre.clone(), name: "Centre".into(), ..Organisation::blank() };
    network::service::write_organisation(app, &operator, other).await.unwrap();
    let party = |id: &Id| Party { id: id.clone(), name: String::new() };
    let draft = || Agreement {
        title: "Convention".into(),
        parties: vec![party(&library), party(&centre)],
        ..Agreement::blank(Id::parse("partner").unwrap())
    };
    let signed =
        Agreement { signed: Some(date(2026, 1, 1)), starts: Some(date(2026, 1, 1)), ..draft() };
    let signed = service::write(app, &operator, signed).await.unwrap();
    let draft = service::write(app, &operator, draft()).await.unwrap();
    let bytes = b"%PDF-1.7".to_vec();
    let document = service::add_document(app, &operator, &signed, "a.pdf", bytes).await.unwrap();
    let promise = Commitment {
        id: Id::new(),
        organisation: centre.clone(),
        name: String::new(),
        kind: CommitmentKind::Exchanges,
        per_year: Some(4),
        year: YearKind::Calendar,
        counting: Counting::With,
        text: String::new(),
    };
    service::write_commitments(app, &operator, &signed, vec![promise], None).await.unwrap();
    let id = signed.clone();
    let promised = app.db.read(move |tx| service::promised(tx, &Actor::Operator, &id)).await;
    let commitment = promised.unwrap().commitments.remove(0).id;
    let form = FormOfPartnership { name_fr: "Autre".into(), ..FormOfPartnership::blank() };
    let id = form.id.clone();
    service::write_form(app, &operator, form).await.unwrap();
    let relation = Relation {
        id: Id::new(),
        organisation: centre,
        name: String::new(),
        with: library,
        with_name: String::new(),
        bond: Bond::Counsel,
        since: None,
        until: None,
    };
    let relation = service::write_relation(app, &operator, relation).await.unwrap();
    Things { signed, draft, document, commitment, form: id, relation }
}
