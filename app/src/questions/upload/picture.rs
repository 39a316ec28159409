//! A photo, made smaller before it goes over a slow line.

use js_sys::Promise;
use leptos::prelude::{document, window};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Longest side of what is sent, in pixels: a page of small print stays readable.
const LONGEST: u32 = 2000;
/// Of 1.
const QUALITY: f64 = 0.8;

/// Whether it is a picture.
pub(super) fn is_one(file: &Blob) -> bool {
    file.type_().starts_with("image/")
}

/// Its length. A file of a browser is far below where whole numbers end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length is a whole number above zero"
)]
pub(super) fn bytes(blob: &Blob) -> u64 {
    blob.size() as u64
}

/// A smaller JPEG of it, the right way up; none when the browser cannot read it, or nothing would be won.
pub(super) async fn smaller(file: &Blob) -> Option<Blob> {
    let bitmap = window().create_image_bitmap_with_blob(file).ok()?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await.ok()?.dyn_into().ok()?;
    let longest = bitmap.width().max(bitmap.height()).max(1);
    let fit = |side: u32| (u64::from(side) * u64::from(LONGEST.min(longest)) / u64::from(longest)).max(1);
    let (width, height) = (fit(bitmap.width()), fit(bitmap.height()));
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(u32::try_from(width).ok()?);
    canvas.set_height(u32::try_from(height).ok()?);
    let drawing: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    // What can be seen through would become black.
    drawing.set_fill_style_str("#fff");
    drawing.fill_rect(0.0, 0.0, width, height);
    drawing
        .draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height)
        .ok()?;
    bitmap.close();
    let blob = written(&canvas).await?;
    (blob.size() < file.size()).then_some(blob)
}

async fn written(canvas: &HtmlCanvasElement) -> Option<Blob> {
    let promise = Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |blob: JsValue| _ = resolve.call1(&JsValue::NULL, &blob));
        _ = canvas.to_blob_with_type_and_encoder_options(
            done.unchecked_ref(),
            "image/jpeg",
            &JsValue::from_f64(QUALITY),
        );
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}
