//! What is drawn, looked at from all sides.

use std::collections::HashMap;

use crate::*;

fn val_de_marne() -> Zone {
    Zone::parse("departement-94").unwrap()
}

/// Whether two stretches cross, apart from their ends.
fn cross(a: Flat, b: Flat, c: Flat, d: Flat) -> bool {
    let side =
        |p: Flat, q: Flat, r: Flat| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

fn crossings(ring: &[Flat]) -> usize {
    let n = ring.len();
    let edge = |i: usize| (ring[i], ring[(i + 1) % n]);
    let mut found = 0;
    for i in 0..n {
        for j in i + 1..n {
            let ((a, b), (c, d)) = (edge(i), edge(j));
            found += usize::from(cross(a, b, c, d));
        }
    }
    found
}

#[test]
fn the_middle_of_each_commune_lies_in_its_own_cell_and_in_no_other() {
    let zone = val_de_marne();
    let mesh = mesh_of(zone).unwrap();
    let numbers: HashMap<&str, u32> =
        (1..).zip(zone.communes()).map(|(n, c)| (c.code, n)).collect();
    let outlines = Outlines::of(&mesh, |c| numbers.get(c.code).copied().unwrap_or(0));
    let middles: Vec<_> = mesh.cells().filter(|(c, _)| zone.holds(c)).collect();
    assert_eq!(middles.len(), 47);
    for (own, number) in &numbers {
        let rings = outlines.rings(|piece| piece == *number);
        assert_eq!(rings.len(), 1, "{own} is one piece");
        for (c, middle) in &middles {
            assert_eq!(within(&rings, *middle), c.code == *own, "{} in {own}", c.code);
        }
    }
}

#[test]
fn each_departement_covers_the_middles_of_its_communes_and_its_outline_does_not_cross_itself() {
    let departments: HashMap<&str, u32> =
        (1..).zip(&france().departments).map(|(n, d)| (d.code, n)).collect();
    let mesh = Mesh::around("75").unwrap();
    let outlines = Outlines::of(&mesh, |c| departments[c.department]);
    let frame = Frame::around(
        mesh.cells().map(|(_, at)| at).collect::<Vec<_>>().iter(),
        (7200.0, 7200.0),
        200.0,
    )
    .unwrap();
    let drawn = outlines.drawn(&frame, 8.0);
    let mut looked = 0;
    for (code, number) in &departments {
        let rings = outlines.rings(|piece| piece == *number);
        for (c, middle) in mesh.cells() {
            // Every one of its own, and some of the others.
            if c.department == *code || c.code.ends_with('7') {
                assert_eq!(within(&rings, middle), c.department == *code, "{} {code}", c.code);
                looked += 1;
            }
        }
        for ring in drawn.rings(|piece| piece == *number) {
            assert_eq!(crossings(&ring), 0, "{code}");
        }
    }
    assert!(looked > 34_000);
}

#[test]
fn islands_are_drawn_by_themselves_and_what_has_no_middle_is_not() {
    let reunion = mesh_of(Zone::parse("departement-974").unwrap()).unwrap();
    assert_eq!(reunion.cells().count(), 24);
    let rings = Outlines::of(&reunion, |_| 1).rings(|piece| piece == 1);
    assert_eq!(rings.len(), 1, "one island");
    assert!(mesh_of(Zone::parse("departement-987").unwrap()).is_none());
    assert!(mesh_of(Zone::COUNTRY).unwrap().cells().count() > 34_000);
}

#[test]
fn a_path_is_written_in_as_few_letters_as_can_be() {
    let square: &[Flat] = &[[10.0, 10.0], [20.0, 10.0], [20.2, 10.1], [20.0, 5.0], [10.0, 5.0]];
    assert_eq!(path([square], true), "m10 10l10 0 0-5-10 0z");
    assert_eq!(path([&square[..2], &square[..2]], false), "m10 10l10 0m-10 0l10 0");
    assert_eq!(path([&square[1..3]], true), "");
}
