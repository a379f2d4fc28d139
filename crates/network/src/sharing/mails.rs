//! Mails about an immersion day, to the professionals who come.

use ::store::{StoreError, Tx};
use base::{Id, Lang, Problem};
use site::App;
use site::mail::{Mail, enqueue, wanted};

use super::model::{Immersion, State};
use super::places;
use super::service::Coming;
use super::store::Registration;

/// What a mail says.
#[derive(Clone, Copy, Debug)]
pub(super) enum News {
    /// Their coordinator registered them.
    Registered,
    /// Tomorrow.
    Reminder,
    /// Date, time or place changed.
    Changed,
    /// It does not take place.
    Cancelled,
}

impl News {
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Registered => ("sharing-mail-registered-subject", "sharing-mail-registered-body"),
            Self::Reminder => ("sharing-mail-reminder-subject", "sharing-mail-reminder-body"),
            Self::Changed => ("sharing-mail-changed-subject", "sharing-mail-changed-body"),
            Self::Cancelled => ("sharing-mail-cancelled-subject", "sharing-mail-cancelled-body"),
        }
    }

    /// Distinguishes this mail from others about the same registration.
    fn name(self, i: &Immersion) -> String {
        match self {
            Self::Registered => "registered".into(),
            Self::Reminder => format!("reminder-{}", i.starts_at),
            // Each change is told, but one change is told once.
            Self::Changed => format!("changed-{}", Id::new()),
            Self::Cancelled => "cancelled".into(),
        }
    }
}

/// Address, name and language of who comes, and where they see their place.
fn addressee(
    app: &App,
    tx: &mut Tx<'_>,
    r: &Registration,
) -> Result<Option<(String, Lang, String)>, StoreError> {
    if let Some(person) = &r.person {
        let found = site::accounts::service::reach(tx, person)?;
        let path = format!("/staff/exchanges/{}", r.immersion);
        return Ok(found.map(|(_, email, lang)| (email, lang, app.absolute(lang, &path))));
    }
    let Some((_, email)) = &r.colleague else { return Ok(None) };
    let path = format!("/exchanges/place/{}", places::secret(&app.vault, &r.id));
    Ok(Some((email.clone(), Lang::Fr, app.absolute(Lang::Fr, &path))))
}

/// Writes to who comes. `by`: who registered them.
pub(super) fn tell(
    app: &App,
    tx: &mut Tx<'_>,
    view: &Coming,
    r: &Registration,
    news: News,
    by: &str,
) -> Result<(), Problem> {
    if !wanted(app) {
        return Ok(());
    }
    let Some((to, lang, link)) = addressee(app, tx, r)? else { return Ok(()) };
    let i = &view.immersion;
    let date = base::dates::long_date(i.draft.date, lang);
    let time = base::dates::clock_time(i.draft.start, lang);
    let forgotten = base::dates::long_date(vault::date_of(r.forget_day), lang);
    let place = view.where_in_words();
    let args: [(&str, &str); 9] = [
        ("title", &i.draft.title),
        ("date", &date),
        ("time", &time),
        ("place", &place),
        ("host", &view.host),
        ("link", &link),
        ("by", by),
        ("reason", &i.reason),
        ("forgotten", &forgotten),
    ];
    let text = |key: &str| app.catalogue.text(lang, key, &args);
    let (subject, body) = news.keys();
    let now = app.clock.seconds();
    enqueue(
        app,
        tx,
        &Mail {
            kind: "immersion",
            to,
            subject: text(subject),
            body: format!("{}\n", text(body)),
            calendar: None,
            unsubscribe: None,
            forget_day: r.forget_day,
            not_before: now,
            not_after: Some(match i.state {
                State::Cancelled => i.ends_at.max(now + 86_400),
                _ => i.starts_at,
            }),
            dedupe: Some(format!("{}-{}", r.id, news.name(i))),
        },
    )
}
