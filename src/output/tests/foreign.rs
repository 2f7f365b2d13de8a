//! Files that copublish did not write: they survive every build, whatever it does.

use super::*;

#[test]
fn a_folder_of_somebody_else_is_refused() {
    for desk in every_way() {
        desk.foreign("thesis.odt", "years of work");
        desk.foreign(".hidden", "");
        let error = desk
            .try_write(&Pages::of([("a", "1")]), KeepGoing::No)
            .unwrap_err();
        assert!(matches!(error, WriteError::Unknown { .. }), "{error}");
        let words = format!("{error}; {}", error.help());
        assert!(
            words.contains("contains `thesis.odt`") && words.contains("`--output`, or empty"),
            "{words}"
        );
        desk.expect([(".hidden", ""), ("thesis.odt", "years of work")]);
    }
}

#[test]
fn hidden_files_make_no_folder_foreign() {
    for desk in every_way() {
        desk.foreign(".git/HEAD", "ref");
        desk.foreign(".gitignore", "*");
        desk.write_pages([("a", "1")]);
        desk.expect([
            (".git/", ""),
            (".git/HEAD", "ref"),
            (".gitignore", "*"),
            ("a", "1"),
        ]);
    }
}

#[test]
fn foreign_files_survive_every_build() {
    for desk in every_way() {
        desk.write_pages([("a/index.html", "1"), ("b/index.html", "1")]);
        desk.foreign("CNAME", "example.org");
        desk.foreign("a/notes.txt", "mine");
        desk.foreign("uploads/2012/photo", "bytes");
        fs::create_dir(desk.path("empty")).unwrap();
        fs::create_dir(desk.path("b/empty")).unwrap();
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
            desk.expect(all);
        };
        desk.write_pages([("a/index.html", "2"), ("b/index.html", "1")]);
        with(&[("a/index.html", "2"), ("b/index.html", "1")]);
        desk.write_pages([("c", "3")]);
        with(&[("c", "3")]);
        desk.write_pages([]);
        with(&[]);
    }
}

#[test]
fn a_foreign_file_is_never_overwritten() {
    for desk in every_way() {
        desk.write_pages([("a", "1"), ("c/d", "1")]);
        desk.foreign("b/x", "mine");
        desk.foreign("e", "mine");
        let before = desk.tree();
        let clashing: [(&[(&str, &str)], &str); 4] = [
            (&[("a", "2"), ("e", "2")], "e"),
            (&[("a", "2"), ("b/x", "2")], "b/x"),
            (&[("a", "2"), ("b", "2")], "b"),
            (&[("a", "2"), ("e/f", "2")], "e"),
        ];
        for (pages, name) in clashing {
            let error = desk
                .try_write(&Pages::of(pages.iter().copied()), KeepGoing::Yes)
                .unwrap_err();
            assert!(
                matches!(&error, WriteError::InTheWay { files, .. } if files == &[name]),
                "{error}"
            );
            assert!(error.to_string().contains(&format!("`{name}`")));
            assert_eq!(desk.tree(), before);
            assert_eq!(desk.beside(), ["output"]);
        }
        assert_eq!(desk.write_pages([("a", "1"), ("c/d", "1")]).changed, 0);
    }
}

#[test]
fn a_foreign_file_with_the_same_bytes_is_taken_over() {
    for desk in every_way() {
        desk.write_pages([("a", "1")]);
        desk.foreign("b/x", "same");
        let written = desk.write_pages([("a", "1"), ("b/x", "same")]);
        assert_eq!((written.changed, written.unchanged), (0, 2));
        desk.write_pages([("a", "1")]);
        desk.expect([("a", "1")]);
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
    for desk in every_way() {
        desk.write_pages([("a", "1")]);
        let slow = Slow(Pages::of([("a", "2"), ("new", "2")]), desk.path("new"));
        let error = desk.try_write(&slow, KeepGoing::No).unwrap_err();
        assert!(
            matches!(&error, WriteError::InTheWay { files, .. } if files == &["new"]),
            "{error}"
        );
        desk.expect([("a", "1"), ("new", "mine")]);
    }
}

#[test]
fn a_manifest_cannot_name_anything_outside() {
    for desk in every_way() {
        desk.write_pages([("a", "1")]);
        let outside = desk.around.path().join("x");
        fs::write(&outside, "precious").unwrap();
        for line in ["../x", "a/../../x", outside.to_str().unwrap()] {
            fs::write(
                desk.path(".copublish-manifest"),
                format!("copublish manifest 1\n{line}\n"),
            )
            .unwrap();
            let error = desk
                .try_write(&Pages::of([("b", "2")]), KeepGoing::No)
                .unwrap_err();
            assert!(
                matches!(error, WriteError::Damaged { line: 2, .. }),
                "{error}"
            );
            assert!(error.help().contains("empty this one"));
        }
        fs::write(
            desk.path(".copublish-manifest"),
            "copublish manifest 7\nx\n",
        )
        .unwrap();
        let error = desk
            .try_write(&Pages::of([("b", "2")]), KeepGoing::No)
            .unwrap_err();
        assert!(
            matches!(error, WriteError::Later { .. })
                && error.help().starts_with("update copublish")
        );
        assert_eq!(fs::read_to_string(outside).unwrap(), "precious");
        assert_eq!(desk.tree().len(), 1);
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    /// A listed file behind a link to a folder is outside, whatever the manifest says.
    #[test]
    fn nothing_is_removed_or_written_behind_a_link() {
        for desk in every_way() {
            desk.write_pages([("a/x", "1"), ("b", "1")]);
            let outside = tempfile::tempdir().unwrap();
            fs::write(outside.path().join("x"), "precious").unwrap();
            fs::remove_dir_all(desk.path("a")).unwrap();
            symlink(outside.path(), desk.path("a")).unwrap();
            desk.write_pages([("b", "2")]);
            assert_eq!(
                fs::read_to_string(outside.path().join("x")).unwrap(),
                "precious"
            );
            assert!(fs::symlink_metadata(desk.path("a")).unwrap().is_symlink());
            let error = desk
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
        for desk in every_way() {
            desk.write_pages([("a", "1")]);
            desk.foreign("keep/run.sh", "#!/bin/sh");
            fs::set_permissions(desk.path("keep/run.sh"), fs::Permissions::from_mode(0o751))
                .unwrap();
            fs::set_permissions(desk.path("keep"), fs::Permissions::from_mode(0o710)).unwrap();
            symlink("../nowhere", desk.path("keep/link")).unwrap();
            symlink("a", desk.path("latest")).unwrap();
            let state = |name: &str| {
                let meta = fs::symlink_metadata(desk.path(name)).unwrap();
                (meta.mode(), meta.modified().unwrap())
            };
            let (script, folder) = (state("keep/run.sh"), state("keep"));
            let number = fs::metadata(desk.path("keep/run.sh")).unwrap().ino();
            desk.write_pages([("a", "2")]);
            desk.expect([
                ("a", "2"),
                ("keep/", ""),
                ("keep/link", "-> ../nowhere"),
                ("keep/run.sh", "#!/bin/sh"),
                ("latest", "-> a"),
            ]);
            assert_eq!((state("keep/run.sh"), state("keep")), (script, folder));
            assert_eq!(
                fs::metadata(desk.path("keep/run.sh")).unwrap().ino(),
                number
            );
        }
    }

    /// Such a folder cannot be made again as it is and cleared away after, so it has to stay put.
    #[test]
    fn a_read_only_foreign_folder_stays_where_it_is() {
        let desk = Desk::swapping();
        desk.write_pages([("a", "1")]);
        desk.foreign("locked/file", "mine");
        fs::set_permissions(desk.path("locked"), fs::Permissions::from_mode(0o555)).unwrap();
        let number = fs::metadata(desk.path("locked")).unwrap().ino();
        desk.write_pages([("a", "2")]);
        assert_eq!(fs::metadata(desk.path("locked")).unwrap().ino(), number);
        desk.expect([("a", "2"), ("locked/", ""), ("locked/file", "mine")]);
        fs::set_permissions(desk.path("locked"), fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn a_link_in_the_place_of_a_page_of_ours_is_replaced_and_its_target_is_not() {
        for desk in every_way() {
            desk.write_pages([("a", "1"), ("b", "1")]);
            let outside = tempfile::NamedTempFile::new().unwrap();
            for name in ["a", "b"] {
                fs::remove_file(desk.path(name)).unwrap();
                symlink(outside.path(), desk.path(name)).unwrap();
            }
            desk.write_pages([("a", "1")]);
            desk.expect([("a", "1")]);
            assert_eq!(fs::read_to_string(outside.path()).unwrap(), "");
        }
    }
}
