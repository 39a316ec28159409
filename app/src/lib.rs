//! What people see: pages, components, words.
//!
//! * [`app`] is the route table, [`shell()`] the document around it, [`routes`] every address.
//! * [`api`] asks the server for what the pages show; what people send goes to handlers of the server crate by
//!   [`components::post_form`], with and without script (decision 2).
//! * A page loads one view with [`page`], shows it, and says what is wrong with [`problems`].
//! * [`context`] is what every page may ask for: the language, who is looking, what was posted.

pub mod api;
pub mod app;
pub mod components;
pub mod contact;
pub mod context;
pub mod error;
pub mod focus;
pub mod live;
pub mod page;
pub mod pages;
pub mod problems;
pub mod questions;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod words;

pub use app::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
