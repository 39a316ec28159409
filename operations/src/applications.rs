//! The citizen's verbs: start, fill in, attach, check, send, follow, withdraw.

pub mod attach;
pub mod carry_over;
pub mod check;
pub mod copy;
pub(crate) mod draft;
pub mod fill;
pub mod list;
pub(crate) mod registries;
pub(crate) mod render;
pub mod start;
pub mod status;
pub mod submit;
pub mod withdraw;

pub use carry_over::carry_over;
pub use check::check;
pub use copy::copy;
pub use fill::{form, save_page};
pub use list::list;
pub use start::start;
pub use status::status;
pub use submit::submit;

/// The last day a draft is kept after its last change.
pub(crate) fn draft_kept_until(
    portal: &crate::Portal,
    application: &::store::applications::ApplicationRow,
) -> chrono::NaiveDate {
    fill::plus_days(
        crate::clock::local(application.updated_at).date(),
        portal.settings.draft_days,
    )
}
