//! Beside the reference implementation (`data-inclusion-schema`, from PyPI), in the virtual environment
//! that `TANDEM_TEST_VENV` names: the same records are refused, for the same fields, the same are kept
//! with the same values and the same score.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::collections::BTreeSet;

use common::{Chance, judged};
use inclusion::{
    Audience, ContactMode, ContactedBy, FaultKind, Fees, Network, Reception, SERVICE_FIELDS,
    STRUCTURE_FIELDS, ServiceKind, Severity, Shape, Theme, check_service, check_structure, score,
};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

const LINKS: &[&str] = &[
    "https://exemple.fr",
    "http://exemple.fr/a?b=c#d",
    " https://exemple.fr/ ",
    "https://bibliothèque.fr/é",
    "HTTPS://EXEMPLE.FR/A",
    "https:exemple.fr",
    "https:///exemple.fr",
    "https://exemple.fr:8080/x y",
    "http://localhost",
    "http://192.168.1.1/",
    "http://[::1]/",
    "http://user:pass@exemple.fr/",
    "ftp://exemple.fr/",
    "exemple.fr",
    "www.exemple.fr",
    "//exemple.fr",
    "",
    "pas une url !",
    "https://",
    "https://exemple .fr",
    "https://exemple.fr/\n",
    "https://exa_mple.fr",
    "https://-exemple.fr",
    "mailto:a@b.fr",
    "javascript:alert(1)",
    "https://exemple.fr/%zz",
    "https://exemple..fr",
    "https://ex%41mple.fr/",
    "https://exemple.fr:99999/",
];

const MAILS: &[&str] = &[
    "info@exemple.fr",
    "Info@Exemple.FR",
    "Marie.Curie@exemple.fr",
    " marie@exemple.fr ",
    "Marie <marie@exemple.fr>",
    "Marie Curie <marie@exemple.fr>",
    "\"Curie, Marie\" <marie@exemple.fr>",
    "Curie, Marie <marie@exemple.fr>",
    "<marie@exemple.fr>",
    "marie+liste@exemple.fr",
    "o'neil@exemple.fr",
    "marie@bibliothèque.fr",
    "mél@exemple.fr",
    "marie@exemple",
    "marie@localhost",
    "marie@exemple.test",
    "marie@exemple.local",
    "marie@exemple..fr",
    "marie@-exemple.fr",
    "marie@exemple-.fr",
    "marie@ex--emple.fr",
    "marie@ab--cd.fr",
    "marie@exemple.f1",
    "marie@exemple.1",
    "marie@exemple.fr.",
    ".marie@exemple.fr",
    "marie.@exemple.fr",
    "ma..rie@exemple.fr",
    "marie@@exemple.fr",
    "marie@exemple@fr",
    "@exemple.fr",
    "marie@",
    "marie",
    "",
    "marie curie@exemple.fr",
    "marie@exemple.fr, pierre@exemple.fr",
    "marie@exemple.fr\n",
    "\"marie\"@exemple.fr",
    "marie@[127.0.0.1]",
    "marie@ex_emple.fr",
    "marie(x)@exemple.fr",
    "marie;x@exemple.fr",
    "pas une adresse",
    "[courriel retiré]",
    "WWW@exemple.fr",
    "marie@a.b.c.d.exemple.fr",
    "marie＠exemple.fr",
    "mailto:marie@exemple.fr",
];

const DAYS: &[&str] = &[
    "2025-02-14",
    "1999-12-31",
    "2000-01-01",
    "2999-01-01",
    "2025-2-14",
    "14/02/2025",
    "2025-02-30",
    "2025-02-14T00:00:00",
    "2025-02-14T00:00:00Z",
    "2025-02-14 00:00:00.000000",
    "2025-02-14T00:00:00+01:00",
    "2025-02-14T00:00:00+0100",
    "2025-02-14T10:00:00",
    "2025-02-14T00:00",
    "2025-02-14 ",
    "",
    "hier",
    "1704067200",
    "1704067201",
    "1704067200.0",
    "20250214",
    "2025-02-14T00:00:00.",
    "0000-01-01",
];

/// Whatever may stand where something else should.
fn junk(chance: &mut Chance) -> Value {
    match chance.below(8) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(12),
        3 => json!(12.5),
        4 => json!([]),
        5 => json!({"a": 1}),
        6 => json!(""),
        _ => json!("n’importe quoi"),
    }
}

fn text(chance: &mut Chance) -> String {
    const PIECES: [&str; 12] =
        ["é", "a", " ", "Œuvre", ".", "etc.", "’", "12", "\n", "𝕏", "atelier", "…"];
    let length = match chance.below(9) {
        0 => 0,
        1..5 => chance.below(6),
        5..7 => 30 + chance.below(60),
        7 => 140 + chance.below(20),
        _ => chance.below(4_000),
    };
    (0..length).map(|_| chance.one(&PIECES)).collect()
}

/// A code of a list, often with a slip in it.
fn word(chance: &mut Chance, codes: &[&str]) -> Value {
    let mut code: Vec<char> = chance.one(codes).chars().collect();
    if chance.below(8) > 0 {
        return code.into_iter().collect::<String>().into();
    }
    for _ in 0..=chance.below(6) {
        let at = chance.below(code.len().max(1));
        match chance.below(3) {
            0 if at < code.len() => drop(code.remove(at)),
            1 => code.insert(at, chance.one(&["e", "-", "s", " "]).chars().next().unwrap()),
            _ => code.truncate(at.max(3)),
        }
    }
    code.into_iter().collect::<String>().into()
}

fn codes(field: &str) -> Vec<&'static str> {
    match field {
        "thematiques" => Theme::all().map(Theme::code).collect(),
        "publics" => Audience::all().map(Audience::code).collect(),
        "modes_accueil" => Reception::all().map(Reception::code).collect(),
        "modes_mobilisation" => ContactMode::all().map(ContactMode::code).collect(),
        "mobilisable_par" => ContactedBy::all().map(ContactedBy::code).collect(),
        "reseaux_porteurs" => Network::all().map(Network::code).collect(),
        "type" => ServiceKind::all().map(ServiceKind::code).collect(),
        "frais" => Fees::all().map(Fees::code).collect(),
        "zone_eligibilite" => vec![
            "75056",
            "2A",
            "2B004",
            "971",
            "200093201",
            "99100",
            "99999",
            "france",
            "France",
            "",
            "1",
            "1234",
            "12345678",
            "1234567890",
            "ab",
            "é1",
            "a b",
            "94-28",
            "9A_B1",
        ],
        other => panic!("{other}"),
    }
}

fn value(chance: &mut Chance, field: &str, shape: Shape, today: Date) -> Value {
    if chance.below(40) == 0 {
        return junk(chance);
    }
    match (field, shape) {
        ("date_maj", _) if chance.below(4) > 0 => {
            let ago = i32::try_from(chance.below(900)).unwrap() - 5;
            json!(today - jiff::Span::new().days(ago))
        }
        ("date_maj", _) => chance.one(DAYS).into(),
        ("type" | "frais", _) => word(chance, &codes(field)),
        (_, Shape::List) => {
            let codes = codes(field);
            (0..chance.below(4)).map(|_| word(chance, &codes)).collect::<Vec<_>>().into()
        }
        ("nombre_semaines", _) => {
            chance.one_of(&[json!(3), json!(0), json!(-1), json!("3"), json!("3.0"), json!(2.5)])
        }
        (_, Shape::Number) => chance.one_of(&[
            json!(2.35),
            json!(-1),
            json!("2.35"),
            json!("2,35"),
            json!(0),
            json!(""),
        ]),
        ("courriel", _) => chance.one(MAILS).into(),
        ("lien_source" | "lien_mobilisation" | "site_web" | "accessibilite_lieu", _) => {
            if chance.below(30) == 0 {
                let length = 2_040 + chance.below(50);
                return format!("https://exemple.fr/{}", "a".repeat(length)).into();
            }
            chance.one(LINKS).into()
        }
        ("code_postal", _) => {
            chance.one(&["59000", "1500", "01500", "59 000", "5900O", "590000", ""]).into()
        }
        ("code_insee", _) => chance.one(&["59350", "2A004", "1053", "é1234", "59-50", ""]).into(),
        ("siret", _) => chance
            .one(&["13003013300016", "130 030 133 00016", "1300301330001", "1300301330001X"])
            .into(),
        ("frais_precisions", _) => chance.one(&["10 € par an", "gratuit"]).into(),
        ("description", _) if chance.below(6) == 0 => ".".repeat(9_950 + chance.below(100)).into(),
        ("description", _) => "d".repeat(chance.below(2_100)).into(),
        _ => text(chance).into(),
    }
}

/// A record, most of whose fields are right.
fn record(chance: &mut Chance, service: bool, today: Date) -> Value {
    let fields = if service { SERVICE_FIELDS } else { STRUCTURE_FIELDS };
    let mut record = Map::new();
    // Half of the records are tidy, so that many are kept and scored.
    let tidy = chance.below(2) == 0;
    for field in fields {
        let rare = if field.required { chance.below(60) == 0 } else { chance.below(2) == 0 };
        if rare {
            continue;
        }
        let mut found = value(chance, field.name, field.shape, today);
        if tidy {
            for _ in 0..200 {
                if fits(service, field.name, &found, today) {
                    break;
                }
                found = value(chance, field.name, field.shape, today);
            }
        }
        record.insert(field.name.into(), found);
    }
    if chance.below(10) == 0 {
        record.insert("champ_inconnu".into(), json!(1));
    }
    record.into()
}

/// Whether a field by itself is right.
fn fits(service: bool, field: &str, value: &Value, today: Date) -> bool {
    let alone = json!({field: value});
    let faults = match service {
        true => check_service(&alone, today).faults,
        false => check_structure(&alone, today).faults,
    };
    !faults.iter().any(|f| f.field == field && f.severity() == Severity::Error)
}

#[test]
fn what_the_reference_refuses_is_refused_and_what_it_keeps_is_kept() {
    let today = jiff::ZonedDateTime::now().date();
    let mut chance = Chance::new(20_261_125);
    let records: Vec<(bool, Value)> = (0..6_000)
        .map(|at| {
            let service = at % 3 > 0;
            (service, record(&mut chance, service, today))
        })
        .collect();
    let lines: String = records
        .iter()
        .map(|(service, record)| {
            let model = if *service { "Service" } else { "Structure" };
            json!({"model": model, "record": record}).to_string() + "\n"
        })
        .collect();
    let Some(judged) = judged(&lines) else { return };
    assert_eq!(judged.len(), records.len());
    let (mut kept, mut refused, mut guessed) = (0, 0, 0);
    for ((service, record), judged) in records.iter().zip(&judged) {
        let (value, points, faults) = match service {
            true => {
                let found = check_service(record, today);
                let points = found.value.as_ref().map(|s| score(s, today));
                (found.value.map(|s| serde_json::to_value(s).unwrap()), points, found.faults)
            }
            false => {
                let found = check_structure(record, today);
                (found.value.map(|s| serde_json::to_value(s).unwrap()), None, found.faults)
            }
        };
        for (severity, list) in [(Severity::Error, "errors"), (Severity::Warning, "warnings")] {
            let own: BTreeSet<&str> =
                faults.iter().filter(|f| f.severity() == severity).map(|f| &*f.field).collect();
            let theirs: BTreeSet<&str> =
                judged[list].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert_eq!(own, theirs, "{list} of {record}");
        }
        for guess in judged["guesses"].as_array().unwrap() {
            let (Some(written), Some(theirs)) = (guess[0].as_str(), guess[1].as_str()) else {
                continue;
            };
            let shown = |v: &str| v == written || written.chars().count() > 80;
            let own = faults
                .iter()
                .find(|f| f.kind == FaultKind::NotOnList && shown(&f.value))
                .and_then(|f| f.did_you_mean.as_deref());
            assert_eq!(own, Some(theirs), "{written}");
            guessed += 1;
        }
        match value {
            None => refused += 1,
            Some(value) => {
                kept += 1;
                assert_eq!(sorted(value), sorted(judged["kept"].clone()), "{record}");
                if let Some(theirs) = judged["score"].as_f64() {
                    assert_eq!(points, Some(theirs), "{record}");
                }
            }
        }
    }
    println!("{kept} kept, {refused} refused, {guessed} words guessed");
    assert!(kept > 1_000 && refused > 1_000 && guessed > 100, "{kept} {refused} {guessed}");
}

/// Lists are sets: their order says nothing, and an empty one is none. Numbers are numbers.
fn sorted(value: Value) -> Value {
    let Value::Object(fields) = value else { return value };
    let field = |(name, value): (String, Value)| {
        let value = match value {
            Value::Array(items) if items.is_empty() => return None,
            Value::Array(mut items) if name != "zone_eligibilite" => {
                items.sort_by_key(Value::to_string);
                items.into()
            }
            Value::Number(n) => json!(n.as_f64()),
            other => other,
        };
        Some((name, value))
    };
    fields.into_iter().filter_map(field).collect::<Map<_, _>>().into()
}
