//! The outlines of communes, guessed from their middles: which ground is nearer to one than to any
//! other (Voronoi). No outlines are built in; on a map of a département or a région these look
//! alike and weigh nothing.
//!
//! So that coasts and borders come out as well, the ground beyond is strewn with empty points: as
//! far from the outermost communes as these lie from their neighbours. A cell ends half way.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use delaunator::{EMPTY, next_halfedge, triangulate};

use crate::{Commune, Point, department, france};

/// A place on a plane map, in kilometres: east, north.
pub type Flat = [f64; 2];

/// From the sphere to a plane map.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Projection {
    /// Lambert's conformal conic as France uses it: parallels 44° and 49°, meridian 3° E.
    Conic,
    /// Degrees as they are, narrowed as at this latitude: good for an island.
    Plain { lat: f64, lon: f64 },
}

const RADIUS_KM: f64 = 6_371.008_8;

impl Projection {
    fn flat(self, p: Point) -> Flat {
        match self {
            Self::Plain { lat, lon } => {
                let east = (p.lon - lon).to_radians() * lat.to_radians().cos();
                [RADIUS_KM * east, RADIUS_KM * (p.lat - lat).to_radians()]
            }
            Self::Conic => {
                let up =
                    |degrees: f64| (std::f64::consts::FRAC_PI_4 + degrees.to_radians() / 2.0).tan();
                let (a, b) = (44_f64.to_radians(), 49_f64.to_radians());
                let n = (a.cos() / b.cos()).ln() / (up(49.0) / up(44.0)).ln();
                let f = RADIUS_KM * a.cos() * up(44.0).powf(n) / n;
                let radius = |degrees: f64| f / up(degrees).powf(n);
                let turn = n * (p.lon - 3.0).to_radians();
                let r = radius(p.lat);
                [r * turn.sin(), radius(46.5) - r * turn.cos()]
            }
        }
    }
}

/// The cells of communes that are drawn together: those of the mainland and Corsica, or of one
/// overseas territory.
#[derive(Debug)]
pub struct Mesh {
    projection: Projection,
    /// The communes; the empty points beyond come after them in what follows.
    pub(crate) communes: Vec<&'static Commune>,
    sites: Vec<Flat>,
    pub(crate) triangles: Vec<usize>,
    pub(crate) halfedges: Vec<usize>,
    /// Where the edges of cells meet: the centre of each triangle's circle.
    pub(crate) corners: Vec<Flat>,
}

/// Which communes are drawn together with those of a département.
fn drawn_with(code: &str) -> &str {
    if code.starts_with("97") || code.starts_with("98") { code } else { "" }
}

impl Mesh {
    /// The mesh in which a département lies, made at the first question and kept. `None` where it
    /// is not known where its communes are.
    #[must_use]
    pub fn around(department: &str) -> Option<Arc<Self>> {
        type Made = HashMap<&'static str, Option<Arc<Mesh>>>;
        static MADE: LazyLock<Mutex<Made>> = LazyLock::new(Mutex::default);
        let code = drawn_with(crate::department(department)?.code);
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(code).or_insert_with(|| Self::of(code).map(Arc::new)).clone()
    }

    fn of(code: &'static str) -> Option<Self> {
        let here = |c: &&Commune| drawn_with(c.department) == code && !c.arrondissement;
        let known: Vec<_> =
            france().communes.iter().filter(here).filter_map(|c| Some((c, c.middle?))).collect();
        let n = known.len() as f64;
        let sum = known.iter().fold((0.0, 0.0), |s, (_, p)| (s.0 + p.lat, s.1 + p.lon));
        let projection = match (code, known.len()) {
            (_, 0) => return None,
            ("", _) => Projection::Conic,
            _ => Projection::Plain { lat: sum.0 / n, lon: sum.1 / n },
        };
        let mut sites: Vec<Flat> = known.iter().map(|(_, p)| projection.flat(*p)).collect();
        let mut communes: Vec<_> = known.into_iter().map(|(c, _)| c).collect();
        apart(&mut sites, &mut communes);
        let own = sites.len();
        sites.extend(beyond(&sites));
        let (mut triangles, mut halfedges) = net(&sites);
        let lakes = enclosed(&triangles, own, sites.len());
        if lakes.iter().any(|l| *l) {
            let mut lakes = lakes.iter();
            sites.retain(|_| lakes.next() != Some(&true));
            (triangles, halfedges) = net(&sites);
        }
        let corner = |t: &[usize]| centre(sites[t[0]], sites[t[1]], sites[t[2]]).0;
        let corners = triangles.chunks_exact(3).map(corner).collect();
        Some(Self { projection, communes, sites, triangles, halfedges, corners })
    }

    /// Where a point lies on the map.
    #[must_use]
    pub fn flat(&self, p: Point) -> Flat {
        self.projection.flat(p)
    }

    /// The communes that have a cell, with the middle of each on the map.
    pub fn cells(&self) -> impl Iterator<Item = (&'static Commune, Flat)> {
        self.communes.iter().copied().zip(self.sites.iter().copied())
    }
}

/// Leaves out communes that have the very place of another: no edge could part them.
fn apart(sites: &mut Vec<Flat>, communes: &mut Vec<&'static Commune>) {
    let mut seen = std::collections::HashSet::new();
    let keep: Vec<bool> =
        sites.iter().map(|s| seen.insert([s[0].to_bits(), s[1].to_bits()])).collect();
    let mut kept = keep.iter();
    sites.retain(|_| kept.next() == Some(&true));
    let mut kept = keep.iter();
    communes.retain(|_| kept.next() == Some(&true));
}

fn net(sites: &[Flat]) -> (Vec<usize>, Vec<usize>) {
    let points: Vec<_> = sites.iter().map(|s| delaunator::Point { x: s[0], y: s[1] }).collect();
    let net = triangulate(&points);
    (net.triangles, net.halfedges)
}

fn apart_km(a: Flat, b: Flat) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Centre and radius of the circle through three points.
fn centre(a: Flat, b: Flat, c: Flat) -> (Flat, f64) {
    let (d, e) = ([b[0] - a[0], b[1] - a[1]], [c[0] - a[0], c[1] - a[1]]);
    let (bl, cl) = (d[0] * d[0] + d[1] * d[1], e[0] * e[0] + e[1] * e[1]);
    let twice = 2.0 * (d[0] * e[1] - d[1] * e[0]);
    if twice.abs() < 1e-12 {
        // Three in a row: no circle, and no cell that such a corner could spoil.
        return ([(a[0] + c[0]) / 2.0, (a[1] + c[1]) / 2.0], f64::INFINITY);
    }
    let at = [(e[1] * bl - d[1] * cl) / twice, (d[0] * cl - e[0] * bl) / twice];
    ([a[0] + at[0], a[1] + at[1]], at[0].hypot(at[1]))
}

/// Kilometres to which the ground around a commune may belong to it, at least and at most, doubled.
const REACH: (f64, f64) = (2.5, 13.0);
/// How many times as far as its neighbours the empty points around an outermost commune lie.
const AS_FAR: f64 = 1.25;
/// Directions in which empty points are looked for.
const AROUND: u32 = 24;

/// How far from each commune the ground ends, doubled: as far as its nearest neighbours lie.
fn reaches(sites: &[Flat], triangles: &[usize]) -> Vec<f64> {
    let mut near: Vec<Vec<f64>> = vec![vec![]; sites.len()];
    for t in triangles.chunks_exact(3) {
        for (a, b) in [(t[0], t[1]), (t[1], t[2]), (t[2], t[0])] {
            let km = apart_km(sites[a], sites[b]);
            near[a].push(km);
            near[b].push(km);
        }
    }
    let reach = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        // An edge stands twice: in the triangle on each side of it.
        all.truncate(8);
        let mean = all.iter().sum::<f64>() / all.len().max(1) as f64;
        let mean = if all.is_empty() { REACH.1 } else { mean };
        (mean * AS_FAR).clamp(REACH.0, REACH.1)
    };
    near.into_iter().map(reach).collect()
}

/// Points by squares of the plane, each with the kilometres that it keeps others off.
struct Squares(HashMap<(i32, i32), Vec<(Flat, f64)>>, f64);

impl Squares {
    fn square(&self, at: Flat) -> (i32, i32) {
        ((at[0] / self.1).floor() as i32, (at[1] / self.1).floor() as i32)
    }

    fn put(&mut self, at: Flat, km: f64) {
        let square = self.square(at);
        self.0.entry(square).or_default().push((at, km));
    }

    /// Whether none in the square of this point and in the eight around it keeps it off.
    fn free(&self, at: Flat) -> bool {
        let (x, y) = self.square(at);
        let mut around = (x - 1..=x + 1).flat_map(move |x| (y - 1..=y + 1).map(move |y| (x, y)));
        around.all(|square| {
            let here = self.0.get(&square).map_or(&[][..], Vec::as_slice);
            here.iter().all(|(other, km)| apart_km(at, *other) >= *km)
        })
    }
}

/// Empty points around what is there, and a frame far away.
fn beyond(sites: &[Flat]) -> Vec<Flat> {
    let (triangles, _) = net(sites);
    let reach = reaches(sites, &triangles);
    // Only around a wide gap can there be ground that is beyond all.
    let mut outer = vec![sites.len() < 3 || triangles.is_empty(); sites.len()];
    let mut faces = vec![0_usize; sites.len()];
    let mut hull: HashMap<(usize, usize), u8> = HashMap::new();
    for t in triangles.chunks_exact(3) {
        let (_, radius) = centre(sites[t[0]], sites[t[1]], sites[t[2]]);
        for (a, b) in [(t[0], t[1]), (t[1], t[2]), (t[2], t[0])] {
            outer[a] |= radius > reach[a] * 0.9;
            faces[a] += 1;
            *hull.entry((a.min(b), a.max(b))).or_default() += 1;
        }
    }
    for ((a, b), times) in hull {
        if times == 1 {
            (outer[a], outer[b]) = (true, true);
        }
    }
    let mut there = Squares(HashMap::new(), REACH.1);
    for (at, km) in sites.iter().zip(&reach) {
        there.put(*at, km * 0.995);
    }
    let mut made = Squares(HashMap::new(), REACH.1);
    let mut all = vec![];
    for (n, at) in sites.iter().enumerate().filter(|(n, _)| outer[*n]) {
        for turn in 0..AROUND {
            let angle = std::f64::consts::TAU * f64::from(turn) / f64::from(AROUND);
            let point = [at[0] + reach[n] * angle.cos(), at[1] + reach[n] * angle.sin()];
            if there.free(point) && made.free(point) {
                made.put(point, reach[n] * 0.24);
                all.push(point);
            }
        }
    }
    let far = sites.iter().fold(100.0_f64, |far, s| far.max(s[0].abs()).max(s[1].abs())) * 4.0;
    for turn in 0..8_u32 {
        let angle = std::f64::consts::TAU * f64::from(turn) / 8.0;
        all.push([far * angle.cos(), far * angle.sin()]);
    }
    all
}

/// Which empty points are shut in by communes: a wide valley, not the sea. From the frame, whose
/// points are the last, one comes to all others.
fn enclosed(triangles: &[usize], own: usize, all: usize) -> Vec<bool> {
    let mut ways: Vec<Vec<usize>> = vec![vec![]; all];
    for t in triangles.chunks_exact(3) {
        for (a, b) in [(t[0], t[1]), (t[1], t[2]), (t[2], t[0])] {
            if a >= own && b >= own {
                ways[a].push(b);
                ways[b].push(a);
            }
        }
    }
    let mut shut: Vec<bool> = (0..all).map(|n| n >= own).collect();
    let mut next: VecDeque<usize> = (all.saturating_sub(8)..all).collect();
    while let Some(n) = next.pop_front() {
        if std::mem::take(&mut shut[n]) {
            next.extend(&ways[n]);
        }
    }
    shut
}

/// A border between two pieces, or between one and nothing (0).
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) left: u32,
    pub(crate) right: u32,
}

impl Mesh {
    /// The edges of cells at which the pieces on both sides differ, each once, from corner to
    /// corner. `piece` of a commune's number; 0 is what is not drawn.
    pub(crate) fn edges(&self, piece: &[u32]) -> Vec<Edge> {
        let of = |site: usize| piece.get(site).copied().unwrap_or(0);
        let mut edges = vec![];
        for (e, twin) in self.halfedges.iter().enumerate() {
            if *twin == EMPTY || e > *twin {
                continue;
            }
            let left = of(self.triangles[e]);
            let right = of(self.triangles[next_halfedge(e)]);
            if left != right {
                edges.push(Edge { from: e / 3, to: twin / 3, left, right });
            }
        }
        edges
    }
}

/// The mesh in which most of these communes lie: the mainland's for the country.
#[must_use]
pub fn mesh_of(zone: crate::Zone) -> Option<Arc<Mesh>> {
    let code = match zone.kind() {
        crate::ZoneKind::Country => "75",
        _ => zone.communes().find(|c| c.middle.is_some())?.department,
    };
    Mesh::around(department(code)?.code)
}
