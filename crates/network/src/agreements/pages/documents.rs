//! Sending and fetching the documents of an agreement.

use axum::Router;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Multipart, Path};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use base::{Kind, Problem};
use site::form::Form;
use site::{App, Ctx, Handled, Permission, Typed};

use super::id_of;
use crate::agreements::model::MOST_BYTES;
use crate::agreements::service;

/// A little more than a document may have, so that one that is too large is refused beside its
/// field.
const BODY_LIMIT: usize = 2 * MOST_BYTES;

pub(super) fn routes() -> Router<App> {
    let send = post(send).layer(DefaultBodyLimit::max(BODY_LIMIT));
    Router::new()
        .route("/agreements/{id}/documents", send)
        .route("/agreements/{id}/documents/{document}", get(fetch))
        .route("/agreements/{id}/documents/{document}/remove", post(remove))
}

fn broken(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::Invalid, "problem-form")
            .field("file", "agreements-problem-file-large"),
        _ => Problem::new(Kind::Invalid, "problem-unreadable"),
    }
}

/// The file of a form: its name and its bytes.
async fn file(mut multipart: Multipart) -> Result<(String, Bytes), Problem> {
    let (mut name, mut bytes) = (String::new(), Bytes::new());
    while let Some(part) = multipart.next_field().await.map_err(|e| broken(&e))? {
        if part.name() == Some("file") {
            part.file_name().unwrap_or_default().clone_into(&mut name);
            bytes = part.bytes().await.map_err(|e| broken(&e))?;
        }
    }
    Ok((name, bytes))
}

async fn send(c: Ctx, Path(id): Path<String>, multipart: Multipart) -> Handled {
    c.actor.need_somewhere(Permission::Network)?;
    let agreement = id_of(&id)?;
    let done = match file(multipart).await {
        Ok((name, bytes)) => {
            service::add_document(&c.app, &c.actor, &agreement, &name, bytes.to_vec()).await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Ok(c.see(&format!("/agreements/{agreement}?done=1#documents"))),
        Err(problem) => super::page(Typed::new(&c, Form::default()).refused(problem)?, &id).await,
    }
}

/// A name as `Content-Disposition` carries it (RFC 6266): in ASCII for old programs, and whole.
fn disposition(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            whole.push(byte.into());
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

async fn fetch(c: Ctx, Path((id, document)): Path<(String, String)>) -> Handled {
    let (agreement, document) = (id_of(&id)?, id_of(&document)?);
    let (document, bytes) = service::document(&c.app, &c.actor, &agreement, &document).await?;
    let headers = [
        (header::CONTENT_TYPE, document.kind.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&document.name)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

async fn remove(c: Ctx, Path((id, document)): Path<(String, String)>) -> Handled {
    let (agreement, document) = (id_of(&id)?, id_of(&document)?);
    service::remove_document(&c.app, &c.actor, &agreement, &document).await?;
    Ok(c.see(&format!("/agreements/{agreement}?done=1#documents")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_travels_whole_and_in_plain_letters() {
        assert_eq!(
            disposition("Convention signée.pdf"),
            "attachment; filename=\"Convention sign_e.pdf\"; \
             filename*=UTF-8''Convention%20sign%C3%A9e.pdf"
        );
    }
}
