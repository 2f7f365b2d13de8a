//! Every call of a build that changes the disk fails in turn, or is the last one before the program is killed.

use super::disk::{Fault, Shim, WAYS};
use super::is_all;
use super::two::{Two, assert_helpful};
use crate::site::Site;

/// In which of its ways a build puts the site into its folder.
#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    /// In one step.
    Swap,
    /// File by file, since this disk cannot exchange folders.
    Moves,
    /// File by file, since no folder can be made beside the output.
    Inside,
}

impl By {
    fn two(self) -> Two {
        match self {
            // The name leaves no room for that of a folder beside it.
            By::Inside => Two::in_site(
                Site::new()
                    .arg("--threads")
                    .arg("1")
                    .into_folder(&"o".repeat(250)),
            ),
            By::Swap | By::Moves => Two::new(),
        }
    }

    fn lacks(self) -> &'static str {
        if self == By::Moves { "e" } else { "" }
    }
}

/// Each call in turn, under each of these faults.
fn each_call(by: By, faults: &[Fault]) {
    let Some(shim) = Shim::new() else { return };
    let two = by.two();
    // In the test command, the way that most builds take is tried call by call.
    let stride = if by == By::Swap || is_all() { 1 } else { 3 };
    let (mut at, mut old, mut new) = (1, 0, 0);
    loop {
        let mut most = 0;
        for fault in faults_of(faults, at) {
            let before = two.stands().expect("a whole site");
            let next = 1 - before;
            two.write(next);
            let fault = Fault {
                kind: "write",
                at,
                lacks: by.lacks(),
                ..fault
            };
            let what = format!("{by:?}, {fault:?}");
            let run = shim.run(&two.site, &["build"], &fault);
            let is_killed = run.status.code().is_none();
            // What was killed has told nobody how many calls it would have made.
            most = most.max(if is_killed { at } else { shim.calls() });
            let stands = two.stands();
            match stands {
                Some(stands) if stands == before => old += 1,
                Some(_) => new += 1,
                // Where folders cannot be exchanged, the next build finishes what this one began.
                None => {
                    let is_told = is_killed || run.stderr.contains("the next build finishes");
                    assert!(by != By::Swap && is_told, "{what}: a mixture\n{run}");
                }
            }
            if !is_killed {
                run.assert_no_panic();
                match run.status.code() {
                    Some(0) => assert_eq!(
                        (stands, run.stderr.as_str()),
                        (Some(next), ""),
                        "{what}\n{run}"
                    ),
                    _ => assert_helpful(&run, &what),
                }
                assert!(!run.stdout.contains("did not write"), "{what}\n{run}");
            }
            two.assert_heals(next, &what);
        }
        if at > most {
            break;
        }
        // The last calls are those that clear up.
        at += if at + 8 > most { 1 } else { stride };
    }
    assert!(
        at > 20 && old > 0 && new > 0,
        "{at} calls, {old} old sites, {new} new ones"
    );
}

/// All of the faults, or one at a time.
fn faults_of<'f>(faults: &[Fault<'f>], at: usize) -> Vec<Fault<'f>> {
    if is_all() {
        faults.to_vec()
    } else {
        faults.iter().copied().cycle().skip(at).take(1).collect()
    }
}

/// Every way in which a call fails once, and a disk that stays full from there on.
fn refusals() -> Vec<Fault<'static>> {
    let once = WAYS.iter().map(|(_, how)| Fault {
        how: *how,
        ..Fault::default()
    });
    let full = Fault {
        how: 28,
        lasts: true,
        ..Fault::default()
    };
    once.flat_map(|once| [once, full]).collect()
}

#[test]
fn a_call_that_fails_in_a_swap_leaves_a_whole_site() {
    each_call(By::Swap, &refusals());
}

#[test]
fn a_call_that_fails_among_moves_leaves_a_site_or_is_made_up_for() {
    each_call(By::Moves, &refusals());
}

#[test]
fn a_call_that_fails_inside_the_folder_leaves_a_site_or_is_made_up_for() {
    each_call(By::Inside, &refusals());
}

#[test]
fn a_build_killed_at_any_call_leaves_a_whole_site() {
    each_call(By::Swap, &[Fault::default()]);
}

#[test]
fn a_build_killed_at_any_call_among_moves_is_finished_by_the_next() {
    each_call(By::Moves, &[Fault::default()]);
    each_call(By::Inside, &[Fault::default()]);
}
