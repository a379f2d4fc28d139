//! Passwords, where an instance allows them: chosen, used, refused, slowed down, taken away. Elsewhere
//! nothing knows of them.

#[allow(dead_code)]
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::forms::{Answer, encode};
use crate::common::postoffice::PostOffice;
use crate::common::{House, houses, monday};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use base::{Id, Lang};
use jiff::ToSpan;
use reqwest::header::{COOKIE, HeaderMap, HeaderValue, RETRY_AFTER, SET_COOKIE};
use site::accounts::model::NewPerson;
use site::accounts::{former, service as accounts};
use site::audit::{self, Act};
use site::{Actor, Config, Role, Smtp};

const GOOD: &str = " trois vélos dans l’eau ";
const BETTER: &str = "lanterne 7 & canapé mouillé";

async fn open_houses() -> Vec<House> {
    let mut all = vec![];
    for fresh in store::testing::databases() {
        let proxies = vec!["127.0.0.1".parse().unwrap()];
        let config = Config { passwords: true, trusted_proxies: proxies, ..Config::default() };
        all.push(House::start(fresh, config).await);
    }
    all
}

fn browser(cookie: &str) -> reqwest::Client {
    let mut headers = HeaderMap::new();
    headers.insert(COOKIE, HeaderValue::from_str(cookie).unwrap());
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    builder.default_headers(headers).build().unwrap()
}

/// The cookie that an answer gives.
fn cookie(answer: &reqwest::Response) -> Option<String> {
    let line = answer.headers().get(SET_COOKIE)?.to_str().unwrap();
    assert!(line.contains("; HttpOnly; SameSite=Lax; Max-Age="), "{line}");
    Some(line.split(';').next().unwrap().to_owned())
}

/// Somebody with an account.
struct Somebody<'a> {
    house: &'a House,
    id: Id,
    email: String,
}

impl<'a> Somebody<'a> {
    /// A mediator of the library, or an administrator of the network.
    async fn invited(house: &'a House, administrator: bool) -> Self {
        let email = format!("{}@example.org", Id::new());
        let person = NewPerson {
            name: "Camille Durand".into(),
            email: email.clone(),
            administrator,
            role: Some((house.library().await, Role::Mediator)).filter(|_| !administrator),
        };
        let (id, _) =
            accounts::invite(&house.app, &Actor::Operator, person, Lang::Fr).await.unwrap();
        Self { house, id, email }
    }

    /// A browser that has just entered by a link.
    async fn by_link(&self) -> reqwest::Client {
        let path = accounts::sign_in_link(&self.house.app, &Actor::Operator, &self.email);
        let url = format!("{}{}", self.house.base, path.await.unwrap());
        let answer = self.house.client.post(url).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 303);
        browser(&cookie(&answer).unwrap())
    }

    async fn choose(&self, who: &reqwest::Client, current: &str, new: &str) -> Answer {
        let fields = [("current", current), ("new", new), ("username", &self.email)];
        self.house.send(who, "/account/password", &fields).await
    }

    /// A browser that has entered with this password.
    async fn by_password(&self, password: &str) -> reqwest::Client {
        let (status, page, browser) = enter(self.house, &self.email, password).await;
        assert_eq!(status, 303, "{page}");
        browser.unwrap()
    }

    /// What is kept of the password.
    async fn phc(&self) -> Option<String> {
        let id = self.id.clone();
        let sql = "SELECT phc FROM passwords WHERE person_id = ?1";
        let found = self.house.app.db.read(move |tx| tx.query_opt(sql, &[(&id).into()]));
        let found = found.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        found.map(|row| row.get(0).unwrap())
    }

    async fn acts(&self) -> Vec<Act> {
        let all = audit::latest(&self.house.app, &Actor::Operator, None, 1_000).await.unwrap();
        all.into_iter().rev().filter(|e| e.subject == self.id.as_str()).map(|e| e.act).collect()
    }
}

async fn send(house: &House, email: &str, password: &str, from: &str) -> reqwest::Response {
    house
        .client
        .post(format!("{}/sign-in/password", house.base))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-forwarded-for", from)
        .body(encode(&[("email", email), ("password", password)]))
        .send()
        .await
        .unwrap()
}

async fn enter(
    house: &House,
    email: &str,
    password: &str,
) -> (u16, String, Option<reqwest::Client>) {
    let answer = send(house, email, password, "192.0.2.1").await;
    let (status, cookie) = (answer.status().as_u16(), cookie(&answer));
    (status, answer.text().await.unwrap(), cookie.map(|c| browser(&c)))
}

async fn run(house: &House, sql: &'static str, id: &Id, value: Option<String>) {
    let id = id.clone();
    let done = house.app.db.write(move |tx| {
        let mut params = vec![(&id).into()];
        params.extend(value.map(Into::into));
        tx.execute(sql, &params).map(|_| ())
    });
    done.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn off_unless_an_instance_turns_them_on() {
    for house in houses().await {
        let ada = Somebody::invited(&house, false).await;
        let desk = ada.by_link().await;
        for who in [&house.client, &desk] {
            for path in ["/sign-in/password", "/account/password"] {
                assert_eq!(house.see(who, path).await.status, 404, "{path}");
            }
            for path in ["/sign-in/password", "/account/password", "/account/password/remove"] {
                let fields = [("email", ada.email.as_str()), ("password", GOOD), ("new", GOOD)];
                assert_eq!(house.send(who, path, &fields).await.status, 404, "{path}");
            }
        }
        for path in ["/sign-in", "/account", "/account?password=set"] {
            let page = house.see(&desk, path).await.page;
            assert!(!page.contains("type=\"password\""), "{page}");
            assert!(!page.contains("Mot de passe"), "{page}");
        }
        assert_eq!(ada.phc().await, None);
        let admin = Somebody::invited(&house, true).await.by_link().await;
        assert!(!house.see(&admin, "/admin/processing").await.page.contains("Argon2id"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_chosen_after_a_link_and_enters() {
    for house in open_houses().await {
        let ada = Somebody::invited(&house, false).await;
        let desk = ada.by_link().await;
        let page = house.see(&desk, "/account").await.page;
        assert!(page.contains("Vous n’avez pas de mot de passe"), "{page}");
        assert!(page.contains("autocomplete=\"new-password\""), "{page}");
        let chosen = ada.choose(&desk, "", GOOD).await;
        assert_eq!((chosen.status, chosen.location.as_str()), (303, "/account?password=set"));
        let page = house.see(&desk, &chosen.location).await.page;
        assert!(page.contains("vient d’être choisi"), "{page}");
        let phc = ada.phc().await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        // Only setting a first one is not changing it.
        assert_eq!(ada.choose(&desk, "", BETTER).await.status, 422);

        let page = house.get("/sign-in").await.1;
        for there in ["autocomplete=\"username\"", "autocomplete=\"current-password\""] {
            assert!(page.contains(there), "{page}");
        }
        let other = ada.by_password(GOOD).await;
        assert_eq!(house.see(&other, "/staff").await.status, 200);
        let loud = ada.email.to_uppercase();
        assert_eq!(enter(&house, &format!(" {loud} "), GOOD).await.0, 303);
        // A space more or less is another password.
        assert_eq!(enter(&house, &ada.email, GOOD.trim()).await.0, 422);
        let acts = [Act::PersonInvited, Act::SignedIn, Act::PasswordSet, Act::SignedIn];
        assert_eq!(ada.acts().await[..4], acts);

        let admin = Somebody::invited(&house, true).await.by_link().await;
        let register = house.see(&admin, "/admin/processing").await.page.replace('\u{a0}', " ");
        assert!(
            register.contains("Argon2id") && register.contains("Aujourd’hui : 1."),
            "{register}"
        );
        let trail = house.see(&admin, "/admin/audit").await.page;
        assert!(trail.contains("Mot de passe choisi"), "{trail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_unknown_gets_the_same_answer_in_the_same_time() {
    for house in open_houses().await {
        let (ada, ida) =
            (Somebody::invited(&house, false).await, Somebody::invited(&house, false).await);
        ada.choose(&ada.by_link().await, "", GOOD).await;
        let gone = Somebody::invited(&house, false).await;
        gone.choose(&gone.by_link().await, "", GOOD).await;
        accounts::disable(&house.app, &Actor::Operator, &gone.id).await.unwrap();
        let mut quickest = vec![];
        let mut pages = vec![];
        for email in [&ada.email, &ida.email, &gone.email, "nobody@example.org"] {
            let mut best = Duration::MAX;
            for _ in 0..4 {
                let begun = Instant::now();
                let (status, page, cookie) = enter(&house, email, BETTER).await;
                best = best.min(begun.elapsed());
                assert!(status == 422 && cookie.is_none(), "{status}: {page}");
                assert!(!page.contains(BETTER) && page.contains("ne vont pas ensemble"), "{page}");
                pages.push(page.replace(email, "ADDRESS"));
            }
            quickest.push(best);
        }
        assert!(pages.iter().all(|page| *page == pages[0]));
        // Nobody is answered without an Argon2 having been computed.
        let known = quickest[0];
        assert!(quickest.iter().all(|other| *other * 3 > known), "{quickest:?}");
        let counted = house.get("/metrics").await.1;
        assert!(counted.contains("tandem_passwords_total{outcome=\"Wrong\"} 16"), "{counted}");
        assert!(!counted.contains("example.org"), "{counted}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn easy_ones_are_refused_and_none_is_cut() {
    for house in open_houses().await {
        let ada = Somebody::invited(&house, false).await;
        let desk = ada.by_link().await;
        let longest: String = ('a'..='z').cycle().step_by(7).take(256).collect();
        let too_long = format!("{longest}é");
        for (password, why) in [
            ("onze lettre", "trop court"),
            (too_long.as_str(), "trop long"),
            ("Motdepasse2026", "parmi les premiers"),
            ("1qaz2wsx3edc", "parmi les premiers"),
            ("le réseau de TANDEM", "contient votre nom"),
            (ada.email.as_str(), "contient votre nom"),
        ] {
            let answer = ada.choose(&desk, "", password).await;
            assert_eq!(answer.status, 422, "{password}");
            assert!(answer.page.contains(why), "{password}: {}", answer.page);
            let fields = answer.page.matches("type=\"password\"").count();
            assert_eq!(
                (fields, answer.page.matches("value=\"").count()),
                (1, 1),
                "not shown again"
            );
        }
        assert_eq!(ada.phc().await, None);
        assert_eq!(ada.choose(&desk, "", &longest).await.status, 303);
        ada.by_password(&longest).await;
        assert_eq!(enter(&house, &ada.email, &longest[..255]).await.0, 422);
        assert_eq!(enter(&house, &ada.email, &too_long).await.0, 422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_takes_the_current_one_and_ends_the_other_sessions() {
    for house in open_houses().await {
        let ada = Somebody::invited(&house, false).await;
        let (desk, phone) = (ada.by_link().await, ada.by_link().await);
        let later = |minutes: i64| house.app.clock.set(monday() + minutes.minutes());
        later(16);
        let stale = ada.choose(&desk, "", GOOD).await;
        assert_eq!(stale.status, 403, "a session left open is not enough");
        assert!(stale.page.contains("moins de 15 minutes"), "{}", stale.page);
        assert!(!house.see(&desk, "/account").await.page.contains("type=\"password\""));

        let desk = ada.by_link().await;
        assert_eq!(ada.choose(&desk, "", GOOD).await.status, 303);
        let alive = |who: reqwest::Client| {
            let house = &house;
            async move { house.see(&who, "/staff").await.status }
        };
        assert_eq!((alive(desk.clone()).await, alive(phone).await), (200, 401));

        let other = ada.by_password(GOOD).await;
        for wrong in ["", BETTER, GOOD.trim()] {
            let answer = ada.choose(&other, wrong, BETTER).await;
            assert_eq!(answer.status, 422);
            assert!(answer.page.contains("pas votre mot de passe actuel"), "{}", answer.page);
        }
        // One that is too easy is refused before the current one is looked at.
        assert_eq!(ada.choose(&other, "", "azertyazerty").await.status, 422);
        let changed = ada.choose(&other, GOOD, BETTER).await;
        assert_eq!((changed.status, changed.location.as_str()), (303, "/account?password=changed"));
        assert_eq!((alive(other.clone()).await, alive(desk).await), (200, 401));
        assert_eq!(enter(&house, &ada.email, GOOD).await.0, 422);
        let third = ada.by_password(BETTER).await;

        // Taking it away: with it, or after a link, as whoever forgot it.
        let remove = async |who: &reqwest::Client, current: &str| {
            house.send(who, "/account/password/remove", &[("current", current)]).await
        };
        assert_eq!(remove(&third, GOOD).await.status, 422);
        assert_eq!(remove(&third, BETTER).await.location, "/account?password=removed");
        assert_eq!((alive(third.clone()).await, alive(other).await), (200, 401));
        assert_eq!(remove(&third, BETTER).await.status, 404);
        assert_eq!(ada.choose(&third, "", GOOD).await.status, 403, "a password opened it");
        assert_eq!(enter(&house, &ada.email, BETTER).await.0, 422);
        let desk = ada.by_link().await;
        assert_eq!(ada.choose(&desk, "", GOOD).await.status, 303);
        let forgetful = ada.by_link().await;
        assert_eq!(remove(&forgetful, "").await.status, 303);
        assert_eq!(ada.choose(&forgetful, "", BETTER).await.status, 303);
        let changes: Vec<Act> =
            ada.acts().await.into_iter().filter(|act| act.code().starts_with("password")).collect();
        use Act::{PasswordChanged, PasswordRemoved, PasswordSet};
        let expected = [
            PasswordSet,
            PasswordChanged,
            PasswordRemoved,
            PasswordSet,
            PasswordRemoved,
            PasswordSet,
        ];
        assert_eq!(changes, expected);
        assert!(audit::verify(&house.app, None).await.unwrap().is_ok());
        // Nobody else has one to change.
        for path in ["/account/password", "/account/password/remove"] {
            assert_eq!(house.send(&house.client, path, &[("new", GOOD)]).await.status, 401);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_alone_makes_no_administrator() {
    for house in open_houses().await {
        let ada = Somebody::invited(&house, true).await;
        let desk = ada.by_link().await;
        assert_eq!(house.see(&desk, "/admin/network").await.status, 200);
        assert_eq!(ada.choose(&desk, "", GOOD).await.status, 303);
        let other = ada.by_password(GOOD).await;
        assert_eq!(house.see(&other, "/admin/network").await.status, 403);
        let page = house.see(&other, "/account").await.page;
        assert!(page.contains("un mot de passe ne suffit pas"), "{page}");
        assert_eq!(house.see(&desk, "/admin/network").await.status, 200);
        // Who has a passkey and does not show it changes no other way in.
        let sql = "INSERT INTO passkeys (credential, person_id, name, public_key, state, made_at) \
                   VALUES (?2, ?1, '', ?2, ?2, 0)";
        let id = ada.id.clone();
        let key = vec![1_u8];
        let params = move || [(&id).into(), key.clone().into()];
        let added = house.app.db.write(move |tx| tx.execute(sql, &params()).map(|_| ()));
        added.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        assert_eq!(ada.choose(&other, GOOD, BETTER).await.status, 403);
        let remove = house.send(&other, "/account/password/remove", &[("current", GOOD)]).await;
        assert_eq!(remove.status, 403);
        ada.by_password(GOOD).await;
        // Shown after the password it is as good as ever.
        run(&house, "UPDATE web_sessions SET by_key = 1 WHERE person_id = ?1", &ada.id, None).await;
        assert_eq!(house.see(&other, "/admin/network").await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_waits_and_nobody_is_locked_out() {
    for house in open_houses().await {
        let ada = Somebody::invited(&house, false).await;
        ada.choose(&ada.by_link().await, "", GOOD).await;
        for email in [ada.email.as_str(), "nobody@example.org"] {
            house.app.clock.set(monday());
            for _ in 0..5 {
                assert_eq!(enter(&house, email, BETTER).await.0, 422);
            }
            let begun = Instant::now();
            assert_eq!(enter(&house, email, BETTER).await.0, 422);
            assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
            house.app.clock.set(monday() + 3.seconds());
            assert_eq!(enter(&house, email, BETTER).await.0, 422);
            house.app.clock.set(monday() + 7.seconds());
            assert_eq!(enter(&house, email, BETTER).await.0, 422);
            let refused = send(&house, email, GOOD, "192.0.2.2").await;
            assert_eq!(refused.status().as_u16(), 429, "the right one waits as well");
            assert_eq!(refused.headers().get(RETRY_AFTER).unwrap(), "8");
            let page = refused.text().await.unwrap().replace('\u{a0}', " ");
            assert!(page.contains("Attendez 8 secondes"), "{page}");
            assert!(page.contains("lien reçu par courriel : il marche toujours"), "{page}");
        }
        // The link is not slowed; the password enters when its turn has come, and all is forgiven.
        ada.by_link().await;
        house.app.clock.set(monday() + 15.seconds());
        ada.by_password(GOOD).await;
        let begun = Instant::now();
        assert_eq!(enter(&house, &ada.email, BETTER).await.0, 422);
        ada.by_password(GOOD).await;
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
        let counted = house.get("/metrics").await.1;
        assert!(counted.contains("tandem_passwords_total{outcome=\"Waiting\"} 2"), "{counted}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_slowed_whatever_accounts_it_tries() {
    for house in open_houses().await {
        let ada = Somebody::invited(&house, false).await;
        ada.choose(&ada.by_link().await, "", GOOD).await;
        let tries = (0..34).map(|n| {
            let (house, email) = (&house, format!("n{n}@example.org"));
            async move { send(house, &email, BETTER, "198.51.100.7").await.status().as_u16() }
        });
        let answers = futures_util::future::join_all(tries).await;
        assert!(answers.contains(&429), "{answers:?}");
        assert!(answers.iter().filter(|status| **status == 422).count() >= 30, "{answers:?}");
        // Elsewhere nobody waits.
        ada.by_password(GOOD).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_grows_stronger_at_the_next_entry() {
    for house in open_houses().await {
        let ada = Somebody::invited(&house, false).await;
        ada.choose(&ada.by_link().await, "", GOOD).await;
        let key = house.app.vault.derived_bytes("password", &[]);
        let params = Params::new(8 * 1024, 1, 1, None).unwrap();
        let weak = Argon2::new_with_secret(&key, Algorithm::Argon2id, Version::V0x13, params);
        let weak = weak.unwrap().hash_password(GOOD.as_bytes()).unwrap().to_string();
        let sql = "UPDATE passwords SET phc = ?2 WHERE person_id = ?1";
        run(&house, sql, &ada.id, Some(weak.clone())).await;
        assert_eq!(enter(&house, &ada.email, BETTER).await.0, 422);
        assert_eq!(ada.phc().await.unwrap(), weak, "a wrong one changes nothing");
        ada.by_password(GOOD).await;
        let phc = ada.phc().await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        ada.by_password(GOOD).await;
        assert_eq!(ada.phc().await.unwrap(), phc, "strong enough it stays");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_leaves_no_password() {
    for house in open_houses().await {
        let (ada, ida) =
            (Somebody::invited(&house, false).await, Somebody::invited(&house, false).await);
        for who in [&ada, &ida] {
            assert_eq!(who.choose(&who.by_link().await, "", GOOD).await.status, 303);
        }
        accounts::disable(&house.app, &Actor::Operator, &ada.id).await.unwrap();
        assert_eq!(ada.phc().await, None);
        let back = NewPerson {
            name: "Camille".into(),
            email: ada.email.clone(),
            administrator: false,
            role: Some((house.library().await, Role::Mediator)),
        };
        accounts::invite(&house.app, &Actor::Operator, back, Lang::Fr).await.unwrap();
        assert_eq!(enter(&house, &ada.email, GOOD).await.0, 422, "let in again they choose anew");
        // Forgotten with the rest of whoever was disabled in some other way.
        run(&house, "UPDATE people SET disabled_at = 1 WHERE id = ?1", &ida.id, None).await;
        assert!(ida.phc().await.is_some());
        former::forget_former(&house.app).await.unwrap();
        assert_eq!(ida.phc().await, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_is_told_of_every_change() {
    for fresh in store::testing::databases() {
        let Some(office) = PostOffice::open() else { continue };
        let smtp = Some(Smtp { url: office.url(), from: "reseau@example.org".into() });
        let house =
            House::start(fresh, Config { smtp, passwords: true, ..Config::default() }).await;
        let ada = Somebody::invited(&house, false).await;
        let desk = ada.by_link().await;
        site::mail::deliver_due(&house.app).await.unwrap();
        office.collect();
        ada.choose(&desk, "", GOOD).await;
        ada.choose(&desk, GOOD, BETTER).await;
        assert_eq!(ada.choose(&desk, GOOD, BETTER).await.status, 422);
        house.send(&desk, "/account/password/remove", &[]).await;
        site::mail::deliver_due(&house.app).await.unwrap();
        let letters = office.collect();
        assert_eq!(letters.len(), 3);
        for what in ["d’être choisi", "d’être changé", "d’être retiré"] {
            let letter = letters.iter().find(|l| l.text.contains(what)).unwrap();
            assert_eq!(letter.to.as_slice(), std::slice::from_ref(&ada.email));
            assert_eq!(letter.links(), [format!("{}/sign-in", house.base)]);
            assert!(!letter.text.contains(GOOD) && !letter.text.contains(BETTER));
        }
    }
}

/// Everything that the program says by itself, as loudly as it can.
#[tokio::test(flavor = "multi_thread")]
async fn neither_logs_nor_exports_tell_a_password() {
    let folder = tempfile::tempdir().unwrap();
    let tandem = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
        command.env_clear().env("TANDEM_DIR", folder.path()).env("TANDEM_PASSWORDS", "true");
        command
    };
    let said = |arguments: &[&str]| {
        let done = tandem().args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    };
    let invite = ["user", "invite", "ada@example.org", "--name", "Ada", "--admin"];
    let link = said(&invite);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base = format!("http://127.0.0.1:{port}");
    let log = folder.path().join("log");
    let mut server = tandem()
        .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
        .env("RUST_LOG", "trace")
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for _ in 0..200 {
        if client.get(format!("{base}/healthz")).send().await.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let path = link.trim().split('/').next_back().unwrap();
    let entered = client.post(format!("{base}/sign-in/{path}")).send().await.unwrap();
    let desk = browser(&cookie(&entered).unwrap());
    let form = |who: &reqwest::Client, path: &str, fields: &[(&str, &str)]| {
        let request = who.post(format!("{base}{path}")).body(encode(fields)).send();
        async move { request.await.unwrap().status().as_u16() }
    };
    assert_eq!(form(&desk, "/account/password", &[("new", GOOD)]).await, 303);
    let fields = [("email", "ada@example.org"), ("password", GOOD)];
    assert_eq!(form(&client, "/sign-in/password", &fields).await, 303);
    let fields = [("email", "somebody.else@example.org"), ("password", BETTER)];
    assert_eq!(form(&client, "/sign-in/password", &fields).await, 422);
    server.kill().unwrap();
    server.wait().unwrap();
    let mut all = String::from_utf8_lossy(&std::fs::read(&log).unwrap()).into_owned();
    assert!(all.contains("/sign-in/password"), "the log is loud enough to tell: {all}");
    assert!(!all.contains("example.org"), "no address is logged");
    let period = ["--from", "2015-01-01", "--to", "2030-12-31"];
    all += &said(&["user", "list", "--format", "json"]);
    all += &said(&["audit", "list", "--format", "json"]);
    all += &said(&[&["export"][..], &period].concat());
    all += &said(&[&["export", "--format", "json"][..], &period].concat());
    for secret in ["argon2", "trois v", "lanterne", "trois+v", "canap"] {
        assert!(!all.contains(secret), "{secret}");
    }
    assert!(all.contains("password_set"));
    let off = tandem().env("TANDEM_PASSWORDS", "maybe").args(["user", "list"]).output().unwrap();
    assert!(String::from_utf8_lossy(&off.stderr).contains("TANDEM_PASSWORDS"), "{off:?}");
}
