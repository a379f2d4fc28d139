//! SQL of people, links and sessions.

use base::Id;
use store::{StoreError, Tx};

use super::model::{ABSOLUTE, IDLE, Listed, NewPerson, WebSession};
use crate::{Membership, Person, Role};

pub fn person(tx: &mut Tx<'_>, id: &Id) -> Result<Option<Person>, StoreError> {
    let sql = "SELECT id, name, email, administrator FROM people WHERE id = ?1 \
               AND disabled_at IS NULL";
    let Some(row) = tx.query_opt(sql, &[id.into()])? else { return Ok(None) };
    let memberships = tx
        .query("SELECT organisation_id, role FROM memberships WHERE person_id = ?1", &[id.into()])?
        .iter()
        .map(|row| {
            let role: String = row.get(1)?;
            Ok(Membership {
                organisation: row.get(0)?,
                role: Role::parse(&role).unwrap_or(Role::Partner),
            })
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(Some(Person {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        administrator: row.get(3)?,
        memberships,
        unproven: false,
    }))
}

pub fn id_by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Id>, StoreError> {
    tx.query_opt("SELECT id FROM people WHERE email = ?1 AND disabled_at IS NULL", &[email.into()])?
        .map(|row| row.get(0))
        .transpose()
}

pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Listed>, StoreError> {
    let rows = tx.query(
        "SELECT id, name, email, administrator, disabled_at FROM people WHERE name <> '' \
         ORDER BY name, id",
        &[],
    )?;
    let mut people = vec![];
    for row in &rows {
        let id: Id = row.get(0)?;
        // The table of organisations belongs to the network room; their names are only shown here.
        let roles = tx
            .query(
                "SELECT m.organisation_id, o.name, m.role FROM memberships m \
                 JOIN organisations o ON o.id = m.organisation_id WHERE m.person_id = ?1 \
                 ORDER BY o.name",
                &[(&id).into()],
            )?
            .iter()
            .map(|row| {
                let role: String = row.get(2)?;
                Ok((row.get(0)?, row.get(1)?, Role::parse(&role).unwrap_or(Role::Partner)))
            })
            .collect::<Result<_, StoreError>>()?;
        people.push(Listed {
            id,
            name: row.get(1)?,
            email: row.get(2)?,
            administrator: row.get(3)?,
            disabled: row.get::<Option<i64>>(4)?.is_some(),
            roles,
        });
    }
    Ok(people)
}

/// Names of the members of the network, by name (table of the network room): those one can have a
/// role in.
pub fn organisation_names(tx: &mut Tx<'_>) -> Result<Vec<(Id, String)>, StoreError> {
    let sql = "SELECT id, name FROM organisations WHERE standing = 'member' ORDER BY name_key, id";
    tx.query(sql, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Whether an organisation is a member of the network: one can have a role in it.
pub fn is_member(tx: &mut Tx<'_>, id: &Id) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM organisations WHERE id = ?1 AND standing = 'member'";
    Ok(tx.query_opt(sql, &[id.into()])?.is_some())
}

/// The name of an organisation, member or not.
pub fn organisation_name(tx: &mut Tx<'_>, id: &Id) -> Result<Option<String>, StoreError> {
    let sql = "SELECT name FROM organisations WHERE id = ?1";
    tx.query_opt(sql, &[id.into()])?.map(|row| row.get(0)).transpose()
}

/// Who has a role in an organisation and may sign in: name and role, by name.
pub fn colleagues(tx: &mut Tx<'_>, organisation: &Id) -> Result<Vec<(String, Role)>, StoreError> {
    let sql = "SELECT p.name, m.role FROM memberships m JOIN people p ON p.id = m.person_id \
               WHERE m.organisation_id = ?1 AND p.disabled_at IS NULL AND p.name <> '' \
               ORDER BY p.name, p.id";
    let rows = tx.query(sql, &[organisation.into()])?;
    let role = |code: String| Role::parse(&code).unwrap_or(Role::Partner);
    rows.iter().map(|row| Ok((row.get(0)?, role(row.get(1)?)))).collect()
}

/// Coordinators of these organisations and administrators of the network: identifier, address and
/// language.
pub fn correspondents(
    tx: &mut Tx<'_>,
    organisations: &[Id],
) -> Result<Vec<(Id, String, String)>, StoreError> {
    let mut params: Vec<store::Value> = vec!["coordinator".into()];
    params.extend(organisations.iter().map(Into::into));
    let marks: Vec<String> = (2..=params.len()).map(|n| format!("?{n}")).collect();
    let own = if marks.is_empty() { "''".to_owned() } else { marks.join(", ") };
    let sql = format!(
        "SELECT p.id, p.email, p.lang FROM people p WHERE p.disabled_at IS NULL AND p.name <> '' \
         AND (p.administrator = 1 OR EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id \
         AND m.role = ?1 AND m.organisation_id IN ({own}))) ORDER BY p.id"
    );
    let rows = tx.query(&sql, &params)?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

/// Coordinators and mediators of an organisation: identifier, address and language.
pub fn staff(tx: &mut Tx<'_>, of: &Id) -> Result<Vec<(Id, String, String)>, StoreError> {
    let sql = "SELECT p.id, p.email, p.lang FROM people p WHERE p.disabled_at IS NULL AND p.name <> '' \
         AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id \
         AND m.role IN ('coordinator', 'mediator') AND m.organisation_id = ?1) ORDER BY p.id";
    let rows = tx.query(sql, &[of.into()])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

pub fn has_members(tx: &mut Tx<'_>, organisation: &Id) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM memberships m JOIN people p ON p.id = m.person_id \
               WHERE m.organisation_id = ?1 AND p.disabled_at IS NULL LIMIT 1";
    Ok(tx.query_opt(sql, &[organisation.into()])?.is_some())
}

pub fn forget_roles(tx: &mut Tx<'_>, organisation: &Id) -> Result<(), StoreError> {
    let sql = "DELETE FROM memberships WHERE organisation_id = ?1";
    tx.execute(sql, &[organisation.into()]).map(|_| ())
}

pub fn save(tx: &mut Tx<'_>, person: &NewPerson, lang: &str, now: i64) -> Result<Id, StoreError> {
    tx.execute(
        "INSERT INTO people (id, email, name, lang, administrator, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (email) DO UPDATE SET name = excluded.name, \
         disabled_at = NULL, \
         administrator = CASE WHEN excluded.administrator = 1 THEN 1 ELSE people.administrator END",
        &[
            Id::new().into(),
            (&person.email).into(),
            (&person.name).into(),
            lang.into(),
            person.administrator.into(),
            now.into(),
        ],
    )?;
    let row = tx.query_one("SELECT id FROM people WHERE email = ?1", &[(&person.email).into()])?;
    let id: Id = row.get(0)?;
    if let Some((organisation, role)) = &person.role {
        tx.execute(
            "INSERT INTO memberships (person_id, organisation_id, role) VALUES (?1, ?2, ?3) \
             ON CONFLICT (person_id, organisation_id) DO UPDATE SET role = excluded.role",
            &[(&id).into(), organisation.into(), role.code().into()],
        )?;
    }
    Ok(id)
}

pub fn disable(tx: &mut Tx<'_>, id: &Id, now: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE people SET disabled_at = ?2 WHERE id = ?1 AND disabled_at IS NULL";
    let changed = tx.execute(sql, &[id.into(), now.into()])?;
    tx.execute("DELETE FROM web_sessions WHERE person_id = ?1", &[id.into()])?;
    tx.execute("DELETE FROM sign_in_links WHERE person_id = ?1", &[id.into()])?;
    // Let in again they choose another: who knew it may be why they were not.
    tx.execute("DELETE FROM passwords WHERE person_id = ?1", &[id.into()])?;
    Ok(changed == 1)
}

pub fn add_link(
    tx: &mut Tx<'_>,
    digest: Vec<u8>,
    person: &Id,
    now: i64,
    life: i64,
    browser: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sign_in_links WHERE expires_at < ?1", &[now.into()])?;
    tx.execute(
        "INSERT INTO sign_in_links (digest, person_id, made_at, expires_at, browser) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        &[digest.into(), person.into(), now.into(), (now + life).into(), browser.into()],
    )?;
    Ok(())
}

/// How many links somebody asked for since an instant.
pub fn links_since(tx: &mut Tx<'_>, person: &Id, since: i64) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT count(*) FROM sign_in_links WHERE person_id = ?1 AND made_at > ?2",
        &[person.into(), since.into()],
    )?
    .get(0)
}

/// Whose link, and the digest of the browser that asked for it, if one did.
pub type Asked = (Id, Option<Vec<u8>>);

/// Whose link this is and which browser asked for it, while it works.
pub fn link(tx: &mut Tx<'_>, digest: &[u8], now: i64) -> Result<Option<Asked>, StoreError> {
    tx.query_opt(
        "SELECT person_id, browser FROM sign_in_links WHERE digest = ?1 AND expires_at > ?2 \
         AND used_at IS NULL",
        &[digest.to_vec().into(), now.into()],
    )?
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .transpose()
}

/// The links that a browser asked for, while they work and not too many codes were wrong.
pub fn links_of_browser(
    tx: &mut Tx<'_>,
    browser: &[u8],
    now: i64,
    most_tries: i64,
) -> Result<Vec<Vec<u8>>, StoreError> {
    tx.query(
        "SELECT digest FROM sign_in_links WHERE browser = ?1 AND expires_at > ?2 \
         AND used_at IS NULL AND tries < ?3",
        &[browser.to_vec().into(), now.into(), most_tries.into()],
    )?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// Notes a wrong code.
pub fn note_try(tx: &mut Tx<'_>, browser: &[u8]) -> Result<(), StoreError> {
    let sql = "UPDATE sign_in_links SET tries = tries + 1 WHERE browser = ?1";
    tx.execute(sql, &[browser.to_vec().into()]).map(|_| ())
}

/// Uses a link up; `false` when somebody was faster.
pub fn use_link(tx: &mut Tx<'_>, digest: &[u8], now: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE sign_in_links SET used_at = ?2 WHERE digest = ?1 AND used_at IS NULL";
    Ok(tx.execute(sql, &[digest.to_vec().into(), now.into()])? == 1)
}

pub fn add_session(
    tx: &mut Tx<'_>,
    digest: Vec<u8>,
    person: &Id,
    agent: &str,
    now: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM web_sessions WHERE created_at < ?1 OR seen_at < ?2",
        &[(now - ABSOLUTE).into(), (now - IDLE).into()],
    )?;
    tx.execute(
        "INSERT INTO web_sessions (digest, person_id, created_at, seen_at, agent) \
         VALUES (?1, ?2, ?3, ?3, ?4)",
        &[digest.into(), person.into(), now.into(), agent.into()],
    )?;
    Ok(())
}

/// A session that lets in.
pub struct Open {
    pub person: Id,
    /// When it was last used.
    pub seen_at: i64,
    /// A passkey was shown in it.
    pub by_key: bool,
    /// It was opened with a password.
    pub by_password: bool,
}

/// The session with this digest, while it lets in.
pub fn session(tx: &mut Tx<'_>, digest: &[u8], now: i64) -> Result<Option<Open>, StoreError> {
    tx.query_opt(
        "SELECT person_id, seen_at, by_key, by_password FROM web_sessions WHERE digest = ?1 \
         AND created_at > ?2 AND seen_at > ?3",
        &[digest.to_vec().into(), (now - ABSOLUTE).into(), (now - IDLE).into()],
    )?
    .map(|row| {
        Ok(Open {
            person: row.get(0)?,
            seen_at: row.get(1)?,
            by_key: row.get(2)?,
            by_password: row.get(3)?,
        })
    })
    .transpose()
}

pub fn seen(tx: &mut Tx<'_>, digest: &[u8], now: i64) -> Result<(), StoreError> {
    let sql = "UPDATE web_sessions SET seen_at = ?2 WHERE digest = ?1";
    tx.execute(sql, &[digest.to_vec().into(), now.into()]).map(|_| ())
}

pub fn end_session(tx: &mut Tx<'_>, digest: &[u8]) -> Result<(), StoreError> {
    let sql = "DELETE FROM web_sessions WHERE digest = ?1";
    tx.execute(sql, &[digest.to_vec().into()]).map(|_| ())
}

/// Sessions of somebody that still let in, the latest used first.
pub fn sessions_of(tx: &mut Tx<'_>, person: &Id, now: i64) -> Result<Vec<WebSession>, StoreError> {
    tx.query(
        "SELECT digest, created_at, seen_at, agent FROM web_sessions WHERE person_id = ?1 \
         AND created_at > ?2 AND seen_at > ?3 ORDER BY seen_at DESC, created_at DESC",
        &[person.into(), (now - ABSOLUTE).into(), (now - IDLE).into()],
    )?
    .iter()
    .map(|row| {
        Ok(WebSession {
            digest: row.get(0)?,
            created_at: row.get(1)?,
            seen_at: row.get(2)?,
            agent: row.get(3)?,
        })
    })
    .collect()
}

/// Ends every session of somebody but one.
pub fn end_others(tx: &mut Tx<'_>, person: &Id, kept: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM web_sessions WHERE person_id = ?1 AND digest <> ?2",
        &[person.into(), kept.to_vec().into()],
    )
    .map(|_| ())
}

/// Erases name, address, roles and links of those who were disabled before.
pub fn forget_former(tx: &mut Tx<'_>, before: i64) -> Result<u64, StoreError> {
    let former = "SELECT id FROM people WHERE disabled_at < ?1 AND name <> ''";
    for table in [
        "memberships",
        "sign_in_links",
        "web_sessions",
        "passkeys",
        "federated_subjects",
        "passwords",
    ] {
        let sql = format!("DELETE FROM {table} WHERE person_id IN ({former})");
        tx.execute(&sql, &[before.into()])?;
    }
    // Addresses are unique: the identifier, which is no address, takes its place.
    tx.execute(
        "UPDATE people SET name = '', email = id WHERE disabled_at < ?1 AND name <> ''",
        &[before.into()],
    )
}

/// How many are let in; how many are not and are not forgotten yet.
pub fn counts(tx: &mut Tx<'_>) -> Result<(u32, u32), StoreError> {
    let mut count = |what: &str| -> Result<u32, StoreError> {
        tx.query_one(&format!("SELECT count(*) FROM people WHERE {what}"), &[])?.get(0)
    };
    Ok((count("disabled_at IS NULL")?, count("disabled_at IS NOT NULL AND name <> ''")?))
}

/// Name, address and language of somebody who is let in.
pub fn reach(tx: &mut Tx<'_>, id: &Id) -> Result<Option<(String, String, String)>, StoreError> {
    let sql = "SELECT name, email, lang FROM people WHERE id = ?1 AND disabled_at IS NULL";
    let row = tx.query_opt(sql, &[id.into()])?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).transpose()
}

/// Addresses and languages of the coordinators of an organisation.
pub fn coordinators(tx: &mut Tx<'_>, of: &Id) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT p.email, p.lang FROM people p JOIN memberships m ON m.person_id = p.id \
               WHERE m.organisation_id = ?1 AND m.role = 'coordinator' \
               AND p.disabled_at IS NULL ORDER BY p.id";
    tx.query(sql, &[of.into()])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Organisations that have a coordinator.
pub fn coordinated(tx: &mut Tx<'_>) -> Result<Vec<Id>, StoreError> {
    let sql = "SELECT DISTINCT m.organisation_id FROM memberships m JOIN people p \
               ON p.id = m.person_id WHERE m.role = 'coordinator' AND p.disabled_at IS NULL";
    tx.query(sql, &[])?.iter().map(|row| row.get(0)).collect()
}
