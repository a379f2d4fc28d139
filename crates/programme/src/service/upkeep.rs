//! What the program does by itself, once an hour: reminders, and forgetting.

use base::Problem;
use site::App;

use super::view_in;
use crate::mails;
use crate::store::registrations;

const DAY: i64 = 86_400;

/// Reminds those who left an address of tomorrow's sessions, and erases names and addresses of
/// sessions that ended longer ago than the retention delay. Safe to run at any time, on several
/// nodes at once, and again.
pub async fn maintain(app: &App) -> Result<(), Problem> {
    let now = app.clock.seconds();
    let app2 = app.clone();
    app.db
        .write(move |tx| {
            for (registration, session) in registrations::to_remind(tx, now, now + DAY)? {
                // Who registered less than a day before needs no reminder on top.
                if registration.created_at > now - DAY / 2 {
                    continue;
                }
                if let Some(view) = view_in(tx, &session)? {
                    mails::reminder(&app2, tx, &view, &registration)?;
                }
            }
            Ok::<_, Problem>(())
        })
        .await?;
    let before = now - i64::from(app.config.retention_days) * DAY;
    let forgotten =
        app.db.write(move |tx| Ok::<_, Problem>(registrations::forget(tx, before)?)).await?;
    if forgotten > 0 {
        tracing::info!(forgotten, "names and addresses past their delay were erased");
    }
    Ok(())
}
