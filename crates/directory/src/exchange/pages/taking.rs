//! Taking a list, once for each time it was sent. The work goes on by itself: whoever waits for the answer
//! of a long one, or no longer does, finds it done.

use std::time::Duration;

use askama::Template;
use axum::extract::Path;
use base::{Id, Kind, Problem};
use site::{Ctx, Handled};

use super::{Upload, Uploads, import_of, kept};
use crate::exchange::{import_as, progress};

/// How far a list is that waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has taken it yet.
    #[default]
    Waits,
    /// It is being taken.
    Goes,
    /// It was taken: which taking that was.
    Done(Id),
}

/// How long an answer waits for the work; a server answers nothing at all after thirty seconds.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Template)]
#[template(path = "exchange/taking.html")]
struct Going<'a> {
    c: &'a Ctx,
    upload: &'a Upload,
    /// Rows that are written, and all of them.
    written: Option<(usize, usize)>,
}

/// Where a list is looked at that is being taken or was; nothing: it still waits.
pub(super) async fn beyond(c: &Ctx, upload: &Upload) -> Option<Handled> {
    match &upload.what.progress {
        Progress::Waits => None,
        Progress::Goes => Some(match progress(&c.app, &upload.what.source).await {
            Ok(written) => c.html(&Going { c, upload, written }),
            Err(problem) => Err(problem.into()),
        }),
        Progress::Done(id) => Some(Ok(c.see(&result(id, &upload.key)))),
    }
}

fn result(id: &Id, key: &str) -> String {
    format!("/staff/directory/imports/{id}?done=1&file={key}")
}

/// Takes the list, and says of the file that waits how far it is.
async fn work(c: Ctx, upload: Upload) -> Result<Id, Problem> {
    let (import, way) = import_of(&c, &upload, false);
    let (app, actor) = (c.app.clone(), c.actor.clone());
    // A task of its own, so that a panic in it is heard here.
    let taking = tokio::spawn(async move { import_as(&app, &actor, import, way).await });
    let internal = || Problem::new(Kind::Internal, "problem-internal");
    let taken = match taking.await {
        Ok(taken) => taken.and_then(|taken| taken.id.ok_or_else(internal)),
        Err(error) => Err(internal().because(error)),
    };
    let progress = taken.as_ref().map_or(Progress::Waits, |id| Progress::Done(id.clone()));
    // A file that is forgotten meanwhile needs to know nothing.
    let _ = Uploads::of(&c.app)?.change(&c, &upload.key, |sent| sent.progress = progress);
    taken
}

pub(super) async fn take(c: Ctx, Path(key): Path<String>) -> Handled {
    let upload = kept(&c, &key)?;
    let begin = |sent: &mut super::Sent| {
        let mine = sent.progress == Progress::Waits;
        if mine {
            sent.progress = Progress::Goes;
        }
        mine
    };
    let there = format!("/staff/directory/import/{key}/preview");
    if !Uploads::of(&c.app)?.change(&c, &key, begin)? {
        return Ok(c.see(&there));
    }
    let work = tokio::spawn(work(c.clone(), upload));
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => {
            let failed = |e| Problem::new(Kind::Internal, "problem-internal").because(e);
            Ok(c.see(&result(&done.map_err(failed)??, &key)))
        }
        Err(_) => Ok(c.see(&there)),
    }
}
