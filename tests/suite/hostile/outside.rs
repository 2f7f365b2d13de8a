//! Ways out of the site's folder: nothing outside it is read into what is published, and nothing is written there.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::{GOOD, assert_survives};
use crate::site::{Run, Site, read_folder};

#[test]
fn nothing_is_written_outside_the_output() {
    let hostile = [
        "slug: ../../../escape",
        "slug: /etc/escape",
        "slug: ..",
        "aliases: [/../../escape/, ../escape, //escape, '/a/../../escape/']",
        "aliases: [/good/, '', /, '/a\\..\\..\\escape/']",
        "template: ../../../etc/passwd",
        "template: /etc/passwd",
        "image: ../../../../../../etc/passwd",
        "attachments: [{file: ../../../../../../../../etc/passwd}]",
        "attachments: [{file: /etc/passwd}]",
    ];
    for front_matter in hostile {
        let site = Site::new()
            .file("content/good.md", GOOD)
            .arg("--keep-going");
        site.write(
            "content/deep/a.md",
            format!("---\ntitle: A\n{front_matter}\n---\n[x](../../../../../../../etc/passwd)\n"),
        );
        let parent = site.root().parent().expect("a parent").join("escape");
        let run = site.build();
        assert_survives(&run, front_matter);
        assert!(
            !parent.exists() && !parent.with_extension("html").exists(),
            "{front_matter}"
        );
        let beside: Vec<String> = read_folder(site.root())
            .into_keys()
            .filter(|path| {
                !["output/", "content/", ".copublish/", "site.yaml"]
                    .iter()
                    .any(|known| path.starts_with(known))
            })
            .collect();
        assert!(beside.is_empty(), "{front_matter}: {beside:?}");
        let leaked = run
            .output
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains("root:x:0:0"));
        assert!(
            !leaked,
            "{front_matter} publishes a file of the machine\n{run}"
        );
    }
}

#[test]
fn links_of_the_disk_do_not_lead_out() {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    fs::write(
        elsewhere.path().join("secret.md"),
        "---\ntitle: S\n---\nSecret words\n",
    )
    .expect("a file");
    fs::write(elsewhere.path().join("secret.txt"), "Secret words").expect("a file");
    let site = Site::new()
        .file("content/good.md", GOOD)
        .arg("--keep-going");
    let content = site.root().join("content");
    symlink(elsewhere.path().join("secret.md"), content.join("file.md")).expect("a link");
    symlink(
        elsewhere.path().join("secret.txt"),
        content.join("file.txt"),
    )
    .expect("a link");
    symlink(elsewhere.path(), content.join("folder")).expect("a link");
    symlink(&content, content.join("loop")).expect("a link");
    symlink("nowhere.md", content.join("dangling.md")).expect("a link");
    symlink("itself.md", content.join("itself.md")).expect("a link");
    let run = site.build();
    assert_survives(&run, "links");
    let leaked = run
        .output
        .values()
        .any(|bytes| String::from_utf8_lossy(bytes).contains("Secret words"));
    assert!(!leaked, "{run}");
}

#[test]
fn what_is_no_file_does_not_stop_a_build() {
    let site = Site::new()
        .file("content/good.md", GOOD)
        .arg("--keep-going");
    let made = Command::new("mkfifo")
        .arg(site.root().join("content/pipe.md"))
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    fs::create_dir(site.root().join("content/folder.md")).expect("a folder");
    let run = site.build();
    assert_survives(&run, "a pipe and a folder called like a file");
}

/// One way out: where it is written, and what is said of it.
struct Way {
    /// A file of the site; `[OUT]` in it is the way to a folder with secrets from anywhere, by climbing to the root of the
    /// disk, and `[ABS]` its path.
    file: (&'static str, &'static str),
    /// What is said, without places and advice.
    said: &'static [&'static str],
}

const fn way(file: &'static str, text: &'static str, said: &'static [&'static str]) -> Way {
    Way {
        file: (file, text),
        said,
    }
}

/// Said where a setting that protects cannot be understood.
const NO_SITE: &str = "error: nothing is built until the settings can be read";

const WAYS: &[Way] = &[
    way(
        "content/a.md",
        "---\ntitle: A\nslug: ../../../escape\n---\n",
        &[
            "error[invalid-address]: `/../../../escape/` cannot be its address: an address cannot contain a `..` part",
        ],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\naliases: [/../../escape/, ../escape]\n---\n",
        &[
            "error[invalid-address]: the alias `/../../escape/` cannot be an address: an address cannot contain a `..` part",
            "error[invalid-address]: the alias `../escape` cannot be an address: it is above the home page",
        ],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\ntemplate: '[OUT]/secret.html'\n---\n",
        &["error[missing-template]: there is no template called `[OUT]/secret.html`"],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\nattachments: [{file: '[OUT]/secret.txt'}]\n---\n",
        &["error[broken-link]: `[OUT]/secret.txt` is not a document, file or address of this site"],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\nattachments: [{file: '[ABS]/secret.txt'}]\n---\n",
        &["error[broken-link]: `[ABS]/secret.txt` is not a document, file or address of this site"],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\nimage: '[OUT]/secret.txt'\n---\n",
        &["error[broken-link]: `[OUT]/secret.txt` is not a document, file or address of this site"],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\n---\n[x]([OUT]/secret.txt) [y](%2e%2e/%2e%2e/secret.txt)\n",
        &[
            "error[broken-link]: `[OUT]/secret.txt` is not a document, file or address of this site",
            "error[broken-link]: `%2e%2e/%2e%2e/secret.txt` is not a document, file or address of this site",
        ],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\n---\n::: table src=\"[OUT]/secret.csv\" caption=\"B\"\n:::\n",
        &["error[broken-link]: `[OUT]/secret.csv` is not a document, file or address of this site"],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\n---\n::: chart type=bar src=\"[ABS]/secret.csv\" title=\"B\"\n:::\n",
        &["error[broken-link]: `[ABS]/secret.csv` is not a document, file or address of this site"],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\n---\n::: figure image=\"[OUT]/secret.txt\" alt=\"B\"\n:::\n",
        &["error[broken-link]: `[OUT]/secret.txt` is not a document, file or address of this site"],
    ),
    way(
        "content/a.md",
        "---\ntitle: A\n---\n::: download file=\"[OUT]/secret.txt\"\n:::\n",
        &["error[broken-link]: `[OUT]/secret.txt` is not a document, file or address of this site"],
    ),
    way(
        "templates/page.html",
        "{% include \"[OUT]/secret.html\" %}",
        &["error[template-error]: unknown template `[OUT]/secret.html`"],
    ),
    way(
        "templates/page.html",
        "{% extends \"[ABS]/secret.html\" %}",
        &["error[template-error]: this template extends `[ABS]/secret.html`, which does not exist"],
    ),
    way(
        "templates/page.html",
        "{% import \"../../secret.html\" as s %}",
        &["error[template-error]: there is no tag called `import`"],
    ),
    way(
        "site.yaml",
        "title: T\ntheme: '[OUT]/theme'\n",
        &[
            "error[unknown-theme]: there is no theme called `[OUT]/theme`",
            NO_SITE,
        ],
    ),
    way(
        "site.yaml",
        "title: T\ntheme: ..\n",
        &[
            "error[unknown-theme]: there is no theme called `..`",
            NO_SITE,
        ],
    ),
    way(
        "site.yaml",
        "title: T\nredirects: {/../../escape/: /good/, /b/: '[OUT]/secret.txt'}\n",
        &[
            "error[invalid-address]: `/../../escape/` in `redirects` cannot be an address: an address cannot contain a `..` part",
            "error[broken-link]: `[OUT]/secret.txt` is not a document, file or address of this site",
        ],
    ),
    way(
        "site.yaml",
        "title: T\ngone: [/../escape/]\n",
        &[
            "error[invalid-address]: `/../escape/` in `gone` cannot be an address: an address cannot contain a `..` part",
        ],
    ),
    way(
        "site.yaml",
        "title: T\nkinds: {page: {address: '/../../{slug}/'}}\n",
        &[
            "error[invalid-kind]: an address cannot contain a `..` part",
            NO_SITE,
        ],
    ),
    way(
        "site.yaml",
        "title: T\nkinds: {page: {folder: ../..}}\n",
        &[
            "error[invalid-kind]: the `folder` of kind `page` cannot be used: an address cannot contain a `..` part",
        ],
    ),
    way(
        "site.yaml",
        "title: T\nlanguage: ../../x\n",
        &["warning[invalid-language]: `../../x` is not a valid language tag"],
    ),
    way(
        "addresses.lock",
        "/../../escape/ content/a.md\n/ok/ [OUT]/secret.md\n",
        &[
            "error[unreadable-ledger]: cannot read the line `/../../escape/ content/a.md`: an address cannot contain a `..` part",
            "error[address-gone]: `/ok/` no longer exists, and readers are not redirected from it",
        ],
    ),
    way(
        "themes/t/theme.yaml",
        "extends: '[OUT]/theme'\n",
        &[
            "error[unknown-theme]: there is no theme called `[OUT]/theme`",
            NO_SITE,
        ],
    ),
];

/// A folder with secrets in every form.
fn secrets() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in [
        ("secret.txt", "Secret words"),
        ("secret.md", "---\ntitle: Secret words\n---\nSecret words\n"),
        ("secret.html", "Secret words"),
        ("secret.csv", "Secret words,b\nc,1\n"),
        ("secret.yaml", "a: Secret words\n"),
        ("theme/templates/page.html", "Secret words"),
        ("theme/theme.yaml", "{}\n"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// What a run says, without places and advice.
fn said(run: &Run) -> Vec<String> {
    let is_said = |line: &&str| {
        ["error", "warning", "note"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    run.stderr
        .lines()
        .filter(is_said)
        .map(str::to_owned)
        .collect()
}

#[track_caller]
fn assert_nothing_got_out(
    run: &Run,
    site: &Site,
    (secrets, before): (&Path, &[(String, Vec<u8>)]),
    what: &str,
) {
    run.assert_no_panic();
    let leaked = run
        .output
        .values()
        .any(|bytes| String::from_utf8_lossy(bytes).contains("Secret words"));
    assert!(!leaked, "{what} publishes a file from outside\n{run}");
    let now: Vec<_> = read_folder(secrets).into_iter().collect();
    assert_eq!(now, before, "{what} writes outside");
    let parent = site.root().parent().expect("a parent");
    for name in ["escape", "escape.html", "x"] {
        assert!(
            !parent.join(name).exists() && !site.root().join(name).exists(),
            "{what}"
        );
    }
}

#[test]
fn no_way_that_is_written_down_leads_out() {
    let secrets = secrets();
    let before: Vec<_> = read_folder(secrets.path()).into_iter().collect();
    let absolute = secrets.path().to_string_lossy().into_owned();
    let climbing = format!("{}{absolute}", "../".repeat(12).trim_end_matches('/'));
    for Way {
        file: (path, text),
        said: expected,
    } in WAYS
    {
        let text = text.replace("[OUT]", &climbing).replace("[ABS]", &absolute);
        let site = Site::new()
            .file("content/good.md", GOOD)
            .file(path, &text)
            .arg("--keep-going");
        let site = if path.starts_with("themes/") {
            site.site_yaml("title: T\ntheme: t\n")
        } else {
            site
        };
        for verb in ["build", "check"] {
            let run = site.run(&[verb]);
            assert_nothing_got_out(&run, &site, (secrets.path(), &before), &text);
            let said: Vec<String> = said(&run)
                .iter()
                .map(|line| line.replace(&climbing, "[OUT]").replace(&absolute, "[ABS]"))
                .collect();
            if verb == "build" {
                assert_eq!(said, *expected, "{text}\n{run}");
            }
        }
    }
}

/// Links of the disk in the place of files in `content/`; `ways_out` has all others.
#[test]
fn no_link_of_the_disk_brings_anything_into_the_content() {
    let secrets = secrets();
    let before: Vec<_> = read_folder(secrets.path()).into_iter().collect();
    for (link, to) in [
        ("content/a.md", "secret.md"),
        ("content/a.txt", "secret.txt"),
        ("content/a", ""),
        ("content/data.csv", "secret.csv"),
        ("content/data", ""),
        ("content/data/a.yaml", "secret.yaml"),
        ("content/glossary.yaml", "secret.yaml"),
        ("content/good/comments", ""),
        ("content/good/comments/b.md", "secret.md"),
        ("content/reports/r/index.md", "secret.md"),
    ] {
        let page = format!("{GOOD}\n[a](a.txt)\n\n::: table src=\"data.csv\" caption=\"B\"\n:::\n");
        let site = Site::new()
            .file("content/good.md", page)
            .arg("--keep-going");
        let at = site.root().join(link);
        fs::create_dir_all(at.parent().expect("a folder")).expect("a folder");
        symlink(secrets.path().join(to), &at).expect("a link");
        let run = site.build();
        assert_survives(&run, link);
        assert_nothing_got_out(&run, &site, (secrets.path(), &before), link);
        let outside = if link.ends_with(".md") {
            "error[unreadable-file]: this cannot be read: it is a link that points outside the site's folder"
        } else {
            "warning[link-outside]: this link points outside the site's folder, so it is not followed"
        };
        assert!(
            run.stderr.contains(&format!("{outside}\n  --> {link}\n")),
            "{run}"
        );
    }
}

/// Nothing is written through a link: not into an output folder that leads elsewhere, nor over what the ledger, the
/// baseline or a document is a link to.
#[test]
fn no_link_of_the_disk_is_written_through() {
    let secrets = secrets();
    let mend = "---\ntitle: A\u{a0}B\ndate: 2 August 2012\n---\n";
    fs::write(secrets.path().join("mend.md"), mend).expect("a file");
    fs::write(secrets.path().join("lock"), "").expect("a file");
    fs::write(
        secrets.path().join("baseline.json"),
        "{\"version\":1,\"findings\":{}}\n",
    )
    .expect("a file");
    let before: Vec<_> = read_folder(secrets.path()).into_iter().collect();
    for (link, to, verb) in [
        ("output", "", &["build"][..]),
        ("output", "none", &["build"]),
        (".copublish", "", &["build"]),
        ("addresses.lock", "lock", &["build", "--update-ledger"]),
        (
            "baseline.json",
            "baseline.json",
            &["check", "--update-baseline", "--baseline", "baseline.json"],
        ),
        ("content/a.md", "mend.md", &["fix"]),
    ] {
        let site = Site::new().file(
            "content/good.md",
            "---\ntitle: Good\n---\n[click here](https://example.org/x/)\n",
        );
        symlink(secrets.path().join(to), site.root().join(link)).expect("a link");
        let run = site.run(verb);
        run.assert_no_panic();
        let now: Vec<_> = read_folder(secrets.path()).into_iter().collect();
        assert_eq!(now, before, "{verb:?} writes through `{link}`\n{run}");
    }
}
