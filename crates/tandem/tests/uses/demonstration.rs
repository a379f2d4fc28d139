//! The demonstration: anyone enters as they like, there and nowhere else.

use std::process::Command;

use crate::common::{House, houses};
use site::{Config, Role};

#[tokio::test(flavor = "multi_thread")]
async fn anyone_enters_the_demonstration_in_the_role_they_like() {
    for fresh in store::testing::databases() {
        let house = House::start(fresh, Config { demonstration: true, ..Config::default() }).await;
        tandem::demo::fill(&house.app).await.unwrap();
        tandem::demo::fill(&house.app).await.unwrap();
        let (_, page) = house.get("/sign-in").await;
        for (_, email) in tandem::demo::ACCOUNTS {
            assert!(page.contains(email), "{email}: {page}");
            let (status, link, _) = house.post_form("/sign-in", &[("email", email)]).await;
            assert_eq!(status, 303);
            assert_eq!(house.post_form(&link, &[]).await.0, 303, "{link}");
        }
        let (status, _, page) = house.post_form("/sign-in", &[("email", "x@example.org")]).await;
        assert_eq!(status, 200);
        assert!(!page.replace("/sign-in/code", "").contains("/sign-in/"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn elsewhere_no_account_is_named_and_no_link_is_shown() {
    for house in houses().await {
        let library = house.library().await;
        house.signed_in(Role::Mediator, Some(&library)).await;
        let people = site::accounts::service::list_people(&house.app, &site::Actor::Operator).await;
        let email = people.unwrap().0[0].email.clone();
        let (_, page) = house.get("/sign-in").await;
        let (status, location, sent) = house.post_form("/sign-in", &[("email", &email)]).await;
        assert_eq!((status, location.as_str()), (200, ""));
        for page in [page, sent] {
            let page = page.replace("/sign-in/code", "");
            assert!(!page.contains("example.org") && !page.contains("/sign-in/"), "{page}");
        }
        // Nor does the demonstration move in with somebody.
        let refused = tandem::demo::fill(&house.app).await.unwrap_err();
        assert_eq!(refused.message, "cli-demo-other");
        let all = house.app.db.read(network::service::organisations).await.unwrap();
        assert_eq!(all.len(), 1);
    }
}

/// What the command line answers about this house's database.
fn tandem(house: &House, arguments: &[&str]) -> serde_json::Value {
    let database = match &house.fresh.location {
        store::Location::Sqlite(path) => format!("sqlite:{}", path.display()),
        store::Location::Postgres(address) => address.clone(),
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
    command.env_clear().args(arguments).args(["--format", "json", "--database", &database]);
    let output = command.arg("--dir").arg(house.fresh.dir.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bilan_of_2016_is_the_same_before_and_after_a_purge() {
    for house in houses().await {
        tandem::demo::fill(&house.app).await.unwrap();
        let year = ["report", "--from", "2016-01-01", "--to", "2016-12-31"];
        let before = tandem(&house, &year);
        // The festival's session is told beside the others, as in the report of the Bpi.
        let told = ["sessions", "preregistered", "walk_ins", "participants"];
        assert_eq!(told.map(|name| before[name].as_u64()), [56, 432, 147, 551].map(Some));
        for day in ["2018-01-01", "2026-11-23"] {
            tandem(&house, &["purge", "--as-of", day]);
            assert_eq!(tandem(&house, &year), before, "{day}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn its_agreements_stand_beside_the_figures_of_the_report() {
    use network::agreements::model::Status;
    use site::Actor;

    for house in houses().await {
        tandem::demo::fill(&house.app).await.unwrap();
        let (app, operator) = (&house.app, Actor::Operator);
        let (all, _) = network::agreements::service::listed(app, &operator).await.unwrap();
        let today = site::sealing::today(app);
        let mut words: Vec<_> = all.iter().map(|l| l.agreement.status(today).code()).collect();
        words.sort_unstable();
        assert_eq!(words, ["expired", "expiring", "in_force", "in_force"]);
        let expiring = |l: &&network::agreements::service::Listed| {
            l.agreement.status(today) == Status::Expiring
        };
        assert!(all.iter().find(expiring).unwrap().agreement.to_renew(today, false));
        let bpi = all.iter().find(|l| l.agreement.title == "Convention de centre associé").unwrap();
        let followed =
            report::commitments::service::followed(app, &operator, &bpi.agreement.id).await;
        let hosted = &followed.unwrap().commitments[0];
        let done = |year: &str| hosted.years.iter().find(|l| l.year.name() == year).unwrap().done;
        assert_eq!((done("2015"), done("2016"), done("2017")), (15, 56, 85));

        // One partner whose agreement was over in 2017, one that never had any.
        let year = (jiff::civil::date(2017, 1, 1), jiff::civil::date(2017, 12, 31));
        let gaps = report::uncovered::service::uncovered(app, &operator, year, None).await.unwrap();
        let names: Vec<_> = gaps.iter().map(|g| g.partner.1.as_str()).collect();
        assert_eq!(names, ["Partenaire 6 (illustratif)", "Partenaire 8 (illustratif)"]);
    }
}
