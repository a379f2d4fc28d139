//! Read-only SQL over the programme's tables.

use ::store::{Row, StoreError, Tx, Value};
use base::Id;
use jiff::civil::Date;
use programme::model::{Totals, TotalsSource};

use crate::model::{Held, NONE, Others, TypedTotals, Which};
use crate::service::Query;

struct Clauses {
    sql: String,
    params: Vec<Value>,
}

impl Clauses {
    fn and(&mut self, clause: &str, value: impl Into<Value>) {
        self.params.push(value.into());
        let mark = format!("?{}", self.params.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&clause.replace("??", &mark));
    }
}

fn where_of(query: &Query, organisations: Option<&[Id]>) -> Clauses {
    let mut c = Clauses { sql: " WHERE 1 = 1".into(), params: vec![] };
    c.and("s.local_date >= ??", query.from.to_string());
    c.and("s.local_date <= ??", query.to.to_string());
    if let Some(ids) = organisations {
        let marks: Vec<String> =
            (1..=ids.len()).map(|n| format!("?{}", c.params.len() + n)).collect();
        c.params.extend(ids.iter().map(Value::from));
        c.sql.push_str(&format!(" AND a.organisation_id IN ({})", marks.join(", ")));
    }
    if let Some(id) = &query.organisation {
        c.and("a.organisation_id = ??", id);
    }
    let mut one = |column: &str, id: &Option<Id>| match id {
        Some(id) if id.as_str() == NONE => c.sql.push_str(&format!(" AND {column} IS NULL")),
        Some(id) => c.and(&format!("{column} = ??"), id),
        None => {}
    };
    one("s.place_id", &query.place);
    one("a.theme_id", &query.theme);
    if let Some(format) = &query.format {
        c.and("a.format = ??", format);
    }
    const PARTNERS: &str = "EXISTS (SELECT 1 FROM activity_partners x WHERE x.activity_id = a.id";
    match &query.partner {
        Some(id) if id.as_str() == NONE => c.sql.push_str(&format!(" AND NOT {PARTNERS})")),
        Some(id) => c.and(&format!("{PARTNERS} AND x.organisation_id = ??)"), id),
        None => {}
    }
    c
}

const FROM: &str = " FROM sessions s JOIN activities a ON a.id = s.activity_id \
     LEFT JOIN themes t ON t.id = a.theme_id LEFT JOIN places p ON p.id = s.place_id";

/// The condition of those sessions; `{n}` is the parameter that holds the present moment.
fn condition(which: Which, n: usize) -> String {
    match which {
        Which::Held => "s.status = 'held'".to_owned(),
        Which::Cancelled => "s.status = 'cancelled'".to_owned(),
        Which::Postponed => "(s.status = 'postponed' OR s.moved_from IS NOT NULL)".to_owned(),
        Which::ToClose => {
            format!("(s.status = 'published' AND s.ends_at < ?{n} AND a.source = '')")
        }
    }
}

pub fn sessions(
    tx: &mut Tx<'_>,
    query: &Query,
    organisations: Option<&[Id]>,
    which: Which,
    now: i64,
) -> Result<Vec<Held>, StoreError> {
    let mut c = where_of(query, organisations);
    let which = condition(which, c.params.len() + 1);
    if which.contains('?') {
        c.params.push(now.into());
    }
    let sql = format!(
        "SELECT s.id, s.local_date, a.title, a.format, t.id, t.name_fr, t.name_en, p.id, p.name, \
         a.apart, s.registration, s.capacity, s.waiting, s.preregistered_total, s.walk_in_total, \
         s.participant_total, s.no_show_total, s.totals_source, s.illustrative, a.id \
         {FROM}{} AND {which} ORDER BY s.local_date, s.starts_at, s.id",
        c.sql
    );
    let rows = tx.query(&sql, &c.params)?;
    let mut partners: std::collections::HashMap<Id, Vec<(Id, String)>> = Default::default();
    for row in tx.query(
        "SELECT x.activity_id, o.id, o.name FROM activity_partners x \
         JOIN organisations o ON o.id = x.organisation_id ORDER BY o.name, o.id",
        &[],
    )? {
        partners.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
    }
    rows.iter().map(|row| read(row, &partners)).collect()
}

/// What closed sessions kept of their registrations: fact, value, people.
pub fn facts(
    tx: &mut Tx<'_>,
    query: &Query,
    organisations: Option<&[Id]>,
) -> Result<Vec<(String, String, u32)>, StoreError> {
    let c = where_of(query, organisations);
    let sql = format!(
        "SELECT f.fact, f.value, CAST(SUM(f.count) AS BIGINT) {FROM} \
         JOIN session_facts f ON f.session_id = s.id {} AND s.status = 'held' AND a.apart = 0 \
         GROUP BY f.fact, f.value ORDER BY f.fact, f.value",
        c.sql
    );
    tx.query(&sql, &c.params)?
        .iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

fn date(row: &Row, column: usize) -> Result<Date, StoreError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| StoreError::Column {
        column,
        wanted: "a date",
        found: "another text".into(),
    })
}

fn read(
    row: &Row,
    partners: &std::collections::HashMap<Id, Vec<(Id, String)>>,
) -> Result<Held, StoreError> {
    let theme: Option<Id> = row.get(4)?;
    let place: Option<Id> = row.get(7)?;
    let registration: String = row.get(10)?;
    let source: Option<String> = row.get(17)?;
    let activity: Id = row.get(19)?;
    Ok(Held {
        id: row.get(0)?,
        date: date(row, 1)?,
        title: row.get(2)?,
        format: row.get(3)?,
        theme: match theme {
            Some(id) => Some((id, row.get(5)?, row.get(6)?)),
            None => None,
        },
        partners: partners.get(&activity).cloned().unwrap_or_default(),
        place: match place {
            Some(id) => Some((id, row.get(8)?)),
            None => None,
        },
        apart: row.get(9)?,
        registrable: registration != "none",
        capacity: row.get(11)?,
        waiting: row.get(12)?,
        totals: Totals {
            preregistered: row.get(13)?,
            walk_ins: row.get(14)?,
            participants: row.get(15)?,
            no_shows: row.get(16)?,
        },
        source: source.and_then(|s| TotalsSource::parse(&s)),
        illustrative: row.get(18)?,
    })
}

pub fn others(
    tx: &mut Tx<'_>,
    query: &Query,
    organisations: Option<&[Id]>,
    now: i64,
) -> Result<Others, StoreError> {
    let mut c = where_of(query, organisations);
    c.params.push(now.into());
    let count = |which| {
        let condition = condition(which, c.params.len());
        format!("CAST(COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT)")
    };
    let sql = format!(
        "SELECT {}, {}, {}{FROM}{}",
        count(Which::Cancelled),
        count(Which::Postponed),
        count(Which::ToClose),
        c.sql
    );
    let row = tx.query_one(&sql, &c.params)?;
    Ok(Others { cancelled: row.get(0)?, postponed: row.get(1)?, to_close: row.get(2)? })
}

pub fn typed_totals(
    tx: &mut Tx<'_>,
    query: &Query,
    organisations: Option<&[Id]>,
) -> Result<Vec<TypedTotals>, StoreError> {
    let rows = tx.query(
        "SELECT label, from_date, to_date, organisation_id, sessions, themes, partners, \
         preregistered, walk_ins, participants, no_shows FROM typed_totals \
         WHERE from_date >= ?1 AND to_date <= ?2 ORDER BY from_date, label, id",
        &[query.from.to_string().into(), query.to.to_string().into()],
    )?;
    let mut found = vec![];
    for row in &rows {
        let organisation: Id = row.get(3)?;
        let mine = organisations.is_none_or(|ids| ids.contains(&organisation))
            && query.organisation.as_ref().is_none_or(|id| *id == organisation);
        if mine {
            found.push(TypedTotals {
                label: row.get(0)?,
                from: date(row, 1)?,
                to: date(row, 2)?,
                organisation,
                sessions: row.get(4)?,
                themes: row.get(5)?,
                partners: row.get(6)?,
                totals: Totals {
                    preregistered: row.get(7)?,
                    walk_ins: row.get(8)?,
                    participants: row.get(9)?,
                    no_shows: row.get(10)?,
                },
            });
        }
    }
    Ok(found)
}

/// Whether an organisation has held sessions in the period of these totals.
pub fn has_rows(tx: &mut Tx<'_>, typed: &TypedTotals) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "SELECT 1 FROM sessions s JOIN activities a ON a.id = s.activity_id \
         WHERE a.organisation_id = ?1 AND s.local_date >= ?2 AND s.local_date <= ?3 \
         AND s.status = 'held' AND a.apart = 0 LIMIT 1",
        &[(&typed.organisation).into(), typed.from.to_string().into(), typed.to.to_string().into()],
    )?;
    Ok(found.is_some())
}
