//! What is said when the disk, the folder or the plan does not allow a site to be written.

use super::*;

#[test]
fn a_missing_asset_leaves_the_last_site() {
    for desk in every_way() {
        desk.write_pages([("a", "1")]);
        let mut pages = Pages::of([("a", "2"), ("z", "2")]);
        pages.made[1].value = Made::CopyOf(PathBuf::from("/no/such/asset"));
        let error = desk.try_write(&pages, KeepGoing::Yes).unwrap_err();
        assert_eq!(error.to_string(), "cannot read `/no/such/asset`: there is no such file or folder");
        desk.expect([("a", "1")]);
    }
}

#[test]
fn a_name_too_long_for_the_disk_leaves_the_last_site() {
    for desk in every_way() {
        desk.write_pages([("a", "1")]);
        let long = format!("b/{}", "x".repeat(300));
        let error =
            desk.try_write(&Pages::of([("a", "2"), (long.as_str(), "2")]), KeepGoing::Yes).unwrap_err();
        assert!(
            error.to_string().contains("too long") && error.help().contains("shorter address"),
            "{error}"
        );
        desk.expect([("a", "1")]);
    }
}

#[test]
fn a_plan_that_no_folder_can_hold_is_refused() {
    for files in [
        vec!["../a"],
        vec!["/a"],
        vec!["a//b"],
        vec!["a\nb"],
        vec!["b", "a"],
        vec!["a", "a"],
        vec![".copublish-stage/a"],
    ] {
        let desk = Desk::swapping();
        let made = vec![Reported::clean(Made::Bytes(Vec::new())); files.len()];
        let pages = Pages { files: files.into_iter().map(str::to_owned).collect(), made };
        assert!(matches!(desk.try_write(&pages, KeepGoing::No), Err(WriteError::Plan { .. })));
        assert!(desk.beside().is_empty());
    }
}

#[test]
fn a_file_is_no_folder() {
    let desk = Desk::swapping();
    fs::write(desk.output(), "a file").unwrap();
    let error = desk.try_write(&Pages::of([("a", "1")]), KeepGoing::No).unwrap_err();
    assert!(matches!(error, WriteError::NotAFolder { .. }), "{error}");
    assert_eq!(fs::read_to_string(desk.output()).unwrap(), "a file");
}

#[cfg(unix)]
#[test]
fn two_builds_at_once_do_not_meet() {
    use super::super::folder::Folder;
    for desk in every_way() {
        desk.write_pages([("a", "1")]);
        let other = Folder::open(&desk.output()).unwrap();
        let error = desk.try_write(&Pages::of([("a", "2")]), KeepGoing::No).unwrap_err();
        assert!(error.to_string().starts_with("another build is writing to this folder"), "{error}");
        drop(other);
        desk.write_pages([("a", "2")]);
        desk.expect([("a", "2")]);
    }
}

/// Many builds from many threads: each either comes through whole or is told that another is writing.
#[cfg(unix)]
#[test]
fn builds_at_once_never_mix() {
    for desk in every_way() {
        let sites: Vec<Pages> = (0..4)
            .map(|site| {
                let names: Vec<String> = (0..20).map(|n| format!("p{}/index.html", n + site)).collect();
                let text = format!("site {site}");
                Pages::of(names.iter().map(|name| (name.as_str(), text.as_str())))
            })
            .collect();
        std::thread::scope(|scope| {
            for pages in &sites {
                scope.spawn(|| {
                    for _ in 0..10 {
                        match desk.try_write(pages, KeepGoing::No) {
                            Ok(written) => assert!(written.committed && written.kept.is_empty()),
                            Err(WriteError::Busy { .. }) => std::thread::yield_now(),
                            Err(error) => panic!("{error}"),
                        }
                    }
                });
            }
        });
        let found: Vec<String> = desk.tree().into_values().filter(|text| !text.is_empty()).collect();
        assert_eq!(found.len(), 20);
        assert!(found.iter().all(|text| Some(text) == found.first()), "{found:?}");
        desk.write(&sites[0]);
        assert_eq!(desk.beside(), ["output"]);
    }
}
