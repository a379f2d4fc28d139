//! The figures of practice sharing, and what stands behind each.

use ::store::{StoreError, Tx};
use base::{Id, Problem};
use jiff::civil::Date;
use site::App;

use super::model::{Figures, ImmersionKind, Line, Testimony};
use super::store::{self as rows, Wanted};

/// Most testimonies on the public page.
const MOST_SHOWN: usize = 24;

/// Which days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// First local date.
    pub from: Date,
    /// Last local date.
    pub to: Date,
    /// How practice was shared.
    pub kind: Option<ImmersionKind>,
    /// Who received.
    pub host: Option<Id>,
    /// Whose people came.
    pub guest: Option<Id>,
}

impl Query {
    /// All days of a period.
    #[must_use]
    pub fn period(from: Date, to: Date) -> Self {
        Self { from, to, kind: None, host: None, guest: None }
    }
}

fn lines(tx: &mut Tx<'_>, query: &Query) -> Result<Vec<Line>, StoreError> {
    let wanted = Wanted {
        from: query.from.to_string(),
        to: query.to.to_string(),
        kind: query.kind,
        host: query.host.as_ref(),
        guest: query.guest.as_ref(),
    };
    rows::held(tx, &wanted)
}

/// The days held, by date. They tell of organisations and numbers, of nobody.
pub async fn held(app: &App, query: Query) -> Result<Vec<Line>, Problem> {
    app.db.read(move |tx| Ok(lines(tx, &query)?)).await
}

/// The figures of these days.
pub async fn report(app: &App, query: Query) -> Result<Figures, Problem> {
    Ok(Figures::of(&held(app, query).await?))
}

/// What everyone can read of what was said, the latest first.
pub async fn published(app: &App) -> Result<Vec<Testimony>, Problem> {
    app.db.read(move |tx| Ok(rows::published(tx, MOST_SHOWN)?)).await
}

/// How many days one organisation held for any of others in a period.
pub fn held_for(
    tx: &mut Tx<'_>,
    one: &Id,
    others: &[Id],
    from: Date,
    to: Date,
) -> Result<u32, StoreError> {
    let days = lines(tx, &Query::period(from, to))?;
    let together = days.iter().filter(|day| day.received(one, others)).count();
    Ok(u32::try_from(together).unwrap_or(u32::MAX))
}
