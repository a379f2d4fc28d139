//! What each organiser did in a period, read from the programme's tables.

use std::collections::HashMap;

use ::store::{StoreError, Tx};
use base::Id;
use jiff::civil::Date;

use super::model::Practice;

/// By organiser, from held sessions that are not counted besides.
pub fn practices(
    tx: &mut Tx<'_>,
    from: Date,
    to: Date,
) -> Result<HashMap<Id, Practice>, StoreError> {
    const HELD: &str = "FROM sessions s JOIN activities a ON a.id = s.activity_id \
         WHERE s.status = 'held' AND a.apart = 0 AND s.local_date >= ?1 AND s.local_date <= ?2";
    let period = [from.to_string().into(), to.to_string().into()];
    let sum = |what: &str| format!("CAST(COALESCE(SUM({what}), 0) AS BIGINT)");
    let both = |what: &str| {
        sum(&format!(
            "CASE WHEN s.preregistered_total IS NULL OR s.no_show_total IS NULL THEN 0 \
             ELSE {what} END"
        ))
    };
    let sql = format!(
        "SELECT a.organisation_id, count(*), {}, count(s.participant_total), {}, {}, \
         count(DISTINCT a.theme_id), {} {HELD} GROUP BY a.organisation_id",
        sum("s.participant_total"),
        both("s.preregistered_total"),
        both("s.no_show_total"),
        sum("CASE WHEN s.totals_source = 'typed' THEN 1 ELSE 0 END"),
    );
    let mut all = HashMap::new();
    for row in tx.query(&sql, &period)? {
        let practice = Practice {
            sessions: row.get(1)?,
            participants: row.get(2)?,
            counted: row.get(3)?,
            preregistered: row.get(4)?,
            no_shows: row.get(5)?,
            themes: row.get(6)?,
            partners: 0,
            typed: row.get(7)?,
        };
        all.insert(row.get(0)?, practice);
    }
    let sql = format!(
        "SELECT a.organisation_id, count(DISTINCT x.organisation_id) {} GROUP BY \
         a.organisation_id",
        HELD.replace(" WHERE", " JOIN activity_partners x ON x.activity_id = a.id WHERE")
    );
    for row in tx.query(&sql, &period)? {
        if let Some(practice) = all.get_mut(&row.get::<Id>(0)?) {
            practice.partners = row.get(1)?;
        }
    }
    Ok(all)
}
