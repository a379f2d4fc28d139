//! SQL of what organisations say of themselves.

use ::store::{StoreError, Tx};
use base::Id;

use super::{Link, Offer, Profile, Side};

pub fn find(tx: &mut Tx<'_>, id: &Id) -> Result<Profile, StoreError> {
    let sql = "SELECT side, offer FROM organisation_offers WHERE organisation_id = ?1";
    let mut sides = vec![];
    for row in tx.query(sql, &[id.into()])? {
        sides.push((row.get::<String>(0)?, row.get::<String>(1)?));
    }
    let of = |side: Side| -> Vec<Offer> {
        let has = |o: &&Offer| sides.iter().any(|(s, code)| s == side.code() && code == o.code());
        Offer::ALL.iter().filter(has).copied().collect()
    };
    let sql = "SELECT label, url FROM organisation_links WHERE organisation_id = ?1 \
               ORDER BY position";
    let rows = tx.query(sql, &[id.into()])?;
    let links = rows.iter().map(|row| Ok(Link { label: row.get(0)?, url: row.get(1)? }));
    let links = links.collect::<Result<_, StoreError>>()?;
    Ok(Profile { offered: of(Side::Offered), needed: of(Side::Needed), links })
}

pub fn save(tx: &mut Tx<'_>, id: &Id, profile: &Profile) -> Result<(), StoreError> {
    for table in ["organisation_offers", "organisation_links"] {
        tx.execute(&format!("DELETE FROM {table} WHERE organisation_id = ?1"), &[id.into()])?;
    }
    for (side, offers) in [(Side::Offered, &profile.offered), (Side::Needed, &profile.needed)] {
        for offer in offers {
            tx.execute(
                "INSERT INTO organisation_offers (organisation_id, side, offer) \
                 VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                &[id.into(), side.into(), (*offer).into()],
            )?;
        }
    }
    for (position, link) in (1_i64..).zip(&profile.links) {
        tx.execute(
            "INSERT INTO organisation_links (organisation_id, position, label, url) \
             VALUES (?1, ?2, ?3, ?4)",
            &[id.into(), position.into(), (&link.label).into(), (&link.url).into()],
        )?;
    }
    Ok(())
}
