//! One box, and what answers it.

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::routing::get;
use base::Problem;
use base::problem::FieldProblem;
use inclusion::Language;
use retrieval::{Answer, Ring};
use site::form::Form;
use site::{App, Ctx, Handled, Typed};
use territory::{Zone, ZoneKind};

use super::ask::{Answered, Asked, ask};
use super::jobs::Job;
use super::lines::{Line, MOST_PICKED, anchor, line, pick, tell_apart};
use super::place::place_in;
use super::reading::{MOST_LEFT_OUT, PAGE, named, read};
use super::urgent::urgent;
use super::{Finder, documents, refine, staff, words};
use crate::counsel::{self, compare, easy};
use crate::model::{EntryKind, Public};
use crate::store as rows;
use crate::themes;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/find", get(find))
        .route("/staff/needs", get(staff::page))
        .merge(crate::lexicon::routes())
        .merge(super::api::routes())
}

/// Needs heard in a question that are shown.
pub(crate) const HEARD: usize = 3;

/// Words and the address that they lead to.
type Links = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "directory/find.html")]
struct Find<'a> {
    c: &'a Ctx,
    t: Typed<'a>,
    asked: bool,
    /// Whom to call at once, where what is said cannot wait.
    urgent: Vec<String>,
    lines: Vec<Line>,
    /// How many, and how far the search went, in words.
    count: String,
    /// How many of the lines answer as they should; the others follow under a heading of their own.
    sure: usize,
    /// What is to be said before the results: nothing fits, only alike…
    caution: Option<String>,
    corrected: Option<(String, String)>,
    /// A territory that was named in the words, and the address that looks there.
    place: Option<(String, String)>,
    heard: Vec<(String, String)>,
    expressions: Vec<(String, String)>,
    /// Question, why it is asked, its answers.
    questions: Vec<(String, String, Links)>,
    neighbours: Vec<(String, String)>,
    choices: Vec<(String, String)>,
    /// What narrows the question now: words and the address without it.
    chosen: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    /// Languages that somebody says; nothing is asked where nobody does.
    languages: Vec<(String, String)>,
    /// Whether somebody says that a wheelchair gets in.
    step_free: bool,
    /// Only what somebody said is found: what nobody said may be so all the same.
    said_only: bool,
    /// Keeps this search, for who is signed in.
    keep: Option<String>,
    slip: Option<(usize, String)>,
    /// Compares the entries on the slip: how many, and the address.
    compare: Option<(usize, String)>,
    carried: Vec<(String, String)>,
    next: Option<String>,
    before: Option<String>,
    /// The same page in easy words, or from there back.
    easy: String,
    /// An occupation that was heard.
    job: Option<Heard>,
}

/// An occupation that was heard, with the addresses of those near it and of « not that ».
struct Heard {
    job: Job,
    near: Links,
    not: String,
}

/// The same in words that are easy to read.
#[derive(Template)]
#[template(path = "counsel/find_easy.html")]
struct FindEasy<'a> {
    c: &'a Ctx,
    p: Find<'a>,
    lines: Vec<easy::Found>,
    total: usize,
    /// Hidden fields of the form: what it carries, and that it is easy.
    kept: Vec<(String, String)>,
}

impl FindEasy<'_> {
    fn plain(&self, text: &str) -> String {
        let spelled = easy::spelled(text, false);
        let mut letters = spelled.chars();
        letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
    }
}

/// The address of the same question without some fields and with others.
pub(super) fn with(c: &Ctx, form: &Form, without: &[&str], and: &[(&str, &str)]) -> String {
    let mut kept = Form::from_query(&form.query_without(without));
    for (name, value) in and {
        kept.set(name, *value);
    }
    c.url(&format!("/find?{}", kept.query_without(&[])))
}

/// The address of the same question without one of several values of a field.
pub(super) fn less(c: &Ctx, form: &Form, name: &str, value: &str) -> String {
    let mut kept = Form::default();
    for (n, v) in form.iter() {
        if !(n == name && v == value) && n != "from" {
            kept.set(n, v);
        }
    }
    c.url(&format!("/find?{}", kept.query_without(&[])))
}

/// What is wrong with an address, for whoever reads a page: nobody typed its codes, and a list of those
/// that programs may send helps nobody.
fn readable(c: &Ctx, wrong: FieldProblem) -> FieldProblem {
    match wrong.message.as_ref() {
        "find-problem-choice" | "find-problem-theme" => {}
        "find-problem-number" => {
            return FieldProblem { message: "find-page-address".into(), ..wrong };
        }
        "find-problem-organisation" => {
            return FieldProblem { message: "find-page-organisation".into(), ..wrong };
        }
        _ => return wrong,
    }
    let what = match wrong.field.as_ref() {
        "kind" => "find-kind",
        "public" => "directory-publics",
        "theme" => "directory-themes",
        "language" => "find-language",
        "open" => "find-open-now",
        "remote" => "find-remote-only",
        "step_free" => "find-step-free",
        _ => return FieldProblem { message: "find-page-address".into(), ..wrong },
    };
    let mut args = wrong.args;
    args.push(("what", c.t(what)));
    FieldProblem { message: "find-page-choice".into(), args, ..wrong }
}

/// The languages that entries say, by name; the one that is asked for among them.
fn spoken(c: &Ctx, form: &Form, said: &[String]) -> Vec<(String, String)> {
    let codes: BTreeSet<&str> =
        said.iter().flat_map(|s| s.split(' ')).chain(form.all("language")).collect();
    let known = codes.into_iter().filter_map(Language::parse);
    let mut all: Vec<(String, String)> =
        known.map(|l| (l.code().to_owned(), l.name(c.lang).to_owned())).collect();
    all.sort_by_key(|(_, name)| tables::normal(name));
    if !all.is_empty() {
        all.insert(0, (String::new(), c.t("find-any-language")));
    }
    all
}

fn kinds(c: &Ctx) -> Vec<(String, String)> {
    let own = EntryKind::ALL.iter().map(|k| (k.code().to_owned(), c.t(k.label())));
    std::iter::once((String::new(), c.t("find-any-kind")))
        .chain(own)
        .chain([
            (documents::SESSION.to_owned(), c.t("find-kind-session")),
            (documents::ORGANISATION.to_owned(), c.t("find-kind-organisation")),
        ])
        .collect()
}

/// Who is signed in sees what they may do beside; without our cookie nobody is looked for.
async fn find(c: Ctx) -> Handled {
    let form = Form::from_query(&c.query);
    let mut choices = vec![];
    let is_asked =
        ["q", "theme", "public", "kind", "organisation", "remote", "open", "language", "step_free"]
            .iter()
            .any(|name| form.some(name).is_some());
    let mut owner = None;
    let read = match read(&form, &mut choices) {
        Ok(asked) => named(&c.app, &asked).await.map(|name| {
            owner = name;
            asked
        }),
        refused => refused,
    };
    let (answered, problem) = match read {
        Ok(asked) if is_asked => {
            let answered = ask(&c.app, &asked).await?;
            // The same question, turned over or put on a slip, is no other, and what one organisation has is no need.
            let besides = ["pick", "easy", "job", "public", "organisation"];
            let again = besides.iter().any(|n| form.some(n).is_some());
            if let Some(finder) = c.app.part::<Finder>().filter(|_| !again) {
                finder.tally().count(&asked, &answered, site::sealing::today(&c.app));
            }
            (Some((answered, asked)), None)
        }
        Ok(_) => (None, None),
        // Nothing was to be written: « rien n’a été enregistré » would tell of something else.
        Err(problem) => {
            let fields = problem.fields.into_iter().map(|field| readable(&c, field)).collect();
            (None, Some(Problem { message: "find-unclear".into(), fields, ..problem }))
        }
    };
    let (languages, step_free) = c
        .app
        .db
        .read(|tx| Ok::<_, Problem>((rows::languages(tx)?, rows::any_step_free(tx)?)))
        .await?;
    let is_easy = form.flag("easy");
    let picked: Vec<String> = form.all("pick").into_iter().map(str::to_owned).collect();
    let mut page = Find {
        asked: answered.is_some(),
        lines: vec![],
        count: String::new(),
        urgent: urgent(form.get("q")).into_iter().map(|key| c.t(key)).collect(),
        sure: 0,
        caution: None,
        corrected: None,
        place: None,
        heard: vec![],
        expressions: vec![],
        questions: vec![],
        neighbours: vec![],
        choices: choices
            .into_iter()
            .map(|zone| {
                let words = network::search::zone_words(&c, zone);
                (words, with(&c, &form, &["where", "from"], &[("where", &zone.slug())]))
            })
            .collect(),
        chosen: chosen(&c, &form, owner),
        kinds: kinds(&c),
        languages: spoken(&c, &form, &languages),
        step_free: step_free || form.flag("step_free"),
        said_only: form.some("language").is_some() || form.flag("step_free"),
        keep: (c.signed_in() && answered.is_some()).then(|| {
            let question = counsel::saved::Kept::query(&form);
            c.url(&format!("/staff/searches/new?{question}"))
        }),
        slip: slip(&c, &picked),
        compare: compare(&c, answered.as_ref().and_then(|(_, asked)| asked.near), &picked),
        carried: ["theme", "public", "organisation", "pick"]
            .iter()
            .flat_map(|name| form.all(name).into_iter().map(|v| ((*name).to_owned(), v.to_owned())))
            .collect(),
        next: None,
        before: None,
        easy: with(&c, &form, &["easy"], if is_easy { &[] } else { &[("easy", "1")] }),
        job: None,
        t: Typed { c: &c, form: shown(&c, &form), problem },
        c: &c,
    };
    if let Some((answered, asked)) = &answered {
        fill(&mut page, &c, &form, answered, asked, &picked);
        page.job = heard(&c, &form, &asked.text).await?;
    }
    if !is_easy {
        return c.html_status(page.t.status(), &page);
    }
    let results = answered.iter().flat_map(|(answered, _)| &answered.results);
    let lines = results.filter_map(|result| {
        let line = page.lines.iter().find(|line| line.anchor == anchor(&result.hit.id))?;
        Some(easy::found(&c, result, line.alike, pick(&c, &form, result, &picked)))
    });
    let lines: Vec<_> = lines.collect();
    let kinds = form.all("kind").into_iter().map(|v| ("kind".to_owned(), v.to_owned()));
    let asked = |name: &'static str| form.some(name).map(|v| (name.to_owned(), v));
    let remote = ["remote", "language", "step_free"].into_iter().filter_map(asked);
    let easy = ("easy".to_owned(), "1".to_owned());
    let page = FindEasy {
        lines,
        total: answered.as_ref().map_or(0, |(answered, _)| answered.total),
        kept: page.carried.iter().cloned().chain(kinds).chain(remote).chain([easy]).collect(),
        p: page,
        c: &c,
    };
    c.html_status(page.p.t.status(), &page)
}

/// The occupation that somebody names, unless they said that it is none.
async fn heard(c: &Ctx, form: &Form, text: &str) -> Result<Option<Heard>, Problem> {
    let Some(finder) = c.app.part::<Finder>().filter(|_| form.get("job") != "no") else {
        return Ok(None);
    };
    let Some(job) = finder.hearing().heard(&c.app, text).await? else { return Ok(None) };
    let near = job.near.iter().map(|name| {
        (name.clone(), with(c, form, &["q", "from"], &[("q", &super::jobs::asked(name))]))
    });
    let not = with(c, form, &[], &[("job", "no")]);
    Ok(Some(Heard { near: near.collect(), not, job }))
}

/// The form with its territory in words.
fn shown(c: &Ctx, form: &Form) -> Form {
    let Some(zone) = Zone::parse(form.get("where")) else { return form.clone() };
    let mut words = Form::from_query(&form.query_without(&["where"]));
    words.set("where", network::search::zone_words(c, zone));
    words
}

fn chosen(c: &Ctx, form: &Form, owner: Option<String>) -> Vec<(String, String)> {
    let owner = owner.map(|name| (name, with(c, form, &["organisation", "from"], &[])));
    let themes = form
        .all("theme")
        .into_iter()
        .filter(|code| themes::known(code))
        .map(|code| (themes::label(code, c.lang), less(c, form, "theme", code)));
    let publics = form.all("public").into_iter().filter_map(|code| {
        Public::parse(code).map(|p| (c.t(p.label()), less(c, form, "public", code)))
    });
    owner.into_iter().chain(themes).chain(publics).collect()
}

/// How many are on the slip, and the address that makes it.
fn slip(c: &Ctx, picked: &[String]) -> Option<(usize, String)> {
    let fields: Vec<String> = picked
        .iter()
        .filter_map(|p| p.split_once('/'))
        .filter(|(_, id)| base::Id::parse(id).is_some())
        .map(|(kind, id)| match kind {
            documents::SESSION => format!("session={id}"),
            _ => format!("entry={id}"),
        })
        .take(MOST_PICKED)
        .collect();
    let there = c.url(&format!("/slip/new?{}", fields.join("&")));
    (!fields.is_empty()).then_some((fields.len(), there))
}

/// How many of the entries on the slip can be compared, and the address that does.
fn compare(c: &Ctx, near: Option<Zone>, picked: &[String]) -> Option<(usize, String)> {
    let entries: Vec<base::Id> = picked
        .iter()
        .filter_map(|p| p.split_once('/'))
        .filter(|(kind, _)| *kind == documents::ENTRY)
        .filter_map(|(_, id)| base::Id::parse(id))
        .take(compare::MOST)
        .collect();
    let there = c.url(&compare::path(&entries, near.map(Zone::slug).as_deref()));
    (entries.len() > 1).then_some((entries.len(), there))
}

fn fill(
    page: &mut Find<'_>,
    c: &Ctx,
    form: &Form,
    answered: &Answered,
    asked: &Asked,
    picked: &[String],
) {
    let u = &answered.understanding;
    // What cannot say why it is here answers nothing.
    let answer = match answered.answer {
        Answer::Found if !asked.text.is_empty() && !answered.results.is_empty() => {
            let says = |r: &super::ask::Result| !words::answers(c, r, u).is_empty();
            if answered.results.iter().any(says) { Answer::Found } else { Answer::Alike }
        }
        answer => answer,
    };
    page.lines = answered.results.iter().map(|r| line(c, form, r, answered, picked)).collect();
    tell_apart(&mut page.lines);
    page.caution = match answer {
        Answer::Found if asked.open && answered.results.is_empty() => Some(c.t("find-none-open")),
        Answer::Found => None,
        Answer::Alike => Some(c.t("find-alike")),
        Answer::Nearby => Some(c.t("find-nearby")),
        Answer::Nothing => Some(c.t("find-nothing")),
    };
    page.count = count(c, answered, asked);
    page.sure = match answer {
        Answer::Found => answered.total.saturating_sub(asked.offset),
        Answer::Alike | Answer::Nearby | Answer::Nothing => usize::MAX,
    };
    // Behind what answers, what says neither why it is here nor how far it is helps nobody.
    let sure = if answer == Answer::Found { page.sure } else { 0 };
    if !asked.text.is_empty() && page.lines.iter().any(|line| !line.reasons.is_empty()) {
        let mut at = 0;
        page.lines.retain(|line| {
            at += 1;
            at <= sure || !line.reasons.is_empty()
        });
    }
    page.corrected = u
        .corrected
        .as_ref()
        .map(|text| (text.clone(), with(c, form, &["q", "from"], &[("q", text)])));
    page.place =
        place_in(&asked.text).filter(|(zone, _)| asked.near != Some(*zone)).map(|(zone, rest)| {
            let there = [("q", rest.as_str()), ("where", &zone.slug())];
            (network::search::zone_words(c, zone), with(c, form, &["q", "where", "from"], &there))
        });
    let add = |name: &str, value: &str| with(c, form, &["from"], &[(name, value)]);
    page.heard = u
        .themes
        .iter()
        .map(|(code, _)| code)
        .filter(|code| !asked.themes.contains(code))
        .take(HEARD)
        .map(|code| (themes::label(code, c.lang), add("theme", code)))
        .collect();
    page.expressions = u
        .expressions
        .iter()
        .filter(|(_, means)| !means.is_empty())
        .map(|(typed, means)| (typed.clone(), means.join(", ")))
        .collect();
    page.questions = refine::refine(u, &asked.themes, &asked.publics)
        .into_iter()
        .map(|q| {
            let chips = q
                .chips
                .iter()
                .map(|chip| {
                    let (name, value) = match (chip.theme, chip.public) {
                        (Some(theme), _) => ("theme", theme),
                        (None, Some(public)) => ("public", public.code()),
                        (None, None) => ("theme", ""),
                    };
                    (c.t(chip.label), add(name, value))
                })
                .collect();
            (c.t(q.ask), because(c, &q), chips)
        })
        .collect();
    page.neighbours = refine::neighbours(u, &asked.themes)
        .into_iter()
        .map(|code| {
            (themes::label(code, c.lang), with(c, form, &["theme", "from"], &[("theme", code)]))
        })
        .collect();
    let there = |offset: usize| with(c, form, &["from"], &[("from", &offset.to_string())]);
    let further = asked.offset + PAGE;
    let more = further < answered.total && further <= MOST_LEFT_OUT;
    page.next = more.then(|| there(further));
    page.before = (asked.offset > 0).then(|| there(asked.offset.saturating_sub(PAGE)));
}

/// Why a question is asked: the themes that were understood or chosen, which bring it up, and what its
/// answer is for.
fn because(c: &Ctx, q: &refine::Question) -> String {
    let named = |key, codes: &[String]| {
        let names: Vec<String> = codes.iter().map(|code| themes::label(code, c.lang)).collect();
        (!names.is_empty()).then(|| c.t1(key, "themes", names.join(", ")))
    };
    let told = named("refine-heard", &q.heard).into_iter().chain(named("refine-chosen", &q.chosen));
    told.chain(q.why.map(|key| c.t(key))).collect::<Vec<_>>().join(" ")
}

fn count(c: &Ctx, answered: &Answered, asked: &Asked) -> String {
    #[allow(clippy::cast_precision_loss)]
    let number = c.number(&(answered.total as f64));
    let far = match (asked.near, answered.ring) {
        (None, _) => "find-count",
        (Some(zone), _) if zone.kind() == ZoneKind::Country => "find-count",
        (_, Ring::Km15) => "find-count-15",
        (_, Ring::Km30) => "find-count-30",
        (_, Ring::Km60) => "find-count-60",
        (_, Ring::Department) => "find-count-department",
        (_, Ring::Region) => "find-count-region",
        (_, Ring::Remote) => "find-count-remote",
        (_, Ring::Everywhere) => "find-count-everywhere",
    };
    c.t2(far, "count", answered.total, "number", number)
}
