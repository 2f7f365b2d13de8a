//! Reports for programs: what the binary prints, against the schema in docs/ and against what SARIF asks for; and the
//! baseline.

mod schema;

use std::fs;

use serde_json::Value;

use crate::site::{Run, Site};

/// A site with a problem of every sort: in one place, in two, in a whole file, and some that can be mended.
fn site() -> Site {
    Site::new()
        .file(
            "content/index.md",
            "---\ntitle: Home\noddity: 1\n---\n[é](nobody.md)\n\n[again](nobody.md)\n",
        )
        .file("content/news/2012-10-01-a b.md", "---\ntitle: A: b\n---\n")
        .file(
            "content/news/2012-10-02-b.md",
            "---\ntitle: B\nsummary: x\nsummary: x\ndate: 3/4/2012\n---\n![](c.png)\n",
        )
        .file("content/news/c.png", "GIF89a")
        .file("content/d.md", b"---\ntitle: D\n---\n\xFF\n")
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("no JSON: {error}\n{run}"))
}

#[test]
fn every_verb_prints_what_the_schema_says() {
    let with = |args: &[&str]| json(&site().run(&[args, &["--format", "json"]].concat()));
    let clean = Site::new().file("content/index.md", "---\ntitle: Home\n---\n");
    let fine = |args: &[&str]| json(&clean.run(&[args, &["--format", "json"]].concat()));
    for (of, report) in [
        ("check", with(&["check"])),
        ("check", with(&["check", "--max-warnings", "0"])),
        ("check", fine(&["check", "--update-baseline"])),
        ("check", fine(&["check", "--baseline"])),
        ("build", with(&["build"])),
        (
            "build",
            with(&["build", "--keep-going", "--timings", "--why"]),
        ),
        ("build", fine(&["build"])),
        ("list", with(&["list"])),
        ("list", fine(&["list", "--overdue"])),
        ("fix", with(&["fix", "--dry-run"])),
        ("fix", with(&["fix"])),
        ("new", fine(&["new", "blog", "A blog"])),
        ("failure", fine(&["new", "nothing", "A blog"])),
        ("failure", fine(&["check", "--baseline", "none"])),
        ("explain", fine(&["explain", "broken-link"])),
        ("explain", fine(&["explain", "/"])),
        ("explain", fine(&["explain", "/", "/404.html", "--view"])),
    ] {
        let problems = schema::problems(of, &report);
        assert!(problems.is_empty(), "{of}: {problems:#?}\n{report:#}");
    }
}

#[test]
fn a_report_says_how_a_problem_is_mended() {
    let report = json(&site().run(&["check", "--format", "json"]));
    let found = report["diagnostics"].as_array().unwrap();
    let fix = &found
        .iter()
        .find(|found| found["code"] == "unreadable-front-matter")
        .unwrap()["fix"];
    assert_eq!(fix["edits"][0]["text"], "\"A: b\"");
    assert_eq!(
        (&fix["edits"][0]["line"], &fix["edits"][0]["column"]),
        (&2.into(), &8.into())
    );
    assert!(found.iter().any(|found| found["fix"].is_null()));
}

#[test]
fn a_sarif_log_holds_what_readers_of_it_need() {
    for verb in ["check", "build"] {
        let run = site().run(&[verb, "--format", "sarif"]);
        run.assert_exit(1);
        assert!(run.stderr.is_empty(), "{run}");
        let log = json(&run);
        assert_eq!(
            (&log["version"], &log["runs"][0]["columnKind"]),
            (&"2.1.0".into(), &"unicodeCodePoints".into())
        );
        assert_eq!(log["runs"][0]["invocations"][0]["exitCode"], 1);
        let rules = log["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap();
        assert!(
            rules
                .windows(2)
                .all(|two| two[0]["id"].as_str() < two[1]["id"].as_str()),
            "each once, in order"
        );
        for rule in rules {
            let said = [
                &rule["shortDescription"]["text"],
                &rule["help"]["text"],
                &rule["help"]["markdown"],
            ];
            assert!(
                said.iter()
                    .all(|words| words.as_str().is_some_and(|words| words.len() > 20)),
                "{rule:#}"
            );
        }
        let results = log["runs"][0]["results"].as_array().unwrap();
        let mut fingerprints: Vec<&str> = Vec::new();
        for result in results {
            let at = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[at]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.starts_with("content/") && !uri.contains(' '), "{uri}");
            fingerprints.push(result["partialFingerprints"]["place/v1"].as_str().unwrap());
        }
        let told_apart = fingerprints
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len();
        assert_eq!(told_apart, results.len());
        let links: Vec<&Value> = results
            .iter()
            .filter(|result| result["ruleId"] == "broken-link")
            .collect();
        let region = &links[0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!(
            (
                &region["startLine"],
                &region["startColumn"],
                &region["endColumn"]
            ),
            (&5.into(), &5.into(), &14.into())
        );
        assert!(
            results
                .iter()
                .any(|result| result["relatedLocations"].is_array())
        );
        assert!(
            results
                .iter()
                .any(|result| result["fixes"][0]["artifactChanges"][0]["replacements"].is_array())
        );
    }
    let failed = Site::new().run(&["list", "--format", "sarif"]);
    failed.assert_exit(2);
    assert_eq!(
        json(&failed)["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
}

#[test]
fn fingerprints_of_a_sarif_log_stay_when_lines_move() {
    let fingerprints = |site: &Site| {
        let log = json(&site.run(&["check", "--format", "sarif"]));
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let of = |result: &Value| {
            result["partialFingerprints"]["place/v1"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        results.iter().map(of).collect::<Vec<String>>()
    };
    let site = site();
    let before = fingerprints(&site);
    site.write(
        "content/index.md",
        "---\n# New.\ntitle: Home\noddity: 1\n---\nMore.\n\nAnd [é](nobody.md)\n[again](nobody.md)\n",
    );
    assert_eq!(fingerprints(&site), before);
}

#[test]
fn an_old_site_adopts_the_checks_and_only_new_problems_fail() {
    let site = site();
    let updated = site.run(&["check", "--update-baseline"]);
    updated.assert_exit(0);
    let baseline = fs::read_to_string(site.root().join("checks.baseline")).unwrap();
    let known = site.run(&["check", "--baseline"]);
    known.assert_exit(0);
    assert!(
        known.stderr.is_empty() && known.stdout.contains("no new problems"),
        "{known}"
    );
    site.run(&["check", "--update-baseline"]).assert_exit(0);
    assert_eq!(
        fs::read_to_string(site.root().join("checks.baseline")).unwrap(),
        baseline,
        "it is stable"
    );

    // Lines above move nothing; a third link of the same words is new.
    site.write(
        "content/index.md",
        "---\ntitle: Home\noddity: 1\n---\nFirst.\n\n[é](nobody.md) [again](nobody.md) [more](nobody.md)\n",
    );
    let new = site.run(&["check", "--baseline"]);
    new.assert_exit(1);
    assert_eq!(new.stderr.matches("error[").count(), 1, "{new}");
    assert!(new.stderr.contains("content/index.md:7:"), "{new}");

    // What is mended is named, so that it can be taken out.
    site.write(
        "content/index.md",
        "---\ntitle: Home\n---\n[é](nobody.md)\n",
    );
    let gone = site.run(&["check", "--baseline"]);
    gone.assert_exit(0);
    assert!(
        gone.stdout
            .contains("no longer found: content/index.md: broken-link `nobody.md`\n"),
        "{gone}"
    );
    assert!(
        gone.stdout
            .contains("no longer found: content/index.md: unknown-field `oddity`\n"),
        "{gone}"
    );
    // A build knows of no baseline: what cannot be published is not.
    site.build().assert_exit(1);
}

#[test]
fn a_baseline_with_another_name_may_stand_elsewhere() {
    let site = site();
    site.write("known/list.txt", "");
    let file = site
        .root()
        .join("known/list.txt")
        .to_string_lossy()
        .into_owned();
    site.run(&["check", "--update-baseline", "--baseline", &file])
        .assert_exit(0);
    site.run(&["check", "--baseline", &file]).assert_exit(0);
    assert!(!site.root().join("checks.baseline").exists());
}

/// Each list that there is, of a site with a document of every standing.
#[test]
fn every_list_is_what_the_schema_says() {
    let site = Site::new()
        .site_yaml(
            "title: A\nbase_url: https://www.example.org\ngit_dates: false\n\
             languages: {en: {}, cy: {base_url: https://www.cymru.example}}\n",
        )
        .file(
            "content/about.md",
            "---\ntitle: About\nreview_by: 2012-01-01\n---\nHere.\n",
        )
        .file(
            "content/about.cy.md",
            "---\ntitle: Amdanom\ntranslated_from: bcdfg-hjklm\n---\nYma.\n",
        )
        .file("content/a.md", "---\ntitle: A\ndraft: true\n---\n")
        .file(
            "content/b.md",
            "---\ntitle: B\npublish_at: 2099-01-01\n---\n",
        )
        .file("content/c.md", "---\ntitle: C\nexpires: 2001-01-01\n---\n")
        .file("content/d.md", "---\ntitle: D\nDraft: true\n---\n");
    let help = site.run(&["list", "--help"]).stdout;
    let options = help.lines().map(str::trim).filter(|line| {
        let is_flag = line.starts_with("--") && !line.contains(' ');
        is_flag && !["--no-input", "--quiet", "--help"].contains(line)
    });
    let lists: Vec<&str> = options.collect();
    assert!(lists.contains(&"--stale"), "{lists:?}");
    let mut standings = std::collections::BTreeSet::new();
    for list in lists.iter().map(Some).chain([None]) {
        let args: Vec<&str> = ["list", "--format", "json"]
            .into_iter()
            .chain(list.copied())
            .collect();
        let report = json(&site.run(&args));
        assert_eq!(
            schema::problems("list", &report),
            Vec::<String>::new(),
            "{args:?}"
        );
        let documents = report["summary"]["documents"].as_array();
        for document in documents.expect("documents") {
            standings.insert(document["standing"].to_string());
        }
        if list == Some(&"--stale") {
            let stale = &report["summary"]["documents"][0];
            assert_eq!(stale["language"], "cy");
            assert_eq!(stale["permalink"], "https://www.cymru.example/about/");
        }
    }
    assert_eq!(standings.len(), 5, "{standings:?}");
}
