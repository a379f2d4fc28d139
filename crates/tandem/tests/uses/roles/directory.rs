//! What the matrix asks of the directory.

use base::Id;
use directory::duplicates::merging::{self, Merging};
use directory::editions::{self, BookletDraft};
use directory::exchange::{self, Format, Import, Way};
use directory::freshness::campaigns::{self, CampaignDraft, Section};
use directory::freshness::reminders;
use directory::lexicon::{self, Words};
use directory::model::{EntryDraft, EntryKind, Notice, NoticeKind, Reason, State};
use directory::referral::model::{Basket, Paper, Target};
use directory::referral::service::{self as referral, Wish};
use directory::service::{self, Writing};
use jiff::civil::date;
use site::Actor;
use territory::Zone;

use crate::common::House;

pub struct Things {
    published: Id,
    draft: Id,
    notice: Id,
    report: Id,
    /// Of the published entry: the secret of a slip, and the code of its result.
    slip: String,
    code: String,
    /// Of the whole country, opened by the library, it runs.
    campaign: Id,
    /// A selection of the library with the published entry, and its edition.
    booklet: Id,
    edition: Id,
    /// Words that were added to the lexicon.
    words: Id,
    /// A list that the library took.
    taking: Id,
    /// Two more drafts: one stands for a fourth, and was told apart from the first draft.
    third: Id,
    merge: Id,
    /// Secret of the link that verifies the published one.
    pub link: String,
    /// Secret of the link that stops mails about searches; that of nobody here.
    pub stop: String,
}

/// Whether a route belongs to the directory.
pub fn is_of(route: &str) -> bool {
    let own = [
        "/entries",
        "/staff/directory",
        "/slip",
        "/return",
        "/verify",
        "/editions",
        "/staff/referrals",
        "/admin/words",
        "/staff/searches",
        "/searches/stop",
    ];
    own.iter().any(|start| route.starts_with(start))
}

impl Things {
    pub fn id(&self, route: &str, variant: &str) -> &Id {
        match (route, variant) {
            (_, "draft") => &self.draft,
            (r, _) if r.starts_with("/admin/words") => &self.words,
            (r, _) if r.starts_with("/editions") => &self.edition,
            (r, _) if r.contains("/editions/") => &self.booklet,
            (r, _) if r.contains("/imports/") => &self.taking,
            (r, _) if r.contains("/campaigns/") => &self.campaign,
            (r, _) if r.contains("/merges/") => &self.merge,
            _ => &self.published,
        }
    }

    /// The address with the identifiers that stand after the entry's.
    pub fn fill(&self, path: String) -> String {
        let again = path.ends_with("/again");
        let (one, other) =
            if again { (&self.draft, &self.third) } else { (&self.published, &self.draft) };
        path.replace("{one}", one.as_str())
            .replace("{other}", other.as_str())
            .replace("{notice}", self.notice.as_str())
            .replace("{report}", self.report.as_str())
            .replace("{entry}", self.published.as_str())
            .replace("{file}", "annuaire.csv")
            .replace("{code}", &self.code)
    }

    pub fn slip(&self) -> &String {
        &self.slip
    }

    pub fn form(&self, route: &str) -> String {
        let entry = "owner=library&kind=service&title=Autre+fiche&description=Autre+chose";
        if route.starts_with("/staff/searches") {
            return "name=Besoin+de+CV&q=cv&pace=daily".into();
        }
        if route.ends_with("/campaigns/new") {
            let what = "name=Hiver&zone=france&sections=hours&first=2026-11-20&last=2026-12-20";
            return what.into();
        }
        if route.ends_with("/words/new") {
            return "said=la+Maison+verte&means=espace+insertion".into();
        }
        if route.contains("/words") {
            return "said=la+Maison+bleue&means=espace+insertion".into();
        }
        if route.contains("/editions") {
            let texts = "organisation=library&title=Autre+livret&headings=Emploi";
            return match route.rsplit('/').next().unwrap_or_default() {
                "entries" => format!("heading=0&entries={}", self.published),
                "{entry}" => "do=remove".into(),
                _ => texts.into(),
            };
        }
        let end = route.rsplit('/').next().unwrap_or_default();
        match end {
            "{key}" => "c0=name&c1=commune&c2=updated-on".into(),
            "reports" => "reason=fees".into(),
            "verify" => "how=called".into(),
            "state" => "state=archived".into(),
            "notices" => "notice=full&first=2026-12-01&last=2026-12-02".into(),
            "{report}" => "answer=unfounded".into(),
            "{other}" => format!("kept={}", self.published),
            "slips" => format!("entry={}", self.published),
            "{code}" => "said=arrived&by=person".into(),
            "{entry}" => "do=all&how=called".into(),
            "{secret}" => "do=right".into(),
            _ => entry.into(),
        }
    }
}

/// A published entry of the library with a notice and a report, and a draft.
pub async fn things(house: &House) -> Things {
    let (app, operator) = (&house.app, Actor::Operator);
    let library = house.library().await;
    let mut made = vec![];
    for title in ["Aide au CV", "Brouillon", "Troisième", "Quatrième"] {
        let mut draft = EntryDraft::blank(EntryKind::Service);
        (draft.title, draft.description) = (title.into(), "On y refait son CV.".into());
        let (owner, curator, verified, seen) = (library.clone(), None, None, None);
        let writing = Writing { id: None, owner, curator, draft, verified, seen };
        made.push(service::write(app, &operator, writing).await.unwrap());
    }
    let [published, draft, third, fourth] = made.try_into().unwrap();
    let wish = Merging { kept: third.clone(), merged: fourth, taken: vec![], seen: None };
    let merge = merging::merge(app, &operator, wish).await.unwrap();
    merging::tell_apart(app, &operator, &draft, &third).await.unwrap();
    service::set_state(app, &operator, &published, State::Published).await.unwrap();
    let notice = Notice {
        id: Id::new(),
        kind: NoticeKind::Closed,
        first: date(2026, 12, 24),
        last: date(2026, 12, 26),
        hours: String::new(),
        words: String::new(),
    };
    let id = notice.id.clone();
    service::add_notice(app, &operator, &published, notice).await.unwrap();
    let report = service::report(app, &published, Reason::Hours).await.unwrap().id;
    let wish = Wish {
        basket: Basket::of([Target::Entry(published.clone())]),
        paper: Paper::A5,
        easy: false,
        organisation: Some(library.clone()),
        key: String::new(),
    };
    let slip = referral::make(app, &operator, wish).await.unwrap();
    let code = referral::slip(app, &slip).await.unwrap().results[0].code.clone();
    let today = vault::day_of(site::sealing::today(app));
    let link = reminders::secret(&app.vault, &published, today);
    let campaign = campaign(house, &library).await;
    let texts = BookletDraft {
        title: "Livret".into(),
        introduction: String::new(),
        headings: vec!["Emploi".into()],
    };
    let booklet = editions::make(app, &operator, &library, texts).await.unwrap();
    editions::add(app, &operator, &booklet, vec![published.clone()], 0).await.unwrap();
    let edition = editions::publish(app, &operator, &booklet, None).await.unwrap();
    let words = Id::new();
    let said = Words {
        said: vec!["la Maison bleue".into()],
        means: vec!["espace insertion".into()],
        themes: vec![],
    };
    lexicon::put(app, &operator, &words, said, None).await.unwrap();
    let stop = directory::counsel::saved::secret(&app.vault, &Id::new());
    let taking = taking(house, &library).await;
    Things {
        taking,
        published,
        draft,
        notice: id,
        report,
        slip,
        code,
        campaign,
        booklet,
        edition,
        third,
        merge,
        words,
        link,
        stop,
    }
}

const LIST: &str = "nom;commune;date_maj\nLa Fabrique;Bourges;20/11/2025\n";

/// A list as the browser sends it.
pub fn list() -> reqwest::multipart::Form {
    let file = reqwest::multipart::Part::bytes(LIST.as_bytes()).file_name("lieux.csv");
    reqwest::multipart::Form::new()
        .text("new_source", "Lieux")
        .text("curator", "library")
        .part("file", file)
}

async fn taking(house: &House, library: &Id) -> Id {
    let import = Import {
        format: Format::Places,
        source: "Autres lieux".into(),
        bytes: LIST.into(),
        mapping: None,
        themes: std::collections::BTreeSet::new(),
        dry_run: false,
    };
    let way = Way { curator: Some(library.clone()), ..Way::default() };
    exchange::import_as(&house.app, &Actor::Operator, import, way).await.unwrap().id.unwrap()
}

async fn campaign(house: &House, library: &Id) -> Id {
    let draft = CampaignDraft {
        name: "Automne".into(),
        zone: Zone::COUNTRY,
        sections: vec![Section::Hours],
        first: date(2026, 11, 20),
        last: date(2026, 12, 20),
    };
    let id = campaigns::open(&house.app, &Actor::Operator, draft).await.unwrap();
    let (campaign, library) = (id.clone(), library.clone());
    let of = house.app.db.write(move |tx| {
        let sql = "UPDATE campaigns SET organisation_id = ?2 WHERE id = ?1";
        tx.execute(sql, &[(&campaign).into(), (&library).into()])
    });
    of.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
    id
}
