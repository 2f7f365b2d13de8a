//! The work of one run: the seconds that processors spent on it, which other programs on the machine hardly change.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Nobody waits for longer.
const PATIENCE: Duration = Duration::from_secs(120);
/// Linux counts processors' time in these parts of a second, on every machine.
const TICKS: f64 = 100.0;

/// What a run cost.
#[derive(Clone, Copy)]
pub enum Work {
    /// Seconds.
    Seconds(f64),
    /// It was ended after some minutes.
    Endless,
    /// It ended as no run should: by a panic, or for want of memory.
    Failed,
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Work::Seconds(seconds) => write!(f, "{:.0} ms", seconds * 1000.0),
            Work::Endless => write!(f, "no end"),
            Work::Failed => write!(f, "broken"),
        }
    }
}

/// Runs a verb on a site. What it finds is drawn, and shown to nobody.
///
/// # Errors
/// As the system says, where it cannot be started.
pub fn measure(exe: &str, verb: &str, root: &Path) -> io::Result<Work> {
    let mut command = Command::new(exe);
    command
        .args([verb, "--root"])
        .arg(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if verb == "fix" {
        command.arg("--dry-run");
    }
    if verb == "build" {
        command.arg("--keep-going");
    }
    let started = Instant::now();
    let mut child = command.spawn()?;
    let ended = wait(&mut child, started);
    let processors = ended.then(|| spent(child.id())).flatten();
    let took = started.elapsed().as_secs_f64();
    let _ = child.kill();
    let status = child.wait()?;
    Ok(match (ended, status.code()) {
        (false, _) => Work::Endless,
        (true, Some(0 | 1)) => Work::Seconds(processors.unwrap_or(took)),
        (true, _) => Work::Failed,
    })
}

/// Waits for the end of a run without taking note of it, so that the system still knows what it cost.
fn wait(child: &mut Child, started: Instant) -> bool {
    while started.elapsed() < PATIENCE {
        if is_over(child) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    false
}

#[cfg(target_os = "linux")]
fn is_over(child: &mut Child) -> bool {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    id.is_none_or(|id| !matches!(waitid(WaitId::Pid(id), look), Ok(None)))
}

#[cfg(not(target_os = "linux"))]
fn is_over(child: &mut Child) -> bool {
    !matches!(child.try_wait(), Ok(None))
}

/// The seconds that a process and its threads had a processor; `None` where the system does not say.
fn spent(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program may hold anything, and stands in brackets.
    let (_, rest) = stat.rsplit_once(')')?;
    let ticks = rest
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|field| field.parse::<f64>().ok());
    Some(ticks.sum::<Option<f64>>()? / TICKS)
}
