//! What every request is handed: the database, the clock, the catalogues, the settings.

use std::ops::Deref;
use std::sync::Arc;

use base::Clock;
use store::Db;

use crate::{Catalogue, metrics::Metrics};

/// Settings of the instance.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address under which people reach the site, without a slash at the end.
    pub base_url: String,
    /// Name of the network, in the header and in mails.
    pub network_name: String,
    /// Mail server; without one, sign-in links appear in the log and on the administrator's page.
    pub smtp: Option<Smtp>,
    /// The demonstration network: sign-in links are shown on the sign-in page.
    pub demonstration: bool,
    /// Days after a session at which names and addresses of those registered are erased.
    pub retention_days: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            base_url: "http://127.0.0.1:8080".into(),
            network_name: "Tandem".into(),
            smtp: None,
            demonstration: false,
            retention_days: 30,
        }
    }
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// `smtp://host:port`, `smtps://user:password@host`.
    pub url: String,
    /// Sender of every mail.
    pub from: String,
}

/// The application, handed to every request. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>);

/// What [`App`] gives access to.
#[derive(Debug)]
pub struct Inner {
    /// The database.
    pub db: Db,
    /// Now.
    pub clock: Clock,
    /// Texts in both languages.
    pub catalogue: Catalogue,
    /// Settings.
    pub config: Config,
    /// Counters for `/metrics`.
    pub metrics: Metrics,
    /// Finished public pages.
    pub pages: crate::cache::PageCache,
    /// Entries of the navigation, composed by the binary.
    pub menu: Vec<MenuEntry>,
    /// Key of the instance, from which ticket addresses are derived.
    pub secret: Vec<u8>,
}

/// Who sees an entry of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Everybody.
    Everyone,
    /// Whoever is signed in.
    Professionals,
    /// Those who may do this somewhere.
    Those(crate::Permission),
}

/// An entry of the navigation.
#[derive(Clone, Copy, Debug)]
pub struct MenuEntry {
    /// Key of its text.
    pub label: &'static str,
    /// Where it leads.
    pub path: &'static str,
    /// Other addresses that belong to it.
    pub under: &'static [&'static str],
    /// Who sees it.
    pub sees: Sees,
}

impl App {
    /// Puts the application together.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Clock,
        catalogue: Catalogue,
        config: Config,
        menu: Vec<MenuEntry>,
        secret: Vec<u8>,
    ) -> Self {
        let (metrics, pages) = (Metrics::default(), crate::cache::PageCache::default());
        Self(Arc::new(Inner { db, clock, catalogue, config, metrics, pages, menu, secret }))
    }

    /// 128 bits derived from the key of the instance (HMAC-SHA-256, truncated): the same `purpose`
    /// and `of` always give the same, and nobody without the key can tell them.
    #[must_use]
    pub fn derived(&self, purpose: &str, of: &str) -> u128 {
        use hmac::{Hmac, KeyInit, Mac};
        // HMAC takes a key of any length: the error of `new_from_slice` cannot happen.
        let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(&self.secret) else {
            return 0;
        };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(of.as_bytes());
        let mut first = [0; 16];
        first.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        u128::from_be_bytes(first)
    }

    /// An absolute address for a path of the site, in this language.
    #[must_use]
    pub fn absolute(&self, lang: base::Lang, path: &str) -> String {
        format!("{}{}", self.config.base_url, crate::ctx::localised(lang, path))
    }
}

impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// The key of the instance, made at the first start and kept in the database.
pub async fn instance_secret(db: &Db) -> Result<Vec<u8>, store::StoreError> {
    let fresh: [u8; 32] = rand::random();
    let fresh = hex::encode(fresh);
    let kept: String = db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO settings (name, value) VALUES ('instance-secret', ?1) \
                 ON CONFLICT (name) DO NOTHING",
                &[fresh.into()],
            )?;
            tx.query_one("SELECT value FROM settings WHERE name = 'instance-secret'", &[])?.get(0)
        })
        .await?;
    hex::decode(kept).map_err(|e| store::StoreError::Schema(format!("instance secret: {e}")))
}
