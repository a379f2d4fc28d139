//! How long it takes to draw territories and to find the nearest of many points, for BENCHMARKS.md:
//! `cargo run --release -p territory --example measure`.

use std::collections::HashMap;

use territory::{Flat, Frame, Mesh, Nearest, Outlines, Point, Zone, france, path};

/// Milliseconds for which this thread has been on a processor, as Linux counts them: what others do
/// on the machine does not count.
fn on_cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e6
}

fn main() {
    let timed = |what: &str, work: &mut dyn FnMut() -> usize| {
        let begun = on_cpu();
        let made = work();
        println!("{what}: {:.1} ms ({made})", on_cpu() - begun);
    };
    timed("communes unpacked", &mut || france().communes.len());
    timed("mesh of the mainland, once", &mut || {
        Mesh::around("75").map_or(0, |mesh| mesh.cells().count())
    });
    let departments: HashMap<&str, u32> =
        (1..).zip(&france().departments).map(|(n, d)| (d.code, n)).collect();
    for slug in ["departement-94", "region-93", "france"] {
        timed(&format!("outlines of {slug}, bytes"), &mut || {
            let (Some(zone), Some(mesh)) = (Zone::parse(slug), Mesh::around("75")) else {
                return 0;
            };
            let piece = |c: &territory::Commune| match zone.holds(c) {
                true => departments.get(c.department).copied().unwrap_or(0),
                false => 0,
            };
            let rough = Outlines::of(&mesh, piece);
            let rings: Vec<Vec<Flat>> = rough.rings(|p| p != 0);
            let Some(frame) = Frame::around(rings.iter().flatten(), (7_200.0, 6_600.0), 150.0)
            else {
                return 0;
            };
            let drawn = rough.drawn(&frame, 6.0);
            path(drawn.lines(|_, _| true), false).len()
        });
    }
    // As many points as there are public libraries, spread as communes are.
    let points: Vec<Point> =
        france().communes.iter().filter_map(|c| c.middle).step_by(2).take(15_700).collect();
    timed("nearest of 15,700 points from each commune", &mut || {
        let nearest = Nearest::of(points.iter().copied());
        let middles = france().communes.iter().filter_map(|c| c.middle);
        middles.filter_map(|m| nearest.to(m)).count()
    });
}
