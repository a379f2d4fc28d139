//! Whether two words are forms of one.

/// Endings of the same word: number and gender, and the commonest forms of verbs.
const ENDINGS: [&[&str]; 9] = [
    &["", "s", "x", "e", "es"],
    &["", "s", "ne", "nes"],
    &["", "s", "le", "les"],
    &["al", "ale", "ales", "aux"],
    &["f", "fs", "ve", "ves"],
    &["x", "se", "ses"],
    &["r", "rs", "se", "ses"],
    &["e", "es", "ee", "ees", "er", "ez", "ent", "ons", "ais", "ait", "aient", "ant"],
    &["", "e", "s", "r", "t", "z", "nt", "ssez", "ssent"],
];

/// Whether two folded words are one in other numbers, genders or persons.
pub(crate) fn inflected(one: &str, other: &str) -> bool {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let (Some(a), Some(b)) = (one.get(same..), other.get(same..)) else { return false };
    same > 1 && ENDINGS.iter().any(|endings| endings.contains(&a) && endings.contains(&b))
        || one == other
}
