//! A disk that fails at a chosen call: `shim.c`, loaded into the binary before its own libraries. Linux only.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::site::{Run, Running, Site};

/// The ways in which a call fails, as the system names them.
pub const WAYS: [(&str, i32); 6] = [
    ("ENOSPC", 28),
    ("EACCES", 13),
    ("EIO", 5),
    ("EXDEV", 18),
    ("EBUSY", 16),
    ("ESTALE", 116),
];

/// The program for faults, compiled for one test.
pub struct Shim {
    folder: TempDir,
}

/// What is to happen to one run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fault<'f> {
    /// `write` or `read`.
    pub kind: &'f str,
    /// Which call, from 1; 0 for none.
    pub at: usize,
    /// How it fails; 0 kills the program, and below that is the number of a signal that is sent there.
    pub how: i32,
    /// Whether the disk stays full.
    pub lasts: bool,
    /// What the system lacks; letters that `shim.c` explains.
    pub lacks: &'f str,
}

impl Shim {
    /// Compiles it; nothing, and a line that says so, where that cannot be done.
    pub fn new() -> Option<Shim> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/faults/shim.c");
        let library = folder.path().join("shim.so");
        let compiled = cfg!(target_os = "linux")
            && Command::new("cc")
                .args(["-shared", "-fPIC", "-O1", "-o"])
                .args([&library, &source])
                .arg("-ldl")
                .status()
                .is_ok_and(|status| status.success());
        let shim = Shim { folder };
        if compiled && shim.is_loaded() {
            return Some(shim);
        }
        eprintln!(
            "SKIPPED: disks that fail at each call: they need Linux, a C compiler and LD_PRELOAD"
        );
        None
    }

    /// Where the binary is linked in another way, nothing would ever fail.
    fn is_loaded(&self) -> bool {
        let run = self.run(
            &Site::new(),
            &["build"],
            &Fault {
                kind: "read",
                ..Fault::default()
            },
        );
        run.status.success() && self.calls() > 0
    }

    /// A run under this fault.
    pub fn run(&self, site: &Site, verb: &[&str], fault: &Fault) -> Run {
        site.run_by(self.under(fault, site, site.command(verb)))
    }

    /// A program that goes on, under this fault.
    pub fn start(&self, site: &Site, verb: &[&str], fault: &Fault) -> Running {
        Running::of(self.under(fault, site, site.command(verb)))
    }

    /// The same for every run of a site: its clock can be set.
    pub fn with_clock(&self, site: Site) -> Site {
        let library = self.path("shim.so");
        let clock = self.path("clock");
        site.variable("LD_PRELOAD", &library.to_string_lossy())
            .variable("FAULT_CLOCK", &clock.to_string_lossy())
    }

    fn under(&self, fault: &Fault, site: &Site, mut command: Command) -> Command {
        // Nothing is told where a run is killed, and what the last one told is no answer.
        let _ = fs::remove_file(self.path("calls"));
        command
            .env("LD_PRELOAD", self.path("shim.so"))
            .env("FAULT_COUNT", self.path("calls"));
        command
            .env("FAULT_ROOT", site.root())
            .env("FAULT_KIND", fault.kind)
            .env("FAULT_LACKS", fault.lacks);
        command
            .env("FAULT_AT", fault.at.to_string())
            .env("FAULT_ERRNO", fault.how.to_string());
        if fault.lasts {
            command.env("FAULT_LASTS", "1");
        }
        command
            .env("FAULT_WHILE", self.path("while"))
            .env("FAULT_CLOCK", self.path("clock"));
        command
    }

    /// From now on calls fail as `shim.c` reads these words; with none, all is well again.
    pub fn let_fail(&self, words: &str) {
        self.put("while", words);
    }

    /// From now on the clock is another one, as `shim.c` reads these words; with none, it is right.
    pub fn set_clock(&self, words: &str) {
        self.put("clock", words);
    }

    fn put(&self, name: &str, words: &str) {
        // In one step, since it is read at any moment.
        fs::write(self.path("new"), words).expect("a file of the test");
        fs::rename(self.path("new"), self.path(name)).expect("a file of the test");
    }

    /// How many calls the last run made that was not killed.
    pub fn calls(&self) -> usize {
        fs::read_to_string(self.path("calls"))
            .ok()
            .and_then(|calls| calls.parse().ok())
            .unwrap_or_default()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
