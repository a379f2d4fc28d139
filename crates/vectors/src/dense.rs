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
    let mean = sum(row.iter().copied()) / count;
    for n in row.iter_mut() {
        *n -= mean;
    }
    let spread = sum(row.iter().map(|n| n * n)) / count;
    let scale = 1.0 / (spread + epsilon).sqrt();
    for ((n, stretch), shift) in row.iter_mut().zip(stretch).zip(shift) {
        *n = *n * scale * stretch + shift;
    }
}

fn sum(numbers: impl Iterator<Item = f32>) -> f32 {
    numbers.sum()
}

/// Gives a row the length 1.
pub(crate) fn to_length_one(row: &mut [f32], epsilon: f32) {
    let scale = 1.0 / sum(row.iter().map(|n| n * n)).max(epsilon).sqrt();
    for n in row {
        *n *= scale;
    }
}
