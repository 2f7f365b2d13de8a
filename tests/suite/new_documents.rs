//! What `new` writes: for every kind of the theme, it builds, and nothing is said of it but what is to be filled in.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::site::Site;

/// The names of the theme's kinds, from its files: a new kind is tested as soon as it exists.
fn kinds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/partnership/kinds");
    let files = fs::read_dir(folder).expect("the kinds").flatten();
    let mut names: Vec<String> = files
        .filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    assert!(names.len() > 10, "{names:?}");
    names
}

fn site() -> Site {
    Site::new()
        .file(
            "content/reports/of/index.md",
            "---\ntitle: Of\ndate: 2012-01-01\n---\n",
        )
        .file("content/blogs/2012-01-01-on.md", "---\ntitle: On\n---\n")
}

/// Makes a document, and returns its file.
fn make(site: &Site, kind: &str, title: &str) -> String {
    let inside: &[&str] = match kind {
        "chapter" => &["--in", "reports/of"],
        "comment" => &["--in", "blogs/2012-01-01-on"],
        _ => &[],
    };
    let verb = ["new", kind, title, "--now", "2012-10-01"];
    let run = site.run(&[&verb[..], inside].concat());
    run.assert_exit(0);
    let created = run
        .stdout
        .lines()
        .find_map(|line| line.strip_prefix("created "));
    created.expect("a file").to_owned()
}

/// The codes and messages of everything that is found.
fn found(site: &Site) -> Vec<(String, String)> {
    let run = site.run(&["build", "--format", "json", "--keep-going"]);
    let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let found = document["diagnostics"].as_array().expect("diagnostics");
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    found
        .iter()
        .map(|one| (text(one, "code"), text(one, "message")))
        .collect()
}

#[test]
fn what_new_writes_builds_for_every_kind_of_the_theme() {
    for kind in kinds() {
        let site = site();
        let before = found(&site);
        make(&site, &kind, "A title: of 2012 to 2013");
        let mut new = found(&site);
        new.retain(|one| !before.contains(one) && one.0 != "missing-field");
        assert_eq!(new, [], "{kind}");
    }
}

/// Whoever deletes each `#` has every key of every group, and is told of what is still empty, never of a wrong key or
/// a wrong value.
#[test]
fn every_key_that_new_offers_is_one_of_the_kind() {
    for kind in kinds() {
        let site = site();
        let before = found(&site);
        let file = make(&site, &kind, "A title");
        let text = fs::read_to_string(site.root().join(&file)).expect("the document");
        let used: Vec<&str> = text
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(rest) if !rest.starts_with(' ') || rest.starts_with("  ") => rest,
                _ => line,
            })
            .collect();
        // A document whose publication is unclear is withheld, and nothing more would be said of it.
        let used = used
            .join("\n")
            .replace("\ndraft: true", "\ndraft: false")
            .replace("\npublish_at:", "\npublish_at: 2012-01-01")
            .replace("\nstatus:", "\nstatus: current");
        site.write(&file, used + "\n");
        let mut new = found(&site);
        new.retain(|one| !before.contains(one) && one.0 != "missing-field");
        assert_eq!(new, [], "{kind}:\n{text}");
    }
}

#[test]
fn publications_have_a_folder_for_their_files() {
    let site = site();
    assert_eq!(
        make(&site, "report", "Progress so far"),
        "content/reports/progress-so-far/index.md"
    );
    assert_eq!(
        make(&site, "programme", "Our plans for 2012–13"),
        "content/programme/2012-13/index.md"
    );
    let text = fs::read_to_string(site.root().join("content/reports/progress-so-far/index.md"))
        .expect("the report");
    for line in [
        "\ndate: 2012-10-01\n",
        "\n#attachments:\n#  - file:\n",
        "\n#status:\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

/// Runs a command on a terminal, and types these lines. `None` where no program makes a terminal.
#[cfg(unix)]
fn typed(site: &Site, verb: &str, lines: &str) -> Option<String> {
    let program = crate::site::binary();
    let command = format!("{} {verb} --now 2012-10-01", program.display());
    let mut script = Command::new("script");
    script
        .args(["-qfec", &command, "/dev/null"])
        .current_dir(site.root());
    script.stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = script.spawn() else {
        eprintln!("SKIPPED: questions on a terminal: there is no `script`");
        return None;
    };
    let mut stdin = child.stdin.take().expect("a terminal");
    stdin.write_all(lines.as_bytes()).expect("lines are typed");
    let output = child.wait_with_output().expect("it ends");
    drop(stdin);
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
#[cfg(unix)]
fn what_a_kind_requires_is_asked_on_a_terminal() {
    let site = site()
        .site_yaml(
            "title: A
kinds:
  visit:
    about: A visit to a member
    folder: visits
    fields:
      day: {type: date, required: true, about: The day}
      mood: {type: choice, of: [good, bad], required: true}
      hosts: {type: relation, to: [person, organisation], many: true, required: true}
      place: {type: map, required: true, fields: {town: text}}
",
        )
        .file("content/people/sam-lee.md", "---\ntitle: Sam Lee\n---\n")
        .file("content/people/sam-long.md", "---\ntitle: Sam Long\n---\n")
        .file(
            "content/organisations/open-door.md",
            "---\ntitle: Open Door\n---\n",
        );
    let answers = "visit\nOpen day\nsoon\n2012-09-03\n1\nsam\n2\nopen door\n\n";
    let Some(said) = typed(&site, "new", answers) else {
        return;
    };
    for line in [
        "visit: A visit to a member",
        "`soon` is not a date",
        "created content/visits/open-day.md",
        "fill in `place`",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let text = fs::read_to_string(site.root().join("content/visits/open-day.md")).expect("a file");
    for line in [
        "title: Open day",
        "day: 2012-09-03",
        "mood: good",
        "hosts: [person/sam-long, organisation/open-door]",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
    let said = typed(&site, "new person", "\n").expect("a terminal");
    assert!(
        said.contains("it has no title, so nothing was made"),
        "{said}"
    );
    let said = typed(&site, "new chapter Budget", "of\n").expect("a terminal");
    assert!(
        said.contains("created content/reports/of/01-budget.md"),
        "{said}"
    );
}

#[test]
fn nothing_is_asked_of_scripts() {
    let site = site();
    let run = site.run(&["new", "event", "A", "--no-input"]);
    run.assert_exit(0);
    assert!(run.stdout.contains("fill in `start`"), "{run}");
    for (verb, said) in [
        (&["new"][..], "no kind is given"),
        (
            &["new", "news"],
            "no title is given; write `copublish new news \"Title\"`",
        ),
    ] {
        let run = site.run(verb);
        run.assert_exit(2);
        assert!(run.stderr.contains(said), "{run}");
    }
}

/// Each kind of the theme says what it is for.
#[test]
fn kinds_are_listed_with_what_they_are_for() {
    let run = site().run(&["new", "--list"]);
    run.assert_exit(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), kinds().len(), "{run}");
    for (kind, line) in kinds().iter().zip(lines) {
        let about = line.strip_prefix(kind.as_str()).map(str::trim);
        assert!(
            about.is_some_and(|about| about.len() > 10),
            "{kind}: {line}"
        );
    }
    let json: Value =
        serde_json::from_str(&site().run(&["new", "--list", "--format", "json"]).stdout)
            .expect("JSON");
    assert_eq!(json["summary"][0]["name"], "blog");
}

/// Lists and groups are begun with what is said in words, entry by entry. Without the signs before the lines, the file is a
/// translation that has the rest of its source.
#[test]
fn words_in_lists_and_groups_are_there_to_be_translated() {
    let source = "---\ntitle: Gardens\nsummary: What we grow\nimage: {file: bed.svg, alt: \"A bed: wide\", credit: Sam}\nmilestones:\n  \
        - {title: Beds built, due: 2012-05-01, status: done, note: 'On time'}\n  - {title: \"yes\", due: 2012-06-01}\n\
        attachments:\n  - {file: plan.txt}\n  - {file: more.txt, title: More}\npartners:\n  - {organisation: us}\n---\nText.\n";
    let site = Site::new()
        .site_yaml(
            "title: A\nbase_url: https://example.org\nlanguages: [en, cy]\ngit_dates: false\n",
        )
        .file("content/work-streams/gardens/index.md", source)
        .file(
            "content/work-streams/gardens/bed.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>",
        )
        .file("content/work-streams/gardens/plan.txt", "Plan")
        .file("content/work-streams/gardens/more.txt", "More")
        .file("content/organisations/us.md", "---\ntitle: Us\n---\n");
    site.build().assert_exit(0);
    site.run(&["new", "gardens.cy"]).assert_exit(0);
    let file = "content/work-streams/gardens/index.cy.md";
    let text = fs::read_to_string(site.root().join(file)).expect("the translation");
    let expected = [
        "#image:\n#  alt: \"A bed: wide\"\n#  credit: Sam\n",
        "#milestones:\n#  - title: Beds built\n#    note: On time\n#  - title: \"yes\"\n",
        "#attachments:\n#  - {}\n#  - title: More\n",
    ];
    for lines in expected {
        assert!(text.contains(lines), "{text}");
    }
    assert!(!text.contains("partners"), "{text}");
    let translated = text
        .replace("draft: true\n", "")
        .replace("\ntitle:\n", "\ntitle: Gerddi\n");
    let translated = translated.replace("\nsummary:\n", "\nsummary: Yr hyn\n");
    let lines = translated.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with(' ') || rest.starts_with("  ") => format!("{rest}\n"),
        _ => format!("{line}\n"),
    });
    site.write(
        file,
        lines.collect::<String>().replace("Beds built", "Gwelyau"),
    );
    let run = site.build();
    run.assert_exit(0);
    let page = run.page("/cy/work-streams/gardens/");
    assert!(
        page.contains("Gwelyau") && page.contains("2012-05-01"),
        "{page}"
    );
    assert!(
        page.contains("plan.txt") && page.contains("more.txt"),
        "{page}"
    );
}

#[test]
fn a_translation_is_begun_with_its_source() {
    let source = "---\ntitle: \"Progress: 2012\"\nsummary: What we did\nreason: Just text\ndate: 2012-05-01\n---\n\
        Read <!-- x --> this.\n\n::: callout\nA note.\n:::\n";
    let settings =
        "title: A\nbase_url: https://example.org\nlanguages: [en, cy]\ngit_dates: false\n";
    let site = Site::new()
        .site_yaml(settings)
        .file("content/reports/2012/index.md", source)
        .file("content/about.md", "---\ntitle: About\n---\nZzsource\n");
    site.run(&["new", "reports/2012.cy"]).assert_exit(0);
    let file = "content/reports/2012/index.cy.md";
    let text = fs::read_to_string(site.root().join(file)).expect("the translation");
    let front = "---\n# Progress: 2012\ntitle:\n# What we did\nsummary:\n#reason: Just text\ntranslated_from: ";
    assert!(text.starts_with(front), "{text}");
    let body = "draft: true\n---\n\n<!-- translate:\nRead <!-- x --&gt; this.\n-->\n\n<!-- translate:\n::: callout\nA note.\n:::\n-->\n";
    assert!(text.ends_with(body), "{text}");
    assert!(
        !site
            .build()
            .output
            .keys()
            .any(|path| path.starts_with("cy/reports/2012"))
    );
    site.run(&["new", "reports/2012.cy"]).assert_exit(2);

    // Nothing of the source is shown with the translation, whatever HTML may do.
    let named = [
        "new",
        "--translation-of",
        "about",
        "--language",
        "cy",
        "Amdanom",
    ];
    site.run(&named).assert_exit(0);
    let about = "content/about.cy.md";
    let text = fs::read_to_string(site.root().join(about)).expect("the translation");
    assert!(
        text.contains("title: Amdanom\n") && text.contains("Zzsource"),
        "{text}"
    );
    site.write(about, text.replace("draft: true\n", ""));
    for raw_html in ["allow", "sanitise", "escape"] {
        site.write("site.yaml", format!("{settings}raw_html: {raw_html}\n"));
        let page = site.build().page("/cy/about/").to_owned();
        assert!(
            page.contains("Amdanom") && !page.contains("Zzsource"),
            "{page}"
        );
    }

    // The home page is a document like any other.
    site.write("content/index.md", "---\ntitle: Home\n---\nZzhome.\n");
    for named in ["index", "content/index.md", "/"] {
        site.run(&[
            "new",
            "--translation-of",
            named,
            "--language",
            "cy",
            "Hafan",
        ])
        .assert_exit(0);
        let home = site.root().join("content/index.cy.md");
        let text = fs::read_to_string(&home).expect("the home page");
        assert!(text.contains("Zzhome"), "{text}");
        fs::remove_file(home).expect("the home page");
    }
    site.run(&["new", "index.cy"]).assert_exit(0);
    for (wrong, said) in [
        (&["new", "about.fr"][..], "no language `fr`"),
        (&["new", "abuot.cy"], "did you mean `about`?"),
        (&["new", "--translation-of", "about"], "go together"),
        (&["new", "blog"], "no title is given"),
    ] {
        let run = site.run(wrong);
        run.assert_exit(2);
        assert!(run.stderr.contains(said), "{run}");
    }
}
