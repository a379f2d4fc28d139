//! Table `attendance`: who came.

use ::store::{StoreError, Tx};
use base::Id;

/// Sets how many people of a registration are there. The same again changes nothing.
pub fn set(
    tx: &mut Tx<'_>,
    registration: &Id,
    session: &Id,
    people: u32,
    now: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO attendance (registration_id, session_id, people, changed_at) \
         VALUES (?1, ?2, ?3, ?4) ON CONFLICT (registration_id, session_id) \
         DO UPDATE SET people = excluded.people, changed_at = excluded.changed_at",
        &[registration.into(), session.into(), people.into(), now.into()],
    )?;
    Ok(())
}

/// Unticks.
pub fn remove(tx: &mut Tx<'_>, registration: &Id, session: &Id) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM attendance WHERE registration_id = ?1 AND session_id = ?2",
        &[registration.into(), session.into()],
    )?;
    Ok(())
}

/// Everyone ticked in a session: registration and number of people.
pub fn of_session(tx: &mut Tx<'_>, session: &Id) -> Result<Vec<(Id, u32)>, StoreError> {
    tx.query(
        "SELECT registration_id, people FROM attendance WHERE session_id = ?1",
        &[session.into()],
    )?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}
