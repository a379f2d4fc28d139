//! Use cases of referral: making a slip and reading it. What is said of its results is in
//! `telling.rs`, the figures in `figures.rs`.

mod figures;
mod telling;

use ::store::Tx;
use base::{Id, Kind, Problem};
use jiff::civil::Date;
use programme::service::SessionView;
use site::audit::{self, Act};
use site::{Actor, App, Permission, secrets};

use super::codes;
use super::model::{Basket, Paper, Target};
use super::store::{self as rows, Held, Slip};
use crate::model::State;
use crate::service::{Seen, any_in};

pub use super::store::Line;
pub use figures::{Figures, Query, Title, made, received};
pub use telling::{Outcome, Turn, asked, correct, maintain, say, settle};

/// What a result of a slip shows: always what the directory and the programme say today.
#[derive(Clone, Debug)]
pub enum Shown {
    /// An entry; it may have been put away since.
    Entry(Box<Seen>),
    /// A session; it may be over, or cancelled.
    Session(Box<SessionView>),
}

impl Shown {
    /// Its name.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Entry(seen) => &seen.entry.draft.title,
            Self::Session(view) => &view.activity.draft.title,
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn owner(&self) -> &str {
        match self {
            Self::Entry(seen) => &seen.owner.name,
            Self::Session(view) => &view.organisation,
        }
    }

    /// Whether somebody can still be sent there.
    #[must_use]
    pub fn stands(&self, now: i64) -> bool {
        match self {
            Self::Entry(seen) => seen.entry.state == State::Published,
            Self::Session(view) => {
                let status = view.session.status;
                status == programme::model::SessionStatus::Published && now < view.session.ends_at
            }
        }
    }
}

fn shown_in(tx: &mut Tx<'_>, target: &Target, today: Date) -> Result<Option<Shown>, Problem> {
    Ok(match target {
        Target::Entry(id) => any_in(tx, id, today)?.map(|seen| Shown::Entry(Box::new(seen))),
        Target::Session(id) => programme::service::public_session_in(tx, id)?
            .map(|view| Shown::Session(Box::new(view))),
    })
}

/// What was chosen and can be put on a slip, in order; and how many of those chosen cannot.
pub async fn chosen(app: &App, basket: &Basket) -> Result<(Vec<(Target, Shown)>, usize), Problem> {
    let (basket, today, now) = (basket.clone(), site::sealing::today(app), app.clock.seconds());
    app.db
        .read(move |tx| {
            let mut found = vec![];
            for target in basket.targets() {
                if let Some(shown) = shown_in(tx, target, today)?.filter(|s| s.stands(now)) {
                    found.push((target.clone(), shown));
                }
            }
            let missing = basket.targets().len() - found.len();
            Ok::<_, Problem>((found, missing))
        })
        .await
}

/// A slip to make.
#[derive(Clone, Debug)]
pub struct Wish {
    /// What is on it.
    pub basket: Basket,
    /// What it is printed on.
    pub paper: Paper,
    /// In words that are easy to read.
    pub easy: bool,
    /// At whose desk; `None`: a person alone.
    pub organisation: Option<Id>,
    /// The same key makes the same slip of the same results once.
    pub key: String,
}

impl Wish {
    /// The identifier of its slip. It tells no time.
    fn id(&self, app: &App) -> Id {
        let of = format!(
            "{}\0{}\0{}\0{}\0{}",
            self.key,
            self.basket.path(),
            self.paper,
            self.easy,
            self.organisation.as_ref().map_or("", Id::as_str)
        );
        let all = app.vault.derived_bytes("slip-request", of.as_bytes());
        let bits = all.iter().take(16).fold(0, |bits, byte| bits << 8 | u128::from(*byte));
        Id::parse(&base::codes::base32(bits)).unwrap_or_default()
    }
}

/// Makes a slip: anyone may, and a desk is counted. The secret of its address.
pub async fn make(app: &App, actor: &Actor, wish: Wish) -> Result<String, Problem> {
    wish.basket.check()?;
    if let Some(organisation) = &wish.organisation {
        actor.need(Permission::Desk, organisation)?;
    }
    let (app2, actor) = (app.clone(), actor.clone());
    let today = site::sealing::today(app);
    app.db
        .write(move |tx| {
            let (vault, now) = (&app2.vault, app2.clock.seconds());
            // All of them at once, before anything is counted: a merge holds its two in the same order.
            let entries: Vec<&Id> =
                wish.basket.targets().iter().filter_map(Target::entry).collect();
            tx.lock_all("entries", &entries)?;
            let mut targets: Vec<Target> = vec![];
            for target in wish.basket.targets() {
                let shown = shown_in(tx, target, today)?.filter(|s| s.stands(now));
                let shown =
                    shown.ok_or_else(|| Problem::new(Kind::Conflict, "referral-problem-gone"))?;
                // What was chosen may have been merged since.
                let target = match &shown {
                    Shown::Entry(seen) => Target::Entry(seen.entry.id.clone()),
                    Shown::Session(_) => target.clone(),
                };
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
            let slip = Slip {
                id: wish.id(&app2),
                organisation: wish.organisation,
                paper: wish.paper,
                easy: wish.easy,
                made_on: today,
            };
            let secret = secrets::of(vault, SORT, &slip.id);
            if !rows::insert(tx, &slip)? {
                return Ok(secret);
            }
            for (position, target) in (0..).zip(&targets) {
                let counted_in = rows::count_handed(tx, &slip, target)?;
                let mut held = Held {
                    slip: slip.id.clone(),
                    position,
                    target: target.clone(),
                    code: vec![],
                    counted_in,
                    said: None,
                };
                let mut kept = false;
                for attempt in 0..codes::TRIES {
                    let code = codes::code(vault, &slip.id, position, attempt);
                    held.code = codes::kept(vault, &code);
                    kept = rows::insert_result(tx, &held)?;
                    if kept {
                        break;
                    }
                }
                if !kept {
                    return Err(Problem::new(Kind::Unavailable, "problem-unavailable")
                        .because("every code of a result is taken"));
                }
            }
            rows::count_slip(tx, &slip)?;
            if let Some(organisation) = &slip.organisation {
                // Not which slip: nothing shall lead from a colleague and an hour to one.
                let n = targets.len().to_string();
                audit::note(&app2, tx, &actor, Act::SlipMade, Some(organisation), "", &n)?;
            }
            Ok(secret)
        })
        .await
}

/// What the secret of an address is derived for.
const SORT: &str = "slip";

/// A slip as it reads today.
#[derive(Clone, Debug)]
pub struct SlipView {
    /// What it is printed on.
    pub paper: Paper,
    /// In words that are easy to read.
    pub easy: bool,
    /// The day on which it was made.
    pub made_on: Date,
    /// The day on which it is erased.
    pub until: Date,
    /// Its results; what is no longer to be had at all is `None`.
    pub results: Vec<ResultView>,
}

/// A result of a slip.
#[derive(Clone, Debug)]
pub struct ResultView {
    /// What it shows.
    pub shown: Option<Shown>,
    /// Its return code.
    pub code: String,
    /// Whether somebody can still be sent there.
    pub stands: bool,
}

/// A slip by the secret of its address. One that was erased says so.
pub async fn slip(app: &App, secret: &str) -> Result<SlipView, Problem> {
    let id = secrets::read(&app.vault, SORT, secret).ok_or_else(crate::service::not_found)?;
    let (app2, today, now) = (app.clone(), site::sealing::today(app), app.clock.seconds());
    app.db
        .read(move |tx| {
            let gone = || Problem::new(Kind::Gone, "referral-problem-erased");
            let slip = rows::find(tx, &id)?.ok_or_else(gone)?;
            let mut results = vec![];
            for held in rows::results(tx, &id)? {
                let shown = shown_in(tx, &held.target, today)?;
                let code = codes::known(&app2.vault, &id, held.position, &held.code);
                results.push(ResultView {
                    stands: shown.as_ref().is_some_and(|s| s.stands(now)),
                    shown,
                    code: code.unwrap_or_default(),
                });
            }
            Ok::<_, Problem>(SlipView {
                paper: slip.paper,
                easy: slip.easy,
                made_on: slip.made_on,
                until: super::model::erased_on(slip.made_on),
                results,
            })
        })
        .await
}
