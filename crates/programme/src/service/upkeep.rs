//! What the program does by itself, once an hour.

use base::Problem;
use site::App;

use super::view_in;
use crate::mails;
use crate::store::registrations;

const DAY: i64 = 86_400;

/// Reminds those who left an address of tomorrow's sessions. Safe to run at any time, on several
/// nodes at once, and again.
pub async fn maintain(app: &App) -> Result<(), Problem> {
    let now = app.clock.seconds();
    super::settle_all(app).await?;
    super::charter::look_at_all(app).await?;
    while remind_some(app, now).await? {}
    Ok(())
}

/// Reminds as many as one transaction should hold; whether there may be more.
async fn remind_some(app: &App, now: i64) -> Result<bool, Problem> {
    let app2 = app.clone();
    app.db
        .write(move |tx| {
            registrations::forget_reminders(tx, now)?;
            // Who registered half a day before or later has just had the confirmation.
            let due = registrations::to_remind(&app2.vault, tx, (now, now + DAY), now - DAY / 2)?;
            for (registration, session) in &due {
                let Some(view) = view_in(tx, session)? else { continue };
                let starts = view.session.starts_at;
                if registrations::note_reminder(tx, &registration.id, session, starts)? {
                    mails::reminder(&app2, tx, &view, registration)?;
                }
            }
            Ok::<_, Problem>(due.len() == registrations::MOST_REMINDED)
        })
        .await
}
