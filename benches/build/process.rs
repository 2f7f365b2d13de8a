//! One run of a program: how long it took, by the clock and of the cores, and how much memory it had at most.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a run took.
pub struct Taken {
    pub wall: Duration,
    /// Of all cores, for the program and for the system on its behalf; `None` where the system does not say.
    pub cpu: Option<Duration>,
    /// Megabytes at most.
    pub memory: Option<f64>,
}

/// How a run ended.
struct Ending {
    success: bool,
    cpu: Option<Duration>,
    memory: Option<f64>,
}

/// Runs a program to its end. What it complains of is written to `log`.
///
/// # Errors
/// In words, where it cannot be started, fails, or has not ended after `patience`.
pub fn run(mut command: Command, log: &Path, patience: Duration) -> Result<Taken, String> {
    let cannot = |error: io::Error| format!("{command:?}: {error}");
    let complaints = File::create(log).map_err(cannot)?;
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(complaints);
    let started = Instant::now();
    let mut child = command
        .spawn()
        .map_err(|error| format!("{command:?} cannot be started: {error}"))?;
    let ended =
        end(&mut child, started, patience).map_err(|error| format!("{command:?}: {error}"))?;
    let (
        wall,
        Ending {
            success,
            cpu,
            memory,
        },
    ) = ended;
    if wall >= patience {
        return Err(format!("it had not ended after {} s", patience.as_secs()));
    }
    if !success {
        let said = fs::read(log).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let first: Vec<&str> = said.lines().take(12).collect();
        return Err(format!("{command:?} failed:\n{}", first.join("\n")));
    }
    Ok(Taken { wall, cpu, memory })
}

/// Waits for its end, or ends it when it takes too long.
#[cfg(unix)]
fn end(child: &mut Child, started: Instant, patience: Duration) -> io::Result<(Duration, Ending)> {
    use std::sync::mpsc::{RecvTimeoutError, channel};
    use std::thread;

    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

    let pid = Pid::from_child(child);
    let (done, waiting) = channel::<()>();
    let watchdog = thread::spawn(move || {
        if waiting.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            // It may have ended by itself just now.
            let _ = kill_process(pid, Signal::KILL);
        }
    });
    // It stays in the system's list until it is reaped, so the watchdog cannot hit another program.
    let waited = waitid(
        WaitId::Pid(pid),
        WaitIdOptions::EXITED | WaitIdOptions::NOWAIT,
    );
    let wall = started.elapsed();
    drop(done);
    drop(watchdog.join());
    waited?;
    Ok((wall, reap(child)?))
}

/// Takes a program that has ended off the system's list, with what it used.
#[cfg(unix)]
#[allow(
    unsafe_code,
    reason = "no safe door to `wait4` is as plain as the call itself"
)]
fn reap(child: &Child) -> io::Result<Ending> {
    let pid = libc::pid_t::try_from(child.id()).map_err(io::Error::other)?;
    let mut status = 0;
    // SAFETY: all zeroes are a valid `rusage`, which is nothing but numbers.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both places are valid for as long as the call takes, and nobody else waits for this child.
    let reaped = unsafe { libc::wait4(pid, &raw mut status, 0, &raw mut usage) };
    if reaped != pid {
        return Err(io::Error::last_os_error());
    }
    let time = |time: libc::timeval| {
        Duration::from_secs_f64(time.tv_sec as f64 + time.tv_usec as f64 * 1e-6)
    };
    // What is counted starts with the memory that this program had when it started the other: it keeps little.
    // macOS counts bytes, all others kilobytes.
    let unit = if cfg!(target_os = "macos") {
        1024.0 * 1024.0
    } else {
        1024.0
    };
    Ok(Ending {
        success: libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0,
        cpu: Some(time(usage.ru_utime) + time(usage.ru_stime)),
        memory: Some(usage.ru_maxrss as f64 / unit),
    })
}

/// Waits for its end. Other systems say neither cores nor memory here, and it may take as long as it likes.
#[cfg(not(unix))]
fn end(child: &mut Child, started: Instant, _: Duration) -> io::Result<(Duration, Ending)> {
    let success = child.wait()?.success();
    Ok((
        started.elapsed(),
        Ending {
            success,
            cpu: None,
            memory: None,
        },
    ))
}
