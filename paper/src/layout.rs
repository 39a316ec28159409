//! Where everything of a sheet stands. One flow for all forms; what differs is in [`Measures`] and a few branches.

mod proof;
mod rows;

use crate::plan::{Along, Box4, Colour, For, Plan, Role, Words};
use crate::sheet::{Form, Sheet};
use crate::stitches;
use crate::text::{Base, Style};

/// The lengths of a form, in points.
#[derive(Clone, Copy, Debug)]
struct Measures {
    width: f32,
    height: f32,
    /// Left and right of the text.
    side: f32,
    /// From the page's edge to the ornament.
    edge: f32,
    /// One stitch of the band.
    stitch: f32,
    /// Size of ordinary letters.
    letters: f32,
    /// Size of the title.
    title: f32,
    /// Height of the mark; it stands between the two names of the ministry.
    mark: f32,
    /// Side of the square code: at least 30 mm, so that a phone reads it from paper.
    square: f32,
}

const A4: Measures = Measures {
    width: 595.28,
    height: 841.89,
    side: 62.0,
    edge: 28.0,
    stitch: 2.0,
    letters: 11.0,
    title: 26.0,
    mark: 40.0,
    square: 94.0,
};

/// A6 lying.
const CARD: Measures = Measures {
    width: 419.53,
    height: 297.64,
    side: 26.0,
    edge: 12.0,
    stitch: 1.2,
    letters: 8.5,
    title: 15.0,
    mark: 24.0,
    square: 94.0,
};

/// The laying out: where it has come to.
struct Flow<'a> {
    sheet: &'a Sheet,
    plan: Plan,
    measures: Measures,
    page: usize,
    y: f32,
}

/// Lays a sheet out.
pub(crate) fn laid_out(sheet: &Sheet) -> Plan {
    let measures = match sheet.form {
        Form::Certificate | Form::Licence | Form::Letter => A4,
        Form::Card => CARD,
    };
    let mut flow = Flow {
        sheet,
        plan: Plan {
            size: (measures.width, measures.height),
            ..Plan::default()
        },
        measures,
        page: 0,
        y: 0.0,
    };
    flow.begin_page();
    flow.head();
    flow.title();
    flow.rows();
    flow.proof();
    flow.numbers();
    flow.plan
}

impl Flow<'_> {
    fn right(&self) -> f32 {
        self.measures.width - self.measures.side
    }

    fn left(&self) -> f32 {
        self.measures.side
    }

    fn width(&self) -> f32 {
        self.measures.width - 2.0 * self.measures.side
    }

    fn middle(&self) -> f32 {
        self.measures.width / 2.0
    }

    /// Where the text must end: the band and the page's number are below.
    fn bottom(&self) -> f32 {
        let band = stitches::band_height(self.measures.stitch);
        self.measures.height - self.measures.edge - band - self.measures.letters * 2.4
    }

    /// The frame, and the place below it.
    fn begin_page(&mut self) {
        let Measures {
            width,
            height,
            edge,
            letters,
            ..
        } = self.measures;
        self.plan.pages = self.page + 1;
        let inner = width - 2.0 * edge;
        let high = self.band(edge, inner);
        if self.sheet.form != Form::Letter {
            self.band(height - edge - high, inner);
        }
        if self.sheet.form != Form::Letter {
            let side = |x| Box4 {
                x,
                y: edge,
                width: 0.6,
                height: height - 2.0 * edge,
            };
            let sides = vec![side(edge - 0.6), side(width - edge)];
            self.plan.boxes(self.page, For::Ornament, Colour::Line, sides);
        }
        self.y = edge + high + letters * 1.6;
    }

    /// A band from edge to edge; answers with its height.
    fn band(&mut self, y: f32, width: f32) -> f32 {
        let (threads, at, high) = stitches::band(self.measures.edge, y, width, self.measures.stitch);
        for thread in threads {
            self.plan.repeat(self.page, thread.colour, thread.boxes, at.clone());
        }
        high
    }

    /// Goes on with a page that says which document it belongs to.
    fn turn_page(&mut self) {
        self.page += 1;
        self.begin_page();
        let (page, top, right, width) = (self.page, self.y, self.right(), self.width());
        let style = Style::regular(self.measures.letters * 0.9);
        let words = |text, base| Words {
            text,
            style,
            base,
            colour: Colour::Quiet,
        };
        let sheet = self.sheet;
        let title = words(&sheet.title.ar, Base::Rtl);
        let high = self
            .plan
            .set(page, For::Header, title, Along::Right(right), top, width * 0.6);
        let number = words(&sheet.number, Base::Ltr);
        let left = Along::Left(self.left());
        self.plan.set(page, For::Header, number, left, top, width * 0.4);
        self.y += high + style.size * 0.6;
        self.rule(Colour::Line, 0.6);
        self.y += style.size;
    }

    /// Turns the page when so much does not fit on it any more.
    fn need(&mut self, height: f32) {
        if self.y + height > self.bottom() {
            self.turn_page();
        }
    }

    /// A line over the whole width.
    fn rule(&mut self, colour: Colour, thick: f32) {
        let rule = Box4 {
            x: self.left(),
            y: self.y,
            width: self.width(),
            height: thick,
        };
        self.plan.boxes(self.page, For::Ornament, colour, vec![rule]);
    }

    /// An element with one text, set below what is there.
    fn paragraph(&mut self, role: Role, words: Words<'_>, along: Along, width: f32) {
        let english = role == Role::Paragraph { english: true };
        let element = self.plan.element(role, None);
        let of = For::Element { element, english };
        self.y += self.plan.set(self.page, of, words, along, self.y, width);
    }

    /// The ministry at both edges, the mark between.
    fn head(&mut self) {
        let (page, top) = (self.page, self.y);
        let style = Style::bold(self.measures.letters);
        let name = self.width() / 2.0 - self.measures.mark;
        let sheet = self.sheet;
        let mut high = self.measures.mark;
        let words = |text, base| Words {
            text,
            style,
            base,
            colour: Colour::Ink,
        };
        let element = self.plan.element(Role::Paragraph { english: false }, None);
        let of = For::Element {
            element,
            english: false,
        };
        let right = Along::Right(self.right());
        let arabic = words(&sheet.ministry.ar, Base::Rtl);
        high = high.max(self.plan.set(page, of, arabic, right, top, name));
        if sheet.bilingual {
            let element = self.plan.element(Role::Paragraph { english: true }, None);
            let of = For::Element { element, english: true };
            let left = Along::Left(self.left());
            let english = words(&sheet.ministry.en, Base::Ltr);
            high = high.max(self.plan.set(page, of, english, left, top, name));
        }
        let mark = stitches::mark(self.middle() - self.measures.mark / 2.0, top, self.measures.mark);
        for stitches in mark {
            self.plan.boxes(page, For::Ornament, stitches.colour, stitches.boxes);
        }
        self.y += high + self.measures.letters;
    }

    /// Title, sentence, and the last day where it matters most.
    fn title(&mut self) {
        let sheet = self.sheet;
        let letters = self.measures.letters;
        let (width, card) = (self.width(), sheet.form == Form::Card);
        let along = match sheet.form {
            Form::Letter => Along::Right(self.right()),
            Form::Certificate | Form::Licence | Form::Card => Along::Middle(self.middle()),
        };
        let size = if sheet.form == Form::Letter {
            self.measures.title * 0.7
        } else {
            self.measures.title
        };
        let words = |text, style, base, colour| Words {
            text,
            style,
            base,
            colour,
        };
        let title = words(&sheet.title.ar, Style::bold(size), Base::Rtl, Colour::Ink);
        self.paragraph(Role::Heading(sheet.title.ar.clone()), title, along, width);
        if sheet.bilingual {
            let title = words(&sheet.title.en, Style::regular(letters * 1.2), Base::Ltr, Colour::Quiet);
            self.paragraph(Role::Paragraph { english: true }, title, along, width);
        }
        if !card {
            self.y += letters * 0.8;
            let intro = words(&sheet.intro.ar, Style::regular(letters * 1.1), Base::Rtl, Colour::Ink);
            self.paragraph(Role::Paragraph { english: false }, intro, along, width);
            if sheet.bilingual {
                let intro = words(&sheet.intro.en, Style::regular(letters * 0.9), Base::Ltr, Colour::Quiet);
                self.paragraph(Role::Paragraph { english: true }, intro, along, width);
            }
        }
        self.validity();
        self.y += letters * if card { 0.4 } else { 1.2 };
    }

    /// The last day on its own ground: a licence is looked at for it.
    fn validity(&mut self) {
        let sheet = self.sheet;
        let Some(validity) = sheet.validity.as_ref().filter(|_| sheet.form == Form::Licence) else {
            return;
        };
        let letters = self.measures.letters;
        let (label, value) = (Style::regular(letters), Style::bold(letters * 1.7));
        self.y += letters;
        let ground = Box4 {
            x: self.left(),
            y: self.y,
            width: self.width(),
            height: (label.size + value.size) * 1.66 + letters,
        };
        let end = ground.y + ground.height;
        self.plan.boxes(self.page, For::Ornament, Colour::Tint, vec![ground]);
        self.y += letters * 0.5;
        let (along, width) = (Along::Middle(self.middle()), self.width());
        let words = |text, style, colour| Words {
            text,
            style,
            base: Base::Rtl,
            colour,
        };
        let role = Role::Paragraph { english: false };
        let named = words(&validity.label.ar, label, Colour::Quiet);
        self.paragraph(role.clone(), named, along, width);
        let day = words(&validity.value, value, Colour::Olive);
        self.paragraph(role, day, along, width);
        self.y = end;
    }

    /// "Page 1 of 2" at the foot, where there is more than one.
    fn numbers(&mut self) {
        let pages = self.plan.pages;
        if pages < 2 {
            return;
        }
        let sheet = self.sheet;
        let size = self.measures.letters * 0.8;
        let top = self.bottom() + size * 0.6;
        for page in 0..pages {
            let text = sheet.page_of.replace("{page}", &(page + 1).to_string());
            let text = text.replace("{pages}", &pages.to_string());
            let words = Words {
                text: &text,
                style: Style::regular(size),
                base: Base::Rtl,
                colour: Colour::Quiet,
            };
            let along = Along::Middle(self.middle());
            self.plan.set(page, For::PageNumber, words, along, top, self.width());
        }
    }
}
