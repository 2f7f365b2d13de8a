//! Every call of a build that reads fails in turn: what could not be read is said, and never missing without a word.

use super::disk::{Fault, Shim, WAYS};
use super::two::{Two, assert_helpful};

#[test]
fn what_cannot_be_read_is_said_and_the_last_site_stays() {
    let Some(shim) = Shim::new() else { return };
    let two = Two::new();
    let is_all = std::env::var("FAULTS").is_ok_and(|faults| faults == "all");
    let ways = [13, 5];
    let mut silent = Vec::new();
    let (mut at, mut most, mut refused) = (1, 1, 0);
    while most >= at {
        for how in if is_all {
            ways.to_vec()
        } else {
            vec![ways[at / 3 % 2]]
        } {
            let before = two.stands().expect("a whole site");
            two.write(1 - before);
            let fault = Fault {
                kind: "read",
                at,
                how,
                ..Fault::default()
            };
            let run = shim.run(&two.site, &["build"], &fault);
            most = if shim.calls() < at { 0 } else { at + 3 };
            let what = format!("{fault:?}");
            run.assert_no_panic();
            match two.stands() {
                Some(stands) if run.status.success() && stands != before => {}
                Some(stands) if !run.status.success() && stands == before => {
                    assert_helpful(&run, &what);
                    refused += 1;
                }
                _ => silent.push(format!("{what}\n{run}")),
            }
            two.write(before);
            // Back to a whole site, whatever came of it.
            two.assert_heals(before, &what);
        }
        at += if is_all { 1 } else { 3 };
    }
    assert!(
        silent.is_empty(),
        "{} of {at}:\n{}",
        silent.len(),
        silent.join("\n")
    );
    assert!(refused > 10 && WAYS.len() > ways.len(), "{refused} of {at}");
}
