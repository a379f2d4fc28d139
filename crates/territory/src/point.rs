//! Points on the earth.

use serde::Serialize;

/// A point (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Mean radius of the earth in kilometres (IUGG).
const RADIUS_KM: f64 = 6_371.008_8;

impl Point {
    /// Kilometres to another point along the ground, without regard to roads (haversine).
    #[must_use]
    pub fn km_to(self, other: Self) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let north = ((b - a) / 2.0).sin();
        let east = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let h = north * north + a.cos() * b.cos() * east * east;
        2.0 * RADIUS_KM * h.sqrt().min(1.0).asin()
    }

    /// A box in which every point within `km` of this one lies: south, north, west, east, in
    /// degrees. For a first, quick choice; not across the date line nor at the poles.
    #[must_use]
    pub fn around(self, km: f64) -> (f64, f64, f64, f64) {
        let up = (km / RADIUS_KM).to_degrees();
        // On the parallel that is nearest the pole a degree is shortest.
        let widest = (self.lat.abs() + up).min(89.0).to_radians().cos();
        let aside = up / widest;
        (self.lat - up, self.lat + up, self.lon - aside, self.lon + aside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paris_is_as_far_from_marseille_as_it_is() {
        let paris = Point { lat: 48.8566, lon: 2.3522 };
        let marseille = Point { lat: 43.2965, lon: 5.3698 };
        assert!((paris.km_to(marseille) - 660.5).abs() < 1.0);
        assert_eq!(paris.km_to(paris), 0.0);
    }

    proptest! {
        #[test]
        fn distance_is_the_same_both_ways_and_what_is_near_lies_in_the_box(
            lat in -60.0..60.0_f64, lon in -170.0..170.0_f64,
            north in -0.5..0.5_f64, east in -0.5..0.5_f64,
        ) {
            let here = Point { lat, lon };
            let there = Point { lat: lat + north, lon: lon + east };
            let km = here.km_to(there);
            prop_assert!((km - there.km_to(here)).abs() < 1e-6);
            let (s, n, w, e) = here.around(km + 1e-6);
            prop_assert!((s..=n).contains(&there.lat) && (w..=e).contains(&there.lon));
        }
    }
}
