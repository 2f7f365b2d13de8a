//! How much memory and time is used. A program that uses too much ends, so that one job cannot take the memory of all others,
//! and none goes on after whoever asked for it is gone.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Once, OnceLock};
use std::time::{Duration, Instant};

/// What programs end with that were told to use less memory.
const TOO_MUCH: i32 = 3;
/// What programs end with that took too long.
const TOO_LONG: i32 = 4;
/// How often it is looked.
const POLL: Duration = Duration::from_millis(50);

static BYTES: AtomicU64 = AtomicU64::new(0);
/// When the job has to be done, in milliseconds after the start of the watch; 0 if there is none.
static END: AtomicU64 = AtomicU64::new(0);
static WATCH: Once = Once::new();
static START: OnceLock<Instant> = OnceLock::new();

/// A job begins: ends the program once it uses more bytes, or takes longer; 0 for no limit.
pub fn begin(bytes: u64, seconds: u64) {
    BYTES.store(bytes, Ordering::Relaxed);
    let end = match seconds {
        0 => 0,
        _ => now() + seconds * 1000,
    };
    END.store(end, Ordering::Relaxed);
    WATCH.call_once(|| {
        std::thread::spawn(watch);
    });
}

/// The job is done.
pub fn end() {
    END.store(0, Ordering::Relaxed);
}

fn now() -> u64 {
    let elapsed = START.get_or_init(Instant::now).elapsed();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

fn watch() {
    loop {
        std::thread::sleep(POLL);
        let (bytes, end) = (BYTES.load(Ordering::Relaxed), END.load(Ordering::Relaxed));
        if bytes > 0 && used() > bytes {
            std::process::exit(TOO_MUCH);
        }
        if end > 0 && now() > end {
            std::process::exit(TOO_LONG);
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
