//! Professionals who have left: their name and address are not kept for ever.

use base::Problem;

use super::store as rows;
use crate::App;

/// Days after which the name and address of somebody who is let in no longer are erased. What they
/// did stays in the audit trail, under an identifier that leads to nobody.
pub const FORMER_DAYS: i64 = 365;

/// Erases the names and addresses of those who left long enough ago, and of those who asked to be let
/// in and got no answer. How many left.
pub async fn forget_former(app: &App) -> Result<u64, Problem> {
    let before = app.clock.seconds() - FORMER_DAYS * 86_400;
    let today = i64::from(vault::day_of(crate::sealing::today(app)));
    app.db
        .write(move |tx| {
            super::federated::forget(tx, today)?;
            Ok(rows::forget_former(tx, before)?)
        })
        .await
}

/// How many professionals are let in, and how many are not any more and not yet forgotten.
pub async fn counts(app: &App) -> Result<(u32, u32), Problem> {
    app.db.read(|tx| Ok(rows::counts(tx)?)).await
}
