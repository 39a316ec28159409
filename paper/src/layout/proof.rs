//! How anyone checks the document: the square code, number and code, days, and the sentences at the end.

use super::Flow;
use crate::plan::{Along, Box4, Colour, For, Role, Words, height};
use crate::sheet::{Fact, Form, Sheet, Square};
use crate::text::{Base, Style};

/// Light modules around a square code (ISO 18004).
const QUIET: f32 = 4.0;

impl Flow<'_> {
    /// All of it, on one page: a card has it on its back.
    pub(super) fn proof(&mut self) {
        let letters = self.measures.letters;
        if self.sheet.form == Form::Card {
            self.turn_page();
        } else {
            self.y += letters * 1.6;
            self.need(self.proof_height());
        }
        let top = self.y;
        let mut low = top;
        let mut right = self.right();
        let sheet = self.sheet;
        if let Some(square) = &sheet.square {
            low = low.max(top + self.square(square, right - self.measures.square, top));
            right -= self.measures.square + letters * 1.6;
        }
        let half = sheet.facts.len().div_ceil(2);
        let column = (right - self.left()) / 2.0;
        for (number, facts) in sheet.facts.chunks(half.max(1)).enumerate() {
            let right = if number == 0 { right } else { right - column };
            low = low.max(self.facts(facts, right, top, column - letters));
        }
        self.y = low + letters * 0.8;
        self.closing();
    }

    fn proof_height(&self) -> f32 {
        let letters = self.measures.letters;
        let closing: f32 = sentences(self.sheet, letters)
            .iter()
            .map(|words| height(*words, self.width()))
            .sum();
        let facts = f32::from(u16::try_from(self.sheet.facts.len().div_ceil(2)).unwrap_or_default());
        // A label, a value that may take two lines, and a little air.
        let facts = facts * letters * (0.85 + 1.0 + 1.0) * 1.66;
        self.measures.square.max(facts) + letters + closing
    }

    /// One path of all dark modules, in a picture that is said in words.
    fn square(&mut self, square: &Square, x: f32, y: f32) -> f32 {
        let side = f32::from(u16::try_from(square.side).unwrap_or_default());
        // The quiet zone is the white of the page; the modules fill the square.
        let module = self.measures.square / side;
        let mut boxes = Vec::new();
        for (row, modules) in (0_u16..).zip(square.dark.chunks(square.side.max(1))) {
            let mut column = 0;
            while column < modules.len() {
                let run = modules[column..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    let at = |number: usize| f32::from(u16::try_from(number).unwrap_or_default());
                    boxes.push(Box4 {
                        x: x + at(column) * module,
                        y: y + f32::from(row) * module,
                        width: at(run) * module,
                        height: module,
                    });
                }
                column += run.max(1);
            }
        }
        let element = self.plan.element(Role::Figure(self.sheet.square_label.clone()), None);
        let of = For::Element {
            element,
            english: false,
        };
        self.plan.boxes(self.page, of, Colour::Black, boxes);
        self.measures.square + QUIET * module
    }

    /// Facts below each other; answers with where they end.
    fn facts(&mut self, facts: &[Fact], right: f32, top: f32, width: f32) -> f32 {
        let letters = self.measures.letters;
        let mut y = top;
        for fact in facts {
            let label = if self.sheet.bilingual {
                format!("{} \u{2068}{}\u{2069}", fact.label.ar, fact.label.en)
            } else {
                fact.label.ar.clone()
            };
            let texts = [
                (label.as_str(), Style::regular(letters * 0.85), Base::Rtl, Colour::Quiet),
                (fact.value.as_str(), Style::bold(letters), Base::Auto, Colour::Ink),
            ];
            for (text, style, base, colour) in texts {
                let element = self.plan.element(Role::Paragraph { english: false }, None);
                let of = For::Element {
                    element,
                    english: false,
                };
                let words = Words {
                    text,
                    style,
                    base,
                    colour,
                };
                y += self.plan.set(self.page, of, words, Along::Right(right), y, width);
            }
            y += letters * 0.3;
        }
        y
    }

    fn closing(&mut self) {
        let (right, width) = (Along::Right(self.right()), self.width());
        let sheet = self.sheet;
        for words in sentences(sheet, self.measures.letters) {
            let english = words.base == Base::Ltr;
            self.paragraph(Role::Paragraph { english }, words, right, width);
        }
    }
}

/// The sentences at the end, Arabic first.
fn sentences(sheet: &Sheet, letters: f32) -> Vec<Words<'_>> {
    let mut sentences = Vec::new();
    for text in &sheet.closing {
        sentences.push(Words {
            text: &text.ar,
            style: Style::regular(letters * 0.95),
            base: Base::Rtl,
            colour: Colour::Ink,
        });
        if sheet.bilingual {
            sentences.push(Words {
                text: &text.en,
                style: Style::regular(letters * 0.8),
                base: Base::Ltr,
                colour: Colour::Quiet,
            });
        }
    }
    sentences
}
