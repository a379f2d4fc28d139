//! Tables `commitments` and `commitment_figures`.

use ::store::{Row, StoreError, Tx};
use base::Id;

use crate::agreements::model::{Commitment, CommitmentKind, Counting, Figure, YearKind};

fn commitment(row: &Row) -> Result<Commitment, StoreError> {
    let (kind, year, counting): (String, String, String) = (row.get(3)?, row.get(5)?, row.get(6)?);
    Ok(Commitment {
        id: row.get(0)?,
        organisation: row.get(1)?,
        name: row.get(2)?,
        kind: CommitmentKind::parse(&kind).unwrap_or(CommitmentKind::Other),
        per_year: row.get(4)?,
        year: YearKind::parse(&year).unwrap_or(YearKind::Calendar),
        counting: Counting::parse(&counting).unwrap_or(Counting::With),
        text: row.get(7)?,
    })
}

/// The commitments of an agreement, in their order.
pub fn of(tx: &mut Tx<'_>, agreement: &Id) -> Result<Vec<Commitment>, StoreError> {
    let sql = "SELECT c.id, c.organisation_id, o.name, c.kind, c.per_year, c.year_kind, \
               c.counting, c.text FROM commitments c JOIN organisations o \
               ON o.id = c.organisation_id WHERE c.agreement_id = ?1 ORDER BY c.position, c.id";
    tx.query(sql, &[agreement.into()])?.iter().map(commitment).collect()
}

/// Makes these the commitments of an agreement. What was typed in of those that stay is kept.
pub fn replace(tx: &mut Tx<'_>, agreement: &Id, all: &[Commitment]) -> Result<(), StoreError> {
    for known in of(tx, agreement)? {
        if !all.iter().any(|c| c.id == known.id) {
            tx.execute("DELETE FROM commitments WHERE id = ?1", &[(&known.id).into()])?;
        }
    }
    for (position, c) in (1_i64..).zip(all) {
        tx.execute(
            "INSERT INTO commitments (id, agreement_id, organisation_id, kind, per_year, \
             year_kind, counting, text, position) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
             ON CONFLICT (id) DO UPDATE SET organisation_id = excluded.organisation_id, \
             kind = excluded.kind, per_year = excluded.per_year, year_kind = excluded.year_kind, \
             counting = excluded.counting, text = excluded.text, position = excluded.position",
            &[
                (&c.id).into(),
                agreement.into(),
                (&c.organisation).into(),
                c.kind.into(),
                c.per_year.into(),
                c.year.into(),
                c.counting.into(),
                (&c.text).into(),
                position.into(),
            ],
        )?;
    }
    Ok(())
}

/// What was typed in for an agreement.
pub fn figures(tx: &mut Tx<'_>, agreement: &Id) -> Result<Vec<Figure>, StoreError> {
    let sql = "SELECT f.commitment_id, f.year, f.done, f.typed_at FROM commitment_figures f \
               JOIN commitments c ON c.id = f.commitment_id WHERE c.agreement_id = ?1 \
               ORDER BY f.commitment_id, f.year DESC";
    let read = |row: &Row| {
        let year: i64 = row.get(1)?;
        Ok(Figure {
            commitment: row.get(0)?,
            year: i16::try_from(year).unwrap_or_default(),
            done: row.get(2)?,
            typed_at: row.get(3)?,
        })
    };
    tx.query(sql, &[agreement.into()])?.iter().map(read).collect()
}

/// Keeps a figure in place of what was typed for that year; without a number takes it away.
pub fn set_figure(
    tx: &mut Tx<'_>,
    commitment: &Id,
    year: i16,
    done: Option<u32>,
    now: i64,
) -> Result<(), StoreError> {
    let year = i64::from(year);
    match done {
        None => tx.execute(
            "DELETE FROM commitment_figures WHERE commitment_id = ?1 AND year = ?2",
            &[commitment.into(), year.into()],
        ),
        Some(done) => tx.execute(
            "INSERT INTO commitment_figures (commitment_id, year, done, typed_at) \
             VALUES (?1, ?2, ?3, ?4) ON CONFLICT (commitment_id, year) DO UPDATE SET \
             done = excluded.done, typed_at = excluded.typed_at",
            &[commitment.into(), year.into(), done.into(), now.into()],
        ),
    }
    .map(|_| ())
}
