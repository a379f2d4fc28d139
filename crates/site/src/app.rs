//! What every request is handed: the database, the clock, the catalogues, the settings.

use crate::accounts::federated::Provider;
use crate::accounts::passwords::{Seats, Tries};
use std::ops::Deref;
use std::sync::Arc;

use base::{Clock, Kind, Problem};
use store::{Db, Reference};
use vault::Vault;

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
    /// Proxies whose word on where a request comes from is taken.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Who answers for what is kept (the controller, GDPR art. 4): name and how to reach them; empty
    /// when nobody said.
    pub controller: String,
    /// How to reach the data-protection officer; empty when nobody said.
    pub dpo_contact: String,
    /// Providers of OpenID Connect by which professionals may enter.
    pub providers: Vec<Provider>,
    /// Professionals may also enter with a password.
    pub passwords: bool,
    /// By night, the links of the directory are asked whether they answer.
    pub check_links: bool,
    /// Hours between two backups that the program writes, and how many are kept.
    pub backups: Option<(u32, u32)>,
    /// Name of this node, among several that serve one database.
    pub node: String,
    /// Folder of what can be made anew from the database (the index of the search); `None`: kept in
    /// memory.
    pub derived: Option<std::path::PathBuf>,
    /// Folder of the weights with which the search compares by meaning too.
    pub vectors: Option<std::path::PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            base_url: "http://127.0.0.1:8080".into(),
            network_name: "Tandem".into(),
            smtp: None,
            demonstration: false,
            retention_days: 30,
            trusted_proxies: vec![],
            controller: String::new(),
            dpo_contact: String::new(),
            providers: vec![],
            passwords: false,
            check_links: false,
            backups: None,
            node: "tandem".into(),
            derived: None,
            vectors: None,
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
    /// How much one address may ask for.
    pub limits: crate::limits::Limits,
    /// How fast passwords were tried of late.
    pub password_tries: Tries,
    /// Where passwords are looked at, a few at a time.
    pub password_seats: Seats,
    /// Finished public pages.
    pub pages: crate::cache::PageCache,
    /// Entries of the navigation, composed by the binary.
    pub menu: Vec<MenuEntry>,
    /// Keys of the instance and of the days of forgetting.
    pub vault: Vault,
    /// Which columns of all rooms hold identifiers of organisations, composed by the binary.
    pub references: Vec<Reference>,
    parts: axum::http::Extensions,
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
        vault: Vault,
    ) -> Self {
        let (metrics, pages) = (Metrics::default(), crate::cache::PageCache::default());
        let limits = crate::limits::Limits::default();
        let references = vec![];
        Self(Arc::new(Inner {
            db,
            clock,
            catalogue,
            config,
            metrics,
            limits,
            password_tries: Tries::default(),
            password_seats: Seats::default(),
            pages,
            menu,
            vault,
            references,
            parts: axum::http::Extensions::new(),
        }))
    }

    /// With the columns of all rooms that hold identifiers of organisations; before it is shared.
    #[must_use]
    pub fn referring(mut self, references: Vec<Reference>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.references = references;
        }
        self
    }

    /// With something that a room keeps for the whole process (an index), one of each type; before
    /// it is shared.
    #[must_use]
    pub fn with<T: Clone + Send + Sync + 'static>(mut self, part: T) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.parts.insert(part);
        }
        self
    }

    /// What a room keeps for the whole process.
    #[must_use]
    pub fn part<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.parts.get()
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

/// Refuses keys that are not those this database was begun with: tickets given out would lead
/// nowhere.
pub async fn check_keys(db: &Db, vault: &Vault) -> Result<(), Problem> {
    let print = format!("{:032x}", vault.derived("instance", "fingerprint"));
    let ours = print.clone();
    let kept: String = db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO settings (name, value) VALUES ('keys', ?1) \
                 ON CONFLICT (name) DO NOTHING",
                &[ours.into()],
            )?;
            tx.query_one("SELECT value FROM settings WHERE name = 'keys'", &[])?.get(0)
        })
        .await
        .map_err(|e: store::StoreError| Problem::from(e))?;
    if kept == print {
        Ok(())
    } else {
        Err(Problem::new(Kind::Conflict, "site-problem-other-keys"))
    }
}
