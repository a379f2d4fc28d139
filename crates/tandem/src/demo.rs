//! The demonstration network: the Bpi, the Cité des métiers de Paris, their partners, three past
//! seasons and a coming one.
//!
//! Totals, titles and names are facts of the 2017 report on that partnership (Bpi); the individual
//! sessions are illustrations and say so. Each season's sessions add up exactly to its totals.

mod agreements;
mod directory;
mod proposals;
mod sharing;

use base::{Id, Lang, Problem};
use jiff::civil::{Date, Time, date, time};
use jiff::{Span, ToSpan};
use network::model::{Circle, Organisation, OrganisationKind, PartnershipForm, Place, Theme};
use programme::model::{
    Activity, ActivityDraft, AttendanceMode, Format, QuestionDraft, QuestionKind, RegistrationMode,
    Scope, Session, SessionDraft, SessionStatus, Totals, TotalsSource,
};
use programme::service::{self as rooms, Wish};
use programme::store as rows;
use site::accounts::model::NewPerson;
use site::{Actor, App, Role};
use store::{StoreError, Tx};
use territory::Point;

/// Title, theme in French and English, partner (index), format of each activity.
const ACTIVITIES: [(&str, &str, &str, usize, Format); 11] = [
    (
        "Cultiver la confiance et l’estime de soi par le théâtre pour (re)trouver un emploi",
        "Confiance en soi",
        "Self-confidence",
        0,
        Format::Workshop,
    ),
    (
        "Écrire et partager autour de son projet professionnel",
        "Projet professionnel",
        "Career plans",
        1,
        Format::Workshop,
    ),
    ("Réenchanter son projet professionnel", "Motivation", "Motivation", 1, Format::Workshop),
    (
        "Changer de regard sur sa recherche d’emploi",
        "Recherche d’emploi",
        "Job search",
        2,
        Format::Workshop,
    ),
    (
        "Portage salarial français et international, une alternative à la création d’entreprise",
        "Portage salarial",
        "Umbrella employment",
        3,
        Format::InformationMeeting,
    ),
    (
        "Formes alternatives d’activité, comment exercer autrement ?",
        "Formes alternatives d’activité",
        "Other forms of work",
        4,
        Format::InformationMeeting,
    ),
    (
        "S’informer sur la validation des acquis de l’expérience (VAE)",
        "Validation des acquis",
        "Validation of experience",
        5,
        Format::InformationMeeting,
    ),
    (
        "Mieux comprendre les règles de l’entreprise pour mieux présenter sa candidature",
        "Règles de l’entreprise",
        "How companies work",
        6,
        Format::Workshop,
    ),
    ("Faire valoir ses compétences", "Compétences", "Skills", 7, Format::Workshop),
    ("Préparer un entretien", "Entretien", "Job interviews", 0, Format::Workshop),
    (
        "Créer son activité, premiers pas",
        "Création d’activité",
        "Starting a business",
        3,
        Format::InformationMeeting,
    ),
];

/// Named in the report: the first three; the others are illustrations.
const PARTNERS: [&str; 8] = [
    "Théâtre Instant Présent",
    "La Tortue bleue",
    "Partenaire 3 (illustratif)",
    "AD’Missions",
    "Partenaire 5 (illustratif)",
    "Partenaire 6 (illustratif)",
    "Partenaire 7 (illustratif)",
    "Partenaire 8 (illustratif)",
];

/// A season of the report.
struct Season {
    from: Date,
    to: Date,
    sessions: u32,
    themes: usize,
    preregistered: u32,
    walk_ins: Option<u32>,
    participants: u32,
}

const SEASONS: [Season; 3] = [
    Season {
        from: date(2015, 9, 7),
        to: date(2015, 12, 18),
        sessions: 15,
        themes: 6,
        preregistered: 125,
        walk_ins: None,
        participants: 142,
    },
    Season {
        from: date(2016, 1, 4),
        to: date(2016, 12, 16),
        sessions: 56,
        themes: 9,
        preregistered: 432,
        walk_ins: Some(147),
        participants: 551,
    },
    // The report says "over 700" participants for 2017.
    Season {
        from: date(2017, 1, 9),
        to: date(2017, 11, 30),
        sessions: 85,
        themes: 11,
        preregistered: 647,
        walk_ins: Some(148),
        participants: 701,
    },
];

/// The session at whose desk people have given a first name or a pseudonym.
const TOMORROW: &str = "coming-tomorrow";
/// What its organiser asks.
const QUESTION: &str = "Comment avez-vous connu cette rencontre ?";
const ANSWERS: [&str; 3] = ["Par la bibliothèque", "Par un conseiller", "Par quelqu’un"];
const NAMES: [&str; 6] = ["Awa", "Bruno", "Chloé et Dina", "Farid", "Lili", "Momo"];

fn id(text: &str) -> Id {
    Id::derived("demo", &[text])
}

/// Whether the demonstration is already there.
pub async fn is_filled(app: &App) -> Result<bool, Problem> {
    let bpi = id("bpi");
    Ok(app.db.read(move |tx| network::service::organisation(tx, &bpi)).await?.is_some())
}

/// Fills an empty database: everything in one transaction, then the registrations of the coming
/// season one by one, as people would make them.
pub async fn fill(app: &App) -> Result<(), Problem> {
    if is_filled(app).await? {
        return Ok(());
    }
    // Anyone may enter a demonstration: never into a network that is somebody's.
    let others = |tx: &mut Tx<'_>| network::service::organisations(tx).map(|all| !all.is_empty());
    if app.db.read(others).await? {
        return Err(Problem::new(base::Kind::Conflict, "cli-demo-other"));
    }
    let now = app.clock.seconds();
    let coming = app
        .db
        .write(move |tx| {
            people_and_places(tx)?;
            activities(tx, now)?;
            for season in &SEASONS {
                past_season(tx, season, now)?;
            }
            festival(tx, now)?;
            coming_season(tx, now)
        })
        .await?;
    let at_the_desk = id(TOMORROW);
    let question = QuestionDraft {
        label: QUESTION.into(),
        kind: QuestionKind::Choice,
        choices: ANSWERS.map(str::to_owned).to_vec(),
        sensitive: false,
        keep_days: 7,
    };
    let asked = rooms::ask(app, &Actor::Operator, &activity(5).id, question, false).await?;
    for version in network::charter::charters(app).await?.into_iter().take(1) {
        for adherent in ["bpi", "cdm"] {
            // The report gives the charter and not the days on which each adhered to it.
            let (operator, since) = (&Actor::Operator, version.in_force_from);
            network::charter::adhere(app, operator, &id(adherent), &version.version, since).await?;
        }
    }
    agreements::fill(app).await?;
    directory::fill(app).await?;
    for (session, wishes) in coming {
        for (i, places) in wishes.into_iter().enumerate() {
            let wish = Wish {
                answers: match session == at_the_desk {
                    true => vec![(asked.clone(), ANSWERS[i % ANSWERS.len()].to_owned())],
                    false => vec![],
                },
                channel: programme::model::Channel::Web,
                wait: true,
                places,
                name: (session == at_the_desk).then(|| NAMES[i % NAMES.len()].to_owned()),
                email: None,
                lang: Lang::Fr,
                again: false,
                idempotency_key: format!("demo-{session}-{i}"),
            };
            rooms::register(app, &session, wish).await?;
        }
    }
    sharing::fill(app).await?;
    for (name, email, role) in [
        ("Alix, réseau", "admin@exemple.invalid", None),
        ("Camille, coordination", "coordination@exemple.invalid", Some(Role::Coordinator)),
        ("Dominique, médiation", "mediation@exemple.invalid", Some(Role::Mediator)),
        ("Claude, partenaire", "partenaire@exemple.invalid", Some(Role::Partner)),
    ] {
        let person = NewPerson {
            name: name.into(),
            email: email.into(),
            administrator: role.is_none(),
            role: role.map(|role| (id("bpi"), role)),
        };
        site::accounts::service::invite(app, &Actor::Operator, person, Lang::Fr).await?;
    }
    proposals::fill(app).await
}

/// Addresses of the demonstration's accounts, with the key of the role's name.
pub const ACCOUNTS: [(&str, &str); 4] = [
    ("accounts-administrator", "admin@exemple.invalid"),
    ("accounts-role-coordinator", "coordination@exemple.invalid"),
    ("accounts-role-mediator", "mediation@exemple.invalid"),
    ("accounts-role-partner", "partenaire@exemple.invalid"),
];

fn people_and_places(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    network::service::save_organisation(
        tx,
        &Organisation {
            id: id("bpi"),
            name: "Bibliothèque publique d’information (Bpi)".into(),
            kind: OrganisationKind::Library,
            form: Some(PartnershipForm::AssociatedCentre),
            address: "Place Georges-Pompidou".into(),
            postcode: "75004".into(),
            city: "Paris".into(),
            insee: "75104".into(),
            point: Some(Point { lat: 48.8607, lon: 2.3524 }),
            ..Organisation::blank()
        },
    )?;
    network::service::save_organisation(
        tx,
        &Organisation {
            id: id("cdm"),
            name: "Cité des métiers de Paris".into(),
            kind: OrganisationKind::CareerCentre,
            circle: Some(Circle::First),
            form: Some(PartnershipForm::LabelledCentre),
            address: "30, avenue Corentin-Cariou".into(),
            postcode: "75019".into(),
            city: "Paris".into(),
            insee: "75119".into(),
            point: Some(Point { lat: 48.8957, lon: 2.3876 }),
            ..Organisation::blank()
        },
    )?;
    for name in PARTNERS {
        network::service::save_organisation(
            tx,
            &Organisation {
                id: id(name),
                name: name.into(),
                kind: OrganisationKind::Association,
                circle: Some(Circle::Second),
                city: "Paris".into(),
                ..Organisation::blank()
            },
        )?;
    }
    for (position, (_, fr, en, ..)) in (0..).zip(&ACTIVITIES) {
        let theme = Theme { id: id(fr), name_fr: (*fr).into(), name_en: (*en).into(), position };
        network::service::save_theme(tx, &theme)?;
    }
    network::service::save_place(
        tx,
        &Place {
            id: id("atelier"),
            organisation: Some(id("bpi")),
            name: "Bpi, Centre Pompidou".into(),
            room: "L’Atelier, niveau 2".into(),
            address: "Place Georges-Pompidou".into(),
            postcode: "75004".into(),
            city: "Paris".into(),
            insee: "75056".into(),
            latitude: Some(48.8607),
            longitude: Some(2.3524),
            access_note: "Entrée Centre Pompidou (Piazza)".into(),
            ..Place::blank()
        },
    )
}

fn activity(n: usize) -> Activity {
    let (title, theme, _, partner, format) = ACTIVITIES[n];
    Activity {
        id: id(title),
        organisation: id("bpi"),
        draft: ActivityDraft {
            title: title.into(),
            summary: "Un temps en petit groupe, gratuit, sans engagement.".into(),
            description: "Cette rencontre fait partie du partenariat entre la bibliothèque et la \
                          Cité des métiers.\n\nVenez comme vous êtes : aucune connaissance n’est \
                          attendue."
                .into(),
            format,
            theme: Some(id(theme)),
            audience: "Toute personne en recherche d’emploi, en reconversion ou en réflexion"
                .into(),
            contact: "À l’accueil de la bibliothèque".into(),
            partners: vec![id(PARTNERS[partner])],
            ..ActivityDraft::blank()
        },
        source: String::new(),
    }
}

fn other_activity(
    title: &str,
    format: Format,
    change: impl FnOnce(&mut ActivityDraft),
) -> Activity {
    let mut draft = ActivityDraft { title: title.into(), format, ..activity(1).draft };
    change(&mut draft);
    Activity { id: id(title), organisation: id("bpi"), draft, source: String::new() }
}

const YOUPI: &str = "Youpi matins : et si chercher du travail ensemble c’était déjà trouver ?";

fn activities(tx: &mut Tx<'_>, now: i64) -> Result<(), StoreError> {
    for n in 0..ACTIVITIES.len() {
        rows::activities::insert(tx, &activity(n), None, now)?;
    }
    let festival = other_activity("Cosearching au festival Wip", Format::CoSearching, |d| {
        d.apart = true;
        d.partners.clear();
    });
    rows::activities::insert(tx, &festival, None, now)?;
    let youpi =
        other_activity(YOUPI, Format::CoSearching, |d| d.theme = Some(id("Recherche d’emploi")));
    rows::activities::insert(tx, &youpi, None, now)?;
    let cycle = other_activity("Écrire son projet en deux matinées", Format::Workshop, |d| {
        d.scope = Scope::All;
    });
    rows::activities::insert(tx, &cycle, None, now)?;
    let desk = other_activity(
        "Permanence d’un conseiller de la Cité des métiers",
        Format::DropIn,
        |d| {
            d.partners = vec![id("cdm")];
        },
    );
    rows::activities::insert(tx, &desk, None, now)
}

/// A working day at or after `day`.
fn working_day(mut day: Date) -> Date {
    while day.weekday().to_monday_zero_offset() > 4 || base::holidays::is_public_holiday(day) {
        day = day.tomorrow().unwrap_or(day);
    }
    day
}

fn session(activity: &Id, name: &str, day: Date, start: Time, capacity: u32) -> Session {
    let end = start.checked_add(2.hours()).unwrap_or(start);
    let mut draft = SessionDraft::on(day, start, end, capacity);
    draft.place = Some(id("atelier"));
    draft.room = "L’Atelier, niveau 2".into();
    let zone = base::dates::DEFAULT_ZONE;
    let (starts_at, ends_at) = draft.instants(zone).unwrap_or((0, 60));
    Session {
        starts_at,
        ends_at,
        status: SessionStatus::Published,
        illustrative: true,
        ..Session::new(id(name), activity.clone(), draft, zone.into())
    }
}

/// `total` cut into `n` parts as even as can be, the larger ones first.
fn share(total: u32, n: u32, i: u32) -> u32 {
    total / n + u32::from(i < total % n)
}

fn past_season(tx: &mut Tx<'_>, season: &Season, now: i64) -> Result<(), StoreError> {
    let days = season.from.until(season.to).map_or(0, |s: Span| s.get_days());
    let n = season.sessions;
    // Without a count of walk-ins nobody can say how many did not come.
    let no_shows = season.walk_ins.map(|w| season.preregistered + w - season.participants);
    for i in 0..n {
        let offset = i64::from(days) * i64::from(i) / i64::from(n);
        let day = working_day(season.from.checked_add(offset.days()).unwrap_or(season.from));
        let start = if i % 2 == 0 { time(14, 0, 0, 0) } else { time(10, 0, 0, 0) };
        let about = activity(i as usize % season.themes).id;
        let name = format!("{}-{i}", season.from);
        let mut one = session(&about, &name, day, start, 12);
        let preregistered = share(season.preregistered, n, i);
        let walk_ins = season.walk_ins.map(|w| share(w, n, n - 1 - i));
        let absent = no_shows.map(|a| share(a, n, i));
        let participants = match (walk_ins, absent) {
            (Some(w), Some(a)) => preregistered + w - a,
            _ => share(season.participants, n, i),
        };
        one.status = SessionStatus::Held;
        one.totals = Totals {
            preregistered: Some(preregistered),
            walk_ins,
            participants: Some(participants),
            no_shows: absent,
        };
        one.totals_source = Some(TotalsSource::Typed);
        rows::sessions::insert(tx, &one, None, now)?;
    }
    Ok(())
}

fn festival(tx: &mut Tx<'_>, now: i64) -> Result<(), StoreError> {
    let about = id("Cosearching au festival Wip");
    let mut one = session(&about, "wip", date(2016, 6, 4), time(14, 0, 0, 0), 0);
    one.draft.registration = RegistrationMode::None;
    one.status = SessionStatus::Held;
    one.totals_source = Some(TotalsSource::Typed);
    rows::sessions::insert(tx, &one, None, now)
}

/// The coming season: sessions, and the groups that take places in each.
fn coming_season(tx: &mut Tx<'_>, now: i64) -> Result<Vec<(Id, Vec<u32>)>, StoreError> {
    let today = base::dates::local(now, base::dates::DEFAULT_ZONE).date();
    let day = |n: i64| working_day(today.checked_add(n.days()).unwrap_or(today));
    let mut wanted = vec![];
    let mut add = |tx: &mut Tx<'_>, one: Session, groups: Vec<u32>| {
        wanted.push((one.id.clone(), groups));
        rows::sessions::insert(tx, &one, None, now)
    };
    // Tomorrow, whatever day it is: the desk opens the day before, and can be tried at once.
    let tomorrow = today.tomorrow().unwrap_or(today);
    let one = session(&activity(5).id, TOMORROW, tomorrow, time(14, 0, 0, 0), 12);
    add(tx, one, vec![1, 1, 2, 1, 1, 3])?;
    for i in 0..18_u32 {
        let about = activity(i as usize % ACTIVITIES.len()).id;
        let start = if i % 2 == 0 { time(14, 0, 0, 0) } else { time(10, 0, 0, 0) };
        let one = session(&about, &format!("coming-{i}"), day(3 + i64::from(i) * 4), start, 12);
        let groups = match i {
            // Full, with people waiting.
            1 => vec![2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1],
            // Nearly full.
            2 => vec![2, 2, 2, 2, 2],
            i => vec![1; (i as usize * 5) % 8],
        };
        add(tx, one, groups)?;
    }
    for i in 0..4_u32 {
        let mut one = session(
            &id(YOUPI),
            &format!("youpi-{i}"),
            day(5 + i64::from(i) * 14),
            time(9, 30, 0, 0),
            0,
        );
        one.draft.registration = RegistrationMode::None;
        add(tx, one, vec![])?;
    }
    let desk = id("Permanence d’un conseiller de la Cité des métiers");
    for i in 0..3_u32 {
        let mut one =
            session(&desk, &format!("desk-{i}"), day(6 + i64::from(i) * 7), time(14, 0, 0, 0), 0);
        one.draft.registration = RegistrationMode::None;
        add(tx, one, vec![])?;
    }
    let cycle = id("Écrire son projet en deux matinées");
    let first = session(&cycle, "cycle-1", day(12), time(10, 0, 0, 0), 10);
    let mut second = session(&cycle, "cycle-2", day(19), time(10, 0, 0, 0), 10);
    second.lead = first.id.clone();
    second.part = 2;
    add(tx, first, vec![1, 2])?;
    add(tx, second, vec![])?;
    let mut online = session(&activity(4).id, "online", day(15), time(12, 30, 0, 0), 30);
    online.draft.mode = AttendanceMode::Online;
    online.draft.place = None;
    online.draft.room = String::new();
    online.draft.online_url = "https://visio.exemple.invalid/portage".into();
    add(tx, online, vec![1, 1, 1])?;
    let mut cancelled = session(&activity(6).id, "cancelled", day(9), time(14, 0, 0, 0), 12);
    cancelled.status = SessionStatus::Cancelled;
    cancelled.status_reason = "L’intervenante est empêchée.".into();
    add(tx, cancelled, vec![])?;
    let mut draft = session(&activity(8).id, "draft", day(40), time(14, 0, 0, 0), 12);
    draft.status = SessionStatus::Draft;
    add(tx, draft, vec![])?;
    Ok(wanted)
}
