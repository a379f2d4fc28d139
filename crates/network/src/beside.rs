//! What rooms above this one say of an organisation on its page. This room knows none of them: the
//! binary hands one in with [`site::App::with`].

use base::{Id, Problem};
use site::Ctx;
use store::Tx;

/// One thing that an organisation offers.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Its name, as somebody of the network wrote it.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What kind of thing it is.
    pub kind: String,
    /// How old what is said of it is: class of the badge, and words.
    pub age: (&'static str, String),
}

/// What an organisation offers, under a heading.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// The first of what is offered.
    pub items: Vec<Offered>,
    /// Words and address that lead to the others, if there are more.
    pub more: Option<(String, String)>,
}

/// Reads what an organisation offers, in the language of the page.
pub type Read = fn(&Ctx, &mut Tx<'_>, &Id) -> Result<Section, Problem>;

/// What stands on the page of every organisation.
#[derive(Clone, Copy, Debug)]
pub struct Beside(pub Read);

/// What rooms above say of an organisation; nothing where there are none.
pub(crate) async fn beside(c: &Ctx, id: &Id) -> Result<Section, Problem> {
    let Some(Beside(read)) = c.app.part::<Beside>().copied() else {
        return Ok(Section::default());
    };
    let (of, id) = (c.clone(), id.clone());
    c.app.db.read(move |tx| read(&of, tx, &id)).await
}
