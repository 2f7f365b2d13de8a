//! Files that copublish did not write: they survive every build, whatever it does.

use super::*;

#[test]
fn a_folder_of_somebody_else_is_refused() {
    for sandbox in every_way() {
        sandbox.foreign("thesis.odt", "years of work");
        sandbox.foreign(".hidden", "");
        let error = sandbox
            .try_write(&Pages::of([("a", "1")]), KeepGoing::No)
            .unwrap_err();
        assert!(matches!(error, WriteError::Unknown { .. }), "{error}");
        let words = format!("{error}; {}", error.help());
        assert!(
            words.contains("contains `thesis.odt`") && words.contains("`--output`, or empty"),
            "{words}"
        );
        sandbox.expect([(".hidden", ""), ("thesis.odt", "years of work")]);
    }
}

#[test]
fn hidden_files_make_no_folder_foreign() {
    for sandbox in every_way() {
        sandbox.foreign(".git/HEAD", "ref");
        sandbox.foreign(".gitignore", "*");
        sandbox.write_pages([("a", "1")]);
        sandbox.expect([
            (".git/", ""),
            (".git/HEAD", "ref"),
            (".gitignore", "*"),
            ("a", "1"),
        ]);
    }
}

#[test]
fn foreign_files_survive_every_build() {
    for sandbox in every_way() {
        sandbox.write_pages([("a/index.html", "1"), ("b/index.html", "1")]);
        sandbox.foreign("CNAME", "example.org");
        sandbox.foreign("a/notes.txt", "mine");
        sandbox.foreign("uploads/2012/photo", "bytes");
        fs::create_dir(sandbox.path("empty")).unwrap();
        fs::create_dir(sandbox.path("b/empty")).unwrap();
        let foreign = [
            ("CNAME", "example.org"),
            ("a/", ""),
            ("a/notes.txt", "mine"),
            ("b/", ""),
            ("b/empty/", ""),
            ("empty/", ""),
            ("uploads/", ""),
            ("uploads/2012/", ""),
            ("uploads/2012/photo", "bytes"),
        ];
        let with = |pages: &[(&'static str, &'static str)]| {
            let mut all = foreign.to_vec();
            all.extend(pages);
            sandbox.expect(all);
        };
        sandbox.write_pages([("a/index.html", "2"), ("b/index.html", "1")]);
        with(&[("a/index.html", "2"), ("b/index.html", "1")]);
        sandbox.write_pages([("c", "3")]);
        with(&[("c", "3")]);
        sandbox.write_pages([]);
        with(&[]);
    }
}

#[test]
fn a_foreign_file_is_never_overwritten() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1"), ("c/d", "1")]);
        sandbox.foreign("b/x", "mine");
        sandbox.foreign("e", "mine");
        let before = sandbox.tree();
        let clashing: [(&[(&str, &str)], &str); 4] = [
            (&[("a", "2"), ("e", "2")], "e"),
            (&[("a", "2"), ("b/x", "2")], "b/x"),
            (&[("a", "2"), ("b", "2")], "b"),
            (&[("a", "2"), ("e/f", "2")], "e"),
        ];
        for (pages, name) in clashing {
            let error = sandbox
                .try_write(&Pages::of(pages.iter().copied()), KeepGoing::Yes)
                .unwrap_err();
            assert!(
                matches!(&error, WriteError::InTheWay { files, .. } if files == &[name]),
                "{error}"
            );
            assert!(error.to_string().contains(&format!("`{name}`")));
            assert_eq!(sandbox.tree(), before);
            assert_eq!(sandbox.beside(), ["output"]);
        }
        assert_eq!(sandbox.write_pages([("a", "1"), ("c/d", "1")]).changed, 0);
    }
}

#[test]
fn a_foreign_file_with_the_same_bytes_is_taken_over() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        sandbox.foreign("b/x", "same");
        let written = sandbox.write_pages([("a", "1"), ("b/x", "same")]);
        assert_eq!((written.changed, written.unchanged), (0, 2));
        sandbox.write_pages([("a", "1")]);
        sandbox.expect([("a", "1")]);
    }
}

#[test]
fn a_file_that_turns_up_during_the_build_is_not_overwritten() {
    struct Slow(Pages, PathBuf);
    impl Bundle for Slow {
        fn files(&self) -> &[String] {
            self.0.files()
        }
        fn make(&self, index: usize) -> Reported<BundleFile> {
            fs::write(&self.1, "mine").unwrap();
            self.0.make(index)
        }
    }
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        let slow = Slow(Pages::of([("a", "2"), ("new", "2")]), sandbox.path("new"));
        let error = sandbox.try_write(&slow, KeepGoing::No).unwrap_err();
        assert!(
            matches!(&error, WriteError::InTheWay { files, .. } if files == &["new"]),
            "{error}"
        );
        sandbox.expect([("a", "1"), ("new", "mine")]);
    }
}

#[test]
fn a_manifest_cannot_name_anything_outside() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        let outside = sandbox.around.path().join("x");
        fs::write(&outside, "precious").unwrap();
        for line in ["../x", "a/../../x", outside.to_str().unwrap()] {
            fs::write(
                sandbox.path(".copublish-manifest"),
                format!("copublish manifest 1\n{line}\n"),
            )
            .unwrap();
            let error = sandbox
                .try_write(&Pages::of([("b", "2")]), KeepGoing::No)
                .unwrap_err();
            assert!(
                matches!(error, WriteError::Damaged { line: 2, .. }),
                "{error}"
            );
            assert!(error.help().contains("empty this one"));
        }
        fs::write(
            sandbox.path(".copublish-manifest"),
            "copublish manifest 7\nx\n",
        )
        .unwrap();
        let error = sandbox
            .try_write(&Pages::of([("b", "2")]), KeepGoing::No)
            .unwrap_err();
        assert!(
            matches!(error, WriteError::Later { .. })
                && error.help().starts_with("update copublish")
        );
        assert_eq!(fs::read_to_string(outside).unwrap(), "precious");
        assert_eq!(sandbox.tree().len(), 1);
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    /// A listed file behind a link to a folder is outside, whatever the manifest says.
    #[test]
    fn nothing_is_removed_or_written_behind_a_link() {
        for sandbox in every_way() {
            sandbox.write_pages([("a/x", "1"), ("b", "1")]);
            let outside = tempfile::tempdir().unwrap();
            fs::write(outside.path().join("x"), "precious").unwrap();
            fs::remove_dir_all(sandbox.path("a")).unwrap();
            symlink(outside.path(), sandbox.path("a")).unwrap();
            sandbox.write_pages([("b", "2")]);
            assert_eq!(
                fs::read_to_string(outside.path().join("x")).unwrap(),
                "precious"
            );
            assert!(
                fs::symlink_metadata(sandbox.path("a"))
                    .unwrap()
                    .is_symlink()
            );
            let error = sandbox
                .try_write(&Pages::of([("a/x", "2")]), KeepGoing::No)
                .unwrap_err();
            assert!(
                matches!(&error, WriteError::InTheWay { files, .. } if files == &["a"]),
                "{error}"
            );
            assert_eq!(
                fs::read_to_string(outside.path().join("x")).unwrap(),
                "precious"
            );
        }
    }

    #[test]
    fn links_rights_and_files_stay_what_they_are() {
        for sandbox in every_way() {
            sandbox.write_pages([("a", "1")]);
            sandbox.foreign("keep/run.sh", "#!/bin/sh");
            fs::set_permissions(
                sandbox.path("keep/run.sh"),
                fs::Permissions::from_mode(0o751),
            )
            .unwrap();
            fs::set_permissions(sandbox.path("keep"), fs::Permissions::from_mode(0o710)).unwrap();
            symlink("../nowhere", sandbox.path("keep/link")).unwrap();
            symlink("a", sandbox.path("latest")).unwrap();
            let state = |name: &str| {
                let meta = fs::symlink_metadata(sandbox.path(name)).unwrap();
                (meta.mode(), meta.modified().unwrap())
            };
            let (script, folder) = (state("keep/run.sh"), state("keep"));
            let number = fs::metadata(sandbox.path("keep/run.sh")).unwrap().ino();
            sandbox.write_pages([("a", "2")]);
            sandbox.expect([
                ("a", "2"),
                ("keep/", ""),
                ("keep/link", "-> ../nowhere"),
                ("keep/run.sh", "#!/bin/sh"),
                ("latest", "-> a"),
            ]);
            assert_eq!((state("keep/run.sh"), state("keep")), (script, folder));
            assert_eq!(
                fs::metadata(sandbox.path("keep/run.sh")).unwrap().ino(),
                number
            );
        }
    }

    /// Such a folder cannot be made again as it is and cleared away after, so it has to stay put.
    #[test]
    fn a_read_only_foreign_folder_stays_where_it_is() {
        let sandbox = Sandbox::swapping();
        sandbox.write_pages([("a", "1")]);
        sandbox.foreign("locked/file", "mine");
        fs::set_permissions(sandbox.path("locked"), fs::Permissions::from_mode(0o555)).unwrap();
        let number = fs::metadata(sandbox.path("locked")).unwrap().ino();
        sandbox.write_pages([("a", "2")]);
        assert_eq!(fs::metadata(sandbox.path("locked")).unwrap().ino(), number);
        sandbox.expect([("a", "2"), ("locked/", ""), ("locked/file", "mine")]);
        fs::set_permissions(sandbox.path("locked"), fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn a_link_in_the_place_of_a_page_of_ours_is_replaced_and_its_target_is_not() {
        for sandbox in every_way() {
            sandbox.write_pages([("a", "1"), ("b", "1")]);
            let outside = tempfile::NamedTempFile::new().unwrap();
            for name in ["a", "b"] {
                fs::remove_file(sandbox.path(name)).unwrap();
                symlink(outside.path(), sandbox.path(name)).unwrap();
            }
            sandbox.write_pages([("a", "1")]);
            sandbox.expect([("a", "1")]);
            assert_eq!(fs::read_to_string(outside.path()).unwrap(), "");
        }
    }
}
