//! QR codes as paths of SVG: black on white, on the screen and on paper.

use qrcode::QrCode;
use qrcode::types::Color;

/// A text as the side of its square and an SVG path, with the quiet zone of four modules; `None`
/// when it is too long.
#[must_use]
pub fn path(text: &str) -> Option<(usize, String)> {
    let made = QrCode::new(text).ok()?;
    let width = made.width();
    let mut path = String::new();
    for (i, color) in made.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", i % width + 4, i / width + 4));
        }
    }
    Some((width + 8, path))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_square_has_its_quiet_zone() {
        let (side, path) = super::path("TANDEM:ABC-123").unwrap();
        assert_eq!(side, 29);
        assert!(path.starts_with("M4 4h1v1h-1z"));
        assert!(super::path(&"x".repeat(10_000)).is_none());
    }
}
