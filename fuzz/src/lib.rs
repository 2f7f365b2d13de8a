//! The targets: each takes any bytes to one door of copublish, and panics where a promise is broken.
//!
//! A target is a function of bytes, so that libFuzzer (`fuzz_targets/`) and the plain driver (`run.rs`) run the same.

mod addresses;
mod blocks;
mod body;
mod csv;
mod front_matter;
mod ledger;
mod pdf;
mod places;
mod yaml;

/// What a target does with its bytes.
pub type Target = fn(&[u8]);

/// All targets by name, in the order of the alphabet.
pub const TARGETS: [(&str, Target); 8] = [
    ("addresses", addresses::run),
    ("blocks", blocks::run),
    ("body", body::run),
    ("csv", csv::run),
    ("front_matter", front_matter::run),
    ("ledger", ledger::run),
    ("pdf", pdf::run),
    ("yaml", yaml::run),
];

/// Runs the target of this name.
///
/// # Panics
/// Where there is none, or where it finds something.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, target)| target);
    target.expect("a target of this name")(bytes);
}
