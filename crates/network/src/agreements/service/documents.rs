//! Documents of an agreement.

use base::{Id, Kind, Problem};
use site::audit::Act;
use site::{Actor, App, Permission};

use super::{held, need, not_found, note, rows, wrong};
use crate::agreements::model::{Document, MOST_BYTES, MOST_DOCUMENTS, kind_of, safe_name};

/// Adds a document: for those who look after a party. What it is, its bytes say.
pub async fn add_document(
    app: &App,
    actor: &Actor,
    agreement: &Id,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Id, Problem> {
    actor.need_somewhere(Permission::Network)?;
    if bytes.is_empty() {
        return Err(wrong("file", "agreements-problem-file-missing"));
    }
    if bytes.len() > MOST_BYTES {
        return Err(wrong("file", "agreements-problem-file-large"));
    }
    let kind = kind_of(&bytes).ok_or_else(|| wrong("file", "agreements-problem-file-kind"))?;
    let document = Document {
        id: Id::new(),
        name: safe_name(name, kind),
        kind,
        size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        added_at: app.clock.seconds(),
    };
    let (app2, actor, agreement) = (app.clone(), actor.clone(), agreement.clone());
    app.db
        .write(move |tx| {
            let known = held(tx, &actor, Permission::Network, &agreement)?;
            if rows::documents::of(tx, &agreement)?.len() >= MOST_DOCUMENTS {
                return Err(wrong("file", "agreements-problem-file-many"));
            }
            rows::documents::add(tx, &agreement, &document, bytes)?;
            note(&app2, tx, &actor, Act::DocumentAdded, &known, &document.name)?;
            Ok(document.id)
        })
        .await
}

/// A document with its bytes: for professionals of the parties.
pub async fn document(
    app: &App,
    actor: &Actor,
    agreement: &Id,
    id: &Id,
) -> Result<(Document, Vec<u8>), Problem> {
    actor.need_somewhere(Permission::Report)?;
    let (actor, agreement, id) = (actor.clone(), agreement.clone(), id.clone());
    app.db
        .read(move |tx| {
            let known = rows::find(tx, &agreement)?.ok_or_else(not_found)?;
            need(&actor, Permission::Report, &known)?;
            rows::documents::find(tx, &agreement, &id)?.ok_or_else(not_found)
        })
        .await
}

/// Removes a document: for those who look after a party.
pub async fn remove_document(
    app: &App,
    actor: &Actor,
    agreement: &Id,
    id: &Id,
) -> Result<(), Problem> {
    actor.need_somewhere(Permission::Network)?;
    let (app2, actor, agreement, id) = (app.clone(), actor.clone(), agreement.clone(), id.clone());
    app.db
        .write(move |tx| {
            let known = held(tx, &actor, Permission::Network, &agreement)?;
            let all = rows::documents::of(tx, &agreement)?;
            let gone = all.into_iter().find(|d| d.id == id).ok_or_else(not_found)?;
            if !rows::documents::remove(tx, &agreement, &id)? {
                return Err(Problem::new(Kind::NotFound, "problem-not-found"));
            }
            note(&app2, tx, &actor, Act::DocumentRemoved, &known, &gone.name)
        })
        .await
}
