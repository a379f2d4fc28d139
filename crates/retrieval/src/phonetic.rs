//! What a French word sounds like, roughly: words that are mistaken for one another by ear have the
//! same key.

/// The key of a folded word.
#[must_use]
pub fn key(word: &str) -> String {
    let s: Vec<u8> = word.bytes().filter(|b| b.is_ascii_lowercase() && *b != b'h').collect();
    let with_h = word.as_bytes();
    // ch, sh and ph are the only h that count: marked before the others are dropped.
    let mut letters: Vec<u8> = Vec::with_capacity(s.len());
    let mut n = 0;
    while n < with_h.len() {
        let (here, next) = (with_h[n], with_h.get(n + 1).copied().unwrap_or(b' '));
        let letter = match (here, next) {
            // As in psychologue, chrome, chlore.
            (b'c', b'h') if matches!(with_h.get(n + 2), Some(b'r' | b'l')) || letters == b"psi" => {
                (b'k', 2)
            }
            (b's', b'c') if with_h.get(n + 2) == Some(&b'h') => (b'X', 3),
            (b'c' | b's', b'h') => (b'X', 2),
            (b'p', b'h') => (b'f', 2),
            (b'h', _) => (0, 1),
            (b'y', _) => (b'i', 1),
            (b'w', _) => (b'v', 1),
            (other, _) => (other, 1),
        };
        if letter.0 != 0 && letter.0.is_ascii_alphabetic() && letters.last() != Some(&letter.0) {
            letters.push(letter.0);
        }
        n += letter.1;
    }
    // The end of a word is mute.
    while letters.len() > 2
        && matches!(letters.last(), Some(b's' | b't' | b'd' | b'x' | b'p' | b'z'))
    {
        letters.pop();
    }
    for ending in [&b"er"[..], b"es", b"ent"] {
        if letters.len() > 4 && letters.ends_with(ending) {
            letters.truncate(letters.len() - ending.len() + 1);
        }
    }
    while letters.len() > 2 && letters.last() == Some(&b'e') {
        letters.pop();
    }
    sounds(&letters)
}

fn vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn sounds(letters: &[u8]) -> String {
    let at = |n: usize| letters.get(n).copied().unwrap_or(b' ');
    let mut key: Vec<u8> = vec![];
    let mut n = 0;
    while n < letters.len() {
        let (a, b, c) = (at(n), at(n + 1), at(n + 2));
        let nasal = |second: u8, third: u8| {
            matches!(second, b'n' | b'm') && !vowel(third) && !matches!(third, b'n' | b'm')
        };
        let (sound, step) = match (a, b, c) {
            (b'e', b'a', b'u') => (b'o', 3),
            (b'a', b'u', _) => (b'o', 2),
            (b'o', b'e', b'u') => (b'E', 3),
            (b'e', b'u', _) => (b'E', 2),
            (b'o', b'u', _) => (b'U', 2),
            (b'o', b'i', _) => (b'W', 2),
            (b'a' | b'e', b'i', m) if nasal(m, at(n + 3)) => (b'I', 3),
            (b'a' | b'e', b'i', _) => (b'e', 2),
            (b'a' | b'e', m, z) if nasal(m, z) => (b'A', 2),
            (b'i' | b'u', m, z) if nasal(m, z) => (b'I', 2),
            (b'o', m, z) if nasal(m, z) => (b'O', 2),
            (b't', b'i', b'o') => (b's', 1),
            (b's', b'i', b'o') => (b's', 1),
            (b'c', b'e' | b'i', _) => (b's', 1),
            (b's', b'c', b'e' | b'i') => (b's', 2),
            (b'g', b'e', v) if vowel(v) => (b'j', 2),
            (b'g', b'e' | b'i', _) => (b'j', 1),
            (b'g', b'u', v) if vowel(v) => (b'g', 2),
            (b'g', b'n', _) => (b'N', 2),
            (b'q', b'u', _) => (b'k', 2),
            (b'c' | b'q' | b'k', _, _) => (b'k', 1),
            (b'z', _, _) => (b's', 1),
            (b'x', _, _) => (b's', 1),
            (other, _, _) => (other, 1),
        };
        if key.last() != Some(&sound) {
            key.push(sound);
        }
        n += step;
    }
    String::from_utf8(key).unwrap_or_default()
}

/// A digest of the key (FNV-1a).
pub(crate) fn digest(word: &str) -> u32 {
    key(word).bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_alike_has_one_key() {
        for (a, b) in [
            ("formation", "formassion"),
            ("logement", "lojement"),
            ("orthographe", "ortografe"),
            ("psychologue", "psicologue"),
            ("aide", "ede"),
            ("bateau", "bato"),
            ("emploi", "enploi"),
            ("travailler", "travaille"),
            ("quotient", "kotient"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("poisson"), key("boisson"));
    }
}
