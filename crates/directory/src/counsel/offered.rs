//! What an organisation offers, on its own page.

use ::store::Tx;
use base::{Id, Problem};
use network::beside::{Offered, Section};
use site::Ctx;

use crate::pages::{freshness_look, freshness_words};
use crate::service;

/// Most entries on the page of an organisation; the search has the others.
const MOST: usize = 30;

/// The published entries of an organisation, with their age.
pub fn offered(c: &Ctx, tx: &mut Tx<'_>, id: &Id) -> Result<Section, Problem> {
    let entries = service::published_of(tx, id)?;
    let today = site::sealing::today(&c.app);
    let more = entries.len().saturating_sub(MOST);
    let item = |entry: crate::model::Entry| Offered {
        href: c.url(&format!("/entries/{}", entry.id)),
        kind: c.t(entry.draft.kind.label()),
        age: (freshness_look(entry.freshness(today)), freshness_words(c, &entry)),
        title: entry.draft.title,
    };
    Ok(Section {
        heading: c.t("offered-title"),
        items: entries.into_iter().take(MOST).map(item).collect(),
        more: (more > 0).then(|| {
            let all = format!("/find?organisation={id}");
            (c.t1("offered-more", "n", more), c.url(&all))
        }),
    })
}
