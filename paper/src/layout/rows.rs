//! The lines of a document: a table of names and values.

use super::Flow;
use crate::plan::{Along, Colour, For, Role, Words, height};
use crate::sheet::Form;
use crate::text::{Base, Style};

impl Flow<'_> {
    /// The lines, each with a rule below; a page that is full is turned between two of them.
    pub(super) fn rows(&mut self) {
        if self.sheet.lines.is_empty() {
            return;
        }
        self.rule(Colour::Ink, 1.2);
        let table = self.plan.element(Role::Table, None);
        for number in 0..self.sheet.lines.len() {
            self.row(table, number);
        }
    }

    fn row(&mut self, table: usize, number: usize) {
        let sheet = self.sheet;
        let line = &sheet.lines[number];
        let letters = self.measures.letters;
        let numbered = matches!(sheet.form, Form::Certificate | Form::Licence);
        let gap = letters * if sheet.form == Form::Card { 0.16 } else { 0.34 };
        let indent = if numbered { letters * 2.4 } else { 0.0 };
        let label_right = self.right() - indent;
        let label_width = self.width() * 0.34 - letters;
        let value_right = label_right - self.width() * 0.34;
        let value_width = value_right - self.left();
        let quiet = Style::regular(letters * 0.85);
        let columns = [
            (
                &line.label,
                Style::regular(letters),
                Base::Rtl,
                Colour::Quiet,
                label_right,
                label_width,
            ),
            (
                &line.value,
                Style::bold(letters),
                Base::Auto,
                Colour::Ink,
                value_right,
                value_width,
            ),
        ];
        let texts = columns.map(|(text, style, base, colour, right, width)| {
            let arabic = Words {
                text: &text.ar,
                style,
                base,
                colour,
            };
            let differs = sheet.bilingual && text.en != text.ar && !text.en.is_empty();
            let english = differs.then_some(Words {
                text: &text.en,
                style: quiet,
                base: Base::Ltr,
                colour: Colour::Quiet,
            });
            let high = height(arabic, width) + english.map_or(0.0, |words| height(words, width));
            (arabic, english, right, width, high)
        });
        let high = texts.iter().map(|text| text.4).fold(0.0, f32::max);
        // A line higher than a page begins a page, and runs over its end rather than being lost.
        self.need(high + 2.0 * gap);
        let row = self.plan.element(Role::Row, Some(table));
        self.y += gap;
        if numbered {
            self.numeral(number + 1);
        }
        for (role, (arabic, english, right, width, _)) in [Role::Label, Role::Value].into_iter().zip(texts) {
            let element = self.plan.element(role, Some(row));
            let of = |english| For::Element { element, english };
            let along = Along::Right(right);
            let page = self.page;
            let below = self.plan.set(page, of(false), arabic, along, self.y, width);
            if let Some(words) = english {
                self.plan.set(page, of(true), words, along, self.y + below, width);
            }
        }
        self.y += high + gap;
        self.rule(Colour::Line, 0.6);
    }

    /// The number of a line, for those who see it.
    fn numeral(&mut self, number: usize) {
        let text = number.to_string();
        let words = Words {
            text: &text,
            style: Style::bold(self.measures.letters),
            base: Base::Rtl,
            colour: Colour::Thread,
        };
        let along = Along::Right(self.right());
        self.plan.set(self.page, For::Ornament, words, along, self.y, 40.0);
    }
}
