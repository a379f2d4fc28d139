//! Read-only SQL over the programme's tables.

use ::store::{StoreError, Tx, Value};
use base::Id;
use jiff::civil::Date;

use super::model::Animated;

/// Who animated sessions held between two days, for these organisers (`None`: all).
pub fn animated(
    tx: &mut Tx<'_>,
    (from, to): (Date, Date),
    organisers: Option<&[Id]>,
) -> Result<Vec<Animated>, StoreError> {
    let mut params: Vec<Value> = vec![from.to_string().into(), to.to_string().into()];
    let own = match organisers {
        None => String::new(),
        Some([]) => return Ok(vec![]),
        Some(ids) => {
            params.extend(ids.iter().map(Value::from));
            let marks: Vec<String> = (3..=params.len()).map(|n| format!("?{n}")).collect();
            format!(" AND a.organisation_id IN ({})", marks.join(", "))
        }
    };
    let sql = format!(
        "SELECT s.id, s.local_date, a.title, o.id, o.name, w.id, w.name FROM sessions s \
         JOIN activities a ON a.id = s.activity_id JOIN organisations o ON o.id = a.organisation_id \
         JOIN activity_partners x ON x.activity_id = a.id \
         JOIN organisations w ON w.id = x.organisation_id \
         WHERE s.local_date >= ?1 AND s.local_date <= ?2 AND s.status = 'held' AND w.id <> o.id{own} \
         ORDER BY s.local_date, s.starts_at, s.id"
    );
    let mut found = vec![];
    for row in tx.query(&sql, &params)? {
        let date: String = row.get(1)?;
        found.push(Animated {
            session: row.get(0)?,
            date: date.parse().map_err(|_| StoreError::Column {
                column: 1,
                wanted: "a date",
                found: "another text".into(),
            })?,
            title: row.get(2)?,
            organiser: (row.get(3)?, row.get(4)?),
            partner: (row.get(5)?, row.get(6)?),
        });
    }
    Ok(found)
}
