//! French prose to OSM: two real tables, and what must not be guessed.
#![allow(missing_docs, clippy::unwrap_used)]

use hours::{Doubt, from_french, from_french_on};

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect())
}

#[test]
fn the_fifty_of_lyon_say_what_was_read_by_hand() {
    let mut count = (0, 0);
    for row in rows(include_str!("data/lyon-50.tsv")) {
        let reading = from_french(row[1]);
        assert_eq!(reading.osm.as_deref().unwrap_or_default(), row[2], "{}", row[0]);
        assert!(reading.certain && reading.remarks.is_empty(), "{}: {reading:?}", row[0]);
        count = (count.0 + 1, count.1 + usize::from(reading.osm.is_some()));
    }
    assert_eq!(count, (50, 47));
}

#[test]
fn what_people_typed_is_converted_or_remarked_on() {
    let (mut certain, mut all) = (0, 0);
    for row in rows(include_str!("data/mediation.tsv")) {
        let text = row[0].replace('␤', "\n");
        let reading = from_french_on(&text, row[1]);
        assert_eq!(reading.osm.as_deref().unwrap_or_default(), row[2], "{text}");
        let mut kinds: Vec<String> =
            reading.remarks.iter().map(|r| format!("{:?}", r.kind)).collect();
        let mut seen = vec![];
        kinds.retain(|k| {
            !seen.contains(k) && {
                seen.push(k.clone());
                true
            }
        });
        assert_eq!(kinds.join(","), row[3], "{text}");
        assert_eq!(reading.certain, row[3].is_empty());
        certain += usize::from(reading.certain);
        all += 1;
    }
    assert!(certain * 100 >= all * 70, "{certain} of {all}");
}

#[track_caller]
fn certain(text: &str, osm: &str) {
    let reading = from_french(text);
    assert_eq!(reading.osm.as_deref(), Some(osm), "{text}: {:?}", reading.remarks);
    assert!(reading.certain, "{text}: {:?}", reading.remarks);
}

#[track_caller]
fn doubtful(text: &str, kind: Doubt, osm: Option<&str>) {
    let reading = from_french(text);
    assert!(reading.remarks.iter().any(|r| r.kind == kind), "{text}: {reading:?}");
    assert!(!reading.certain);
    assert_eq!(reading.osm.as_deref(), osm, "{text}");
}

#[test]
fn days_by_their_first_letters() {
    certain("L-V : 8h à 16h", "Mo-Fr 08:00-16:00");
    certain("L à V : 8h à 16h", "Mo-Fr 08:00-16:00");
    certain(
        "L–J 9h-12h 14h-17h ; V 9h-12h, S-D fermé",
        "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00",
    );
    certain("L-J : 9h-12h", "Mo-Th 09:00-12:00");
    certain("LMMJV : 9h-12h30", "Mo-Fr 09:00-12:30");
    certain("L M M J V 9h-12h", "Mo-Fr 09:00-12:00");
    certain("L/M/M/J/V de 9h à 12h", "Mo-Fr 09:00-12:00");
    certain("MMJ 9h-12h", "Tu-Th 09:00-12:00");
    certain("L, J et V : 9h-12h", "Mo,Th,Fr 09:00-12:00");
    certain("Lu-Ve 9h-17h", "Mo-Fr 09:00-17:00");
    certain("Ma-Sa : 10h-18h", "Tu-Sa 10:00-18:00");
    certain("lu-ve : 9h-17h ; sa 9h-12h", "Mo-Fr 09:00-17:00; Sa 09:00-12:00");
    certain("9h-12h L-V", "Mo-Fr 09:00-12:00");
    // M alone is Tuesday or Wednesday, and a letter alone is none: nothing is guessed.
    for text in ["M-V : 9h-12h", "L-M : 9h-12h", "LMJV : 9h-12h", "V-L : 9h-12h", "D : 9h-12h"] {
        let reading = from_french(text);
        assert!(!reading.certain, "{text}: {reading:?}");
    }
    // Letters that are no days.
    for text in ["Je me rends sur place", "M. J-D. Martin, sur rendez-vous", "Salle L-V"] {
        let reading = from_french(text);
        let osm = reading.osm.clone().unwrap_or_default();
        assert!(!osm.contains("Mo") && !osm.contains("Th"), "{text}: {reading:?}");
    }
    certain(
        "Lundi au vendredi de 9h à 12h, l’après-midi de 14h à 17h",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    );
}

#[test]
fn french_has_many_ways() {
    certain("du lundi au vendredi de 9h à 12h et de 14h à 17h", "Mo-Fr 09:00-12:00,14:00-17:00");
    certain("9 h – 12 h 30, du mardi au samedi", "Tu-Sa 09:00-12:30");
    certain("lun. - ven. : 9h-12h", "Mo-Fr 09:00-12:00");
    certain("Lundi\u{a0}: 9\u{a0}h\u{202f}–\u{202f}12\u{a0}h", "Mo 09:00-12:00");
    certain("le samedi de 10 heures à midi", "Sa 10:00-12:00");
    certain("vendredi 20h-2h", "Fr 20:00-02:00");
    certain("samedi de 20h à minuit", "Sa 20:00-24:00");
    certain("samedi 9-12h", "Sa 09:00-12:00");
    certain("tous les jours de 8h à 20h sauf le mercredi", "Mo,Tu,Th-Su 08:00-20:00");
    certain("du lundi au vendredi 9h-17h non-stop", "Mo-Fr 09:00-17:00");
    certain("du lundi au vendredi 9h-17h, fermé le mercredi", "Mo,Tu,Th,Fr 09:00-17:00");
    certain(
        "du lundi au vendredi 9h-12h, 14h-17h, fermé le jeudi matin",
        "Mo-We,Fr 09:00-12:00,14:00-17:00; Th 14:00-17:00",
    );
    certain(
        "Lundi au vendredi 9h-12h et 14h-17h, le mercredi uniquement le matin",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    );
    certain("le 1er samedi du mois de 10h à 12h", "Sa[1] 10:00-12:00");
    certain("dernier vendredi du mois : 14h-16h", "Fr[-1] 14:00-16:00");
    certain("24h/24", "24/7");
    certain("7j/7, 24h/24", "24/7");
    certain("samedi et dimanche à partir de 14h", "Sa,Su 14:00+");
    certain("week-end : 10h-18h", "Sa,Su 10:00-18:00");
}

#[test]
fn periods_and_holidays() {
    certain("lundi au vendredi 9h-17h, fermé les jours fériés", "Mo-Fr 09:00-17:00; PH off");
    certain("lundi au vendredi 9h-17h sauf jours fériés", "Mo-Fr 09:00-17:00; PH off");
    certain("mercredi 14h-17h, hors vacances scolaires", "We 14:00-17:00; SH off");
    certain("mercredi 14h-17h. Fermé pendant les vacances scolaires", "We 14:00-17:00; SH off");
    certain("lundi au vendredi 9h-17h. Fermé en août.", "Mo-Fr 09:00-17:00; Aug off");
    certain(
        "lundi au vendredi 9h-17h. Fermeture annuelle du 1er au 15 août",
        "Mo-Fr 09:00-17:00; Aug 01-Aug 15 off",
    );
    certain(
        "Lundi au vendredi 9h-17h ; juillet et août : lundi au vendredi 9h-12h",
        "Mo-Fr 09:00-17:00; Jul-Aug off; Jul-Aug Mo-Fr 09:00-12:00",
    );
    certain(
        "En période scolaire : mercredi 14h-18h. Vacances scolaires : lundi au vendredi 10h-18h",
        "We 14:00-18:00; SH off; SH Mo-Fr 10:00-18:00",
    );
}

#[test]
fn appointments() {
    certain("Sur rendez-vous", "unknown \"by appointment\"");
    certain("lundi 9h-12h sur rendez-vous", "Mo 09:00-12:00 open \"by appointment\"");
    certain("mercredi sur rendez-vous", "We 00:00-24:00 unknown \"by appointment\"");
    certain(
        "lundi 9h-12h, mercredi : sur rendez-vous",
        "Mo 09:00-12:00; We 00:00-24:00 unknown \"by appointment\"",
    );
    doubtful(
        "lundi 9h-12h et 14h-17h sur rdv",
        Doubt::Appointment,
        Some("Mo 09:00-12:00,14:00-17:00 unknown \"sur rdv\""),
    );
    certain("lundi 9h-12h, sans rendez-vous", "Mo 09:00-12:00");
    // All of it, or the last hours only?
    doubtful(
        "lundi 9h-12h sur rendez-vous, mardi 14h-17h",
        Doubt::Appointment,
        Some(
            "Mo 09:00-12:00 unknown \"sur rendez-vous\"; Tu 14:00-17:00 unknown \"sur rendez-vous\"",
        ),
    );
    doubtful(
        "lundi 9h-12h. Sur rendez-vous.",
        Doubt::Appointment,
        Some("Mo 09:00-12:00 unknown \"Sur rendez-vous\""),
    );
    certain(
        "lundi 9h-12h (sur rdv), mardi 9h-12h",
        "Mo 09:00-12:00 open \"by appointment\"; Tu 09:00-12:00",
    );
}

#[test]
fn what_is_taken_out() {
    certain("tous les jours sauf le dimanche : 9h-17h", "Mo-Sa 09:00-17:00");
    certain("du lundi au vendredi sauf mercredi 9h-12h", "Mo,Tu,Th,Fr 09:00-12:00");
    certain("du lundi au samedi, fermé le mercredi, 9h-17h", "Mo,Tu,Th-Sa 09:00-17:00");
    certain("lundi 9h-12h mardi fermé mercredi 9h-12h", "Mo,We 09:00-12:00");
    certain("lundi au vendredi 9h-17h, fermé de 12h à 14h", "Mo-Fr 09:00-12:00,14:00-17:00");
    certain(
        "lundi au vendredi 9h-17h. Fermé le mercredi de 12h à 14h",
        "Mo,Tu,Th,Fr 09:00-17:00; We 09:00-12:00,14:00-17:00",
    );
    certain(
        "lundi au samedi 9h-17h, fermé mercredi et le 1er lundi du mois",
        "Mo,Tu,Th-Sa 09:00-17:00; Mo[1] off",
    );
    certain("lundi 9h-12h. Vacances scolaires : fermé", "Mo 09:00-12:00; SH off");
    certain("lundi 9h-12h. Août : fermé.", "Mo 09:00-12:00; Aug off");
    certain("lundi 9h-12h. Fermé en août et les jours fériés", "Mo 09:00-12:00; Aug off; PH off");
    // Limits that are not understood leave hours doubtful, neither open nor closed.
    doubtful(
        "lundi et mardi 9h-12h, fermé le mardi pendant les ponts",
        Doubt::Unread,
        Some(
            "Mo,Tu 09:00-12:00 unknown \"lundi et mardi 9h-12h, fermé le mardi pendant les ponts\"",
        ),
    );
    doubtful(
        "lundi 9h-12h. Fermé pendant les vacances scolaires de Noël",
        Doubt::Period,
        Some(
            "Mo 09:00-12:00; SH off; SH Mo 09:00-12:00 unknown \"Fermé pendant les vacances \
              scolaires de Noël\"",
        ),
    );
    doubtful(
        "lundi au jeudi 9h-12h. Fermé mardi-jeudi",
        Doubt::Range,
        Some("Mo 09:00-12:00; Tu-Th 09:00-12:00 unknown \"Fermé mardi-jeudi\""),
    );
    doubtful(
        "lundi au vendredi 9h-17h sauf vendredi 16h",
        Doubt::Order,
        Some("Mo-Fr 09:00-17:00 unknown \"lundi au vendredi 9h-17h sauf vendredi 16h\""),
    );
}

#[test]
fn nothing_is_guessed() {
    doubtful(
        "Fermé le lundi matin. Lundi au vendredi 9h-12h, 14h-17h",
        Doubt::Twice,
        Some("Mo 09:00-12:00,14:00-17:00 unknown \"Fermé\"; Tu-Fr 09:00-12:00,14:00-17:00"),
    );
    doubtful("Tous les après-midi sauf le mercredi de 14h à 17h", Doubt::NoHours, None);
    doubtful(
        "9h-12h du lundi au jeudi 14h-17h",
        Doubt::NoDay,
        Some("Mo-Th 14:00-17:00 unknown \"9h-12h\""),
    );
    doubtful(
        "lundi au vendredi 9h-17h (16h le vendredi)",
        Doubt::NoHours,
        Some("Mo-Th 09:00-17:00; Fr 09:00-17:00 unknown \"le vendredi\""),
    );
    doubtful(
        "lundi 8h-12h 15-19h 20h",
        Doubt::Odd,
        Some("Mo 00:00-24:00 unknown \"8h-12h 15-19h 20h\""),
    );
    doubtful("lundi 9h-12h et sur rendez-vous", Doubt::Appointment, Some("Mo 09:00-12:00"));
    doubtful("9h-12h", Doubt::NoDay, None);
    doubtful("lundi 15h18h", Doubt::Odd, Some("Mo 00:00-24:00 unknown \"15h18h\""));
    doubtful("lundi 9h 12h", Doubt::Pair, Some("Mo 09:00-12:00 unknown \"9h 12h\""));
    doubtful("lundi 9h-12h-14h", Doubt::Order, Some("Mo 00:00-24:00 unknown \"9h-12h-14h\""));
    doubtful("lundi 14h-12h", Doubt::Order, Some("Mo 00:00-24:00 unknown \"14h-12h\""));
    doubtful("mardi-jeudi 9h-12h", Doubt::Range, Some("Tu-Th 09:00-12:00 unknown \"mardi-jeudi\""));
    doubtful("lundi", Doubt::NoHours, Some("Mo 00:00-24:00 unknown \"lundi\""));
    doubtful("un mardi sur deux de 9h à 12h", Doubt::Alternate, None);
    doubtful(
        "lundi au vendredi 9h-12h, mercredi 14h-17h",
        Doubt::Twice,
        Some("Mo,Tu,Th,Fr 09:00-12:00; We 09:00-12:00,14:00-17:00 unknown \"14h-17h\""),
    );
    doubtful(
        "lundi au vendredi 9h-17h, fermé le jeudi matin",
        Doubt::Part,
        Some("Mo-We,Fr 09:00-17:00; Th 09:00-17:00 unknown \"fermé\""),
    );
    doubtful(
        "lundi 9h-12h selon affluence",
        Doubt::Unread,
        Some("Mo 09:00-12:00 unknown \"lundi 9h-12h selon affluence\""),
    );
    let reading = from_french_on("9h-12h", "{Lundi,Mardi}");
    assert_eq!((reading.osm.as_deref(), reading.certain), (Some("Mo,Tu 09:00-12:00"), true));
    let reading = from_french_on("lundi 9h-12h", "{Lundi,Mardi}");
    assert_eq!(reading.remarks[0].kind, Doubt::OtherDays);
}

#[test]
fn an_empty_text_says_nothing() {
    for text in ["", "  \n", "–", ";"] {
        let reading = from_french(text);
        assert_eq!((reading.osm, reading.remarks.len()), (None, 0), "{text:?}");
    }
}
