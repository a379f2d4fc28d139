//! What each column of a file says, and what the words of its columns mean that hold words of a list.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use base::{Kind, Problem};
use inclusion::{Listing, Mapping, Says, Theme, UnknownWord, WordList, unknown_words};
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
/// Words on a page, the commonest first.
const WORDS: usize = 60;
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

/// A word that is not known by itself.
struct Word {
    name: String,
    word: String,
    n: usize,
    /// Key of the name of its list.
    list: &'static str,
    /// What may be meant.
    meant: Options,
    /// All that it can mean.
    choices: Arc<Vec<themes::Group>>,
}

/// Which words are shown.
#[derive(Default)]
struct Shown {
    /// What they have in them.
    asked: String,
    /// From 0.
    page: usize,
    /// How many there are.
    found: usize,
    /// How many of them nobody has said anything of.
    open: usize,
}

impl Shown {
    /// Which page this is, from 1.
    fn number(&self) -> usize {
        self.page + 1
    }

    fn pages(&self) -> usize {
        self.found.div_ceil(WORDS).max(1)
    }
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
    shown: Shown,
    /// Which columns had their words shown, see [`asks`].
    asks: String,
}

/// The field of a form for a word, by its list and key.
fn field_of(list: WordList, key: &str) -> String {
    let list = match list {
        WordList::Themes => "w",
        WordList::Audiences => "wa",
        WordList::Fees => "wf",
        WordList::ContactModes => "wc",
        WordList::Receptions => "wr",
        WordList::Languages => "wl",
    };
    format!("{list}-{}", key.replace(' ', "-"))
}

fn word(c: &Ctx, unknown: &UnknownWord, choices: Arc<Vec<themes::Group>>) -> Word {
    let named = |codes: Vec<&'static str>| {
        let names = codes.iter().filter_map(|code| unknown.list.name(code, c.lang));
        (codes.join(" "), names.collect::<Vec<_>>().join(", "))
    };
    Word {
        name: field_of(unknown.list, &unknown.key),
        word: cut(unknown.word.clone()),
        n: unknown.n,
        list: unknown.list.says().label(),
        meant: unknown.meant().into_iter().map(named).collect(),
        choices,
    }
}

/// What words of a list can mean.
fn choices(c: &Ctx, list: WordList) -> Vec<themes::Group> {
    match list {
        WordList::Themes => themes::groups(c.lang),
        other => {
            let all = other.all(c.lang).into_iter();
            let all = all.map(|(code, name)| (code.to_owned(), name.to_owned())).collect();
            vec![(c.t(other.says().label()), all)]
        }
    }
}

/// The columns that hold words of lists, as the form sends them back: whoever saw their words was asked.
fn asks(mapping: &Mapping) -> String {
    let of = mapping.columns.iter().enumerate().filter_map(|(at, column)| {
        WordList::of(column.says).map(|list| format!("{at}{}", field_of(list, "")))
    });
    of.collect::<Vec<_>>().join(" ")
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

/// The words that are not known by themselves.
async fn unknown(
    listing: Listing,
    mapping: Mapping,
) -> Result<(Listing, Vec<UnknownWord>), Problem> {
    apart(move || {
        let words = unknown_words(&listing, &mapping);
        Ok((listing, words))
    })
    .await
}

/// The words of a page.
fn words(c: &Ctx, t: &Typed<'_>, all: &[UnknownWord], asked: &Form) -> (Vec<Word>, Shown) {
    let mut shown = Shown { asked: asked.get("words_like").trim().to_owned(), ..Shown::default() };
    let like = tables::normal(&shown.asked);
    let said = |word: &UnknownWord| !t.v(&field_of(word.list, &word.key)).is_empty();
    shown.open = all.iter().filter(|word| !said(word)).count();
    let found: Vec<&UnknownWord> = all.iter().filter(|word| word.key.contains(&like)).collect();
    shown.found = found.len();
    let page: usize = asked.get("words_page").parse().unwrap_or(1);
    shown.page = page.clamp(1, shown.pages()) - 1;
    let mut known: HashMap<&'static str, Arc<Vec<themes::Group>>> = HashMap::new();
    let mut word = |unknown: &UnknownWord| {
        let list = known.entry(unknown.list.says().label());
        let choices = list.or_insert_with(|| Arc::new(choices(c, unknown.list)));
        word(c, unknown, choices.clone())
    };
    let words = found.into_iter().skip(shown.page * WORDS).take(WORDS);
    (words.map(&mut word).collect(), shown)
}

async fn page(t: Typed<'_>, upload: &Upload, listing: Listing) -> Handled {
    let c = t.c;
    let says = |at: usize| Says::parse(t.v(&format!("c{at}"))).unwrap_or(Says::Nothing);
    let columns = listing.headings.iter().enumerate();
    let columns =
        columns.map(|(at, h)| inclusion::Column { heading: h.clone(), says: says(at) }).collect();
    let mapping = Mapping { columns, ..Mapping::default() };
    let asks = asks(&mapping);
    let (listing, all) = unknown(listing, mapping).await?;
    let (words, shown) = words(c, &t, &all, &Form::from_query(&c.query));
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
        words,
        shown,
        asks,
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
    let of_themes = mapping.words.keys().map(|key| (WordList::Themes, key));
    let of_others =
        mapping.others.iter().flat_map(|(list, words)| words.keys().map(|key| (*list, key)));
    for (list, key) in of_themes.chain(of_others) {
        let said = mapping.said(list, key).unwrap_or_default().join(" ");
        let said = if said.is_empty() { NOT_TAKEN.to_owned() } else { said };
        form.set(&field_of(list, key), said);
    }
    form.set("made_on", day);
    form
}

/// Puts into a mapping what a form says of words, beside what was said of others before; whether
/// somebody was asked for all of those without which nothing is known of what is offered.
fn said_of_words(
    form: &Form,
    words: &[UnknownWord],
    mapping: &mut Mapping,
) -> Result<bool, Problem> {
    let mut asked = true;
    for UnknownWord { list, key, .. } in words {
        let field = field_of(*list, key);
        if !form.has(&field) {
            asked &= *list != WordList::Themes || mapping.words.contains_key(key);
            continue;
        }
        let codes: Vec<&str> = match form.get(&field) {
            "" => {
                mapping.unsay(*list, key);
                continue;
            }
            NOT_TAKEN => vec![],
            codes => codes.split_whitespace().collect(),
        };
        if !mapping.say(*list, key, &codes) {
            return Err(Problem::new(Kind::Invalid, "problem-form"));
        }
    }
    Ok(asked || form.get("asks") == asks(mapping))
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
    let Mapping { words, others, .. } = before.unwrap_or_default();
    (mapping.words, mapping.others) = (words, others);
    let (_, words) = unknown(listing, mapping.clone()).await?;
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
    let next = match form.get("words_page") {
        "" if asked => "/preview".to_owned(),
        "" => "?columns=1#words".to_owned(),
        // Other words are asked for: what was chosen so far is kept.
        page => {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair("columns", "1").append_pair("words_page", page);
            query.append_pair("words_like", form.get("words_like"));
            format!("?{}#words", query.finish())
        }
    };
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
