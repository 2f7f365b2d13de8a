//! What several benchmarks need.
//!
//! 1. `words`: dice, and sentences thrown with them
//! 2. `install`, `generator`: how the peers are had, and how a generator is called
//! 3. `files`: folders that go again, and projects that are copied
//! 4. `samples`, `cell`: figures, and how they are shown

pub mod cell;
pub mod files;
pub mod generator;
pub mod install;
pub mod samples;
pub mod words;
