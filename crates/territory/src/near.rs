//! The nearest of many points.

use crate::Point;

/// Points among which the nearest is found quickly: a balanced tree (k-d) over their places on the
/// sphere, so that neither the date line nor the poles are special, nor the overseas territories
/// far from all others.
#[derive(Clone, Debug, Default)]
pub struct Nearest {
    /// Each with its position in what was given; the middle one of a range splits it.
    nodes: Vec<([f64; 3], u32)>,
}

/// The point on the unit sphere.
fn on_sphere(p: Point) -> [f64; 3] {
    let (lat, lon) = (p.lat.to_radians(), p.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// The square of the straight distance through the sphere, which grows as the one along it does.
fn chord(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    (0..3).map(|i| (a[i] - b[i]).powi(2)).sum()
}

impl Nearest {
    /// Of these points.
    #[must_use]
    pub fn of(points: impl IntoIterator<Item = Point>) -> Self {
        let mut nodes: Vec<_> = (0..).zip(points).map(|(n, p)| (on_sphere(p), n)).collect();
        split(&mut nodes, 0);
        Self { nodes }
    }

    /// Which of the points, in the order in which they were given, is nearest; `None` when there
    /// are none.
    #[must_use]
    pub fn to(&self, point: Point) -> Option<usize> {
        let mut best = (f64::INFINITY, u32::MAX);
        look(&self.nodes, 0, &on_sphere(point), &mut best);
        (!self.nodes.is_empty()).then_some(best.1 as usize)
    }
}

/// Puts the middle one along this axis in the middle, and so on in both halves.
fn split(nodes: &mut [([f64; 3], u32)], axis: usize) {
    if nodes.len() < 2 {
        return;
    }
    let middle = nodes.len() / 2;
    nodes.select_nth_unstable_by(middle, |a, b| a.0[axis].total_cmp(&b.0[axis]));
    let (low, high) = nodes.split_at_mut(middle);
    split(low, (axis + 1) % 3);
    split(&mut high[1..], (axis + 1) % 3);
}

fn look(nodes: &[([f64; 3], u32)], axis: usize, from: &[f64; 3], best: &mut (f64, u32)) {
    let middle = nodes.len() / 2;
    let Some((at, number)) = nodes.get(middle) else { return };
    let far = chord(at, from);
    // Of two that are equally near, the one that was given first.
    if far < best.0 || (far == best.0 && *number < best.1) {
        *best = (far, *number);
    }
    let aside = from[axis] - at[axis];
    let (low, high) = (&nodes[..middle], &nodes[middle + 1..]);
    let (this, other) = if aside < 0.0 { (low, high) } else { (high, low) };
    look(this, (axis + 1) % 3, from, best);
    if aside * aside <= best.0 {
        look(other, (axis + 1) % 3, from, best);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_nothing_nothing_is_near() {
        let here = Point { lat: 48.0, lon: 2.0 };
        assert_eq!(Nearest::of([]).to(here), None);
        assert_eq!(Nearest::of([here, here]).to(here), Some(0));
    }

    proptest! {
        #[test]
        fn what_is_found_is_as_near_as_the_nearest_of_all(
            points in proptest::collection::vec((-80.0..80.0_f64, -180.0..180.0_f64), 1..60),
            (lat, lon) in (-80.0..80.0_f64, -180.0..180.0_f64),
        ) {
            let points: Vec<_> = points.into_iter().map(|(lat, lon)| Point { lat, lon }).collect();
            let here = Point { lat, lon };
            let found = Nearest::of(points.iter().copied()).to(here).unwrap();
            let least = points.iter().map(|p| p.km_to(here)).fold(f64::INFINITY, f64::min);
            prop_assert!((points[found].km_to(here) - least).abs() < 1e-4);
        }
    }
}
