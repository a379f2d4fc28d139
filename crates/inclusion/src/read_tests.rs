//! Files as directories send them.

use jiff::civil::date;

use super::*;

fn reading() -> Reading {
    Reading { today: date(2026, 11, 25), source: Some("ici".into()) }
}

fn outcome(text: &str) -> Outcome {
    read(text.as_bytes(), &reading()).unwrap()
}

const STRUCTURE: &str =
    r#"{"source": "dora", "id": "dora--1", "nom": "Mission locale", "date_maj": "2026-01-02"}"#;

fn service(id: &str, more: &str) -> String {
    format!(
        r#"{{"id": "{id}", "structure_id": "dora--1", "nom": "Atelier CV",
            "description": "Écrire son CV.", "date_maj": "2026-01-02"{more}}}"#
    )
    .replace('\n', " ")
}

#[test]
fn json_in_its_four_shapes() {
    let service = service("s1", "");
    for (text, lines) in [
        (format!("[{STRUCTURE}, {service}]"), (1, 2)),
        (format!("{STRUCTURE}\n\n{service}\n"), (1, 3)),
        (format!(r#"{{"structures": [{STRUCTURE}], "services": [{service}], "n": 2}}"#), (1, 1)),
        (format!("\u{feff}[\n{STRUCTURE},\n{service}]"), (1, 2)),
    ] {
        let found = outcome(&text);
        assert_eq!((found.structures.len(), found.services.len()), (1, 1), "{text}");
        let at = (found.structures[0].place.line, found.services[0].place.line);
        assert_eq!(at, lines);
        assert!(found.said.is_empty(), "{:?}", found.said);
        assert_eq!(found.structures[0].value.source, "dora");
        assert_eq!(found.services[0].value.source, "ici");
    }
    assert_eq!(outcome(STRUCTURE).structures.len(), 1);
    assert_eq!(outcome("[]"), Outcome::default());
}

#[test]
fn a_row_is_whole_or_not_at_all() {
    let good = service("s1", "");
    let bad = service("s2", r#", "frais": "gratis", "publics": ["jeunes", "tous-publics"]"#);
    let found = outcome(&format!("[{good}, {bad}, 3]"));
    assert_eq!(found.services.len(), 1);
    assert_eq!(found.refused(), 2);
    assert_eq!((found.said[0].place.line, found.said[0].id.as_str()), (2, "s2"));
    let kinds: Vec<_> = found.said[0].faults.iter().map(|f| (&*f.field, f.kind)).collect();
    assert_eq!(kinds, [("frais", FaultKind::NotOnList), ("publics", FaultKind::EveryoneAlone)]);
    assert_eq!(found.said[1].faults[0].kind, FaultKind::NotARecord);
}

#[test]
fn broken_json_gives_nothing() {
    let text = format!("[{STRUCTURE},\n{{]");
    assert_eq!(read(text.as_bytes(), &reading()), Err(FileError::Json { line: 2, column: 2 }));
    // Of lines, the others are good.
    let found = outcome(&format!("{STRUCTURE}\n{{\"id\": \n"));
    assert_eq!((found.structures.len(), found.refused()), (1, 1));
    assert!(matches!(read(b"{\"services\": 3}", &reading()), Err(FileError::Json { .. })));
}

#[test]
fn a_misspelt_field_or_word_is_guessed() {
    let text =
        service("s", r#", "thematique": [], "publics": ["jeune"], "type": "Aide financière""#);
    let found = outcome(&text);
    let guesses: Vec<_> =
        found.said[0].faults.iter().map(|f| (&*f.field, f.did_you_mean.as_deref())).collect();
    assert_eq!(
        guesses,
        [
            ("type", Some("aide-financiere")),
            ("publics", Some("jeunes")),
            ("thematique", Some("thematiques")),
        ]
    );
}

#[test]
fn codes_of_no_territory_are_remarks() {
    let more = r#", "commune": "Lille", "code_postal": "59000", "code_insee": "59999",
        "zone_eligibilite": ["59", "2A", "59350", "200093201", "99100", "france", "00000", "98"]"#;
    let found = outcome(&service("s", more));
    assert_eq!(found.services.len(), 1);
    let said: Vec<_> = found.said[0].faults.iter().map(|f| (f.kind, &*f.value)).collect();
    assert_eq!(
        said,
        [
            (FaultKind::NoSuchCommune, "59999"),
            (FaultKind::NoSuchTerritory, "00000"),
            (FaultKind::NoSuchTerritory, "98"),
        ]
    );
    assert_eq!(found.said[0].faults[0].did_you_mean.as_deref(), Some("59350"));
}

#[test]
fn identifiers_are_compared() {
    let (one, stray) = (service("s1", ""), service("s3", "").replace("dora--1", "dora--9"));
    let text = format!("[{STRUCTURE}, {STRUCTURE}, {one}, {one}, {stray}]");
    let found = outcome(&text);
    assert_eq!((found.structures.len(), found.services.len()), (2, 3));
    let said: Vec<_> =
        found.said.iter().map(|s| (s.place.line, s.taken, s.faults[0].kind)).collect();
    assert_eq!(
        said,
        [
            (2, true, FaultKind::Twice),
            (4, true, FaultKind::Twice),
            (5, true, FaultKind::NoSuchStructure),
        ]
    );
}

#[test]
fn csv_with_lists_numbers_and_days_as_people_write_them() {
    let text = "id;structure_id;nom;description;date_maj;thematiques;publics;longitude;\
                telephone;Code postal;nombre_semaines;colonne en trop\n\
                a;s;Atelier;Un atelier.;02/01/2026;numerique--acquerir-un-equipement, \
                mobilite--preparer-un-permis;\"['jeunes', 'femmes']\";2,35;'+33123456789;59260;3;x\n\
                b;s;Atelier;Un atelier.;02/01/2026;{famille};jeunes;2,35;;1500;beaucoup;\n";
    let found = outcome(text);
    let service = &found.services[0].value;
    assert_eq!((service.themes.len(), service.audiences.len()), (2, 2));
    assert_eq!(service.site.longitude, Some(2.35));
    assert_eq!(service.phone.as_deref(), Some("+33123456789"));
    assert_eq!(service.site.postcode.as_deref(), Some("59260"));
    assert_eq!((service.weeks, service.updated_on), (Some(3), date(2026, 1, 2)));
    assert_eq!(found.said[0].place.line, 0);
    assert_eq!(found.said[0].faults[0].kind, FaultKind::UnknownField);
    let kinds: Vec<_> = found.said[1].faults.iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [FaultKind::NotOnList, FaultKind::NotDigits(5), FaultKind::NotWhole]);
    assert_eq!(found.said[1].faults[1].did_you_mean.as_deref(), Some("01500"));
    assert_eq!((found.services.len(), found.refused()), (1, 1));
}

#[test]
fn a_table_of_something_else_is_told_at_once() {
    let found = read(b"Titre;Auteur\nGerminal;Zola\n", &reading());
    assert_eq!(found, Err(FileError::Columns("id, nom, date_maj".into())));
    assert_eq!(read(b"", &reading()).unwrap_err().message(), "inclusion-file-empty");
}

#[test]
fn a_value_is_written_as_it_was_read() {
    let more = r#", "publics": ["jeunes"], "modes_accueil": ["en-presentiel"], "latitude": 48.5,
        "courriel": "info@exemple.fr", "lien_mobilisation": "https://exemple.fr/"}"#;
    let text = service("s1", more.trim_end_matches('}'));
    let whole: Value =
        serde_json::from_str(&text.replace("\"id\"", "\"source\": \"ici\", \"id\"")).unwrap();
    let service = outcome(&text).services.remove(0).value;
    assert_eq!(serde_json::to_value(&service).unwrap(), whole);
    assert_eq!(serde_json::from_value::<Service>(whole).unwrap(), service);
    let refused = serde_json::from_str::<Service>(r#"{"id": "s"}"#).unwrap_err();
    assert!(refused.to_string().contains("nom (Missing)"), "{refused}");
}
