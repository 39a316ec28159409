//! The stitched identity: the mark, the band, the star and the icons, all drawn from one thing, a row of short strokes.
//!
//! A picture is written here as it is counted on cloth: one text per row, a letter per stitch, a full stop where the
//! cloth shows. The compiler turns each letter into the data of one `<path class="st">`, whose dashes (`style/motif.css`)
//! cut it into stitches. To draw a new icon, write eleven rows of eleven in `motif/icons.rs` and give it a line in
//! [`service_icon`].
//!
//! Pictures never speak: they are hidden from assistive technology and always stand beside the name of the thing.

mod icons;
mod stitch;

use domain::motif::{BAND, MARK};
use leptos::prelude::*;

pub use icons::*;
use stitch::stitches;

/// Named, since an element made of literals alone is written as markup in the browser, which the content policy forbids.
const PETAL: &str = "#petal";

/// A quarter of the eight-petal star; the other three are its mirror images. `s` sand, `p` rose, `g` gold.
const STAR: [&str; 20] = [
    "...................s",
    "....s.............pp",
    "..s.s.s...........pp",
    "...sgs...........ppp",
    ".ssgggss..........pp",
    "...sgs.............s",
    "..s.s.s.............",
    "....s........s......",
    ".............ss.....",
    ".............sps....",
    ".............spps...",
    ".............sppps..",
    ".............spppps.",
    ".......ssssss.sppps.",
    "........spppps.spps.",
    ".........spppps.sps.",
    "..........spppps.ss.",
    "...p.......spppps.s.",
    ".pppp.......ssssssg.",
    "spppps.............g",
];

/// The portal's mark. An installation puts its own emblem beside it, not in its place.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 13 13" aria-hidden="true" focusable="false">
            <path class="st st-b" d=stitches!(MARK, b'b')></path>
            <path class="st st-a" d=stitches!(MARK, b'a')></path>
        </svg>
    }
}

/// The embroidered edge: under the header, over the footer, at both ends of a certificate and of the confirmation.
#[component]
pub fn Band(
    /// Names the pattern within the page; each band of a page needs its own.
    id: &'static str,
    /// On the dark ground (footer, confirmation) the thread is sand and gold.
    #[prop(optional)]
    on_deep: bool,
) -> impl IntoView {
    let (first, second) = if on_deep {
        ("st st-s", "st st-g")
    } else {
        ("st st-a", "st st-b")
    };
    view! {
        <svg class="edge" aria-hidden="true" focusable="false">
            <pattern id=id width="30" height="21" patternUnits="userSpaceOnUse">
                <g transform="scale(3)">
                    <path class=first d=stitches!(BAND, b'a')></path>
                    <path class=second d=stitches!(BAND, b'b')></path>
                </g>
            </pattern>
            <rect width="100%" height="21" fill=format!("url(#{id})")></rect>
        </svg>
    }
}

/// The eight-petal star of the home page. Once, from 60rem; the style sheet hides it below.
#[component]
pub fn Star() -> impl IntoView {
    view! {
        <svg viewBox="-2 -2 43 43" aria-hidden="true" focusable="false">
            <defs>
                <g id="petal">
                    <path class="st st-s" d=stitches!(STAR, b's')></path>
                    <path class="st st-p" d=stitches!(STAR, b'p')></path>
                    <path class="st st-g" d=stitches!(STAR, b'g')></path>
                </g>
            </defs>
            <use href=PETAL></use>
            <use href=PETAL transform="matrix(-1 0 0 1 39 0)"></use>
            <use href=PETAL transform="matrix(1 0 0 -1 0 39)"></use>
            <use href=PETAL transform="matrix(-1 0 0 -1 39 39)"></use>
        </svg>
    }
}

/// An icon of eleven by eleven stitches, in the colour of its place.
#[component]
pub fn Icon(
    /// One of the paths below.
    path: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 11 11" aria-hidden="true" focusable="false">
            <path class="st" d=path></path>
        </svg>
    }
}

/// The icon of a service.
#[component]
pub fn ServiceIcon(
    /// The service's name in addresses.
    id: String,
) -> impl IntoView {
    view! { <Icon path=service_icon(&id)/> }
}

/// The picture of a service. One that nobody has drawn yet gets a written sheet.
pub fn service_icon(id: &str) -> &'static str {
    match id {
        "academic-certificate-attestation" => BOOK,
        "birth-certificate-extract" => SPROUT,
        "building-permit" => TOWER,
        "company-registration" => SHOP,
        "driving-licence-renewal" => CAR,
        "health-insurance-enrolment" => HEART,
        "identity-card-issuance" => CARD,
        "land-title-extract" => PARCELS,
        "non-conviction-certificate" => SCALES,
        "passport-renewal" => PASSPORT,
        "tax-clearance-certificate" => LEDGER,
        "vehicle-licence-renewal" => VEHICLE,
        _ => SHEET,
    }
}

/// What happens in a life, as the home page asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifeEvent {
    /// A child was born.
    Child,
    /// A marriage.
    Marriage,
    /// School, university.
    Study,
    /// Work, a company.
    Work,
    /// A car.
    Vehicle,
    /// A house, land.
    Home,
    /// Treatment.
    Health,
    /// Somebody died.
    Death,
}

impl LifeEvent {
    /// All of them, as shown.
    pub const ALL: [Self; 8] = [
        Self::Child,
        Self::Marriage,
        Self::Study,
        Self::Work,
        Self::Vehicle,
        Self::Home,
        Self::Health,
        Self::Death,
    ];

    /// Its picture.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Child => SPROUT,
            Self::Marriage => RINGS,
            Self::Study => BOOK,
            Self::Work => BRIEFCASE,
            Self::Vehicle => CAR,
            Self::Home => HOUSE,
            Self::Health => HEART,
            Self::Death => CYPRESS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_of_the_browser_is_the_mark() {
        let favicon = include_str!("../../../public/favicon.svg");
        assert!(favicon.contains(stitches!(MARK, b'a')) && favicon.contains(stitches!(MARK, b'b')));
    }

    #[test]
    fn an_unknown_service_has_an_icon() {
        assert_eq!(service_icon("fishing-licence"), SHEET);
        assert_ne!(service_icon("passport-renewal"), SHEET);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn bands_name_their_own_pattern_and_stay_silent() {
        let html = view! { <Band id="edge-foot" on_deep=true/> }.to_html();
        assert!(html.contains(r#"<pattern id="edge-foot""#), "{html}");
        assert!(html.contains(r#"fill="url(#edge-foot)""#), "{html}");
        assert!(
            html.contains(r#"aria-hidden="true""#) && html.contains("st st-s"),
            "{html}"
        );
    }
}
