//! The pages. Each loads one view and shows it; the routes are in [`crate::app`].

pub mod account;
pub mod application;
pub mod applications;
pub mod apply;
pub mod appointment;
pub mod certificate;
pub mod consent;
pub mod feedback;
pub mod figures;
pub mod help;
pub mod home;
pub mod messages;
pub mod pay;
pub mod problem;
pub mod receipt;
pub mod service;
pub mod services;
pub mod sign_in;
pub mod sign_up;
pub mod staff;
pub mod verify;
