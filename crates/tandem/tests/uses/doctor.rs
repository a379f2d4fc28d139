//! `tandem doctor` finds what is wrong and says what to do.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::common::House;
use site::Config;

/// Status, and of each thing its state and words.
fn visit(dir: &Path) -> (i32, BTreeMap<String, (String, String)>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
    let command = command.env_clear().args(["doctor", "--format", "json", "--dir"]).arg(dir);
    let done = command.output().unwrap();
    let all: Vec<serde_json::Value> = serde_json::from_slice(&done.stdout).unwrap();
    let word = |v: &serde_json::Value, name: &str| v[name].as_str().unwrap().to_owned();
    let all = all.iter().map(|v| (word(v, "about"), (word(v, "state"), word(v, "say"))));
    (done.status.code().unwrap(), all.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_that_is_wrong_is_found() {
    let house = House::start(store::testing::sqlite(), Config::default()).await;
    let session = house.session(|_| {}).await;
    house.take(&session, "one", 1).await;
    let dir = house.fresh.dir.path().to_owned();
    let settings = |text: &str| std::fs::write(dir.join("tandem.toml"), text).unwrap();
    let (status, found) = visit(&dir);
    assert_eq!(status, 0, "{found:?}");
    let warned: Vec<&str> = found
        .iter()
        .filter(|(_, (s, _))| s == "warning")
        .map(|(about, _)| about.as_str())
        .collect();
    assert_eq!(warned, ["address", "backups", "controller", "mail"], "{found:?}");
    assert!(!found.contains_key("passwords"), "{found:?}");
    settings("passwords = true\n");
    let (status, found) = visit(&dir);
    assert_eq!((status, found["passwords"].0.as_str()), (0, "ok"), "{found:?}");
    assert!(found["passwords"].1.contains("Les clés d’accès sont plus sûres"), "{found:?}");

    let problem = |about: &str, words: &str| {
        let (status, found) = visit(&dir);
        assert_eq!((status, found[about].0.as_str()), (1, "problem"), "{found:?}");
        assert!(found[about].1.contains(words), "{found:?}");
    };
    settings("smtp_url = \"smtp://127.0.0.1:9\"\nsmtp_from = \"a@example.org\"\n");
    problem("mail", "smtp_url");
    settings("backup_recipient = \"age1x\"\nbase_url = \"https://x.example\"\n");
    problem("backups", "trop ancienne");
    assert_eq!(visit(&dir).1["proxy"].0, "warning");
    let provider = "[[provider]]\nid = \"p\"\nname = \"P\"\nissuer = \"http://127.0.0.1:9\"\n\
                    client_id = \"c\"\nclient_secret = \"s\"\n";
    settings(&format!("controller = \"Ville\"\n{provider}"));
    problem("provider", "http://127.0.0.1:9");
    problem("settings", "chmod 600");
    assert_eq!(visit(&dir).1["controller"].0, "ok");
    settings("");
    let chmod = |name: &str, mode| {
        let rights = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(dir.join(name), rights).unwrap();
    };
    chmod("tandem.db", 0o644);
    problem("files", "chmod 600");
    chmod("tandem.db", 0o600);
    chmod("keys/days", 0o640);
    problem("keys", "chmod 600");
    chmod("keys/days", 0o600);

    let run = |sql: &'static str| {
        let db = house.app.db.clone();
        async move {
            let done = db.write(move |tx| tx.execute(sql, &[]).map(|_| ())).await;
            done.map_err(|e: store::StoreError| e.to_string()).unwrap();
        }
    };
    run("UPDATE sessions SET taken = taken + 1").await;
    problem("counters", "tandem check");
    run("UPDATE sessions SET taken = taken - 1").await;
    run("UPDATE audit SET detail = 'x' WHERE seq = 1").await;
    problem("audit", "audit verify");
    run("INSERT INTO nodes (node, seen_at) VALUES ('other', 4000000000)").await;
    problem("clock", "Réglez l’heure");
    run("UPDATE registrations SET sealed = x'00', forget_day = 10").await;
    problem("forgetting", "tandem purge");
    std::fs::rename(dir.join("keys"), dir.join("lost")).unwrap();
    problem("database", "other-keys");
}
