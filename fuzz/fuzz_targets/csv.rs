//! Takes libFuzzer's bytes to the target `csv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| copublish_fuzz::run("csv", bytes));
