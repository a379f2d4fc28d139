//! Lists of places as they are found: headings of all kinds, filled cells that say nothing.

use std::collections::BTreeSet;

use jiff::civil::date;
use serde_json::json;

use super::*;
use crate::{FaultKind, Outcome};

fn places(text: &str, change: impl FnOnce(&mut Mapping)) -> Outcome {
    let mut mapping = Mapping::guess(&headings(text.as_bytes()).unwrap());
    change(&mut mapping);
    let reading = PlaceReading {
        today: date(2026, 11, 25),
        source: "essai",
        made_on: None,
        themes: &BTreeSet::new(),
        hours: &|text| HoursRead {
            osm: (text == "Lundi : 9 h–12 h").then(|| "Mo 09:00-12:00".into()),
            unsure: text == "le matin",
            guess: (text == "le matin").then(|| "lundi".into()),
        },
    };
    read_places(text.as_bytes(), &mapping, &reading).unwrap()
}

/// A territorial export, as its makers publish it.
const EXPORT: &str = r#"[
 {"gid": 1, "c_gid": 1, "c_nom": "ESPACE NUMÉRIQUE", "c_adresse": "1 rue de la Paix",
  "c_postcode": 18000, "c_city": "BOURGES", "c_telephone": "02 48 24 22 26",
  "c_site_web": "www.exemple.fr", "c_epn": "True", "c_materiel_info": "oui", "c_formation": "non",
  "c_formation_detail": "--", "c_accompagnement_personnel": "oui",
  "c_accompagnement_personnel_detail": "Aide aux démarches en ligne.", "c_horaire_ouverture": "",
  "c_varchar_public_cible": "Tout public", "c_lat_coor1": 47.098976, "c_long_coor1": 2.404761,
  "c__edit_datemaj": "2020/06/30 14:16:50.898", "c_raison_sociale": "COMMUNE DE BOURGES"},
 {"gid": 3, "c_nom": "MAIRIE", "c_adresse": "Le bourg", "c_postcode": 1500, "c_city": "Ambérieux",
  "c_telephone": "-", "c_site_web": "pas de site", "c_lat_coor1": 1.2, "c_long_coor1": 2.4,
  "c__edit_datemaj": "2021/02/25 10:00:00.1"},
 {"gid": 4, "c_nom": "", "c_city": "TOURS", "c__edit_datemaj": "2021/02/25 10:00:00.1"}
]"#;

#[test]
fn the_columns_of_an_export_are_guessed() {
    let mapping = Mapping::guess(&headings(EXPORT.as_bytes()).unwrap());
    let says = |heading: &str| mapping.says(heading);
    assert_eq!(says("c_nom"), Says::Name);
    assert_eq!(says("c_raison_sociale"), Says::Nothing, "a better name is there");
    assert_eq!((says("gid"), says("c_gid")), (Says::Nothing, Says::Id));
    assert_eq!(says("c_postcode"), Says::Postcode);
    assert_eq!((says("c_lat_coor1"), says("c_long_coor1")), (Says::Latitude, Says::Longitude));
    assert_eq!(says("c__edit_datemaj"), Says::UpdatedOn);
    assert_eq!(says("c_varchar_public_cible"), Says::Audiences);
    assert!(matches!(says("c_formation"), Says::ThemeIfYes(_)));
    assert!(mapping.is_enough());
}

#[test]
fn a_messy_export_gives_what_it_says() {
    let found = places(EXPORT, |_| {});
    assert_eq!((found.structures.len(), found.services.len()), (2, 1));
    let first = &found.structures[0].value;
    assert_eq!((first.id.as_str(), first.source.as_str()), ("essai--1", "essai"));
    assert_eq!(first.site.commune.as_deref(), Some("Bourges"));
    assert_eq!(first.site.commune_code.as_deref(), Some("18033"));
    assert_eq!(first.phone.as_deref(), Some("+33248242226"));
    assert_eq!(first.website.as_deref(), Some("https://www.exemple.fr/"));
    assert_eq!(first.updated_on, date(2020, 6, 30));
    assert_eq!(first.networks.iter().next().unwrap().code(), "espaces-publics-numeriques");
    let service = &found.services[0].value;
    let themes: Vec<_> = service.themes.iter().map(|t| t.code()).collect();
    assert_eq!(
        themes,
        [
            "numerique--acceder-a-des-services-en-ligne",
            "numerique--acceder-a-une-connexion-internet"
        ]
    );
    assert_eq!(service.description, "Aide aux démarches en ligne.");
    assert_eq!(service.name, "ESPACE NUMÉRIQUE");
    assert_eq!(service.structure_id, "essai--1");
    assert_eq!(service.audiences, BTreeSet::from([crate::Audience::EVERYONE]));
}

#[test]
fn what_cannot_be_read_is_left_out_and_said() {
    let found = places(EXPORT, |_| {});
    let said: Vec<_> = found.said[0].faults.iter().map(|f| (&*f.field, f.kind)).collect();
    assert_eq!(
        said,
        [
            // There is one of this name, elsewhere.
            ("commune", FaultKind::CommuneUnsure),
            // Nor is the postcode certain with its nought.
            ("code_postal", FaultKind::NoughtUnsure),
            ("site_web", FaultKind::NotALink),
        ]
    );
    assert_eq!(found.said[0].faults[0].did_you_mean.as_deref(), Some("Ambérieu-en-Bugey"));
    assert!(found.said[0].taken);
    let second = &found.structures[1].value;
    assert_eq!((second.website.as_ref(), second.phone.as_ref()), (None, None));
    assert_eq!(second.site.postcode, None);
    assert_eq!((found.said[1].place.line, found.said[1].taken), (3, false));
    assert_eq!(found.said[1].faults[0].kind, FaultKind::Missing);
    assert_eq!(found.refused(), 1);
}

#[test]
fn the_national_schema() {
    let text = "id,pivot,nom,services,commune,code_postal,adresse,latitude,longitude,telephone,courriels,\
        horaires,presentation_resume,date_maj,publics_specifiquement_adresses,frais_a_charge,\
        modalites_acces,modalites_accompagnement,dispositif_programmes_nationaux,typologie,prise_rdv\n\
        med-1,13003013300016,Le Lieu,Aide aux démarches administratives|Accès internet et matériel \
        informatique,Vierzon,18100,3 rue X,47.22,2.07,+33248000000,a@exemple.fr|b@exemple.fr,\
        Mo-Fr 09:00-12:00,Un lieu ouvert à tous.,2024-05-13,Jeunes|Seniors,Gratuit sous condition,\
        Se présenter|Prendre un RDV en ligne,En autonomie|À distance,France Services,RFS|TIERS_LIEUX,\
        https://rdv.exemple.fr/\n\
        med-2,,Autre,Aide au démarches administratives,Bourges,18000,1 rue Y,,,,,,,13/05/2024,,,,,,,\n";
    let found = places(text, |_| {});
    let service = &found.services[0].value;
    assert_eq!(service.themes.len(), 3);
    assert_eq!(service.name, found.structures[0].value.name, "not the words of its themes");
    let own = "Aide aux démarches administratives, Accès internet et matériel informatique";
    assert!(service.description.ends_with(own), "{}", service.description);
    assert_eq!(service.fees, Some(crate::Fees::FREE));
    assert_eq!(service.fees_detail.as_deref(), Some("Gratuit sous condition"));
    assert_eq!((service.audiences.len(), service.contact_modes.len()), (2, 2));
    assert_eq!(service.receptions.len(), 2);
    assert_eq!(service.contact_link.as_deref(), Some("https://rdv.exemple.fr/"));
    assert_eq!(service.email.as_deref(), Some("a@exemple.fr"));
    let structure = &found.structures[0].value;
    assert_eq!(structure.siret.as_deref(), Some("13003013300016"));
    assert_eq!(structure.opening_hours.as_deref(), Some("Mo-Fr 09:00-12:00"));
    let networks: Vec<_> = structure.networks.iter().map(|n| n.code()).collect();
    assert_eq!(networks, ["france-service"]);
    let fault = &found.said[0].faults[0];
    assert_eq!(fault.kind, FaultKind::NotOnList);
    assert_eq!(fault.did_you_mean.as_deref(), Some("Aide aux démarches administratives"));
    assert_eq!(found.structures[1].value.updated_on, date(2024, 5, 13));
}

#[test]
fn a_plain_table_of_places() {
    let text = "type;nom;adresse;code_postal;ville;latitude;longitude;telephone;site_web;horaires_fr;\
        date_maj\n\
        cio;CIO de Belley;rue du Lycée;1300;Belley;45,75644;5,6833;479810865;https://exemple.fr;\
        Lundi : 9 h–12 h;29/08/2024\n\
        mission_locale;Mission locale;2 rue X;69003;Lyon;45,75;4,85;;;le matin;20/11/2025\n\
        cio;CIO de Belley;rue du Lycée;1300;Belley;;;;;;hier\n";
    let found = places(text, |_| {});
    assert_eq!((found.structures.len(), found.services.len()), (2, 0));
    let (first, second) = (&found.structures[0].value, &found.structures[1].value);
    assert_eq!(first.id, "essai--cio-de-belley-01300-rue-du-lycee");
    assert_eq!(first.site.postcode.as_deref(), Some("01300"));
    assert_eq!((first.site.latitude, first.site.longitude), (Some(45.75644), Some(5.6833)));
    assert_eq!(first.phone.as_deref(), Some("+33479810865"));
    assert_eq!(first.opening_hours.as_deref(), Some("Mo 09:00-12:00"));
    assert_eq!(second.opening_hours.as_deref(), Some("le matin"));
    assert_eq!(second.site.commune.as_deref(), Some("Lyon 3e Arrondissement"));
    assert_eq!(second.networks.len(), 1);
    let last = found.said.last().unwrap().faults.last().unwrap();
    assert_eq!((last.kind, &*last.value), (FaultKind::NotADate, "hier"));
}

#[test]
fn a_postcode_gets_its_nought_back_where_the_commune_agrees() {
    let text = "nom;cp;ville;insee;date_maj\n\
        Alpha;9000;Foix;;20/11/2025\n\
        Bravo;9440;Alfortville;;20/11/2025\n\
        Charlie;1300;;;20/11/2025\n\
        Delta; 1 300;;01034;20/11/2025\n\
        Écho;69003;Lyon;;20/11/2025\n";
    let found = places(text, |_| {});
    let postcode = |at: usize| found.structures[at].value.site.postcode.as_deref();
    assert_eq!(
        (postcode(0), postcode(3), postcode(4)),
        (Some("09000"), Some("01300"), Some("69003"))
    );
    assert_eq!((postcode(1), postcode(2)), (None, None), "nothing agrees with a nought");
    let of_postcode = |said: &crate::Said| {
        let found = said.faults.iter().find(|f| f.field == "code_postal");
        found.map(|f| (said.place.line, f.kind, f.value.clone()))
    };
    let told: Vec<_> = found.said.iter().filter_map(of_postcode).collect();
    let wanted = [
        (2, FaultKind::NoughtAdded, "9000".to_owned()),
        (3, FaultKind::NoughtUnsure, "9440".to_owned()),
        (4, FaultKind::NoughtUnsure, "1300".to_owned()),
        (5, FaultKind::NoughtAdded, "1300".to_owned()),
    ];
    assert_eq!(told, wanted);
    assert!(found.said.iter().all(|said| said.taken));
    // Which place it is does not depend on it.
    assert_eq!(found.structures[1].value.id, "essai--bravo-09440");
}

#[test]
fn a_person_may_change_what_was_guessed() {
    let text = "Lieu;Où;Quand\nLa Fabrique;Bourges;20/11/2025\n";
    let guessed = Mapping::guess(&headings(text.as_bytes()).unwrap());
    assert!(!guessed.is_enough());
    let found = places(text, |mapping| {
        let says = [Says::Name, Says::Commune, Says::UpdatedOn];
        for (column, says) in mapping.columns.iter_mut().zip(says) {
            column.says = says;
        }
    });
    assert_eq!(found.structures[0].value.site.commune_code.as_deref(), Some("18033"));
}

#[test]
fn a_mapping_is_kept_as_it_is() {
    let theme = Theme::parse("numerique--acquerir-un-equipement").unwrap();
    let column = |heading: &str, says| Column { heading: heading.into(), says };
    let columns = vec![column("a", Says::Name), column("b", Says::ThemeIfYes(theme))];
    let mapping = Mapping { columns, ..Mapping::default() };
    let kept = serde_json::to_value(&mapping).unwrap();
    let wanted = json!({"columns": [
        {"heading": "a", "says": "name"},
        {"heading": "b", "says": {"theme-if-yes": "numerique--acquerir-un-equipement"}},
    ]});
    assert_eq!(kept, wanted);
    assert_eq!(serde_json::from_value::<Mapping>(kept).unwrap(), mapping);
    for says in Says::plain().chain([Says::ThemeIfYes(theme)]) {
        assert_eq!(Says::parse(&says.code()), Some(says));
    }
    assert_eq!(Says::parse("theme-if-yes nothing"), None);
    // Every word of the table of headings is understood.
    let table = include_str!("../data/headings.tsv");
    for line in table.lines() {
        let (says, heading) = line.split_once('\t').unwrap();
        assert!(Says::parse(says).is_some(), "{line}");
        assert_eq!(normal(heading), heading);
    }
}

#[test]
fn what_is_remembered_goes_on_when_columns_come_and_go() {
    let headings = |text: &str| headings(text.as_bytes()).unwrap();
    let mut kept = Mapping::guess(&headings("Lieu;Où;Quand\nLa Fabrique;Bourges;20/11/2025\n"));
    for (column, says) in kept.columns.iter_mut().zip([Says::Name, Says::Commune, Says::Nothing]) {
        column.says = says;
    }
    let now = headings("Lieu;Ville;Tél\nLa Fabrique;Bourges;01 02\n");
    assert_eq!(kept.changes(&now), (vec!["Ville".into(), "Tél".into()], vec!["Où".into()]));
    let says = |mapping: &Mapping| mapping.columns.iter().map(|c| c.says).collect::<Vec<_>>();
    assert_eq!(says(&kept.applied(&now)), [Says::Name, Says::Commune, Says::Phone]);
    // « Ville » is not taken for the commune while another column is.
    let both = headings("Lieu;Où;Ville\nLa Fabrique;Bourges;Bourges\n");
    assert_eq!(says(&kept.applied(&both)), [Says::Name, Says::Commune, Says::Nothing]);
    let same = headings("Lieu;Où;Quand\nA;B;C\n");
    assert_eq!(kept.changes(&same), (vec![], vec![]));
    assert_eq!(kept.applied(&same), kept);
    assert_eq!(kept.heading_of("commune"), Some("Où"));
    assert_eq!(kept.twice(), None);
    kept.columns[2].says = Says::Commune;
    assert_eq!(kept.twice(), Some(Says::Commune));
}

#[test]
fn words_that_are_on_no_list_are_said_with_what_may_be_meant() {
    let text = "nom;date_maj;services;publics;frais;modalites_acces;horaires\n\
        Alpha;13/05/2024;Aide aux démarches administratives;Jeunnes;Gratuis;Téléfoner;le matin\n\
        Bravo;13/05/2024;Aide aux démarches administratives;Seniors;5 euros par an;;\n";
    let found = places(text, |_| {});
    let said: Vec<_> = found.said[0]
        .faults
        .iter()
        .map(|f| (&*f.field, &*f.value, f.did_you_mean.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        said,
        [
            ("horaires_accueil", "le matin", "lundi"),
            ("publics", "Jeunnes", "Jeunes"),
            ("frais", "Gratuis", "Gratuit"),
            ("modes_mobilisation", "Téléfoner", "Téléphoner"),
        ]
    );
    assert!(found.said[0].taken);
    assert_eq!(found.services[0].value.audiences_detail.as_deref(), Some("Jeunnes"));
    // A price is no slip of the pen: it is kept as it stands.
    assert_eq!(found.said.len(), 1, "{:?}", found.said);
    assert_eq!(found.services[1].value.fees_detail.as_deref(), Some("5 euros par an"));
}

#[test]
fn words_of_other_lists_are_known_by_what_a_person_says_too() {
    let text = "nom;date_maj;services;publics;frais;modalites_acces\n\
        Alpha;13/05/2024;Aide aux démarches administratives;Jeunes, Gens du voyage;Prix libre;Sonner\n\
        Bravo;13/05/2024;Aide aux démarches administratives;Tout venant;5 euros par an;\n";
    let guessed = Mapping::guess(&headings(text.as_bytes()).unwrap());
    let words = unknown_words(&listing(text.as_bytes()).unwrap(), &guessed);
    let told: Vec<_> = words.iter().map(|w| (w.list, w.key.as_str())).collect();
    let wanted = [
        (WordList::Audiences, "gens du voyage"),
        (WordList::Fees, "prix libre"),
        (WordList::ContactModes, "sonner"),
        (WordList::Audiences, "tout venant"),
        (WordList::Fees, "5 euros par an"),
    ];
    assert_eq!(told, wanted);
    let change = |mapping: &mut Mapping| {
        let said: [(_, _, &[&str]); 5] = [
            (WordList::Audiences, "gens du voyage", &[]),
            (WordList::Audiences, "tout venant", &["tous-publics"]),
            (WordList::Fees, "prix libre", &["gratuit"]),
            (WordList::Fees, "5 euros par an", &["payant"]),
            (WordList::ContactModes, "sonner", &["se-presenter"]),
        ];
        for (list, key, codes) in said {
            assert!(mapping.say(list, key, codes));
        }
        assert!(!mapping.say(WordList::Fees, "prix libre", &["jeunes"]), "a word of another list");
    };
    let found = places(text, change);
    assert_eq!(found.said, []);
    let told = |at: usize| {
        let s = &found.services[at].value;
        let audiences: Vec<_> = s.audiences.iter().map(|a| a.code()).collect();
        let modes: Vec<_> = s.contact_modes.iter().map(|m| m.code()).collect();
        let fees = s.fees.map(|f| f.code()).unwrap_or_default();
        (audiences.join(" "), s.audiences_detail.clone(), fees, s.fees_detail.clone(), modes)
    };
    let some = |text: &str| Some(text.to_owned());
    // What is not to be taken is gone; what the words say beyond their codes stays.
    assert_eq!(
        told(0),
        ("jeunes".into(), None, "gratuit", some("Prix libre"), vec!["se-presenter"])
    );
    let all = ("tous-publics".into(), some("Tout venant"), "payant", some("5 euros par an"));
    assert_eq!(told(1), (all.0, all.1, all.2, all.3, vec![]));
    let mut kept = guessed;
    change(&mut kept);
    let back: Mapping = serde_json::from_value(serde_json::to_value(&kept).unwrap()).unwrap();
    assert_eq!(back, kept);
    assert_eq!(back.applied(&["autre".to_owned()]).others, kept.others);
    kept.unsay(WordList::ContactModes, "sonner");
    assert_eq!(kept.said(WordList::ContactModes, "sonner"), None);
}

#[test]
fn themes_are_known_by_code_and_name_and_other_words_by_what_a_person_says() {
    let text = "nom;Thèmes;date_maj\n\
        Alpha;SE MAINTENIR DANS LE LOGEMENT, Mobilité;13/05/2024\n\
        Bravo;Numerique--Acquerir-un-equipement;13/05/2024\n\
        Charlie;mobilite | Maitrisé le calcul | Bricolage;13/05/2024\n";
    let guessed = Mapping::guess(&headings(text.as_bytes()).unwrap());
    assert_eq!(guessed.says("Thèmes"), Says::Themes);
    for heading in ["Thématiques", "THEMATIQUE", "Thème(s)", "Domaines d’intervention"] {
        assert_eq!(Mapping::guess(&[heading.to_owned()]).says(heading), Says::Themes, "{heading}");
    }
    let words = unknown_words(&listing(text.as_bytes()).unwrap(), &guessed);
    let told: Vec<_> =
        words.iter().map(|w| (w.word.as_str(), w.key.as_str(), w.n, w.meant().len())).collect();
    let wanted = [
        // That of a category: all its themes may be meant.
        ("Mobilité", "mobilite", 2, 6),
        ("Maitrisé le calcul", "maitrise le calcul", 1, 1),
        ("Bricolage", "bricolage", 1, 0),
    ];
    assert_eq!(told, wanted);
    let theme = |code: &str| BTreeSet::from([Theme::parse(code).unwrap()]);
    assert_eq!(words[1].meant(), [["lecture-ecriture-calcul--maitriser-le-calcul"]]);
    let codes = |found: &Outcome, at: usize| -> Vec<&'static str> {
        found.services[at].value.themes.iter().map(|t| t.code()).collect()
    };
    let found = places(text, |_| {});
    assert_eq!(codes(&found, 0), ["logement-hebergement--se-maintenir-dans-le-logement"]);
    assert_eq!(codes(&found, 1), ["numerique--acquerir-un-equipement"]);
    assert_eq!((found.services.len(), found.said[1].faults.len()), (2, 3));
    let change = |mapping: &mut Mapping| {
        let theme = theme("mobilite--preparer-un-permis");
        mapping.words.insert("mobilite".into(), theme);
        mapping.words.insert("bricolage".into(), BTreeSet::new());
    };
    let found = places(text, change);
    assert_eq!(codes(&found, 2), ["mobilite--preparer-un-permis"]);
    let said: Vec<_> = found.said.iter().flat_map(|s| &s.faults).map(|f| &*f.value).collect();
    assert_eq!(said, ["Maitrisé le calcul"], "what is not to be taken is not told");
    // What was said is kept with the mapping, and goes on when columns come and go.
    let mut kept = guessed;
    change(&mut kept);
    let back: Mapping = serde_json::from_value(serde_json::to_value(&kept).unwrap()).unwrap();
    assert_eq!(back, kept);
    assert_eq!(kept.applied(&["nom".to_owned()]).words, kept.words);
    let early: Mapping = serde_json::from_value(json!({ "columns": [] })).unwrap();
    assert!(early.words.is_empty(), "as it was kept before");
}

#[test]
fn lines_that_say_the_same_are_one_place_and_the_remark_names_both() {
    let text = "nom;ville;suivi par;date_maj\n\
        La Fabrique;Bourges;A;20/11/2025\n\
        La Fabrique;Vierzon;A;20/11/2025\n\
        La Fabrique ;Bourges;B;20/11/2025\n";
    let found = places(text, |_| {});
    let towns: Vec<_> =
        found.structures.iter().filter_map(|r| r.value.site.commune.as_deref()).collect();
    assert_eq!(towns, ["Bourges", "Vierzon"]);
    let said: Vec<_> =
        found.said.iter().map(|s| (s.place.line, s.taken, s.faults[0].kind)).collect();
    assert_eq!(said, [(4, true, FaultKind::SameLine(2))]);
    let problem = found.said[0].faults[0].problem();
    assert!(problem.args.contains(&("count", "2".into())));
}

#[test]
fn a_table_that_is_too_large_is_told_what_of_it_is() {
    let cells = |text: &str, n: usize| vec![text; n].join(";");
    let wide = format!("{}\n{}\n", cells("a", 201), cells("b", 201));
    let object: serde_json::Map<_, _> =
        (0..201).map(|n| (format!("champ {n}"), json!("x"))).collect();
    let wide_json = json!([object]).to_string();
    let long = format!("nom;ville\n{}", "A;Bourges\n".repeat(200_001));
    let cell = format!("nom;ville\nA;{}\n", "x".repeat(33_000));
    for (bytes, message) in [
        (wide, "inclusion-file-too-wide"),
        (wide_json, "inclusion-file-too-wide"),
        (long, "inclusion-file-too-long"),
        (cell, "inclusion-file-long-cell"),
    ] {
        assert_eq!(headings(bytes.as_bytes()).unwrap_err().message(), message);
    }
}

#[test]
fn two_columns_may_be_called_the_same() {
    let text = "nom;nom;date_maj\n12;La Fabrique;13/05/2024\n";
    let found = places(text, |mapping| {
        mapping.columns[0].says = Says::Id;
        mapping.columns[1].says = Says::Name;
    });
    assert_eq!(found.structures[0].value.name, "La Fabrique");
    assert_eq!(found.structures[0].value.id, "essai--12");
    let headings = headings(text.as_bytes()).unwrap();
    let mapping = Mapping::guess(&headings);
    assert_eq!(mapping.applied(&headings), mapping);
    assert_eq!(mapping.twice(), None);
}

#[test]
fn a_file_of_the_format_is_told_from_one_that_is_not() {
    let known = crate::is_known;
    assert!(known(
        br#"{"structures":[{"source":"a","id":"1","nom":"A","date_maj":"2026-01-01"}]}"#
    ));
    assert!(known(b"id,nom,date_maj,commune\n1,A,2026-01-01,Lyon\n"));
    assert!(known(b"{\"id\":1,\"nom\":2,\"date_maj\":3}\n{\"id\":1,\"nom\":2,\"date_maj\":3}\n"));
    assert!(!known(EXPORT.as_bytes()));
    assert!(!known(b"id;nom;date_maj;services;courriels;typologie\n1;A;2026-01-01;x;y;z\n"));
    assert!(!known("nom;adresse;téléphone\nA;1 rue X;01\n".as_bytes()));
}

#[test]
fn an_identifier_stays_with_its_place_however_the_file_is_sorted() {
    let head = "id;nom;commune;services;date_maj\n";
    let line =
        |name: &str| format!("7;{name};Bourges;Aide aux démarches administratives;20/11/2025\n");
    let (one, other) = (line("Lieu B"), line("Lieu A"));
    let ids = |text: &str| {
        let found = places(text, |_| {});
        // That the source tells two by one identifier is said of both.
        assert_eq!(found.said.iter().filter(|s| s.faults[0].kind == FaultKind::Twice).count(), 2);
        let mut ids: Vec<_> =
            found.services.iter().map(|s| (s.value.name.clone(), s.value.id.clone())).collect();
        ids.sort();
        ids
    };
    let first = ids(&format!("{head}{one}{other}"));
    assert_eq!(first, ids(&format!("{head}{other}{one}")));
    assert_ne!(first[0].1, first[1].1);
}

#[test]
fn long_numbers_of_json_stay_what_they_are_whatever_its_encoding() {
    let text = r#"[{"id":9007199254740993,"nom":"Café A","commune":"Bourges","date_maj":"2024-05-13",
        "services":"Aide aux démarches administratives"},
        {"id":9007199254740992,"nom":"Café B","commune":"Bourges","date_maj":"2024-05-13",
        "services":"Aide aux démarches administratives"}]"#;
    let found = places(text, |_| {});
    let ids: Vec<_> = found.services.iter().map(|s| s.value.id.rsplit("--").next()).collect();
    assert_eq!(ids, [Some("9007199254740993"), Some("9007199254740992")]);
    let mut utf_16 = vec![0xFF, 0xFE];
    utf_16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let old: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for bytes in [utf_16, old] {
        let listing = listing(&bytes).unwrap();
        let name = listing.headings.iter().position(|h| h == "nom").unwrap();
        assert_eq!(listing.rows[0].1[name].text(), "Café A");
    }
}
