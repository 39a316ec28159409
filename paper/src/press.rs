//! The plan becomes PDF: drawn page by page, and told as a tree.

use std::num::NonZeroU16;

use chrono::{Datelike, NaiveDateTime, Timelike};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::graphic::Graphic;
use krilla::metadata::{DateTime, Metadata, PageLayout, TextDirection};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use crate::fonts::face;
use crate::layout;
use crate::plan::{Box4, Colour, For, Ink, Piece, Plan, Role};
use crate::sheet::Sheet;
use crate::text::{Line, Run};

/// Why a sheet was not printed. It is a fault of the program, never of the reader.
#[derive(Debug, thiserror::Error)]
#[error("PDF: {0}")]
pub struct PressError(String);

/// Prints a sheet.
///
/// # Errors
/// When the library refuses: the result would not be what the standards ask for.
pub fn print(sheet: &Sheet) -> Result<Vec<u8>, PressError> {
    let plan = layout::laid_out(sheet);
    let standards = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PressError(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration: standards,
        ..SerializeSettings::default()
    });
    let mut held: Vec<Vec<Identifier>> = vec![Vec::new(); plan.elements.len()];
    for number in 0..plan.pages {
        let (width, height) = plan.size;
        let size = PageSettings::from_wh(width, height).ok_or_else(|| PressError("no such page".to_owned()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for piece in plan.pieces.iter().filter(|piece| piece.page == number) {
            if let Some((element, identifier)) = draw(&mut surface, piece) {
                held[element].push(identifier);
            }
        }
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some("ar".to_owned()));
    for root in &plan.roots {
        tree.push(group(&plan, &mut held, *root));
    }
    document.set_tag_tree(tree);
    document.set_outline(outline(sheet));
    document.set_metadata(metadata(sheet));
    document.finish().map_err(|error| PressError(format!("{error:?}")))
}

fn metadata(sheet: &Sheet) -> Metadata {
    Metadata::new()
        .title(format!("{} {}", sheet.title.ar, sheet.number))
        .language("ar".to_owned())
        .authors(vec![sheet.ministry.ar.clone()])
        .creator(sheet.portal.clone())
        .creation_date(moment(sheet.issued))
        .document_id(sheet.number.clone())
        .text_direction(TextDirection::RightToLeft)
        .page_layout(PageLayout::OneColumn)
}

/// The portal's time without its zone: the zone of Palestine changes by decree, and the day is what counts.
fn moment(at: NaiveDateTime) -> DateTime {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
}

fn outline(sheet: &Sheet) -> Outline {
    let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(sheet.title.ar.clone(), top));
    outline
}

fn group(plan: &Plan, held: &mut [Vec<Identifier>], number: usize) -> Node {
    let element = &plan.elements[number];
    let english = Some("en".to_owned());
    let tag: TagKind = match &element.role {
        Role::Heading(title) => Tag::Hn(NonZeroU16::MIN, Some(title.clone())).into(),
        Role::Paragraph { english: true } => Tag::P.with_lang(english).into(),
        Role::Paragraph { english: false } => Tag::P.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::Label => Tag::TH(TableHeaderScope::Row).into(),
        Role::Value => Tag::TD.into(),
        Role::Figure(said) => Tag::Figure(Some(said.clone())).into(),
    };
    let mut group = TagGroup::new(tag);
    for identifier in std::mem::take(&mut held[number]) {
        group.push(identifier);
    }
    for child in &element.children {
        group.push(self::group(plan, held, *child));
    }
    Node::Group(group)
}

/// Draws a piece; answers with the element it is of, and where it went.
fn draw(surface: &mut Surface<'_>, piece: &Piece) -> Option<(usize, Identifier)> {
    let ornament = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
    let tag = match (piece.of, &piece.ink) {
        (For::Element { english, .. }, Ink::Text { .. }) => {
            let language = if english { "en" } else { "ar" };
            ContentTag::Span(SpanTag::empty().with_lang(Some(language)))
        }
        (For::Element { .. }, Ink::Boxes(_) | Ink::Repeated { .. }) => ContentTag::Other,
        (For::Ornament, _) => ornament(ArtifactType::Layout),
        (For::Header, _) => ornament(ArtifactType::Header),
        (For::PageNumber, _) => ornament(ArtifactType::PageNumber),
    };
    let identifier = surface.start_tagged(tag);
    surface.set_fill(Some(solid(colour(piece.colour))));
    match &piece.ink {
        Ink::Text { line, x, y } => text(surface, line, *x, *y),
        Ink::Boxes(boxes) => fill(surface, boxes),
        Ink::Repeated { length, at } => repeat(surface, length, at, colour(piece.colour)),
    }
    surface.end_tagged();
    match piece.of {
        For::Element { element, .. } => Some((element, identifier)),
        For::Ornament | For::Header | For::PageNumber => None,
    }
}

/// The runs in the order they are read, each in its place: who copies or listens meets the words in their order.
fn text(surface: &mut Surface<'_>, line: &Line, x: f32, y: f32) {
    let mut placed = Vec::new();
    let mut x = x;
    for run in &line.runs {
        placed.push((run, x));
        x += run.width() * line.style.size;
    }
    placed.sort_by_key(|(run, _)| run.bytes.start);
    for (run, x) in placed {
        let glyphs = glyphs(run);
        let font = face(run.writing, line.style.weight).font.clone();
        surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, &line.text, line.style.size, false);
    }
}

/// The glyphs, each with the letters it stands for: up to where the next cluster begins.
fn glyphs(run: &Run) -> Vec<KrillaGlyph> {
    let mut starts: Vec<usize> = run.glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let end = |cluster: usize| {
        let next = starts.iter().find(|start| **start > cluster);
        next.copied().unwrap_or(run.bytes.end)
    };
    let placed = run.glyphs.iter().map(|glyph| {
        let letters = glyph.cluster..end(glyph.cluster);
        let id = GlyphId::new(glyph.id);
        KrillaGlyph::new(id, glyph.advance, glyph.dx, glyph.dy, 0.0, letters, None)
    });
    placed.collect()
}

fn fill(surface: &mut Surface<'_>, boxes: &[Box4]) {
    let mut path = PathBuilder::new();
    for one in boxes {
        if let Some(rect) = Rect::from_xywh(one.x, one.y, one.width, one.height) {
            path.push_rect(rect);
        }
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// The same stitches again and again: in the PDF once.
fn repeat(surface: &mut Surface<'_>, length: &[Box4], at: &[(f32, f32)], thread: rgb::Color) {
    let mut builder = surface.stream_builder();
    let mut once = builder.surface();
    once.set_fill(Some(solid(thread)));
    fill(&mut once, length);
    once.finish();
    let once = Graphic::new(builder.finish(), false);
    for (x, y) in at {
        surface.push_transform(&Transform::from_translate(*x, *y));
        surface.draw_graphic(once.clone());
        surface.pop();
    }
}

fn solid(colour: rgb::Color) -> Fill {
    Fill {
        paint: colour.into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn colour(colour: Colour) -> rgb::Color {
    let (red, green, blue) = match colour {
        Colour::Ink => (0x17, 0x1a, 0x12),
        Colour::Quiet => (0x4a, 0x51, 0x42),
        Colour::Line => (0xd9, 0xd4, 0xc3),
        Colour::Thread => (0x8f, 0x1d, 0x34),
        Colour::Olive => (0x35, 0x53, 0x0f),
        Colour::Tint => (0xee, 0xeb, 0xdd),
        Colour::Black => (0, 0, 0),
    };
    rgb::Color::new(red, green, blue)
}
