//! Lists of organisations that are known from elsewhere, taken and taken again, on both databases.

use std::path::Path;
use std::process::Command;

use crate::common::{House, houses};
use base::Id;
use network::model::{Fact, Organisation, OrganisationKind, Standing};
use network::register::model::{Outcome, Source};
use network::register::service::import;
use network::service as network_rooms;
use serde_json::Value;
use site::{Actor, Role};
use store::{Location, StoreError, Tx};

/// Forty rows of the ministry's list, see `register/README.md`.
const LIBRARIES: &str = include_str!("register/libraries.csv");

async fn take(house: &House, text: &str) -> Outcome {
    let bytes = text.as_bytes().to_vec();
    import(&house.app, &Actor::Operator, Source::Ministry, bytes, false).await.unwrap()
}

/// The organisation of a code of the list.
async fn of_code(house: &House, code: &str) -> Organisation {
    let code = code.to_owned();
    let find = move |tx: &mut Tx<'_>| {
        let sql = "SELECT organisation_id FROM organisation_sources WHERE source_id = ?1";
        let id: Id = tx.query_one(sql, &[code.into()])?.get(0)?;
        Ok::<_, StoreError>(network_rooms::organisation(tx, &id)?.unwrap())
    };
    house.app.db.read(find).await.unwrap()
}

async fn facts(house: &House, id: &Id) -> Vec<(Fact, f64, String)> {
    let id = id.clone();
    house.app.db.read(move |tx| network_rooms::facts(tx, &id)).await.unwrap()
}

fn codes(outcome: &Outcome) -> Vec<(&'static str, usize)> {
    outcome.remarks_by_code().iter().map(|notes| (notes[0].code, notes.len())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_taken_and_the_same_list_again_changes_nothing() {
    for house in houses().await {
        let first = take(&house, LIBRARIES).await;
        assert_eq!((first.created, first.updated, first.unchanged), (40, 0, 0));
        assert_eq!((first.missing, first.refused.len()), (0, 0));
        let remarks = codes(&first);
        for wanted in [
            ("register-remark-website", 4),
            ("register-remark-website-mended", 6),
            ("register-remark-type", 1),
            ("register-remark-far", 1),
            ("register-remark-postcode-mended", 1),
            ("register-remark-department", 1),
            ("register-remark-commune-guessed", 1),
        ] {
            assert!(remarks.contains(&wanted), "{wanted:?}: {remarks:?}");
        }

        let mezos = of_code(&house, "LI14870").await;
        assert_eq!((mezos.name.as_str(), mezos.insee.as_str()), ("Médiathèque de Mézos", "40182"));
        assert_eq!((mezos.standing, mezos.kind), (Standing::Listed, OrganisationKind::Library));
        assert_eq!((mezos.website.as_str(), mezos.open_to_public), ("", true));
        let known = facts(&house, &mezos.id).await;
        assert!(known.contains(&(Fact::Seats, 16.0, "ministry".into())), "{known:?}");
        assert!(known.contains(&(Fact::Reached, 285.0, "ministry".into())), "{known:?}");
        // The arrondissement by the postcode; the département where the file is mistaken.
        assert_eq!(of_code(&house, "LI10215").await.insee, "75106");
        assert_eq!(of_code(&house, "LI17644").await.insee, "54113");
        let annexe = of_code(&house, "BD101").await;
        assert_eq!(
            (annexe.name.as_str(), annexe.open_to_public),
            ("MDA annexe de Commentry", false)
        );
        assert_eq!(of_code(&house, "LI7307").await.point.unwrap().lon, -0.000568);
        assert_eq!(of_code(&house, "LI16727").await.point, None);
        assert_eq!(of_code(&house, "LI10204").await.website, "https://resolu.net/");
        // Known, and no member: it stands in no list to choose from.
        let (_, page) = house.get("/partners").await;
        assert!(!page.contains("Mézos"));

        let before = house.dump().await;
        let again = take(&house, LIBRARIES).await;
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 40));
        assert_eq!(house.dump().await, before, "{}", house.engine());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn trying_writes_nothing_and_only_administrators_import() {
    for house in houses().await {
        let before = house.dump().await;
        let bytes = LIBRARIES.as_bytes().to_vec();
        let tried = import(&house.app, &Actor::Operator, Source::Ministry, bytes.clone(), true);
        let tried = tried.await.unwrap();
        assert_eq!((tried.created, tried.dry_run), (40, true));
        assert_eq!(house.dump().await, before);
        let refused = import(&house.app, &Actor::Public, Source::Ministry, bytes, false).await;
        assert_eq!(refused.unwrap_err().kind, base::Kind::SignIn);
        assert_eq!(house.dump().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_list_changes_what_nobody_corrected() {
    for house in houses().await {
        take(&house, LIBRARIES).await;
        let mut corrected = of_code(&house, "LI14870").await;
        corrected.website = "https://mezos.fr".into();
        network_rooms::write_organisation(&house.app, &Actor::Operator, corrected).await.unwrap();
        // A year later: a site, another number of seats, one library gone, one come.
        let later = LIBRARIES
            .replace("Bâtiment ouvert,oui,,16,", "Bâtiment ouvert,https://list.fr,,18,")
            .lines()
            .filter(|line| !line.starts_with("BD1034,"))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
            + "LI99999,Médiathèque neuve,1 rue Neuve,75,NAQ,40,Landes,40170,Mézos,860,,,\
               Bâtiment ouvert,,,,,,,,,,,,,,,,,\n";
        let outcome = take(&house, &later).await;
        let counts = (outcome.created, outcome.updated, outcome.unchanged, outcome.missing);
        assert_eq!(counts, (1, 1, 38, 1), "{}", house.engine());
        let mezos = of_code(&house, "LI14870").await;
        assert_eq!(mezos.website, "https://mezos.fr", "what people wrote stays");
        assert!(facts(&house, &mezos.id).await.contains(&(Fact::Seats, 18.0, "ministry".into())));
        assert_eq!(of_code(&house, "BD1034").await.city, "Évreux", "it is noted, not deleted");
        let again = take(&house, &later).await;
        assert_eq!((again.updated, again.unchanged, again.missing), (0, 40, 1));
        // Back in the list: no longer missing.
        let back = take(&house, LIBRARIES).await;
        assert_eq!((back.created, back.missing), (0, 1));
        assert_eq!(of_code(&house, "LI14870").await.website, "https://mezos.fr");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refused_line_says_why_and_the_others_go_in() {
    let mut lines: Vec<&str> = LIBRARIES.lines().take(4).collect();
    let long = format!("X1,{},,,,75,,75004,Paris,,,,Bâtiment ouvert", "é".repeat(201));
    lines.extend([
        ",Sans code,,,,75,,75004,Paris,,,,Bâtiment ouvert",
        "X2,  ,,,,75,,75004,Paris,,,,Bâtiment ouvert",
        "BD101,Encore elle,,,,03,,03600,Commentry,,,,Bâtiment ouvert",
        &long,
        "X3,Nulle part,,,,75,,abc,Atlantis,,2,91,Bâtiment ouvert,,,beaucoup",
    ]);
    let text = lines.join("\n") + "\n";
    for house in houses().await {
        // By the command line, in both languages.
        let path = house.fresh.dir.path().join("list.csv");
        std::fs::write(&path, &text).unwrap();
        let run = |lang: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
            command.args(["import", "libraries", "--format", "json", "--lang", lang]);
            command.arg(&path).arg("--dir").arg(house.fresh.dir.path());
            match &house.fresh.location {
                Location::Sqlite(file) => {
                    command.arg("--database").arg(format!("sqlite:{}", file.display()))
                }
                Location::Postgres(address) => command.arg("--database").arg(address),
            };
            let done = command.output().unwrap();
            assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
            serde_json::from_slice::<Value>(&done.stdout).unwrap()
        };
        let told = run("fr");
        assert_eq!((&told["created"], &told["refused_count"]), (&4.into(), &4.into()), "{told}");
        let refused: Vec<_> = told["refused"].as_array().unwrap().iter().collect();
        let of = |n: usize| {
            let text = |name: &str| refused[n][name].as_str().unwrap().to_owned();
            (refused[n]["line"].as_u64().unwrap(), text("field"), text("code"), text("reason"))
        };
        let field = |n| (of(n).0, of(n).1, of(n).2);
        let wanted = |line, field: &str, code: &str| (line, field.to_owned(), code.to_owned());
        assert_eq!(field(0), wanted(5, "Code_bib", "register-refused-no-code"));
        assert_eq!(field(1), wanted(6, "nom_de_l_etablissement", "register-refused-no-name"));
        assert_eq!(field(2), wanted(7, "Code_bib", "register-refused-twice"));
        assert_eq!(field(3), wanted(8, "nom_de_l_etablissement", "register-refused-long"));
        assert!(of(2).3.contains("ligne 2"), "{}", of(2).3);
        let remarks: Vec<_> = told["remarks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["code"].as_str().unwrap())
            .collect();
        for code in ["postcode", "commune", "coordinates", "number"] {
            assert!(remarks.contains(&format!("register-remark-{code}").as_str()), "{remarks:?}");
        }
        let told = run("en");
        assert_eq!((&told["created"], &told["unchanged"]), (&0.into(), &4.into()));
        assert!(told["refused"][2]["reason"].as_str().unwrap().contains("line 2"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_is_refused_as_a_whole() {
    for house in houses().await {
        let wide = format!("{}\nM\n", ["nom"; 201].join(";")).into_bytes();
        let long = format!("nom;ville\n{};Paris\n", "x".repeat(40_000)).into_bytes();
        for (bytes, message) in [
            (&b""[..], "register-file-empty"),
            (b"\x89PNG\r\n\x1a\n\0\0", "register-file-unknown"),
            (b"nom;ville\nM;Paris\n", "register-file-columns"),
            (b"1;2\n3;4\n", "register-file-no-headings"),
            (&wide, "register-file-too-wide"),
            (&long, "register-file-long-cell"),
        ] {
            let done =
                import(&house.app, &Actor::Operator, Source::Ministry, bytes.to_vec(), false);
            assert_eq!(done.await.unwrap_err().message, message);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn career_centres_are_found_by_their_territory() {
    let list = "nom,pays,territoire\n\
        \"Cité des métiers de Paris (La Villette)\",France,Paris\n\
        Cité des métiers du Val-de-Marne,France,Val-de-Marne\n\
        Cité des métiers du Grand Genève,Suisse,Genève\n";
    for house in houses().await {
        let bytes = || list.as_bytes().to_vec();
        let operator = Actor::Operator;
        let take = |bytes| import(&house.app, &operator, Source::CareerCentres, bytes, false);
        let first = take(bytes()).await.unwrap();
        assert_eq!((first.created, codes(&first)), (3, vec![("register-remark-territory", 1)]));
        let find = |tx: &mut Tx<'_>| {
            network_rooms::organisation_by_name(tx, "cite des metiers de paris (la villette)")
        };
        let paris = house.app.db.read(find).await.unwrap().unwrap();
        assert_eq!((paris.insee.as_str(), paris.kind), ("75056", OrganisationKind::CareerCentre));
        assert_eq!(take(bytes()).await.unwrap().unchanged, 3);
    }
}

/// The whole list of the ministry, where it lies beside the project.
#[tokio::test(flavor = "multi_thread")]
async fn the_whole_list_goes_in_twice() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/libraries/bibliotheques-publiques.csv");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("left out: {} is not there", path.display());
        return;
    };
    for house in houses().await {
        let operator = Actor::Operator;
        let take = || import(&house.app, &operator, Source::Ministry, bytes.clone(), false);
        let first = take().await.unwrap();
        let all = first.created + first.refused.len();
        assert_eq!((all, first.updated, first.unchanged), (15_702, 0, 0), "{}", house.engine());
        let reason = |code| house.app.catalogue.text(base::Lang::Fr, code, &[]);
        assert!(first.refused.iter().all(|n| n.line > 1 && reason(n.code) != n.code));
        let again = take().await.unwrap();
        let counts = (again.created, again.updated, again.unchanged, again.missing);
        assert_eq!(counts, (0, 0, first.created, 0), "{}", house.engine());
        // What these libraries told the ministry, added up.
        let sum = |tx: &mut Tx<'_>| {
            let sql = "SELECT SUM(value) FROM organisation_facts WHERE fact = ?1";
            let [actions, reached] = ["actions", "reached"]
                .map(|fact| tx.query_one(sql, &[fact.into()]).unwrap().get::<f64>(0).unwrap());
            Ok::<_, StoreError>((actions, reached))
        };
        assert_eq!(house.app.db.read(sum).await.unwrap(), (696_320.0, 7_602_453.0));
        // What may be known twice is found in a moment, and shown.
        let who = house.signed_in(Role::Mediator, None).await;
        let begun = std::time::Instant::now();
        let page = house.see(&who, "/admin/duplicates").await.page;
        assert!(page.contains("name=\"kept\""), "{page}");
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
