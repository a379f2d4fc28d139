//! What French says around times, as a table: words without accents, and what they mean together.

use super::words::Word;

/// No phrase has more pieces.
pub(super) const LONGEST: usize = 9;

const DAYS: [&[&str]; 7] = [
    &["lundi", "lundis", "lun", "lu"],
    &["mardi", "mardis", "mar"],
    &["mercredi", "mercredis", "mer", "merc"],
    &["jeudi", "jeudis", "jeu"],
    &["vendredi", "vendredis", "ven", "vend"],
    &["samedi", "samedis", "sam"],
    &["dimanche", "dimanches", "dim"],
];

const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv"],
    &["fevrier", "fevr", "fev"],
    &["mars"],
    &["avril", "avr"],
    &["mai"],
    &["juin"],
    &["juillet", "juil"],
    &["aout"],
    &["septembre", "sept"],
    &["octobre", "oct"],
    &["novembre", "nov"],
    &["decembre", "dec"],
];

pub(super) const EVERY: &[u8] = &[0, 1, 2, 3, 4, 5, 6];
const WEEKEND: &[u8] = &[5, 6];

/// Longest first where one begins with another. `~` stands for any one word.
const PHRASES: &[(&str, Word)] = &[
    ("tous les jours de la semaine", Word::Unknown),
    ("tous les jours", Word::Days(EVERY)),
    ("tous les quinze jours", Word::Alternate),
    ("chaque jour", Word::Days(EVERY)),
    ("week end", Word::Days(WEEKEND)),
    ("weekend", Word::Days(WEEKEND)),
    ("une semaine sur deux", Word::Alternate),
    ("un ~ sur deux", Word::Alternate),
    ("une fois sur deux", Word::Alternate),
    ("semaine paire", Word::Alternate),
    ("semaines paires", Word::Alternate),
    ("semaine impaire", Word::Alternate),
    ("semaines impaires", Word::Alternate),
    ("en alternance", Word::Alternate),
    ("avec ou sans rendez vous", Word::Free),
    ("avec ou sans rdv", Word::Free),
    ("sans rendez vous", Word::Free),
    ("sans rdv", Word::Free),
    ("en acces libre", Word::Free),
    ("acces libre", Word::Free),
    ("en accueil libre", Word::Free),
    ("accueil libre", Word::Free),
    ("entree libre", Word::Free),
    ("uniquement sur rendez vous", Word::Appointment),
    ("uniquement sur rdv", Word::Appointment),
    ("seulement sur rendez vous", Word::Appointment),
    ("seulement sur rdv", Word::Appointment),
    ("sur rendez vous uniquement", Word::Appointment),
    ("sur rendez vous", Word::Appointment),
    ("sur rdv", Word::Appointment),
    ("hors periode de vacances scolaires", Word::SchoolTime),
    ("hors vacances scolaires", Word::SchoolTime),
    ("hors vacances", Word::SchoolTime),
    ("en dehors des vacances scolaires", Word::SchoolTime),
    ("en dehors des vacances", Word::SchoolTime),
    ("horaires periode scolaire", Word::SchoolTime),
    ("periode scolaire", Word::SchoolTime),
    ("periodes scolaires", Word::SchoolTime),
    ("temps scolaire", Word::SchoolTime),
    ("periode de vacances scolaires", Word::SchoolHolidays),
    ("periodes de vacances scolaires", Word::SchoolHolidays),
    ("vacances scolaires", Word::SchoolHolidays),
    ("jours feries", Word::PublicHolidays),
    ("jour ferie", Word::PublicHolidays),
    ("feries", Word::PublicHolidays),
    ("y compris", Word::Including),
    ("ferme au public", Word::Closed),
    ("fermee au public", Word::Closed),
    ("fermeture hebdomadaire", Word::Closed),
    ("fermeture annuelle", Word::Closed),
    ("fermeture", Word::Closed),
    ("ferme", Word::Closed),
    ("fermee", Word::Closed),
    ("fermes", Word::Closed),
    ("fermees", Word::Closed),
    ("a l exception du", Word::Except),
    ("a l exception des", Word::Except),
    ("sauf", Word::Except),
    ("excepte", Word::Except),
    ("uniquement", Word::Only),
    ("seulement", Word::Only),
    ("exclusivement", Word::Only),
    ("matin", Word::Morning),
    ("matins", Word::Morning),
    ("matinee", Word::Morning),
    ("apres midi", Word::Afternoon),
    ("apres midis", Word::Afternoon),
    ("aprem", Word::Afternoon),
    ("soir", Word::Evening),
    ("soirs", Word::Evening),
    ("soiree", Word::Evening),
    ("entre midi et deux", Word::Unknown),
    ("midi", Word::Time(720)),
    ("minuit", Word::Time(1440)),
    ("du mois", Word::OfMonth),
    ("de chaque mois", Word::OfMonth),
    ("par mois", Word::Unknown),
    ("premier", Word::Nth(1)),
    ("premiers", Word::Nth(1)),
    ("deuxieme", Word::Nth(2)),
    ("second", Word::Nth(2)),
    ("troisieme", Word::Nth(3)),
    ("quatrieme", Word::Nth(4)),
    ("dernier", Word::Nth(-1)),
    ("derniers", Word::Nth(-1)),
    ("en journee continue", Word::Noise),
    ("journee continue", Word::Noise),
    ("sans interruption", Word::Noise),
    ("en continu", Word::Noise),
    ("non stop", Word::Noise),
    ("nonstop", Word::Noise),
    ("jours et heures d ouvertures", Word::Noise),
    ("jours et heures d ouverture", Word::Noise),
    ("jours et horaires d ouverture", Word::Noise),
    ("horaires d ouverture au public", Word::Noise),
    ("horaires d ouverture", Word::Noise),
    ("horaires d accueil", Word::Noise),
    ("horaire d ouverture", Word::Noise),
    ("heures d ouverture", Word::Noise),
    ("horaires", Word::Noise),
    ("horaire", Word::Noise),
    ("accueil du public", Word::Noise),
    ("accueil", Word::Noise),
    ("ouvert au public", Word::Noise),
    ("ouverte au public", Word::Noise),
    ("ouverture au public", Word::Noise),
    ("ouverture", Word::Noise),
    ("ouvert", Word::Noise),
    ("ouverte", Word::Noise),
    ("journee", Word::Noise),
    ("toute l annee", Word::Noise),
    ("a partir de", Word::From),
    ("a compter de", Word::From),
    ("jusqu a", Word::To),
    ("jusqu au", Word::To),
    ("a", Word::To),
    ("au", Word::To),
    ("aux", Word::To),
    ("et", Word::And),
    ("puis", Word::And),
    ("ainsi que", Word::And),
    ("de", Word::Small),
    ("d", Word::Small),
    ("du", Word::Small),
    ("des", Word::Small),
    ("le", Word::Small),
    ("la", Word::Small),
    ("les", Word::Small),
    ("l", Word::Small),
    ("en", Word::Small),
    ("pendant", Word::Small),
    ("durant", Word::Small),
    ("chaque", Word::Small),
    ("tous", Word::Small),
    ("tel", Word::Noise),
];

/// The day of a word.
pub(super) fn day(word: &str) -> Option<u8> {
    find(&DAYS, word)
}

fn find(names: &[&[&str]], word: &str) -> Option<u8> {
    names.iter().position(|n| n.contains(&word)).and_then(|n| u8::try_from(n).ok())
}

/// What the longest phrase at the beginning of these words means, and how many it takes.
pub(super) fn read(words: &[&str]) -> Option<(Word, usize)> {
    let first = words.first()?;
    let phrase = PHRASES
        .iter()
        .filter_map(|(phrase, word)| {
            let mut length = 0;
            for piece in phrase.split(' ') {
                let found = words.get(length)?;
                if piece != "~" && piece != *found {
                    return None;
                }
                length += 1;
            }
            Some((word.clone(), length))
        })
        .max_by_key(|(_, length)| *length);
    if let Some((word, length)) = phrase
        && (length > 1 || day(first).is_none())
    {
        return Some((word, length));
    }
    day(first)
        .map(Word::Day)
        .or_else(|| find(&MONTHS, first).map(|n| Word::Month(n + 1)))
        .map(|word| (word, 1))
}
