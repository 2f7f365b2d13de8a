//! One site after another in the same folder.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

#[test]
fn the_folder_equals_the_build() {
    for sandbox in every_way() {
        let first = sandbox.write_pages([
            ("a/index.html", "a"),
            ("b/c/index.html", "c"),
            ("index.html", "home"),
        ]);
        assert_eq!(
            (first.made, first.changed, first.unchanged, first.removed),
            (3, 3, 0, 0)
        );
        assert!(first.committed && first.bytes == 6);
        sandbox.expect([
            ("a/", ""),
            ("a/index.html", "a"),
            ("b/", ""),
            ("b/c/", ""),
            ("b/c/index.html", "c"),
            ("index.html", "home"),
        ]);

        let second = sandbox.write_pages([
            ("a/index.html", "a"),
            ("d.html", "d"),
            ("index.html", "new home"),
        ]);
        assert_eq!(
            (
                second.made,
                second.changed,
                second.unchanged,
                second.removed
            ),
            (3, 2, 1, 1)
        );
        sandbox.expect([
            ("a/", ""),
            ("a/index.html", "a"),
            ("d.html", "d"),
            ("index.html", "new home"),
        ]);
        let manifest = fs::read_to_string(sandbox.path(".copublish-manifest")).unwrap();
        assert_eq!(
            manifest,
            "copublish manifest 1\na/index.html\nd.html\nindex.html\n"
        );

        let last = sandbox.write_pages([]);
        assert_eq!((last.made, last.removed, last.committed), (0, 3, true));
        sandbox.expect([]);
    }
}

#[test]
fn files_become_folders_and_folders_files() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "file"), ("b/c/d", "deep"), ("b/e", "e")]);
        sandbox.write_pages([("a/b/index.html", "deep"), ("b", "file")]);
        sandbox.expect([
            ("a/", ""),
            ("a/b/", ""),
            ("a/b/index.html", "deep"),
            ("b", "file"),
        ]);
        sandbox.write_pages([("a", "file"), ("b/c/d", "deep"), ("b/e", "e")]);
        sandbox.expect([
            ("a", "file"),
            ("b/", ""),
            ("b/c/", ""),
            ("b/c/d", "deep"),
            ("b/e", "e"),
        ]);
    }
}

#[test]
fn names_may_hold_anything() {
    for sandbox in every_way() {
        let names = [
            "a b/ü-日本/🦀.html",
            "a\tb",
            "a'\"$`.html",
            "…/…",
            "con/%41",
        ];
        let pages: Vec<_> = names.iter().map(|name| (*name, *name)).collect();
        sandbox.write_pages(pages.clone());
        for name in names {
            assert_eq!(fs::read_to_string(sandbox.path(name)).unwrap(), name);
        }
        assert_eq!(sandbox.write_pages(pages).unchanged, names.len());
        sandbox.write_pages([("…", "x")]);
        sandbox.expect([("…", "x")]);
    }
}

#[test]
fn assets_are_copied_and_compared() {
    for sandbox in every_way() {
        let asset = tempfile::NamedTempFile::new().unwrap();
        let pages = Pages::made([("x/report.pdf".to_owned(), copy_of(asset.path()))]);
        let long = "report ".repeat(20_000);
        fs::write(asset.path(), &long).unwrap();
        assert_eq!(sandbox.write(&pages).bytes, long.len() as u64);
        sandbox.expect([("x/", ""), ("x/report.pdf", &long)]);
        assert_eq!(sandbox.write(&pages).unchanged, 1);
        let changed = long.replacen("report", "repost", 1);
        fs::write(asset.path(), &changed).unwrap();
        assert_eq!(sandbox.write(&pages).changed, 1);
        sandbox.expect([("x/", ""), ("x/report.pdf", &changed)]);
    }
}

#[test]
fn the_last_site_survives_errors_in_the_new_one() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1"), ("b", "1")]);
        let broken = Pages::of([("a", "2"), ("b", "2"), ("c", "2")])
            .with("c", Code::BrokenLink, "third")
            .with("a", Code::WrongValue, "first")
            .with("b", Code::UnknownField, "second");
        let written = sandbox.try_write(&broken, KeepGoing::No).unwrap();
        assert_eq!((written.committed, written.made), (false, 3));
        assert_eq!((written.changed, written.removed, written.bytes), (0, 0, 0));
        let messages: Vec<_> = written
            .diagnostics
            .iter()
            .map(|found| found.message.as_str())
            .collect();
        assert_eq!(messages, ["first", "second", "third"]);
        sandbox.expect([("a", "1"), ("b", "1")]);

        assert!(
            sandbox
                .try_write(&broken, KeepGoing::Yes)
                .unwrap()
                .committed
        );
        sandbox.expect([("a", "2"), ("b", "2"), ("c", "2")]);
        let warned = Pages::of([("a", "3")]).with("a", Code::UnknownField, "only a warning");
        assert!(sandbox.write(&warned).committed);
        sandbox.expect([("a", "3")]);
    }
}

#[test]
fn a_failed_first_build_leaves_no_folder() {
    for sandbox in every_way() {
        let broken = Pages::of([("a", "1")]).with("a", Code::WrongValue, "no");
        assert!(!sandbox.try_write(&broken, KeepGoing::No).unwrap().committed);
        assert!(sandbox.beside().is_empty());
    }
}

#[test]
fn every_file_is_made_once_and_counted() {
    let sandbox = Sandbox::swapping();
    let names: Vec<String> = (0..500).map(|n| format!("p{n:03}/index.html")).collect();
    let pages = Pages::of(names.iter().map(|name| (name.as_str(), name.as_str())));
    let (calls, highest) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let progress = |done: usize| {
        calls.fetch_add(1, Ordering::Relaxed);
        highest.fetch_max(done, Ordering::Relaxed);
    };
    let target = Target {
        folder: &sandbox.output(),
        keep_going: KeepGoing::No,
        progress: &progress,
        cancel: &CancelToken::default(),
    };
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let alone = one
        .install(|| write_with(&sandbox.method, &pages, &target))
        .unwrap();
    assert_eq!((calls.into_inner(), highest.into_inner()), (500, 500));
    let tree = sandbox.tree();
    let other = Sandbox::swapping();
    let many = rayon::ThreadPoolBuilder::new()
        .num_threads(8)
        .build()
        .unwrap();
    assert_eq!(many.install(|| other.write(&pages)), alone);
    assert_eq!(other.tree(), tree);
}

#[cfg(unix)]
mod untouched {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    fn state(path: &Path) -> (u64, i64, i64, i64) {
        let meta = fs::symlink_metadata(path).unwrap();
        (
            meta.ino(),
            meta.mtime_nsec(),
            meta.ctime_nsec(),
            meta.mtime(),
        )
    }

    #[test]
    fn a_build_without_changes_touches_nothing() {
        for sandbox in every_way() {
            sandbox.write_pages([("a/b", "1"), ("c", "2")]);
            let around = [
                sandbox.output(),
                sandbox.path("a"),
                sandbox.path("a/b"),
                sandbox.path("c"),
                sandbox.path(".copublish-manifest"),
            ];
            let before: Vec<_> = around.iter().map(|path| state(path)).collect();
            let parent = state(sandbox.around.path());
            let again = sandbox.write_pages([("a/b", "1"), ("c", "2")]);
            assert_eq!(
                (again.changed, again.unchanged, again.committed),
                (0, 2, true)
            );
            assert_eq!(
                around.iter().map(|path| state(path)).collect::<Vec<_>>(),
                before
            );
            assert_eq!(state(sandbox.around.path()), parent);
        }
    }

    #[test]
    fn unchanged_files_stay_the_same_files() {
        for sandbox in every_way() {
            sandbox.write_pages([("a/b", "1"), ("c", "2")]);
            let before = fs::metadata(sandbox.path("a/b")).unwrap();
            assert_eq!(sandbox.write_pages([("a/b", "1"), ("c", "3")]).changed, 1);
            let after = fs::metadata(sandbox.path("a/b")).unwrap();
            assert_eq!(
                (after.ino(), after.modified().unwrap()),
                (before.ino(), before.modified().unwrap())
            );
            assert_eq!(after.nlink(), 1);
        }
    }

    #[test]
    fn the_folder_keeps_its_rights() {
        use std::os::unix::fs::PermissionsExt;
        for sandbox in every_way() {
            sandbox.write_pages([("a", "1")]);
            fs::set_permissions(sandbox.output(), fs::Permissions::from_mode(0o2751)).unwrap();
            sandbox.write_pages([("a", "2")]);
            assert_eq!(
                fs::metadata(sandbox.output()).unwrap().mode() & 0o7777,
                0o2751
            );
        }
    }

    #[test]
    fn a_link_to_the_folder_stays_one() {
        for sandbox in every_way() {
            let elsewhere = tempfile::tempdir().unwrap();
            let real = elsewhere.path().join("public");
            fs::create_dir(&real).unwrap();
            std::os::unix::fs::symlink(&real, sandbox.output()).unwrap();
            for text in ["1", "2"] {
                sandbox.write_pages([("a/b", text)]);
                assert_eq!(fs::read_to_string(real.join("a/b")).unwrap(), text);
            }
            assert!(fs::symlink_metadata(sandbox.output()).unwrap().is_symlink());
            assert_eq!(names(elsewhere.path()), ["public"]);
        }
    }
}
