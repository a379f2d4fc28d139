//! `tandem check`: what the database must always agree with itself on.

use serde::Serialize;
use site::App;
use store::StoreError;

/// One disagreement.
#[derive(Debug, Serialize)]
pub struct Deviation {
    /// Session, or immersion day.
    pub session: String,
    /// What disagrees.
    pub what: &'static str,
    /// What is kept.
    pub kept: i64,
    /// What the rows say.
    pub rows: i64,
}

const AHEAD: &str = "SELECT s.id, s.taken, CAST(COALESCE(SUM(r.places), 0) AS BIGINT) FROM sessions s \
     LEFT JOIN registrations r ON r.session_id = s.id AND r.kind = 'ahead' \
     AND r.status IN ('confirmed', 'offered') WHERE s.forgotten_at IS NULL GROUP BY s.id, s.taken \
     HAVING s.taken <> COALESCE(SUM(r.places), 0)";
const WAITING: &str = "SELECT s.id, s.waiting, count(r.id) FROM sessions s \
     LEFT JOIN registrations r ON r.session_id = s.id AND r.status = 'waiting' \
     WHERE s.forgotten_at IS NULL GROUP BY s.id, s.waiting HAVING s.waiting <> count(r.id)";
const OVERSOLD: &str = "SELECT id, capacity + overbook, taken FROM sessions \
     WHERE taken > capacity + overbook";
const ATTENDED: &str = "SELECT s.id, s.participant_total, CAST(COALESCE(SUM(a.people), 0) AS BIGINT) \
     FROM sessions s LEFT JOIN attendance a ON a.session_id = s.id \
     WHERE s.totals_source = 'counted' AND s.forgotten_at IS NULL GROUP BY s.id, s.participant_total \
     HAVING s.participant_total <> COALESCE(SUM(a.people), 0)";
const PARTS: &str = "SELECT s.id, 1, count(l.id) FROM sessions s LEFT JOIN sessions l \
     ON l.id = s.lead_id GROUP BY s.id HAVING count(l.id) <> 1";

const IMMERSIONS: &str = "SELECT i.id, i.taken, count(r.id) FROM immersions i \
     LEFT JOIN immersion_registrations r ON r.immersion_id = i.id GROUP BY i.id, i.taken \
     HAVING i.taken <> count(r.id)";

/// All disagreements; empty when all is well.
pub async fn deviations(app: &App) -> Result<Vec<Deviation>, StoreError> {
    app.db
        .read(|tx| {
            let mut found = vec![];
            for (what, sql) in [
                ("taken", AHEAD),
                ("waiting", WAITING),
                ("oversold", OVERSOLD),
                ("participants", ATTENDED),
                ("lead", PARTS),
                ("immersion", IMMERSIONS),
            ] {
                for row in tx.query(sql, &[])? {
                    found.push(Deviation {
                        session: row.get(0)?,
                        what,
                        kept: row.get(1)?,
                        rows: row.get(2)?,
                    });
                }
            }
            Ok(found)
        })
        .await
}
