//! What stands where on which page, and what it means: the tree a screen reader walks, and the pieces to be drawn.

use crate::text::{Base, Line, Style, lines};

/// The colours of the identity, on white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    /// Text.
    Ink,
    /// What stands beside it.
    Quiet,
    /// Lines between rows.
    Line,
    /// The red thread.
    Thread,
    /// The green thread.
    Olive,
    /// A ground.
    Tint,
    /// The square code.
    Black,
}

/// A filled box.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Box4 {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// What an element is to a screen reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The title.
    Heading(String),
    /// A paragraph; whether it is English.
    Paragraph {
        /// In English.
        english: bool,
    },
    /// The lines of the document.
    Table,
    /// One of them.
    Row,
    /// What it is.
    Label,
    /// Its value.
    Value,
    /// A picture, said in words.
    Figure(String),
}

/// What a piece is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// An element; whether these letters are English.
    Element {
        /// Which.
        element: usize,
        /// In English.
        english: bool,
    },
    /// Ornament.
    Ornament,
    /// What each further page repeats.
    Header,
    /// The page's number.
    PageNumber,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub(crate) enum Ink {
    /// A line of text: left end and base line.
    Text { line: Line, x: f32, y: f32 },
    /// Boxes.
    Boxes(Vec<Box4>),
    /// The same boxes at several places.
    Repeated { length: Vec<Box4>, at: Vec<(f32, f32)> },
}

/// A piece of a page.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) page: usize,
    pub(crate) of: For,
    pub(crate) colour: Colour,
    pub(crate) ink: Ink,
}

/// An element of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) role: Role,
    pub(crate) children: Vec<usize>,
}

/// Where the lines of a text stand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Along {
    /// They end here, as Arabic begins.
    Right(f32),
    /// They begin here.
    Left(f32),
    /// In the middle of this.
    Middle(f32),
}

/// A text to be set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    pub(crate) text: &'a str,
    pub(crate) style: Style,
    pub(crate) base: Base,
    pub(crate) colour: Colour,
}

impl Words<'_> {
    /// From one line to the next. Naskh needs more than Latin.
    pub(crate) fn leading(self) -> f32 {
        let lines = if self.base == Base::Ltr { 1.38 } else { 1.66 };
        self.style.size * lines
    }

    /// From the top of a line to its base.
    fn rise(self) -> f32 {
        self.leading() * if self.base == Base::Ltr { 0.74 } else { 0.68 }
    }
}

/// The whole.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Width and height of each page.
    pub(crate) size: (f32, f32),
    pub(crate) pages: usize,
    pub(crate) elements: Vec<Element>,
    /// Those that are in no other.
    pub(crate) roots: Vec<usize>,
    pub(crate) pieces: Vec<Piece>,
}

impl Plan {
    /// A new element; in the whole document, or in another one.
    pub(crate) fn element(&mut self, role: Role, parent: Option<usize>) -> usize {
        let number = self.elements.len();
        self.elements.push(Element {
            role,
            children: Vec::new(),
        });
        match parent {
            Some(parent) => self.elements[parent].children.push(number),
            None => self.roots.push(number),
        }
        number
    }

    /// Draws boxes.
    pub(crate) fn boxes(&mut self, page: usize, of: For, colour: Colour, boxes: Vec<Box4>) {
        let ink = Ink::Boxes(boxes);
        self.pieces.push(Piece { page, of, colour, ink });
    }

    /// Draws the same boxes at several places, as an ornament.
    pub(crate) fn repeat(&mut self, page: usize, colour: Colour, length: Vec<Box4>, at: Vec<(f32, f32)>) {
        let (of, ink) = (For::Ornament, Ink::Repeated { length, at });
        self.pieces.push(Piece { page, of, colour, ink });
    }

    /// Sets lines below this height; answers with how high they are together.
    pub(crate) fn set(&mut self, page: usize, of: For, words: Words<'_>, along: Along, top: f32, width: f32) -> f32 {
        let mut y = top;
        for line in lines(words.text, words.style, words.base, width) {
            let x = match along {
                Along::Right(right) => right - line.width,
                Along::Left(left) => left,
                Along::Middle(middle) => middle - line.width / 2.0,
            };
            let leading = words.leading();
            let ink = Ink::Text {
                x,
                y: y + words.rise(),
                line,
            };
            let colour = words.colour;
            self.pieces.push(Piece { page, of, colour, ink });
            y += leading;
        }
        y - top
    }
}

/// How high a text would be.
pub(crate) fn height(words: Words<'_>, width: f32) -> f32 {
    let count = lines(words.text, words.style, words.base, width).len();
    f32::from(u16::try_from(count).unwrap_or(u16::MAX)) * words.leading()
}
