//! A counsellor's tools: side by side, followed, easy to read; on both databases.

mod beside;
mod compare;
mod easy;
mod editions;
mod jobs;
mod searches;

use crate::common::House;
use base::Id;
use directory::model::{EntryDraft, EntryKind, State};
use directory::service::{self, Writing};
use site::Actor;

/// A published entry of the library.
async fn entry(house: &House, title: &str, change: impl FnOnce(&mut EntryDraft)) -> Id {
    let owner = house.library().await;
    let mut draft = EntryDraft::blank(EntryKind::Service);
    (draft.title, draft.description) = (title.into(), format!("{title}, avec quelqu’un."));
    draft.city = "Vitry-sur-Seine".into();
    change(&mut draft);
    let writing = Writing { id: None, owner, curator: None, draft, verified: None, seen: None };
    let id = service::write(&house.app, &Actor::Operator, writing).await.unwrap();
    state(house, &id, State::Published).await;
    id
}

async fn state(house: &House, id: &Id, state: State) {
    service::set_state(&house.app, &Actor::Operator, id, state).await.unwrap();
}

/// Between two words of a page.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let start = page.find(from).unwrap_or_else(|| panic!("{from} is not in {page}"));
    let rest = &page[start..];
    &rest[..rest.find(to).unwrap_or(rest.len())]
}
