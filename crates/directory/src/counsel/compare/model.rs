//! What is compared, and how entries are alike, pure.

use base::Id;

/// Most entries side by side: what a person holds in mind and a sheet in width.
pub const MOST: usize = 3;

/// The address where entries are compared, near a territory if there is one.
#[must_use]
pub fn path<'a>(ids: impl IntoIterator<Item = &'a Id>, near: Option<&str>) -> String {
    let ids = ids.into_iter().take(MOST).map(|id| format!("e={id}"));
    let near = near.filter(|slug| !slug.is_empty()).map(|slug| format!("near={slug}"));
    format!("/compare?{}", ids.chain(near).collect::<Vec<_>>().join("&"))
}

/// What an address asks to compare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The entries, each once, in order.
    pub ids: Vec<Id>,
    /// Names of entries that cannot be any.
    pub unreadable: usize,
    /// Beyond the most that fit.
    pub over: usize,
}

impl Choice {
    /// From the values of an address.
    #[must_use]
    pub fn read<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut choice = Self::default();
        for value in values {
            match Id::parse(value) {
                None => choice.unreadable += 1,
                Some(id) if choice.ids.contains(&id) => {}
                Some(_) if choice.ids.len() == MOST => choice.over += 1,
                Some(id) => choice.ids.push(id),
            }
        }
        choice
    }
}

/// A piece of what an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// Where they lead.
    pub href: Option<String>,
    /// Somebody of the network wrote them, in French on English pages too.
    pub written: bool,
}

/// What one entry says of one thing, a line each; nothing: it says nothing.
pub type Said = Vec<Piece>;

/// How entries are alike in one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// None says anything.
    Silent,
    /// All say the same.
    Same,
    /// One of several says something else than the others, which agree.
    Odd(usize),
    /// They differ.
    Different,
}

/// What counts of it: words, whatever their case and the spaces between them.
fn bare(said: &Said) -> Vec<String> {
    said.iter()
        .map(|piece| piece.text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .collect()
}

impl Likeness {
    /// Of what each entry says.
    #[must_use]
    pub fn of(cells: &[Said]) -> Self {
        let all: Vec<_> = cells.iter().map(bare).collect();
        let Some(first) = all.first() else { return Self::Silent };
        if all.iter().all(Vec::is_empty) {
            return Self::Silent;
        }
        if all.iter().all(|one| one == first) {
            return Self::Same;
        }
        let alone = |n: &usize| {
            let mut others = all.iter().enumerate().filter(|(m, _)| m != n).map(|(_, one)| one);
            let other = others.next();
            all.len() > 2 && other != all.get(*n) && others.all(|one| Some(one) == other)
        };
        (0..all.len()).find(alone).map_or(Self::Different, Self::Odd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Said {
        vec![Piece { text: text.into(), href: None, written: false }]
    }

    #[test]
    fn case_and_spaces_are_no_difference_and_silence_is_one() {
        assert_eq!(Likeness::of(&[said("Sur place"), said("sur  place ")]), Likeness::Same);
        assert_eq!(Likeness::of(&[said(" "), vec![]]), Likeness::Silent);
        assert_eq!(Likeness::of(&[said("Gratuit"), vec![]]), Likeness::Different);
        assert_eq!(Likeness::of(&[said("a"), said("b"), said("a")]), Likeness::Odd(1));
        assert_eq!(Likeness::of(&[said("a"), said("b"), said("c")]), Likeness::Different);
        assert_eq!(Likeness::of(&[vec![], said("b"), vec![]]), Likeness::Odd(1));
    }

    #[test]
    fn an_address_is_read_as_it_is_written() {
        let ids: Vec<Id> = ["a", "b", "c", "d"].iter().filter_map(|id| Id::parse(id)).collect();
        assert_eq!(path(&ids[..2], Some("commune-94081")), "/compare?e=a&e=b&near=commune-94081");
        assert_eq!(path(&ids, None), "/compare?e=a&e=b&e=c");
        let choice = Choice::read(["a", "%", "b", "a", "c", "d", ""]);
        assert_eq!((choice.ids.as_slice(), choice.unreadable, choice.over), (&ids[..3], 2, 1));
    }

    proptest! {
        /// In whatever order they stand, entries are alike in the same way, and the odd one stays odd.
        #[test]
        fn order_does_not_matter(words in proptest::collection::vec(0..3u8, 2..4), turn in 0..3usize) {
            let cell = |w: &u8| if *w == 0 { vec![] } else { said(&w.to_string()) };
            let cells: Vec<Said> = words.iter().map(cell).collect();
            let mut turned = cells.clone();
            let by = turn % cells.len();
            turned.rotate_left(by);
            let expected = match Likeness::of(&cells) {
                Likeness::Odd(n) => Likeness::Odd((n + cells.len() - by) % cells.len()),
                other => other,
            };
            prop_assert_eq!(Likeness::of(&turned), expected);
        }
    }
}
