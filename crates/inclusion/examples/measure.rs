//! What it costs to read, check and score 100,000 services:
//! `cargo run --release -p inclusion --example measure`.
#![allow(clippy::print_stdout)]

use inclusion::{Reading, Theme, read, score, write_json};
use jiff::civil::date;
use serde_json::json;

/// Milliseconds for which this thread has been on a processor, as Linux counts them.
fn on_cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e6
}

fn main() {
    let today = date(2026, 11, 25);
    let themes: Vec<&str> = Theme::all().map(Theme::code).collect();
    let services: Vec<_> = (0..100_000_usize)
        .map(|n| {
            json!({
                "source": "essai", "structure_id": format!("essai--{}", n / 3),
                "id": format!("essai--{n}"), "nom": format!("Atelier numéro {n}"),
                "description": "Une séance pour écrire son CV avec une personne du métier. "
                    .repeat(n % 30 + 1),
                "date_maj": "2026-01-02", "type": "atelier",
                "thematiques": [themes[n % 69], themes[n % 68]], "frais": "gratuit",
                "publics": ["jeunes", "demandeurs-emploi"], "adresse": "1 rue de la Paix",
                "commune": "Créteil", "code_postal": "94000", "code_insee": "94028",
                "longitude": 2.46, "latitude": 48.79, "telephone": "+33123456789",
                "courriel": "info@exemple.fr", "modes_accueil": ["en-presentiel"],
                "zone_eligibilite": ["94", "200054781"],
                "lien_mobilisation": "https://exemple.fr/rendez-vous",
                "modes_mobilisation": ["telephoner"], "mobilisable_par": ["usagers"],
                // One in ten has a slip in it.
                "reception": if n % 10 == 0 { "x" } else { "" },
            })
        })
        .collect();
    let bytes = serde_json::to_vec(&services).unwrap_or_default();
    drop(services);
    println!("{} MB of JSON", bytes.len() / 1_000_000);
    let begun = on_cpu();
    let Ok(outcome) = read(&bytes, &Reading { today, source: None }) else { return };
    println!("{} read and checked: {:.0} ms", outcome.services.len(), on_cpu() - begun);
    let begun = on_cpu();
    let sum: f64 = outcome.services.iter().map(|row| score(&row.value, today)).sum();
    println!("scored, {sum:.0} in all: {:.0} ms", on_cpu() - begun);
    let services: Vec<_> = outcome.services.into_iter().map(|row| row.value).collect();
    let begun = on_cpu();
    let written = write_json(&[], &services).unwrap_or_default();
    println!("{} MB written: {:.0} ms", written.len() / 1_000_000, on_cpu() - begun);
}
