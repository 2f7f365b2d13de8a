//! copublish
pub mod base;
pub mod config;
pub mod content;
pub mod document;
pub mod graph;
pub mod html;
pub mod layout;
