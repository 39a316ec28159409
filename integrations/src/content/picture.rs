//! Pictures, decoded within limits and written anew.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::{Fault, Kind};

/// Most pixels of a picture: what the largest cameras of phones make by default. Its header is read first, so that one
/// that only claims to be huge costs nothing.
pub(super) const MOST_PIXELS: u64 = 50_000_000;
/// Longest side; beyond it nothing shows a picture.
const LONGEST_SIDE: u32 = 30_000;
/// Most bytes the decoder may take.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// Of 100; nothing is seen of the loss, also in small print.
const QUALITY: u8 = 88;

/// The picture alone, the right way up: no place, no device, no preview, nothing after its end.
pub(super) fn written_anew(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Pdf => return Err(Fault::Broken),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Fault::TooManyPixels);
    }
    let orientation = decoder.orientation().map_err(|error| fault(&error))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    picture.apply_orientation(orientation);
    let picture = eight_bits(picture, kind);
    let mut out = Vec::new();
    let written = match kind {
        Kind::Jpeg => picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)),
        _ => picture.write_with_encoder(PngEncoder::new(&mut out)),
    };
    written.map_err(|error| fault(&error))?;
    Ok(out)
}

/// Eight bits a channel are enough for a paper, and half the size.
fn eight_bits(picture: DynamicImage, kind: Kind) -> DynamicImage {
    let color = picture.color();
    match (color.has_color(), color.has_alpha() && kind == Kind::Png) {
        (false, false) => picture.into_luma8().into(),
        (false, true) => picture.into_luma_alpha8().into(),
        (true, false) => picture.into_rgb8().into(),
        (true, true) => picture.into_rgba8().into(),
    }
}

fn fault(error: &ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::TooManyPixels,
        _ => Fault::Broken,
    }
}
