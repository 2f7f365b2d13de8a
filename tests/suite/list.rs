//! `list`: what there is, and what somebody should look at. Builds nothing. It is noon on 1 October 2012.

use serde_json::Value;

use crate::site::{NOW, Run, Site};

const SITE_YAML: &str = "title: A\nbase_url: https://example.org/sub\ntimezone: Europe/London\ngit_dates: false\n\
    page_author: The secretariat\nmenus:\n  main: [/about.md]\nkinds:\n  blog: {page_author: Ali Green}\n";

/// A document with these lines of front matter.
fn page(title: &str, front: &str) -> String {
    format!("---\ntitle: {title}\n{front}---\n")
}

fn site() -> Site {
    Site::new()
        .site_yaml(SITE_YAML)
        .file(
            "content/index.md",
            "---\ntitle: Home\n---\n[Contact](contact.md)\n",
        )
        .file("content/about.md", page("About", ""))
        .file(
            "content/contact.md",
            page("Contact", "review_by: 2012-09-30\npage_author: Zoë\n"),
        )
        .file("content/blogs/index.md", page("Our blogs", ""))
        .file(
            "content/blogs/2012-06-29-first.md",
            page("First", "authors: [sam-lee]\nreview_by: 2012-10-01\n"),
        )
        .file(
            "content/blogs/2012-07-01-draft.md",
            page("Not ready", "draft: true\nreview_by: 2012-01-02\n"),
        )
        .file(
            "content/blogs/2012-11-01-later.md",
            page("Later", "publish_at: 2012-11-01 09:00\n"),
        )
        .file(
            "content/blogs/2012-10-15-sooner.md",
            page("Sooner", "publish_at: 2012-10-15\n"),
        )
        .file(
            "content/news/2011-01-01-gone.md",
            page("Gone", "expires: 2012-01-01\nreview_by: 2011-06-01\n"),
        )
        .file(
            "content/news/2011-02-01-gone-too.md",
            page("Gone too", "expires: 2012-10-01 12:00\n"),
        )
        .file(
            "content/people/sam-lee.md",
            page("Sam Lee", "review_by: 2012-08-02\n"),
        )
        .file(
            "content/people/ali-green.md",
            page("Ali Green", "review_by: 2012-07-02\n"),
        )
        .file(
            "content/reports/plan/index.md",
            page("Plan", "draft: true\n"),
        )
        .file("content/reports/plan/01-money.md", page("Money", ""))
}

fn list(site: &Site, args: &[&str]) -> Run {
    let run = site.run(&[&["list", "--now", NOW], args].concat());
    assert!(
        run.output.is_empty(),
        "listing writes nothing: {:?}",
        run.paths()
    );
    run
}

#[track_caller]
fn assert_list(run: &Run, expected: &str) {
    run.assert_exit(0);
    assert_eq!(run.stderr, "", "{run}");
    assert!(
        run.stdout == expected,
        "{}",
        crate::diff::lines(expected, &run.stdout)
    );
}

#[test]
fn all_documents_are_listed_public_or_not() {
    assert_list(
        &list(&site(), &[]),
        "\
DATE        KIND     ID          TITLE      FILE                                 NOT PUBLIC
2012-06-29  blog     first       First      content/blogs/2012-06-29-first.md
2012-07-01  blog     draft       Not ready  content/blogs/2012-07-01-draft.md    draft
2012-10-15  blog     sooner      Sooner     content/blogs/2012-10-15-sooner.md   scheduled
2012-11-01  blog     later       Later      content/blogs/2012-11-01-later.md    scheduled
-           chapter  plan/money  Money      content/reports/plan/01-money.md     draft
-           home     home        Home       content/index.md
2011-01-01  news     gone        Gone       content/news/2011-01-01-gone.md      expired
2011-02-01  news     gone-too    Gone too   content/news/2011-02-01-gone-too.md  expired
-           page     about       About      content/about.md
-           page     blogs       Our blogs  content/blogs/index.md
-           page     contact     Contact    content/contact.md
-           person   ali-green   Ali Green  content/people/ali-green.md
-           person   sam-lee     Sam Lee    content/people/sam-lee.md
-           report   plan        Plan       content/reports/plan/index.md        draft
",
    );
}

#[test]
fn what_is_not_public_is_listed_by_its_moment() {
    let site = site();
    assert_list(
        &list(&site, &["--drafts"]),
        "\
DATE        KIND    ID     TITLE      FILE
2012-07-01  blog    draft  Not ready  content/blogs/2012-07-01-draft.md
-           report  plan   Plan       content/reports/plan/index.md
",
    );
    assert_list(
        &list(&site, &["--scheduled"]),
        "\
PUBLISH AT                 KIND  ID      TITLE   FILE
2012-10-15                 blog  sooner  Sooner  content/blogs/2012-10-15-sooner.md
2012-11-01T09:00:00+00:00  blog  later   Later   content/blogs/2012-11-01-later.md
",
    );
    assert_list(
        &list(&site, &["--expired"]),
        "\
EXPIRES                    KIND  ID        TITLE     FILE
2012-10-01T12:00:00+01:00  news  gone-too  Gone too  content/news/2011-02-01-gone-too.md
2012-01-01                 news  gone      Gone      content/news/2011-01-01-gone.md
",
    );
    let later = site.run(&["list", "--scheduled", "--now", "2012-10-20"]);
    assert!(
        later.stdout.contains("Later") && !later.stdout.contains("Sooner"),
        "{later}"
    );
}

#[test]
fn what_is_overdue_is_listed_by_who_looks_after_it() {
    let site = site();
    assert_list(
        &list(&site, &["--overdue"]),
        "\
Ali Green
  REVIEW BY   KIND  ID     TITLE      FILE
  2012-01-02  blog  draft  Not ready  content/blogs/2012-07-01-draft.md

The secretariat
  REVIEW BY   KIND    ID         TITLE      FILE
  2012-07-02  person  ali-green  Ali Green  content/people/ali-green.md
  2012-08-02  person  sam-lee    Sam Lee    content/people/sam-lee.md

Zoë
  REVIEW BY   KIND  ID       TITLE    FILE
  2012-09-30  page  contact  Contact  content/contact.md
",
    );
    let without = site.site_yaml("title: A\ngit_dates: false\n");
    assert_list(
        &list(&without, &["--overdue", "--kind", "person"]),
        "\
no page author
  REVIEW BY   KIND    ID         TITLE      FILE
  2012-07-02  person  ali-green  Ali Green  content/people/ali-green.md
  2012-08-02  person  sam-lee    Sam Lee    content/people/sam-lee.md
",
    );
}

#[test]
fn a_person_may_look_after_pages() {
    let site = Site::new()
        .site_yaml("title: A\ngit_dates: false\nkinds:\n  page: {fields: {page_author: {type: relation, to: person}}}\n")
        .file("content/a.md", page("A", "page_author: sam-lee\nreview_by: 2012-01-01\n"))
        .file("content/people/sam-lee.md", page("Sam Lee", ""));
    assert!(
        list(&site, &["--overdue"])
            .stdout
            .starts_with("Sam Lee\n  REVIEW BY")
    );
}

#[test]
fn orphans_are_pages_that_nothing_leads_to() {
    // A list leads to its entries; to this one nothing does.
    let site = site().file("content/lost.md", page("Lost", ""));
    assert_list(
        &list(&site, &["--orphans"]),
        "\
DATE  KIND  ID    TITLE  FILE
-     page  lost  Lost   content/lost.md
",
    );
}

#[test]
fn an_empty_list_is_no_problem() {
    let site = Site::new().file("content/index.md", page("Home", ""));
    for (option, said) in [
        ("--drafts", "no document is a draft\n"),
        ("--scheduled", "no document waits for its `publish_at`\n"),
        ("--expired", "no document has expired\n"),
        ("--overdue", "no document is past its `review_by`\n"),
        (
            "--orphans",
            "each page is linked to or named by another one\n",
        ),
    ] {
        assert_list(&list(&site, &[option]), said);
    }
    assert_list(
        &list(&site, &["--kind", "blog"]),
        "there is no document of kind `blog`\n",
    );
}

#[test]
fn programs_are_told_more() {
    let site = site();
    let run = list(&site, &["--overdue", "--kind", "blog", "--format", "json"]);
    run.assert_exit(0);
    let json: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let expected = serde_json::json!({
        "filter": "overdue", "kind": "blog", "count": 1,
        "documents": [{
            "kind": "blog", "id": "draft", "title": "Not ready", "file": "content/blogs/2012-07-01-draft.md",
            "address": null, "standing": "draft", "date": "2012-07-01", "publish_at": null, "expires": null,
            "permalink": null,
            "language": "en",
            "review_by": "2012-01-02", "page_author": "Ali Green",
        }],
    });
    assert_eq!(
        (&json["success"], &json["summary"]),
        (&Value::Bool(true), &expected)
    );
    let all = list(&site, &["--format", "json"]);
    let json: Value = serde_json::from_str(&all.stdout).expect("JSON");
    let of = |id: &str| {
        let documents = json["summary"]["documents"].as_array().expect("a list");
        documents
            .iter()
            .find(|document| document["id"] == id)
            .unwrap_or_else(|| panic!("{id}\n{all}"))
    };
    assert_eq!(of("first")["address"], "/blogs/first/");
    assert_eq!(of("later")["publish_at"], "2012-11-01T09:00:00+00:00");
    // A part is what its owner is.
    assert_eq!(
        (&of("plan/money")["standing"], &of("plan/money")["address"]),
        (&"draft".into(), &Value::Null)
    );
}

#[test]
fn files_that_cannot_be_read_are_reported() {
    let site = site()
        .file("content/broken.md", "---\ntitle: [A\n---\n")
        .file("content/linked.md", "[x](gone.md)\n");
    let run = list(&site, &["--kind", "person"]);
    run.assert_exit(1);
    assert!(
        run.stderr.contains("error[unreadable-front-matter]") && run.stdout.contains("sam-lee"),
        "{run}"
    );
    assert!(
        !run.stderr.contains("broken-link"),
        "only what is in no list: {run}"
    );
    let run = list(&site, &["--format", "json"]);
    run.assert_exit(1);
    let json: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        (&json["success"], &json["diagnostics"][0]["file"]),
        (&Value::Bool(false), &"content/broken.md".into())
    );
}

#[test]
fn what_cannot_be_meant_is_said() {
    let run = list(&site(), &["--kind", "blg"]);
    run.assert_exit(2);
    assert_eq!(
        run.stderr,
        "error: there is no kind called `blg`; did you mean `blog`?\n"
    );
    list(&site(), &["--drafts", "--expired"]).assert_exit(2);
}
