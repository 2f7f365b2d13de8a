//! Takes libFuzzer's bytes to the target `front_matter`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| copublish_fuzz::run("front_matter", bytes));
