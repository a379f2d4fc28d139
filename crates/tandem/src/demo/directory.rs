//! The directory in the demonstration: what libraries, a centre and their partners may offer, of every
//! kind, verified yesterday or long ago. All of it is made up, and says so; telephone numbers are of
//! the range that is kept for fiction.

use ::directory::editions::{self, BookletDraft};
use ::directory::freshness::campaigns::{self, CampaignDraft, Section};
use ::directory::model::{
    Due, Entry, EntryDraft, EntryKind, Fees, How, Mode, Notice, NoticeKind, Public, Reach, ReachBy,
    ServiceType, State, StepFree, Verification, Why,
};
use ::directory::service::keep_in;
use base::{Id, Problem};
use jiff::ToSpan;
use jiff::civil::Date;
use site::App;
use territory::{Zone, ZoneKind};

use super::{PARTNERS, id};

/// An entry in short: what it is called and says, whose it is, when it was verified (days ago).
struct Sketch {
    name: &'static str,
    owner: &'static str,
    kind: EntryKind,
    title: &'static str,
    description: &'static str,
    themes: &'static [&'static str],
    hours: &'static str,
    bring: &'static str,
    reach: &'static [Reach],
    verified: Option<i64>,
}

const SKETCHES: [Sketch; 12] = [
    Sketch {
        name: "cv",
        owner: "bpi",
        kind: EntryKind::WritingDesk,
        title: "Aide au CV et à la lettre de motivation",
        description: "Une bibliothécaire et des bénévoles relisent votre CV avec vous, sur place, \
                      pendant une demi-heure. On repart avec le fichier sur une clé.",
        themes: &[
            "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",
            "preparer-sa-candidature--valoriser-ses-competences",
        ],
        hours: "mardi et jeudi, 14 h–17 h",
        bring: "Votre ancien CV s’il existe, une clé USB si vous en avez une",
        reach: &[Reach::Visit],
        verified: Some(6),
    },
    Sketch {
        name: "autoformation",
        owner: "bpi",
        kind: EntryKind::SelfStudy,
        title: "Espace d’autoformation : langues, bureautique, code de la route",
        description: "Quarante postes avec casque. Des méthodes pour apprendre seul, à son rythme ; \
                      quelqu’un vous aide à commencer.",
        themes: &[
            "numerique--maitriser-les-fondamentaux-du-numerique",
            "lecture-ecriture-calcul--maitriser-le-francais",
        ],
        hours: "lundi, mercredi, jeudi et vendredi, 12 h–20 h ; samedi et dimanche, 11 h–19 h",
        bring: "Rien ; vos écouteurs si vous préférez",
        reach: &[Reach::Visit],
        verified: Some(40),
    },
    Sketch {
        name: "conversation",
        owner: "bpi",
        kind: EntryKind::ConversationGroup,
        title: "Atelier de conversation en français",
        description: "Douze personnes, une heure et demie, un animateur. On parle de la vie de tous \
                      les jours et de la recherche d’emploi. Tous les niveaux dès que l’on se débrouille.",
        themes: &["lecture-ecriture-calcul--maitriser-le-francais"],
        hours: "vendredi, 10 h–11 h 30",
        bring: "Rien",
        reach: &[Reach::Visit],
        verified: Some(75),
    },
    Sketch {
        name: "fonds-metiers",
        owner: "bpi",
        kind: EntryKind::Collection,
        title: "Fonds Métiers, concours et création d’activité",
        description: "Fiches métiers, annales de concours, guides de la création d’entreprise, \
                      revues de l’emploi. Sur place ; les fiches peuvent être imprimées.",
        themes: &["choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite"],
        hours: "tous les jours sauf le mardi, 12 h–20 h",
        bring: "",
        reach: &[Reach::Visit],
        verified: Some(120),
    },
    Sketch {
        name: "cabine",
        owner: "bpi",
        kind: EntryKind::Room,
        title: "Cabine pour un entretien à distance",
        description: "Une cabine fermée, un ordinateur, une caméra, une connexion sûre : pour un \
                      entretien d’embauche ou un rendez-vous en visio, pendant une heure.",
        themes: &[
            "numerique--acceder-a-une-connexion-internet",
            "trouver-un-emploi--convaincre-un-recruteur-en-entretien",
        ],
        hours: "sur réservation, la veille au plus tard",
        bring: "Le lien de votre rendez-vous",
        reach: &[Reach::Call, Reach::Visit],
        verified: Some(200),
    },
    Sketch {
        name: "conseil",
        owner: "cdm",
        kind: EntryKind::Service,
        title: "Entretien de conseil sans rendez-vous",
        description: "Deux conseillers vous reçoivent, sans rendez-vous et sans dossier : choisir un \
                      métier, changer, se former, chercher du travail, créer. Gratuit et anonyme.",
        themes: &[
            "choisir-un-metier--identifier-ses-points-forts-et-ses-competences",
            "choisir-un-metier--confirmer-son-choix-de-metier",
        ],
        hours: "mardi au vendredi, 10 h–18 h ; samedi, 12 h–18 h",
        bring: "Rien n’est obligatoire ; un CV peut servir",
        reach: &[Reach::Visit],
        verified: Some(12),
    },
    Sketch {
        name: "vae",
        owner: "cdm",
        kind: EntryKind::Service,
        title: "Point relais validation des acquis (VAE)",
        description: "Savoir si une VAE est possible, pour quel diplôme et avec quel financement. Un \
                      entretien d’une heure, puis une liste de ce qu’il faut rassembler.",
        themes: &["se-former--monter-son-dossier-de-formation"],
        hours: "mercredi, 14 h–17 h",
        bring: "Vos diplômes et une liste de vos emplois",
        reach: &[Reach::Call, Reach::Mail],
        verified: Some(150),
    },
    Sketch {
        name: "creer",
        owner: "cdm",
        kind: EntryKind::Service,
        title: "Permanence Créer son activité",
        description: "Premiers pas : statut, portage salarial, aides. Une conseillère répond pendant \
                      vingt minutes et dit qui voir ensuite.",
        themes: &["choisir-un-metier--connaitre-les-opportunites-demploi"],
        hours: "jeudi, 14 h–18 h",
        bring: "Votre idée en quelques lignes",
        reach: &[Reach::Visit],
        verified: Some(30),
    },
    Sketch {
        name: "guide",
        owner: "cdm",
        kind: EntryKind::Resource,
        title: "Guide en ligne : chercher une formation et la financer",
        description: "Un parcours en six étapes, à faire seul ou avec quelqu’un : formations, compte \
                      personnel de formation, aides de la région.",
        themes: &["se-former--trouver-sa-formation"],
        hours: "",
        bring: "",
        reach: &[Reach::Link],
        verified: Some(95),
    },
    Sketch {
        name: "theatre",
        owner: PARTNERS[0],
        kind: EntryKind::Service,
        title: "Prendre la parole par le théâtre",
        description: "Cinq matinées en petit groupe pour reprendre confiance et préparer un entretien.",
        themes: &["trouver-un-emploi--convaincre-un-recruteur-en-entretien"],
        hours: "lundi, 9 h 30–12 h 30",
        bring: "Des vêtements dans lesquels on bouge",
        reach: &[Reach::Call, Reach::Mail],
        verified: Some(18),
    },
    Sketch {
        name: "ecrire",
        owner: PARTNERS[1],
        kind: EntryKind::WritingDesk,
        title: "Écrivain public : courriers et démarches",
        description: "Quelqu’un écrit avec vous : lettre à un employeur, recours, formulaire. Ce que \
                      vous dites reste entre vous.",
        themes: &[
            "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
        ],
        hours: "mardi, 9 h 30–12 h ; samedi, 10 h–12 h",
        bring: "Les courriers reçus et une pièce d’identité",
        reach: &[Reach::Visit],
        verified: None,
    },
    Sketch {
        name: "ordinateur",
        owner: PARTNERS[2],
        kind: EntryKind::Service,
        title: "Un ordinateur reconditionné à petit prix",
        description: "Ordinateurs remis en état, de 60 à 150 €, avec une heure pour apprendre à s’en \
                      servir.",
        themes: &["numerique--acquerir-un-equipement"],
        hours: "mercredi et vendredi, 14 h–18 h",
        bring: "Un justificatif de ressources",
        reach: &[Reach::Call],
        verified: Some(320),
    },
];

fn draft(s: &Sketch, n: usize) -> EntryDraft {
    let remote = s.kind == EntryKind::Resource;
    let paid = s.name == "ordinateur";
    EntryDraft {
        title: s.title.into(),
        description: s.description.into(),
        service_type: match s.kind {
            EntryKind::Service if paid => Some(ServiceType::MaterialAid),
            EntryKind::Service => Some(ServiceType::Support),
            EntryKind::ConversationGroup => Some(ServiceType::Workshop),
            _ => None,
        },
        themes: s.themes.iter().map(ToString::to_string).collect(),
        publics: vec![if paid { Public::MinimumBenefits } else { Public::Everyone }],
        bring: s.bring.into(),
        fees: Some(if paid { Fees::Paid } else { Fees::Free }),
        modes: vec![if remote { Mode::Remote } else { Mode::OnSite }],
        access_note: match s.owner {
            "bpi" => "Métro Rambuteau. Entrée par la rue du Renard, puis niveau 2.".into(),
            "cdm" => "Métro ou tram Porte de la Villette. L’entrée est au niveau 0.".into(),
            _ => String::new(),
        },
        step_free: matches!(s.owner, "bpi" | "cdm").then_some(StepFree::Yes),
        access_detail: match s.owner {
            "bpi" => "Ascenseur, boucle magnétique".into(),
            _ => String::new(),
        },
        languages: match s.kind {
            EntryKind::ConversationGroup => vec!["ar".into(), "en".into(), "uk".into()],
            _ if s.owner == "cdm" => vec!["en".into(), "fsl".into()],
            _ => vec![],
        },
        phone: if remote { String::new() } else { format!("01 99 00 27 {:02}", n + 10) },
        email: match s.reach.contains(&Reach::Mail) {
            true => format!("{}@exemple.invalid", s.name),
            false => String::new(),
        },
        reach: s.reach.to_vec(),
        reach_by: vec![ReachBy::People, ReachBy::Professionals],
        reach_link: match s.reach.contains(&Reach::Link) {
            true => "https://guide.exemple.invalid/formation".into(),
            false => String::new(),
        },
        hours: directory::service::hours_of(s.hours),
        hours_typed: s.hours.into(),
        // Partners of the demonstration have a town and no street of their own.
        address: match s.owner {
            "bpi" | "cdm" => String::new(),
            _ => format!("{}, rue de l’Exemple", n + 3),
        },
        postcode: if matches!(s.owner, "bpi" | "cdm") { String::new() } else { "75019".into() },
        city: if matches!(s.owner, "bpi" | "cdm") { String::new() } else { "Paris".into() },
        insee: if matches!(s.owner, "bpi" | "cdm") { String::new() } else { "75119".into() },
        ..EntryDraft::blank(s.kind)
    }
}

fn entry(s: &Sketch, n: usize, today: Date, now: i64) -> Entry {
    let ago = |days: i64| today.saturating_sub(days.days());
    let came = s.verified.unwrap_or(20) + 60;
    Entry {
        id: id(&format!("entry-{}", s.name)),
        owner: id(s.owner),
        curator: None,
        draft: draft(s, n),
        state: State::Published,
        source: (String::new(), String::new()),
        created_at: now - came * 86_400,
        changed_on: ago(s.verified.unwrap_or(came)),
        verified: s.verified.map(|days| {
            let how = if n % 3 == 2 { How::Called } else { How::Owner };
            Verification { on: ago(days), how, by: Some(id(s.owner)) }
        }),
        due: Due { on: today, why: Why::Never },
        illustrative: true,
        seq: 0,
    }
}

/// Fills it in.
pub(super) async fn fill(app: &App) -> Result<(), Problem> {
    let (now, today) = (app.clock.seconds(), site::sealing::today(app));
    app.db
        .write(move |tx| {
            for (n, sketch) in SKETCHES.iter().enumerate() {
                keep_in(tx, entry(sketch, n, today, now))?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
    // One that says something for a while.
    let notice = Notice {
        id: Id::new(),
        kind: NoticeKind::Message,
        first: today,
        last: today.saturating_add(21.days()),
        hours: String::new(),
        words: "Pendant les travaux, l’accueil se fait au niveau 1.".into(),
    };
    let operator = site::Actor::Operator;
    ::directory::service::add_notice(app, &operator, &id("entry-autoformation"), notice).await?;
    campaign(app, today).await?;
    booklet(app).await
}

/// A campaign that runs.
async fn campaign(app: &App, today: Date) -> Result<(), Problem> {
    let draft = CampaignDraft {
        name: "Horaires de l’hiver".into(),
        zone: Zone::of(ZoneKind::Department, "75").unwrap_or(Zone::COUNTRY),
        sections: vec![Section::Hours, Section::Contact],
        first: today.saturating_sub(6.days()),
        last: today.saturating_add(24.days()),
    };
    campaigns::open(app, &site::Actor::Operator, draft).await.map(|_| ())
}

/// A selection for partners, and its first edition.
async fn booklet(app: &App) -> Result<(), Problem> {
    const HEADINGS: [(&str, &[&str]); 3] = [
        ("Refaire un CV, préparer un entretien", &["cv", "theatre", "ecrire"]),
        ("Se former, faire reconnaître son expérience", &["autoformation", "vae", "guide"]),
        ("Choisir un métier", &["conseil", "fonds-metiers", "creer"]),
    ];
    let operator = site::Actor::Operator;
    let texts = BookletDraft {
        title: "Chercher un emploi : qui fait quoi ?".into(),
        introduction:
            "Ce que les bibliothèques, la Cité des métiers et leurs partenaires offrent, \
                       gratuitement et sans inscription."
                .into(),
        headings: HEADINGS.iter().map(|(heading, _)| (*heading).to_owned()).collect(),
    };
    let booklet = editions::make(app, &operator, &id("bpi"), texts).await?;
    for (n, (_, names)) in HEADINGS.iter().enumerate() {
        let entries = names.iter().map(|name| id(&format!("entry-{name}"))).collect();
        editions::add(app, &operator, &booklet, entries, n).await?;
    }
    editions::publish(app, &operator, &booklet, None).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_could_have_been_written_in_the_pages() {
        for (n, sketch) in SKETCHES.iter().enumerate() {
            assert!(draft(sketch, n).check().is_ok(), "{}", sketch.title);
        }
        for kind in EntryKind::ALL {
            assert!(SKETCHES.iter().any(|s| s.kind == *kind), "{kind}");
        }
    }
}
