//! Hours as people read them, in both languages, and the texts of what is wrong.
#![allow(missing_docs, clippy::unwrap_used)]

use base::Lang;
use hours::{Doubt, InvalidKind, State, lines, text, to_french};

#[track_caller]
fn shown(osm: &str, french: &str, english: &str) {
    let plain = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(plain(to_french(osm)), french);
    assert_eq!(plain(text(osm, Lang::En)), english);
}

#[test]
fn in_plain_words() {
    shown(
        "Mo-Fr 09:00-12:30,13:30-17:00; PH off",
        "lundi au vendredi : 9 h – 12 h 30, 13 h 30 – 17 h ; fermé les jours fériés",
        "Monday to Friday: 09:00–12:30, 13:30–17:00; closed on public holidays",
    );
    shown("24/7", "24 h/24, 7 j/7", "24 hours a day, 7 days a week");
    shown("Mo-Su 08:00-20:00", "tous les jours : 8 h – 20 h", "every day: 08:00–20:00");
    shown(
        "Sa[1,3] 10:00-12:00; Su[-1] 10:00-12:00",
        "1er et 3e samedi du mois : 10 h – 12 h ; dernier dimanche du mois : 10 h – 12 h",
        "first and third Saturday of the month: 10:00–12:00; last Sunday of the month: 10:00–12:00",
    );
    shown(
        "We,Sa 13:00-18:00; SH off; SH Mo-Fr 10:00-19:00",
        "mercredi et samedi : 13 h – 18 h ; pendant les vacances scolaires, lundi au vendredi : \
         10 h – 19 h",
        "Wednesday and Saturday: 13:00–18:00; in school holidays, Monday to Friday: 10:00–19:00",
    );
    shown(
        "Mo 09:00-12:00 open \"by appointment\", Mo 14:00-17:00",
        "lundi : 9 h – 12 h (sur rendez-vous) ; 14 h – 17 h (sans rendez-vous)",
        "Monday: 09:00–12:00 (by appointment); 14:00–17:00 (no appointment needed)",
    );
    shown("unknown \"by appointment\"", "sur rendez-vous", "by appointment");
    shown(
        "Th 00:00-24:00 unknown \"15h18h\"",
        "jeudi : à vérifier : « 15h18h »",
        "Thursday: to be checked: “15h18h”",
    );
    shown(
        "Mo-Fr 09:00-12:00; Aug 01-Aug 15 off; 2026 Dec 24-2027 Jan 02 off",
        "lundi au vendredi : 9 h – 12 h ; fermé du 1er août au 15 août ; fermé du 24 décembre 2026 \
         au 2 janvier 2027",
        "Monday to Friday: 09:00–12:00; closed from 1 August to 15 August; closed from 24 December \
         2026 to 2 January 2027",
    );
    shown(
        "Fr 20:00-02:00; Sa off",
        "vendredi : 20 h – 2 h ; samedi : fermé",
        "Friday: 20:00–02:00; Saturday: closed",
    );
    // What these words cannot say stands as it was written, and so does what is no expression.
    shown("easter -2 days 10:00-12:00", "easter -2 days 10:00-12:00", "easter -2 days 10:00-12:00");
    shown("lundi", "lundi", "lundi");
}

#[test]
fn line_by_line() {
    let lines = lines("Mo-Fr 09:00-12:00; Sa 09:00-10:00 unknown \"x\"; PH off", Lang::Fr).unwrap();
    let states: Vec<State> = lines.iter().map(|l| l.state).collect();
    assert_eq!(states, [State::Open, State::Unknown, State::Closed]);
    assert_eq!(
        (lines[0].days.as_str(), lines[0].hours.as_str()),
        ("lundi au vendredi", "9\u{a0}h\u{a0}–\u{a0}12\u{a0}h")
    );
}

#[test]
fn every_doubt_and_problem_has_its_text() {
    let keys = Doubt::ALL.map(Doubt::key).into_iter().chain(InvalidKind::ALL.map(InvalidKind::key));
    for key in keys {
        for catalogue in [hours::FR, hours::EN] {
            assert!(catalogue.lines().any(|l| l.starts_with(&format!("{key} = "))), "{key}");
        }
    }
    for catalogue in [hours::FR, hours::EN] {
        assert!(fluent_bundle::FluentResource::try_new(catalogue.to_owned()).is_ok());
    }
    assert_eq!(hours::FR.lines().filter(|l| l.contains(" = ")).count(), 20);
    for wrong in ["« ", " »", " :", " ;", " ?"] {
        assert!(!hours::FR.lines().skip(1).any(|l| l.contains(wrong)), "{wrong:?}");
    }
}
