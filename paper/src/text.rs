//! Text becomes lines: broken at spaces, turned round by the Unicode bidirectional algorithm (UAX #9), shaped run by run.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use crate::fonts::{Glyph, Weight, Writing, face, is_mark, printable, writing_of};

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Size of the letters, in points.
    pub(crate) size: f32,
    /// Their weight.
    pub(crate) weight: Weight,
}

impl Style {
    pub(crate) const fn regular(size: f32) -> Self {
        Self {
            size,
            weight: Weight::Regular,
        }
    }

    pub(crate) const fn bold(size: f32) -> Self {
        Self {
            size,
            weight: Weight::Bold,
        }
    }
}

/// Glyphs of one face and direction, from left to right.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Whose letters.
    pub(crate) writing: Writing,
    /// The glyphs; clusters are bytes of the line's text.
    pub(crate) glyphs: Vec<Glyph>,
    /// The bytes of the line's text.
    pub(crate) bytes: Range<usize>,
}

impl Run {
    /// Its width in parts of the em.
    pub(crate) fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// A line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Its text, in the order it is read.
    pub(crate) text: String,
    /// Its runs, from left to right.
    pub(crate) runs: Vec<Run>,
    /// How it looks.
    pub(crate) style: Style,
    /// Its width in points.
    pub(crate) width: f32,
}

/// The direction of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// Arabic.
    Rtl,
    /// English.
    Ltr,
    /// A value of its own: what its first letter says.
    Auto,
}

/// The lines of a paragraph that is at most so many points wide.
pub(crate) fn lines(text: &str, style: Style, base: Base, width: f32) -> Vec<Line> {
    let text: String = text.chars().filter_map(printable).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Vec::new();
    }
    let level = match base {
        Base::Rtl => Some(Level::rtl()),
        Base::Ltr => Some(Level::ltr()),
        Base::Auto => None,
    };
    let bidi = BidiInfo::new(&text, level);
    let Some(paragraph) = bidi.paragraphs.first() else {
        return Vec::new();
    };
    broken(&text, &bidi.levels, style, width)
        .into_iter()
        .map(|bytes| {
            let (levels, runs) = bidi.visual_runs(paragraph, bytes.clone());
            line(&text, bytes, &levels, &runs, style)
        })
        .collect()
}

/// The bytes of each line, without the space it ends with.
fn broken(text: &str, levels: &[Level], style: Style, width: f32) -> Vec<Range<usize>> {
    let space = measured(" ", 0..1, &[Level::rtl()], style);
    let mut lines: Vec<Range<usize>> = Vec::new();
    let (mut start, mut end, mut used) = (0, 0, 0.0);
    for word in words(text) {
        for (number, piece) in pieces(text, word, levels, style, width).into_iter().enumerate() {
            let wide = measured(text, piece.clone(), levels, style);
            let gap = if number == 0 { space } else { 0.0 };
            if end > start && (number > 0 || used + gap + wide > width) {
                lines.push(start..end);
                (start, used) = (piece.start, wide);
            } else if end > start {
                used += gap + wide;
            } else {
                (start, used) = (piece.start, wide);
            }
            end = piece.end;
        }
    }
    lines.push(start..end);
    lines
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split(' ').map(move |word| {
        let bytes = start..start + word.len();
        start = bytes.end + 1;
        bytes
    })
}

/// A word, or the pieces of one that is wider than the line.
fn pieces(text: &str, word: Range<usize>, levels: &[Level], style: Style, width: f32) -> Vec<Range<usize>> {
    if measured(text, word.clone(), levels, style) <= width {
        return vec![word];
    }
    let mut pieces = Vec::new();
    let mut start = word.start;
    let mut end = word.start;
    for (at, letter) in text[word.clone()].char_indices() {
        let after = word.start + at + letter.len_utf8();
        if end > start && measured(text, start..after, levels, style) > width {
            pieces.push(start..end);
            start = end;
        }
        end = after;
    }
    pieces.push(start..end);
    pieces
}

fn measured(text: &str, bytes: Range<usize>, levels: &[Level], style: Style) -> f32 {
    let mut width = 0.0;
    let mut start = bytes.start;
    while start < bytes.end {
        let level = levels[start];
        let mut end = start;
        while end < bytes.end && levels[end] == level {
            end += 1;
        }
        let runs = faced(text, start..end, level.is_rtl(), style.weight, 0);
        width += runs.iter().map(Run::width).sum::<f32>() * style.size;
        start = end;
    }
    width
}

fn line(text: &str, bytes: Range<usize>, levels: &[Level], runs: &[Range<usize>], style: Style) -> Line {
    let mut shaped = Vec::new();
    for run in runs {
        let rtl = levels[run.start].is_rtl();
        let mut faces = faced(text, run.clone(), rtl, style.weight, bytes.start);
        if rtl {
            faces.reverse();
        }
        shaped.append(&mut faces);
    }
    let width = shaped.iter().map(Run::width).sum::<f32>() * style.size;
    Line {
        text: text[bytes].to_owned(),
        runs: shaped,
        style,
        width,
    }
}

/// A run of one direction, cut where the face changes, in the order of the text. Clusters count from `origin`.
fn faced(text: &str, bytes: Range<usize>, rtl: bool, weight: Weight, origin: usize) -> Vec<Run> {
    let mut cuts: Vec<(Writing, Range<usize>)> = Vec::new();
    let mut writing = if rtl { Writing::Arabic } else { Writing::Latin };
    for (at, letter) in text[bytes.clone()].char_indices() {
        let at = bytes.start + at;
        let after = at + letter.len_utf8();
        if is_mark(letter) && !matches!(letter, '\u{200C}' | '\u{200D}') {
            continue;
        }
        if !is_mark(letter) {
            writing = writing_of(letter, writing);
        }
        match cuts.last_mut() {
            Some((last, cut)) if *last == writing && cut.end == at => cut.end = after,
            _ => cuts.push((writing, at..after)),
        }
    }
    cuts.into_iter()
        .map(|(writing, cut)| Run {
            writing,
            glyphs: face(writing, weight).shape(&text[cut.clone()], rtl, writing, cut.start - origin),
            bytes: cut.start - origin..cut.end - origin,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line as the eye meets it, from left to right: each glyph's letters.
    fn seen(text: &str, base: Base) -> Vec<String> {
        let lines = lines(text, Style::regular(10.0), base, 1_000.0);
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        line.runs
            .iter()
            .map(|run| line.text[run.bytes.clone()].to_owned())
            .collect()
    }

    #[test]
    fn numbers_and_latin_words_stand_in_their_order() {
        assert_eq!(seen("رقم 1958/0417 قيد", Base::Rtl), [" قيد", "1958/0417", "رقم "]);
        assert_eq!(seen("MOI-2026-12345678", Base::Rtl), ["MOI-2026-12345678"]);
        let mixed = seen("جامعة Birzeit University نابلس", Base::Rtl);
        assert_eq!(mixed, [" نابلس", "Birzeit University", "جامعة "]);
    }

    #[test]
    fn marks_of_isolation_steer_and_are_not_printed() {
        let seen = seen("على \u{2068}example.ps/ar/verify\u{2069}.", Base::Rtl);
        assert_eq!(seen, [".", "example.ps/ar/verify", "على "]);
    }

    #[test]
    fn lines_are_no_wider_than_they_may_be() {
        let name = "عبد الرحمن محمود يوسف عبد الكريم الخطيب التميمي ".repeat(6);
        let lines = lines(&name, Style::bold(12.0), Base::Rtl, 180.0);
        assert!(lines.len() > 5, "{}", lines.len());
        assert!(
            lines
                .iter()
                .all(|line| line.width <= 180.5 && !line.text.ends_with(' '))
        );
        let whole: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(whole.join(" "), name.trim());
    }

    #[test]
    fn a_word_that_is_too_long_is_cut() {
        let word = "ABCDEFGHIJ".repeat(20);
        let lines = lines(&word, Style::regular(10.0), Base::Auto, 100.0);
        assert!(lines.len() > 5 && lines.iter().all(|line| line.width <= 100.0));
        let whole: String = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(whole, word);
    }

    #[test]
    fn letters_of_no_face_are_marked() {
        assert_eq!(seen("漢", Base::Auto), ["\u{FFFD}"]);
        assert!(lines(" \u{7} ", Style::regular(9.0), Base::Rtl, 9.0).is_empty());
    }
}
