//! A preview is what a build from nothing would be: after each of many random edits, every file and every
//! diagnostic of a site that remembers is compared with one that does not.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use copublish::build::{Content, Drafts, Memory, OnError, Options, Preview};

use crate::outputs::Dice;
use crate::site::Site;

/// So many sites are edited so many times in every run; `PREVIEW_SEQUENCES` asks for more.
const SEQUENCES: u64 = 40;
const EDITS: usize = 10;

const SETTINGS: &str = "\
title: Making it real
base_url: https://example.org/sub
theme: bare
git_dates: false
kinds:
  blog:
    folder: blogs
    list: {sort: date desc, per_page: 2, feed: true}
    fields: {authors: {type: relation, to: person, many: true, inverse: blogs}, tags: {type: tag, many: true, address: /tags/}}
    collections: {alike: {kind: blog, where: {authors: same}, limit: 2}}
  person: {folder: people, list: {sort: title}}
";
const PAGE: &str = "<title>{{ page.title }}</title><main>{{ page.content }}{% for card in page.backlinks %}{{ card.title }}{% endfor %}</main>";
const LIST: &str = "<main>{% for card in paginator.entries %}<a href=\"{{ card.url }}\">{{ card.title }} {{ card.summary }}</a>{% endfor %}</main>";

/// A small site in which most things depend on others.
fn site() -> Site {
    Site::new()
        .site_yaml(SETTINGS)
        .file("themes/bare/templates/page.html", PAGE)
        .file("themes/bare/templates/list.html", LIST)
        .file("themes/bare/templates/tag.html", LIST)
        .file("themes/bare/templates/tags.html", "<main>{% for tag in tags %}{{ tag.title }}{% endfor %}</main>")
        .file("themes/bare/templates/blog.html", "<main>{{ page.title }}{{ page.content }}{% for card in page.alike %}{{ card.title }}{% endfor %}{% for card in page.authors %}{{ card.title }}{% endfor %}</main>")
        .file("themes/bare/templates/person.html", "<main>{{ page.title }}{% for card in page.blogs %}{{ card.title }}{% endfor %}{{ site.data | json }}</main>")
        .file("themes/bare/assets/style.css", "a { color: red }")
        .file("content/index.md", "---\ntitle: Home\n---\n[A](blogs/2012-06-01-a.md) [B](blogs/2012-06-02-b.md#part)\n")
        .file("content/blogs/2012-06-01-a.md", "---\ntitle: A\nauthors: [ann]\ntags: [x]\n---\n[B](2012-06-02-b.md)\n")
        .file("content/blogs/2012-06-02-b.md", "---\ntitle: B\nauthors: [ann, ben]\ntags: [x, y]\n---\n## Part\n\n[[person/ann]]\n")
        .file("content/blogs/2012-06-03-c/index.md", "---\ntitle: C\n---\n[plan](plan.txt)\n")
        .file("content/blogs/2012-06-03-c/plan.txt", "Plan")
        .file("content/people/ann.md", "---\ntitle: Ann\n---\n")
        .file("content/people/ben.md", "---\ntitle: Ben\n---\n")
        .file("content/data/facts.yaml", "a: 1\n")
}

const DOCUMENTS: [&str; 6] = [
    "content/index.md",
    "content/blogs/2012-06-01-a.md",
    "content/blogs/2012-06-02-b.md",
    "content/blogs/2012-06-03-c/index.md",
    "content/people/ann.md",
    "content/people/ben.md",
];
/// What else an edit may write, and with what.
const OTHERS: [(&str, &[&str]); 7] = [
    (
        "themes/bare/templates/page.html",
        &[PAGE, "<main>{{ page.title }}</main>", "<main>{{ page.titel }}</main>", "{% if %}"],
    ),
    ("themes/bare/templates/list.html", &[LIST, "<main>{{ paginator.total }}</main>"]),
    ("themes/bare/assets/style.css", &["a { color: red }", "a { color: blue }"]),
    ("content/data/facts.yaml", &["a: 1\n", "a: 2\n", "a: [\n"]),
    ("content/blogs/2012-06-03-c/plan.txt", &["Plan", "Other plan"]),
    (
        "site.yaml",
        &[SETTINGS, "title: Other\nbase_url: https://example.org\ntheme: bare\ngit_dates: false\n"],
    ),
    ("templates/blog.html", &["<main>{{ page.title }}</main>", "<main>{{ page.summary }}</main>"]),
];
const FRONTS: [&str; 9] = [
    "title: One\nauthors: [ann]",
    "title: Two\nauthors: [ben]\ntags: [y]",
    "title: Three\ndraft: true",
    "title: Four\nauthors: [nobody]",
    "title: Five\naliases: [/old/]\nsummary: Short",
    "title: Six\nslug: six",
    "title: [",
    "titel: Seven\ntags: [z, x]",
    "title: Eight\ndate: 2012-07-0x",
];
const BODIES: [&str; 5] = [
    "Text.",
    "## Part\n\nText.",
    "[gone](nowhere.md) [Ann](/people/ann.md)",
    "::: odd\nText.\n:::",
    "[B](/blogs/2012-06-02-b.md#part) ![](x.png)",
];

fn options(root: &Path) -> Options {
    Options {
        root: root.to_owned(),
        output: root.join("output"),
        base_url: None,
        now: "2012-10-01T12:00:00Z".parse().expect("a moment"),
        drafts: Drafts::Hide,
        on_error: OnError::KeepGoing,
    }
}

/// One of some things.
fn one<'t, T: ?Sized>(things: &[&'t T], dice: &mut Dice) -> &'t T {
    things[usize::try_from(dice.below(things.len() as u64)).expect("a small number")]
}

/// Edits a site somewhere, and gives the paths that a watch would name, with words for a failure.
fn edit(site: &Site, dice: &mut Dice) -> (Vec<PathBuf>, String) {
    let path = one(&DOCUMENTS, dice);
    let there = site.root().join(path).exists();
    match dice.below(10) {
        0 if there => {
            fs::remove_file(site.root().join(path)).expect("a file of the site");
            (vec![path.into()], format!("deleted {path}"))
        }
        1 if there => {
            let to = one(&["content/people/cem.md", "content/blogs/2012-06-09-d.md", "content/e.md"], dice);
            fs::rename(site.root().join(path), site.root().join(to)).expect("a file of the site");
            (vec![path.into(), to.into()], format!("moved {path} to {to}"))
        }
        2 | 3 => {
            let (path, texts) =
                OTHERS[usize::try_from(dice.below(OTHERS.len() as u64)).expect("a small number")];
            let text = one(texts, dice);
            site.write(path, text);
            (vec![path.into()], format!("wrote {path}: {text:?}"))
        }
        4 => {
            let folder = site.root().join("content/blogs/2012-06-03-c");
            let to = site.root().join("content/blogs/2012-06-07-g");
            let (from, to) = if folder.exists() { (folder, to) } else { (to, folder) };
            // One of the two may be left over beside the other: then nothing is moved.
            let done = fs::rename(&from, &to);
            let below = |path: &Path| path.strip_prefix(site.root()).expect("a path of the site").to_owned();
            (vec![below(&from), below(&to)], format!("moved a folder: {done:?}"))
        }
        _ => {
            let text = format!("---\n{}\n---\n{}\n", one(&FRONTS, dice), one(&BODIES, dice));
            site.write(path, &text);
            (vec![path.into()], format!("wrote {path}: {text:?}"))
        }
    }
}

/// Everything that can be seen of a state: its files, and what is wrong.
fn seen(preview: &Preview) -> (BTreeMap<String, Content>, Vec<String>) {
    let content = |name: &str| (name.to_owned(), preview.file(name).expect("a file of the plan"));
    let files = preview.names().map(content).collect();
    let said = |diagnostic: &copublish::base::Diagnostic| format!("{diagnostic:?}");
    (files, preview.diagnostics().iter().map(said).collect())
}

#[test]
fn a_preview_is_what_a_build_from_nothing_would_be() {
    let sequences =
        std::env::var("PREVIEW_SEQUENCES").ok().and_then(|number| number.parse().ok()).unwrap_or(SEQUENCES);
    for seed in 1..=sequences {
        let mut dice = Dice::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (site, memory) = (site(), Memory::default());
        let mut done = Vec::new();
        for _ in 0..EDITS {
            let (changed, words) = edit(&site, &mut dice);
            done.push(words);
            memory.forget(&changed);
            let options = options(site.root());
            let (left, right) = (Preview::of(&options, &memory), Preview::of(&options, &Memory::default()));
            match (left, right) {
                (Ok(left), Ok(right)) => {
                    let ((files, said), (expected, to_say)) = (seen(&left), seen(&right));
                    let names = |files: &BTreeMap<String, Content>| files.keys().cloned().collect::<Vec<_>>();
                    assert_eq!(names(&files), names(&expected), "seed {seed}: {done:#?}");
                    for (name, content) in &files {
                        assert_eq!(content, &expected[name], "seed {seed}, {name}: {done:#?}");
                    }
                    assert_eq!(said, to_say, "seed {seed}: {done:#?}");
                }
                (left, right) => {
                    let words =
                        |result: Result<Preview, copublish::build::Failure>| result.err().map(|why| why.0);
                    assert_eq!(words(left), words(right), "seed {seed}: {done:#?}");
                }
            }
        }
    }
}
