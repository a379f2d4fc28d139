//! What a form holds: from a draft to its fields, and from the fields typed to a draft.

use base::{Id, Kind, Problem, problem::FieldProblem};
use jiff::civil::{Date, Time};
use site::form::Form;

use crate::model::{
    ActivityDraft, AttendanceMode, Fairness, Format, RegistrationMode, Rhythm, Scope, Series,
    SessionDraft, WalkInRule,
};

/// Most sessions made at once, as in a series.
const MOST_DATES: usize = 200;

/// The fields of an activity.
pub(crate) fn of_activity(d: &ActivityDraft) -> Form {
    let mut form = Form::default();
    form.set("title", &d.title);
    form.set("summary", &d.summary);
    form.set("description", &d.description);
    form.set("format", d.format.code());
    form.set("theme", d.theme.as_ref().map(ToString::to_string).unwrap_or_default());
    form.set("audience", &d.audience);
    form.set("contact", &d.contact);
    form.set("scope", d.scope.code());
    form.set("link", &d.link);
    form.set("apart", if d.apart { "1" } else { "" });
    for partner in &d.partners {
        form.set("partners", partner.as_str());
    }
    form
}

/// The identifier chosen in a field, if one is; what no form offers is refused by name.
fn chosen(form: &Form, name: &'static str, message: &'static str) -> Result<Option<Id>, Problem> {
    let text = form.get(name);
    let refused = || Problem::new(Kind::Invalid, "problem-form").field(name, message);
    if text.is_empty() { Ok(None) } else { Id::parse(text).map(Some).ok_or_else(refused) }
}

/// An activity from its fields.
pub(crate) fn read_activity(form: &Form) -> Result<ActivityDraft, Problem> {
    let partners: Option<Vec<Id>> = form.all("partners").into_iter().map(Id::parse).collect();
    let partners = partners.ok_or_else(|| {
        Problem::new(Kind::Invalid, "problem-form").field("partners", "problem-plan-partner")
    })?;
    Ok(ActivityDraft {
        title: form.get("title").to_owned(),
        summary: form.get("summary").to_owned(),
        description: form.get("description").replace("\r\n", "\n"),
        format: Format::parse(form.get("format")).unwrap_or(Format::Other),
        theme: chosen(form, "theme", "problem-plan-theme")?,
        audience: form.get("audience").to_owned(),
        contact: form.get("contact").to_owned(),
        scope: Scope::parse(form.get("scope")).unwrap_or(Scope::Session),
        apart: form.flag("apart"),
        partners,
        link: form.get("link").to_owned(),
    })
}

fn hour_minute(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn before(starts_at: i64, at: Option<i64>, unit: i64) -> String {
    at.map(|at| ((starts_at - at) / unit).to_string()).unwrap_or_default()
}

/// The fields of a session that starts at this instant.
pub(crate) fn of_session(d: &SessionDraft, starts_at: i64) -> Form {
    let mut form = Form::default();
    form.set("date", d.date.to_string());
    form.set("start", hour_minute(d.start));
    form.set("end", hour_minute(d.end));
    form.set("place", d.place.as_ref().map(ToString::to_string).unwrap_or_default());
    form.set("room", &d.room);
    form.set("access", &d.access);
    form.set("mode", d.mode.code());
    form.set("online_url", &d.online_url);
    form.set("registration", d.registration.code());
    form.set("capacity", d.capacity.to_string());
    form.set("overbook", d.overbook.to_string());
    form.set("most_places", d.most_places.to_string());
    form.set("opens_at", before(starts_at, d.opens_at, 86_400));
    form.set("closes_at", before(starts_at, d.closes_at, 3_600));
    form.set("offer_minutes", d.offer_minutes.map(|m| m.to_string()).unwrap_or_default());
    form.set("fairness", d.fairness.code());
    form.set("walk_ins", d.walk_ins.code());
    form
}

/// Reads fields and gathers what is wrong with them.
struct Reader<'a> {
    form: &'a Form,
    wrong: Vec<FieldProblem>,
}

impl Reader<'_> {
    fn number(&mut self, name: &'static str, fallback: u32) -> u32 {
        self.maybe(name).unwrap_or(fallback)
    }

    fn maybe(&mut self, name: &'static str) -> Option<u32> {
        let text = self.form.get(name);
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok().filter(|n| *n <= 1_000_000);
        if number.is_none() {
            self.wrong.push(FieldProblem::new(name, "problem-plan-number"));
        }
        number
    }

    fn date(&mut self, name: &'static str) -> Date {
        base::dates::read_date(self.form.get(name)).unwrap_or_else(|| {
            self.wrong.push(FieldProblem::new(name, "problem-field-date"));
            Date::default()
        })
    }

    fn time(&mut self, name: &'static str) -> Time {
        base::dates::read_time(self.form.get(name)).unwrap_or_else(|| {
            self.wrong.push(FieldProblem::new(name, "problem-plan-time"));
            Time::midnight()
        })
    }
}

/// New date and times, when a date was typed.
pub(crate) fn read_moment(form: &Form) -> Result<Option<(Date, Time, Time)>, Problem> {
    if form.get("date").is_empty() {
        return Ok(None);
    }
    let mut r = Reader { form, wrong: vec![] };
    let moment = (r.date("date"), r.time("start"), r.time("end"));
    Problem::from_fields(r.wrong)?;
    Ok(Some(moment))
}

/// The dates of a new group of sessions: those picked and those of the series, and those the
/// series leaves out.
pub(crate) fn read_dates(form: &Form) -> Result<(Vec<Date>, Vec<Date>), Problem> {
    let mut r = Reader { form, wrong: vec![] };
    let (mut kept, mut left_out) = (vec![], vec![]);
    let picked = form.get("dates").split(['\n', ',', ';']).map(str::trim);
    for line in picked.filter(|l| !l.is_empty()) {
        match base::dates::read_date(line) {
            Some(date) => kept.push(date),
            None => {
                let mut field = FieldProblem::new("dates", "problem-plan-date-line");
                field.args.push(("line", line.chars().take(40).collect()));
                r.wrong.push(field);
                break;
            }
        }
    }
    if !form.get("first").is_empty() {
        let (first, until) = (r.date("first"), r.date("until"));
        if r.wrong.is_empty() {
            let zone = form.get("skip_school").chars().next();
            let series = Series {
                first,
                rhythm: Rhythm::parse(form.get("rhythm")).unwrap_or(Rhythm::Weekly),
                until,
                skip_public_holidays: form.flag("skip_public"),
                skip_school_holidays: zone.filter(|z| matches!(z, 'A' | 'B' | 'C')),
            };
            let (dates, out) =
                series.dates().map_err(|p| p.field("until", "problem-plan-until"))?;
            kept.extend(dates);
            left_out = out;
        }
    }
    kept.sort();
    kept.dedup();
    if kept.is_empty() && r.wrong.is_empty() {
        r.wrong.push(FieldProblem::new("dates", "problem-plan-no-date"));
    }
    let most = MOST_DATES;
    if kept.len() > most {
        let mut field = FieldProblem::new("dates", "problem-series-too-long");
        field.args.push(("most", most.to_string()));
        r.wrong.push(field);
    }
    Problem::from_fields(r.wrong)?;
    Ok((kept, left_out))
}

/// A session on this date from its fields. `zone` is the time zone of a place; `was` is what the
/// session said before, whose exact instants are kept where the field was not changed.
pub(crate) fn read_session(
    form: &Form,
    date: Date,
    zone: impl Fn(Option<&Id>) -> String,
    was: Option<(&SessionDraft, i64)>,
) -> Result<SessionDraft, Problem> {
    let mut r = Reader { form, wrong: vec![] };
    let mut draft = SessionDraft::on(date, r.time("start"), r.time("end"), 0);
    draft.capacity = r.number("capacity", 0);
    draft.overbook = r.number("overbook", 0);
    draft.most_places = r.number("most_places", 4);
    draft.offer_minutes = r.maybe("offer_minutes");
    let (opens, closes) = (r.maybe("opens_at"), r.maybe("closes_at"));
    Problem::from_fields(r.wrong)?;
    draft.place = chosen(form, "place", "problem-plan-place")?;
    draft.room = form.get("room").to_owned();
    draft.access = form.get("access").to_owned();
    draft.mode = AttendanceMode::parse(form.get("mode")).unwrap_or(AttendanceMode::OnSite);
    draft.online_url = form.get("online_url").to_owned();
    draft.registration =
        RegistrationMode::parse(form.get("registration")).unwrap_or(RegistrationMode::None);
    draft.fairness = Fairness::parse(form.get("fairness")).unwrap_or(Fairness::FirstFit);
    draft.walk_ins = WalkInRule::parse(form.get("walk_ins")).unwrap_or(WalkInRule::Always);
    let (starts_at, _) = draft.instants(&zone(draft.place.as_ref()))?;
    draft.opens_at = opens.map(|days| starts_at - i64::from(days) * 86_400);
    draft.closes_at = closes.map(|hours| starts_at - i64::from(hours) * 3_600);
    if let Some((was, began)) = was {
        let shift = starts_at - began;
        if form.get("opens_at") == before(began, was.opens_at, 86_400) {
            draft.opens_at = was.opens_at.map(|at| at + shift);
        }
        if form.get("closes_at") == before(began, was.closes_at, 3_600) {
            draft.closes_at = was.closes_at.map(|at| at + shift);
        }
    }
    draft.check()?;
    Ok(draft)
}
