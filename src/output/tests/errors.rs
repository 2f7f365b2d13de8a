//! What is said when the disk, the folder or the plan does not allow a site to be written.

use super::*;

#[test]
fn a_missing_asset_leaves_the_last_site() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        let mut pages = Pages::of([("a", "2"), ("z", "2")]);
        pages.made[1].value = copy_of(Path::new("/no/such/asset"));
        let error = sandbox.try_write(&pages, KeepGoing::Yes).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot read `/no/such/asset`: there is no such file or folder"
        );
        sandbox.expect([("a", "1")]);
    }
}

#[test]
fn a_name_too_long_for_the_disk_leaves_the_last_site() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        let long = format!("b/{}", "x".repeat(300));
        let error = sandbox
            .try_write(
                &Pages::of([("a", "2"), (long.as_str(), "2")]),
                KeepGoing::Yes,
            )
            .unwrap_err();
        assert!(
            error.to_string().contains("too long") && error.help().contains("shorter address"),
            "{error}"
        );
        sandbox.expect([("a", "1")]);
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
        let sandbox = Sandbox::swapping();
        let made = vec![Reported::clean(BundleFile::Bytes(Vec::new())); files.len()];
        let pages = Pages {
            files: files.into_iter().map(str::to_owned).collect(),
            made,
        };
        assert!(matches!(
            sandbox.try_write(&pages, KeepGoing::No),
            Err(WriteError::Plan { .. })
        ));
        assert!(sandbox.beside().is_empty());
    }
}

#[test]
fn a_file_is_no_folder() {
    let sandbox = Sandbox::swapping();
    fs::write(sandbox.output(), "a file").unwrap();
    let error = sandbox
        .try_write(&Pages::of([("a", "1")]), KeepGoing::No)
        .unwrap_err();
    assert!(matches!(error, WriteError::NotAFolder { .. }), "{error}");
    assert_eq!(fs::read_to_string(sandbox.output()).unwrap(), "a file");
}

#[cfg(unix)]
#[test]
fn two_builds_at_once_do_not_meet() {
    use super::super::folder::Folder;
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        let other = Folder::open(&sandbox.output()).unwrap();
        let error = sandbox
            .try_write(&Pages::of([("a", "2")]), KeepGoing::No)
            .unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("another build is writing to this folder"),
            "{error}"
        );
        drop(other);
        sandbox.write_pages([("a", "2")]);
        sandbox.expect([("a", "2")]);
    }
}

/// Many builds from many threads: each either comes through whole or is told that another is writing.
#[cfg(unix)]
#[test]
fn builds_at_once_never_mix() {
    for sandbox in every_way() {
        let sites: Vec<Pages> = (0..4)
            .map(|site| {
                let names: Vec<String> = (0..20)
                    .map(|n| format!("p{}/index.html", n + site))
                    .collect();
                let text = format!("site {site}");
                Pages::of(names.iter().map(|name| (name.as_str(), text.as_str())))
            })
            .collect();
        std::thread::scope(|scope| {
            for pages in &sites {
                scope.spawn(|| {
                    for _ in 0..10 {
                        match sandbox.try_write(pages, KeepGoing::No) {
                            Ok(written) => assert!(written.committed && written.kept.is_empty()),
                            Err(WriteError::Busy { .. }) => std::thread::yield_now(),
                            Err(error) => panic!("{error}"),
                        }
                    }
                });
            }
        });
        let found: Vec<String> = sandbox
            .tree()
            .into_values()
            .filter(|text| !text.is_empty())
            .collect();
        assert_eq!(found.len(), 20);
        assert!(
            found.iter().all(|text| Some(text) == found.first()),
            "{found:?}"
        );
        sandbox.write(&sites[0]);
        assert_eq!(sandbox.beside(), ["output"]);
    }
}

/// Halves of two files are no file: an asset that goes on growing is waited for, and not for ever.
#[test]
fn an_asset_that_grows_while_it_is_copied_is_whole_or_refused() {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        let asset = tempfile::NamedTempFile::new().unwrap();
        fs::write(asset.path(), "x".repeat(3_000_000)).unwrap();
        let pages = Pages::made([("b".to_owned(), copy_of(asset.path()))]);
        let over = AtomicBool::new(false);
        let result = std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut file = fs::OpenOptions::new()
                    .append(true)
                    .open(asset.path())
                    .unwrap();
                while !over.load(Ordering::Relaxed) {
                    file.write_all(b"x").unwrap();
                }
            });
            let result = sandbox.try_write(&pages, KeepGoing::No);
            over.store(true, Ordering::Relaxed);
            result
        });
        if let Err(error) = result {
            assert!(
                error.to_string().contains("changes while it is copied"),
                "{error}"
            );
            assert!(error.help().starts_with("wait until"), "{}", error.help());
            sandbox.expect([("a", "1")]);
        }
        sandbox.write(&pages);
        assert_eq!(
            fs::read(sandbox.path("b")).unwrap(),
            fs::read(asset.path()).unwrap()
        );
    }
}

/// What was a file when the site was read may be something else when it is copied.
#[cfg(unix)]
#[test]
fn what_is_no_file_any_more_leaves_the_last_site() {
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        let there = tempfile::tempdir().unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            there.path().join("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RWXU,
            0,
        )
        .unwrap();
        for (asset, told) in [
            (there.path().to_owned(), "it is a folder"),
            (
                there.path().join("pipe"),
                "it is neither a file nor a folder",
            ),
        ] {
            let pages = Pages::made([("b".to_owned(), copy_of(&asset))]);
            let error = sandbox.try_write(&pages, KeepGoing::Yes).unwrap_err();
            assert!(error.to_string().ends_with(told), "{error}");
            sandbox.expect([("a", "1")]);
        }
    }
}

/// What was a file of the site when it was listed may be a link when it is copied, and lead to anything.
#[cfg(unix)]
#[test]
fn what_leads_out_of_the_site_by_now_leaves_the_last_site() {
    let (site, outside) = (
        tempfile::tempdir().unwrap(),
        tempfile::NamedTempFile::new().unwrap(),
    );
    fs::write(outside.path(), "secret").unwrap();
    std::os::unix::fs::symlink(outside.path(), site.path().join("plan.pdf")).unwrap();
    for sandbox in every_way() {
        sandbox.write_pages([("a", "1")]);
        let pages = Pages::made([("b".to_owned(), copy_of(&site.path().join("plan.pdf")))]);
        let error = sandbox.try_write(&pages, KeepGoing::Yes).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("a link that points outside the site's folder"),
            "{error}"
        );
        sandbox.expect([("a", "1")]);
    }
}
