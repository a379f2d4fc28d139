//! Matrices of numbers of four bits: blocks of 32 numbers that share a scale (`Q4_0` of llama.cpp).
//!
//! They are kept as whole numbers of twelve bits with one scale a row, and are multiplied with
//! rows that are made such numbers too: the sum of products of whole numbers is what an ordinary
//! processor does fastest. What is lost is much less than what the four bits have lost before.

/// Numbers in a block.
const BLOCK: usize = 32;
/// Bytes of a block: its scale, and two numbers a byte.
const BYTES: usize = 2 + BLOCK / 2;
/// The largest whole number: the sum of `MOST_COLUMNS` products of two of them is below 2^31.
const LARGEST: f32 = 1_180.0;
/// How long a row may be.
const MOST_COLUMNS: usize = 1_536;
/// How many rows are taken at a time.
const NEAR: usize = 8;

/// Bytes of so many numbers.
pub(crate) const fn bytes_of(numbers: usize) -> usize {
    numbers / BLOCK * BYTES
}

/// The numbers of a row of blocks.
pub(crate) fn unpacked(bytes: &[u8], row: &mut [f32]) {
    for (block, numbers) in bytes.as_chunks::<BYTES>().0.iter().zip(row.as_chunks_mut().0) {
        let [low, high, pairs @ ..] = block;
        let scale = half(u16::from_le_bytes([*low, *high]));
        let numbers: &mut [f32; BLOCK] = numbers;
        let (first, second) = numbers.split_at_mut(BLOCK / 2);
        for ((pair, first), second) in pairs.iter().zip(first).zip(second) {
            *first = (f32::from(pair & 15) - 8.0) * scale;
            *second = (f32::from(pair >> 4) - 8.0) * scale;
        }
    }
}

/// A number of sixteen bits: a sign, five bits of a power of two, ten bits of a fraction.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (power, fraction) = (bits >> 10 & 31, f32::from(bits & 0x3FF) / 1_024.0);
    sign * match power {
        0 => fraction * 2.0_f32.powi(-14),
        31 => f32::NAN,
        _ => (1.0 + fraction) * 2.0_f32.powi(i32::from(power) - 15),
    }
}

/// Rows of whole numbers, each row with what one of them is worth.
pub(crate) struct Rows {
    columns: usize,
    numbers: Vec<i16>,
    scales: Vec<f32>,
}

impl Rows {
    /// Makes whole numbers of rows.
    pub fn of(rows: &[f32], columns: usize) -> Self {
        let mut numbers = Vec::with_capacity(rows.len());
        let mut scales = Vec::with_capacity(rows.len() / columns);
        for row in rows.chunks_exact(columns) {
            push(row, &mut numbers, &mut scales);
        }
        Self { columns, numbers, scales }
    }

    /// Reads blocks; `None` if they are not so many or a number is none.
    pub fn read(bytes: &[u8], rows: usize, columns: usize) -> Option<Self> {
        if bytes.len() != bytes_of(rows * columns) || columns > MOST_COLUMNS {
            return None;
        }
        let mut numbers = Vec::with_capacity(rows * columns);
        let mut scales = Vec::with_capacity(rows);
        let mut row = vec![0.0; columns];
        for bytes in bytes.chunks_exact(bytes_of(columns)) {
            unpacked(bytes, &mut row);
            push(&row, &mut numbers, &mut scales);
        }
        scales.iter().all(|scale| scale.is_finite()).then_some(Self { columns, numbers, scales })
    }

    /// The product of each row of `left` with each row of this matrix, and a shift added.
    pub fn times(&self, left: &Self, shift: &[f32]) -> Vec<f32> {
        let width = self.scales.len();
        let mut out = vec![0.0; left.scales.len() * width];
        // Some rows at a time stay near the processor while all of `left` passes by.
        for first in (0..width).step_by(NEAR) {
            let some = first..width.min(first + NEAR);
            let lefts = left.numbers.chunks_exact(self.columns).zip(&left.scales);
            for ((left, by), out) in lefts.zip(out.chunks_exact_mut(width)) {
                let numbers = &self.numbers[some.start * self.columns..some.end * self.columns];
                let rows = numbers.chunks_exact(self.columns).zip(&self.scales[some.clone()]);
                let outs = out[some.clone()].iter_mut().zip(&shift[some.clone()]);
                for ((row, scale), (out, shift)) in rows.zip(outs) {
                    *out = dot(row, left) * (scale * by) + shift;
                }
            }
        }
        out
    }
}

/// Adds a row.
fn push(row: &[f32], numbers: &mut Vec<i16>, scales: &mut Vec<f32>) {
    // Without their signs, numbers are in the order of their bits, and what is none is above all.
    let largest = row.iter().map(|n| n.to_bits() & 0x7FFF_FFFF).max().unwrap_or_default();
    let largest = f32::from_bits(largest);
    let factor = if largest > 0.0 { LARGEST / largest } else { 0.0 };
    // The last bits of the sum of a number and this one are the nearest whole number.
    numbers.extend(row.iter().map(|n| (n * factor + 12_582_912.0).to_bits() as i16));
    scales.push(largest / LARGEST);
}

/// The product of two rows, in sums side by side. None of them overflows: see [`LARGEST`].
fn dot(a: &[i16], b: &[i16]) -> f32 {
    let mut lanes = [0_i32; BLOCK];
    for (a, b) in a.as_chunks::<BLOCK>().0.iter().zip(b.as_chunks::<BLOCK>().0) {
        for n in 0..BLOCK {
            lanes[n] = lanes[n].wrapping_add(i32::from(a[n]) * i32::from(b[n]));
        }
    }
    lanes.into_iter().fold(0, i32::wrapping_add) as f32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_of_sixteen_bits_are_read() {
        let read = [0x3C00, 0xC000, 0x3555, 0x0001, 0x0000, 0x7BFF].map(half);
        assert_eq!(read, [1.0, -2.0, 0.333_251_95, 2.0_f32.powi(-24), 0.0, 65_504.0]);
        assert!(half(0x7C00).is_nan() && half(0x7E01).is_nan());
    }

    /// Blocks of a scale each and of numbers of four bits.
    fn blocks(scales: &[u16], nibbles: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (scale, nibbles) in scales.iter().zip(nibbles.chunks_exact(BLOCK / 2)) {
            bytes.extend(scale.to_le_bytes());
            bytes.extend(nibbles);
        }
        bytes
    }

    proptest! {
        #[test]
        fn a_product_is_nearly_that_of_the_numbers(
            scales in prop::collection::vec(0x2000_u16..0x3C00, 12),
            nibbles in prop::collection::vec(any::<u8>(), 12 * BLOCK / 2),
            left in prop::collection::vec(-9.0_f32..9.0, 2 * 128),
        ) {
            let bytes = blocks(&scales, &nibbles);
            let matrix = Rows::read(&bytes, 3, 128).unwrap();
            let out = matrix.times(&Rows::of(&left, 128), &[0.0, 1.0, 2.0]);
            let mut numbers = vec![0.0; 3 * 128];
            unpacked(&bytes, &mut numbers);
            for (n, row) in numbers.chunks_exact(128).enumerate() {
                for (m, left) in left.chunks_exact(128).enumerate() {
                    let whole: f32 = row.iter().zip(left).map(|(a, b)| a * b).sum();
                    let size: f32 = row.iter().zip(left).map(|(a, b)| (a * b).abs()).sum();
                    let largest = |row: &[f32]| row.iter().fold(0.0, |m: f32, n| m.max(n.abs()));
                    let slack = size / 500.0 + largest(row) * largest(left) * 128.0 / 1_000.0;
                    let off = out[3 * m + n] - n as f32 - whole;
                    prop_assert!(off.abs() <= slack, "{off} is beyond {slack}");
                }
            }
        }

        #[test]
        fn whatever_the_blocks_hold_no_number_is_none(
            bytes in prop::collection::vec(any::<u8>(), 0..2 * bytes_of(2 * 64)),
        ) {
            let read = Rows::read(&bytes, 2, 64);
            prop_assert!(read.is_none() || bytes.len() == bytes_of(2 * 64));
            let bytes: Vec<u8> = bytes.into_iter().cycle().take(bytes_of(2 * 64)).collect();
            if let Some(rows) = Rows::read(&bytes, 2, 64) {
                prop_assert!(rows.times(&rows, &[0.0; 2]).iter().all(|n| n.is_finite()));
            }
        }
    }

    #[test]
    fn the_largest_sums_have_room() {
        let left = Rows::of(&[1.0; MOST_COLUMNS], MOST_COLUMNS);
        let bytes = blocks(&[0xBC00; MOST_COLUMNS / BLOCK], &[0; MOST_COLUMNS / 2]);
        let matrix = Rows::read(&bytes, 1, MOST_COLUMNS).unwrap();
        let product = matrix.times(&left, &[0.0])[0] / MOST_COLUMNS as f32;
        assert!((product - 8.0).abs() < 1e-5, "{product}");
        assert!(Rows::read(&[], 0, MOST_COLUMNS + BLOCK).is_none());
    }
}
