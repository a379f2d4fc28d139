//! What is probably told twice: the pairs, two entries side by side, and what was decided.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Redirect;
use axum::routing::{get, post};
use base::{Id, Kind, Problem};
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::fields::{self, Field};
use super::merging::{self, Merging, ON_A_PAGE, Pair};
use super::rule::{Against, Evidence, For, Likely};
use super::sight::Told;
use super::{look, merging::Origin};
use crate::model::{Entry, EntryDraft};
use crate::pages::{freshness_words, id_of, zone_words};
use crate::service::{self, address_of};
use crate::themes;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/directory/duplicates", get(list))
        .route("/staff/directory/duplicates/decided", get(decided))
        .route("/staff/directory/duplicates/{one}/{other}", get(pair).post(merge))
        .route("/staff/directory/duplicates/{one}/{other}/two", post(two))
        .route("/staff/directory/duplicates/{one}/{other}/again", post(again))
        .route("/staff/directory/duplicates/merges/{id}/undo", post(undo))
}

const HOME: &str = "/staff/directory/duplicates";

/// A title in pieces; those that the other title has not are told.
type Pieces = Vec<(String, bool)>;

fn pieces(title: &str, other: &str) -> Pieces {
    let known: Vec<String> = other.split_whitespace().map(territory::folded).collect();
    let new = |word: &str| {
        let word = territory::folded(word);
        !word.is_empty() && !known.contains(&word)
    };
    title.split_whitespace().map(|word| (word.to_owned(), new(word))).collect()
}

/// One of two, as it is shown.
struct Side {
    id: Id,
    title: Pieces,
    plain: String,
    owner: String,
    kind: String,
    state: String,
    address: String,
    phone: String,
    website: String,
    lists: String,
    age: String,
}

impl Side {
    fn of(c: &Ctx, told: &Told, other: &Told) -> Self {
        let (e, d) = (&told.entry, &told.entry.draft);
        let lists = if told.lists.is_empty() {
            c.t("duplicates-written-here")
        } else {
            c.t1("duplicates-told-by", "lists", told.lists.join(", "))
        };
        Self {
            id: e.id.clone(),
            title: pieces(&d.title, &other.entry.draft.title),
            plain: d.title.clone(),
            owner: told.owner.name.clone(),
            kind: c.t(d.kind.label()),
            state: c.t(e.state.label()),
            address: address_of(e, &told.owner).line(),
            phone: d.phone.clone(),
            website: d.website.clone(),
            lists,
            age: freshness_words(c, e),
        }
    }
}

/// Two, as they are shown in a list.
struct Shown {
    href: String,
    sides: [Side; 2],
    likely: String,
    pro: Vec<String>,
    con: Vec<String>,
    decides: bool,
}

fn for_words(c: &Ctx, reason: For, found: &Evidence) -> String {
    match reason {
        For::Near => c.t1(reason.label(), "metres", found.metres.unwrap_or_default()),
        For::SameThemes => c.t1(reason.label(), "n", found.themes),
        _ => c.t(reason.label()),
    }
}

fn against_words(c: &Ctx, reason: Against, found: &Evidence) -> String {
    match reason {
        Against::Far => c.t1(reason.label(), "metres", found.metres.unwrap_or_default()),
        _ => c.t(reason.label()),
    }
}

fn likely(c: &Ctx, found: &Evidence) -> String {
    c.t(match found.likely() {
        Likely::Very => "duplicates-very-likely",
        Likely::Quite => "duplicates-likely",
        Likely::Perhaps => "duplicates-perhaps",
    })
}

fn href(one: &Id, other: &Id) -> String {
    format!("{HOME}/{one}/{other}")
}

fn shown(c: &Ctx, pair: &Pair) -> Shown {
    let [a, b] = &pair.sides;
    let found = pair.evidence.as_ref();
    let words = |f: fn(&Ctx, &Evidence) -> Vec<String>| found.map(|e| f(c, e)).unwrap_or_default();
    Shown {
        href: c.url(&href(&a.entry.id, &b.entry.id)),
        sides: [Side::of(c, a, b), Side::of(c, b, a)],
        likely: found.map(|e| likely(c, e)).unwrap_or_default(),
        pro: words(|c, e| e.pro.iter().map(|r| for_words(c, *r, e)).collect()),
        con: words(|c, e| e.con.iter().map(|r| against_words(c, *r, e)).collect()),
        decides: pair.decides,
    }
}

#[derive(Template)]
#[template(path = "duplicates/list.html")]
struct List<'a> {
    c: &'a Ctx,
    done: Option<&'static str>,
    pairs: Vec<Shown>,
    total: usize,
    /// All that changed has been looked at.
    all: bool,
    page: usize,
    before: Option<String>,
    after: Option<String>,
}

fn done_of(form: &Form) -> Option<&'static str> {
    match form.get("done") {
        "same" => Some("duplicates-done-same"),
        "two" => Some("duplicates-done-two"),
        "parted" => Some("duplicates-done-parted"),
        "again" => Some("duplicates-done-again"),
        _ => None,
    }
}

async fn list(c: Ctx) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let form = Form::from_query(&c.query);
    let page = form.get("page").parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let page = page.unwrap_or(0).min(1_000_000);
    let all = look::catch_up_some(&c.app).await?;
    let (pairs, total) = merging::proposals(&c.app, &c.actor, page).await?;
    let at = |page: usize| c.url(&format!("{HOME}?page={page}"));
    let view = List {
        done: done_of(&form),
        pairs: pairs.iter().map(|p| shown(&c, p)).collect(),
        total,
        all,
        page,
        before: (page > 0).then(|| at(page)),
        after: (total > (page + 1).saturating_mul(ON_A_PAGE)).then(|| at(page + 2)),
        c: &c,
    };
    c.html(&view)
}

/// A field in which two differ: what each says, and whose is proposed.
struct Choice {
    field: Field,
    /// Identifier, text, whether it is proposed.
    values: [(Id, String, bool); 2],
}

/// Longest text that is shown of a field.
const LONGEST: usize = 400;

fn clipped(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let short: String = text.chars().take(LONGEST).collect();
    format!("{}…", short.trim_end())
}

/// What an entry says in a field, in words.
fn field_words(c: &Ctx, field: Field, d: &EntryDraft) -> String {
    let names = |words: Vec<String>| words.join(", ");
    let with = |first: String, more: &str| {
        let parts = [first, more.to_owned()];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" – ")
    };
    match field {
        Field::Title => d.title.clone(),
        Field::Kind => c.t(d.kind.label()),
        Field::Description => clipped(&d.description),
        Field::Type => d.service_type.map(|t| c.t(t.label())).unwrap_or_default(),
        Field::Themes => names(d.themes.iter().map(|t| themes::label(t, c.lang)).collect()),
        Field::Publics => {
            with(names(d.publics.iter().map(|w| c.t(w.label())).collect()), &d.publics_note)
        }
        Field::Zones => names(d.zones.iter().map(|code| zone_words(c, code)).collect()),
        Field::Conditions => clipped(&d.conditions),
        Field::Bring => clipped(&d.bring),
        Field::Fees => with(d.fees.map(|f| c.t(f.label())).unwrap_or_default(), &d.fees_note),
        Field::Modes => names(d.modes.iter().map(|w| c.t(w.label())).collect()),
        Field::Address => {
            let town = format!("{} {}", d.postcode, d.city);
            let parts = [d.address.as_str(), d.address_more.as_str(), town.trim()];
            let line: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            line.join(", ")
        }
        Field::Access => clipped(&d.access_note),
        Field::Accessibility => clipped(&crate::pages::access_words(c, d).join(", ")),
        Field::Languages => crate::pages::languages(c, d),
        Field::Hours => d.hours_typed.clone(),
        Field::Phone => c.phone(&d.phone),
        Field::Email => d.email.clone(),
        Field::Website => d.website.clone(),
        Field::Contact => d.contact.clone(),
        Field::Reach => {
            let ways = names(d.reach.iter().map(|w| c.t(w.label())).collect());
            with(with(ways, &d.reach_note), &d.reach_link)
        }
        Field::Effort => {
            let hours = d.weekly_hours.map(|h| h.to_string()).unwrap_or_default();
            let weeks = d.weeks.map(|n| c.t1("duplicates-weeks", "n", n)).unwrap_or_default();
            with(hours, &weeks)
        }
        Field::Review => c.t1("duplicates-months", "n", d.review_months),
    }
}

fn choices(c: &Ctx, pair: &Pair, form: &Form) -> Vec<Choice> {
    let [a, b] = &pair.sides;
    let (x, y) = (&a.entry, &b.entry);
    let value = |entry: &Entry, told: &Told, field: Field| {
        let text = match field {
            // Of an entry without an address of its own: that of its owner.
            Field::Address if !entry.draft.has_address() => address_of(entry, &told.owner).line(),
            _ => field_words(c, field, &entry.draft),
        };
        if text.is_empty() { c.t("directory-not-said") } else { text }
    };
    let differing = fields::different(&x.draft, &y.draft);
    let one = |field: Field| {
        let chosen = form.some(&format!("field-{field}"));
        let second = match chosen {
            Some(id) => id == y.id.as_str(),
            None => fields::proposed(field, x, y) == fields::Whose::Merged,
        };
        let values = [
            (x.id.clone(), value(x, a, field), !second),
            (y.id.clone(), value(y, b, field), second),
        ];
        Choice { field, values }
    };
    differing.into_iter().map(one).collect()
}

#[derive(Template)]
#[template(path = "duplicates/pair.html")]
struct PairPage<'a> {
    c: &'a Ctx,
    p: Shown,
    choices: Vec<Choice>,
    same: Vec<String>,
    seen: String,
    /// When somebody said that they are two.
    apart: Option<String>,
    /// Both belong to organisations of one name: those may be one too.
    organisations: bool,
    kept: String,
    t: Typed<'a>,
}

async fn pair_page(t: Typed<'_>, one: &Id, other: &Id) -> Handled {
    let (c, form) = (t.c, &t.form);
    let pair = merging::pair(&c.app, &c.actor, one, other).await?;
    let [a, b] = &pair.sides;
    let day = |at| c.long_date(&base::dates::local(at, base::dates::DEFAULT_ZONE).date());
    let same = |f: &&Field| {
        f.same(&a.entry.draft, &b.entry.draft) && !f.empty(&a.entry.draft) && **f != Field::Review
    };
    let owner_named = pair.evidence.as_ref().is_some_and(|e| e.pro.contains(&For::OwnerName));
    let page = PairPage {
        choices: choices(c, &pair, form),
        same: Field::ALL.iter().filter(same).map(|f| c.t(f.label())).collect(),
        seen: merging::seen_of(&a.entry, &b.entry),
        apart: pair.apart.as_ref().map(|d| day(d.at)),
        organisations: owner_named && c.actor.need_administrator().is_ok(),
        kept: form.some("kept").unwrap_or_else(|| a.entry.id.to_string()),
        p: shown(c, &pair),
        t,
        c,
    };
    c.html_status(page.t.status(), &page)
}

async fn pair(c: Ctx, Path((one, other)): Path<(String, String)>) -> Handled {
    pair_page(Typed::new(&c, Form::default()), &id_of(&one)?, &id_of(&other)?).await
}

fn merging_of(form: &Form, one: &Id, other: &Id) -> Result<Merging, Problem> {
    let (kept, merged) = match form.get("kept") {
        id if id == one.as_str() => (one, other),
        id if id == other.as_str() => (other, one),
        _ => return Err(Problem::new(Kind::Invalid, "duplicates-problem-which")),
    };
    let taken = |f: &&Field| form.get(&format!("field-{f}")) == merged.as_str();
    Ok(Merging {
        kept: kept.clone(),
        merged: merged.clone(),
        taken: Field::ALL.iter().filter(taken).copied().collect(),
        seen: form.some("seen"),
    })
}

async fn merge(c: Ctx, Path((one, other)): Path<(String, String)>, form: Form) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let (one, other) = (id_of(&one)?, id_of(&other)?);
    let done = match merging_of(&form, &one, &other) {
        Ok(wish) => merging::merge(&c.app, &c.actor, wish).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Ok(c.see(&format!("{HOME}?done=same"))),
        Err(problem) => pair_page(Typed::new(&c, form).refused(problem)?, &one, &other).await,
    }
}

async fn two(c: Ctx, Path((one, other)): Path<(String, String)>) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    merging::tell_apart(&c.app, &c.actor, &id_of(&one)?, &id_of(&other)?).await?;
    Ok(c.see(&format!("{HOME}?done=two")))
}

async fn again(c: Ctx, Path((one, other)): Path<(String, String)>) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    merging::untell_apart(&c.app, &c.actor, &id_of(&one)?, &id_of(&other)?).await?;
    Ok(c.see(&format!("{HOME}/decided?done=again")))
}

async fn undo(c: Ctx, Path(id): Path<String>) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    super::parting::undo(&c.app, &c.actor, &id_of(&id)?).await?;
    Ok(c.see(&format!("{HOME}/decided?done=parted")))
}

/// A decision in words.
struct Line {
    action: String,
    /// Where the first leads, and its name.
    one: (String, String),
    other: String,
    words: String,
}

#[derive(Template)]
#[template(path = "duplicates/decided.html")]
struct DecidedPage<'a> {
    c: &'a Ctx,
    done: Option<&'static str>,
    merges: Vec<Line>,
    apart: Vec<Line>,
}

async fn decided(c: Ctx) -> Handled {
    let found = merging::decided(&c.app, &c.actor).await?;
    let (people, _) = site::accounts::service::names(&c.app, vec![]).await?;
    let when = |at: i64, by: Option<&Id>| {
        let day = c.long_date(&base::dates::local(at, base::dates::DEFAULT_ZONE).date());
        match by.map(|id| people.get(id)) {
            None => c.t1("duplicates-when", "date", day),
            Some(name) => {
                let name = name.cloned().unwrap_or_else(|| c.t("audit-former"));
                c.t2("duplicates-when-by", "date", day, "name", name)
            }
        }
    };
    let staff = |id: &Id| c.url(&format!("/staff/directory/{id}"));
    let merges = found.merges.into_iter().map(|(m, kept, merged)| Line {
        action: c.url(&format!("{HOME}/merges/{}/undo", m.id)),
        one: (staff(&m.kept), kept),
        words: when(m.at, m.by.as_ref()),
        other: merged,
    });
    let apart = found.apart.into_iter().map(|(d, one, other)| Line {
        action: format!("{}/again", c.url(&href(&d.one, &d.other))),
        one: (staff(&d.one), one),
        words: when(d.at, d.by.as_ref()),
        other,
    });
    let page = DecidedPage {
        done: done_of(&Form::from_query(&c.query)),
        merges: merges.collect(),
        apart: apart.collect(),
        c: &c,
    };
    c.html(&page)
}

/// Where the address of an entry that was merged leads: `base` is where entries have theirs.
pub(crate) async fn led(c: &Ctx, base: &str, id: &Id) -> Result<Option<Redirect>, Problem> {
    let kept = merging::stands_for(&c.app, id).await?;
    // For as long as nobody parts them.
    Ok(kept.map(|kept| Redirect::temporary(&c.url(&format!("{base}/{kept}")))))
}

/// Where what an entry says comes from, as its keepers read it.
#[derive(Template)]
#[template(path = "duplicates/origin.html")]
struct OriginList<'a> {
    c: &'a Ctx,
    lists: Vec<String>,
    /// Name of the other, where to part them.
    merged: Vec<(String, String)>,
    /// Name of another that it is probably one with, where to look at both.
    alike: Vec<(String, String)>,
    may_part: bool,
    /// Fields in which sources contradict each other: name, and what each says.
    contradicted: Vec<(String, Vec<(String, String)>)>,
}

/// Where what an entry says comes from, and in what its sources contradict each other (`detail` of its
/// signal).
pub(crate) async fn origin(c: &Ctx, seen: &service::Seen, detail: &str) -> Result<String, Problem> {
    let Origin { lists, merged, alike } = merging::origin(&c.app, &c.actor, &seen.entry.id).await?;
    let here = &seen.entry.draft;
    let mut fields: Vec<Field> = vec![];
    for field in detail.split(' ').filter_map(|part| Field::parse(part).or(Field::of_part(part))) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let said = |field: Field| {
        let own = (c.t("duplicates-here"), field_words(c, field, here));
        let of_lists = lists.iter().map(|(name, d)| (name.clone(), field_words(c, field, d)));
        let all = std::iter::once(own).chain(of_lists);
        let all = all.map(|(who, text)| {
            (who, if text.is_empty() { c.t("directory-not-said") } else { text })
        });
        (c.t(field.label()), all.collect())
    };
    let mut names: Vec<String> = lists.iter().map(|(name, _)| name.clone()).collect();
    names.dedup();
    let list = OriginList {
        contradicted: fields.into_iter().map(said).collect(),
        merged: merged
            .into_iter()
            .map(|(m, title)| (title, c.url(&format!("{HOME}/merges/{}/undo", m.id))))
            .collect(),
        alike: alike
            .into_iter()
            .map(|(other, title)| (title, c.url(&href(&seen.entry.id, &other))))
            .collect(),
        may_part: service::may(&c.actor, Permission::Network, &seen.entry),
        lists: names,
        c,
    };
    list.render().map_err(|e| Problem::new(Kind::Internal, "problem-internal").because(e))
}
