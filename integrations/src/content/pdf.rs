//! PDFs: refused when they are broken, locked, or hold something that acts by itself.
//!
//! What is allowed: text, pictures, fonts, bookmarks, links one has to press, form fields without scripts. What is not:
//! scripts, programs to be started, other files inside, forms that are programs (XFA), film and sound, anything that
//! happens when the file or a page is opened.

use lopdf::{Dictionary, Document, LoadOptions, Object};

use super::Fault;
use super::names;

/// Names that mean danger wherever they stand, also in bytes no table leads to. Long enough that compressed bytes do
/// not hold them by chance.
const ANYWHERE: [&[u8]; 7] = [
    b"JavaScript",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"RichMediaContent",
    b"SubmitForm",
    b"ImportData",
];
/// Keys of a dictionary that mean danger. `AA` acts on opening, closing, printing; `AF` and `EF` are other files.
const KEYS: [&[u8]; 7] = [b"AA", b"JS", b"EF", b"AF", b"XFA", b"EmbeddedFiles", b"JavaScript"];
/// Actions and notes that do more than lead to another place.
const KINDS: [&[u8]; 15] = [
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"ResetForm",
    b"Rendition",
    b"Movie",
    b"Sound",
    b"GoToE",
    b"GoTo3DView",
    b"Trans",
    b"RichMedia",
    b"RichMediaExecute",
    b"Screen",
    b"FileAttachment",
];
/// All streams that hold objects, unpacked, together. A file of many gets less for each.
const UNPACKED: usize = 256 * 1024 * 1024;
/// The most one of them may have.
const UNPACKED_ONE: usize = 16 * 1024 * 1024;
/// Deepest nesting that is followed; the library reads no deeper.
const DEEPEST: usize = 128;

/// Whether the file may be kept as it is.
pub(super) fn harmless(bytes: &[u8]) -> Result<(), Fault> {
    let (mut locked, mut active, mut packed) = (false, false, 0_usize);
    names::each(bytes, |name| {
        locked |= name == b"Encrypt";
        active |= ANYWHERE.contains(&name);
        packed += usize::from(name == b"ObjStm");
    });
    if locked {
        return Err(Fault::Locked);
    }
    if active {
        return Err(Fault::Active);
    }
    let limit = (UNPACKED / packed.max(1)).min(UNPACKED_ONE);
    let options = LoadOptions::with_max_decompressed_size(limit);
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| Fault::Broken)?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Fault::Locked);
    }
    let root = document.catalog().map_err(|_| Fault::Broken)?;
    if document.page_iter().next().is_none() || !is_whole(&document) {
        return Err(Fault::Broken);
    }
    let opens = root
        .get(b"OpenAction")
        .ok()
        .and_then(|on| document.dereference(on).ok());
    if opens.is_some_and(|(_, on)| acts(on)) || dictionary_is_active(&document.trailer) {
        return Err(Fault::Active);
    }
    for object in document.objects.values() {
        if is_active(object, DEEPEST) {
            return Err(Fault::Active);
        }
    }
    Ok(())
}

/// Whether every stream of objects could be unpacked: what could not be read was not looked at.
fn is_whole(document: &Document) -> bool {
    let entries = document.reference_table.entries.iter();
    entries
        .filter(|(_, entry)| matches!(entry, lopdf::xref::XrefEntry::Compressed { .. }))
        .all(|(number, _)| document.objects.contains_key(&(*number, 0)))
}

/// On opening a file may show one of its own pages, and nothing more.
fn acts(on: &Object) -> bool {
    match on {
        Object::Dictionary(action) => !action
            .get(b"S")
            .and_then(Object::as_name)
            .is_ok_and(|kind| kind == b"GoTo"),
        _ => false,
    }
}

fn is_active(object: &Object, depth: usize) -> bool {
    if depth == 0 {
        return true;
    }
    match object {
        Object::Dictionary(dictionary) => {
            dictionary_is_active(dictionary) || dictionary.iter().any(|(_, value)| is_active(value, depth - 1))
        }
        Object::Stream(stream) => {
            dictionary_is_active(&stream.dict) || stream.dict.iter().any(|(_, value)| is_active(value, depth - 1))
        }
        Object::Array(items) => items.iter().any(|item| is_active(item, depth - 1)),
        _ => false,
    }
}

fn dictionary_is_active(dictionary: &Dictionary) -> bool {
    let is = |key: &[u8]| {
        let name = dictionary.get(key).and_then(Object::as_name);
        name.is_ok_and(|name| KINDS.contains(&name))
    };
    // `S` is the kind of an action, `Subtype` that of a note; both also mean other things, with other names.
    KEYS.iter().any(|key| dictionary.has(key)) || is(b"S") || is(b"Subtype")
}
