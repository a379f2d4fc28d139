//! A list goes into the directory in steps, so that nobody waits for it who writes something else.
//!
//! What is to be written is first kept beside the directory, where nothing of it is seen, and then decided
//! in one small transaction. A program that ends before has done nothing; from there on the list is carried
//! through to its end by whoever finds it: the one that took it, the next start, the next who takes it. A
//! step writes some rows, each entry with all that belongs to it, and moves on in the same transaction, so
//! that no row is written twice or left out, and two programs at the same list share its steps.

use std::time::Duration;

use ::store::{Tx, Value};
use base::{Id, Kind, Problem};
use inclusion::{Mapping, Outcome, Place, Said};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use site::App;
use site::audit::{self, Act};

use super::plan::{Plan, Planned, What};
use super::store::{self, plans, plans::Underway};
use super::take::{Going, Taken, need};
use super::takings::{Did, RowTaken, Sort, Tally, Told};
use super::write::Writer;

/// Rows of one step.
const STEP: usize = 100;
/// Seconds after which nobody works on a list any more that nobody has touched.
const LEFT: i64 = 20;
/// How long to wait before looking again whether somebody else is done.
const MEANWHILE: Duration = Duration::from_millis(100);

/// Who takes a list, and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Head {
    /// As the audit trail has it.
    pub who: String,
    /// When, in seconds since 1970.
    pub now: i64,
    /// The day.
    pub today: Date,
    /// Organisations for which they may write; nothing: all.
    pub may: Option<Vec<String>>,
    /// What its columns say.
    pub mapping: Option<Mapping>,
    /// What the preview announced.
    pub announced: Option<Tally>,
}

/// What came of one step.
#[derive(Default)]
struct Step {
    rows: Vec<RowTaken>,
    said: Vec<Said>,
    ended: bool,
}

fn meanwhile() -> Problem {
    Problem::new(Kind::Conflict, "exchange-problem-meanwhile")
}

/// Takes a list that was read.
pub(super) async fn take(going: Going, outcome: Outcome) -> Result<Taken, Problem> {
    let app = going.app.clone();
    let id = begin(&going).await?;
    let mut taken = match prepare(&going, &id, outcome).await {
        Ok(taken) => taken,
        Err(problem) => {
            give_up(&app, &id).await?;
            return Err(problem);
        }
    };
    loop {
        let step = next(&app, &id).await?;
        taken.rows.extend(step.rows);
        for said in step.said {
            for fault in said.faults {
                super::plan::refuse(&mut taken.said, &said.place, &said.id, fault);
            }
        }
        if step.ended {
            break;
        }
    }
    let find = id.clone();
    let tally = app.db.read(move |tx| Ok::<_, Problem>(store::taking(tx, &find)?)).await?;
    taken.said.sort_by_key(|said| said.place.line);
    taken.count(tally.map(|taking| taking.tally));
    taken.id = Some(id);
    Ok(taken)
}

/// Sets a list on its way, as soon as nobody else takes it.
async fn begin(going: &Going) -> Result<Id, Problem> {
    let id = Id::new();
    loop {
        let (mine, own) = (going.clone(), id.clone());
        let other = going.app.db.write(move |tx| begin_in(tx, &mine, &own)).await?;
        match other {
            None => return Ok(id),
            Some(other) if left(&going.app, &other) => end(&going.app, &other).await?,
            Some(_) => tokio::time::sleep(MEANWHILE).await,
        }
    }
}

/// Whether nobody works on it any more.
fn left(app: &App, underway: &Underway) -> bool {
    app.clock.seconds() - underway.touched_at > LEFT
}

/// Sets it on its way, or says what is.
fn begin_in(tx: &mut Tx<'_>, going: &Going, id: &Id) -> Result<Option<Underway>, Problem> {
    // Held, so that one at a time looks whether another is on its way.
    let curator = store::hold_source(tx, &going.source, going.way.curator.as_ref())?;
    need(&going.actor, curator.as_ref())?;
    if let Some(other) = plans::of_source(tx, &going.source)? {
        return Ok(Some(other));
    }
    let head = going.head();
    let (at, who) = (head.now, head.who.clone());
    plans::begin(tx, (id, &going.source), (at, &who), &store::as_text(&head))?;
    Ok(None)
}

/// Keeps what is to be written, and decides that it is.
async fn prepare(going: &Going, id: &Id, outcome: Outcome) -> Result<Taken, Problem> {
    let app = &going.app;
    let (source, partial) = (going.source.clone(), going.way.partial);
    let looked = move |tx: &mut Tx<'_>| {
        let last = store::last_said(tx, &source)?;
        Ok::<_, Problem>(Plan::of(&last, outcome, partial))
    };
    let Plan { still, todo, said, lines } =
        app.db.read(looked).await?.with_lines(going.mapping.as_ref());
    for some in todo.chunks(STEP) {
        let rows = some.iter().map(|p| plans::planned(id, p)).collect();
        keep(app, id, rows, plans::plan).await?;
    }
    for rows in [&still, &lines] {
        for some in rows.chunks(STEP) {
            let rows = some.iter().map(|(at, row)| store::values_of(id, *at, row)).collect();
            keep(app, id, rows, store::keep_rows).await?;
        }
    }
    let (own, source, mapping) = (id.clone(), going.source.clone(), going.mapping.clone());
    let (at, steps) = (app.clock.seconds(), i64::try_from(todo.len()).unwrap_or(i64::MAX));
    app.db
        .write(move |tx| {
            if !plans::decide(tx, &own, at, steps)? {
                return Err(meanwhile());
            }
            match &mapping {
                Some(mapping) => Ok(store::keep_mapping(tx, &source, &store::as_text(mapping))?),
                None => Ok(()),
            }
        })
        .await?;
    let rows = still.into_iter().chain(lines).map(|(_, row)| row).collect();
    Ok(Taken { rows, said, ..Taken::default() })
}

/// Keeps rows of a list that is not decided yet.
async fn keep(
    app: &App,
    id: &Id,
    rows: Vec<Vec<Value>>,
    write: fn(&mut Tx<'_>, &[Vec<Value>]) -> Result<(), ::store::StoreError>,
) -> Result<(), Problem> {
    let (id, at) = (id.clone(), app.clock.seconds());
    app.db
        .write(move |tx| {
            if !plans::touch(tx, &id, at)? {
                return Err(meanwhile());
            }
            Ok(write(tx, &rows)?)
        })
        .await
}

/// Takes back what was prepared.
async fn give_up(app: &App, id: &Id) -> Result<(), Problem> {
    loop {
        let id = id.clone();
        let more = app.db.write(move |tx| Ok::<_, Problem>(plans::drop_some(tx, &id, STEP)?));
        if !more.await? {
            return Ok(());
        }
    }
}

/// Brings to its end what somebody else began: carries it through, or takes it back.
async fn end(app: &App, underway: &Underway) -> Result<(), Problem> {
    if !underway.decided {
        return give_up(app, &underway.id).await;
    }
    while !next(app, &underway.id).await?.ended {}
    tracing::info!(source = underway.source, "a list that was left was carried through");
    Ok(())
}

/// Brings to their end the lists that somebody began and left. At a start that is every one that is
/// decided, at any other time those on which nobody works any more.
pub async fn carry_through(app: &App, start: bool) -> Result<(), Problem> {
    let all = app.db.read(|tx| Ok::<_, Problem>(plans::all(tx)?)).await?;
    for underway in all {
        if left(app, &underway) || (start && underway.decided) {
            end(app, &underway).await?;
        }
    }
    Ok(())
}

/// One step. Where something in it cannot be written at all, it goes row by row, and what cannot be
/// written is refused: it is not to keep the rest from being taken.
async fn next(app: &App, id: &Id) -> Result<Step, Problem> {
    let wrong = |step: &Result<Step, Problem>| {
        step.as_ref().err().is_some_and(|problem| problem.kind == Kind::Internal)
    };
    let step = some(app, id, STEP).await;
    if !wrong(&step) {
        return step;
    }
    let step = some(app, id, 1).await;
    if !wrong(&step) {
        return step;
    }
    if let Err(problem) = step {
        tracing::warn!(%problem, "a row of a list cannot be written");
    }
    let (app, id) = (app.clone(), id.clone());
    app.db.clone().write(move |tx| refuse_next(tx, &app, &id)).await
}

async fn some(app: &App, id: &Id, most: usize) -> Result<Step, Problem> {
    let (app, id) = (app.clone(), id.clone());
    app.db.clone().write(move |tx| step_in(tx, &app, &id, most)).await
}

fn internal(why: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Internal, "problem-internal").because(why)
}

fn step_in(tx: &mut Tx<'_>, app: &App, id: &Id, most: usize) -> Result<Step, Problem> {
    let ended = Step { ended: true, ..Step::default() };
    let Some(underway) = plans::hold(tx, id)? else { return Ok(ended) };
    if !underway.decided {
        return Ok(ended);
    }
    let head: Head = serde_json::from_str(&underway.head).map_err(internal)?;
    let kept = plans::next(tx, id, most)?;
    let Some((up_to, _)) = kept.last() else {
        finish(tx, app, &underway, &head)?;
        return Ok(ended);
    };
    let n = i64::try_from(kept.len()).unwrap_or_default();
    let read = kept.iter().map(|(_, text)| serde_json::from_str::<Planned>(text));
    let todo = read.collect::<Result<Vec<_>, _>>().map_err(internal)?;
    let last = store::last_said_of(tx, &underway.source, &todo)?;
    let mut writer = Writer {
        source: &underway.source,
        may: head.may.as_deref(),
        curator: store::curator(tx, &underway.source)?.flatten(),
        now: head.now,
        today: head.today,
        dry_run: false,
        rows: vec![],
        said: vec![],
    };
    writer.write(tx, &last, &todo)?;
    let Writer { rows, said, .. } = writer;
    let values: Vec<_> = rows.iter().map(|(at, row)| store::values_of(id, *at, row)).collect();
    store::keep_rows(tx, &values)?;
    let line = |place: &Place| todo.iter().find(|p| p.place == *place).map_or(0, |p| p.line);
    let mut rows: Vec<RowTaken> = rows.into_iter().map(|(_, row)| row).collect();
    for said in &said {
        let row = RowTaken::line(said, head.mapping.as_ref());
        rows.push(plans::said(tx, id, line(&said.place), row)?);
    }
    plans::wrote(tx, id, (*up_to, n), app.clock.seconds())?;
    Ok(Step { rows, said, ended: false })
}

/// Refuses the next row, which cannot be written.
fn refuse_next(tx: &mut Tx<'_>, app: &App, id: &Id) -> Result<Step, Problem> {
    let Some(underway) = plans::hold(tx, id)?.filter(|u| u.decided) else {
        return Ok(Step { ended: true, ..Step::default() });
    };
    let Some((position, text)) = plans::next(tx, id, 1)?.pop() else {
        return Err(internal(format!("the list {} cannot be ended", underway.source)));
    };
    let planned = serde_json::from_str::<Planned>(&text).ok();
    let (place, line) =
        planned.as_ref().map_or((Place::default(), position), |p| (p.place.clone(), p.line));
    let name = planned.map_or(String::new(), |p| match p.what {
        What::Structure(s) => s.id,
        What::Service(s, _) => s.id,
        What::Gone(name) => name,
    });
    let told = Told {
        column: String::new(),
        value: String::new(),
        message: "exchange-unwritten".to_owned(),
        args: vec![],
        guess: None,
    };
    let row = RowTaken::new(Sort::Line, Did::Refused, place, &name, None);
    let row = plans::said(tx, id, line, RowTaken { told: vec![told], ..row })?;
    plans::wrote(tx, id, (position, 1), app.clock.seconds())?;
    Ok(Step { rows: vec![row], ..Step::default() })
}

/// All of it is written: counts it, and notes that it was taken.
fn finish(tx: &mut Tx<'_>, app: &App, underway: &Underway, head: &Head) -> Result<(), Problem> {
    let tally = plans::tally(tx, &underway.id)?;
    let announced = head.announced.filter(|announced| *announced != tally);
    plans::end(tx, &underway.id, &tally, announced.as_ref())?;
    if tally.moves() {
        let (s, o) = (tally.entries, tally.structures);
        let done =
            format!("+{} ~{} +{} ~{} -{}", o.created, o.updated, s.created, s.updated, tally.gone);
        let (who, act) = (head.who.clone(), Act::Imported);
        audit::note_of(app, tx, who, act, None, &underway.source, &done)?;
    }
    Ok(())
}
