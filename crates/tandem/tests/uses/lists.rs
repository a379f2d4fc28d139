//! Lists of help from elsewhere, taken in the browser, on both databases.

mod people;
mod places;
mod steps;
mod taking;

use crate::common::forms::Answer;
use crate::common::{House, houses};
use base::{Id, Problem};
use directory::exchange;
use directory::model::{Entry, EntryDraft, Signal, State};
use directory::service::{self, Writing};
use jiff::ToSpan;
use serde_json::json;
use site::{Actor, Permission, Role};
use tables::{Cell, Sheet};

struct Desk {
    house: House,
    who: reqwest::Client,
}

const START: &str = "/staff/directory/import";

impl Desk {
    /// An administrator of the network.
    async fn open(house: House) -> Self {
        let who = house.signed_in(Role::Coordinator, None).await;
        Self { house, who }
    }

    async fn upload(&self, source: &str, bytes: &[u8], more: &[(&str, &str)]) -> Answer {
        upload(&self.house, &self.who, source, bytes, more).await
    }

    /// Sends a list: the address of what comes next.
    async fn send(&self, source: &str, bytes: &[u8]) -> String {
        let answer = self.upload(source, bytes, &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.page);
        answer.location
    }

    /// Sends a list whose columns are known: the address of its pages.
    async fn straight(&self, source: &str, bytes: &[u8]) -> String {
        let at = self.send(source, bytes).await;
        let next = self.see(&at).await;
        assert_eq!(next.status, 303, "{}", next.page);
        assert_eq!(next.location, format!("{at}/preview"));
        at
    }

    async fn see(&self, path: &str) -> Answer {
        self.house.see(&self.who, path).await
    }

    /// The preview.
    async fn look(&self, at: &str) -> String {
        let page = self.see(&format!("{at}/preview")).await;
        assert_eq!(page.status, 200, "{}", page.page);
        page.page
    }

    /// Takes it: the address of the result, and its page.
    async fn take(&self, at: &str) -> (String, String) {
        let done = self.house.send(&self.who, &format!("{at}/take"), &[]).await;
        assert_eq!(done.status, 303, "{}", done.page);
        let page = self.see(&done.location).await;
        assert_eq!(page.status, 200, "{}", page.page);
        (done.location.split('?').next().unwrap().to_owned(), page.page)
    }

    /// Preview and taking of a list whose columns are known.
    async fn again(&self, source: &str, bytes: &[u8]) -> (String, String) {
        let at = self.straight(source, bytes).await;
        self.look(&at).await;
        self.take(&at).await
    }

    async fn entries(&self) -> Vec<Entry> {
        let read = self.house.app.db.read(|tx| {
            let start = service::beyond(0);
            Ok::<_, Problem>(service::changed_after(tx, &start, 10_000)?.0)
        });
        let mut all = read.await.unwrap();
        all.sort_by(|a, b| a.draft.title.cmp(&b.draft.title));
        all
    }

    async fn count(&self, table: &'static str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        let read = self.house.app.db.read(move |tx| tx.query_one(&sql, &[])?.get::<i64>(0));
        read.await.map_err(|e: store::StoreError| e.to_string()).unwrap()
    }
}

async fn upload(
    house: &House,
    who: &reqwest::Client,
    source: &str,
    bytes: &[u8],
    more: &[(&str, &str)],
) -> Answer {
    let file = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name("liste.csv");
    let mut form = reqwest::multipart::Form::new().part("file", file);
    form = form.text("new_source", source.to_owned());
    for (name, value) in more {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    let asked = who.post(format!("{}{START}", house.base)).multipart(form).send().await.unwrap();
    let location = asked.headers().get("location").and_then(|v| v.to_str().ok());
    let location = location.unwrap_or_default().to_owned();
    Answer { status: asked.status().as_u16(), location, page: asked.text().await.unwrap() }
}

/// What a count of a result says: « Fiches », « Nouvelles ».
fn count(page: &str, of: &str, what: &str) -> usize {
    let panel = page.split("<section class=\"panel\"><h2>").find(|p| p.starts_with(of)).unwrap();
    let cell = panel.split(&format!("<dt>{what}</dt><dd>")).nth(1).unwrap();
    let cell = cell.split("</dd>").next().unwrap();
    cell.rsplit('>').find(|t| !t.is_empty()).unwrap().trim_end_matches("</a").parse().unwrap()
}

/// The counts of entries: new, changed, unchanged, gone.
fn counts(page: &str) -> [usize; 4] {
    ["Nouvelles", "Modifiées", "Inchangées", "Disparues de la liste"]
        .map(|what| count(page, "Fiches", what))
}

/// A list with headings of its own.
const LIST: &str = "Lieu;Où;Tél;Ouverture;Pour qui;Offre;Màj\n\
    La Fabrique;Bourges;02 48 24 22 26;Lundi : 9 h-12 h;Jeunes;Aide aux démarches administratives;\
    20/11/2025\n\
    Cyber-base de l’été;Vierzon;02 48 00 00 00;;Seniors;Aide aux démarches administratives;\
    19/11/2025\n";

/// What its columns say.
const SAYS: [(&str, &str); 7] = [
    ("c0", "name"),
    ("c1", "commune"),
    ("c2", "phone"),
    ("c3", "hours"),
    ("c4", "audiences"),
    ("c5", "themes"),
    ("c6", "updated-on"),
];

/// As a spreadsheet of an old office saves it.
fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '’' => 0x92,
        c => u8::try_from(c).unwrap(),
    };
    text.replace('\n', "\r\n").chars().map(byte).collect()
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn workbook(text: &str) -> Vec<u8> {
    let mut lines = text.lines().map(|l| l.split(';').map(str::to_owned).collect::<Vec<_>>());
    let headings = lines.next().unwrap();
    let rows = lines.map(|l| l.into_iter().map(Cell::Text).collect()).collect();
    tables::write_xlsx(&[Sheet { name: "Lieux".into(), headings, rows }]).unwrap()
}

async fn correct(house: &House, entry: &Entry, phone: &str) {
    let writing = Writing {
        id: Some(entry.id.clone()),
        owner: entry.owner.clone(),
        curator: None,
        draft: EntryDraft { phone: phone.into(), ..entry.draft.clone() },
        verified: None,
        seen: None,
    };
    service::write(&house.app, &Actor::Operator, writing).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_columns_say_is_chosen_once_and_the_same_list_then_changes_nothing() {
    let shapes = [windows_1252(LIST), utf_16(LIST), workbook(LIST), LIST.replace(';', "\t").into()];
    for bytes in shapes {
        for house in houses().await {
            let desk = Desk::open(house).await;
            let at = desk.send("Annuaire du Cher", &bytes).await;
            let page = desk.see(&at).await;
            assert_eq!(page.status, 200);
            // Headings, two values of each, what the heading lets guess.
            for word in ["Où</label>", "« Bourges »", "« Vierzon »", "Ouverture</label>"] {
                let word = word.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
                assert!(page.page.contains(&word), "{word}: {}", page.page);
            }
            assert!(page.page.contains("<option value=\"phone\" selected>"), "{}", page.page);
            // No name: said, and nothing goes on.
            let refused = desk.house.send(&desk.who, &at, &[("c1", "commune")]).await;
            assert_eq!(refused.status, 422);
            assert!(refused.page.contains("quelle colonne donne le nom"), "{}", refused.page);
            let twice = [("c0", "name"), ("c1", "name")];
            assert_eq!(desk.house.send(&desk.who, &at, &twice).await.status, 422);
            let chosen = desk.house.send(&desk.who, &at, &SAYS).await;
            assert_eq!((chosen.status, &chosen.location), (303, &format!("{at}/preview")));

            // A preview writes nothing, not even what was chosen.
            let preview = desk.look(&at).await;
            assert_eq!(counts(&preview), [2, 0, 0, 0], "{preview}");
            for table in ["entries", "organisations", "source_mappings", "list_sources", "takings"]
            {
                assert_eq!(desk.count(table).await, 0, "{table}");
            }
            let (result, page) = desk.take(&at).await;
            assert_eq!(counts(&page), [2, 0, 0, 0], "{page}");
            let entries = desk.entries().await;
            assert_eq!(entries.len(), 2);
            assert_eq!(entries[1].state, State::Published);
            let vierzon = entries.iter().find(|e| e.draft.insee == "18279").unwrap();
            assert_eq!(vierzon.draft.phone, "+33248000000");
            // Each count opens onto its rows.
            let rows = desk.see(&format!("{result}?show=structure-created")).await.page;
            assert!(rows.contains("Cyber-base de l’été") && rows.contains("ligne 3"), "{rows}");

            // Next month, the same: straight to the preview, which says so.
            let at = desk.straight("Annuaire du Cher", &bytes).await;
            let preview = desk.look(&at).await;
            assert!(preview.contains("ne change rien"), "{preview}");
            for rows in ["entry-unchanged", "structure-unchanged"] {
                assert!(preview.contains(&format!("href=\"#{rows}\"")), "{preview}");
                assert!(preview.contains(&format!("id=\"{rows}\"")));
            }
            assert_eq!(counts(&desk.take(&at).await.1), [0, 0, 2, 0]);
            assert_eq!(desk.entries().await, entries, "nothing moved, not even in the order");
            // Both times are remembered, with who.
            let past = desk.see("/staff/directory/imports?source=Annuaire+du+Cher").await.page;
            assert_eq!(past.matches("Camille Essai</td>").count(), 2, "{past}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_that_came_or_went_are_named() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.send("Cher", LIST.as_bytes()).await;
        desk.house.send(&desk.who, &at, &SAYS).await;
        desk.take(&at).await;
        let changed = LIST.replace("Tél;", "Téléphone;").replace("Pour qui", "Publics");
        let at = desk.send("Cher", changed.as_bytes()).await;
        let page = desk.see(&at).await;
        assert_eq!(page.status, 200, "what is not known is asked");
        assert_eq!(page.page.matches("Nouvelle colonne").count(), 2, "{}", page.page);
        assert!(page.page.contains("<li>Tél</li><li>Pour qui</li>"), "{}", page.page);
        // What was said of the others is kept.
        assert!(page.page.contains("<option value=\"commune\" selected>"));
        // An empty column that nobody took may go without a word.
        let more = LIST.replace("Lieu;", "Lieu;Vide;").replace("Fabrique;", "Fabrique;;");
        let more = more.replace("l’été;", "l’été;;");
        let at = desk.send("Autre", more.as_bytes()).await;
        let says = ["name", "nothing", "commune", "phone", "hours", "audiences", "themes"];
        let names: Vec<String> = (0..8).map(|n| format!("c{n}")).collect();
        let says: Vec<(&str, &str)> =
            names.iter().map(String::as_str).zip(says.into_iter().chain(["updated-on"])).collect();
        desk.house.send(&desk.who, &at, &says).await;
        desk.take(&at).await;
        desk.straight("Autre", LIST.as_bytes()).await;
    }
}

fn data(name: &str, phone: &str, services: &[&str]) -> Vec<u8> {
    let structure = json!({ "source": "essai", "id": "s1", "nom": "Mission locale de Givors",
        "date_maj": "2026-03-01", "commune": "Givors", "code_postal": "69700",
        "code_insee": "69091" });
    let service = |id: &&str| {
        json!({ "source": "essai", "structure_id": "s1", "id": id, "nom": format!("{name} {id}"),
            "description": "Un accueil et des conseils.", "date_maj": "2026-03-01",
            "telephone": phone, "thematiques": ["numerique--acceder-a-des-services-en-ligne"] })
    };
    let services: Vec<_> = services.iter().map(service).collect();
    json!({ "structures": [structure], "services": services }).to_string().into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_lines_say_why_and_come_back_mended() {
    let list = "nom;commune;services;publics;date_maj;remarque\n\
        La Fabrique;Bourges;Aide aux démarches administratives;Jeunnes;20/11/2025;\n\
        ;Bourges;Aide aux démarches administratives;Jeunes;20/11/2025;=HYPERLINK(\"http://mal.example\")\n\
        Cyber-base;Burges;Aide aux démarches administratives;Seniors;hier;@SUM(A1)\n";
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.send("Cher", list.as_bytes()).await;
        // The headings are usual ones: guessed, and only looked at.
        let page = desk.see(&at).await.page;
        let says = ["name", "commune", "themes", "audiences", "updated-on", "nothing"];
        for word in says {
            assert!(page.contains(&format!("<option value=\"{word}\" selected>")), "{word}");
        }
        let names: Vec<String> = (0..6).map(|n| format!("c{n}")).collect();
        let says: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(says).collect();
        desk.house.send(&desk.who, &at, &says).await;
        let preview = desk.look(&at).await;
        assert_eq!(count(&preview, "Lignes du fichier", "Refusées"), 2);
        assert_eq!(count(&preview, "Lignes du fichier", "Prises, à vérifier"), 1);
        // Line, column, the value as it stands, why, what may be meant.
        for cells in [
            "<h3>Ligne 4</h3>",
            "date_maj\u{a0}: «\u{a0}hier\u{a0}»",
            "commune\u{a0}: «\u{a0}Burges\u{a0}»",
            "<h3>Ligne 2</h3>",
            "publics\u{a0}: «\u{a0}Jeunnes\u{a0}»",
            "Vouliez-vous dire «\u{a0}Bourges\u{a0}»",
            "Vouliez-vous dire «\u{a0}Jeunes\u{a0}»",
        ] {
            assert!(preview.contains(cells), "{cells}: {preview}");
        }
        let file = desk.see(&format!("{at}/refused.csv")).await;
        assert_eq!(file.status, 200);
        assert!(!file.page.contains("La Fabrique"), "only what was refused: {}", file.page);
        assert!(
            file.page.contains("\"'=HYPERLINK(") && file.page.contains("'@SUM"),
            "{}",
            file.page
        );
        let (_, page) = desk.take(&at).await;
        assert_eq!(desk.entries().await.len(), 1);
        assert!(page.contains("/refused.csv"), "still to be had: {page}");

        // Mended and sent again: taken, and what the file does not hold is not gone.
        let mended = file.page.replace(";hier;", ";21/11/2025;").replace("Burges", "Bourges");
        let mended = mended.replace("\n;Bourges", "\nMédiathèque;Bourges");
        let (_, page) = desk.again("Cher", mended.as_bytes()).await;
        assert_eq!(counts(&page), [2, 0, 0, 0], "{page}");
        assert_eq!(desk.entries().await.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_is_refused_with_words_and_nothing_is_written() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let book = workbook(LIST);
        let whole = data("Accueil", "+33472242012", &["a", "b"]);
        for (name, bytes) in [
            ("empty", vec![]),
            ("photograph", vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1]),
            ("half a workbook", book[..book.len() / 2].to_vec()),
            ("half a document", whole[..whole.len() / 2].to_vec()),
            ("blank", b"\n\n\n".to_vec()),
        ] {
            let answer = desk.upload("essai", &bytes, &[]).await;
            assert_eq!(answer.status, 422, "{name}: {}", answer.page);
            assert!(answer.page.contains("id=\"file-error\""), "{name}: {}", answer.page);
        }
        let wide = format!("{}\n", vec!["a"; 300].join(";")).repeat(2);
        let answer = desk.upload("essai", wide.as_bytes(), &[]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.page.contains("plus de 200 colonnes"), "{}", answer.page);
        let huge = vec![b'x'; 21 * 1024 * 1024];
        let answer = desk.upload("essai", &huge, &[]).await;
        assert_eq!(answer.status, 413);
        assert!(answer.page.contains("20\u{a0}Mo au plus"), "{}", answer.page);
        let unnamed = desk.upload(" ", LIST.as_bytes(), &[]).await;
        assert_eq!(unnamed.status, 422);
        assert!(unnamed.page.contains("id=\"new_source-error\""), "{}", unnamed.page);
        for table in ["entries", "organisations", "takings", "list_sources"] {
            assert_eq!(desk.count(table).await, 0, "{table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_takes_its_own_lists_and_nobody_elses() {
    for house in houses().await {
        let library = house.library().await;
        let other = network::model::Organisation {
            id: Id::parse("elsewhere").unwrap(),
            name: "Mission locale de Givors".into(),
            insee: "69091".into(),
            ..network::model::Organisation::blank()
        };
        let id = other.id.clone();
        let saved = house.app.db.write(move |tx| network::service::save_organisation(tx, &other));
        saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        let rival = house.signed_in(Role::Coordinator, Some(&id)).await;
        let mediator = house.signed_in(Role::Mediator, Some(&library)).await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let desk = Desk { house, who };
        assert_eq!(desk.house.see(&mediator, START).await.status, 403);

        // On behalf of the library only.
        let sent = desk.upload("essai", LIST.as_bytes(), &[("curator", "elsewhere")]).await;
        assert_eq!(sent.status, 422, "{}", sent.page);
        let sent = desk.upload("essai", LIST.as_bytes(), &[]).await;
        assert_eq!(sent.status, 422, "nobody to look after it: {}", sent.page);
        let sent = desk.upload("essai", LIST.as_bytes(), &[("curator", "library")]).await;
        let at = sent.location;
        desk.house.send(&desk.who, &at, &SAYS).await;
        // The file opens for whoever sent it.
        assert_eq!(desk.house.see(&rival, &at).await.status, 410);
        assert_eq!(desk.house.send(&rival, &format!("{at}/take"), &[]).await.status, 410);
        let (result, _) = desk.take(&at).await;
        let entries = desk.entries().await;
        assert_eq!(entries.len(), 2);
        assert!(entries.iter().all(|e| e.curator.as_ref() == Some(&library)));

        // Another library cannot take over the list, nor read what came of it.
        let sent =
            upload(&desk.house, &rival, "essai", LIST.as_bytes(), &[("curator", "elsewhere")]);
        let sent = sent.await;
        assert_eq!(sent.status, 422, "{}", sent.page);
        assert!(sent.page.contains("Une autre structure"), "{}", sent.page);
        assert_eq!(desk.house.see(&rival, &result).await.status, 403);
        let past = desk.house.see(&rival, "/staff/directory/imports").await.page;
        assert!(!past.contains("essai"), "{past}");

        // A member of the network keeps its own entries: its rows are refused, with words.
        let list = data("Accueil", "+33472242012", &["a"]);
        let sent = desk.upload("Rhône", &list, &[("curator", "library")]).await;
        let preview = desk.look(&sent.location).await;
        assert_eq!(count(&preview, "Lignes du fichier", "Refusées"), 1, "{preview}");
        assert!(preview.contains("tient ses fiches"), "{preview}");
        desk.take(&sent.location).await;
        assert_eq!(desk.entries().await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_cannot_be_are_refused_one_by_one() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        // The same identifier twice, a service of nobody, a character that is no text.
        let mut list: serde_json::Value =
            serde_json::from_slice(&data("Accueil", "+33472242012", &["a", "a", "b"])).unwrap();
        list["services"][2]["structure_id"] = json!("nobody");
        list["services"][0]["nom"] = json!("Accueil\u{0} a");
        let structure = list["structures"][0].clone();
        list["structures"].as_array_mut().unwrap().push(structure);
        let (result, page) = desk.again("essai", list.to_string().as_bytes()).await;
        assert_eq!(
            (counts(&page), count(&page, "Lignes du fichier", "Refusées")),
            ([1, 0, 0, 0], 3)
        );
        let rows = desk.see(&format!("{result}?show=line-refused")).await.page;
        assert!(rows.contains("La structure nobody"), "{rows}");
        assert!(rows.contains("services, 2") && rows.contains("structures, 2"), "{rows}");
        let again = desk.again("essai", list.to_string().as_bytes()).await.1;
        assert_eq!(counts(&again), [0, 0, 1, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_erased_after_sixty_days_and_counts_stay() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let list = data("Accueil", "+33472242012", &["a"]);
        let (result, _) = desk.again("essai", &list).await;
        exchange::maintain(&desk.house.app).await.unwrap();
        assert!(desk.count("taking_rows").await > 0);
        desk.house.app.clock.set(crate::common::monday() + (24 * 61).hours());
        exchange::maintain(&desk.house.app).await.unwrap();
        assert_eq!(desk.count("taking_rows").await, 0);
        let who = desk.house.signed_in(Role::Coordinator, None).await;
        let page = desk.house.see(&who, &format!("{result}?show=entry-created")).await.page;
        assert_eq!(counts(&page), [1, 0, 0, 0]);
        assert!(page.contains("effacé au bout de soixante jours"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_leaves_in_four_shapes() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        desk.again("essai", &data("Accueil", "+33472242012", &["a", "b"])).await;
        let page = desk.see("/staff/directory/export").await.page;
        for file in ["annuaire.json", "annuaire.csv", "annuaire.xlsx", "annuaire.hsds.json"] {
            let path = format!("/staff/directory/export/{file}");
            assert!(page.contains(&path), "{page}");
            let asked = desk.who.get(format!("{}{path}", desk.house.base)).send().await.unwrap();
            assert_eq!(asked.status().as_u16(), 200, "{file}");
            let bytes = asked.bytes().await.unwrap();
            if file.ends_with(".hsds.json") {
                let all: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
                assert_eq!(all.as_array().unwrap().len(), 2);
                continue;
            }
            let today = jiff::civil::date(2026, 11, 23);
            let reading = inclusion::Reading { today, source: None };
            let back = inclusion::read(&bytes, &reading).unwrap();
            assert_eq!((back.services.len(), back.refused()), (2, 0), "{file}");
        }
        assert_eq!(desk.see("/staff/directory/export/annuaire.exe").await.status, 404);
    }
}

/// Of a territorial export of digital mediation (ANCT, MIT): five of its records as they stand.
const EXCERPT: &[u8] = include_bytes!("../data/mediation-numerique.json");

#[tokio::test(flavor = "multi_thread")]
async fn a_messy_list_of_a_territory_is_guessed_taken_and_taken_again() {
    let beside = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/career-services/mediation-numerique-centre-val-de-loire.json");
    let whole = std::fs::read(beside).ok();
    for bytes in [Some(EXCERPT.to_vec()), whole].into_iter().flatten() {
        for house in houses().await {
            let desk = Desk::open(house).await;
            let at = desk.send("Centre-Val de Loire", &bytes).await;
            let page = desk.see(&at).await.page;
            assert!(page.contains(">c_nom</label>"), "{page}");
            // As the page proposes it.
            let says: Vec<(String, String)> = page
                .split("<select id=\"c")
                .skip(1)
                .filter_map(|select| {
                    let (number, rest) = select.split_once('"')?;
                    let chosen = rest.split("</select>").next()?.split("\" selected").next()?;
                    let value = chosen.rsplit("value=\"").next()?;
                    number.parse::<usize>().ok().map(|n| (format!("c{n}"), value.to_owned()))
                })
                .collect();
            let says: Vec<(&str, &str)> =
                says.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            assert!(says.iter().any(|(_, says)| says.starts_with("theme-if-yes ")), "{says:?}");
            let chosen = desk.house.send(&desk.who, &at, &says).await;
            assert_eq!(chosen.status, 303, "{}", chosen.page);
            let announced = counts(&desk.look(&at).await);
            assert!(announced[0] > 3, "{announced:?}");
            assert_eq!(counts(&desk.take(&at).await.1), announced);
            let again = desk.again("Centre-Val de Loire", &bytes).await.1;
            assert_eq!(counts(&again), [0, 0, announced[0], 0]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_dates_changes_nothing_the_day_after() {
    let list = "nom;commune;services\nLa Fabrique;Bourges;Aide aux démarches administratives\n";
    let says = [("c0", "name"), ("c1", "commune"), ("c2", "themes"), ("made_on", "2026-11-20")];
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.send("Cher", list.as_bytes()).await;
        let later = [("c0", "name"), ("made_on", "2026-11-24")];
        assert_eq!(
            desk.house.send(&desk.who, &at, &later).await.status,
            422,
            "it is not that day yet"
        );
        // What all of them offer besides is remembered too.
        let theme = "numerique--acquerir-un-equipement";
        let mut says = says.to_vec();
        says.push(("themes", theme));
        desk.house.send(&desk.who, &at, &says).await;
        assert_eq!(counts(&desk.take(&at).await.1), [1, 0, 0, 0]);
        let entries = desk.entries().await;
        assert_eq!(entries[0].changed_on, jiff::civil::date(2026, 11, 20));
        assert!(entries[0].draft.themes.iter().any(|t| t == theme));
        assert_eq!(counts(&desk.again("Cher", list.as_bytes()).await.1), [0, 0, 1, 0]);
        assert_eq!(desk.entries().await, entries);
    }
}

/// A département's list: tried and taken in one request each, well within its limit.
#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_places_in_one_list() {
    let mut list = String::from("nom;code_postal;commune;services;date_maj\n");
    for n in 0..5_000 {
        list += &format!("Lieu {n};18000;Bourges;Aide aux démarches administratives;20/11/2025\n");
    }
    let says = ["name", "postcode", "commune", "themes", "updated-on"];
    let names: Vec<String> = (0..5).map(|n| format!("c{n}")).collect();
    let says: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(says).collect();
    for house in houses().await {
        let desk = Desk::open(house).await;
        let at = desk.send("Cher", list.as_bytes()).await;
        desk.house.send(&desk.who, &at, &says).await;
        let begun = std::time::Instant::now();
        assert_eq!(counts(&desk.look(&at).await), [5_000, 0, 0, 0]);
        let tried = begun.elapsed();
        let (result, page) = desk.take(&at).await;
        assert_eq!(counts(&page), [5_000, 0, 0, 0]);
        println!("{}: {tried:?} {:?}", desk.house.engine(), begun.elapsed());
        let rows = desk.see(&format!("{result}?show=entry-created&page=24")).await.page;
        assert!(rows.contains("Lieu 4999") && !rows.contains("Lieu 4799"), "{rows}");
        assert!(rows.contains("Page précédente") && !rows.contains("Lieu 1 "));
        let later = desk.see(&format!("{result}?show=entry-created&page=25")).await.page;
        assert!(later.contains("Il n’y a plus de détail"), "{later}");
    }
}
