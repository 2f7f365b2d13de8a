//! Takes libFuzzer's bytes to the target `pdf`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| copublish_fuzz::run("pdf", bytes));
