//! What killed builds leave behind, and what the next build makes of it.

use super::super::{journal, staging};
use super::*;

/// The state after a kill in the middle of moving files: the journal is there, and not all is done.
fn half_moved(desk: &Desk) {
    desk.write_pages([("a", "1"), ("b/x", "1"), ("c", "1"), ("same", "1")]);
    let stage = desk.path(".copublish-stage");
    fs::create_dir_all(stage.join("site/a")).unwrap();
    fs::write(stage.join("site/a/y"), "2").unwrap();
    fs::write(stage.join("site/b"), "2").unwrap();
    fs::write(
        stage.join("manifest"),
        "copublish manifest 1\na/y\nb\nd\nsame\n",
    )
    .unwrap();
    fs::write(
        stage.join("journal"),
        "copublish journal 1\nremove a\nremove b/x\nremove c\nmove a/y\nmove b\nmove d\n",
    )
    .unwrap();
    // These two steps were done: one removal, one move.
    fs::remove_file(desk.path("c")).unwrap();
    fs::write(desk.path("d"), "2").unwrap();
}

#[test]
fn a_journal_is_rolled_forward() {
    for desk in every_way() {
        half_moved(&desk);
        desk.foreign("CNAME", "mine");
        journal::recover(&desk.output()).unwrap();
        desk.expect([
            ("CNAME", "mine"),
            ("a/", ""),
            ("a/y", "2"),
            ("b", "2"),
            ("d", "2"),
            ("same", "1"),
        ]);
        let again = desk.write_pages([("a/y", "2"), ("b", "2"), ("d", "2"), ("same", "1")]);
        assert_eq!((again.changed, again.removed), (0, 0));
    }
}

#[test]
fn the_next_build_rolls_forward_before_its_own_work() {
    for desk in every_way() {
        half_moved(&desk);
        let written = desk.write_pages([("b", "2"), ("e", "3")]);
        assert_eq!(
            (written.changed, written.unchanged, written.removed),
            (1, 1, 3)
        );
        desk.expect([("b", "2"), ("e", "3")]);
    }
}

#[test]
fn a_journal_cannot_name_anything_outside() {
    for desk in every_way() {
        half_moved(&desk);
        let outside = desk.around.path().join("x");
        fs::write(&outside, "precious").unwrap();
        fs::write(
            desk.path(".copublish-stage/journal"),
            "copublish journal 1\nremove ../x\n",
        )
        .unwrap();
        let error = desk
            .try_write(&Pages::of([("a", "3")]), KeepGoing::No)
            .unwrap_err();
        assert!(
            matches!(error, WriteError::Damaged { line: 2, .. }),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&outside).unwrap(), "precious");
    }
}

#[cfg(unix)]
#[test]
fn a_journal_publishes_nothing_that_a_link_leads_to() {
    use std::os::unix::fs::symlink;
    for linked in ["", "/journal", "/site", "/site/a", "/site/a/y", "/manifest"] {
        for desk in every_way() {
            half_moved(&desk);
            let outside = desk.around.path().join("x");
            let at = desk.path(&format!(".copublish-stage{linked}"));
            fs::rename(&at, &outside).unwrap();
            symlink(&outside, &at).unwrap();
            let before = tree(&desk.around.path().join("x"));
            let error = desk
                .try_write(&Pages::of([("a", "3")]), KeepGoing::No)
                .unwrap_err();
            assert!(
                error
                    .to_string()
                    .ends_with("it is a link, not a file that copublish wrote"),
                "{error}"
            );
            assert!(
                !desk.path("a/y").exists() && fs::symlink_metadata(&outside).is_ok(),
                "{linked}"
            );
            assert_eq!(tree(&outside), before);
        }
    }
}

#[test]
fn what_was_staged_without_a_journal_is_cleared_away() {
    for desk in every_way() {
        desk.write_pages([("a", "1")]);
        desk.foreign(".copublish-stage/site/a", "2");
        desk.foreign(".copublish-stage/journal.new", "copublish jour");
        desk.write_pages([("a", "1")]);
        desk.expect([("a", "1")]);
    }
}

#[cfg(unix)]
mod beside {
    use super::*;

    /// A staging folder as a build that was killed leaves it; the marker names the tree in it.
    fn dead_staging(desk: &Desk, name: &str) -> PathBuf {
        let root = desk.around.path().join(name);
        fs::create_dir_all(root.join("site")).unwrap();
        fs::write(
            root.join("copublish-staging"),
            staging::marker_of(&root.join("site")).unwrap(),
        )
        .unwrap();
        root
    }

    #[test]
    fn an_unfinished_tree_is_thrown_away() {
        let desk = Desk::swapping();
        desk.write_pages([("a", "1")]);
        desk.foreign("mine", "mine");
        let dead = dead_staging(&desk, ".output.copublish-1-0");
        fs::create_dir(dead.join("site/deep")).unwrap();
        fs::write(dead.join("site/deep/a"), "2").unwrap();
        fs::hard_link(desk.path("mine"), dead.join("site/mine")).unwrap();
        // These were killed before their markers were there, or had anything in them.
        fs::create_dir_all(desk.around.path().join(".output.copublish-2-0/site")).unwrap();
        fs::write(
            dead_staging(&desk, ".output.copublish-3-0").join("copublish-staging"),
            "",
        )
        .unwrap();
        desk.write_pages([("a", "1")]);
        desk.expect([("a", "1"), ("mine", "mine")]);
    }

    #[test]
    fn an_old_tree_is_cleared_and_foreign_files_in_it_come_back() {
        let desk = Desk::swapping();
        desk.write_pages([("a", "1"), ("b/c", "1")]);
        desk.foreign("linked", "mine");
        desk.foreign("replaced", "old");
        desk.foreign("late/file", "mine");
        // The build was killed right after the swap: what it linked is in both trees.
        let dead = dead_staging(&desk, ".output.copublish-1-0");
        let site = dead.join("site");
        fs::write(site.join("a"), "2").unwrap();
        fs::write(
            site.join(".copublish-manifest"),
            "copublish manifest 1\na\n",
        )
        .unwrap();
        fs::hard_link(desk.path("linked"), site.join("linked")).unwrap();
        fs::write(site.join("replaced"), "new").unwrap();
        swap::exchange(&site, &desk.output()).unwrap();

        let written = desk.write_pages([("a", "2")]);
        assert_eq!(
            written.kept,
            [site.canonicalize().unwrap().join("replaced")]
        );
        let tree = desk.tree();
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
        assert_eq!(desk.write_pages([("a", "3")]).kept.len(), 1);
        assert_eq!(fs::read_to_string(site.join("replaced")).unwrap(), "old");
    }

    fn tree_of(staging: &Path) -> Vec<String> {
        names(&staging.join("site"))
    }

    #[test]
    fn only_our_own_are_cleared_away_and_none_that_lives() {
        let desk = Desk::swapping();
        desk.write_pages([("a", "1")]);
        for name in [
            ".output.copublish-notes",
            ".output.copublish-1",
            ".output.copublish-1-0x",
            ".other.copublish-1-0",
        ] {
            dead_staging(&desk, name);
        }
        let unmarked = desk.around.path().join(".output.copublish-8-0/site");
        fs::create_dir_all(&unmarked).unwrap();
        fs::write(unmarked.join("x"), "who knows").unwrap();
        let alive = dead_staging(&desk, ".output.copublish-9-0");
        let _lives = super::super::super::folder::Lock::take(&alive)
            .unwrap()
            .unwrap();
        let before = desk.beside();
        desk.write_pages([("a", "2")]);
        assert_eq!(desk.beside(), before);
    }

    /// Somebody moved the output folder away after the kill.
    #[test]
    fn a_tree_of_nobody_knows_whom_is_left_alone() {
        let desk = Desk::swapping();
        desk.write_pages([("a", "1")]);
        let dead = dead_staging(&desk, ".output.copublish-1-0");
        fs::write(dead.join("copublish-staging"), "copublish staging 1\n1:1\n").unwrap();
        fs::write(dead.join("site/x"), "who knows").unwrap();
        assert_eq!(
            desk.write_pages([("a", "2")]).kept,
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
        let desk = Desk::new(Place::Beside, exchange_after_a_visit);
        desk.foreign(".hidden", "");
        desk.write_pages([]);
        desk.foreign("replaced", "older");
        fs::remove_file(desk.path("c")).unwrap();
        let written = desk.write_pages([("c", "1")]);
        let tree = desk.tree();
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
