//! Arithmetic on rows of numbers, in loops that a compiler makes wide.

/// Adds to each row of `out` the row of `rows` times a matrix.
///
/// Four rows of the matrix are taken at a time for all rows, so that they are fetched once.
pub(crate) fn multiply(rows: &[&[f32]], matrix: &[f32], out: &mut [&mut [f32]]) {
    let Some(width) = out.first().map(|row| row.len()) else { return };
    for (n, four) in matrix.chunks_exact(4 * width).enumerate() {
        let (first, last) = four.split_at(2 * width);
        let ((a, b), (c, d)) = (first.split_at(width), last.split_at(width));
        for (row, out) in rows.iter().zip(out.iter_mut()) {
            let &[w, x, y, z] = &row[4 * n..4 * n + 4] else { continue };
            for ((((out, a), b), c), d) in out.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *out += w * a + x * b + y * c + z * d;
            }
        }
    }
}

/// A row times a matrix.
pub(crate) fn times(row: &[f32], matrix: &[f32], width: usize) -> Vec<f32> {
    let mut out = vec![0.0; width];
    multiply(&[row], matrix, &mut [&mut out]);
    out
}

/// How many sums are kept side by side, so that a compiler may make them one operation.
const LANES: usize = 8;

/// The product of two rows.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut lanes = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for n in 0..LANES {
            lanes[n] += a[n] * b[n];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    lanes.iter().sum::<f32>() + rest
}

/// The sum of a row.
fn sum(row: &[f32]) -> f32 {
    let (chunks, rest) = row.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for n in 0..LANES {
            lanes[n] += chunk[n];
        }
    }
    lanes.iter().chain(rest).sum()
}

/// Adds one row, so many times, to another.
pub(crate) fn add_times(row: &mut [f32], other: &[f32], times: f32) {
    for (n, other) in row.iter_mut().zip(other) {
        *n += other * times;
    }
}

/// `e` to the power of `x`, right to six digits, in arithmetic that a compiler makes wide; below -87
/// and beyond 87 as at these.
pub(crate) fn exp(x: f32) -> f32 {
    // A power of two and what is left of it, at most a half: the sum of a number and this one has
    // no places left for a fraction.
    const WHOLE: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0) * std::f32::consts::LOG2_E;
    let shifted = x + WHOLE;
    let rest = (x - (shifted - WHOLE)) * std::f32::consts::LN_2;
    let series = 1.0 / 720.0;
    let series = series * rest + 1.0 / 120.0;
    let series = series * rest + 1.0 / 24.0;
    let series = series * rest + 1.0 / 6.0;
    let series = series * rest + 0.5;
    let series = series * rest + 1.0;
    let series = series * rest + 1.0;
    let power = (shifted.to_bits() << 23).wrapping_add(0x3F80_0000);
    series * f32::from_bits(power)
}

/// A number times how likely one of a normal distribution is below it (GELU), with the error
/// function as Abramowitz and Stegun approach it (7.1.26).
pub(crate) fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let series = 1.061_405_4;
    let series = series * t - 1.453_152;
    let series = series * t + 1.421_413_7;
    let series = series * t - 0.284_496_74;
    let series = series * t + 0.254_829_6;
    let beyond = 0.5 * series * t * exp(-z * z);
    if x < 0.0 { x * beyond } else { x - x * beyond }
}

/// Makes of a row how likely each is.
pub(crate) fn softmax(row: &mut [f32]) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for n in row.iter_mut() {
        *n = exp(*n - most);
    }
    let scale = 1.0 / sum(row);
    for n in row {
        *n *= scale;
    }
}

/// Adds one row to another.
pub(crate) fn add(row: &mut [f32], other: &[f32]) {
    for (n, other) in row.iter_mut().zip(other) {
        *n += other;
    }
}

/// Takes what is below zero away.
pub(crate) fn rectify(row: &mut [f32]) {
    for n in row {
        *n = n.max(0.0);
    }
}

/// Centres a row, gives it the spread 1, then stretches and moves each number.
pub(crate) fn settle(row: &mut [f32], stretch: &[f32], shift: &[f32], epsilon: f32) {
    let count = row.len() as f32;
    let mean = sum(row) / count;
    for n in row.iter_mut() {
        *n -= mean;
    }
    let spread = dot(row, row) / count;
    let scale = 1.0 / (spread + epsilon).sqrt();
    for ((n, stretch), shift) in row.iter_mut().zip(stretch).zip(shift) {
        *n = *n * scale * stretch + shift;
    }
}

/// Gives a row the length 1.
pub(crate) fn to_length_one(row: &mut [f32], epsilon: f32) {
    let scale = 1.0 / dot(row, row).max(epsilon).sqrt();
    for n in row {
        *n *= scale;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_quick_functions_are_the_true_ones(x in -90.0_f64..90.0) {
            let near = f64::from(exp(x as f32)) / x.clamp(-87.0, 87.0).exp() - 1.0;
            prop_assert!(near.abs() < 2e-5, "exp({x}) is off by {near}");
            // The error function by its series, where that is exact enough.
            let x = x / 30.0;
            let z = x * std::f64::consts::FRAC_1_SQRT_2;
            let mut term = z;
            let mut erf = 0.0;
            for n in 0..60 {
                erf += term / f64::from(2 * n + 1);
                term *= -z * z / f64::from(n + 1);
            }
            erf *= std::f64::consts::FRAC_2_SQRT_PI;
            let near = f64::from(gelu(x as f32)) - x * 0.5 * (1.0 + erf);
            prop_assert!(near.abs() < 1e-6, "gelu({x}) is off by {near}");
        }

        #[test]
        fn a_softmax_adds_up_to_one(mut row in prop::collection::vec(-500.0_f32..500.0, 1..40)) {
            softmax(&mut row);
            prop_assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }

        #[test]
        fn a_product_is_the_sum_of_products(
            rows in 1_usize..4, width in 1_usize..9, numbers in prop::collection::vec(-9_i8..9, 200),
        ) {
            let number = |n: usize| f32::from(numbers[n % numbers.len()]);
            let left: Vec<Vec<f32>> =
                (0..rows).map(|r| (0..8).map(|k| number(8 * r + k)).collect()).collect();
            let matrix: Vec<f32> = (0..8 * width).map(|n| number(50 + n)).collect();
            let mut out = vec![vec![1.0; width]; rows];
            let left_rows: Vec<&[f32]> = left.iter().map(Vec::as_slice).collect();
            let mut out_rows: Vec<&mut [f32]> = out.iter_mut().map(Vec::as_mut_slice).collect();
            multiply(&left_rows, &matrix, &mut out_rows);
            for (row, out) in left.iter().zip(&out) {
                for (n, out) in out.iter().enumerate() {
                    let column: Vec<f32> = (0..8).map(|k| matrix[k * width + n]).collect();
                    prop_assert_eq!(*out, 1.0 + dot(row, &column));
                    prop_assert_eq!(dot(row, &column), (0..8).map(|k| row[k] * column[k]).sum());
                }
            }
        }
    }
}
