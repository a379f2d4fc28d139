//! Files as people keep them, through the import pages, on both databases.

use crate::common::forms::Answer;
use crate::common::{House, houses};
use jiff::civil::date;
use programme::model::SessionStatus;
use programme::service as rooms;
use serde_json::Value;
use site::{Actor, Role};
use tables::{Cell, Sheet};

struct Desk {
    house: House,
    who: reqwest::Client,
}

impl Desk {
    async fn open(house: House) -> Self {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        Self { house, who }
    }

    /// Sends a file: the address of the page on which its columns are chosen.
    async fn send(&self, kind: &str, name: &str, bytes: impl Into<Vec<u8>>) -> String {
        let answer = self.house.upload(&self.who, kind, "library", name, bytes.into()).await;
        assert_eq!(answer.status, 303, "{}", answer.page);
        answer.location
    }

    /// Goes on with the columns as the page proposes them.
    async fn go(&self, at: &str, action: &str) -> Answer {
        let page = self.house.see(&self.who, at).await;
        let mut fields = proposed(&page.page);
        fields.push(("action".into(), action.into()));
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.house.send(&self.who, at, &fields).await
    }

    async fn sessions(&self) -> Vec<rooms::SessionView> {
        let filter = rooms::Filter {
            from: Some(date(2000, 1, 1)),
            statuses: SessionStatus::ALL.to_vec(),
            limit: 10_000,
            ..rooms::Filter::default()
        };
        rooms::plan(&self.house.app, &Actor::Operator, filter).await.unwrap()
    }

    async fn report(&self, from: &str, to: &str) -> Value {
        let path = format!("/report.json?from={from}&to={to}");
        serde_json::from_str(&self.house.see(&self.who, &path).await.page).unwrap()
    }
}

/// The choices of columns as the page shows them.
fn proposed(page: &str) -> Vec<(String, String)> {
    page.split("<select id=\"c")
        .skip(1)
        .map(|select| {
            let select = select.split("</select>").next().unwrap();
            let name = select.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
            let chosen = select.split("\" selected").next().filter(|s| s.len() < select.len());
            let value = chosen.map_or("", |s| s.rsplit("value=\"").next().unwrap());
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

const SEASON: &str = "Programme de la médiathèque;;;;;;\n\
    Intitulé;Date;Horaires;Salle;Places;Inscrits;Présents\n\
    Refaire son CV;12/03/2026;14h-16h;Salle 2;12;10;9\n\
    Refaire son CV;19/03/2026;14h00 à 16h00;Salle 2;12;11;11\n\
    Se préparer à l’entretien;2/4/2026;10h30-12h;Salle 2;8;;6\n";

/// A day after all of these sessions.
fn after(house: &House) {
    house.app.clock.set("2026-11-23T11:00:00Z".parse().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_a_season_is_tried_then_taken_and_twice_changes_nothing() {
    // The same table as a spreadsheet of an old office saves it.
    let old_office: Vec<u8> = SEASON
        .replace('\n', "\r\n")
        .chars()
        .map(|c| match c {
            'é' => 0xE9,
            '’' => 0x92,
            'à' => 0xE0,
            c => u8::try_from(c).unwrap(),
        })
        .collect();
    for bytes in [SEASON.as_bytes().to_vec(), old_office] {
        for house in houses().await {
            after(&house);
            let desk = Desk::open(house).await;
            let at = desk.send("sessions", "saison.csv", bytes.clone()).await;
            let tried = desk.go(&at, "try").await;
            assert_eq!(tried.status, 200, "{}", tried.page);
            assert!(desk.sessions().await.is_empty(), "a try writes nothing");
            let done = desk.go(&at, "import").await;
            assert_eq!(done.status, 200, "{}", done.page);
            let made = desk.sessions().await;
            assert_eq!(made.len(), 3);
            assert_eq!(made[1].activity.draft.title, "Refaire son CV");
            assert_eq!(made[2].activity.draft.title, "Se préparer à l’entretien");
            assert_eq!(made[1].session.draft.start.to_string(), "14:00:00");
            let report = desk.report("2026-01-01", "2026-12-31").await;
            assert_eq!((&report["sessions"], &report["participants"]), (&3.into(), &26.into()));
            assert_eq!(report["missing"]["preregistered"], 1, "an empty cell is not zero");

            let at = desk.send("sessions", "encore.csv", bytes.clone()).await;
            let again = desk.go(&at, "import").await;
            assert_eq!(again.status, 200);
            assert_eq!(desk.sessions().await.len(), 3);
            assert_eq!(desk.report("2026-01-01", "2026-12-31").await["participants"], 26);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_refused_refuses_all_and_says_which_and_why() {
    for house in houses().await {
        after(&house);
        let desk = Desk::open(house).await;
        let bad = SEASON.replace("19/03/2026", "31/02/2026").replace(";8;", ";huit;");
        let at = desk.send("sessions", "saison.csv", bad).await;
        for action in ["try", "import"] {
            let answer = desk.go(&at, action).await;
            assert_eq!(answer.status, 422);
            for word in ["class=\"n\">4<", "class=\"n\">5<", "31/02/2026", "huit"] {
                assert!(answer.page.contains(word), "{word}: {}", answer.page);
            }
            assert!(desk.sessions().await.is_empty());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_chosen_by_hand_where_the_headings_say_nothing() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let table = "A;B;C;D\n12/03/2027;Le CV en une page;9h30;11h\n";
        let at = desk.send("sessions", "brut.csv", table).await;
        let answer = desk.go(&at, "import").await;
        assert_eq!(answer.status, 422, "nothing can be guessed");
        assert!(desk.sessions().await.is_empty());
        let chosen =
            [("c0", "date"), ("c1", "title"), ("c2", "start"), ("c3", "end"), ("action", "import")];
        let done = desk.house.send(&desk.who, &at, &chosen).await;
        assert_eq!(done.status, 200, "{}", done.page);
        let made = desk.sessions().await;
        assert_eq!(made[0].activity.draft.title, "Le CV en une page");
        assert_eq!(made[0].session.draft.end.to_string(), "11:00:00");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_and_yearly_totals_are_taken() {
    for house in houses().await {
        after(&house);
        let desk = Desk::open(house).await;
        let text = |t: &str| Cell::Text(t.to_owned());
        let sheet = Sheet {
            name: "Saison".into(),
            headings: ["Titre", "Date", "Début", "Fin", "Participants"].map(String::from).to_vec(),
            rows: vec![vec![
                text("Atelier du livre"),
                Cell::Date(date(2026, 5, 12).at(0, 0, 0, 0)),
                text("14h"),
                text("16h"),
                Cell::Number(13.0),
            ]],
        };
        let at = desk.send("sessions", "saison.xlsx", tables::write_xlsx(&[sheet]).unwrap()).await;
        let done = desk.go(&at, "import").await;
        assert_eq!(done.status, 200, "{}", done.page);
        assert_eq!(desk.report("2026-05-01", "2026-05-31").await["participants"], 13);

        let totals = "Année;Séances;Préinscrits;Participants\n2014;12;90;101\n";
        for _ in 0..2 {
            let at = desk.send("totals", "totaux.csv", totals).await;
            assert_eq!(desk.go(&at, "import").await.status, 200);
            let report = desk.report("2014-01-01", "2014-12-31").await;
            assert_eq!((&report["sessions"], &report["participants"]), (&12.into(), &101.into()));
            let typed = report["typed"].as_array().unwrap();
            assert!(typed.contains(&"participants".into()), "{typed:?}");
        }
        // The figure opens onto what it is made of, and says that nothing lies behind it.
        let path = "/report/rows?from=2014-01-01&to=2014-12-31&figure=participants";
        let rows = desk.house.see(&desk.who, path).await.page;
        assert!(rows.contains("total sans détail") && rows.contains("101"), "{rows}");
        let csv = desk.house.see(&desk.who, "/report.csv?from=2014-01-01&to=2014-12-31").await;
        assert!(csv.page.contains("101") && csv.page.contains("total sans détail"), "{}", csv.page);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn open_data_of_openagenda_is_taken_by_an_administrator() {
    const EXPORT: &[u8] = include_bytes!("../../../programme/tests/data/openagenda.json");
    for house in houses().await {
        let who = house.signed_in(Role::Mediator, None).await;
        let desk = Desk { house, who };
        let send = |bytes: Vec<u8>| {
            desk.house.upload(&desk.who, "openagenda", "", "evenements.json", bytes)
        };
        let at = send(EXPORT.to_vec()).await.location;
        assert_eq!(desk.go(&at, "try").await.status, 200);
        assert!(desk.sessions().await.is_empty());
        assert_eq!(desk.go(&at, "import").await.status, 200);
        let made = desk.sessions().await.len();
        assert!(made > 0);
        let at = send(EXPORT.to_vec()).await.location;
        assert_eq!(desk.go(&at, "import").await.status, 200);
        assert_eq!(desk.sessions().await.len(), made, "the same file twice");
        let half = send(EXPORT[..EXPORT.len() / 2].to_vec()).await;
        assert_eq!(half.status, 422);
        assert!(half.page.contains("ligne"), "{}", half.page);
        assert_eq!(desk.sessions().await.len(), made);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_table_is_refused_with_words() {
    for house in houses().await {
        let desk = Desk::open(house).await;
        let missing = desk.house.upload(&desk.who, "sessions", "library", "vide.csv", vec![]).await;
        assert_eq!(missing.status, 422);
        for (name, bytes) in [
            ("photo.jpg", vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1]),
            ("casse.xlsx", b"PK\x03\x04 et puis rien".to_vec()),
            ("blanc.csv", b"\n\n\n".to_vec()),
        ] {
            let answer = desk.house.upload(&desk.who, "sessions", "library", name, bytes).await;
            assert!((400..500).contains(&answer.status), "{name}: {}", answer.status);
            assert!(answer.page.contains("<h1"), "{name}: {}", answer.page);
        }
        // The reason arrives although the browser was still sending when it was refused.
        for _ in 0..4 {
            let huge = vec![b'x'; 30 * 1024 * 1024];
            let answer =
                desk.house.upload(&desk.who, "sessions", "library", "gros.csv", huge).await;
            assert_eq!(answer.status, 413);
            assert!(answer.page.contains("<h1"), "{}", answer.page);
        }
        assert!(desk.sessions().await.is_empty());
    }
}

/// Five thousand lines are a library's ten years: taken in one request, well within its limit.
#[tokio::test(flavor = "multi_thread")]
async fn ten_years_in_one_table() {
    for house in houses().await {
        after(&house);
        let desk = Desk::open(house).await;
        let mut table = String::from("Titre;Date;Horaire;Participants\n");
        for n in 0..5_000_i32 {
            let day = date(2016, 1, 4).checked_add(jiff::Span::new().days(n % 3_600)).unwrap();
            let hour = 9 + n / 3_600 * 4;
            let (y, m, d) = (day.year(), day.month(), day.day());
            table += &format!("Atelier {};{d:02}/{m:02}/{y};{hour}h-{}h;7\n", n % 60, hour + 2);
        }
        let at = desk.send("sessions", "dix-ans.csv", table).await;
        let done = desk.go(&at, "import").await;
        assert_eq!(done.status, 200, "{}", done.page);
        let report = desk.report("2016-01-01", "2026-11-22").await;
        assert_eq!(report["participants"], 35_000, "{}", desk.house.engine());
    }
}
