//! SQL of the search. A short list of candidates (rare words, a distance, an offer) is fetched and
//! sorted here; a long one is walked in the order of an index until the page is full.

use ::store::{StoreError, Tx, Value};
use base::Id;
use territory::{Point, Zone, ZoneKind};

use super::model::{Found, FoundPlace, Search, Spot, Step, Total, Words, rank, words_of};
use crate::model::{Organisation, Place, Standing};
use crate::profile::{Offer, Side};
use crate::store::{ORGANISATION, PLACE, organisation, place};

/// From so many records on that have a word, the list is walked rather than the word.
const COMMON: i64 = 400;
/// Up to so many are counted.
const COUNTED: i64 = 1_000;
/// So many are looked at to count those with common words.
const LOOKED_AT: i64 = 80;

/// A distance below which all is gone through at once.
const WORTH_KM: f64 = 10.0;

/// Conditions with their parameters, each of which is a bare `?` until the statement is whole.
#[derive(Default)]
struct Conditions {
    sql: String,
    params: Vec<Value>,
}

impl Conditions {
    fn and(&mut self, sql: &str, params: impl IntoIterator<Item = Value>) {
        self.sql.push_str(if self.sql.is_empty() { "" } else { " AND " });
        self.sql.push_str(sql);
        self.params.extend(params);
    }

    fn and_all(&mut self, others: Self) {
        if !others.sql.is_empty() {
            self.and(&others.sql, others.params);
        }
    }

    fn words<'r>(&mut self, table: Table, ranges: impl Iterator<Item = &'r (String, String)>) {
        for (first, last) in ranges {
            let Table { words, owner } = table;
            // OFFSET keeps PostgreSQL from joining: the list is walked, each row asked.
            let sql = format!(
                "EXISTS (SELECT 1 FROM {words} w WHERE w.{owner} = o.id AND w.word >= ? \
                 AND w.word <= ? LIMIT 1 OFFSET 0)"
            );
            self.and(&sql, [first.into(), last.into()]);
        }
    }
}

/// A statement with its parameters numbered.
fn numbered(sql: &str) -> String {
    let mut pieces = sql.split('?');
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for (n, piece) in (1..).zip(pieces) {
        whole.push_str(&format!("?{n}{piece}"));
    }
    whole
}

/// A table whose rows are found by words.
#[derive(Clone, Copy)]
struct Table {
    words: &'static str,
    owner: &'static str,
}

const ORGANISATIONS: Table = Table { words: "organisation_words", owner: "organisation_id" };
const PLACES: Table = Table { words: "place_words", owner: "place_id" };

/// Keeps the words of records, each named once, in place of those that were kept.
fn keep_words(
    tx: &mut Tx<'_>,
    Table { words, owner }: Table,
    all: &[(&Id, Vec<String>)],
) -> Result<(), StoreError> {
    for some in all.chunks(500) {
        let marks: Vec<String> = (1..=some.len()).map(|n| format!("?{n}")).collect();
        let ids: Vec<Value> = some.iter().map(|(id, _)| (*id).into()).collect();
        let sql = format!("DELETE FROM {words} WHERE {owner} IN ({})", marks.join(", "));
        tx.execute(&sql, &ids)?;
    }
    let rows: Vec<Vec<Value>> = all
        .iter()
        .flat_map(|(id, words)| words.iter().map(|word| vec![(*id).into(), word.into()]))
        .collect();
    tx.execute_rows(&format!("INSERT INTO {words} ({owner}, word)"), "", &rows)
}

/// Keeps the words of organisations, each named once.
pub fn index_organisations(tx: &mut Tx<'_>, all: &[&Organisation]) -> Result<(), StoreError> {
    let words = |o: &&Organisation| {
        let commune = o.commune().map_or("", |c| c.name);
        words_of(&[&o.name, &o.city, commune, &o.postcode]).into_iter().collect()
    };
    let all: Vec<_> = all.iter().map(|o| (&o.id, words(o))).collect();
    keep_words(tx, ORGANISATIONS, &all)
}

/// Keeps the words of a place.
pub fn index_place(tx: &mut Tx<'_>, p: &Place) -> Result<(), StoreError> {
    let texts = [&p.name, &p.room, &p.address, &p.postcode, &p.city].map(String::as_str);
    keep_words(tx, PLACES, &[(&p.id, words_of(&texts).into_iter().collect())])
}

/// Some that were there before there were words to find them by: organisations and places.
pub fn unindexed(tx: &mut Tx<'_>, most: usize) -> Result<(Vec<Id>, Vec<Id>), StoreError> {
    let mut of = |table: &str| -> Result<Vec<Id>, StoreError> {
        let sql = format!("SELECT id FROM {table} WHERE indexed = 0 LIMIT {most}");
        tx.query(&sql, &[])?.iter().map(|row| row.get(0)).collect()
    };
    Ok((of("organisations")?, of("places")?))
}

/// The range of the rarest word, unless all are common.
fn rare(
    tx: &mut Tx<'_>,
    table: Table,
    ranges: &[(String, String)],
) -> Result<Option<usize>, StoreError> {
    let mut rarest = None;
    for (n, (first, last)) in ranges.iter().enumerate() {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 AS one FROM {} WHERE word >= ?1 AND word <= ?2 \
             LIMIT {}) x",
            table.words,
            COMMON + 1
        );
        let count: i64 = tx.query_one(&sql, &[first.into(), last.into()])?.get(0)?;
        if count <= COMMON && rarest.is_none_or(|(_, least)| count < least) {
            rarest = Some((n, count));
        }
    }
    Ok(rarest.map(|(n, _)| n))
}

/// What the row itself says: standing apart, nothing of words and offers.
fn plain(search: &Search) -> Conditions {
    let mut all = Conditions::default();
    if let Some(zone) = search.zone {
        in_zone(&mut all, zone);
    }
    if let Some(kind) = search.kind {
        // Its index is for those alone who ask for nothing narrower: no column, no index.
        let narrower = search.zone.is_some() || search.around.is_some();
        let column = if narrower { "(o.kind || '')" } else { "o.kind" };
        all.and(&format!("{column} = ?"), [kind.into()]);
    }
    if let Some((point, km)) = search.around {
        let (south, north, west, east) = point.around(km);
        all.and("o.at_lat BETWEEN ? AND ?", [south.into(), north.into()]);
        all.and("o.at_lon BETWEEN ? AND ?", [west.into(), east.into()]);
    }
    all
}

/// Only those that are to be listed: by the column, or by what no index holds where candidates are
/// few already.
fn in_standings(all: &mut Conditions, search: &Search, column: &str) {
    let standings = search.standings();
    let marks = vec!["?"; standings.len()].join(", ");
    let sql = format!("{column} IN ({marks})");
    all.and(&sql, standings.iter().map(|s| s.code().into()));
}

fn in_zone(all: &mut Conditions, zone: Zone) {
    let column = match zone.kind() {
        ZoneKind::Country => return,
        ZoneKind::Region => "region",
        ZoneKind::Department => "department",
        ZoneKind::Intercommunality => "epci",
        ZoneKind::Commune => "commune",
    };
    let whole = territory::commune(zone.code()).filter(|_| zone.kind() == ZoneKind::Commune);
    match whole.filter(|c| c.arrondissement) {
        None => all.and(&format!("o.{column} = ?"), [zone.code().into()]),
        Some(part) => {
            all.and("o.commune = ?", [part.whole().into()]);
            all.and("o.insee = ?", [part.code.into()]);
        }
    }
}

/// A page of organisations, one more than `limit` where there is more, in the direction of `step`;
/// and how many there are in all.
pub fn organisations(
    tx: &mut Tx<'_>,
    search: &Search,
    step: &Step,
    limit: usize,
) -> Result<(Vec<Found>, Total), StoreError> {
    let ranges = search.words.ranges();
    let offers = [(Side::Offered, search.offers), (Side::Needed, search.needs)];
    let offers: Vec<_> = offers.into_iter().filter_map(|(side, o)| Some((side, o?))).collect();
    let driver = rare(tx, ORGANISATIONS, &ranges)?;
    if driver.is_none() && offers.is_empty() && search.around.is_none() {
        return walk(tx, search, &ranges, step, limit);
    }
    let far = search.around.is_some();
    // Where the nearest fill the page already, the others are not gone through.
    for (around, reach) in narrower(search.around, step) {
        let nearer = Search { around: Some((around, reach)), ..search.clone() };
        let spots = spots(tx, &nearer, &ranges, driver, &offers)?;
        let some = spots.len() as u64;
        let page = cut(spots, step, limit);
        if page.len() > limit {
            return Ok((fetch(tx, page, far, limit)?, Total::MoreThan(some - 1)));
        }
    }
    let spots = spots(tx, search, &ranges, driver, &offers)?;
    let total = Total::Exactly(spots.len() as u64);
    Ok((fetch(tx, cut(spots, step, limit), far, limit)?, total))
}

/// Distances to try before the one that was asked for, from a point: those that reach as far as the
/// page begins.
fn narrower(around: Option<(Point, f64)>, step: &Step) -> impl Iterator<Item = (Point, f64)> {
    let begins = match step {
        Step::First => 0.0,
        Step::After(spot) | Step::Before(spot) => spot.rank,
    };
    let parts = [4.0, 2.0].into_iter();
    parts
        .filter_map(move |part| around.map(|(point, km)| (point, km / part)))
        .filter(move |(_, km)| *km >= WORTH_KM && *km > begins)
}

/// Where the organisations that fit are, with what they are sorted by. `driver`: the range of words
/// that few have.
fn spots(
    tx: &mut Tx<'_>,
    search: &Search,
    ranges: &[(String, String)],
    driver: Option<usize>,
    offers: &[(Side, Offer)],
) -> Result<Vec<Spot>, StoreError> {
    let mut all = Conditions::default();
    // CROSS JOIN: SQLite begins with the short list.
    let from = if let Some((first, last)) = driver.map(|n| &ranges[n]) {
        all.and("o.id = d.id", []);
        all.params.extend([first.into(), last.into()]);
        "(SELECT DISTINCT organisation_id AS id FROM organisation_words WHERE word >= ? \
         AND word <= ?) d CROSS JOIN organisations o"
    } else if let [(side, offer), ..] = offers {
        all.and("o.id = d.id", []);
        all.params.extend([(*side).into(), (*offer).into()]);
        "(SELECT organisation_id AS id FROM organisation_offers WHERE side = ? AND offer = ?) d \
         CROSS JOIN organisations o"
    } else {
        all.and("1 = 1", []);
        "organisations o"
    };
    all.and_all(plain(search));
    in_standings(&mut all, search, "(o.standing || '')");
    for (side, offer) in offers {
        let sql = "EXISTS (SELECT 1 FROM organisation_offers f WHERE f.organisation_id = o.id \
                   AND f.side = ? AND f.offer = ?)";
        all.and(sql, [(*side).into(), (*offer).into()]);
    }
    let others = ranges.iter().enumerate().filter(|(n, _)| Some(*n) != driver).map(|(_, r)| r);
    all.words(ORGANISATIONS, others);
    // For a distance everything stands in its index: the name does not count there.
    let key = if search.around.is_some() { "''" } else { "o.name_key" };
    let sql =
        format!("SELECT o.id, o.standing, {key}, o.at_lat, o.at_lon FROM {from} WHERE {}", all.sql);
    let mut spots = vec![];
    for row in tx.query(&numbered(&sql), &all.params)? {
        let (lat, lon): (Option<f64>, Option<f64>) = (row.get(3)?, row.get(4)?);
        let at = lat.zip(lon).map(|(lat, lon)| Point { lat, lon });
        spots.extend(match (search.around, at) {
            (None, _) => {
                let standing: String = row.get(1)?;
                let standing = Standing::parse(&standing).unwrap_or(Standing::Listed);
                Some(Spot { rank: rank(standing), key: row.get(2)?, id: row.get(0)? })
            }
            (Some((from, most)), Some(at)) => {
                let km = from.km_to(at);
                let spot = Spot { rank: km, key: String::new(), id: row.get(0)? };
                (km <= most).then_some(spot)
            }
            (Some(_), None) => None,
        });
    }
    Ok(spots)
}

/// The spots of one page, one more where there is more, in the direction of `step`.
fn cut(mut spots: Vec<Spot>, step: &Step, limit: usize) -> Vec<Spot> {
    spots.retain(|spot| match step {
        Step::First => true,
        Step::After(from) => from.order(spot).is_lt(),
        Step::Before(from) => from.order(spot).is_gt(),
    });
    spots.sort_unstable_by(|a, b| if step.back() { b.order(a) } else { a.order(b) });
    spots.truncate(limit + 1);
    spots
}

/// The organisations of these spots, in their order.
fn fetch(
    tx: &mut Tx<'_>,
    spots: Vec<Spot>,
    far: bool,
    limit: usize,
) -> Result<Vec<Found>, StoreError> {
    let Some(last) = spots.last() else { return Ok(vec![]) };
    // Always as many parameters: one statement to prepare.
    let mut ids: Vec<Value> = spots.iter().map(|s| (&s.id).into()).collect();
    ids.resize(limit.max(spots.len()) + 1, (&last.id).into());
    let marks = vec!["(?)"; ids.len()].join(", ");
    // CROSS JOIN: SQLite looks each of them up. It would go through all of the table where it still
    // takes it for small, as after an import.
    let sql = format!(
        "SELECT {ORGANISATION} FROM (VALUES {marks}) d CROSS JOIN organisations o \
         WHERE o.id = d.column1"
    );
    let mut rows = std::collections::HashMap::new();
    for row in tx.query(&numbered(&sql), &ids)? {
        let o = organisation(&row)?;
        rows.insert(o.id.clone(), o);
    }
    let found = spots.into_iter().filter_map(|spot| {
        let organisation = rows.remove(&spot.id)?;
        Some(Found { organisation, km: far.then_some(spot.rank), spot })
    });
    Ok(found.collect())
}

/// Goes through the list in the order of its index until the page is full.
fn walk(
    tx: &mut Tx<'_>,
    search: &Search,
    ranges: &[(String, String)],
    step: &Step,
    limit: usize,
) -> Result<(Vec<Found>, Total), StoreError> {
    let mut standings = search.standings().to_vec();
    if step.back() {
        standings.reverse();
    }
    let (than, way) = if step.back() { ("<", "DESC") } else { (">", "ASC") };
    let mut found: Vec<Found> = vec![];
    for standing in standings {
        let mut all = plain(search);
        all.and("o.standing = ?", [standing.code().into()]);
        match step {
            Step::After(from) if from.rank > rank(standing) => continue,
            Step::Before(from) if from.rank < rank(standing) => continue,
            Step::After(from) | Step::Before(from) if from.rank == rank(standing) => {
                let sql = format!("(o.name_key, o.id) {than} (?, ?)");
                all.and(&sql, [(&from.key).into(), (&from.id).into()]);
            }
            _ => {}
        }
        all.words(ORGANISATIONS, ranges.iter());
        let sql = format!(
            "SELECT {ORGANISATION}, name_key FROM organisations o WHERE {} \
             ORDER BY o.name_key {way}, o.id {way} LIMIT {}",
            all.sql,
            limit + 1 - found.len()
        );
        for row in tx.query(&numbered(&sql), &all.params)? {
            let organisation = organisation(&row)?;
            let (key, id) = (row.get(crate::store::COLUMNS)?, organisation.id.clone());
            let spot = Spot { rank: rank(standing), key, id };
            found.push(Found { organisation, km: None, spot });
        }
        if found.len() > limit {
            break;
        }
    }
    let total = match step {
        Step::First if found.len() <= limit => Total::Exactly(found.len() as u64),
        _ => count(tx, search, ranges, found.len())?,
    };
    Ok((found, total))
}

/// How many a walk would find, as far as that is cheap; `seen` were found already.
fn count(
    tx: &mut Tx<'_>,
    search: &Search,
    ranges: &[(String, String)],
    seen: usize,
) -> Result<Total, StoreError> {
    let mut all = plain(search);
    in_standings(&mut all, search, "o.standing");
    let counted = |n: i64| match u64::try_from(n).unwrap_or(0) {
        _ if n > COUNTED => Total::MoreThan(COUNTED.unsigned_abs()),
        n => Total::Exactly(n),
    };
    match ranges {
        [] => {
            let sql = format!(
                "SELECT count(*) FROM (SELECT 1 AS one FROM organisations o WHERE {} LIMIT {}) x",
                all.sql,
                COUNTED + 1
            );
            Ok(counted(tx.query_one(&numbered(&sql), &all.params)?.get(0)?))
        }
        _ => {
            let mut with = Conditions::default();
            with.words(ORGANISATIONS, ranges.iter());
            let sql = format!(
                "SELECT count(*), CAST(COALESCE(SUM(CASE WHEN {} THEN 1 ELSE 0 END), 0) AS BIGINT) \
                 FROM (SELECT o.id FROM organisations o WHERE {} LIMIT {}) o",
                with.sql,
                all.sql,
                LOOKED_AT + 1
            );
            with.params.extend(all.params);
            let row = tx.query_one(&numbered(&sql), &with.params)?;
            let (looked_at, fit): (i64, i64) = (row.get(0)?, row.get(1)?);
            let fit = u64::try_from(fit).unwrap_or(0);
            Ok(match looked_at <= LOOKED_AT {
                true => Total::Exactly(fit),
                false => Total::MoreThan(fit.max(seen as u64).saturating_sub(1)),
            })
        }
    }
}

/// A page of places by name, of all owners or of these; one more than `limit` where there is more.
pub fn places(
    tx: &mut Tx<'_>,
    words: &Words,
    owners: Option<&[Id]>,
    step: &Step,
    limit: usize,
) -> Result<(Vec<FoundPlace>, Total), StoreError> {
    let ranges = words.ranges();
    let driver = rare(tx, PLACES, &ranges)?;
    let mut all = Conditions::default();
    if let Some((first, last)) = driver.map(|n| &ranges[n]) {
        let sql = "o.id IN (SELECT place_id FROM place_words WHERE word >= ? AND word <= ?)";
        all.and(sql, [first.into(), last.into()]);
    }
    if let Some(owners) = owners {
        // Few: the organisations in which one person has a role.
        let marks: Vec<&str> = owners.iter().map(|_| "?").collect();
        let list = if marks.is_empty() { "''".to_owned() } else { marks.join(", ") };
        all.and(&format!("o.organisation_id IN ({list})"), owners.iter().map(Value::from));
    }
    let others = ranges.iter().enumerate().filter(|(n, _)| Some(*n) != driver).map(|(_, r)| r);
    all.words(PLACES, others);
    all.and("1 = 1", []);
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 AS one FROM places o WHERE {} LIMIT {}) x",
        all.sql,
        COUNTED + 1
    );
    let count: i64 = tx.query_one(&numbered(&sql), &all.params)?.get(0)?;
    let total = match count > COUNTED {
        true => Total::MoreThan(COUNTED.unsigned_abs()),
        false => Total::Exactly(count.unsigned_abs()),
    };
    let (than, way) = if step.back() { ("<", "DESC") } else { (">", "ASC") };
    if let Step::After(spot) | Step::Before(spot) = step {
        let sql = format!("(o.name, o.id) {than} (?, ?)");
        all.and(&sql, [(&spot.key).into(), (&spot.id).into()]);
    }
    let sql = format!(
        "SELECT {PLACE} FROM places o WHERE {} ORDER BY o.name {way}, o.id {way} LIMIT {}",
        all.sql,
        limit + 1
    );
    let mut found = vec![];
    for row in tx.query(&numbered(&sql), &all.params)? {
        let place = place(&row)?;
        let spot = Spot { rank: 0.0, key: place.name.clone(), id: place.id.clone() };
        found.push(FoundPlace { place, spot });
    }
    Ok((found, total))
}
