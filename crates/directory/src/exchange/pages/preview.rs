//! What taking a list would do.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base::Problem;
use site::{Ctx, Handled};
use tables::{Cell, Sheet};

use super::taking::beyond;
use super::view::{Count, View, counts, place_words, value, view};
use super::{Format, Upload, Uploads, apart, import_of, kept};
use crate::exchange::occupations::unreadable;
use crate::exchange::{Did, RowTaken, Sort, Taken, Tally, import_as};

/// Rows shown of each kind.
const EXAMPLES: usize = 10;
/// Refused lines shown; the file has them all.
const REFUSED: usize = 50;

/// A kind of rows with the first of them.
struct Part {
    code: String,
    title: &'static str,
    of: &'static str,
    n: usize,
    views: Vec<View>,
    lines: bool,
}

#[derive(Template)]
#[template(path = "exchange/preview.html")]
struct Preview<'a> {
    c: &'a Ctx,
    upload: &'a Upload,
    tally: Tally,
    counts: [(&'static str, Vec<Count>); 3],
    parts: Vec<Part>,
    base: String,
    known_format: bool,
}

/// A turn at trying a list out, which reads all of it and much of the directory: one at a time, so that
/// readers are left for others, and memory.
pub async fn turn() -> tokio::sync::MutexGuard<'static, ()> {
    static TRYING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    TRYING.lock().await
}

async fn tried(c: &Ctx, upload: &Upload) -> Result<Taken, Problem> {
    let _turn = turn().await;
    let (import, way) = import_of(c, upload, true);
    import_as(&c.app, &c.actor, import, way).await
}

/// What is shown first: what somebody has to decide about.
const ORDER: [(Sort, Did); 9] = [
    (Sort::Line, Did::Refused),
    (Sort::Entry, Did::Updated),
    (Sort::Entry, Did::Created),
    (Sort::Entry, Did::Gone),
    (Sort::Structure, Did::Updated),
    (Sort::Structure, Did::Created),
    (Sort::Line, Did::Noted),
    (Sort::Entry, Did::Unchanged),
    (Sort::Structure, Did::Unchanged),
];

fn parts(c: &Ctx, rows: &[RowTaken]) -> Vec<Part> {
    let part = |code: String, title, of: Sort, found: Vec<&RowTaken>| {
        let most = if of == Sort::Line { REFUSED } else { EXAMPLES };
        let bare = |row: &RowTaken| {
            let mut view = view(c, row);
            // What the list would make is nowhere yet.
            if row.did == Did::Created {
                view.href.clear();
            }
            view
        };
        let views = found.iter().take(most).map(|row| bare(row)).collect();
        let (n, lines) = (found.len(), of == Sort::Line);
        Part { code, title, of: of.label(), n, views, lines }
    };
    let mut all: Vec<Part> = ORDER
        .iter()
        .map(|(of, did)| {
            let found = rows.iter().filter(|r| r.of == *of && r.did == *did).collect();
            part(format!("{}-{}", of.code(), did.code()), did.label(), *of, found)
        })
        .collect();
    let kept = rows.iter().filter(|r| !r.kept.is_empty()).collect();
    all.insert(1, part("kept".into(), "exchange-kept", Sort::Entry, kept));
    all.retain(|part| part.n > 0);
    all
}

pub(super) async fn preview(c: Ctx, Path(key): Path<String>) -> Handled {
    let upload = kept(&c, &key)?;
    if let Some(there) = beyond(&c, &upload).await {
        return there;
    }
    let taken = tried(&c, &upload).await?;
    let tally = Tally::of(&taken.rows);
    Uploads::of(&c.app)?.change(&c, &key, |sent| sent.announced = Some(tally))?;
    let shown = parts(&c, &taken.rows);
    let there = |code: &str| match shown.iter().any(|part| part.code == code) {
        true => format!("#{code}"),
        false => String::new(),
    };
    let page = Preview {
        counts: counts(&tally, there),
        base: c.url(&format!("/staff/directory/import/{key}")),
        known_format: upload.what.format == Format::Inclusion,
        parts: shown,
        tally,
        upload: &upload,
        c: &c,
    };
    c.html(&page)
}

fn download(bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"a-corriger.csv\""),
    ];
    (headers, bytes).into_response()
}

/// The lines that were refused, to be mended and sent again.
pub(super) async fn refused(c: Ctx, Path(key): Path<String>) -> Handled {
    let upload = kept(&c, &key)?;
    let taken = tried(&c, &upload).await?;
    let wrong: Vec<&RowTaken> =
        taken.rows.iter().filter(|r| r.of == Sort::Line && r.did == Did::Refused).collect();
    let sheet = match upload.what.format {
        Format::Places => whole_lines(&c, &upload, &wrong).await?,
        Format::Inclusion => values(&c, &wrong),
    };
    Ok(download(tables::write_csv(&sheet)))
}

/// Why a line was refused, in one cell.
fn reasons(c: &Ctx, row: &RowTaken) -> String {
    let words = row.told.iter().map(|told| {
        let v = value(c, told);
        let why = format!("{} {}", v.why, v.guess);
        c.t2("exchange-csv-reason", "column", v.column, "why", why.trim_end())
    });
    words.collect::<Vec<_>>().join(" / ")
}

/// The lines as they stand in the file, with why they were refused.
async fn whole_lines(c: &Ctx, upload: &Upload, wrong: &[&RowTaken]) -> Result<Sheet, Problem> {
    let bytes = upload.bytes.clone();
    let listing = apart(move || inclusion::listing(&bytes).map_err(|e| unreadable(&e))).await?;
    let mut why: BTreeMap<u32, String> = BTreeMap::new();
    for row in wrong {
        why.insert(row.place.line, reasons(c, row));
    }
    let keep: Vec<usize> = (0..listing.headings.len())
        .filter(|at| !listing.headings.get(*at).is_some_and(|h| super::own_heading(&c.app, h)))
        .collect();
    let mut headings: Vec<String> =
        keep.iter().filter_map(|at| listing.headings.get(*at).cloned()).collect();
    headings.extend([c.t("exchange-csv-line"), c.t("exchange-csv-why")]);
    let rows = listing.rows.into_iter().filter_map(|(line, cells)| {
        let why = why.get(&line)?;
        let mut row: Vec<Cell> =
            keep.iter().map(|at| cells.get(*at).cloned().unwrap_or(Cell::Empty)).collect();
        row.extend([Cell::Number(f64::from(line)), Cell::Text(why.clone())]);
        Some(row)
    });
    Ok(Sheet { name: c.t("exchange-did-refused"), headings, rows: rows.collect() })
}

/// A value a line, for records that do not stand in one line of a table.
fn values(c: &Ctx, wrong: &[&RowTaken]) -> Sheet {
    let text = |text: &str| Cell::Text(text.to_owned());
    let rows = wrong.iter().flat_map(|row| {
        row.told.iter().map(|told| {
            let v = value(c, told);
            vec![
                Cell::Text(place_words(c, &row.place)),
                text(&row.name),
                Cell::Text(v.column),
                Cell::Text(v.value),
                Cell::Text(v.why),
                Cell::Text(v.guess),
            ]
        })
    });
    let headings = [
        "exchange-csv-line",
        "inclusion-field-id",
        "exchange-column",
        "exchange-value",
        "exchange-csv-why",
        "exchange-csv-guess",
    ];
    Sheet {
        name: c.t("exchange-did-refused"),
        headings: headings.iter().map(|key| c.t(key)).collect(),
        rows: rows.collect(),
    }
}
