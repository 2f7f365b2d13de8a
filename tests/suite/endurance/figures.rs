//! What a process holds: memory, open files, threads. Known on Linux only.

use std::fmt;
use std::fs;

/// What a process may grow by, for good: pages render on up to so many threads, which rest for a while.
const THREADS: u64 = 40;
const FILES: u64 = 16;
/// What one moment of memory may have more than another.
const KILOBYTES: u64 = 20 * 1024;

/// What a process holds at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    kilobytes: u64,
    files: u64,
    threads: u64,
}

impl Figures {
    /// Looks at a process; `None` where the system does not tell.
    pub fn of(process: u32) -> Option<Figures> {
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        let files = fs::read_dir(format!("/proc/{process}/fd")).ok()?.count() as u64;
        Some(Figures {
            kilobytes: number("VmRSS:")?,
            files,
            threads: number("Threads:")?,
        })
    }

    /// Fails where files or threads became more from then to now.
    #[track_caller]
    pub fn assert_nothing_leaks(self, then: Figures) {
        assert!(
            self.files <= then.files + FILES,
            "open files: {then}, then {self}"
        );
        assert!(
            self.threads <= then.threads + THREADS,
            "threads: {then}, then {self}"
        );
    }

    /// Fails where memory did.
    #[track_caller]
    pub fn assert_memory_is_flat(self, then: Figures) {
        let most = then.kilobytes + then.kilobytes / 4 + KILOBYTES;
        assert!(self.kilobytes <= most, "memory: {then}, then {self}");
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let megabytes = self.kilobytes as f64 / 1024.0;
        write!(
            f,
            "{megabytes:.1} MB, {} files, {} threads",
            self.files, self.threads
        )
    }
}
