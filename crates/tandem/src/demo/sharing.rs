//! Practice sharing in the demonstration: the sums of the 2017 report (eleven awareness days at the
//! Cité des métiers for 45 librarians of the Bpi, four morning visits of the Bpi for 45 counsellors
//! and partners). Dates, split between the days and testimonies are made up, and say so.

use base::Problem;
use jiff::ToSpan;
use jiff::civil::{Date, Time, date, time};
use network::sharing::{self, ImmersionDraft, ImmersionKind, Profession, Totals};
use site::{Actor, App};
use store::{StoreError, Tx};

use super::{id, share, working_day};

/// Days and people of each kind, as the report sums them up.
const AWARENESS: (u32, u32) = (11, 45);
const VISITS: (u32, u32) = (4, 45);

/// Written for the demonstration: those of the report belong to their authors.
const SAID: [(&str, Profession, &str); 3] = [
    (
        "awareness-3",
        Profession::Librarian,
        "J’ai suivi un entretien qui commence sans formulaire : depuis, je pose d’autres questions à \
         mon bureau d’accueil.",
    ),
    (
        "awareness-8",
        Profession::Librarian,
        "Je sais maintenant vers qui envoyer quelqu’un, et ce qu’on lui demandera en arrivant.",
    ),
    (
        "visit-1",
        Profession::Counsellor,
        "Je croyais connaître la bibliothèque. Les ateliers, les cabines de langues : je les propose \
         à chaque permanence.",
    ),
];

fn awareness(on: Date) -> ImmersionDraft {
    ImmersionDraft {
        kind: ImmersionKind::Awareness,
        title: "Une journée à la Cité des métiers".into(),
        description: "Découverte des pôles, observation d’entretiens de conseil avec l’accord des \
                      personnes, échange avec les conseillers."
            .into(),
        audience: "Bibliothécaires de la Bpi".into(),
        guests: vec![id("bpi")],
        capacity: 6,
        ..ImmersionDraft::on(on, time(9, 30, 0, 0), time(17, 0, 0, 0))
    }
}

fn visit(on: Date, start: Time) -> ImmersionDraft {
    ImmersionDraft {
        kind: ImmersionKind::Visit,
        title: "Visite de la Bpi et présentation de ses ressources".into(),
        description: "Les espaces, les ressources pour l’emploi et la formation, les ateliers."
            .into(),
        audience: "Conseillers et partenaires de la Cité des métiers".into(),
        guests: vec![id("cdm")],
        place: Some(id("atelier")),
        capacity: 15,
        ..ImmersionDraft::on(on, start, time(12, 30, 0, 0))
    }
}

fn held(people: u32) -> Option<Totals> {
    Some(Totals { participants: Some(people), ..Totals::default() })
}

fn days(tx: &mut Tx<'_>, now: i64) -> Result<(), StoreError> {
    let (n, people) = AWARENESS;
    for i in 0..n {
        let on = working_day(date(2016, 1, 19).saturating_add((i64::from(i) * 28).days()));
        let name = id(&format!("awareness-{i}"));
        sharing::seed(tx, name, &id("cdm"), awareness(on), held(share(people, n, i)), now)?;
    }
    let (n, people) = VISITS;
    for i in 0..n {
        let on = working_day(date(2016, 2, 9).saturating_add((i64::from(i) * 84).days()));
        let draft = visit(on, time(9, 30, 0, 0));
        let name = id(&format!("visit-{i}"));
        sharing::seed(tx, name, &id("bpi"), draft, held(share(people, n, i)), now)?;
    }
    for (day, profession, words) in SAID {
        let author = id(&format!("author-{day}"));
        sharing::seed_testimony(tx, &id(day), &author, profession, words, now)?;
    }
    let today = base::dates::local(now, base::dates::DEFAULT_ZONE).date();
    let mut coming = awareness(working_day(today.saturating_add(20.days())));
    coming.guests.push(id("cdm"));
    sharing::seed(tx, id("immersion"), &id("cdm"), coming, None, now)
}

/// Fills it in.
pub(super) async fn fill(app: &App) -> Result<(), Problem> {
    let now = app.clock.seconds();
    app.db.write(move |tx| Ok::<_, Problem>(days(tx, now)?)).await?;
    let who = ("Sacha (exemple)".to_owned(), "sacha@exemple.invalid".to_owned());
    let (operator, day) = (Actor::Operator, id("immersion"));
    sharing::colleague(app, &operator, &day, &id("bpi"), who, "demo").await
}
