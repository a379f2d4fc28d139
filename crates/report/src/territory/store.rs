//! Read-only SQL over the programme's tables: where sessions took place, and where they will.

use ::store::{Row, StoreError, Tx};
use base::Id;
use jiff::civil::Date;
use territory::{Commune, Point};

use super::model::{Coming, PlaceYear, Spot};

/// Where a session takes place, from column `at` on: what [`WHERE_IT_IS`] names.
fn whereabouts(
    row: &Row,
    at: usize,
) -> Result<(Option<&'static Commune>, Option<Spot>), StoreError> {
    let (name, insee): (Option<String>, Option<String>) = (row.get(at)?, row.get(at + 1)?);
    let (lat, lon): (Option<f64>, Option<f64>) = (row.get(at + 2)?, row.get(at + 3)?);
    let (organisation, own_name): (Id, String) = (row.get(at + 4)?, row.get(at + 5)?);
    let own_insee: String = row.get(at + 6)?;
    let (own_lat, own_lon): (Option<f64>, Option<f64>) = (row.get(at + 7)?, row.get(at + 8)?);
    let online: bool = row.get(at + 9)?;
    let place = insee.and_then(|code| territory::commune(&code));
    let own = territory::commune(&own_insee);
    let both = |(lat, lon)| Point { lat, lon };
    let point = lat
        .zip(lon)
        .map(both)
        .or_else(|| place?.middle)
        .or_else(|| own_lat.zip(own_lon).map(both))
        .or_else(|| own?.middle)
        .filter(|_| !online);
    let name = name.unwrap_or(own_name);
    let spot = point.map(|point| Spot { name, organisation, point });
    Ok((place.or(own), spot))
}

const WHERE_IT_IS: &str = "p.name, p.insee, p.latitude, p.longitude, o.id, o.name, o.insee, \
     o.latitude, o.longitude, CASE WHEN s.attendance_mode = 'online' THEN 1 ELSE 0 END";
const FROM: &str = " FROM sessions s JOIN activities a ON a.id = s.activity_id \
     JOIN organisations o ON o.id = a.organisation_id LEFT JOIN places p ON p.id = s.place_id";

/// Held sessions by year, place and organiser.
pub fn held(tx: &mut Tx<'_>) -> Result<Vec<PlaceYear>, StoreError> {
    let sum = |what: &str, when: &str| {
        format!("CAST(COALESCE(SUM(CASE WHEN {when} THEN {what} ELSE 0 END), 0) AS BIGINT)")
    };
    let sql = format!(
        "SELECT substr(s.local_date, 1, 4), count(*), {}, {}, {}, {}, MAX(s.illustrative), \
         {WHERE_IT_IS}{FROM} WHERE s.status = 'held' \
         GROUP BY 1, p.id, o.id, CASE WHEN s.attendance_mode = 'online' THEN 1 ELSE 0 END \
         ORDER BY 1, p.id, o.id",
        sum("1", "a.apart = 0"),
        sum("s.participant_total", "a.apart = 0 AND s.participant_total IS NOT NULL"),
        sum(
            "s.participant_total",
            "a.apart = 0 AND s.participant_total IS NOT NULL AND s.totals_source = 'typed'"
        ),
        sum("1", "a.apart = 0 AND s.participant_total IS NULL"),
    );
    let mut all = vec![];
    for row in &tx.query(&sql, &[])? {
        let year: String = row.get(0)?;
        let Ok(year) = year.parse() else { continue };
        let (commune, spot) = whereabouts(row, 7)?;
        all.push(PlaceYear {
            year,
            commune,
            spot,
            all: row.get(1)?,
            sessions: row.get(2)?,
            participants: row.get(3)?,
            typed: row.get(4)?,
            uncounted: row.get(5)?,
            illustrative: row.get(6)?,
        });
    }
    Ok(all)
}

/// Where sessions took place or will, between two days.
pub fn spots(tx: &mut Tx<'_>, from: Date, to: Date) -> Result<Vec<Spot>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT {WHERE_IT_IS}{FROM} WHERE s.status IN ('held', 'published') \
         AND s.local_date >= ?1 AND s.local_date <= ?2 ORDER BY p.name, o.name, o.id, p.insee"
    );
    let rows = tx.query(&sql, &[from.to_string().into(), to.to_string().into()])?;
    let mut all = vec![];
    for row in &rows {
        all.extend(whereabouts(row, 0)?.1);
    }
    Ok(all)
}

/// Published sessions to come, the next first.
pub fn coming(tx: &mut Tx<'_>, now: i64) -> Result<Vec<Coming>, StoreError> {
    let sql = format!(
        "SELECT s.id, a.title, s.local_date, p.city, {WHERE_IT_IS}{FROM} \
         WHERE s.status = 'published' AND s.ends_at > ?1 \
         ORDER BY s.starts_at, s.id LIMIT 5000"
    );
    let mut all = vec![];
    for row in &tx.query(&sql, &[now.into()])? {
        let date: String = row.get(2)?;
        let Ok(date) = date.parse() else { continue };
        let city: Option<String> = row.get(3)?;
        let (name, organiser): (Option<String>, String) = (row.get(4)?, row.get(9)?);
        let place = match (name, city) {
            (Some(name), Some(city)) if !city.is_empty() => format!("{name}, {city}"),
            (Some(name), _) => name,
            (None, _) => organiser,
        };
        let (commune, _) = whereabouts(row, 4)?;
        all.push(Coming { id: row.get(0)?, title: row.get(1)?, date, place, commune });
    }
    Ok(all)
}
