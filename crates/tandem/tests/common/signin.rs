//! Signing in as a person does: invited, with a link, by opening it and pressing its button.

use base::{Id, Lang};
use reqwest::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use site::accounts::model::NewPerson;
use site::accounts::service as accounts;
use site::{Actor, Role};

use super::House;

impl House {
    /// A browser of somebody with this role in an organisation; without an organisation, of an
    /// administrator of the network. It does not follow redirections.
    pub async fn signed_in(&self, role: Role, organisation: Option<&Id>) -> reqwest::Client {
        let person = NewPerson {
            name: "Camille Essai".into(),
            email: format!("{}@example.org", Id::new()),
            administrator: organisation.is_none(),
            role: organisation.map(|id| (id.clone(), role)),
        };
        let (_, path) =
            accounts::invite(&self.app, &Actor::Operator, person, Lang::Fr).await.unwrap();
        // Looking at the link opens nothing yet; the button does.
        let (status, page) = self.get(&path).await;
        assert_eq!(status, 200, "{page}");
        let answer = self.client.post(format!("{}{path}", self.base)).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 303);
        let line = answer.headers().get(SET_COOKIE).unwrap().to_str().unwrap();
        let cookie = line.split(';').next().unwrap().to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(&cookie).unwrap());
        reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .default_headers(headers)
            .build()
            .unwrap()
    }
}
