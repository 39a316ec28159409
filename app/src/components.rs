//! The parts pages are made of. Each keeps the HTML contract of its name; the style is in `style/components/`.

pub mod back_link;
pub mod breadcrumbs;
pub mod changes;
pub mod choices;
pub mod date_input;
pub mod error_summary;
pub mod fee_table;
pub mod footer;
pub mod get_form;
pub mod header;
pub mod layout;
pub mod motif;
pub mod notice;
pub mod pagination;
pub mod password_input;
pub mod path;
pub mod post_form;
pub mod print_button;
pub mod progress;
pub mod service_card;
pub mod source;
pub mod summary;
pub mod tag;
pub mod text_input;
pub mod timeline;
