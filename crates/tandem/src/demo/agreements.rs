//! Circles and agreements of the demonstration. That the Bpi is an associated centre of the Cité des
//! métiers de Paris since the autumn of 2015 is a fact of the report, and so are the numbers of
//! shared days; days of signature, promises and the other agreements are illustrations and say so.

use base::{Id, Problem};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use network::agreements::model::{
    Agreement, Bond, Commitment, CommitmentKind, Counting, Party, Relation, Renewal, YearKind,
};
use network::agreements::service;
use site::{Actor, App};

use super::{PARTNERS, id};

/// What each partner is to the Cité des métiers; the report names roles, not who has which.
const BONDS: [Bond; 8] = [
    Bond::Animator,
    Bond::Animator,
    Bond::RecurringActor,
    Bond::Animator,
    Bond::RecurringActor,
    Bond::ServiceProvider,
    Bond::Animator,
    Bond::Counsel,
];

/// The first day of the associated centre, as near as the report says it.
const AUTUMN: Date = date(2015, 9, 1);

/// Circles, agreements, promises.
pub(super) async fn fill(app: &App) -> Result<(), Problem> {
    for (name, bond) in PARTNERS.iter().zip(BONDS) {
        let relation = Relation {
            id: id(&format!("circle-{name}")),
            organisation: id(name),
            name: String::new(),
            with: id("cdm"),
            with_name: String::new(),
            bond,
            since: None,
            until: None,
        };
        service::write_relation(app, &Actor::Operator, relation).await?;
    }
    associated_centre(app).await?;
    // The first five animate under one agreement, the sixth's is over, the seventh's nearly, and the
    // eighth has none.
    let mut parties = vec![id("bpi"), id("cdm")];
    parties.extend(PARTNERS[..5].iter().map(|name| id(name)));
    let common = Agreement {
        ends: Some(date(2016, 8, 31)),
        renewal: Renewal::Tacit,
        renewal_months: 12,
        ..signed("Convention d’animation (illustrative)", parties)
    };
    service::write(app, &Actor::Operator, common).await?;
    let soon = site::sealing::today(app).checked_add(45.days()).unwrap_or(Date::MAX);
    for (partner, ends) in [(5, date(2016, 12, 31)), (6, soon)] {
        let partner = id(PARTNERS[partner]);
        let one = Agreement {
            holder: Some(partner.clone()),
            ends: Some(ends),
            ..signed("Convention de partenariat (illustrative)", vec![id("bpi"), partner])
        };
        service::write(app, &Actor::Operator, one).await?;
    }
    Ok(())
}

fn signed(title: &str, parties: Vec<Id>) -> Agreement {
    Agreement {
        title: title.to_owned(),
        parties: parties.into_iter().map(|id| Party { id, name: String::new() }).collect(),
        signed: Some(AUTUMN),
        starts: Some(AUTUMN),
        notes: "Convention et dates illustratives.".to_owned(),
        ..Agreement::blank(Id::parse("partner").unwrap_or_default())
    }
}

async fn associated_centre(app: &App) -> Result<(), Problem> {
    let agreement = Agreement {
        form: Id::parse("associated_centre").unwrap_or_default(),
        holder: Some(id("bpi")),
        ends: Some(date(2018, 8, 31)),
        renewal: Renewal::Tacit,
        renewal_months: 36,
        notes:
            "Date illustrative : le rapport de 2017 dit « depuis l’automne 2015 », sans le jour. \
                Les engagements sont illustratifs. Les journées et matinées saisies sont celles \
                du rapport, qui ne les répartit pas par année."
                .to_owned(),
        ..signed("Convention de centre associé", vec![id("bpi"), id("cdm")])
    };
    let agreement = service::write(app, &Actor::Operator, agreement).await?;
    let promise = |who: &str, kind, per_year, text: &str| Commitment {
        id: Id::new(),
        organisation: id(who),
        name: String::new(),
        kind,
        per_year: Some(per_year),
        year: YearKind::Calendar,
        counting: Counting::With,
        text: text.to_owned(),
    };
    let exchange = |who, per_year, text| Commitment {
        year: YearKind::School,
        ..promise(who, CommitmentKind::Exchanges, per_year, text)
    };
    let hosted = Commitment {
        counting: Counting::Whole,
        ..promise("bpi", CommitmentKind::Sessions, 60, "Accueillir les ateliers des partenaires")
    };
    let promises = vec![
        hosted,
        promise("cdm", CommitmentKind::DropIns, 10, "Une permanence d’un conseiller chaque mois"),
        exchange("cdm", 6, "Journées de sensibilisation pour les bibliothécaires"),
        exchange("bpi", 2, "Matinées de visite et de présentation des ressources"),
    ];
    let operator = &Actor::Operator;
    service::write_commitments(app, operator, &agreement, promises, None).await?;
    Ok(())
}
