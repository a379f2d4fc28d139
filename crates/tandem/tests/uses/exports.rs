//! What one instance exports another takes, and the bilan is the same.

use std::path::Path;
use std::process::{Command, Output};

fn tandem(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
    command.env_clear().args(arguments).arg("--dir").arg(dir).output().unwrap()
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}{text}", String::from_utf8_lossy(&output.stderr));
    text
}

/// The demonstration, filled without being served.
async fn demonstration(dir: &Path) {
    let app = tandem::app(
        store::Location::Sqlite(dir.join("tandem.db")),
        vault::Vault::open(&dir.join("keys")).unwrap(),
        site::Config::default(),
        base::Clock::System,
    );
    tandem::demo::fill(&app.await.unwrap()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn three_seasons_travel_from_one_instance_to_another() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    std::fs::create_dir_all(&here).unwrap();
    demonstration(&here).await;
    let period = ["--from", "2015-09-01", "--to", "2017-12-31"];
    for (kind, lang) in [("csv", "fr"), ("xlsx", "en")] {
        let file = folder.path().join(format!("seasons.{kind}"));
        let file_name = file.to_str().unwrap();
        let export = [&["export"][..], &period, &["--output", file_name, "--lang", lang]].concat();
        said(&tandem(&here, &export));
        assert!(
            !tandem(&here, &export).status.success(),
            "a file that is there is not written over"
        );
    }
    let invite = ["user", "invite", "a@example.org", "--name", "A", "--admin"];
    said(&tandem(&there, &invite));
    {
        let location = store::Location::Sqlite(there.join("tandem.db"));
        let keys = vault::Vault::open(&there.join("keys")).unwrap();
        let app = tandem::app(location, keys, site::Config::default(), base::Clock::System);
        let library = network::model::Organisation {
            id: base::Id::parse("library").unwrap(),
            name: "Bibliothèque".into(),
            ..network::model::Organisation::blank()
        };
        let app = app.await.unwrap();
        network::service::write_organisation(&app, &site::Actor::Operator, library).await.unwrap();
    }
    let file = folder.path().join("seasons.csv");
    let import = ["import", "sessions", file.to_str().unwrap(), "--organisation", "library"];
    let json = |dir: &Path, from: &str, to: &str| -> serde_json::Value {
        let ask = ["report", "--from", from, "--to", to, "--format", "json"];
        serde_json::from_str(&said(&tandem(dir, &ask))).unwrap()
    };
    for _ in 0..2 {
        said(&tandem(&there, &import));
        for (from, to) in [("2015-09-01", "2015-12-31"), ("2017-01-01", "2017-12-31")] {
            let (a, b) = (json(&here, from, to), json(&there, from, to));
            for figure in
                ["sessions", "themes", "partners", "preregistered", "walk_ins", "participants"]
            {
                assert_eq!(a[figure], b[figure], "{figure} from {from}");
            }
            assert_eq!(
                a["by_theme"].as_array().unwrap().len(),
                b["by_theme"].as_array().unwrap().len()
            );
        }
    }
    // The workbook says the same in the other language: nothing new to import.
    let file = folder.path().join("seasons.xlsx");
    let import = [
        "import",
        "sessions",
        file.to_str().unwrap(),
        "--organisation",
        "library",
        "--format",
        "json",
        "--dry-run",
    ];
    let outcome = tandem(&there, &import);
    let outcome: serde_json::Value = serde_json::from_str(&said(&outcome)).unwrap();
    assert_eq!(outcome["refused"], serde_json::json!([]), "{outcome}");
}
