//! Who may do what, seen from outside: every route of the program, asked by everyone.
//!
//! The expectation is the table [`MATRIX`]; a route that is in the sources and not in the table
//! fails the test, and so does a way of asking (GET, POST) that the table does not know.

mod agreements;
mod directory;
mod things;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::common::{House, houses, monday};
use base::{Id, Lang};
use jiff::ToSpan;
use jiff::civil::{date, time};
use network::sharing::{self, ImmersionDraft};
use programme::model::{ActivityDraft, QuestionDraft, QuestionKind, SessionDraft};
use programme::service as rooms;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;
use site::accounts::model::NewPerson;
use site::accounts::service as accounts;
use site::{Actor, Role};
use things::{Things, things};

/// Each line: method, route (`#` tells two ways of asking the same apart), then what is answered
/// to nobody | to a partner, a mediator, a coordinator of the library | to the same of another
/// organisation | to an administrator of the network.
///
/// `ok` 200, `new` 201, `go` 303, `in` 401 with the way to sign in, `no` 403, `--` 404, `use` 409,
/// `end` 410, `bad` 422.
const MATRIX: &str = include_str!("roles/matrix.txt");

/// The columns of the table.
const EVERYONE: [&str; 8] = [
    "nobody",
    "partner",
    "mediator",
    "coordinator",
    "partner elsewhere",
    "mediator elsewhere",
    "coordinator elsewhere",
    "administrator",
];

struct Row {
    method: &'static str,
    route: &'static str,
    variant: &'static str,
    expected: Vec<u16>,
}

fn matrix() -> Vec<Row> {
    let status = |word: &str| match word {
        "ok" => 200,
        "new" => 201,
        "go" => 303,
        "in" => 401,
        "no" => 403,
        "--" => 404,
        "use" => 409,
        "end" => 410,
        "bad" => 422,
        _ => panic!("{word:?} is no expectation"),
    };
    let rows = MATRIX.lines().filter(|l| !l.is_empty()).map(|line| {
        let mut words = line.split_whitespace().filter(|w| *w != "|");
        let method = words.next().unwrap();
        let (route, variant) = words.next().map(|r| r.split_once('#').unwrap_or((r, ""))).unwrap();
        let expected: Vec<u16> = words.map(status).collect();
        assert_eq!(expected.len(), EVERYONE.len(), "{line}");
        Row { method, route, variant, expected }
    });
    rows.collect()
}

enum Body {
    None,
    Form(String),
    Json,
    Upload,
    List,
    Document,
}

const TABLE: &str = "Titre;Date;Horaire\nRefaire son CV;12/03/2027;14h-16h\n";

/// Address and body of a row's request.
fn request(row: &Row, things: &Things, [key, list]: [&str; 2]) -> (String, Body) {
    let t = things;
    let key = if row.route.starts_with("/staff/directory") { list } else { key };
    let session = match (row.route, row.variant) {
        (r, "draft") if r.ends_with("/totals") => &t.past,
        (_, "draft") => &t.draft,
        (r, _) if r.ends_with("/publish") => &t.draft,
        (r, _) if r.ends_with("/reopen") => &t.closed,
        (r, _) if r.contains("/desk") || r.ends_with("/sheet") || r.ends_with("/totals") => &t.open,
        _ => &t.next,
    };
    let registration = match row.route {
        r if r.ends_with("/leave/{registration}") => &t.colleagues[0],
        r if r.ends_with("/list/{registration}") => &t.colleagues[1],
        r if r.contains("walk-in") => &t.walk_in,
        _ => &t.registration,
    };
    let guessed = base::codes::secret(&mut rand::rng());
    let library = Id::parse("library").unwrap();
    let secret = match (row.route, row.variant) {
        (_, "guessed") => &guessed,
        (r, _) if r.starts_with("/sign-in") => &t.link,
        (r, _) if r.starts_with("/exchanges") => &t.seat,
        (r, _) if r.starts_with("/propose") => &t.page,
        (r, _) if r.starts_with("/slip") => t.entries.slip(),
        (r, _) if r.starts_with("/verify") => &t.entries.link,
        (r, _) if r.starts_with("/searches") => &t.entries.stop,
        _ => &t.ticket,
    };
    let id = match (row.route, row.variant) {
        (_, "nothing-to-publish") => &t.published,
        (r, _) if r.starts_with("/staff/activities") => &t.activity,
        (r, "draft") if r.starts_with("/staff/exchanges") => &t.planned,
        (r, _) if r.starts_with("/staff/exchanges") && r.ends_with("/announce") => &t.planned,
        (r, _)
            if ["/list/{registration}", "/walk-ins", "/close", "/totals"]
                .iter()
                .any(|end| r.starts_with("/staff/exchanges") && r.ends_with(end)) =>
        {
            &t.running
        }
        (r, _) if r.starts_with("/staff/exchanges") => &t.visit,
        (r, _) if r.starts_with("/staff/testimonies") => &t.testimony,
        ("/staff/proposals/{id}/activity", _) => &t.accepted,
        (r, _) if r.starts_with("/staff/proposals") => &t.proposal,
        (r, _) if r.starts_with("/admin/people") => &t.person,
        (_, "spare") => &t.spare,
        (r, _) if r.starts_with("/admin/organisations") => &library,
        (r, _) if r.starts_with("/partners") => &library,
        (r, _) if r.starts_with("/admin/places") => &t.place,
        (r, _) if r.starts_with("/admin/themes") => &t.theme,
        (r, _) if r.starts_with("/staff/questions") => &t.question,
        (r, _) if r.starts_with("/charter/adherences") => &t.adherence,
        (r, variant) if r.starts_with("/agreements") => t.agreements.id(r, variant),
        (r, variant) if directory::is_of(r) => t.entries.id(r, variant),
        _ => session,
    };
    let query = match (row.route, row.variant) {
        (_, "library") => "?organisation=library".to_owned(),
        ("/agreements/{id}/followed/rows", _) => t.agreements.rows(),
        _ => String::new(),
    };
    let path = row
        .route
        .replace("{id}", id.as_str())
        .replace("{registration}", registration.as_str())
        .replace("{secret}", secret)
        .replace("{key}", key)
        .replace("{document}", t.agreements.document.as_str())
        .replace("{version}", "1")
        .replace("{slug}", "departement-94")
        .replace("{name}", "tandem.css");
    let path = t.entries.fill(path);
    let session_fields = "start=14:00&end=16:00&capacity=12&registration=waiting_list";
    let new = Id::new();
    let form = match (row.route, row.variant) {
        _ if row.method == "GET" => return (path + &query, Body::None),
        ("/agreements/{id}/documents", _) => return (path, Body::Document),
        (r, _) if r.starts_with("/agreements") => t.agreements.form(r),
        ("/staff/import", _) => return (path, Body::Upload),
        ("/staff/directory/import", _) => return (path, Body::List),
        (r, _) if directory::is_of(r) => t.entries.form(r),
        (r, _) if r.starts_with("/api/") && r.ends_with("registrations") => {
            return (path, Body::Json);
        }
        ("/sign-in", _) => "email=nobody@example.org".to_owned(),
        ("/sessions/{id}/registrations", _) => "places=1".to_owned(),
        ("/staff/activities/new", _) => {
            "organisation=library&title=Club&format=club&scope=session".to_owned()
        }
        ("/staff/activities/{id}", _) => "title=Autre&format=workshop&scope=session".to_owned(),
        ("/staff/activities/{id}/sessions/new", _) => {
            format!("do=save&dates=2026-12-04&{session_fields}")
        }
        ("/staff/sessions/{id}/edit", _) => format!("date=2026-11-24&{session_fields}"),
        ("/staff/sessions/{id}/desk/tick/{registration}", _) => "people=1".to_owned(),
        ("/staff/sessions/{id}/desk/code", _) => format!("code={}", t.code),
        ("/staff/sessions/{id}/desk/walk-in", _) => format!("people=1&key={new}"),
        ("/staff/import/{key}", _) => "action=try&c0=title&c1=date&c2=start".to_owned(),
        ("/staff/sessions/{id}/totals", _) => "participants=3".to_owned(),
        ("/admin/organisations/{id}/profile", _) => "offered=rooms".to_owned(),
        (r, _) if r.starts_with("/admin/organisations") => {
            "name=Cyber-base&kind=other&website=https://example.org".to_owned()
        }
        (r, _) if r.starts_with("/admin/places") => {
            "name=Salle&organisation=library&time_zone=Europe/Paris".to_owned()
        }
        ("/staff/activities/{id}/questions", _) => {
            "label=Pourquoi+venir&kind=words&keep_days=5".to_owned()
        }
        ("/staff/exchanges/new" | "/staff/exchanges/{id}/edit", _) => {
            "host=library&kind=visit&title=Autre+visite&date=2026-12-02&start=09:00&end=12:00\
             &capacity=9"
                .to_owned()
        }
        ("/staff/exchanges/{id}/colleagues", _) => {
            format!("organisation=library&name=Sacha&email=sacha@example.org&key={new}")
        }
        ("/staff/exchanges/{id}/list/{registration}", _) => "present=1".to_owned(),
        ("/staff/exchanges/{id}/walk-ins", _) => "people=4".to_owned(),
        ("/staff/exchanges/{id}/totals", _) => "participants=3".to_owned(),
        ("/staff/exchanges/{id}/testimony", _) => "words=Merci".to_owned(),
        ("/propose", _) => format!(
            "organisation=library&title=Club&description=Deux+heures&format=club&name=Noor\
             &email=noor@example.org&key={new}"
        ),
        ("/staff/proposals/{id}/step", _) => "step=looking".to_owned(),
        ("/staff/testimonies/{id}/decide", _) => "do=publish".to_owned(),
        ("/charter/adherences", _) => {
            "organisation=library&charter=2017&since=2026-11-20".to_owned()
        }
        ("/admin/duplicates", _) => format!("one=library&other={}&answer=two", t.spare),
        ("/admin/charter/new", _) => {
            format!("version={new}&in_force_from=2026-01-01&text_fr_1=Gratuit")
        }
        (r, _) if r.starts_with("/admin/themes") => "name_fr=Emploi&position=3".to_owned(),
        ("/admin/people", "administrator") => {
            format!("name=Sacha&email={new}@example.org&administrator=1")
        }
        ("/admin/people", _) => {
            format!("name=Sacha&email={new}@example.org&organisation=library&role=mediator")
        }
        _ => String::new(),
    };
    (path, Body::Form(form))
}

/// What the database holds, in numbers that any change of the matrix moves.
async fn fingerprint(house: &House) -> Vec<i64> {
    const COUNTS: [&str; 61] = [
        "takings",
        "entries",
        "entries WHERE title = 'Autre fiche'",
        "entries WHERE state = 'archived'",
        "entries WHERE verified_on IS NOT NULL",
        "entry_sections",
        "campaigns",
        "campaigns WHERE closed_on IS NOT NULL",
        "booklets",
        "booklets WHERE title = 'Autre livret'",
        "booklet_entries",
        "editions",
        "own_words",
        "entry_notices",
        "entry_reports",
        "entry_reports WHERE answered_on IS NULL",
        "agreements",
        "agreements WHERE title = 'Autre'",
        "agreement_documents",
        "commitments",
        "commitment_figures",
        "relations",
        "partnership_forms",
        "proposals",
        "proposals WHERE step = 'looking'",
        "proposals WHERE step = 'planned'",
        "proposals WHERE sealed IS NOT NULL",
        "immersions",
        "immersions WHERE state = 'announced'",
        "immersions WHERE state = 'held'",
        "immersions WHERE state = 'cancelled'",
        "immersions WHERE title = 'Autre visite'",
        "immersions WHERE walk_ins > 0",
        "immersion_registrations",
        "immersion_registrations WHERE present = 1",
        "testimonies",
        "testimonies WHERE state = 'published'",
        "questions",
        "questions WHERE ended_at IS NULL",
        "charters",
        "charter_adherences WHERE ended_on IS NULL AND adhered_on = '2020-01-01'",
        "organisations",
        "organisations WHERE website = ''",
        "organisations WHERE standing = 'member'",
        "organisation_offers",
        "places",
        "places WHERE name = 'Salle'",
        "themes",
        "themes WHERE name_fr = 'Emploi'",
        "activities WHERE title = 'Refaire son CV'",
        "activities",
        "sessions",
        "sessions WHERE status = 'draft'",
        "sessions WHERE status = 'published'",
        "sessions WHERE status = 'held'",
        "sessions WHERE registration = 'waiting_list'",
        "registrations WHERE status <> 'cancelled'",
        "attendance",
        "people WHERE disabled_at IS NULL",
        "people WHERE administrator = 1",
        "memberships",
    ];
    let all = COUNTS.map(|what| format!("(SELECT count(*) FROM {what})")).join(", ");
    house
        .app
        .db
        .read(move |tx| {
            let row = tx.query_one(&format!("SELECT {all}"), &[])?;
            (0..COUNTS.len()).map(|at| row.get(at)).collect::<Result<_, store::StoreError>>()
        })
        .await
        .unwrap()
}

async fn ask(
    house: &House,
    client: &reqwest::Client,
    row: &Row,
    things: &Things,
    keys: [&str; 2],
) -> (u16, String) {
    let (path, body) = request(row, things, keys);
    let method = row.method.parse().unwrap();
    let asked = client.request(method, format!("{}{path}", house.base));
    let asked = match body {
        Body::None => asked,
        Body::Form(form) => {
            asked.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form)
        }
        Body::Json => asked.json(&json!({ "places": 1 })),
        Body::Upload => asked.multipart(upload()),
        Body::List => asked.multipart(directory::list()),
        Body::Document => asked.multipart(agreements::document()),
    };
    let answer = asked.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap_or_default())
}

fn upload() -> reqwest::multipart::Form {
    let file = reqwest::multipart::Part::bytes(TABLE.as_bytes()).file_name("seances.csv");
    reqwest::multipart::Form::new()
        .text("kind", "sessions")
        .text("organisation", "library")
        .part("file", file)
}

async fn everyone(house: &House) -> Vec<reqwest::Client> {
    let library = house.library().await;
    let elsewhere = network::model::Organisation {
        id: Id::parse("elsewhere").unwrap(),
        name: "Mission locale d’essai".into(),
        ..network::model::Organisation::blank()
    };
    let id = elsewhere.id.clone();
    let saved = house.app.db.write(move |tx| network::service::save_organisation(tx, &elsewhere));
    saved.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
    let mut all = vec![house.client.clone()];
    for organisation in [&library, &id] {
        for role in [Role::Partner, Role::Mediator, Role::Coordinator] {
            all.push(house.signed_in(role, Some(organisation)).await);
        }
    }
    all.push(house.signed_in(Role::Coordinator, None).await);
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_gets_what_their_role_allows_and_nothing_else() {
    // Side by side, as it is by far the longest of all.
    futures_util::future::join_all(houses().await.iter().map(everyone_gets_what_is_theirs)).await;
}

async fn everyone_gets_what_is_theirs(house: &House) {
    house.app.clock.set(monday() + 3.hours());
    let everyone = everyone(house).await;
    // The files that wait between two steps of an import are the coordinator's.
    let mut keys = vec![];
    for (path, form) in
        [("/staff/import", upload()), ("/staff/directory/import", directory::list())]
    {
        let sent = everyone[3].post(format!("{}{path}", house.base)).multipart(form);
        let sent = sent.send().await.unwrap();
        let location = sent.headers()["location"].to_str().unwrap();
        keys.push(location.rsplit('/').next().unwrap().to_owned());
    }
    let keys = [keys[0].as_str(), &keys[1]];
    let mut things = things(house).await;
    let mut before = fingerprint(house).await;
    let mut wrong = vec![];
    for row in matrix() {
        for (at, client) in everyone.iter().enumerate() {
            let (status, page) = ask(house, client, &row, &things, keys).await;
            let here = format!("{} {}#{} {}", row.method, row.route, row.variant, EVERYONE[at]);
            if status != row.expected[at] {
                wrong.push(format!("{here}: {status}, not {}", row.expected[at]));
            }
            if status == 401 && !row.route.starts_with("/api/") {
                assert!(page.contains("href=\"/sign-in\""), "{here}: {page}");
            }
            if status < 400 && row.method == "POST" {
                things = self::things(house).await;
                before = fingerprint(house).await;
            } else {
                assert_eq!(before, fingerprint(house).await, "{here} changed something");
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", house.engine(), wrong.join("\n"));
    // The last lines of the matrix have signed everyone out, and in again with another cookie.
    for client in &everyone {
        let answer = client.get(format!("{}/staff", house.base)).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 401);
    }
}

/// To somebody who is not signed in, what exists and what does not look the same.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_told_to_professionals_only() {
    for house in houses().await {
        let coordinator = house.signed_in(Role::Coordinator, Some(&house.library().await)).await;
        for row in matrix().iter().filter(|r| r.route.starts_with("/staff/")) {
            if !row.route.contains("{id}") || !row.variant.is_empty() {
                continue;
            }
            let path = row.route.replace("{id}", "nowhere").replace("{registration}", "nobody");
            let url = format!("{}{path}", house.base);
            for (client, expected) in [(&house.client, 401), (&coordinator, 404)] {
                let asked = client.request(row.method.parse().unwrap(), &url);
                let form = [
                    ("people", "1"),
                    ("key", "k"),
                    ("participants", "1"),
                    ("title", "Autre"),
                    ("format", "workshop"),
                    ("code", "ABC-234"),
                ];
                let answer = asked.form(&form).send().await.unwrap().status().as_u16();
                assert_eq!(answer, expected, "{} {path}", row.method);
            }
        }
    }
}

/// No form of another site does anything, whoever's browser sends it.
#[tokio::test(flavor = "multi_thread")]
async fn forms_of_other_sites_change_nothing() {
    for house in houses().await {
        let administrator = house.signed_in(Role::Coordinator, None).await;
        house.signed_in(Role::Coordinator, Some(&house.library().await)).await;
        let things = things(&house).await;
        let before = fingerprint(&house).await;
        for row in matrix().iter().filter(|row| row.method == "POST") {
            let (path, body) = request(row, &things, ["key"; 2]);
            for (name, value) in
                [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")]
            {
                let asked = administrator.post(format!("{}{path}", house.base)).header(name, value);
                let asked = match &body {
                    Body::Form(form) => asked
                        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                        .body(form.clone()),
                    Body::Upload | Body::List | Body::Document => asked.multipart(upload()),
                    Body::Json | Body::None => asked.json(&json!({ "places": 1 })),
                };
                let status = asked.send().await.unwrap().status().as_u16();
                assert_eq!(status, 403, "{name}: {path}");
            }
        }
        assert_eq!(before, fingerprint(&house).await);
    }
}

/// Whoever is shown out, or has been away, has to come back in by a link.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_its_person_and_with_time() {
    for house in houses().await {
        let library = house.library().await;
        let staff = async |client: &reqwest::Client| {
            let asked = client.get(format!("{}/staff", house.base)).send();
            asked.await.unwrap().status().as_u16()
        };
        let mediator = house.signed_in(Role::Mediator, Some(&library)).await;
        let (people, _) = accounts::list_people(&house.app, &Actor::Operator).await.unwrap();
        let administrator = house.signed_in(Role::Coordinator, None).await;
        assert_eq!((people.len(), staff(&mediator).await), (1, 200));
        let link = accounts::sign_in_link(&house.app, &Actor::Operator, &people[0].email);
        let link = link.await.unwrap();
        let out = format!("{}/admin/people/{}/disable", house.base, people[0].id);
        assert_eq!(administrator.post(&out).send().await.unwrap().status().as_u16(), 303);
        assert_eq!(staff(&mediator).await, 401);
        assert_eq!(house.post_form(&link, &[]).await.0, 410);
        assert_eq!(administrator.post(&out).send().await.unwrap().status().as_u16(), 404);

        house.app.clock.set(monday() + 7.hours());
        assert_eq!(staff(&administrator).await, 200);
        house.app.clock.set(monday() + 14.hours());
        assert_eq!(staff(&administrator).await, 200, "used seven hours ago");
        house.app.clock.set(monday() + 23.hours());
        assert_eq!(staff(&administrator).await, 401, "away for nine hours");
    }
}

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The routes in the sources of all rooms.
fn routes() -> BTreeSet<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = vec![];
    for room in std::fs::read_dir(crates).unwrap() {
        sources(&room.unwrap().path().join("src"), &mut files);
    }
    let mut routes = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for other in [".nest(", ".nest_service(", ".route_service(", ".fallback("] {
            assert!(!text.contains(other), "{}: {other} is not read here", file.display());
        }
        for call in text.split(".route(").skip(1) {
            let path = call.trim_start().strip_prefix('"').and_then(|c| c.split_once('"'));
            let path = path.unwrap_or_else(|| panic!("{}: a route without text", file.display()));
            routes.insert(path.0.to_owned());
        }
    }
    routes
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_is_missing_from_the_matrix() {
    let house = houses().await.remove(0);
    let rows = matrix();
    let routes = routes();
    assert!(routes.len() > 40 && routes.contains("/staff/sessions/{id}/desk"), "{routes:?}");
    for row in &rows {
        assert!(routes.contains(row.route), "{} is no route any more", row.route);
    }
    for route in &routes {
        let path = route.replace(['{', '}'], "");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            if rows.iter().any(|r| r.method == method && r.route == route) {
                continue;
            }
            let asked =
                house.client.request(method.parse().unwrap(), format!("{}{path}", house.base));
            let answer = asked.send().await.unwrap();
            let status = answer.status().as_u16();
            assert_eq!(status, 405, "{method} {route} is not in the matrix and answers {status}");
        }
    }
}
