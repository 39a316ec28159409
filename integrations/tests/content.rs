//! Files as people give them, and as people who mean harm give them.

use std::time::Instant;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use integrations::content::{Fault, Kind, checked};
use lopdf::{Dictionary, Document, Object, SaveOptions, Stream, dictionary};

async fn look(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let kind = Kind::of(bytes).expect("a kind that is taken");
    checked(kind, bytes.to_vec()).await
}

/// Two pixels beside each other: red, then blue.
fn two_pixels() -> RgbImage {
    let mut picture = RgbImage::new(32, 16);
    for (x, _, pixel) in picture.enumerate_pixels_mut() {
        pixel.0 = if x < 16 { [250, 10, 10] } else { [10, 10, 250] };
    }
    picture
}

fn jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    two_pixels()
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 95))
        .expect("written");
    bytes
}

fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    two_pixels()
        .write_with_encoder(PngEncoder::new(&mut bytes))
        .expect("written");
    bytes
}

/// The photo with a place, a device and the mark "turned by 90°" beside it.
fn jpeg_with_exif() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x02".to_vec();
    exif.extend(b"\x01\x0F\0\x02\0\0\0\x0A\0\0\0\x26"); // Make, ten letters at 0x26
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"); // Orientation 6
    exif.extend(b"\0\0\0\0SECRETCAM\0");
    let mut bytes = jpeg()[..2].to_vec();
    bytes.extend(b"\xFF\xE1");
    bytes.extend(u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&jpeg()[2..]);
    bytes
}

/// A PDF of one page whose catalogue has these entries besides.
fn pdf(more: Dictionary) -> Document {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let text = document.add_object(Stream::new(Dictionary::new(), b"BT ET".to_vec()));
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => text });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let mut root = dictionary! { "Type" => "Catalog", "Pages" => pages };
    root.extend(&more);
    let root = document.add_object(root);
    document.trailer.set("Root", root);
    document
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("saved");
    bytes
}

fn packed(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .compression_level(6)
        .build();
    document.save_with_options(&mut bytes, options).expect("saved");
    bytes
}

fn script() -> Dictionary {
    dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") }
}

#[tokio::test]
async fn a_photo_loses_what_stands_beside_it_and_stands_upright() {
    let given = jpeg_with_exif();
    assert!(given.windows(9).any(|part| part == b"SECRETCAM"));
    let kept = look(&given).await.expect("taken");
    for gone in [&b"SECRETCAM"[..], b"Exif"] {
        assert!(!kept.windows(gone.len()).any(|part| part == gone));
    }
    let picture = image::load_from_memory(&kept).expect("a photo").to_rgb8();
    assert_eq!(picture.dimensions(), (16, 32), "turned as the mark says");
    let (top, bottom) = (picture.get_pixel(8, 4).0, picture.get_pixel(8, 28).0);
    assert!(top[0] > 200 && bottom[2] > 200, "{top:?} {bottom:?}");
}

#[tokio::test]
async fn what_is_glued_to_a_picture_is_gone() {
    for mut given in [jpeg(), png()] {
        given.extend(b"PK\x03\x04<script>alert(1)</script>%PDF-1.7");
        let kept = look(&given).await.expect("taken");
        assert!(!kept.windows(8).any(|part| part == b"<script>"));
        assert!(image::load_from_memory(&kept).is_ok());
    }
}

#[tokio::test]
async fn a_png_loses_its_texts() {
    let mut info = png();
    let text = b"tEXtComment\0SECRETPLACE";
    let mut chunk = u32::try_from(text.len() - 4).expect("short").to_be_bytes().to_vec();
    chunk.extend(text);
    chunk.extend(crc(text).to_be_bytes());
    info.splice(33..33, chunk);
    let kept = look(&info).await.expect("taken");
    assert!(!kept.windows(11).any(|part| part == b"SECRETPLACE"));
}

/// The sum every chunk of a PNG ends with.
fn crc(bytes: &[u8]) -> u32 {
    let turned = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    });
    !turned
}

/// A PNG that says it is this large, and holds one line.
fn huge_png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1A\n\0\0\0\x0D".to_vec();
    let mut head = b"IHDR".to_vec();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    bytes.extend(&head);
    bytes.extend(crc(&head).to_be_bytes());
    bytes.extend(b"\0\0\0\x04IDATxxxx\0\0\0\0");
    bytes
}

#[tokio::test]
async fn a_bomb_costs_its_header_only() {
    let began = Instant::now();
    for (width, height) in [(65_535, 65_535), (30_000, 30_000), (u32::MAX >> 1, 1), (8_000, 7_000)] {
        assert_eq!(
            look(&huge_png(width, height)).await,
            Err(Fault::TooManyPixels),
            "{width}×{height}"
        );
    }
    let mut jpeg = jpeg();
    let frame = jpeg.windows(2).position(|mark| mark == b"\xFF\xC0").expect("a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    assert_eq!(look(&jpeg).await, Err(Fault::TooManyPixels));
    assert!(began.elapsed().as_secs() < 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_picture_that_breaks_off_is_broken() {
    let (jpeg, png) = (jpeg(), png());
    assert_eq!(look(&png[..png.len() / 2]).await, Err(Fault::Broken));
    assert_eq!(look(&jpeg[..40]).await, Err(Fault::Broken));
    assert_eq!(look(&huge_png(10, 10)).await, Err(Fault::Broken));
    assert_eq!(look(b"\xFF\xD8\xFF").await, Err(Fault::Broken));
    assert_eq!(
        look(b"\x89PNG\r\n\x1A\n<svg onload=alert(1)>").await,
        Err(Fault::Broken)
    );
}

#[tokio::test]
async fn sixteen_bits_and_grey_are_taken() {
    let mut bytes = Vec::new();
    let line = [0x12_u8; 8 * 4 * 2];
    PngEncoder::new(&mut bytes)
        .write_image(&line, 8, 4, ExtendedColorType::L16)
        .expect("written");
    let kept = look(&bytes).await.expect("taken");
    assert_eq!(
        image::load_from_memory(&kept).expect("a picture").color(),
        image::ColorType::L8
    );
}

#[tokio::test]
async fn an_ordinary_pdf_is_kept_as_it_is() {
    let link = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.ps") };
    let shows = dictionary! { "S" => "GoTo", "D" => vec![0.into(), "Fit".into()] };
    for more in [
        Dictionary::new(),
        dictionary! { "OpenAction" => shows },
        dictionary! { "OpenAction" => vec![0.into(), "Fit".into()] },
        dictionary! { "Outlines" => dictionary! { "A" => link } },
        dictionary! { "Lang" => Object::string_literal("ar /JavaScript") },
    ] {
        // A word in a text is no name, but a raw look cannot know it: the last one is refused, to be safe.
        let spoken = more.has(b"Lang");
        for bytes in [saved(pdf(more.clone())), packed(pdf(more.clone()))] {
            match look(&bytes).await {
                Ok(kept) => assert_eq!(kept, bytes),
                Err(fault) => assert!(spoken && fault == Fault::Active, "{more:?}: {fault:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_pdf_that_acts_by_itself_is_refused() {
    let launch = dictionary! { "S" => "Launch", "F" => Object::string_literal("cmd.exe") };
    let opens = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://evil.example") };
    let file = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => Vec::<Object>::new() } };
    let named = dictionary! { "JavaScript" => dictionary! { "Names" => Vec::<Object>::new() } };
    for (what, more) in [
        ("a script on opening", dictionary! { "OpenAction" => script() }),
        ("an address on opening", dictionary! { "OpenAction" => opens }),
        ("a program", dictionary! { "OpenAction" => launch.clone() }),
        (
            "a program behind a bookmark",
            dictionary! { "Outlines" => dictionary! { "A" => launch } },
        ),
        (
            "more actions",
            dictionary! { "AA" => dictionary! { "WC" => dictionary! { "S" => "Named" } } },
        ),
        (
            "a form that is a program",
            dictionary! { "AcroForm" => dictionary! { "XFA" => Vec::<Object>::new() } },
        ),
        ("files inside", dictionary! { "Names" => file }),
        ("named scripts", dictionary! { "Names" => named }),
        (
            "a film",
            dictionary! { "Outlines" => dictionary! { "Subtype" => "RichMedia" } },
        ),
        (
            "a form that is sent",
            dictionary! { "Outlines" => dictionary! { "S" => "SubmitForm" } },
        ),
        (
            "deep inside",
            dictionary! { "Outlines" => vec![vec![vec![Object::from(script())].into()].into()] },
        ),
    ] {
        assert_eq!(look(&saved(pdf(more.clone()))).await, Err(Fault::Active), "{what}");
        assert_eq!(look(&packed(pdf(more))).await, Err(Fault::Active), "{what}, packed");
    }
}

/// In a packed stream of objects, where no word of it stands in the file.
#[tokio::test]
async fn a_script_in_a_packed_stream_is_found() {
    let mut document = pdf(Dictionary::new());
    // Long enough to be worth packing.
    let text = format!("app.alert('{}')", "x".repeat(5000));
    let hidden = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal(text) };
    let hidden = document.add_object(hidden);
    let root = document
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .expect("a root");
    let root = document.get_dictionary_mut(root).expect("a catalogue");
    root.set("OpenAction", hidden);
    let bytes = packed(document);
    assert!(!bytes.windows(10).any(|part| part == b"JavaScript"), "it is packed");
    assert_eq!(look(&bytes).await, Err(Fault::Active));
}

/// An object no table leads to, and one with its name written in another way.
#[tokio::test]
async fn a_script_no_table_leads_to_is_found() {
    let mut bytes = saved(pdf(Dictionary::new()));
    let end = bytes.len();
    bytes.splice(end..end, b"\n99 0 obj<</S/Java#53cript/JS(x)>>endobj\n".iter().copied());
    assert_eq!(look(&bytes).await, Err(Fault::Active));
}

#[tokio::test]
async fn a_locked_pdf_is_refused() {
    let mut document = pdf(Dictionary::new());
    let key = dictionary! { "Filter" => "Standard", "V" => 1, "R" => 2, "P" => -4 };
    let key = document.add_object(key);
    document.trailer.set("Encrypt", key);
    let bytes = saved(document);
    assert_eq!(look(&bytes).await, Err(Fault::Locked));
}

#[tokio::test]
async fn a_pdf_that_is_none_is_broken() {
    let whole = saved(pdf(Dictionary::new()));
    let half = &whole[..whole.len() / 2];
    let nested = [
        b"%PDF-1.7\n1 0 obj\n".as_slice(),
        &b"[".repeat(200_000),
        b"\nstartxref\n9\n%%EOF",
    ]
    .concat();
    for bytes in [
        half,
        b"%PDF-",
        b"%PDF-1.7 proof",
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        &nested,
    ] {
        assert_eq!(look(bytes).await, Err(Fault::Broken));
    }
    let mut empty = Document::with_version("1.7");
    let root = empty.add_object(dictionary! { "Type" => "Catalog" });
    empty.trailer.set("Root", root);
    assert_eq!(look(&saved(empty)).await, Err(Fault::Broken), "no page");
}

/// A stream of objects that is a thousand times larger than it looks.
#[tokio::test]
async fn a_bomb_in_a_pdf_is_refused_in_time() {
    let began = Instant::now();
    let mut document = pdf(Dictionary::new());
    let mut zeros = b"9 0 ".to_vec();
    zeros.resize(64 * 1024 * 1024, b' ');
    let mut bomb = Stream::new(dictionary! { "Type" => "ObjStm", "N" => 1, "First" => 4 }, zeros);
    bomb.compress().expect("packed");
    let at = document.add_object(bomb);
    document.max_id = at.0;
    let plain = saved(document);
    assert!(plain.len() < 200_000);
    let kept = look(&plain).await;
    assert!(kept.is_ok() || kept == Err(Fault::Broken), "{kept:?}");
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

/// Cut anywhere and changed anywhere: an answer, never the end of the process.
#[tokio::test]
async fn no_damage_ends_the_process() {
    let mut seed = 0x9E37_79B9_u32;
    let mut chance = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        seed as usize % below
    };
    let originals = [
        jpeg_with_exif(),
        png(),
        saved(pdf(Dictionary::new())),
        packed(pdf(script())),
    ];
    for original in &originals {
        for _ in 0..150 {
            let mut bytes = original.clone();
            for _ in 0..=chance(6) {
                let at = 8 + chance(bytes.len() - 8);
                bytes[at] = u8::try_from(chance(256)).expect("a byte");
            }
            bytes.truncate(9 + chance(bytes.len() - 8));
            if let Some(kind) = Kind::of(&bytes) {
                _ = checked(kind, bytes).await;
            }
        }
    }
}
