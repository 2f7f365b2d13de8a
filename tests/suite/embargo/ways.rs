//! How a file is named, in every way there is: by path, by address, by host, by name, in texts, fields, blocks and HTML. A
//! file that only hidden documents name is nowhere; one that something public names too is there, and nothing is wrong.

use std::collections::BTreeSet;

use super::word;
use crate::site::{Run, Site};

/// Texts that name `FILE`, or `BARE` without an extension: a table in the folder of a public blog whose page is `/blogs/first/`.
const WAYS: &[&str] = &[
    "[x](../blogs/2012-06-01-first/FILE)",
    "[x](/blogs/2012-06-01-first/FILE)",
    "[x](/blogs/first/FILE)",
    "[x](/blogs/first/FILE?v=2#row)",
    "[x](/blogs/first/%FILE)",
    "[x](/Blogs/FIRST/FILE)",
    "[x](../../blogs/first/FILE)",
    "[x](/news/../blogs/./first/FILE)",
    "[x](https://www.example.orgBASE/blogs/first/FILE)",
    "[x](http://www.example.orgBASE/blogs/first/FILE)",
    "[x](//www.example.orgBASE/blogs/first/FILE)",
    "[x](HTTPS://WWW.Example.ORG:443BASE/blogs/first/FILE)",
    "[x](https://somebody@www.example.org.BASE/blogs/first/FILE)",
    "[x](https://www.example.orgBASE/blogs/first/%FILE?a)",
    "[x][1]\n\n[1]: /blogs/first/FILE",
    "<https://www.example.orgBASE/blogs/first/FILE>",
    "See https://www.example.orgBASE/blogs/first/FILE",
    "See www.example.orgBASE/blogs/first/FILE",
    "[x](/blogs/first/BARE)",
    "[x](../blogs/2012-06-01-first/BARE)",
    "[x](../../blogs/first/BARE)",
    "[x](https://www.example.orgBASE/blogs/first/BARE#a)",
    "[[FILE]]",
    "[[/blogs/2012-06-01-first/FILE]]",
    "![x](/blogs/first/FILE)",
    "<a href=\"/blogs/first/FILE\">x</a>",
    "<a href=\"http:\\\\www.example.orgBASE\\blogs\\first\\FILE\">x</a>",
    "<img src=\"/blogs/first/FILE\" alt=\"\">",
    "<img src=\"https://www.example.orgBASE/blogs/first/FILE\" alt=\"\">",
    "<picture><source srcset=\"/blogs/first/FILE 2x\"></picture>",
    "<video poster=\"/blogs/first/FILE\"></video>",
    "<object data=\"/blogs/first/FILE\"></object>",
    "<iframe src=\"/blogs/first/FILE\" title=\"x\"></iframe>",
    "<div style=\"background: url('/blogs/first/FILE')\">x</div>",
    "<div data-load=\"/blogs/first/FILE\">x</div>",
    "<style>p { background: url(/blogs/first/FILE) }</style>",
    "<script>fetch(\"/blogs/first/FILE\")</script>",
    "::: table src=/blogs/first/FILE\n:::",
    "::: button link=/blogs/first/FILE\nx\n:::",
    "::: button link=https://www.example.orgBASE/blogs/first/FILE\nx\n:::",
    "---attachments: [{file: /blogs/first/FILE, title: x}]",
    "---attachments: [{file: ../blogs/2012-06-01-first/FILE, title: x}]",
    "---image: {file: /blogs/first/FILE, alt: x}",
    "---see: https://www.example.orgBASE/blogs/first/FILE",
    "---note: \"[x](/blogs/first/FILE)\"",
    "---extra: {deep: [/blogs/first/FILE]}",
    "---label: /blogs/first/FILE",
    "---label: /blogs/first/BARE",
    "---attachments: [{file: /blogs/first/BARE, title: x}]",
    "---comments: {email: us@example.org, privacy: /blogs/first/FILE}",
];

/// The same, written so that a public page has to be put right: what is meant is clear all the same.
const WRONG_WAYS: &[&str] = &[
    "[x](www.example.orgBASE/blogs/first/FILE)",
    "[x](WWW.Example.orgBASE/blogs/first/FILE)",
    "[x](https//www.example.orgBASE/blogs/first/FILE)",
    "[x](..\\blogs\\2012-06-01-first\\FILE)",
    "[x](\\blogs\\first\\FILE)",
    "[x](\\blogs\\first\\BARE)",
    "<a href=\"www.example.orgBASE/blogs/first/FILE\">x</a>",
    "<a href=\"..\\blogs\\2012-06-01-first\\FILE\">x</a>",
    "[x](htps://www.example.orgBASE/blogs/first/FILE)",
    "[x](https:/www.example.orgBASE/blogs/first/FILE)",
    "![x](\\blogs\\first\\FILE)",
];

const SETTINGS: &str = "\
title: Making it real
git_dates: false
comments: {email: us@example.org}
kinds:
  news: {fields: {see: url, note: markdown, extra: any, label: text}}
";

/// A site in which each way has a file of its own, with the word that is in it.
struct Ways {
    site: Site,
    ways: &'static [&'static str],
    words: Vec<String>,
}

impl Ways {
    fn new(base_path: &str) -> Ways {
        Ways::of(WAYS, base_path)
    }

    fn of(ways: &'static [&'static str], base_path: &str) -> Ways {
        let mut site = Site::new()
            .site_yaml(&format!(
                "{SETTINGS}base_url: https://www.example.org{base_path}\n"
            ))
            .file("content/index.md", "---\ntitle: Home\n---\n")
            .file(
                "content/blogs/2012-06-01-first/index.md",
                "---\ntitle: First\n---\n",
            );
        let words: Vec<String> = ways.iter().map(|_| word()).collect();
        for (at, word) in words.iter().enumerate() {
            let name = file(at, ways[at]);
            let path = format!("content/blogs/2012-06-01-first/{name}");
            site = site.file(&path, format!("Year,Word\n2012,{word}\n"));
        }
        Ways { site, ways, words }
    }

    /// Names each file once, in a document of its own, in its own way.
    fn name(&self, folder: &str, gate: &str, base_path: &str) {
        for (at, way) in self.ways.iter().enumerate() {
            self.name_by(
                &format!("content/news/{folder}-{at}.md"),
                (at, way),
                gate,
                base_path,
            );
        }
    }

    fn name_by(&self, path: &str, (at, way): (usize, &str), gate: &str, base_path: &str) {
        // A letter may be written as its number.
        let name = file(at, self.ways[at]);
        let way = way
            .replace("%FILE", &format!("%66{}", &name[1..]))
            .replace("FILE", &name)
            .replace("BARE", &name);
        let way = way.replace("BASE", base_path);
        let (field, body) = way
            .strip_prefix("---")
            .map_or(("", way.as_str()), |field| (field, ""));
        let front = format!("title: Of {at}\ndate: 2012-06-02\n{gate}\n{field}");
        self.site
            .write(path, format!("---\n{front}\n---\n{body}\n"));
    }

    /// The ways whose files are public.
    fn public(&self, run: &Run) -> BTreeSet<&str> {
        let holds = |bytes: &[u8], word: &str| String::from_utf8_lossy(bytes).contains(word);
        let is_public = |word: &str| run.output.values().any(|bytes| holds(bytes, word));
        self.ways
            .iter()
            .zip(&self.words)
            .filter(|(_, word)| is_public(word))
            .map(|(way, _)| *way)
            .collect()
    }
}

fn file(at: usize, way: &str) -> String {
    if way.contains("BARE") {
        format!("bare-{at}")
    } else {
        format!("file-{at}.csv")
    }
}

#[test]
fn a_file_that_only_a_draft_names_is_nowhere() {
    for base_path in ["", "/sub"] {
        let ways = Ways::new(base_path);
        let run = ways.site.build();
        run.assert_clean();
        assert_eq!(
            ways.public(&run).len(),
            WAYS.len(),
            "a file that nobody names is public"
        );
        ways.name("draft", "draft: true", base_path);
        let run = ways.site.build();
        run.assert_clean();
        assert_eq!(ways.public(&run), BTreeSet::new(), "{base_path}");
    }
}

#[test]
fn a_file_that_a_draft_names_with_a_mistake_is_nowhere() {
    for base_path in ["", "/sub"] {
        let ways = Ways::of(WRONG_WAYS, base_path);
        ways.name("draft", "draft: true", base_path);
        let run = ways.site.run(&["build", "--keep-going"]);
        assert_eq!(ways.public(&run), BTreeSet::new(), "{base_path} {run}");
    }
}

#[test]
fn a_draft_that_names_a_file_by_its_path_does_not_break_a_page_that_names_it_otherwise() {
    let base_path = "";
    let ways = Ways::new(base_path);
    for at in 0..WAYS.len() {
        let by_path = (at, "[x](/blogs/2012-06-01-first/FILE)");
        ways.name_by(
            &format!("content/news/draft-{at}.md"),
            by_path,
            "draft: true",
            base_path,
        );
    }
    ways.name("public", "", base_path);
    let run = ways.site.build();
    run.assert_exit(0);
    let withheld: Vec<&str> = WAYS
        .iter()
        .copied()
        .filter(|way| !ways.public(&run).contains(way))
        .collect();
    // What is only mentioned is no link: it does not publish what waits for its link.
    let mentions = [
        "<div style=\"background: url('/blogs/first/FILE')\">x</div>",
        "<div data-load=\"/blogs/first/FILE\">x</div>",
        "<style>p { background: url(/blogs/first/FILE) }</style>",
        "<script>fetch(\"/blogs/first/FILE\")</script>",
        "---extra: {deep: [/blogs/first/FILE]}",
        "---label: /blogs/first/FILE",
        "---label: /blogs/first/BARE",
    ];
    assert_eq!(withheld, mentions, "{run}");
}

#[test]
fn a_draft_and_a_page_that_name_a_file_alike_leave_it_public() {
    let base_path = "";
    let ways = Ways::new(base_path);
    ways.name("draft", "publish_at: 2099-01-01", base_path);
    ways.name("public", "", base_path);
    let run = ways.site.build();
    run.assert_exit(0);
    let withheld: Vec<&&str> = WAYS
        .iter()
        .filter(|way| !ways.public(&run).contains(*way))
        .collect();
    assert!(withheld.is_empty(), "{withheld:?} {run}");
}

#[test]
fn menus_and_redirects_make_public_what_a_draft_names_too() {
    let ways = Ways::new("");
    ways.name("draft", "draft: true", "");
    let settings = format!(
        "{SETTINGS}base_url: https://www.example.org\n\
         menus: {{main: [{{title: A, link: /blogs/first/{}}}]}}\nredirects: {{/old/: /blogs/first/{}}}\n",
        file(0, WAYS[0]),
        file(1, WAYS[1])
    );
    ways.site.write("site.yaml", settings);
    let run = ways.site.build();
    run.assert_clean();
    assert_eq!(ways.public(&run), BTreeSet::from([WAYS[0], WAYS[1]]));
}

#[test]
fn what_a_draft_would_have_is_known_before_it_has_it() {
    let secret = word();
    let site = Site::new()
        .file("content/index.md", "---\ntitle: Home\n---\n")
        .file(
            "content/blogs/2012-06-01-soon/index.md",
            format!(
                "---\ntitle: Soon\nslug: {secret}\naliases: [/old/{secret}/]\ndraft: true\n---\n"
            ),
        )
        .file("content/blogs/2012-06-01-soon/plan.csv", "a,b\n");
    let secret_ways = [
        "/blogs/SLUG/",
        "/blogs/SLUG/plan.csv",
        "https://example.org/blogs/SLUG/plan.csv",
        "/old/SLUG/",
        "[[plan.csv]]",
    ];
    for way in secret_ways.map(|way| way.replace("SLUG", &secret)) {
        let link = if way.starts_with('[') {
            way.clone()
        } else {
            format!("[x]({way})")
        };
        site.write(
            "content/naming.md",
            format!("---\ntitle: Naming\nsummary: Own words\n---\n{link}\n"),
        );
        let run = site.build();
        run.assert_exit(1);
        assert!(
            run.stderr.contains("error[link-to-unpublished]"),
            "{way}: {run}"
        );
        let run = site.run(&["build", "--keep-going"]);
        let name = if way.starts_with('[') {
            "plan.csv"
        } else {
            &secret
        };
        let leaks = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(name);
        let leaks: Vec<&String> = run
            .output
            .iter()
            .filter(|(_, bytes)| leaks(bytes))
            .map(|(file, _)| file)
            .collect();
        assert!(
            !run.output.is_empty() && leaks.is_empty(),
            "{way}: {leaks:?}"
        );
    }
}
