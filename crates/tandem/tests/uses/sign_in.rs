//! Signing in by a link that comes by mail: in the browser that asked for it, or with the code that it
//! shows elsewhere.

use crate::common::House;
use crate::common::postoffice::PostOffice;
#[allow(dead_code)]
use base::{Id, Lang};
use reqwest::header::{COOKIE, SET_COOKIE, USER_AGENT};
use site::accounts::model::NewPerson;
use site::accounts::service as accounts;
use site::mail::deliver_due;
use site::{Actor, Config, Smtp};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const PHONE: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1";

struct Post {
    house: House,
    office: PostOffice,
    email: String,
}

/// A browser: the cookies it was given.
struct Browser<'a> {
    post: &'a Post,
    agent: &'static str,
    cookies: Vec<(String, String)>,
}

async fn posts() -> Vec<Post> {
    let mut all = vec![];
    for fresh in store::testing::databases() {
        let Some(office) = PostOffice::open() else { continue };
        let smtp = Some(Smtp { url: office.url(), from: "reseau@example.org".into() });
        let house = House::start(fresh, Config { smtp, ..Config::default() }).await;
        let email = format!("{}@example.org", Id::new());
        let person = NewPerson {
            name: "Camille Essai".into(),
            email: email.clone(),
            administrator: true,
            role: None,
        };
        accounts::invite(&house.app, &Actor::Operator, person, Lang::Fr).await.unwrap();
        let post = Post { house, office, email };
        post.letters().await;
        all.push(post);
    }
    all
}

impl Post {
    async fn letters(&self) -> Vec<crate::common::postoffice::Letter> {
        deliver_due(&self.house.app).await.unwrap();
        self.office.collect()
    }

    fn browser(&self, agent: &'static str) -> Browser<'_> {
        Browser { post: self, agent, cookies: vec![] }
    }
}

impl Browser<'_> {
    async fn send(&mut self, post: bool, url: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let house = &self.post.house;
        let url = match url.strip_prefix('/') {
            Some(_) => format!("{}{url}", house.base),
            None => url.to_owned(),
        };
        let request =
            if post { house.client.post(url).form(fields) } else { house.client.get(url) };
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let request = request.header(COOKIE, cookies.join("; ")).header(USER_AGENT, self.agent);
        let answer = request.send().await.unwrap();
        for line in answer.headers().get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            assert!(line.contains("; HttpOnly; SameSite=Lax; Max-Age="), "{line}");
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(n, _)| n != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn see(&mut self, url: &str) -> (u16, String) {
        self.send(false, url, &[]).await
    }

    /// Asks for a link and finds it in the mail.
    async fn ask(&mut self) -> String {
        let email = self.post.email.clone();
        assert_eq!(self.send(true, "/sign-in", &[("email", &email)]).await.0, 200);
        let letters = self.post.letters().await;
        assert_eq!(letters.len(), 1);
        letters[0].links()[0].to_owned()
    }
}

fn code_in(page: &str) -> String {
    let at = page.find("id=\"code\">").unwrap() + 10;
    page[at..].split('<').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_in_the_browser_that_asked_for_it_once() {
    for post in posts().await {
        let mut browser = post.browser(FIREFOX);
        let link = browser.ask().await;
        // A scanner follows it, more than once: nothing is used up, and it cannot enter.
        let mut scanner = post.browser("Scanner");
        for _ in 0..3 {
            assert_eq!(scanner.see(&link).await.0, 200);
        }
        assert_eq!(scanner.send(true, &link, &[]).await.0, 403);
        assert_eq!(browser.see("/staff").await.0, 401);
        let (_, page) = browser.see(&link).await;
        assert!(page.contains("Votre lien est valable"), "{page}");
        assert_eq!(browser.send(true, &link, &[]).await.0, 303);
        assert_eq!(browser.see("/staff").await.0, 200);
        assert_eq!(browser.send(true, &link, &[]).await.0, 410);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_another_device_it_shows_a_code_for_the_first() {
    for post in posts().await {
        let mut desk = post.browser(FIREFOX);
        let link = desk.ask().await;
        let mut phone = post.browser(PHONE);
        let (status, page) = phone.see(&link).await;
        assert_eq!(status, 200);
        assert!(page.contains("Ne donnez ce code à personne"), "{page}");
        let code = code_in(&page);
        // The code is good in the browser that asked, and nowhere else.
        assert_eq!(phone.send(true, "/sign-in/code", &[("code", &code)]).await.0, 422);
        let sloppy = code.to_lowercase().replace('-', " ");
        assert_eq!(desk.send(true, "/sign-in/code", &[("code", &sloppy)]).await.0, 303);
        assert_eq!(desk.see("/staff").await.0, 200);
        assert_eq!(phone.see(&link).await.0, 410, "used up");

        // Guessing ends.
        let mut desk = post.browser(FIREFOX);
        let code = code_in(&phone.see(&desk.ask().await).await.1);
        for _ in 0..5 {
            assert_eq!(desk.send(true, "/sign-in/code", &[("code", "ABC-DEF")]).await.0, 422);
        }
        assert_eq!(desk.send(true, "/sign-in/code", &[("code", &code)]).await.0, 422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_the_others_can_be_ended() {
    for post in posts().await {
        let (mut desk, mut phone) = (post.browser(FIREFOX), post.browser(PHONE));
        for browser in [&mut desk, &mut phone] {
            let link = browser.ask().await;
            assert_eq!(browser.send(true, &link, &[]).await.0, 303);
        }
        let (_, page) = desk.see("/account").await;
        assert!(page.contains("Firefox, Linux") && page.contains("Safari, iPhone"), "{page}");
        assert_eq!(page.matches("Celui-ci").count(), 1, "{page}");
        assert_eq!(desk.send(true, "/account/end-others", &[]).await.0, 303);
        assert_eq!((desk.see("/staff").await.0, phone.see("/staff").await.0), (200, 401));
    }
}
