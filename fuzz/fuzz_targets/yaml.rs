//! Takes libFuzzer's bytes to the target `yaml`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| copublish_fuzz::run("yaml", bytes));
