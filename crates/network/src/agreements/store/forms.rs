//! Table `partnership_forms`.

use ::store::{Row, StoreError, Tx};
use base::Id;

use crate::agreements::model::FormOfPartnership;
use crate::model::PartnershipForm;

const FORM: &str = "SELECT id, name_fr, name_en, counts_as, asks_fr, asks_en, gives_fr, gives_en, \
     position FROM partnership_forms";

fn form(row: &Row) -> Result<FormOfPartnership, StoreError> {
    let counts_as: String = row.get(3)?;
    Ok(FormOfPartnership {
        id: row.get(0)?,
        name_fr: row.get(1)?,
        name_en: row.get(2)?,
        counts_as: PartnershipForm::parse(&counts_as).unwrap_or(PartnershipForm::Partner),
        asks_fr: row.get(4)?,
        asks_en: row.get(5)?,
        gives_fr: row.get(6)?,
        gives_en: row.get(7)?,
        position: row.get(8)?,
    })
}

/// All forms, in the order of the screens.
pub fn forms(tx: &mut Tx<'_>) -> Result<Vec<FormOfPartnership>, StoreError> {
    let sql = format!("{FORM} ORDER BY position, name_fr, id");
    tx.query(&sql, &[])?.iter().map(form).collect()
}

/// One form.
pub fn find_form(tx: &mut Tx<'_>, id: &Id) -> Result<Option<FormOfPartnership>, StoreError> {
    let sql = format!("{FORM} WHERE id = ?1");
    tx.query_opt(&sql, &[id.into()])?.map(|row| form(&row)).transpose()
}

/// Adds or changes a form.
pub fn save_form(tx: &mut Tx<'_>, f: &FormOfPartnership) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO partnership_forms (id, name_fr, name_en, counts_as, asks_fr, asks_en, \
         gives_fr, gives_en, position) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
         ON CONFLICT (id) DO UPDATE SET name_fr = excluded.name_fr, name_en = excluded.name_en, \
         counts_as = excluded.counts_as, asks_fr = excluded.asks_fr, asks_en = excluded.asks_en, \
         gives_fr = excluded.gives_fr, gives_en = excluded.gives_en, position = excluded.position",
        &[
            (&f.id).into(),
            (&f.name_fr).into(),
            (&f.name_en).into(),
            f.counts_as.into(),
            (&f.asks_fr).into(),
            (&f.asks_en).into(),
            (&f.gives_fr).into(),
            (&f.gives_en).into(),
            f.position.into(),
        ],
    )
    .map(|_| ())
}
