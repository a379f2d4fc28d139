//! What each column of a file says, and what the words of its columns of themes mean.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use base::{Kind, Problem};
use inclusion::{Listing, Mapping, Says, Theme, UnknownWord, unknown_words};
use site::form::Form;
use site::{Ctx, Handled, Typed};

use super::taking::Progress;
use super::{Format, Upload, Uploads, apart, kept, own_heading};
use crate::exchange::kept_mapping;
use crate::exchange::occupations::unreadable;
use crate::pages::Options;
use crate::themes;

/// Values shown of each column.
const EXAMPLES: usize = 2;
/// Longest value shown.
const SHOWN: usize = 60;
/// Words that can be mapped one by one: the commonest; those beyond are told line by line.
const MOST_WORDS: usize = 60;
/// What a form says of a word that is not to be taken.
const NOT_TAKEN: &str = "none";

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

/// A word of a column of themes that is not known by itself.
struct Word {
    name: String,
    word: String,
    n: usize,
    /// What may be meant.
    meant: Options,
}

impl Word {
    /// Whether this is among what may be meant: it is chosen there, and not a second time below.
    fn may_be(&self, code: &str) -> bool {
        self.meant.iter().any(|(value, _)| value == code)
    }
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
    words: Vec<Word>,
    /// Unknown words beyond those.
    more_words: usize,
}

/// The field of a form for a word, by its key.
fn field_of(key: &str) -> String {
    format!("w-{}", key.replace(' ', "-"))
}

/// Themes as a form sends them.
fn sent_as(themes: &BTreeSet<Theme>) -> String {
    themes.iter().map(|t| t.code()).collect::<Vec<_>>().join(" ")
}

fn word(c: &Ctx, unknown: UnknownWord) -> Word {
    let named = |themes: &BTreeSet<Theme>| {
        let names: Vec<_> = themes.iter().map(|t| t.name(c.lang)).collect();
        (sent_as(themes), names.join(", "))
    };
    Word {
        name: field_of(&unknown.key),
        word: cut(unknown.word),
        n: unknown.n,
        meant: unknown.meant.iter().map(named).collect(),
    }
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
    found.into_iter().map(cut).collect()
}

/// A value cut to what can be shown.
fn cut(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

async fn opened(upload: &Upload) -> Result<Listing, Problem> {
    let bytes = upload.bytes.clone();
    apart(move || inclusion::listing(&bytes).map_err(|e| unreadable(&e))).await
}

/// The words that the columns of a form say nothing about: those that can be mapped, and how many more.
async fn unknown(
    listing: Listing,
    mapping: Mapping,
) -> Result<(Listing, Vec<UnknownWord>, usize), Problem> {
    apart(move || {
        let mut words = unknown_words(&listing, &mapping);
        let more = words.len().saturating_sub(MOST_WORDS);
        words.truncate(MOST_WORDS);
        Ok((listing, words, more))
    })
    .await
}

async fn page(t: Typed<'_>, upload: &Upload, listing: Listing) -> Handled {
    let c = t.c;
    let says = |at: usize| Says::parse(t.v(&format!("c{at}"))).unwrap_or(Says::Nothing);
    let columns = listing.headings.iter().enumerate();
    let columns =
        columns.map(|(at, h)| inclusion::Column { heading: h.clone(), says: says(at) }).collect();
    let mapping = Mapping { columns, ..Mapping::default() };
    let (listing, words, more_words) = unknown(listing, mapping).await?;
    let before = kept_mapping(&c.app, &upload.what.source).await?;
    let (new, lost) = before.as_ref().map(|m| m.changes(&listing.headings)).unwrap_or_default();
    let columns = listing.headings.iter().enumerate().map(|(at, heading)| {
        let name = format!("c{at}");
        let says = Says::parse(t.v(&name)).unwrap_or(Says::Nothing);
        Column {
            examples: examples(&listing, at),
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
        words: words.into_iter().map(|unknown| word(c, unknown)).collect(),
        more_words,
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
    for (key, themes) in &mapping.words {
        let said = if themes.is_empty() { NOT_TAKEN.to_owned() } else { sent_as(themes) };
        form.set(&field_of(key), said);
    }
    form.set("made_on", day);
    form
}

/// Puts into a mapping what a form says of words, beside what was said of others before; whether all
/// of them were asked for.
fn said_of_words(
    form: &Form,
    words: &[UnknownWord],
    mapping: &mut Mapping,
) -> Result<bool, Problem> {
    let mut asked = true;
    for UnknownWord { key, .. } in words {
        let field = field_of(key);
        if !form.has(&field) {
            asked &= mapping.words.contains_key(key);
            continue;
        }
        match form.get(&field) {
            "" => drop(mapping.words.remove(key)),
            NOT_TAKEN => drop(mapping.words.insert(key.clone(), BTreeSet::new())),
            codes => {
                let themes: Option<BTreeSet<Theme>> =
                    codes.split_whitespace().map(Theme::parse).collect();
                let wrong = || Problem::new(Kind::Invalid, "problem-form");
                mapping.words.insert(key.clone(), themes.ok_or_else(wrong)?);
            }
        }
    }
    Ok(asked)
}

pub(super) async fn map(c: Ctx, Path(key): Path<String>) -> Handled {
    let upload = kept(&c, &key)?;
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
                Uploads::of(&c.app)?.change(&c, &key, |sent| sent.mapping = Some(mapping))?;
                return Ok(preview);
            }
            mapping
        }
        (None, None) => Mapping::guess(&listing.headings),
    };
    let day = upload.what.made_on.unwrap_or_else(|| site::sealing::today(&c.app));
    page(Typed::new(&c, filled(&mapping, &day.to_string())), &upload, listing).await
}

pub(super) async fn mapped(c: Ctx, Path(key): Path<String>, form: Form) -> Handled {
    let upload = kept(&c, &key)?;
    let listing = opened(&upload).await?;
    let (mut mapping, made_on) = match read(&c, &form, &listing) {
        Ok(read) => read,
        Err(problem) => {
            return page(Typed::new(&c, form).refused(problem)?, &upload, listing).await;
        }
    };
    let before = match &upload.what.mapping {
        Some(before) => Some(before.clone()),
        None => kept_mapping(&c.app, &upload.what.source).await?,
    };
    mapping.words = before.map(|before| before.words).unwrap_or_default();
    let (_, words, _) = unknown(listing, mapping.clone()).await?;
    let asked = said_of_words(&form, &words, &mut mapping)?;
    Uploads::of(&c.app)?.change(&c, &key, |sent| {
        sent.format = Format::Places;
        sent.mapping = Some(mapping);
        sent.made_on = Some(made_on);
        // Said otherwise, it may be taken once more.
        if sent.progress != Progress::Goes {
            sent.progress = Progress::Waits;
        }
    })?;
    // A column that now says themes may have words that nobody was asked about.
    let next = if asked { "/preview" } else { "?columns=1#words" };
    Ok(c.see(&format!("/staff/directory/import/{key}{next}")))
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
