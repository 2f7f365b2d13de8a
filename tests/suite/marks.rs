//! A byte-order mark at the start of a text file, which Windows editors write and nobody sees, changes nothing: not what is
//! built, not what is said, and not where.

use std::collections::BTreeMap;
use std::path::Path;

use crate::site::{Run, Site};

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Every sort of text file that is read, most with a mistake on its first line or behind it, so that places are told.
const FILES: &[(&str, &str)] = &[
    (
        "site.yaml",
        "titel: Odd\ntitle: Making it real\nbase_url: https://example.org\ntheme: own\ngit_dates: false\n\
         kinds:\n  report:\n    folder: reports\n    fields: {lead: text}\n",
    ),
    ("addresses.lock", "/gone/ content/gone.md\nodd line\n"),
    ("themes/own/theme.yaml", "extends: bare\n"),
    (
        "themes/bare/templates/base.html",
        "<!doctype html><title>{{ page.title }}</title>{% block main %}{% endblock %}\n",
    ),
    (
        "themes/bare/templates/page.html",
        "{% extends \"base.html\" %}{% block main %}<main>{{ page.content }}{{ text.hello }}\
         {% for row in site.data.rows %}{{ row.name }}{% endfor %}{{ site.data.more.name }}\
         <link href=\"{{ 'style.css' | asset }}\">{% endblock %}\n",
    ),
    ("themes/bare/templates/broken.html", "{% if %}\n"),
    (
        "themes/bare/templates/components/box.html",
        "{% component Box() %}<div>{{ body }}</div>{% endcomponent Box %}\n",
    ),
    (
        "themes/bare/templates/components/figures.html",
        "{% component Figures(table: map, src: map = {}) {\"data\": {}} %}<p>{{ table.rows | length }}</p>{% endcomponent Figures %}\n",
    ),
    (
        "themes/bare/assets/style.css",
        "@import 'other.css';\nbody { color: red }\n",
    ),
    (
        "themes/bare/assets/other.css",
        "/* first */ p { margin: 0 }\n",
    ),
    (
        "themes/bare/kinds/blog.yaml",
        "labl: Blog\nfolder: blogs\nlist: {sort: date desc}\n",
    ),
    ("themes/bare/text/en.yaml", "hello: Hello\nodd: [1]\n"),
    ("templates/report.html", "{% extends \"page.html\" %}\n"),
    ("text/en.yaml", "more: More\nodd: {a: 1}\n"),
    ("assets/own.css", "a { color: blue }\n"),
    ("content/data/rows.yaml", "- name: One\n- name: Two\n"),
    ("content/data/more.json", "{\"name\": \"More\"}\n"),
    ("content/data/broken.yaml", "a: [1\n"),
    ("content/data/broken.json", "{\"a\": [\n"),
    ("content/glossary.yaml", "ABC: [x]\nDEF: the words\n"),
    (
        "content/index.md",
        "---\ntitle: Home\nodd: 1\n---\nA [link](nowhere.md).\n",
    ),
    (
        "content/bare.md",
        "A [link](nowhere.md) in a text without front matter.\n",
    ),
    (
        "content/heading.md",
        "# A heading\n\n::: box\nWords.\n:::\n",
    ),
    (
        "content/fenced.md",
        "::: figures src=\"table.csv\"\n:::\n\n::: figures src=\"broken.csv\"\n:::\n",
    ),
    ("content/table.csv", "Area,Pounds\nNorth,1\n"),
    ("content/broken.csv", "\"Area,Pounds\nNorth,1\n"),
    (
        "content/blogs/a.md",
        "---\ntitle: A\ndate: 2012/08/02\n---\nWords.\n",
    ),
    (
        "content/reports/r.md",
        "---\ntitle: R\nlaed: x\n---\nWords.\n",
    ),
];

fn site() -> Site {
    let site = Site::new();
    for (path, text) in FILES {
        site.write(path, text);
    }
    site
}

/// What a run leaves and says, without what tells one folder from another.
fn outcome(site: &Site, run: &Run) -> (BTreeMap<String, Vec<u8>>, String, String) {
    let plain = |text: &str| {
        let text = text.replace(&site.root().to_string_lossy().into_owned(), "ROOT");
        let is_timed = |line: &&str| line.starts_with("built ") || line.contains("\"seconds\"");
        text.lines()
            .filter(|line| !is_timed(line))
            .collect::<Vec<_>>()
            .join("\n")
    };
    (run.output.clone(), plain(&run.stdout), plain(&run.stderr))
}

#[test]
fn a_mark_before_any_text_changes_nothing() {
    let verbs: [&[&str]; 2] = [&["build", "--keep-going"], &["check", "--format", "json"]];
    let without = site();
    let wanted = verbs.map(|verb| outcome(&without, &without.run(verb)));
    assert!(
        wanted[0].0.keys().any(|file| file == "index.html"),
        "{}",
        wanted[0].2
    );
    for (path, text) in FILES {
        let site = site();
        site.write(path, [MARK, text.as_bytes()].concat());
        for (verb, wanted) in verbs.iter().zip(&wanted) {
            let (output, stdout, stderr) = outcome(&site, &site.run(verb));
            assert_eq!(stderr, wanted.2, "{path}, {verb:?}");
            assert_eq!(stdout, wanted.1, "{path}, {verb:?}");
            let differs = |name: &&String| output.get(*name) != wanted.0.get(*name);
            let other: Vec<&String> = output
                .keys()
                .chain(wanted.0.keys())
                .filter(differs)
                .collect();
            // A file that is offered as it is keeps its bytes.
            let own = Path::new(path)
                .strip_prefix("content")
                .unwrap_or(Path::new(path));
            let is_copy = |name: &&String| {
                name.ends_with(&*own.to_string_lossy()) || name.starts_with(".copublish")
            };
            assert_eq!(
                other.iter().find(|name| !is_copy(name)),
                None,
                "{path}, {verb:?}"
            );
        }
    }
}

#[test]
fn what_is_tried_with_a_mark_is_read() {
    let site = site();
    let said = site.run(&["check"]).stderr;
    for (path, _) in FILES {
        let is_data = [
            "base.html",
            "page.html",
            "box.html",
            "figures.html",
            ".css",
            "theme.yaml",
            "report.html",
        ];
        let is_plain = [
            "rows.yaml",
            "more.json",
            "heading.md",
            "fenced.md",
            "table.csv",
        ];
        if !is_data
            .iter()
            .chain(&is_plain)
            .any(|end| path.ends_with(end))
        {
            assert!(
                said.contains(&format!("--> {path}:")),
                "nothing is told of {path}: {said}"
            );
        }
    }
}

#[test]
fn fix_leaves_the_mark_where_it_is() {
    let site = Site::new();
    let text = "---\ntitle: A\ndate: 2012/08/02\n---\nWords.\n";
    site.write("content/a.md", [MARK, text.as_bytes()].concat());
    site.run(&["fix"]).assert_exit(0);
    let fixed = std::fs::read(site.root().join("content/a.md")).unwrap();
    let wanted = text.replace("2012/08/02", "2012-08-02");
    assert_eq!(
        String::from_utf8(fixed).unwrap(),
        format!("\u{feff}{wanted}")
    );
}

#[test]
fn a_baseline_may_start_with_a_mark() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A\n---\n![](a.png)\n")
        .file("content/a.png", "x");
    site.run(&["check", "--update-baseline"]);
    let path = site.root().join("checks.baseline");
    let known = std::fs::read(&path).unwrap();
    let before = site.run(&["check", "--baseline", "checks.baseline"]);
    site.write("checks.baseline", [MARK, &known].concat());
    let behind = site.run(&["check", "--baseline", "checks.baseline"]);
    assert_eq!(
        (behind.stderr, behind.stdout),
        (before.stderr, before.stdout)
    );
}
