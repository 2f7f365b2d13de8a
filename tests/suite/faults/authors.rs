//! Files that authors keep are written by `fix`, as a ledger and as a baseline: at each call that fails, or that is the
//! last one, the file is the old one or the new one, and nothing is left beside it for ever.

use std::fs;
use std::path::Path;

use super::disk::{Fault, Shim, WAYS};
use super::two::{Files, assert_helpful};
use crate::site::{Site, read_folder};

/// All files that are somebody's: not what a build made.
fn inputs(site: &Site) -> Files {
    let mut files = read_folder(site.root());
    files.retain(|path, _| !path.starts_with("output/") && !path.starts_with(".copublish/"));
    files
}

fn restore(site: &Site, files: &Files) {
    for (path, bytes) in files {
        site.write(path, bytes);
    }
    for path in inputs(site)
        .keys()
        .filter(|path| !files.contains_key(*path))
    {
        fs::remove_file(site.root().join(path)).expect("a file that is there");
    }
}

/// Each call of `verb` fails in turn. `files` may be other afterwards, each as before or as after a good run.
fn each_call(site: &Site, verb: &[&str], files: &[&str]) {
    let Some(shim) = Shim::new() else { return };
    let before = inputs(site);
    let run = shim.run(
        site,
        verb,
        &Fault {
            kind: "write",
            ..Fault::default()
        },
    );
    run.assert_no_panic();
    let (calls, after) = (shim.calls(), inputs(site));
    assert!(calls > 3 && before != after, "{calls} calls\n{run}");
    // In the test command, kills and refusals take turns.
    let is_all = std::env::var("FAULTS").is_ok_and(|faults| faults == "all");
    for at in 1..=calls {
        for how in [0, WAYS[at % WAYS.len()].1]
            .into_iter()
            .skip(if is_all { 0 } else { at % 2 })
            .step_by(if is_all { 1 } else { 2 })
        {
            restore(site, &before);
            let fault = Fault {
                kind: "write",
                at,
                how,
                lasts: at % 2 == 0,
                ..Fault::default()
            };
            let what = format!("{verb:?}, {fault:?}");
            let run = shim.run(site, verb, &fault);
            let found = inputs(site);
            for file in files {
                let is_one =
                    found.get(*file) == before.get(*file) || found.get(*file) == after.get(*file);
                assert!(is_one, "{what}: {file} is half written\n{run}");
            }
            if found != after && how != 0 {
                assert!(!run.status.success(), "{what}\n{run}");
                assert_helpful(&run, &what);
                assert_eq!(
                    found.keys().filter(|file| is_left(file)).count(),
                    0,
                    "{what}: {:?}",
                    found.keys()
                );
            }
            let again = site.run(verb);
            again.assert_no_panic();
            let found = inputs(site);
            assert_eq!(
                found.keys().collect::<Vec<_>>(),
                after.keys().collect::<Vec<_>>(),
                "after {what}\n{again}"
            );
            assert_eq!(found, after, "after {what}\n{again}");
        }
    }
}

/// A file that copublish made beside another one.
fn is_left(file: &str) -> bool {
    let name = Path::new(file)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    name.starts_with('.') && (name.ends_with(".tmp") || name.ends_with(".new"))
}

#[test]
fn a_file_that_is_mended_is_never_half_written() {
    let slip = "---\ntitle: Plan: a start\n---\nA\u{a0}b\n";
    let site = Site::new()
        .file("content/a.md", slip)
        .file("content/deep/b.md", slip);
    each_call(&site, &["fix"], &["content/a.md", "content/deep/b.md"]);
}

#[test]
fn a_ledger_is_never_half_written() {
    let site = Site::new()
        .arg("--threads")
        .arg("1")
        .file("content/a.md", "---\ntitle: A\n---\n");
    site.run(&["build", "--update-ledger"]).assert_clean();
    site.write("content/b.md", "---\ntitle: B\n---\n");
    each_call(&site, &["build", "--update-ledger"], &["addresses.lock"]);
}

#[test]
fn a_baseline_is_never_half_written() {
    let site = Site::new().file("content/a.md", "---\ntitle: A\n---\n[none](none.md)\n");
    site.run(&["check", "--update-baseline"]);
    site.write("content/b.md", "---\ntitle: B\n---\n[none](none.md)\n");
    each_call(&site, &["check", "--update-baseline"], &["checks.baseline"]);
}
