#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

fn ring_bytes(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("days")).unwrap()
}

#[test]
fn what_is_sealed_opens_after_a_restart_and_in_its_own_place_alone() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    let sealed = vault.day(20_000).unwrap().seal("row 1", b"camille@example.org");
    assert!(!sealed.windows(7).any(|w| w == b"camille"));
    let again = Vault::open(folder.path()).unwrap();
    let key = again.known_day(20_000).unwrap();
    assert_eq!(key.open("row 1", &sealed).unwrap(), b"camille@example.org");
    assert_eq!(key.open("row 2", &sealed), None);
    assert_eq!(again.day(20_001).unwrap().open("row 1", &sealed), None);
    assert_eq!(again.derived("a", "b"), vault.derived("a", "b"));
    assert_eq!(key.tag("dup", b"x"), vault.day(20_000).unwrap().tag("dup", b"x"));
}

#[test]
fn a_destroyed_key_is_nowhere_any_more_and_never_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    let key = vault.day(20_000).unwrap();
    let bytes = *key.bytes();
    vault.day(20_001).unwrap();
    let holds = |all: &[u8]| all.windows(32).any(|w| w == bytes);
    assert!(holds(&ring_bytes(folder.path())));
    vault.destroy(20_000).unwrap();
    vault.destroy(20_000).unwrap();
    assert!(!holds(&ring_bytes(folder.path())));
    for vault in [vault, Vault::open(folder.path()).unwrap()] {
        assert!(vault.known_day(20_000).is_none());
        assert!(matches!(vault.day(20_000), Err(VaultError::Forgotten(_))));
        let states = [(20_000, KeyState::Destroyed), (20_001, KeyState::Live)];
        assert_eq!(vault.days(), states);
    }
}

#[test]
fn a_day_that_had_no_key_gets_none_once_it_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    vault.destroy(7).unwrap();
    assert!(vault.day(7).is_err());
    assert!(Vault::open(folder.path()).unwrap().day(7).is_err());
}

#[test]
fn two_processes_share_one_ring() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (Vault::open(folder.path()).unwrap(), Vault::open(folder.path()).unwrap());
    let sealed = a.day(9).unwrap().seal("x", b"y");
    assert_eq!(b.known_day(9).unwrap().open("x", &sealed).unwrap(), b"y");
    assert_eq!(b.day(9).unwrap().bytes(), a.day(9).unwrap().bytes());
    // What one destroyed the other cannot read from the disk any more.
    a.destroy(9).unwrap();
    assert!(Vault::open(folder.path()).unwrap().known_day(9).is_none());
    let many: Vec<_> = (0..8).map(|_| Vault::open(folder.path()).unwrap()).collect();
    let keys: Vec<[u8; 32]> = std::thread::scope(|s| {
        let ask = |v| s.spawn(move || *Vault::day(v, 10).unwrap().bytes());
        let threads: Vec<_> = many.iter().map(ask).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(keys.iter().all(|k| *k == keys[0]), "all at once make one key");
}

#[test]
fn what_an_interruption_left_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    let kept = *vault.day(1).unwrap().bytes();
    let mut torn = ring_bytes(folder.path());
    torn.extend([2, 0, 0, 0, 1, 0, 0]);
    fs::write(folder.path().join("days"), &torn).unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    vault.day(3).unwrap();
    let again = Vault::open(folder.path()).unwrap();
    assert_eq!(*again.known_day(1).unwrap().bytes(), kept);
    assert!(again.known_day(2).is_none() && again.known_day(3).is_some());
}

#[test]
fn files_that_others_can_read_or_that_are_not_ours_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    drop(Vault::open(folder.path()).unwrap());
    for name in ["days", "instance"] {
        let path = folder.path().join(name);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Vault::open(folder.path()), Err(VaultError::Exposed(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    fs::write(folder.path().join("days"), b"something else").unwrap();
    assert!(matches!(Vault::open(folder.path()), Err(VaultError::Damaged(_))));
    fs::remove_file(folder.path().join("days")).unwrap();
    fs::write(folder.path().join("instance"), b"short").unwrap();
    assert!(matches!(Vault::open(folder.path()), Err(VaultError::Damaged(_))));
}

#[test]
fn a_restored_instance_keeps_its_key() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let old = Vault::open(old.path()).unwrap();
    Vault::plant(&new.path().join("keys"), &old.instance_key()).unwrap();
    let restored = Vault::open(&new.path().join("keys")).unwrap();
    assert_eq!(restored.derived("ticket", "1"), old.derived("ticket", "1"));
    assert!(Vault::plant(&new.path().join("keys"), &[1; 32]).is_err(), "not over another's");
}

#[test]
fn days_and_dates() {
    assert_eq!(day_of(date(1970, 1, 1)), 0);
    assert_eq!(day_of(date(2026, 11, 24)), 20_781);
    assert_eq!(date_of(20_781), date(2026, 11, 24));
}

proptest! {
    #[test]
    fn sealing_is_undone_by_opening_alone(plain in proptest::collection::vec(any::<u8>(), 0..300),
                                          of in ".{0,40}", change in any::<(usize, u8)>()) {
        let vault = Vault::in_memory();
        let key = vault.day(1).unwrap();
        let mut sealed = key.seal(&of, &plain);
        prop_assert_eq!(key.open(&of, &sealed), Some(plain));
        let at = change.0 % sealed.len();
        sealed[at] ^= change.1 | 1;
        prop_assert_eq!(key.open(&of, &sealed), None);
        prop_assert_eq!(key.open(&of, &sealed[..at]), None);
    }

    #[test]
    fn a_ring_of_any_bytes_is_read_without_harm(tail in proptest::collection::vec(any::<u8>(), 0..400)) {
        let folder = tempfile::tempdir().unwrap();
        drop(Vault::open(folder.path()).unwrap());
        let mut all = ring_bytes(folder.path());
        all.extend(tail);
        fs::write(folder.path().join("days"), &all).unwrap();
        let vault = Vault::open(folder.path()).unwrap();
        let _ = vault.day(5);
        vault.destroy(5).unwrap();
        prop_assert!(vault.known_day(5).is_none());
    }
}
