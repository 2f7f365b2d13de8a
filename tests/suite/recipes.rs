//! The recipe "Add a kind" of CONTRIBUTING, played: one file in a copy of the theme, and documents of the new kind.

use std::fs;
use std::path::Path;

use crate::site::Site;

const KIND: &str = "label: Meeting\nplural: Meetings\nfolder: meetings\nlist: {sort: date desc}\n\
                    fields:\n  chair: {type: relation, to: person, inverse: chaired}\n  venue: {type: text}\n";

#[test]
fn one_file_in_the_theme_makes_a_kind() {
    let site = with_theme(Site::new())
        .file("themes/partnership/kinds/meeting.yaml", KIND)
        .file("content/people/ann.md", "---\ntitle: Ann Smith\n---\n")
        .file(
            "content/meetings/2012-09-03-autumn.md",
            "---\ntitle: Autumn meeting\nchair: ann\nvenue: Leeds town hall\n---\nMinutes follow.\n",
        );
    let run = site.build();
    run.assert_clean();
    let page = run.page("/meetings/autumn/");
    assert!(page.contains("Minutes follow."), "{page}");
    assert!(run.page("/meetings/").contains("Autumn meeting"), "{run}");
    let wrong = site.file(
        "content/meetings/2012-10-01-winter.md",
        "---\ntitle: Winter meeting\nchair: bea\n---\n",
    );
    let run = wrong.build();
    assert!(run.stderr.contains("error[unknown-relation]"), "{run}");
}

/// The site with a copy of the theme, as somebody who works on the theme has it.
fn with_theme(site: Site) -> Site {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/partnership");
    for entry in walkdir::WalkDir::new(&theme) {
        let entry = entry.expect("the theme");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&theme).expect("a file of it");
            let path = format!("themes/partnership/{}", path.to_string_lossy());
            site.write(&path, fs::read(entry.path()).expect("a file of it"));
        }
    }
    site
}
