//! The stitched identity on paper.

use domain::motif::{BAND, MARK};

use crate::plan::{Box4, Colour};

/// Each stitch leaves a little of the cloth on all sides.
const CLOTH: f32 = 0.08;

/// Stitches of one colour.
pub(crate) struct Stitches {
    /// The thread.
    pub(crate) colour: Colour,
    /// One box for each stitch.
    pub(crate) boxes: Vec<Box4>,
}

/// The mark, so many points high, its upper left corner at this place.
pub(crate) fn mark(x: f32, y: f32, height: f32) -> [Stitches; 2] {
    stitched(&MARK, x, y, height / rows(&MARK))
}

/// How many rows a motif has.
fn rows(motif: &[&str]) -> f32 {
    f32::from(u16::try_from(motif.len()).unwrap_or(u16::MAX))
}

/// How many columns a motif has.
fn columns(motif: &[&str]) -> f32 {
    let widest = motif.iter().map(|row| row.len()).max().unwrap_or_default();
    f32::from(u16::try_from(widest).unwrap_or(u16::MAX))
}

/// How high a band of such stitches is.
pub(crate) fn band_height(stitch: f32) -> f32 {
    stitch * rows(&BAND)
}

/// A band of whole lengths in the middle of this width: the stitches of one length, and where each length begins. Answers
/// with its height too.
pub(crate) fn band(x: f32, y: f32, width: f32, stitch: f32) -> ([Stitches; 2], Vec<(f32, f32)>, f32) {
    let length = stitch * columns(&BAND);
    let mut starts = Vec::new();
    let mut used = 0.0;
    while used + length <= width {
        starts.push(used);
        used += length;
    }
    let inset = x + (width - used) / 2.0;
    let at = starts.into_iter().map(|start| (inset + start, y)).collect();
    (stitched(&BAND, 0.0, 0.0, stitch), at, band_height(stitch))
}

fn stitched(rows: &[&str], x: f32, y: f32, stitch: f32) -> [Stitches; 2] {
    let of = |thread: u8| {
        let mut boxes = Vec::new();
        for (row, stitches) in (0_u16..).zip(rows) {
            for (column, _) in (0_u16..).zip(stitches.bytes()).filter(|(_, letter)| *letter == thread) {
                boxes.push(Box4 {
                    x: x + (f32::from(column) + CLOTH) * stitch,
                    y: y + (f32::from(row) + CLOTH) * stitch,
                    width: stitch * (1.0 - 2.0 * CLOTH),
                    height: stitch * (1.0 - 2.0 * CLOTH),
                });
            }
        }
        boxes
    };
    [
        Stitches {
            colour: Colour::Thread,
            boxes: of(b'a'),
        },
        Stitches {
            colour: Colour::Olive,
            boxes: of(b'b'),
        },
    ]
}
