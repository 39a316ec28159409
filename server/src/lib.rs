//! How the portal is reached.
//!
//! | To find | Look in |
//! |---|---|
//! | every address, with who may use it | [`router`] |
//! | what happens to a request before its handler | [`middleware`], in order in [`middleware::gate`] |
//! | what a posted form does | [`handlers`], one file per form |
//! | how a page is rendered | [`pages`] |
//! | what is answered when something is wrong | [`refusal`] |
//! | settings | [`config`] |
//! | commands | [`cli`] |
//! | sockets, limits on connections, stopping | [`listen`] |
//! | what runs by itself | [`worker`] |
//!
//! A handler parses, calls one operation and says where to go. It decides nothing.

pub mod answer;
pub mod asked;
pub mod cli;
pub mod commands;
pub mod config;
pub mod cookies;
pub mod csrf;
pub mod form;
pub mod gateway;
pub mod handlers;
pub mod listen;
pub mod live;
pub mod middleware;
pub mod offline;
pub mod pages;
pub mod refusal;
pub mod route;
pub mod router;
pub mod serve;
pub mod simulator;
pub mod site;
pub mod worker;
