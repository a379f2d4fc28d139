//! Where all organisations are, members and those only known: what maps and distances are made of.

use ::store::{StoreError, Tx};
use base::Id;
use territory::{Commune, Point};

use crate::model::{OrganisationKind, Standing};

/// An organisation with its whereabouts.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Identifier.
    pub id: Id,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Member, or only known.
    pub standing: Standing,
    /// Whether people can go there.
    pub open: bool,
    /// Its commune, or municipal arrondissement, if known.
    pub commune: Option<&'static Commune>,
    /// Its own coordinates, or else the middle of its commune, if either is known.
    pub point: Option<Point>,
}

/// All of them, members first, by name.
pub fn seats(tx: &mut Tx<'_>) -> Result<Vec<Seat>, StoreError> {
    let rows = tx.query(
        "SELECT id, name, kind, standing, open_to_public, insee, latitude, longitude \
         FROM organisations ORDER BY standing DESC, name_key, id",
        &[],
    )?;
    let mut seats = Vec::with_capacity(rows.len());
    for row in &rows {
        let (kind, standing): (String, String) = (row.get(2)?, row.get(3)?);
        let insee: String = row.get(5)?;
        let (lat, lon): (Option<f64>, Option<f64>) = (row.get(6)?, row.get(7)?);
        let commune = territory::commune(&insee);
        let own = lat.zip(lon).map(|(lat, lon)| Point { lat, lon });
        seats.push(Seat {
            id: row.get(0)?,
            name: row.get(1)?,
            kind: OrganisationKind::parse(&kind).unwrap_or(OrganisationKind::Other),
            standing: Standing::parse(&standing).unwrap_or(Standing::Listed),
            open: row.get(4)?,
            commune,
            point: own.or_else(|| commune?.middle),
        });
    }
    Ok(seats)
}
