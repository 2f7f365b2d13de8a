//! Who asks a program to end gets an end: at whichever call of the writer a signal comes, the last site or the new one is
//! whole, nothing is left beside it, and nobody has to wait for the lock.

use std::os::unix::process::ExitStatusExt;

use super::disk::{Fault, Shim};
use super::is_all;
use super::two::Two;
use crate::site::{Running, Site};

const HANGUP: i32 = 1;
const INTERRUPT: i32 = 2;
const TERMINATE: i32 = 15;

/// Some of the calls, or all of them.
fn some(calls: usize) -> impl Iterator<Item = usize> {
    (1..=calls).step_by(if is_all() { 1 } else { calls / 7 + 1 })
}

#[test]
fn a_build_that_is_asked_to_end_leaves_nothing_behind() {
    let Some(shim) = Shim::new() else { return };
    // Where the disk cannot exchange folders, files are moved one by one: none of them stays half done.
    let inside = Two::in_site(
        Site::new()
            .arg("--threads")
            .arg("1")
            .into_folder(&"o".repeat(250)),
    );
    let (mut old, mut new) = (0, 0);
    for (two, lacks) in [(Two::new(), ""), (Two::new(), "e"), (inside, "")] {
        let before = two.stands().expect("a whole site");
        two.write(1 - before);
        shim.run(
            &two.site,
            &["build"],
            &Fault {
                kind: "write",
                lacks,
                ..Fault::default()
            },
        )
        .assert_no_panic();
        for at in some(shim.calls()) {
            let before = two.stands().expect("a whole site");
            two.write(1 - before);
            let signal = [INTERRUPT, TERMINATE][at % 2];
            let fault = Fault {
                kind: "write",
                at,
                how: -signal,
                lacks,
                ..Fault::default()
            };
            let run = shim.run(&two.site, &["build"], &fault);
            let what = format!("{fault:?}\n{run}");
            assert!(
                run.status.signal() == Some(signal) || run.status.success(),
                "{what}"
            );
            match two.stands() {
                Some(stands) if stands == before => old += 1,
                Some(_) => new += 1,
                None => panic!("a mixture: {what}"),
            }
            assert!(
                run.status.signal().is_some() || two.stands() != Some(before),
                "{what}"
            );
            two.assert_alone(&what);
            two.assert_heals(1 - before, &what);
        }
    }
    assert!(old > 3 && new > 1, "{old} old sites, {new} new ones");
}

#[test]
fn a_terminal_that_is_closed_ends_a_build_as_a_kill_does() {
    let Some(shim) = Shim::new() else { return };
    let two = Two::new();
    for at in some(60) {
        let before = two.stands().expect("a whole site");
        two.write(1 - before);
        let fault = Fault {
            kind: "write",
            at,
            how: -HANGUP,
            ..Fault::default()
        };
        let run = shim.run(&two.site, &["build"], &fault);
        // Below `nohup` it is no signal at all.
        let is_ended = run.status.signal() == Some(HANGUP) || run.status.success();
        assert!(two.stands().is_some() && is_ended, "{fault:?}\n{run}");
        two.assert_heals(1 - before, &format!("{fault:?}"));
    }
}

#[test]
fn a_watch_that_is_asked_to_end_ends_well() {
    let Some(shim) = Shim::new() else { return };
    let two = Two::by_one_file();
    // The calls of a first build that finds all as it is, and of two batches.
    let calls = {
        let mut watching = waiting(shim.start(
            &two.site,
            &["build", "--watch"],
            &Fault {
                kind: "write",
                ..Fault::default()
            },
        ));
        for _ in 0..2 {
            let next = 1 - two.stands().expect("a whole site");
            two.save(next);
            watching.until("a batch", || two.stands() == Some(next));
        }
        end(&mut watching, TERMINATE);
        shim.calls()
    };
    assert!(calls > 60, "{calls}");
    for at in some(calls) {
        let signal = [INTERRUPT, TERMINATE][at % 2];
        let fault = Fault {
            kind: "write",
            at,
            how: -signal,
            ..Fault::default()
        };
        let mut watching = shim.start(&two.site, &["build", "--watch"], &fault);
        let is_over =
            || watching.said("stdout").contains("waiting for changes") || !watching.is_alive();
        watching.until("it waits or is over", is_over);
        let mut next = two.stands().expect("a whole site");
        for _ in 0..3 {
            if watching.is_alive() {
                next = 1 - two.stands().expect("a whole site");
                two.save(next);
                watching.until("a batch", || {
                    !watching.is_alive() || two.stands() == Some(next)
                });
            }
        }
        let what = format!("{fault:?}");
        if watching.is_alive() {
            // The batches came to fewer calls than those before.
            end(&mut watching, signal);
        }
        assert_eq!(
            watching.ended().code(),
            Some(0),
            "{what}\n{}",
            watching.said("stderr")
        );
        watching.assert_quiet();
        assert!(two.stands().is_some(), "{what}");
        two.assert_alone(&what);
        two.assert_heals(next, &what);
    }
}

#[test]
fn who_only_looks_ends_at_once() {
    let two = Two::new();
    let before = two.stands();
    for verb in ["check", "serve"] {
        for signal in [INTERRUPT, TERMINATE] {
            let mut command = two.site.command(&[verb]);
            let args: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
            let plain = args.iter().filter(|arg| *arg != "--threads" && *arg != "1");
            let program = command.get_program().to_owned();
            command = std::process::Command::new(program);
            command.args(plain).current_dir(two.site.root());
            let mut running = Running::of(command);
            if verb == "serve" {
                running.until("it serves", || running.said("stdout").contains("http://"));
            }
            send(&running, signal);
            let status = running.ended();
            let is_well = status.signal() == Some(signal) || status.success();
            assert!(
                is_well,
                "{verb}, {signal}: {status}\n{}",
                running.said("stderr")
            );
            assert!(
                !running.said("stderr").contains("panicked"),
                "{}",
                running.said("stderr")
            );
            assert_eq!(two.stands(), before);
            two.assert_alone(verb);
        }
    }
}

fn waiting(watching: Running) -> Running {
    watching.until("it waits", || {
        watching.said("stdout").contains("waiting for changes")
    });
    watching
}

fn send(running: &Running, signal: i32) {
    let id = i32::try_from(running.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw)
        .expect("a process");
    let signal = rustix::process::Signal::from_named_raw(signal).expect("a signal");
    // It may be over already.
    let _ = rustix::process::kill_process(id, signal);
}

fn end(running: &mut Running, signal: i32) {
    send(running, signal);
    assert_eq!(
        running.ended().code(),
        Some(0),
        "{}",
        running.said("stderr")
    );
}
