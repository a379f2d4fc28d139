//! Table `session_facts`.

use ::store::{StoreError, Tx};
use base::Id;

use crate::model::Fact;

/// Keeps these facts of a session in place of those it had.
pub fn replace(tx: &mut Tx<'_>, session: &Id, facts: &[Fact]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session_facts WHERE session_id = ?1", &[session.into()])?;
    for fact in facts {
        tx.execute(
            "INSERT INTO session_facts (session_id, fact, value, count) VALUES (?1, ?2, ?3, ?4)",
            &[session.into(), fact.kind.code().into(), fact.value.into(), fact.count.into()],
        )?;
    }
    Ok(())
}
