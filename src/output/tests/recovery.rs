//! What killed builds leave behind, and what the next build makes of it.

use super::super::{staging_folder, transfer};
use super::*;

/// The state after a kill in the middle of moving files: the next manifest is there, and not all is done.
fn half_moved(sandbox: &Sandbox) {
    sandbox.write_pages([("a", "1"), ("b/x", "1"), ("c", "1"), ("same", "1")]);
    let stage = sandbox.path(".copublish-stage");
    fs::create_dir_all(stage.join("site/a")).unwrap();
    fs::write(stage.join("site/a/y"), "2").unwrap();
    fs::write(stage.join("site/b"), "2").unwrap();
    fs::write(
        stage.join("manifest"),
        "copublish manifest 1\na/y\nb\nd\nsame\n",
    )
    .unwrap();
    // These two steps were done: one removal, one move.
    fs::remove_file(sandbox.path("c")).unwrap();
    fs::write(sandbox.path("d"), "2").unwrap();
}

/// What that transfer makes of the folder once it is finished.
const FINISHED: [(&str, &str); 5] = [
    ("a/", ""),
    ("a/y", "2"),
    ("b", "2"),
    ("d", "2"),
    ("same", "1"),
];

#[test]
fn a_transfer_is_finished() {
    for sandbox in every_way() {
        half_moved(&sandbox);
        sandbox.foreign("CNAME", "mine");
        transfer::recover(&sandbox.output()).unwrap();
        sandbox.expect(FINISHED.into_iter().chain([("CNAME", "mine")]));
        let again = sandbox.write_pages([("a/y", "2"), ("b", "2"), ("d", "2"), ("same", "1")]);
        assert_eq!((again.changed, again.removed), (0, 0));
    }
}

#[test]
fn the_next_build_finishes_a_transfer_before_its_own_work() {
    for sandbox in every_way() {
        half_moved(&sandbox);
        let written = sandbox.write_pages([("b", "2"), ("e", "3")]);
        assert_eq!(
            (written.changed, written.unchanged, written.removed),
            (1, 1, 3)
        );
        sandbox.expect([("b", "2"), ("e", "3")]);
    }
}

#[test]
fn neither_manifest_can_name_anything_outside() {
    for manifest in [".copublish-stage/manifest", ".copublish-manifest"] {
        for sandbox in every_way() {
            half_moved(&sandbox);
            let outside = sandbox.around.path().join("x");
            fs::write(&outside, "precious").unwrap();
            fs::write(sandbox.path(manifest), "copublish manifest 1\n../x\n").unwrap();
            let error = sandbox
                .try_write(&Pages::of([("a", "3")]), KeepGoing::No)
                .unwrap_err();
            assert!(
                matches!(error, WriteError::Damaged { line: 2, .. }),
                "{error}"
            );
            assert_eq!(fs::read_to_string(&outside).unwrap(), "precious");
        }
    }
}

/// A file that somebody put beside the staged ones is not part of the new site.
#[test]
fn a_transfer_moves_only_files_of_the_new_site() {
    for sandbox in every_way() {
        half_moved(&sandbox);
        sandbox.foreign(".copublish-stage/site/more", "not ours");
        transfer::recover(&sandbox.output()).unwrap();
        sandbox.expect(FINISHED);
    }
}

/// Earlier versions wrote down their steps in a journal beside the manifest; both say the same.
#[test]
fn a_transfer_of_an_earlier_version_is_finished() {
    for sandbox in every_way() {
        half_moved(&sandbox);
        sandbox.foreign(
            ".copublish-stage/journal",
            "copublish journal 1\nremove a\nremove b/x\nremove c\nmove a/y\nmove b\nmove d\n",
        );
        sandbox.write_pages([("a/y", "2"), ("b", "2"), ("d", "2"), ("same", "1")]);
        sandbox.expect(FINISHED);
    }
}

#[cfg(unix)]
#[test]
fn a_transfer_publishes_nothing_that_a_link_points_to() {
    use std::os::unix::fs::symlink;
    for linked in ["", "/site", "/site/a", "/site/a/y", "/manifest"] {
        for sandbox in every_way() {
            half_moved(&sandbox);
            let outside = sandbox.around.path().join("x");
            let at = sandbox.path(&format!(".copublish-stage{linked}"));
            fs::rename(&at, &outside).unwrap();
            symlink(&outside, &at).unwrap();
            let before = tree(&sandbox.around.path().join("x"));
            let error = sandbox
                .try_write(&Pages::of([("a", "3")]), KeepGoing::No)
                .unwrap_err();
            assert!(
                error
                    .to_string()
                    .ends_with("it is a link, not a file that copublish wrote"),
                "{error}"
            );
            assert!(
                !sandbox.path("a/y").exists() && fs::symlink_metadata(&outside).is_ok(),
                "{linked}"
            );
            assert_eq!(tree(&outside), before);
        }
    }
}

#[test]
fn what_was_only_staged_is_removed() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        sandbox.foreign(".copublish-stage/site/a", "2");
        sandbox.foreign(".copublish-stage/manifest.new", "copublish mani");
        sandbox.write_pages([("a", "1")]);
        sandbox.expect([("a", "1")]);
    }
}

#[cfg(unix)]
mod beside {
    use super::*;

    /// A staging folder as a build that was killed leaves it; the marker names the tree in it.
    fn dead_staging(sandbox: &Sandbox, name: &str) -> PathBuf {
        let root = sandbox.around.path().join(name);
        fs::create_dir_all(root.join("site")).unwrap();
        fs::write(
            root.join("copublish-staging"),
            staging_folder::marker_of(&root.join("site")).unwrap(),
        )
        .unwrap();
        root
    }

    #[test]
    fn an_unfinished_tree_is_thrown_away() {
        let sandbox = Sandbox::swapping();
        sandbox.write_pages([("a", "1")]);
        sandbox.foreign("mine", "mine");
        let dead = dead_staging(&sandbox, ".output.copublish-1-0");
        fs::create_dir(dead.join("site/deep")).unwrap();
        fs::write(dead.join("site/deep/a"), "2").unwrap();
        fs::hard_link(sandbox.path("mine"), dead.join("site/mine")).unwrap();
        // These were killed before their markers were there, or had anything in them.
        fs::create_dir_all(sandbox.around.path().join(".output.copublish-2-0/site")).unwrap();
        fs::write(
            dead_staging(&sandbox, ".output.copublish-3-0").join("copublish-staging"),
            "",
        )
        .unwrap();
        sandbox.write_pages([("a", "1")]);
        sandbox.expect([("a", "1"), ("mine", "mine")]);
    }

    #[test]
    fn an_old_tree_is_cleared_and_foreign_files_in_it_come_back() {
        let sandbox = Sandbox::swapping();
        sandbox.write_pages([("a", "1"), ("b/c", "1")]);
        sandbox.foreign("linked", "mine");
        sandbox.foreign("replaced", "old");
        sandbox.foreign("late/file", "mine");
        // The build was killed right after the swap: what it linked is in both trees.
        let dead = dead_staging(&sandbox, ".output.copublish-1-0");
        let site = dead.join("site");
        fs::write(site.join("a"), "2").unwrap();
        fs::write(
            site.join(".copublish-manifest"),
            "copublish manifest 1\na\n",
        )
        .unwrap();
        fs::hard_link(sandbox.path("linked"), site.join("linked")).unwrap();
        fs::write(site.join("replaced"), "new").unwrap();
        swap::exchange(&site, &sandbox.output()).unwrap();

        let written = sandbox.write_pages([("a", "2")]);
        assert_eq!(
            written.kept,
            [site.canonicalize().unwrap().join("replaced")]
        );
        let tree = sandbox.tree();
        let found: Vec<_> = tree
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("a", "2"),
                ("late/", ""),
                ("late/file", "mine"),
                ("linked", "mine"),
                ("replaced", "new")
            ]
        );
        assert_eq!(tree_of(&dead), [".copublish-manifest", "replaced"]);
        // It stays for as long as nobody has decided which one counts.
        assert_eq!(sandbox.write_pages([("a", "3")]).kept.len(), 1);
        assert_eq!(fs::read_to_string(site.join("replaced")).unwrap(), "old");
    }

    fn tree_of(staging: &Path) -> Vec<String> {
        names(&staging.join("site"))
    }

    #[test]
    fn only_our_own_are_cleared_away_and_none_that_lives() {
        let sandbox = Sandbox::swapping();
        sandbox.write_pages([("a", "1")]);
        for name in [
            ".output.copublish-notes",
            ".output.copublish-1",
            ".output.copublish-1-0x",
            ".other.copublish-1-0",
        ] {
            dead_staging(&sandbox, name);
        }
        let unmarked = sandbox.around.path().join(".output.copublish-8-0/site");
        fs::create_dir_all(&unmarked).unwrap();
        fs::write(unmarked.join("x"), "who knows").unwrap();
        let alive = dead_staging(&sandbox, ".output.copublish-9-0");
        let _lives = super::super::super::lock::Lock::take(&alive)
            .unwrap()
            .unwrap();
        let before = sandbox.beside();
        sandbox.write_pages([("a", "2")]);
        assert_eq!(sandbox.beside(), before);
    }

    /// Somebody moved the output folder away after the kill.
    #[test]
    fn a_tree_of_nobody_knows_whom_is_left_alone() {
        let sandbox = Sandbox::swapping();
        sandbox.write_pages([("a", "1")]);
        let dead = dead_staging(&sandbox, ".output.copublish-1-0");
        fs::write(dead.join("copublish-staging"), "copublish staging 1\n1:1\n").unwrap();
        fs::write(dead.join("site/x"), "who knows").unwrap();
        assert_eq!(
            sandbox.write_pages([("a", "2")]).kept,
            [dead.canonicalize().unwrap()]
        );
        assert_eq!(
            fs::read_to_string(dead.join("site/x")).unwrap(),
            "who knows"
        );
    }

    /// Others write into the old tree in the moment of the swap.
    #[test]
    fn what_turns_up_during_the_swap_is_moved_over() {
        fn exchange_after_a_visit(site: &Path, output: &Path) -> io::Result<()> {
            fs::write(output.join("late"), "mine")?;
            fs::create_dir_all(output.join("new/empty"))?;
            fs::write(output.join("replaced.new"), "newer")?;
            fs::rename(output.join("replaced.new"), output.join("replaced"))?;
            fs::write(output.join("c"), "mine, but in the way")?;
            swap::exchange(site, output)
        }
        let sandbox = Sandbox::new(StagingPlace::Beside, exchange_after_a_visit);
        sandbox.foreign(".hidden", "");
        sandbox.write_pages([]);
        sandbox.foreign("replaced", "older");
        fs::remove_file(sandbox.path("c")).unwrap();
        let written = sandbox.write_pages([("c", "1")]);
        let tree = sandbox.tree();
        let found: Vec<_> = tree
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (".hidden", ""),
                ("c", "1"),
                ("late", "mine"),
                ("new/", ""),
                ("new/empty/", ""),
                ("replaced", "newer")
            ]
        );
        let [kept] = written.kept.as_slice() else {
            panic!("{:?}", written.kept)
        };
        assert_eq!(fs::read_to_string(kept).unwrap(), "mine, but in the way");
    }
}
