//! How much memory is used. Where the system tells, a program that uses too much ends, so that one job cannot take the
//! memory of all others.

use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What programs end with that were told to use less.
const TOO_MUCH: i32 = 3;
/// How often it is looked.
const POLL: Duration = Duration::from_millis(50);

static LIMIT: AtomicU64 = AtomicU64::new(0);
static WATCH: Once = Once::new();

/// Ends the program once it uses more bytes than this; 0 for no limit.
pub fn limit(bytes: u64) {
    LIMIT.store(bytes, Ordering::Relaxed);
    if bytes > 0 {
        WATCH.call_once(|| {
            std::thread::spawn(watch);
        });
    }
}

fn watch() {
    loop {
        std::thread::sleep(POLL);
        let limit = LIMIT.load(Ordering::Relaxed);
        if limit > 0 && used() > limit {
            std::process::exit(TOO_MUCH);
        }
    }
}

/// The bytes in use; 0 where the system does not tell.
pub fn used() -> u64 {
    // The second number of `statm`, in pages of 4 KB.
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0) * 4096
}
