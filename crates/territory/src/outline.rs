//! Outlines of pieces of a [`Mesh`]: communes taken together by whatever they have in common.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::Commune;
use crate::mesh::{Edge, Flat, Mesh};

/// A border from one point where three pieces meet to the next, or once around.
#[derive(Clone, Debug)]
struct Arc {
    points: Vec<Flat>,
    /// First and last corner; the same one for a border that goes once around.
    ends: (usize, usize),
    left: u32,
    right: u32,
}

/// The borders between pieces. Each is kept once and smoothed once, so that neighbours fit.
#[derive(Clone, Debug)]
pub struct Outlines(Vec<Arc>);

impl Outlines {
    /// The borders of pieces; `piece` says to which a commune belongs, 0 being what is not drawn.
    #[must_use]
    pub fn of(mesh: &Mesh, piece: impl Fn(&Commune) -> u32) -> Self {
        let pieces: Vec<u32> = mesh.communes.iter().map(|c| piece(c)).collect();
        let edges = mesh.edges(&pieces);
        let mut at: HashMap<usize, Vec<usize>> = HashMap::with_capacity(edges.len());
        for (n, edge) in edges.iter().enumerate() {
            at.entry(edge.from).or_default().push(n);
            at.entry(edge.to).or_default().push(n);
        }
        let mut used = vec![false; edges.len()];
        let mut arcs = vec![];
        let meets = |corner: &usize| at.get(corner).is_some_and(|e| e.len() != 2);
        // First from where three pieces meet, then what is left: borders that go once around.
        for whole in [false, true] {
            for start in 0..edges.len() {
                let ends = [edges[start].from, edges[start].to];
                for from in ends.into_iter().filter(|c| whole || meets(c)) {
                    if !used[start] {
                        arcs.push(follow(mesh, &edges, &at, &mut used, start, from));
                    }
                }
            }
        }
        Self(arcs)
    }

    /// The same on a map: `scale` from kilometres to the map's units around its upper left corner,
    /// and no finer than `detail` units.
    #[must_use]
    pub fn drawn(&self, frame: &Frame, detail: f64) -> Self {
        let draw = |arc: &Arc| {
            let points: Vec<Flat> = arc.points.iter().map(|p| frame.place(*p)).collect();
            Arc { points: simplified(&points, arc.ends.0 == arc.ends.1, detail), ..arc.clone() }
        };
        Self(self.0.iter().map(draw).collect())
    }

    /// The closed outlines around the pieces that are wanted, holes included (even-odd).
    #[must_use]
    pub fn rings(&self, wanted: impl Fn(u32) -> bool) -> Vec<Vec<Flat>> {
        // Each arc along which one goes with what is wanted on the left, by where it begins.
        let mut next: HashMap<usize, (usize, bool)> = HashMap::new();
        let mut rings = vec![];
        for (n, arc) in self.0.iter().enumerate() {
            let (left, right) = (wanted(arc.left), wanted(arc.right));
            if left == right {
                continue;
            }
            if arc.ends.0 == arc.ends.1 {
                rings.push(arc.points.clone());
            } else if left {
                next.insert(arc.ends.0, (n, true));
            } else {
                next.insert(arc.ends.1, (n, false));
            }
        }
        let starts: Vec<usize> = {
            let mut all: Vec<_> = next.iter().map(|(corner, (n, _))| (*n, *corner)).collect();
            all.sort_unstable();
            all.into_iter().map(|(_, corner)| corner).collect()
        };
        for start in starts {
            let (mut corner, mut ring) = (start, vec![]);
            while let Some((n, forward)) = next.remove(&corner) {
                let arc = &self.0[n];
                if forward {
                    ring.extend(&arc.points[..arc.points.len() - 1]);
                } else {
                    ring.extend(arc.points[1..].iter().rev());
                }
                corner = if forward { arc.ends.1 } else { arc.ends.0 };
            }
            if ring.len() > 2 {
                rings.push(ring);
            }
        }
        rings
    }

    /// The borders between pieces for which this holds.
    pub fn lines(&self, between: impl Fn(u32, u32) -> bool) -> impl Iterator<Item = &[Flat]> {
        let fits = move |arc: &&Arc| between(arc.left, arc.right);
        self.0.iter().filter(fits).map(|arc| arc.points.as_slice())
    }
}

fn follow(
    mesh: &Mesh,
    edges: &[Edge],
    at: &HashMap<usize, Vec<usize>>,
    used: &mut [bool],
    start: usize,
    from: usize,
) -> Arc {
    let first = &edges[start];
    let forward = first.from == from;
    let (left, right) = if forward { (first.left, first.right) } else { (first.right, first.left) };
    let (mut corner, mut edge) = (from, start);
    let mut points = vec![mesh.corners[from]];
    loop {
        used[edge] = true;
        corner = if edges[edge].from == corner { edges[edge].to } else { edges[edge].from };
        points.push(mesh.corners[corner]);
        let here = at.get(&corner).map_or(&[][..], Vec::as_slice);
        let onward = here.iter().copied().find(|e| !used[*e]);
        match onward {
            Some(next) if here.len() == 2 => edge = next,
            _ => return Arc { points, ends: (from, corner), left, right },
        }
    }
}

/// Leaves out points that lie no farther than `detail` from the line without them (Douglas and
/// Peucker); the ends stay, and of what goes once around at least a triangle.
fn simplified(points: &[Flat], around: bool, detail: f64) -> Vec<Flat> {
    let last = points.len().saturating_sub(1);
    let mut keep = vec![false; points.len()];
    let mut spans = vec![];
    if around && last > 3 {
        let off =
            |a: usize, b: usize| (points[a][0] - points[b][0]).hypot(points[a][1] - points[b][1]);
        let half = (1..last).max_by(|a, b| off(0, *a).total_cmp(&off(0, *b))).unwrap_or(last / 2);
        let aside = |n: &usize| distance(points[*n], points[0], points[half]);
        let third = (1..last)
            .filter(|n| *n != half)
            .max_by(|a, b| aside(a).total_cmp(&aside(b)))
            .unwrap_or(last);
        let (a, b) = (half.min(third), half.max(third));
        spans.extend([(0, a), (a, b), (b, last)]);
        (keep[a], keep[b]) = (true, true);
    } else {
        spans.push((0, last));
    }
    if let (Some(first), true) = (keep.first_mut(), last > 0) {
        *first = true;
        keep[last] = true;
    }
    while let Some((a, b)) = spans.pop() {
        let off = |n: &usize| distance(points[*n], points[a], points[b]);
        let far = (a + 1..b).max_by(|m, n| off(m).total_cmp(&off(n)));
        if let Some(far) = far.filter(|n| off(n) > detail) {
            keep[far] = true;
            spans.extend([(a, far), (far, b)]);
        }
    }
    let kept = points.iter().zip(keep).filter(|(_, keep)| *keep);
    kept.map(|(p, _)| *p).collect()
}

/// From a point to the stretch between two others.
fn distance(p: Flat, a: Flat, b: Flat) -> f64 {
    let (along, off) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
    let length = along[0] * along[0] + along[1] * along[1];
    let t = match length {
        l if l > 0.0 => ((along[0] * off[0] + along[1] * off[1]) / l).clamp(0.0, 1.0),
        _ => 0.0,
    };
    (off[0] - t * along[0]).hypot(off[1] - t * along[1])
}

/// A part of the plane and the rectangle into which it is drawn, y going down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    west: f64,
    north: f64,
    scale: f64,
    /// Units from left to right.
    pub width: f64,
    /// Units from top to bottom.
    pub height: f64,
}

impl Frame {
    /// The frame around these points with a margin, no larger than `most` in either direction.
    #[must_use]
    pub fn around<'a>(
        points: impl IntoIterator<Item = &'a Flat>,
        most: (f64, f64),
        margin: f64,
    ) -> Option<Self> {
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let [w, s, e, n] = points
            .into_iter()
            .fold(start, |b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])]);
        if !(w <= e && s <= n) {
            return None;
        }
        let (wide, high) = ((e - w).max(0.1), (n - s).max(0.1));
        let room = (most.0 - 2.0 * margin, most.1 - 2.0 * margin);
        let scale = (room.0 / wide).min(room.1 / high);
        Some(Self {
            west: w - margin / scale,
            north: n + margin / scale,
            scale,
            width: wide * scale + 2.0 * margin,
            height: high * scale + 2.0 * margin,
        })
    }

    /// Where a point of the plane comes to lie.
    #[must_use]
    pub fn place(&self, p: Flat) -> Flat {
        [(p[0] - self.west) * self.scale, (self.north - p[1]) * self.scale]
    }

    /// Units for a kilometre.
    #[must_use]
    pub fn per_km(&self) -> f64 {
        self.scale
    }
}

/// Lines as the `d` of an SVG path, in whole units and from point to point.
#[must_use]
pub fn path<'a>(lines: impl IntoIterator<Item = &'a [Flat]>, closed: bool) -> String {
    let mut out = String::new();
    let mut pen = (0_i64, 0_i64);
    for line in lines {
        let whole = |p: &Flat| (p[0].round() as i64, p[1].round() as i64);
        let Some(first) = line.first().map(whole) else { continue };
        let mut steps = vec![];
        let mut at = first;
        for point in line.iter().skip(1).map(whole) {
            if point != at {
                steps.push((point.0 - at.0, point.1 - at.1));
                at = point;
            }
        }
        if steps.len() < 1 + usize::from(closed) {
            continue;
        }
        step(&mut out, 'm', first.0 - pen.0, first.1 - pen.1);
        for (n, (x, y)) in steps.into_iter().enumerate() {
            step(&mut out, if n == 0 { 'l' } else { ' ' }, x, y);
        }
        if closed {
            out.push('z');
        }
        pen = if closed { first } else { at };
    }
    out
}

/// A step of a path; the sign of a number parts it from the one before.
fn step(out: &mut String, word: char, x: i64, y: i64) {
    match (word, x) {
        (' ', x) if x < 0 => {}
        (word, _) => out.push(word),
    }
    let gap = if y < 0 { "" } else { " " };
    let _ = write!(out, "{x}{gap}{y}");
}

/// Whether a point lies within rings (even-odd).
#[must_use]
pub fn within(rings: &[Vec<Flat>], at: Flat) -> bool {
    let mut inside = false;
    for ring in rings {
        for (n, a) in ring.iter().enumerate() {
            let b = ring[(n + 1) % ring.len()];
            if (a[1] > at[1]) != (b[1] > at[1])
                && at[0] < (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0]
            {
                inside = !inside;
            }
        }
    }
    inside
}
