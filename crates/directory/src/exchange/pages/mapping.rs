//! What each column of a file says.

use askama::Template;
use axum::extract::Path;
use base::{Kind, Problem};
use inclusion::{Listing, Mapping, Says, Theme};
use site::form::Form;
use site::{Ctx, Handled, Typed};

use super::{Format, Upload, Uploads, apart, kept, own_heading};
use crate::exchange::kept_mapping;
use crate::exchange::occupations::unreadable;
use crate::pages::Options;
use crate::themes;

/// Values shown of each column.
const EXAMPLES: usize = 2;
/// Longest value shown.
const SHOWN: usize = 60;

/// One column of the file.
struct Column {
    name: String,
    heading: String,
    /// The first different values under it.
    examples: Vec<String>,
    options: Options,
    /// It was not there last time.
    new: bool,
}

#[derive(Template)]
#[template(path = "exchange/mapping.html")]
struct Map<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    upload: &'a Upload,
    columns: Vec<Column>,
    /// How many lines the file has.
    rows: usize,
    /// Columns that said something last time and are there no longer.
    lost: Vec<String>,
    /// Whether there was a last time.
    remembered: bool,
    groups: Vec<themes::Group>,
}

/// What may be chosen for a column: what is said of it already comes first if it is unusual.
fn options(c: &Ctx, says: Says) -> Options {
    let plain = Says::plain().map(|s| (s.code(), c.t(s.label())));
    let mut all: Options = plain.collect();
    let mut more = Says::commonly_flagged();
    if !all.iter().any(|(code, _)| *code == says.code()) && !more.contains(&says) {
        more.push(says);
    }
    all.extend(more.into_iter().map(|s| {
        let what = s.word(c.lang).unwrap_or_default();
        (s.code(), c.t2("exchange-says-word", "says", c.t(s.label()), "what", what))
    }));
    all
}

fn examples(listing: &Listing, at: usize) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    for (_, cells) in &listing.rows {
        let text = cells.get(at).map(tables::Cell::text).unwrap_or_default();
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
            if found.len() == EXAMPLES {
                break;
            }
        }
    }
    let cut = |text: String| match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    };
    found.into_iter().map(cut).collect()
}

async fn opened(upload: &Upload) -> Result<Listing, Problem> {
    let bytes = upload.bytes.clone();
    apart(move || inclusion::listing(&bytes).map_err(|e| unreadable(&e))).await
}

async fn page(t: Typed<'_>, upload: &Upload, listing: &Listing) -> Handled {
    let c = t.c;
    let before = kept_mapping(&c.app, &upload.what.source).await?;
    let (new, lost) = before.as_ref().map(|m| m.changes(&listing.headings)).unwrap_or_default();
    let columns = listing.headings.iter().enumerate().map(|(at, heading)| {
        let name = format!("c{at}");
        let says = Says::parse(t.v(&name)).unwrap_or(Says::Nothing);
        Column {
            examples: examples(listing, at),
            options: options(c, says),
            new: new.contains(heading) && !own_heading(&c.app, heading),
            heading: heading.clone(),
            name,
        }
    });
    let page = Map {
        columns: columns.collect(),
        rows: listing.rows.len(),
        lost,
        remembered: before.is_some(),
        groups: themes::groups(c.lang),
        upload,
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

/// The form as a mapping fills it.
fn filled(mapping: &Mapping, day: &str) -> Form {
    let mut form = Form::default();
    for (at, column) in mapping.columns.iter().enumerate() {
        form.set(&format!("c{at}"), column.says.code());
    }
    for theme in &mapping.themes {
        form.set("themes", theme.code());
    }
    form.set("made_on", day);
    form
}

pub(super) async fn map(c: Ctx, Path(key): Path<String>) -> Handled {
    let mut upload = kept(&c, &key)?;
    let preview = c.see(&format!("/staff/directory/import/{key}/preview"));
    let asked = Form::from_query(&c.query).flag("columns");
    if upload.what.format == Format::Inclusion && !asked {
        return Ok(preview);
    }
    let listing = opened(&upload).await?;
    let before = kept_mapping(&c.app, &upload.what.source).await?;
    let mapping = match (&upload.what.mapping, &before) {
        (Some(chosen), _) => chosen.clone(),
        (None, Some(before)) => {
            let mapping = before.applied(&listing.headings);
            let (new, lost) = before.changes(&listing.headings);
            let same = lost.is_empty() && new.iter().all(|h| own_heading(&c.app, h));
            if same && mapping.is_enough() && !asked {
                upload.what.mapping = Some(mapping);
                Uploads::of(&c.app)?.say(&c, &key, upload.what);
                return Ok(preview);
            }
            mapping
        }
        (None, None) => Mapping::guess(&listing.headings),
    };
    let day = upload.what.made_on.unwrap_or_else(|| site::sealing::today(&c.app));
    page(Typed::new(&c, filled(&mapping, &day.to_string())), &upload, &listing).await
}

pub(super) async fn mapped(c: Ctx, Path(key): Path<String>, form: Form) -> Handled {
    let mut upload = kept(&c, &key)?;
    let listing = opened(&upload).await?;
    match read(&c, &form, &listing) {
        Ok((mapping, made_on)) => {
            upload.what.format = Format::Places;
            upload.what.mapping = Some(mapping);
            upload.what.made_on = Some(made_on);
            Uploads::of(&c.app)?.say(&c, &key, upload.what);
            Ok(c.see(&format!("/staff/directory/import/{key}/preview")))
        }
        Err(problem) => page(Typed::new(&c, form).refused(problem)?, &upload, &listing).await,
    }
}

/// What the form says of the columns.
fn read(c: &Ctx, form: &Form, listing: &Listing) -> Result<(Mapping, jiff::civil::Date), Problem> {
    let wrong = |field: String, key: &'static str| {
        Problem::new(Kind::Invalid, "problem-form").field(field, key)
    };
    let mut mapping = Mapping::default();
    for (at, heading) in listing.headings.iter().enumerate() {
        let name = format!("c{at}");
        let says = match form.get(&name) {
            "" => Says::Nothing,
            code => Says::parse(code).ok_or_else(|| Problem::new(Kind::Invalid, "problem-form"))?,
        };
        mapping.columns.push(inclusion::Column { heading: heading.clone(), says });
    }
    if !mapping.is_enough() {
        return Err(wrong("c0".into(), "exchange-problem-no-name"));
    }
    if let Some(twice) = mapping.twice() {
        let at = mapping.columns.iter().rposition(|column| column.says == twice);
        return Err(wrong(format!("c{}", at.unwrap_or(0)), "exchange-problem-twice"));
    }
    mapping.themes = form.all("themes").into_iter().filter_map(Theme::parse).collect();
    let today = site::sealing::today(&c.app);
    let made_on = match form.get("made_on") {
        "" => today,
        day => day
            .parse()
            .ok()
            .filter(|day| *day <= today)
            .ok_or_else(|| wrong("made_on".into(), "exchange-problem-day"))?,
    };
    Ok((mapping, made_on))
}
