//! Read-only SQL over the programme's tables.

use ::store::{StoreError, Tx, Value};
use base::Id;
use jiff::civil::Date;
use network::agreements::model::{Commitment, CommitmentKind, Counting};
use programme::model::TotalsSource;

use super::model::{Counted, State};

/// The sessions between two days that count for a commitment; `others`: the other parties.
pub fn sessions(
    tx: &mut Tx<'_>,
    commitment: &Commitment,
    others: &[Id],
    (from, to): (Date, Date),
    now: i64,
) -> Result<Vec<Counted>, StoreError> {
    let mut params: Vec<Value> =
        vec![from.to_string().into(), to.to_string().into(), (&commitment.organisation).into()];
    let format = match commitment.kind {
        CommitmentKind::Sessions => "a.format <> 'drop_in'",
        CommitmentKind::DropIns => "a.format = 'drop_in'",
        CommitmentKind::Exchanges | CommitmentKind::Other => return Ok(vec![]),
    };
    const ANIMATES: &str = "EXISTS (SELECT 1 FROM activity_partners x \
                            WHERE x.activity_id = a.id AND x.organisation_id";
    let with = match commitment.counting {
        Counting::Whole => String::new(),
        Counting::With if others.is_empty() => return Ok(vec![]),
        Counting::With => {
            let first = params.len();
            params.extend(others.iter().map(Value::from));
            let marks: Vec<String> = (first + 1..=params.len()).map(|n| format!("?{n}")).collect();
            let marks = marks.join(", ");
            format!(
                " AND (a.organisation_id IN ({marks}) OR p.organisation_id IN ({marks}) \
                 OR {ANIMATES} IN ({marks})))"
            )
        }
    };
    let sql = format!(
        "SELECT s.id, s.local_date, a.title, o.name, s.status, s.ends_at, s.totals_source, \
         s.illustrative, a.source FROM sessions s JOIN activities a ON a.id = s.activity_id \
         JOIN organisations o ON o.id = a.organisation_id LEFT JOIN places p ON p.id = s.place_id \
         WHERE s.local_date >= ?1 AND s.local_date <= ?2 AND s.status IN ('held', 'published') \
         AND a.apart = 0 AND {format} AND (a.organisation_id = ?3 OR {ANIMATES} = ?3)){with} \
         ORDER BY s.local_date, s.starts_at, s.id"
    );
    let mut found = vec![];
    for row in tx.query(&sql, &params)? {
        let (status, ends_at): (String, i64) = (row.get(4)?, row.get(5)?);
        let (date, outside): (String, String) = (row.get(1)?, row.get(8)?);
        let state = match status.as_str() {
            "held" => State::Done,
            _ if ends_at >= now => State::Planned,
            // What another agenda announced is not closed here.
            _ if !outside.is_empty() => continue,
            _ => State::ToClose,
        };
        let source: Option<String> = row.get(6)?;
        found.push(Counted {
            id: row.get(0)?,
            date: date.parse().map_err(|_| StoreError::Column {
                column: 1,
                wanted: "a date",
                found: "another text".into(),
            })?,
            title: row.get(2)?,
            organiser: row.get(3)?,
            state,
            source: source.and_then(|s| TotalsSource::parse(&s)),
            illustrative: row.get(7)?,
        });
    }
    Ok(found)
}
