//! What the form of a day holds.

use base::{Id, Problem, problem::FieldProblem};
use jiff::civil::Time;
use site::form::Form;

use crate::sharing::model::{ImmersionDraft, ImmersionKind, Totals};

fn hour_minute(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The fields of a day.
pub(super) fn of(d: &ImmersionDraft) -> Form {
    let mut form = Form::default();
    form.set("kind", d.kind.code());
    form.set("title", &d.title);
    form.set("description", &d.description);
    form.set("audience", &d.audience);
    for guest in &d.guests {
        form.set("guests", guest.as_str());
    }
    form.set("place", d.place.as_ref().map(ToString::to_string).unwrap_or_default());
    form.set("room", &d.room);
    form.set("date", d.date.to_string());
    form.set("start", hour_minute(d.start));
    form.set("end", hour_minute(d.end));
    form.set("capacity", d.capacity.to_string());
    form
}

/// A day from its fields.
pub(super) fn read(form: &Form) -> Result<ImmersionDraft, Problem> {
    let mut wrong = vec![];
    let date = base::dates::read_date(form.get("date"));
    let [start, end] = ["start", "end"].map(|name| base::dates::read_time(form.get(name)));
    for (field, missing, message) in [
        ("date", date.is_none(), "problem-field-date"),
        ("start", start.is_none(), "sharing-problem-time"),
        ("end", end.is_none(), "sharing-problem-time"),
    ] {
        if missing {
            wrong.push(FieldProblem::new(field, message));
        }
    }
    let guests: Option<Vec<Id>> = form.all("guests").into_iter().map(Id::parse).collect();
    if guests.is_none() {
        wrong.push(FieldProblem::new("guests", "sharing-problem-guest"));
    }
    let place = form.some("place").map(|text| Id::parse(&text));
    if place == Some(None) {
        wrong.push(FieldProblem::new("place", "sharing-problem-place"));
    }
    Problem::from_fields(wrong)?;
    let (Some(date), Some(start), Some(end)) = (date, start, end) else {
        return Err(Problem::new(base::Kind::Invalid, "problem-form"));
    };
    Ok(ImmersionDraft {
        kind: ImmersionKind::parse(form.get("kind")).unwrap_or(ImmersionKind::Other),
        title: form.get("title").to_owned(),
        description: form.get("description").replace("\r\n", "\n"),
        audience: form.get("audience").to_owned(),
        guests: guests.unwrap_or_default(),
        place: place.flatten(),
        room: form.get("room").to_owned(),
        // What is no number is refused as one out of bounds is.
        capacity: form.get("capacity").parse().unwrap_or(0),
        ..ImmersionDraft::on(date, start, end)
    })
}

/// Figures from their fields; an empty one is one that nobody counted.
pub(super) fn totals(form: &Form) -> Result<Totals, Problem> {
    let mut wrong = vec![];
    let mut number = |name: &'static str| {
        let text = form.some(name)?;
        let number = text.parse().ok();
        if number.is_none() {
            wrong.push(FieldProblem::new(name, "sharing-problem-figure"));
        }
        number
    };
    let totals = Totals {
        registered: number("registered"),
        walk_ins: number("walk_ins"),
        participants: number("participants"),
        no_shows: number("no_shows"),
    };
    Problem::from_fields(wrong)?;
    Ok(totals)
}
