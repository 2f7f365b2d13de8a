//! Small disks, folders that may not be read or written, and drives that lack what others have.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::disk::{Fault, Shim};
use super::two::{Two, assert_helpful, names_in};
use crate::site::{Run, Site, read_folder};

/// Nobody's number, on every system.
const NOBODY: u32 = 65534;

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|said| said.stdout == b"0\n")
}

/// A run by somebody whom rights can stop; nothing, and a line that says so, where there is no such user.
fn by_nobody(site: &Site, verb: &[&str]) -> Option<Run> {
    let plain = site.command(verb);
    if !is_root() {
        return Some(site.run_by(plain));
    }
    for entry in walkdir::WalkDir::new(site.root()) {
        let path = entry.expect("a folder of ours").into_path();
        let _ = chown(path, Some(NOBODY), Some(NOBODY));
    }
    let mut command = Command::new("setpriv");
    let id = NOBODY.to_string();
    command
        .args(["--reuid", &id, "--regid", &id, "--clear-groups"])
        .arg(plain.get_program());
    command
        .args(plain.get_args())
        .current_dir(site.root())
        .env_clear();
    command.envs(
        plain
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let mut can = Command::new("setpriv");
    can.args(["--reuid", &id, "--regid", &id, "--clear-groups"])
        .arg(plain.get_program())
        .arg("--version");
    if !can.output().is_ok_and(|said| said.status.success()) {
        eprintln!(
            "SKIPPED: files that may not be read: no other user can run the binary here (setpriv)"
        );
        return None;
    }
    Some(site.run_by(command))
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a file of ours");
}

#[test]
fn what_may_not_be_read_is_named_and_the_last_site_stays() {
    let two = Two::new();
    for path in [
        "content/a.md",
        "content/plan.pdf",
        "content/data/people.yaml",
        "content/deep",
        "content",
        "templates",
        "templates/partials/word.html",
        "assets/own.css",
        "themes/bare",
        "site.yaml",
    ] {
        let before = two.stands().expect("a whole site");
        two.write(1 - before);
        set_mode(&two.site.root().join(path), 0);
        let run = by_nobody(&two.site, &["build"]);
        set_mode(&two.site.root().join(path), 0o755);
        let Some(run) = run else { return };
        assert!(!run.status.success(), "{path}\n{run}");
        assert_eq!(two.stands(), Some(before), "{path}\n{run}");
        assert!(
            run.stderr.contains(path) && run.stderr.contains("permission denied"),
            "{path}\n{run}"
        );
        assert_helpful(&run, path);
        two.write(before);
        two.assert_heals(before, path);
    }
}

#[test]
fn an_output_that_may_not_be_written_stays_as_it_is() {
    let two = Two::new();
    let before = two.stands().expect("a whole site");
    two.write(1 - before);
    set_mode(two.site.output(), 0o555);
    let run = by_nobody(&two.site, &["build"]);
    set_mode(two.site.output(), 0o755);
    let Some(run) = run else { return };
    run.assert_exit(2);
    assert_eq!(two.stands(), Some(before), "{run}");
    assert!(
        run.stderr
            .contains("permission denied; check that you have permission to write there"),
        "{run}"
    );
    // A folder around it that may not be written is no obstacle.
    set_mode(two.site.root(), 0o555);
    let run = by_nobody(&two.site, &["build"]).expect("the same user as before");
    set_mode(two.site.root(), 0o755);
    run.assert_exit(0);
    assert_eq!(two.stands(), Some(1 - before), "{run}");
}

/// A disk of its own; gone when dropped.
struct Mount(PathBuf);

impl Mount {
    /// A small one; nothing, and a line that says so, where nobody may mount.
    fn of(kilobytes: u32, folder: &Path) -> Option<Mount> {
        fs::create_dir_all(folder).expect("a folder");
        let size = format!("size={kilobytes}k,mode=0755");
        let mut command = Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", &size, "copublish-test"])
            .arg(folder);
        if cfg!(target_os = "linux") && command.output().is_ok_and(|said| said.status.success()) {
            return Some(Mount(folder.to_owned()));
        }
        eprintln!(
            "SKIPPED: a full disk, and an output that is a disk of its own: nobody may mount here"
        );
        None
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Fills up: an asset that is larger than the disk; then it is taken away again.
fn fill_up(site: Site) {
    let site = site.file("content/a.md", "# A\n");
    site.build().assert_clean();
    let (before, names) = (read_folder(site.output()), around(&site));
    site.write("content/film.mp4", vec![7; 3_000_000]);
    site.write("content/a.md", "# Another\n");
    let run = site.build();
    run.assert_exit(2);
    assert!(
        run.stderr.contains("the disk is full; free some space"),
        "{run}"
    );
    assert_eq!(read_folder(site.output()), before, "{run}");
    assert_eq!(around(&site), names, "{run}");
    site.delete("content/film.mp4");
    site.build().assert_clean();
    assert_eq!(around(&site), names);
}

/// The names around the output folder.
fn around(site: &Site) -> Vec<String> {
    let folder = site.output().parent().expect("a folder around it");
    let names = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_disk_that_is_full_leaves_the_last_site() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(mount) = Mount::of(1500, &folder.path().join("disk")) else {
        return;
    };
    fill_up(Site::new().into_folder(&mount.0.join("output").to_string_lossy()));
}

#[test]
fn an_output_that_is_a_disk_of_its_own_is_written_in_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(mount) = Mount::of(1500, &folder.path().join("disk")) else {
        return;
    };
    fill_up(Site::new().into_folder(&mount.0.to_string_lossy()));
}

/// A limit for the size of files: who ignores its signal is told, and who does not is killed.
#[test]
fn a_limit_for_files_leaves_the_last_site() {
    let two = Two::new();
    for (trap, code) in [("trap '' XFSZ; ", Some(2)), ("", None)] {
        let before = two.stands().expect("a whole site");
        two.write(1 - before);
        two.site.write("content/film.mp4", vec![7; 600_000]);
        let plain = two.site.command(&["build"]);
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{trap}ulimit -f 200; exec \"$0\" \"$@\"")])
            .arg(plain.get_program());
        command.args(plain.get_args()).current_dir(two.site.root());
        let run = two.site.run_by(command);
        assert_eq!(run.status.code(), code, "{run}");
        assert_eq!(two.stands(), Some(before), "{run}");
        if code.is_some() {
            assert!(
                run.stderr
                    .contains("the file is larger than the system allows; allow larger files"),
                "{run}"
            );
        }
        two.site.delete("content/film.mp4");
        two.assert_heals(1 - before, "a limit");
    }
}

/// As on a network drive: no folders exchanged, no locks, no hard links.
#[test]
fn a_drive_that_lacks_things_gets_whole_sites_too() {
    let Some(shim) = Shim::new() else { return };
    for lacks in ["e", "f", "l", "el", "efl"] {
        let two = Two::new();
        let names = names_in(&two.site);
        for number in [0, 1, 0] {
            two.write(number);
            let run = shim.run(
                &two.site,
                &["build"],
                &Fault {
                    kind: "write",
                    lacks,
                    ..Fault::default()
                },
            );
            assert!(
                run.status.success() && run.stderr.is_empty(),
                "{lacks}\n{run}"
            );
            assert_eq!(two.stands(), Some(number), "{lacks}\n{run}");
            assert_eq!(names_in(&two.site), names, "{lacks}");
        }
    }
}
