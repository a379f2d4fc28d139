//! Sessions and organisations among what answers a search that is followed: what moved about them.

use ::store::{Row, StoreError, Tx, Value, words};
use base::{Id, Problem};
use jiff::civil::Date;
use network::model::Organisation;
use programme::model::SessionStatus;
use programme::service::{SessionView, public_session_in};

use crate::find::What;
use crate::store::word;

words! {
    /// What else than an entry answers.
    OtherKind {
        /// An activity of the programme, by its next session.
        Session = "session", "find-kind-session";
        /// An organisation.
        Organisation = "organisation", "find-kind-organisation";
    }
}

/// What is known of one that answered at the last look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What it is.
    pub kind: OtherKind,
    /// The activity of a session, or the organisation.
    pub id: Id,
    /// The session, or the organisation.
    pub subject: Id,
    /// A digest of what it said.
    pub said: String,
}

/// One that answers, as a mail names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// What is kept of it.
    pub known: Known,
    /// Its name.
    pub title: String,
    /// Whose it is, or where.
    pub by: String,
    /// When it takes place.
    pub on: Option<Date>,
}

/// What moved about one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It answers, and did not before.
    New,
    /// It says something else.
    Changed,
    /// It does not take place, or is no longer to be had.
    Gone,
}

/// Some of them, and what moved about each.
pub type Moved = Vec<(Other, News)>;

/// What became of one that answers no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is there, and other things answer better.
    There,
    /// It was taken away.
    Gone(Other),
    /// Its day is over: nothing is to be said.
    Over,
}

fn of_session(v: &SessionView) -> Other {
    let place = v.place.as_ref().map_or("", |p| p.id.as_str());
    let said = Id::derived("session", &[&v.session.starts_at.to_string(), place]);
    Other {
        known: Known {
            kind: OtherKind::Session,
            id: v.activity.id.clone(),
            subject: v.session.id.clone(),
            said: said.to_string(),
        },
        title: v.activity.draft.title.clone(),
        by: v.organisation.clone(),
        on: Some(v.date()),
    }
}

fn of_organisation(o: &Organisation) -> Other {
    let parts = [&o.name, &o.address, &o.postcode, &o.city, &o.website, &o.public_email];
    let said = Id::derived("organisation", &parts.map(String::as_str));
    Other {
        known: Known {
            kind: OtherKind::Organisation,
            id: o.id.clone(),
            subject: o.id.clone(),
            said: said.to_string(),
        },
        title: o.name.clone(),
        by: o.city.clone(),
        on: None,
    }
}

/// Those that are no entries among what was found, each activity once.
pub fn of(found: impl Iterator<Item = What>) -> Vec<Other> {
    let mut others: Vec<Other> = vec![];
    for what in found {
        let other = match what {
            What::Entry(_) => continue,
            What::Session(view) => of_session(&view),
            What::Organisation(organisation) => of_organisation(&organisation),
        };
        let same = |o: &Other| (o.known.kind, &o.known.id) == (other.known.kind, &other.known.id);
        if !others.iter().any(same) {
            others.push(other);
        }
    }
    others
}

/// What moved, and what is known from now on: `found` answers now, `before` did, `fate` tells what became
/// of one. The next session of an activity that answered already is no news.
pub fn compare(
    before: Vec<Known>,
    found: Vec<Other>,
    mut fate: impl FnMut(&Known) -> Result<Fate, Problem>,
) -> Result<(Moved, Vec<Known>), Problem> {
    let (mut said, mut known) = (vec![], vec![]);
    let mut before = before;
    for other in found {
        let now = other.known.clone();
        let place = before.iter().position(|k| (k.kind, &k.id) == (now.kind, &now.id));
        match place.map(|n| before.swap_remove(n)) {
            None => said.push((other, News::New)),
            Some(k) if k.subject != now.subject => {
                if let Fate::Gone(gone) = fate(&k)? {
                    said.push((gone, News::Gone));
                }
            }
            Some(k) if k.said != now.said => said.push((other, News::Changed)),
            Some(_) => {}
        }
        known.push(now);
    }
    for left in before {
        match fate(&left)? {
            Fate::There => known.push(left),
            Fate::Gone(gone) => said.push((gone, News::Gone)),
            Fate::Over => {}
        }
    }
    Ok((said, known))
}

/// What became of one that answered.
fn fate(tx: &mut Tx<'_>, known: &Known, now: i64) -> Result<Fate, Problem> {
    Ok(match known.kind {
        OtherKind::Session => match public_session_in(tx, &known.subject)? {
            Some(v) if v.session.ends_at <= now => Fate::Over,
            Some(v) => match v.session.status {
                SessionStatus::Cancelled | SessionStatus::Postponed => Fate::Gone(of_session(&v)),
                SessionStatus::Published => Fate::There,
                SessionStatus::Draft | SessionStatus::Held => Fate::Over,
            },
            None => Fate::Over,
        },
        OtherKind::Organisation => match network::service::organisation(tx, &known.id)? {
            Some(o) if o.open_to_public => Fate::There,
            Some(o) => Fate::Gone(of_organisation(&o)),
            None => Fate::Over,
        },
    })
}

/// What moved among those that are no entries; what answers now is kept for the next look.
pub fn moved(tx: &mut Tx<'_>, search: &Id, found: Vec<Other>, now: i64) -> Result<Moved, Problem> {
    let Some(before) = before(tx, search)? else {
        let known: Vec<Known> = found.into_iter().map(|other| other.known).collect();
        replace(tx, search, &known)?;
        return Ok(vec![]);
    };
    let (said, known) = compare(before, found, |k| fate(tx, k, now))?;
    replace(tx, search, &known)?;
    Ok(said)
}

/// What answered at the last look; `None`: nobody looked.
fn before(tx: &mut Tx<'_>, search: &Id) -> Result<Option<Vec<Known>>, StoreError> {
    let sql = "SELECT others_seen FROM saved_searches WHERE id = ?1";
    let seen = tx.query_opt(sql, &[search.into()])?.map(|row| row.get::<bool>(0)).transpose()?;
    if seen != Some(true) {
        return Ok(None);
    }
    let one = |row: &Row| {
        Ok(Known {
            kind: word(row, 0, OtherKind::parse)?,
            id: row.get(1)?,
            subject: row.get(2)?,
            said: row.get(3)?,
        })
    };
    let sql = "SELECT kind, other_id, subject_id, said FROM search_others WHERE search_id = ?1 \
               ORDER BY kind, other_id";
    tx.query(sql, &[search.into()])?.iter().map(one).collect::<Result<_, _>>().map(Some)
}

/// Puts what answers a search now in the place of what did.
pub fn replace(tx: &mut Tx<'_>, search: &Id, all: &[Known]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM search_others WHERE search_id = ?1", &[search.into()])?;
    tx.execute("UPDATE saved_searches SET others_seen = 1 WHERE id = ?1", &[search.into()])?;
    let row = |k: &Known| -> Vec<Value> {
        vec![
            search.into(),
            k.kind.into(),
            (&k.id).into(),
            (&k.subject).into(),
            k.said.as_str().into(),
        ]
    };
    let rows: Vec<Vec<Value>> = all.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let head = "INSERT INTO search_others (search_id, kind, other_id, subject_id, said)";
    tx.execute_rows(head, "", &rows).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(id: &Id, subject: &Id, said: &str) -> Other {
        let (kind, id, subject) = (OtherKind::Session, id.clone(), subject.clone());
        let known = Known { kind, id, subject, said: said.into() };
        Other { known, title: String::new(), by: String::new(), on: None }
    }

    #[test]
    fn the_next_session_is_no_news_and_one_that_is_cancelled_is() {
        let (activity, first, second) = (Id::new(), Id::new(), Id::new());
        let (old, next) = (other(&activity, &first, "a"), other(&activity, &second, "b"));
        let over = |_: &Known| Ok(Fate::Over);
        let (said, known) = compare(vec![], vec![old.clone()], over).unwrap();
        assert_eq!((said, known.len()), (vec![(old.clone(), News::New)], 1));
        let (said, known) = compare(known, vec![old.clone()], over).unwrap();
        assert_eq!(said, []);
        // Its day passed, and the next one stands there.
        let (said, later) = compare(known.clone(), vec![next.clone()], over).unwrap();
        assert_eq!((said, later), (vec![], vec![next.known.clone()]));
        // It was cancelled, whether there is another one or not.
        let gone = |_: &Known| Ok(Fate::Gone(old.clone()));
        for found in [vec![next.clone()], vec![]] {
            let (said, _) = compare(known.clone(), found, gone).unwrap();
            assert_eq!(said, [(old.clone(), News::Gone)]);
        }
        // Moved to another day.
        let moved = other(&activity, &first, "c");
        let (said, _) = compare(known.clone(), vec![moved.clone()], over).unwrap();
        assert_eq!(said, [(moved, News::Changed)]);
        // What others outrank for a while is not new when it comes back.
        let (said, kept) = compare(known.clone(), vec![], |_| Ok(Fate::There)).unwrap();
        assert_eq!((said, &kept), (vec![], &known));
        assert_eq!(compare(kept, vec![old], over).unwrap().0, []);
    }
}
