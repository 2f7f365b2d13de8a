//! Dates in every form that authors write, and what they decide: lifecycle, time zones, the present moment.

use crate::site::Site;

const TEMPLATE: &str =
    "<html><p id=\"date\">{% if page.date %}{{ page.date }}{% else %}none{% endif %}</p></html>";

/// What a page shows for its date, with everything the build had to say.
fn date_shown(front_matter: &str, zone: &str) -> (String, String) {
    let run = Site::new()
        .site_yaml(&format!(
            "title: A\nbase_url: https://example.org\ntimezone: {zone}\n"
        ))
        .file("templates/page.html", TEMPLATE)
        .file(
            "content/a.md",
            format!("---\ntitle: A\n{front_matter}---\n"),
        )
        .arg("--keep-going")
        .build();
    run.assert_no_panic();
    let page = run.find("/a/").unwrap_or_default();
    let shown = page
        .split_once("id=\"date\">")
        .and_then(|(_, rest)| rest.split_once('<'));
    (
        shown.map(|(date, _)| date.to_owned()).unwrap_or_default(),
        run.stderr,
    )
}

#[test]
fn every_form_is_read_from_the_authors_own_text() {
    for (written, shown) in [
        ("2012-08-02", "2012-08-02"),
        ("'2012-08-02'", "2012-08-02"),
        ("\"2012-08-02 14:05\"", "2012-08-02T14:05:00+01:00"),
        ("2012-08-02 14:05", "2012-08-02T14:05:00+01:00"),
        ("2012-08-02 14:05:09", "2012-08-02T14:05:09+01:00"),
        ("2012-08-02T14:05:09", "2012-08-02T14:05:09+01:00"),
        ("2012-08-02T14:05:09.123Z", "2012-08-02T15:05:09+01:00"),
        ("2012-08-02T14:05:09+02:00", "2012-08-02T13:05:09+01:00"),
        ("2012-08-02 9:05:00 -0400", "2012-08-02T14:05:00+01:00"),
        ("2012-08-02 14:00:00 -4", "2012-08-02T19:00:00+01:00"),
        ("2012-01-02 14:00", "2012-01-02T14:00:00+00:00"),
        ("2 August 2012", "2012-08-02"),
        ("2 Aug 2012", "2012-08-02"),
    ] {
        let (date, stderr) = date_shown(&format!("date: {written}\n"), "Europe/London");
        assert_eq!((date.as_str(), stderr.as_str()), (shown, ""), "{written}");
    }
}

#[test]
fn what_is_no_date_is_an_error_with_the_forms_that_are() {
    for (written, form) in [
        ("soon", "`2012-08-02`"),
        ("2012-13-01", "`2012-08-02`"),
        ("2012-02-30", "`2012-02-29`"),
        ("02/08/2012", "`2012-08-02`"),
        ("2012-08-02 25:00", "`2012-08-02`"),
        ("12:30", "`2012-08-02`"),
        ("2012", "`2012-01-01`"),
    ] {
        let (_, stderr) = date_shown(&format!("date: {written}\n"), "UTC");
        assert!(
            stderr.contains("error[unreadable-date]"),
            "{written}: {stderr}"
        );
        assert!(stderr.contains("content/a.md:3:7"), "{written}: {stderr}");
        assert!(stderr.contains(form), "{written}: {stderr}");
    }
}

#[test]
fn a_date_may_stand_in_the_name_of_the_file() {
    let site = Site::new().file("templates/page.html", TEMPLATE);
    let run = site
        .file("content/2012-06-29-regions.md", "---\ntitle: A\n---\n")
        .file(
            "content/2012-06-28-agrees.md",
            "---\ntitle: B\ndate: 2012-06-28\n---\n",
        )
        .build();
    run.assert_clean();
    assert!(run.page("/regions/").contains("2012-06-29"));
    assert!(run.page("/agrees/").contains("2012-06-28"));
}

#[test]
fn a_name_that_disagrees_is_a_warning_and_front_matter_counts() {
    let site = Site::new().file("templates/page.html", TEMPLATE);
    let run = site
        .file(
            "content/2012-06-29-regions.md",
            "---\ntitle: A\ndate: 2012-06-30\n---\n",
        )
        .build();
    run.assert_exit(0);
    assert!(run.stderr.contains("warning[date-disagrees]"), "{run}");
    assert!(run.page("/regions/").contains("2012-06-30"));
}

#[test]
fn the_present_moment_decides_what_is_public() {
    let site = |now: &str| {
        Site::new()
            .site_yaml("title: A\nbase_url: https://example.org\ntimezone: Europe/London\n")
            .file(
                "content/embargo.md",
                "---\ntitle: E\npublish_at: 2012-10-01 14:00\n---\nEmbargoed words\n",
            )
            .file(
                "content/offer.md",
                "---\ntitle: O\nexpires: 2012-10-01 14:00\n---\nOffered words\n",
            )
            .arg("--now")
            .arg(now)
            .build()
    };
    // 14:00 in London is 13:00 in universal time: British summer time.
    let before = site("2012-10-01T12:59:59Z");
    before.assert_clean();
    assert!(
        before.find("/embargo/").is_none() && before.find("/offer/").is_some(),
        "{before}"
    );
    let after = site("2012-10-01T13:00:00Z");
    after.assert_clean();
    assert!(
        after.find("/embargo/").is_some() && after.find("/offer/").is_none(),
        "{after}"
    );
    let leaks = |run: &crate::site::Run, words: &str| {
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(words);
        run.output
            .iter()
            .filter(|(_, bytes)| holds(bytes))
            .map(|(path, _)| path.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(leaks(&before, "Embargoed"), Vec::<String>::new());
    assert_eq!(leaks(&before, "/embargo/"), Vec::<String>::new());
    assert_eq!(leaks(&after, "Offered"), Vec::<String>::new());
    assert_eq!(leaks(&after, "/offer/"), Vec::<String>::new());
}

#[test]
fn assets_of_what_is_not_public_are_not_copied() {
    let run = Site::new()
        .file(
            "content/secret/index.md",
            "---\ntitle: S\ndraft: true\n---\n![plan](plan.png)\n",
        )
        .file("content/secret/plan.png", "x")
        .file("content/index.md", "Words\n")
        .build();
    run.assert_clean();
    let leaked: Vec<&str> = run
        .paths()
        .into_iter()
        .filter(|path| path.contains("secret"))
        .collect();
    assert_eq!(leaked, Vec::<&str>::new());
}

#[test]
fn the_zone_of_the_machine_does_not_matter() {
    let build = |zone: &str| {
        let site = Site::new().file(
            "content/a.md",
            "---\ntitle: A\ndate: 2012-08-02 23:30\n---\n",
        );
        site.variable("TZ", zone).build()
    };
    let (here, there) = (build("UTC"), build("Pacific/Auckland"));
    here.assert_clean();
    assert_eq!(here.output, there.output);
}
