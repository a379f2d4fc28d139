//! What the form of a campaign holds.

use base::{Problem, problem::FieldProblem};
use jiff::civil::Date;
use site::form::Form;
use territory::Zone;

use super::model::{CampaignDraft, Section};
use crate::model::How;
use crate::themes;

/// The one territory that somebody typed, or what is wrong with it.
pub(crate) fn zone(field: &'static str, typed: &str) -> Result<Zone, FieldProblem> {
    if typed.is_empty() {
        return Err(FieldProblem::new(field, "problem-field-required"));
    }
    let zones = themes::zone(typed).map_or_else(|| Zone::asked(typed, 6), |zone| vec![zone]);
    match zones.as_slice() {
        [one] => Ok(*one),
        [] => {
            let mut problem = FieldProblem::new(field, "directory-problem-zone");
            problem.args.push(("typed", typed.to_owned()));
            Err(problem)
        }
        several => {
            let mut problem = FieldProblem::new(field, "directory-problem-zones");
            let all: Vec<_> = several.iter().map(|z| z.slug()).collect();
            problem.args.push(("typed", typed.to_owned()));
            problem.args.push(("choices", all.join(", ")));
            Err(problem)
        }
    }
}

/// A campaign from its fields.
pub(super) fn read(form: &Form) -> Result<CampaignDraft, Problem> {
    let mut wrong = vec![];
    let zone = zone("zone", form.get("zone")).map_err(|problem| wrong.push(problem)).ok();
    let mut date = |name: &'static str| {
        let date = base::dates::read_date(form.get(name));
        if date.is_none() {
            wrong.push(FieldProblem::new(name, "problem-field-date"));
        }
        date.unwrap_or_default()
    };
    let (first, last): (Date, Date) = (date("first"), date("last"));
    let ticked = form.all("sections");
    let sections = Section::ALL.iter().copied().filter(|s| ticked.contains(&s.code())).collect();
    let zone = zone.unwrap_or(Zone::COUNTRY);
    let draft = CampaignDraft { name: form.get("name").to_owned(), zone, sections, first, last };
    // What else is wrong is said at once; a date that cannot be read is said once.
    let unread: Vec<_> = wrong.iter().map(|w| w.field.clone()).collect();
    if let Err(more) = draft.check() {
        wrong.extend(more.fields.into_iter().filter(|f| unread.is_empty() || f.field != "last"));
    }
    Problem::from_fields(wrong)?;
    Ok(draft)
}

/// How an entry was verified: it has to be said.
pub(super) fn how(form: &Form) -> Result<How, Problem> {
    let missing =
        || Problem::new(base::Kind::Invalid, "problem-form").field("how", "problem-field-required");
    How::parse(form.get("how")).ok_or_else(missing)
}
