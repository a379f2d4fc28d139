//! The program reminds the parties of the end of an agreement: 90 and 30 days before, once each.

use ::store::Tx;
use base::Problem;
use jiff::civil::Date;
use site::accounts::service::{Correspondent, correspondents};
use site::audit::Act;
use site::mail::{self, Mail};
use site::{Actor, App};

use super::{followed, note, rows};
use crate::agreements::model::{Agreement, Renewal};

/// Writes the reminders that are due, to coordinators of the parties and to administrators of the
/// network. Safe to run at any time, on several nodes at once, and again. Without a mail server
/// nothing is written: the page of agreements says the same.
pub async fn remind(app: &App) -> Result<(), Problem> {
    if !mail::wanted(app) {
        return Ok(());
    }
    let today = site::sealing::today(app);
    let due = app.db.read(rows::all).await?;
    let followed = followed(&due);
    for agreement in due {
        let Some(due) = agreement.reminder(today) else { continue };
        if followed.contains(&agreement.id) {
            continue;
        }
        let app2 = app.clone();
        app.db.write(move |tx| remind_of(&app2, tx, &agreement, due)).await?;
    }
    Ok(())
}

fn remind_of(
    app: &App,
    tx: &mut Tx<'_>,
    agreement: &Agreement,
    (term, days): (Date, i32),
) -> Result<(), Problem> {
    if !rows::note_reminder(tx, &agreement.id, (term, days), app.clock.seconds())? {
        return Ok(());
    }
    let parties: Vec<_> = agreement.parties.iter().map(|p| p.id.clone()).collect();
    for one in correspondents(tx, &parties)? {
        write(app, tx, agreement, (term, days), &one)?;
    }
    let detail = format!("{days} {term}");
    note(app, tx, &Actor::Public, Act::AgreementReminded, agreement, &detail)
}

fn write(
    app: &App,
    tx: &mut Tx<'_>,
    agreement: &Agreement,
    (term, days): (Date, i32),
    to: &Correspondent,
) -> Result<(), Problem> {
    let parties: Vec<&str> = agreement.parties.iter().map(|p| p.name.as_str()).collect();
    let (parties, date) = (parties.join(", "), base::dates::long_date(term, to.lang));
    let link = app.absolute(to.lang, &format!("/agreements/{}", agreement.id));
    let text = |key: &str| {
        let args = [
            ("title", agreement.title.as_str()),
            ("parties", parties.as_str()),
            ("date", date.as_str()),
            ("link", link.as_str()),
            ("network", app.config.network_name.as_str()),
        ];
        app.catalogue.text(to.lang, key, &args)
    };
    let (subject, body) = match agreement.renewal {
        Renewal::Tacit => ("mail-agreement-tacit-subject", "mail-agreement-tacit-body"),
        _ => ("mail-agreement-subject", "mail-agreement-body"),
    };
    let now = app.clock.seconds();
    let mail = Mail {
        kind: "agreement",
        to: to.email.clone(),
        subject: text(subject),
        body: text(body),
        calendar: None,
        unsubscribe: None,
        // A mail that nobody takes is given up after some days.
        forget_day: vault::day_of(site::sealing::today(app)) + 10,
        not_before: now,
        not_after: base::dates::instant(term.at(23, 59, 59, 0), base::dates::DEFAULT_ZONE),
        dedupe: Some(format!("{}-{term}-{days}-{}", agreement.id, to.id)),
    };
    mail::enqueue(app, tx, &mail)
}
