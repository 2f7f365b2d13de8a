//! What cannot be understood is withheld: documents with all that belongs to them, and a whole site where its settings
//! say nothing certain. Here with `--keep-going`, since without it an error leaves the last site.

use serde_json::Value;

use crate::serve::Serving;
use crate::site::{NOW, Run, Running, SITE_YAML, Site, read_folder};

/// Stands in whatever must not be published, and nowhere else.
const SECRET: &str = "zebrafinch";

fn keep_going(site: &Site) -> Run {
    site.run(&["build", "--keep-going"])
}

/// Fails if the secret is found in a name or a file.
#[track_caller]
fn assert_nowhere(run: &Run, what: &str) {
    assert!(!run.output.is_empty(), "{what}: {run}");
    for (name, bytes) in &run.output {
        let text = format!("{name}\n{}", String::from_utf8_lossy(bytes));
        assert!(!text.contains(SECRET), "{what}: {name}\n{run}");
    }
}

/// A report that names files in every way that there is, before its text and in it.
fn report(front: &str) -> String {
    format!(
        "---\n{front}attachments:\n  - file: /{SECRET}-a.csv\n  - {{file: ../../{SECRET}-b.csv}}\nimage: \"/{SECRET}-c.csv\"\n---\n\n\
         # {SECRET}\n\n[d](../../{SECRET}-d.csv) [[{SECRET}-e.csv]] [f](https://example.org/{SECRET}-f.csv)\n\
         ![g](/{SECRET}-g.csv) [h][h] <a href=\"/{SECRET}-h.csv\">h</a>\n\n[h]: /{SECRET}-i.csv\n"
    )
}

fn site_with(report: &[u8]) -> Site {
    let mut site = Site::new()
        .file(
            "content/index.md",
            "---\ntitle: Home\n---\n[The plan](reports/plan/index.md)\n",
        )
        .file("content/reports/plan/index.md", report)
        .file(
            "content/reports/plan/01-money.md",
            format!("---\ntitle: {SECRET}\n---\n{SECRET}\n"),
        )
        .file("content/reports/plan/own.csv", SECRET)
        .file(
            "content/reports/plan/comments/2012-07-01-a.md",
            format!("---\nname: A\n---\n{SECRET}\n"),
        )
        .file(
            "content/reports/plan/01-money/comments/2012-07-01-b.md",
            format!("---\nname: B\n---\n{SECRET}\n"),
        );
    for name in 'a'..='i' {
        site = site.file(&format!("content/{SECRET}-{name}.csv"), SECRET);
    }
    site
}

#[test]
fn what_belongs_to_a_document_that_cannot_be_read_is_hidden_with_it() {
    let good = report("title: The plan\n");
    let is_there = keep_going(&site_with(good.as_bytes()));
    let named = is_there
        .paths()
        .iter()
        .filter(|path| path.contains(SECRET))
        .count();
    assert!(
        named >= 8,
        "the files are published with the report: {is_there}"
    );

    let of_utf16 = |to: fn(u16) -> [u8; 2]| {
        "\u{feff}"
            .encode_utf16()
            .chain(good.encode_utf16())
            .flat_map(to)
            .collect()
    };
    let broken: Vec<(&str, Vec<u8>)> = vec![
        ("a quote", report("title: \"The plan\n").into_bytes()),
        ("a colon", report("title: The plan: a start\n").into_bytes()),
        ("no end", good.replacen("\n---\n\n", "\n\n", 1).into_bytes()),
        (
            "a list",
            good.replacen("---\ntitle: The plan\n", "---\n- a\n", 1)
                .into_bytes(),
        ),
        (
            "a letter of Windows",
            [good.as_bytes(), b"\nCaf\xe9\n"].concat(),
        ),
        ("UTF-16, little", of_utf16(u16::to_le_bytes)),
        ("UTF-16, big", of_utf16(u16::to_be_bytes)),
        (
            "another language",
            good.replacen("---\n", "---toml\n", 1).into_bytes(),
        ),
    ];
    for (what, bytes) in broken {
        let run = keep_going(&site_with(&bytes));
        run.assert_exit(1);
        assert_nowhere(&run, what);
        assert_eq!(
            run.stderr.matches("error[").count(),
            1,
            "told once: {what}: {run}"
        );
    }
}

#[cfg(unix)]
#[test]
fn what_belongs_to_a_document_whose_bytes_are_lost_is_hidden_with_it() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::write(elsewhere.path().join("a.md"), "---\ntitle: A\n---\n").expect("a file");
    for (what, to) in [
        ("a link that leads out", "a.md"),
        ("a link to nothing", "b.md"),
        ("a folder", ""),
    ] {
        let site = site_with(b"").file("content/seen.csv", "seen").file(
            "content/about.md",
            "---\ntitle: About\n---\n[seen](seen.csv)\n",
        );
        let report = site.root().join("content/reports/plan/index.md");
        std::fs::remove_file(&report).expect("a file");
        std::os::unix::fs::symlink(elsewhere.path().join(to), &report).expect("a link");
        let run = keep_going(&site);
        assert_nowhere(&run, what);
        assert!(run.paths().contains(&"seen.csv"), "{what}: {run}");
        let told = run.stderr.matches("content/reports/plan/index.md").count();
        assert_eq!(told, 1, "{what}: {run}");
    }
}

#[test]
fn what_is_unclear_is_hidden_with_all_that_belongs_to_it() {
    for front in [
        "draft: maybe\n",
        "draft: [true, false]\n",
        "publish_at: soon\n",
        "expires: {a: b}\n",
        "status: hidden\n",
        "draft: false\ndraft: true\n",
        "Draft: false\n",
        "un-listed: true\n",
        "publishDate: 2011-01-01\n",
        "kind: riport\n",
        "<<: {draft: true}\n",
    ] {
        let run = keep_going(&site_with(
            report(&format!("title: The plan\n{front}")).as_bytes(),
        ));
        run.assert_exit(1);
        assert_nowhere(&run, front);
        assert!(run.stderr.contains("error["), "{front}: {run}");
        let drafts = site_with(report(&format!("title: The plan\n{front}")).as_bytes());
        assert_nowhere(&drafts.run(&["build", "--keep-going", "--drafts"]), front);
    }
}

#[test]
fn a_list_says_what_is_withheld() {
    let site = site_with(report("title: The plan\nDraft: true\n").as_bytes())
        .file("content/broken.md", "---\ntitle: \"A\n---\n");
    let run = site.run(&["list", "--format", "json", "--now", NOW]);
    run.assert_exit(1);
    let said: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let documents = said["summary"]["documents"].as_array().expect("documents");
    let standing = |file: &str| {
        documents
            .iter()
            .find(|row| row["file"] == file)
            .map(|row| row["standing"].as_str().unwrap_or_default())
    };
    assert_eq!(standing("content/reports/plan/index.md"), Some("withheld"));
    assert_eq!(
        standing("content/reports/plan/01-money.md"),
        Some("withheld")
    );
    assert_eq!(standing("content/index.md"), Some("public"));
    // Of a document that cannot be read a list knows nothing but the error.
    assert_eq!(standing("content/broken.md"), None);
    assert_eq!(said["diagnostics"][0]["file"], "content/broken.md");
}

/// Settings of which nobody can tell what they protect, each with what is said of them.
const LOST: [(&str, &str); 13] = [
    (
        "title: \"A\nraw_html: escape\n",
        "error[unreadable-settings]",
    ),
    ("title: \u{1}A\n", "error["),
    ("- a list\n", "must be a group of keys, but is a list"),
    (
        "title: A\n---\nignore: [private]\n",
        "error[second-yaml-document]",
    ),
    ("ignore: {a: b}\n", "`ignore` must be"),
    ("ingore: [private]\n", "has no setting called `ingore`"),
    ("Ignore: [private]\n", "has no setting called `Ignore`"),
    (
        "ignore: [a]\nignore: [private]\n",
        "`ignore` is written twice",
    ),
    (
        "timezone: Europe/Londn\n",
        "there is no time zone called `Europe/Londn`",
    ),
    (
        "base-url: https://example.org\n",
        "has no setting called `base-url`",
    ),
    ("base_url: example.org\n", "`base_url` must start with"),
    ("theme: partnershp\n", "error[unknown-theme]"),
    (
        "kinds: {blog: {feilds: {}}}\n",
        "has no setting called `feilds`",
    ),
];

#[test]
fn no_site_is_made_of_settings_that_protect_nothing_certain() {
    for (settings, said) in LOST {
        let site = Site::new()
            .file("content/a.md", "---\ntitle: A\n---\n")
            .file("content/private/b.md", SECRET);
        keep_going(&site).assert_exit(0);
        let before = read_folder(site.output());
        site.write("site.yaml", settings);
        let verbs: [&[&str]; 5] = [
            &["build", "--keep-going"],
            &["check"],
            &["check", "--now", NOW],
            &["list"],
            &["serve", "--port", "0"],
        ];
        for verb in verbs {
            let run = site.run(verb);
            run.assert_exit(2);
            assert!(
                run.stderr.contains(said) && run.stderr.contains("error: nothing is built"),
                "{settings}: {run}"
            );
        }
        assert_eq!(
            read_folder(site.output()),
            before,
            "the last site stays: {settings}"
        );
    }
}

#[test]
fn programs_are_told_the_place_of_what_is_wrong_with_settings() {
    let site = Site::new()
        .site_yaml("title: A\ntimezone: Londn\n")
        .file("content/a.md", "A");
    let run = site.run(&["build", "--format", "json"]);
    run.assert_exit(2);
    let said: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        (&said["success"], &said["diagnostics"][0]["line"]),
        (&Value::Bool(false), &Value::from(2))
    );
    let run = site.run(&["check", "--format", "sarif"]);
    let said: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(said["runs"][0]["results"][0]["ruleId"], "invalid-setting");
    assert_eq!(said["runs"][0]["invocations"][0]["exitCode"], 2);
    let run = site.run(&["build", "--format", "github"]);
    assert!(run.stdout.starts_with("::error file="), "{run}");
}

#[test]
fn a_server_keeps_the_last_site_while_settings_are_lost() {
    let site = Site::new()
        .site_yaml(&format!("{SITE_YAML}ignore: [private]\n"))
        .file("content/a.md", "---\ntitle: A\n---\n")
        .file("content/private/b.md", SECRET);
    let serving = Serving::start(&site);
    serving
        .program
        .until("it is there", || serving.get("a/").status == 200);
    for (number, (settings, said)) in LOST.iter().enumerate() {
        site.write("site.yaml", settings);
        serving.program.until("it says so", || {
            serving.program.said("stderr").contains(said)
        });
        assert_eq!(
            (serving.get("a/").status, serving.get("private/b/").status),
            (200, 404),
            "{settings}"
        );
        site.write("site.yaml", format!("{SITE_YAML}ignore: [private]\n"));
        site.write(
            "content/a.md",
            format!("---\ntitle: A\n---\nmended {number}\n"),
        );
        let mended = format!("mended {number}");
        serving.program.until("it goes on", || {
            String::from_utf8_lossy(&serving.get("a/").body).contains(&mended)
        });
    }
}

#[test]
fn a_watch_keeps_the_last_site_while_settings_are_lost() {
    let settings = format!("{SITE_YAML}ignore: [private]\n");
    let site = Site::new()
        .site_yaml(&settings)
        .file("content/a.md", "---\ntitle: A\n---\n")
        .file("content/private/b.md", SECRET);
    let watching = Running::start(&site, &["build", "--watch", "--keep-going"]);
    watching.until("the first build", || {
        watching.said("stdout").contains("waiting for changes")
    });
    let before = read_folder(site.output());
    site.write("site.yaml", "title: [\n");
    watching.until("it says so", || {
        watching
            .said("stderr")
            .contains("error[unreadable-settings]")
    });
    assert_eq!(read_folder(site.output()), before);
    site.write("site.yaml", &settings);
    site.write("content/c.md", "---\ntitle: C\n---\n");
    watching.until("it goes on", || site.output().join("c/index.html").exists());
    assert!(!site.output().join("private").exists());
}
