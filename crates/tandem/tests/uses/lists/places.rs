//! Tables of places: what their entries are called, what their words mean, what is told twice.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_called_as_their_places_and_so_are_those_that_were_called_by_their_themes() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.send("Cher", LIST.as_bytes()).await;
        desk.house.send(&desk.who, &at, &SAYS).await;
        desk.take(&at).await;
        let names = ["Cyber-base de l’été", "La Fabrique"];
        let titles = async || -> Vec<String> {
            desk.entries().await.into_iter().map(|e| e.draft.title).collect()
        };
        assert_eq!(titles().await, names);
        let themed = "Aide aux démarches administratives";
        let page = desk.house.get("/find?q=cyber-base").await.1;
        assert!(page.contains(names[0]) && !page.contains(&format!("{} ·", names[0])), "{page}");
        // As an earlier version took them: called by their themes, one of them by people since.
        let before = move |tx: &mut store::Tx<'_>| {
            tx.execute("UPDATE entries SET title = ?1", &[themed.into()])?;
            for name in names {
                let said = "UPDATE entry_sources SET said = replace(said, ?1, ?2)";
                let was = format!("\"nom\":\"{themed}\"");
                tx.execute(said, &[format!("\"nom\":\"{name}\"").into(), was.into()])?;
            }
            Ok::<_, store::StoreError>(())
        };
        desk.house.app.db.write(before).await.unwrap();
        let all = desk.entries().await;
        let own = all.iter().find(|e| e.draft.insee == "18279").unwrap();
        let writing = Writing {
            id: Some(own.id.clone()),
            owner: own.owner.clone(),
            curator: None,
            draft: EntryDraft { title: "Chez Lulu".into(), ..own.draft.clone() },
            verified: None,
            seen: None,
        };
        service::write(&desk.house.app, &Actor::Operator, writing).await.unwrap();
        let at = desk.straight("Cher", LIST.as_bytes()).await;
        let preview = desk.look(&at).await;
        let changed = format!("<td>{themed}</td><td>La Fabrique</td>");
        assert!(preview.contains(&changed), "{preview}");
        assert_eq!(counts(&preview), [0, 1, 1, 0]);
        assert_eq!(count(&preview, "Fiches", "Gardées telles quelles ici"), 1);
        desk.take(&at).await;
        assert_eq!(titles().await, ["Chez Lulu", "La Fabrique"], "what people wrote stays");
        assert_eq!(counts(&desk.again("Cher", LIST.as_bytes()).await.1), [0, 0, 2, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_are_no_themes_are_mapped_one_by_one_and_remembered() {
    let list = "nom;commune;Thèmes;màj\n\
        La Fabrique;Bourges;Logement, Bricolage;20/11/2025\n\
        Le Relais;Vierzon;Maitriser le calcule;20/11/2025\n";
    let says = [("c0", "name"), ("c1", "commune"), ("c2", "themes"), ("c3", "updated-on")];
    let with = |more: &[(&'static str, &'static str)]| [&says[..], more].concat();
    let rent = "logement-hebergement--louer-un-logement";
    let sums = "lecture-ecriture-calcul--maitriser-le-calcul";
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.send("Cher", list.as_bytes()).await;
        let page = desk.see(&at).await.page;
        assert!(page.contains("<option value=\"themes\" selected>"), "{page}");
        let near = format!("Vouliez-vous dire…\"><option value=\"{sums}\">Maîtriser le calcul");
        assert!(page.contains(&near) && page.contains("id=\"w-bricolage\""), "{page}");
        // A column that says themes only now: its words are asked for first.
        let asked = desk.house.send(&desk.who, &at, &says).await;
        assert_eq!((asked.status, asked.location), (303, format!("{at}?columns=1#words")));
        let wrong = with(&[("w-logement", "nothing-of-the-kind")]);
        assert_eq!(desk.house.send(&desk.who, &at, &wrong).await.status, 422);
        let chosen =
            with(&[("w-logement", rent), ("w-bricolage", "none"), ("w-maitriser-le-calcule", "")]);
        let chosen = desk.house.send(&desk.who, &at, &chosen).await;
        assert_eq!(chosen.location, format!("{at}/preview"));
        let preview = desk.look(&at).await;
        assert_eq!(counts(&preview), [1, 0, 0, 0]);
        assert!(
            preview.contains("Vouliez-vous dire") && !preview.contains("Bricolage"),
            "{preview}"
        );
        // Seen again, what was chosen stands there, once.
        let page = desk.see(&format!("{at}?columns=1")).await.page;
        let select = page.split("<select id=\"w-logement\"").nth(1).unwrap();
        let select = select.split("</select>").next().unwrap();
        assert!(select.contains(&format!("value=\"{rent}\" selected")), "{select}");
        assert_eq!(select.matches(" selected").count(), 1, "{select}");
        desk.take(&at).await;
        assert_eq!(desk.entries().await[0].draft.themes, [rent]);

        // Next month, with another place: what was said holds, without a question.
        let more = format!("{list}L’Escale;Bourges;LOGEMENT;20/11/2025\n");
        assert_eq!(counts(&desk.again("Cher", more.as_bytes()).await.1), [1, 0, 1, 0]);
        // What was left is said later.
        let at = desk.straight("Cher", more.as_bytes()).await;
        let later = with(&[("w-maitriser-le-calcule", sums)]);
        let later = desk.house.send(&desk.who, &at, &later).await;
        assert_eq!(later.location, format!("{at}/preview"), "the others are known");
        assert_eq!(counts(&desk.take(&at).await.1), [1, 0, 2, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_differ_by_capitals_and_accents_are_one_list() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.send("Annuaire de la Métropole", LIST.as_bytes()).await;
        desk.house.send(&desk.who, &at, &SAYS).await;
        desk.take(&at).await;
        let page = desk.again("annuaire de la  METROPOLE", LIST.as_bytes()).await.1;
        assert_eq!(counts(&page), [0, 0, 2, 0]);
        assert!(page.contains("Annuaire de la Métropole"), "{page}");
        // From the command line too.
        let import = exchange::Import {
            format: exchange::Format::Places,
            source: "ANNUAIRE DE LA METROPOLE".into(),
            bytes: LIST.into(),
            mapping: None,
            themes: std::collections::BTreeSet::new(),
            dry_run: false,
        };
        let taken = exchange::import(&desk.house.app, &Actor::Operator, import).await.unwrap();
        assert_eq!((taken.services.created, taken.services.unchanged), (0, 2));
        assert_eq!(desk.count("list_sources").await, 1);
        let at = desk.send("Annuaire de la Métropole de Lyon", LIST.as_bytes()).await;
        assert_eq!(desk.see(&at).await.status, 200, "another list: its columns are asked for");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_say_the_same_are_taken_once_and_told() {
    let list = "nom;commune;Thèmes;màj\n\
        La Fabrique;Bourges;Alimentation;20/11/2025\n\
        La Fabrique;Bourges;Alimentation;20/11/2025\n";
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.send("Cher", list.as_bytes()).await;
        let says = [("c0", "name"), ("c1", "commune"), ("c2", "themes"), ("c3", "updated-on")];
        desk.house.send(&desk.who, &at, &says).await;
        let preview = desk.look(&at).await;
        assert_eq!(
            (counts(&preview), count(&preview, "Structures", "Nouvelles")),
            ([1, 0, 0, 0], 1)
        );
        assert_eq!(count(&preview, "Lignes du fichier", "Prises, à vérifier"), 1);
        assert!(preview.contains("Ligne 3</h3>") && preview.contains("la ligne 2"), "{preview}");
        desk.take(&at).await;
        assert_eq!(desk.count("organisations").await, 1);
    }
}

/// The command tells what it put right, once for all lines of which it says the same.
#[test]
fn the_command_tells_each_kind_of_remark_once_with_how_many_more_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("val-de-marne.csv");
    let list = "id,nom,commune,code_postal,adresse,date_maj\n\
        1,Cyber-base,Arcueil,94110,1 rue Cauchy,2026-01-05\n\
        2,Le Tremplin,Bourg-en-Bresse,1000,2 rue Bichat,2026-01-05\n\
        3,La Fabrique,Bourg-en-Bresse,1000,3 rue Samaritaine,2026-01-05\n\
        4,Le Relais,Bourg-en-Bresse,1000,4 rue Littré,2026-01-05\n";
    std::fs::write(&file, list).unwrap();
    let told = |more: &[&str]| -> String {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tandem"));
        command.env_clear().args(["import", "places", "--dry-run"]).arg(&file).args(more);
        let output = command.arg("--dir").arg(folder.path().join("data")).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}{text}", String::from_utf8_lossy(&output.stderr));
        text
    };
    let text = told(&["--lang", "fr"]);
    let lines: Vec<&str> = text.lines().filter(|l| l.contains("01000")).collect();
    assert_eq!(lines.len(), 1, "{text}");
    assert!(lines[0].ends_with("(et 2 autres remarques de cette sorte)"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&told(&["--format", "json"])).unwrap();
    let padded = json["said"].as_array().unwrap().iter();
    assert_eq!(padded.filter(|s| s["message"].to_string().contains("01000")).count(), 3, "{json}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unknown_word_can_be_reached_whatever_its_column_and_is_remembered() {
    // More words than a page has; the rarest of all is in another column.
    let mut list = String::from("nom;commune;Thèmes;publics;frais;màj\n");
    for n in 0..70 {
        list += &format!("Lieu {n};Bourges;Mot {n};Familles nombreuses;Prix libre;20/11/2025\n");
    }
    list += "Le Relais;Vierzon;Mot 69;Gens de passage;Gratuit;20/11/2025\n";
    let says = [
        ("c0", "name"),
        ("c1", "commune"),
        ("c2", "themes"),
        ("c3", "audiences"),
        ("c4", "fees"),
        ("c5", "updated-on"),
    ];
    let with = |more: &[(&'static str, &'static str)]| [&says[..], more].concat();
    let rent = "logement-hebergement--louer-un-logement";
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.send("Cher", list.as_bytes()).await;
        let asked = desk.house.send(&desk.who, &at, &says).await;
        assert_eq!(asked.location, format!("{at}?columns=1#words"));
        let first = desk.see(&format!("{at}?columns=1")).await.page;
        assert!(first.contains("73 mots n’ont pas encore de sens"), "{first}");
        assert!(first.contains("id=\"wa-familles-nombreuses\"") && first.contains("Page 1 sur 2"));
        assert!(!first.contains("id=\"wa-gens-de-passage\""), "{first}");
        let asks = first.split("name=\"asks\" value=\"").nth(1).unwrap();
        let asks: &'static str = asks.split('"').next().unwrap().to_owned().leak();

        // What was chosen here is kept on the way to the next page.
        let on =
            with(&[("asks", asks), ("wa-familles-nombreuses", "familles"), ("words_page", "2")]);
        let on = desk.house.send(&desk.who, &at, &on).await;
        assert_eq!(on.location, format!("{at}?columns=1&words_page=2&words_like=#words"));
        let second = desk.see(on.location.split('#').next().unwrap()).await.page;
        assert!(second.contains("72 mots n’ont"), "{second}");
        assert!(second.contains("id=\"wa-gens-de-passage\""), "{second}");
        // Or they are looked for, with or without accents.
        let look = with(&[("words_page", "1"), ("words_like", "PASSÂGE")]);
        let look = desk.house.send(&desk.who, &at, &look).await;
        let found = desk.see(look.location.split('#').next().unwrap()).await.page;
        assert_eq!(found.matches("<select id=\"w").count(), 1, "{found}");
        let nothing = format!("{at}?columns=1&words_like=introuvable");
        assert!(desk.see(&nothing).await.page.contains("Aucun de ces mots"));

        let wrong = with(&[("wf-prix-libre", "jeunes")]);
        assert_eq!(desk.house.send(&desk.who, &at, &wrong).await.status, 422);
        let chosen = with(&[
            ("asks", asks),
            ("w-mot-69", rent),
            ("wa-gens-de-passage", "tous-publics"),
            ("wf-prix-libre", "gratuit"),
        ]);
        let chosen = desk.house.send(&desk.who, &at, &chosen).await;
        assert_eq!(chosen.location, format!("{at}/preview"), "whoever saw the words was asked");
        desk.take(&at).await;
        let told = |entries: Vec<Entry>| {
            let said = |e: &Entry| {
                let publics: Vec<_> = e.draft.publics.iter().map(|p| p.code()).collect();
                let fees = e.draft.fees.map(|f| f.code()).unwrap_or_default();
                (e.draft.title.clone(), publics.join(" "), fees, e.draft.publics_note.clone())
            };
            entries.iter().map(said).collect::<Vec<_>>()
        };
        let wanted = [
            ("Le Relais".into(), "tous-publics".into(), "gratuit", "Gens de passage".to_owned()),
            ("Lieu 69".into(), "familles".into(), "gratuit", "Familles nombreuses".to_owned()),
        ];
        assert_eq!(told(desk.entries().await), wanted);
        // Next month the same words mean the same, without a question.
        assert_eq!(counts(&desk.again("Cher", list.as_bytes()).await.1), [0, 0, 2, 0]);
    }
}
