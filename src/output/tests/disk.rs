//! Disks and folders that refuse. Root is refused nothing by rights: run as root, these tests only
//! see that the builds come through.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;

use super::*;

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Whether a folder that nobody may write to stops this process.
fn rights_count() -> bool {
    let folder = tempfile::tempdir().unwrap();
    set_mode(folder.path(), 0o555);
    let refused = fs::write(folder.path().join("x"), "").is_err();
    set_mode(folder.path(), 0o755);
    refused
}

#[test]
fn a_read_only_folder_is_left_alone() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        set_mode(&sandbox.output(), 0o555);
        let result = sandbox.try_write(&Pages::of([("a", "2")]), KeepGoing::No);
        set_mode(&sandbox.output(), 0o755);
        if rights_count() {
            let error = result.unwrap_err();
            assert!(error.to_string().contains("cannot write to"), "{error}");
            assert!(
                error.to_string().ends_with("output`: permission denied"),
                "{error}"
            );
            sandbox.expect([("a", "1")]);
        } else {
            sandbox.expect([("a", "2")]);
        }
    }
}

#[test]
fn a_parent_that_may_not_be_written_is_no_obstacle() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1"), ("b/c", "1")]);
        set_mode(sandbox.around.path(), 0o555);
        let written = sandbox.try_write(&Pages::of([("a", "2"), ("d/e", "2")]), KeepGoing::No);
        set_mode(sandbox.around.path(), 0o755);
        assert_eq!(written.unwrap().changed, 2);
        sandbox.expect([("a", "2"), ("d/", ""), ("d/e", "2")]);
    }
}

#[test]
fn a_read_only_folder_of_the_old_site_goes() {
    let sandbox = Sandbox::swapping();
    sandbox.write_pages([("a/b", "1"), ("c", "1")]);
    set_mode(&sandbox.path("a"), 0o555);
    sandbox.write_pages([("c", "2")]);
    sandbox.expect([("c", "2")]);
}

#[test]
fn a_move_that_is_refused_half_way_is_finished_later() {
    let sandbox = Sandbox::new(StagingPlace::Inside, swap::exchange);
    sandbox.write_pages([("a/b", "1"), ("c", "1")]);
    set_mode(&sandbox.path("a"), 0o555);
    let result = sandbox.try_write(&Pages::of([("a/b", "2"), ("c", "2")]), KeepGoing::No);
    if rights_count() {
        let error = result.unwrap_err();
        assert!(matches!(error, WriteError::HalfWay { .. }), "{error}");
        assert!(
            error
                .help()
                .ends_with("the next build finishes what this one started")
        );
    }
    set_mode(&sandbox.path("a"), 0o755);
    sandbox.write_pages([("a/b", "2"), ("c", "2")]);
    sandbox.expect([("a/", ""), ("a/b", "2"), ("c", "2")]);
}

/// Needs a disk of a megabyte or so; `COPUBLISH_SMALL_DISK` says where one is mounted.
#[test]
#[ignore = "needs a small disk of its own"]
fn a_full_disk_leaves_the_last_site() {
    let Some(disk) = std::env::var_os("COPUBLISH_SMALL_DISK") else {
        return;
    };
    for mut sandbox in every_way() {
        sandbox.around = tempfile::tempdir_in(&disk).unwrap();
        sandbox.write_pages([("a", "1"), ("b", "1")]);
        let long = "x".repeat(100_000);
        let names: Vec<String> = (0..100).map(|n| format!("p/{n}")).collect();
        let pages = Pages::of(names.iter().map(|name| (name.as_str(), long.as_str())));
        let error = sandbox.try_write(&pages, KeepGoing::No).unwrap_err();
        assert!(error.to_string().ends_with("the disk is full"), "{error}");
        assert!(error.help().starts_with("free some space"));
        sandbox.expect([("a", "1"), ("b", "1")]);
    }
}

/// Needs another disk mounted on an empty folder; `COPUBLISH_MOUNT` says where, and it is emptied.
#[test]
#[ignore = "needs a disk of its own"]
fn a_disk_that_is_the_folder_is_written_to_in_place() {
    let Some(mount) = std::env::var_os("COPUBLISH_MOUNT").map(PathBuf::from) else {
        return;
    };
    let method = Method {
        place: StagingPlace::Beside,
        exchange: swap::exchange,
    };
    let write = |pages: &Pages| {
        let target = Target {
            folder: &mount,
            keep_going: KeepGoing::No,
            progress: &|_| {},
            cancel: &CancelToken::default(),
        };
        write_with(&method, pages, &target).unwrap()
    };
    write(&Pages::of([("a", "1"), ("b/c", "1")]));
    write(&Pages::of([("a/d", "2"), ("b/c", "1")]));
    assert_eq!(
        tree(&mount).into_keys().collect::<Vec<_>>(),
        [".copublish-manifest", "a/", "a/d", "b/", "b/c"]
    );
    write(&Pages::of([]));
    fs::remove_file(mount.join(".copublish-manifest")).unwrap();
    assert!(names(&mount).is_empty());
}
