//! copublish
pub mod base;
pub mod config;
pub mod document;
pub mod html;
pub mod output;
