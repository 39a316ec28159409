//! The four faces in the program: Noto Naskh Arabic and Noto Sans, regular and bold, under the OFL (`fonts/OFL.txt`).
//! A PDF gets only the glyphs it uses.

use std::sync::OnceLock;

use harfrust::{Direction, Script, ShaperData, UnicodeBuffer, script};
use krilla::text::Font;
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;

/// How thick the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// For reading.
    Regular,
    /// For values and headings.
    Bold,
}

/// Whose letters a face has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// Noto Naskh Arabic.
    Arabic,
    /// Noto Sans: Latin letters, digits, signs.
    Latin,
}

/// A glyph with its place; lengths in parts of the em.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    /// Its number in the face.
    pub(crate) id: u32,
    /// The byte its letters begin at.
    pub(crate) cluster: usize,
    /// How far it moves on.
    pub(crate) advance: f32,
    /// Moved right by.
    pub(crate) dx: f32,
    /// Moved up by.
    pub(crate) dy: f32,
}

/// A face.
pub(crate) struct Face {
    /// For the PDF.
    pub(crate) font: Font,
    outlines: harfrust::FontRef<'static>,
    shaping: ShaperData,
    letters: Charmap<'static>,
    em: f32,
}

/// What the letter is shown as when no face has it.
const UNKNOWN: char = '\u{FFFD}';

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let outlines = harfrust::FontRef::new(bytes).ok()?;
        let font = Font::new(bytes.into(), 0)?;
        Some(Self {
            em: font.units_per_em(),
            font,
            shaping: ShaperData::new(&outlines),
            letters: outlines.charmap(),
            outlines,
        })
    }

    /// Whether the face has this letter.
    pub(crate) fn has(&self, letter: char) -> bool {
        self.letters.map(letter).is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// Glyphs of a text of one direction, from left to right. `start` is added to each cluster.
    pub(crate) fn shape(&self, text: &str, rtl: bool, writing: Writing, start: usize) -> Vec<Glyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(if rtl {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        let script: Script = match writing {
            Writing::Arabic => script::ARABIC,
            Writing::Latin => script::LATIN,
        };
        buffer.set_script(script);
        let shaper = self.shaping.shaper(&self.outlines).build();
        let shaped = shaper.shape(buffer, &[]);
        let placed = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let part = |units: i32| f32::from(i16::try_from(units).unwrap_or(i16::MAX)) / self.em;
        placed
            .map(|(info, place)| Glyph {
                id: info.glyph_id,
                cluster: start + usize::try_from(info.cluster).unwrap_or_default(),
                advance: part(place.x_advance),
                dx: part(place.x_offset),
                dy: part(place.y_offset),
            })
            .collect()
    }
}

struct Faces {
    arabic: [Face; 2],
    latin: [Face; 2],
}

/// A face of a weight. They are read once.
///
/// # Panics
/// Never: the files are in the program, and a test reads them.
pub(crate) fn face(writing: Writing, weight: Weight) -> &'static Face {
    static FACES: OnceLock<Faces> = OnceLock::new();
    let faces = FACES.get_or_init(|| {
        let read = |bytes: &'static [u8]| Face::read(bytes).expect("the font files are read by a test");
        Faces {
            arabic: [
                read(include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf")),
                read(include_bytes!("../fonts/NotoNaskhArabic-Bold.ttf")),
            ],
            latin: [
                read(include_bytes!("../fonts/NotoSans-Regular.ttf")),
                read(include_bytes!("../fonts/NotoSans-Bold.ttf")),
            ],
        }
    });
    let [regular, bold] = match writing {
        Writing::Arabic => &faces.arabic,
        Writing::Latin => &faces.latin,
    };
    match weight {
        Weight::Regular => regular,
        Weight::Bold => bold,
    }
}

/// The writing a letter is taken from. A space or a sign that both have stays with the letters before it.
pub(crate) fn writing_of(letter: char, before: Writing) -> Writing {
    let own = match letter {
        '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}' => Writing::Arabic,
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => Writing::Arabic,
        letter if letter.is_alphanumeric() => Writing::Latin,
        _ => before,
    };
    let other = match own {
        Writing::Arabic => Writing::Latin,
        Writing::Latin => Writing::Arabic,
    };
    let has = |writing| face(writing, Weight::Regular).has(letter);
    if !has(own) && has(other) { other } else { own }
}

/// The text as the faces can show it: no marks of direction or control, and a sign for what no face has.
pub(crate) fn printable(letter: char) -> Option<char> {
    match letter {
        '\u{200C}' | '\u{200D}' => Some(letter),
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}' => Some(letter),
        '\t' | '\n' | '\r' | '\u{A0}' | '\u{2028}' | '\u{2029}' => Some(' '),
        letter if letter.is_control() => None,
        '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2065}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => None,
        letter if has_any(letter) => Some(letter),
        _ => Some(UNKNOWN),
    }
}

fn has_any(letter: char) -> bool {
    let regular = |writing| face(writing, Weight::Regular).has(letter);
    regular(Writing::Arabic) || regular(Writing::Latin)
}

/// Marks that only steer: they have no glyph.
pub(crate) const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_have_what_documents_need() {
        for weight in [Weight::Regular, Weight::Bold] {
            let arabic = face(Writing::Arabic, weight);
            let letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىپچگڤ،؛؟ـًٌٍَُِّْٰ";
            assert!(letters.chars().all(|letter| arabic.has(letter)));
            let latin = face(Writing::Latin, weight);
            let letters = "ABCXYZabcxyz0123456789 .,:;/-–—()[]«»“”’%+@#&*₪€éüçñ\u{FFFD}";
            assert!(letters.chars().all(|letter| latin.has(letter)));
        }
    }

    #[test]
    fn letters_are_joined() {
        let face = face(Writing::Arabic, Weight::Regular);
        let glyphs = |text: &str| -> Vec<u32> {
            let shaped = face.shape(text, true, Writing::Arabic, 0);
            shaped.into_iter().map(|glyph| glyph.id).collect()
        };
        // From left to right: the last letter is met first.
        let alone = [glyphs("ا"), glyphs("ل")].concat();
        assert!(glyphs("لا").iter().all(|glyph| !alone.contains(glyph)));
        assert_ne!(glyphs("ببب")[0], glyphs("ببب")[2]);
        assert_eq!(printable('\u{1F600}'), Some(UNKNOWN));
        assert_eq!(printable('\u{7}'), None);
    }
}
