//! A preview is what a build from nothing would be: after each of many random edits, every file and every
//! diagnostic of a site that remembers is compared with one that does not.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use copublish::build::{Content, Drafts, Failure, Memory, OnError, Options, Preview, build};

use crate::outputs::Dice;
use crate::site::{Site, read_folder};

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
const PAGE: &str = "<link href=\"{{ 'style.css' | asset }}\"><title>{{ page.title }}</title><main>{{ page.page_author }}{{ page.content }}{% for card in page.backlinks %}{{ card.title }}{% endfor %}</main>";
const LIST: &str = "<main>{% for card in paginator.entries %}<a href=\"{{ card.url }}\">{{ card.title }} {{ card.summary }}</a>{% endfor %}</main>";

/// A block that asks for a table.
const NUMBERS: &str =
    "{% component Numbers(src, table) {\"data\": {}} %}{{ table | json }}{% endcomponent %}";

/// A small site in which most things depend on others.
fn site() -> Site {
    Site::new()
        .site_yaml(SETTINGS)
        .file("themes/bare/templates/page.html", PAGE)
        .file("themes/bare/templates/list.html", LIST)
        .file("themes/bare/templates/tag.html", LIST)
        .file("themes/bare/templates/tags.html", "<main>{% for tag in tags %}{{ tag.title }}{% endfor %}</main>")
        .file("themes/bare/templates/blog.html", "<main>{{ page.title }} {{ page.page_author }}{{ page.content }}{% for card in page.alike %}{{ card.title }}{% endfor %}{% for card in page.authors %}{{ card.title }}{% endfor %}</main>")
        .file("themes/bare/templates/person.html", "<main>{{ page.title }}{% for card in page.blogs %}{{ card.title }}{% endfor %}{{ site.data | json }}</main>")
        .file("themes/bare/templates/components/numbers.html", NUMBERS)
        .file("themes/bare/templates/components/plain.html", "{% component Plain(src) %}{{ src.title }}{% endcomponent %}")
        .file("themes/bare/assets/style.css", "a { color: red }")
        .file("content/facts.csv", "Year,People\n2012,2\n")
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
const OTHERS: [(&str, &[&str]); 9] = [
    (
        "themes/bare/templates/page.html",
        &[PAGE, "<main>{{ page.title }}</main>", "<main>{{ page.titel }}</main>", "{% if %}"],
    ),
    ("themes/bare/templates/list.html", &[LIST, "<main>{{ paginator.total }}</main>"]),
    ("themes/bare/assets/style.css", &["a { color: red }", "a { color: blue }"]),
    ("content/data/facts.yaml", &["a: 1\n", "a: 2\n", "a: [\n"]),
    ("content/blogs/2012-06-03-c/plan.txt", &["Plan", "Nalp", "Other plan"]),
    ("content/facts.csv", &["Year,People\n2012,3\n", "Year,People\n2012,\"4\n", ""]),
    ("content/x.png", &["no picture", "\u{89}"]),
    (
        "site.yaml",
        &[SETTINGS, "title: Other\nbase_url: https://example.org\ntheme: bare\ngit_dates: false\n"],
    ),
    ("templates/blog.html", &["<main>{{ page.title }}</main>", "<main>{{ page.summary }}</main>"]),
];
const MOMENTS: [&str; 4] =
    ["2012-10-01T12:00:00Z", "2012-10-01T12:00:01Z", "2012-10-02T08:00:00Z", "2012-10-03T08:00:00Z"];
const FRONTS: [&str; 12] = [
    "title: One\nauthors: [ann]\nsummary: Short",
    "title: Two\nauthors: [ben]\ntags: [y]\nsummary: Short",
    "title: Three\ndraft: true",
    "title: Four\nauthors: [nobody]",
    "title: Five\naliases: [/old/]\nsummary: Short",
    "title: Six\nslug: six",
    "title: [",
    "titel: Seven\ntags: [z, x]",
    "title: Eight\ndate: 2012-07-0x",
    "title: Nine\npublish_at: 2012-10-02T08:00:00Z\nauthors: [ben]",
    "title: Ten\nexpires: 2012-10-02T09:00:00Z",
    "title: Eleven\npage_author: Ann\nsummary: Short",
];
const BODIES: [&str; 10] = [
    "Text.",
    "## Part\n\nText.",
    "[gone](nowhere.md) [Ann](/people/ann.md)",
    "::: odd\nText.\n:::",
    "[B](/blogs/2012-06-02-b.md#part) ![](x.png)",
    "Another text, with a note.[^1]\n\n[^1]: The note.",
    "::: numbers src=/facts.csv\n:::",
    "::: plain src=/facts.csv\n:::",
    "```rust\nfn main() {}\n```",
    "::: plain src=/facts.csv\nNever closed.",
];

fn options(root: &Path, now: &str) -> Options {
    Options {
        root: root.to_owned(),
        output: root.join("output"),
        base_url: None,
        now: now.parse().expect("a moment"),
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
    match dice.below(18) {
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
        5 | 6 if there => {
            // Only the text: the front matter stays, whatever it says.
            let old = fs::read_to_string(site.root().join(path)).expect("a file of the site");
            let front = old.find("\n---\n").map_or("", |end| &old[..end + 5]);
            let text = format!("{front}{}\n\n{}\n", one(&BODIES, dice), one(&BODIES, dice));
            site.write(path, &text);
            (vec![path.into()], format!("wrote {path}: {text:?}"))
        }
        7..=10 if there => {
            // What nobody but the page itself can tell.
            let old = fs::read_to_string(site.root().join(path)).expect("a file of the site");
            let text = match dice.below(6) {
                0 => old.replace("::: numbers", "::: plain"),
                1 => old.replace("::: plain", "::: numbers"),
                2 => old.replacen("[gone]", "Lost: [gone]", 1).replacen("::: plain", "Here:\n\n::: plain", 1),
                3 => old.replacen("\n\n", "\n\nA paragraph between.\n\n", 1),
                4 => old.replace("page_author: Ann", "page_author: Ben"),
                _ => format!("{old}\nA last line.\n"),
            };
            site.write(path, &text);
            (vec![path.into()], format!("wrote {path}: {text:?}"))
        }
        11 => {
            // Several files of which one watch tells at once.
            let (mut paths, mut words) = (Vec::new(), String::new());
            for _ in 0..3 {
                let (more, done) = edit(site, dice);
                paths.extend(more);
                words.push_str(&done);
                words.push_str("; ");
            }
            (paths, words)
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

/// A site that is shown and built again and again.
struct Course {
    site: Site,
    shown: Memory,
    built: Memory,
}

impl Course {
    fn new() -> Course {
        Course { site: site(), shown: Memory::default(), built: Memory::default() }
    }

    fn forget(&self, changed: &[PathBuf]) {
        self.shown.forget(changed);
        self.built.forget(changed);
    }
}

/// The next state of a site that remembers, and the folder of a build that does, compared with a state from nothing.
fn next(before: Option<Preview>, (options, course): (&Options, &Course), done: &str) -> Option<Preview> {
    let left = Preview::after(before.as_ref(), options, &course.shown);
    let built = build(options, Some(&course.built), &|_, _| {});
    match (left, Preview::of(options, &Memory::default())) {
        (Ok(left), Ok(right)) => {
            let ((files, said), (expected, to_say)) = (seen(&left), seen(&right));
            let names = |files: &BTreeMap<String, Content>| files.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&files), names(&expected), "{done}");
            for (name, content) in &files {
                assert_eq!(content, &expected[name], "{name}: {done}");
            }
            assert_eq!(said, to_say, "{done}");
            let built = built.expect("what can be shown can be built");
            let said: Vec<String> = built.diagnostics.iter().map(|found| format!("{found:?}")).collect();
            assert_eq!(said, to_say, "built: {done}");
            assert!(built.not_written.is_none() && built.committed, "{done}");
            let in_folder = read_folder(&options.output);
            let names = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<String>>();
            let written = names(in_folder.keys().filter(|name| !name.starts_with(".copublish")).collect());
            assert_eq!(written, names(expected.keys().collect()), "built: {done}");
            for (name, content) in &expected {
                let bytes = match content {
                    Content::Bytes(bytes) => bytes.to_vec(),
                    Content::CopyOf(path) => fs::read(path).expect("a file of the site"),
                };
                assert_eq!(in_folder[name], bytes, "built, {name}: {done}");
            }
            Some(left)
        }
        (left, right) => {
            assert!(built.is_err(), "{done}");
            let words = |result: Result<Preview, Failure>| result.err().map(|why| why.0);
            assert_eq!(words(left), words(right), "{done}");
            before
        }
    }
}

#[test]
fn a_preview_is_what_a_build_from_nothing_would_be() {
    let sequences =
        std::env::var("PREVIEW_SEQUENCES").ok().and_then(|number| number.parse().ok()).unwrap_or(SEQUENCES);
    for seed in 1..=sequences {
        let mut dice = Dice::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let course = Course::new();
        let (mut done, mut before, mut moment) = (Vec::new(), None, 0);
        for _ in 0..EDITS {
            let (changed, words) = edit(&course.site, &mut dice);
            course.forget(&changed);
            // Time goes on, and now and then over the moment at which a document appears.
            moment = (moment + usize::from(dice.below(4) == 0)).min(MOMENTS.len() - 1);
            done.push(format!("{words} at {}", MOMENTS[moment]));
            let options = options(course.site.root(), MOMENTS[moment]);
            before = next(before, (&options, &course), &format!("seed {seed}: {done:#?}"));
        }
    }
}

#[test]
fn what_is_said_of_a_text_moves_with_it() {
    let course = Course::new();
    let site = &course.site;
    let options = options(site.root(), MOMENTS[0]);
    let mut before = None;
    let path = "content/blogs/2012-06-01-a.md";
    for body in [
        "[gone](nowhere.md)",
        "It is [gone](nowhere.md)",
        "It is [gone](nowhere.md) for ever.",
        "::: numbers src=/facts.csv\n:::",
        "Numbers:\n\n::: numbers src=/facts.csv\n:::",
        "More numbers:\n\n::: numbers src=/facts.csv years=1\n:::",
        "More numbers:\n\n::: numbers src=/facts.csv\nNever closed.",
        "Yet more numbers:\n\n::: numbers src=/facts.csv\nNever closed.",
        "```odd\n```",
        "An odd language:\n\n```odd\n```",
        "[B](2012-06-02-b.md#nothing)",
        "See [B](2012-06-02-b.md#nothing)",
        "See [B](2012-06-02-b.md#part)",
    ] {
        site.write("content/facts.csv", "Year,People\n2012,\"4\n");
        site.write(path, format!("---\ntitle: A\nsummary: Short\n---\n{body}\n"));
        course.forget(&[path.into(), "content/facts.csv".into()]);
        before = next(before, (&options, &course), body);
        site.write(path, format!("---\ntitle: A\nsummary: Short\n---\n\n\n{body}\n"));
        course.forget(&[path.into()]);
        before = next(before, (&options, &course), body);
        site.write(path, format!("---\ntitle: A\nsummary: Short\n---\nFirst.\n\n{body}\n"));
        course.forget(&[path.into()]);
        before = next(before, (&options, &course), body);
    }
}

#[test]
fn another_title_is_shown_wherever_it_stands() {
    let course = Course::new();
    let site = &course.site;
    let options = options(site.root(), MOMENTS[0]);
    let mut before = None;
    site.write(
        "content/hidden.md",
        "---\ntitle: Hidden\ndraft: true\n---\n[plan](blogs/2012-06-03-c/plan.txt)\n",
    );
    site.write("content/facts.md", "---\ntitle: Facts\n---\n[[person/ann]] [[facts.csv]] [A](/blogs/a/)\n");
    site.write("content/more.md", "---\ntitle: More\n---\n[numbers](facts.csv) [words](words.docx)\n");
    site.write("content/words.docx", "Of another size than the numbers are.");
    site.write("content/a.txt", "Used by what is not public.");
    for (path, from, to) in [
        ("content/people/ann.md", "title: Ann", "title: Anna"),
        ("content/people/ann.md", "title: Anna", "title: Annabel"),
        ("content/blogs/2012-06-01-a.md", "title: A", "title: Z"),
        ("content/blogs/2012-06-02-b.md", "## Part", "## Whole"),
        ("content/blogs/2012-06-02-b.md", "## Whole", "## Part"),
        ("content/index.md", "title: Home", "title: Start"),
        ("content/hidden.md", "title: Hidden", "title: Still hidden"),
        // What only a hidden document uses is hidden with it, and other files move up.
        ("content/hidden.md", "[plan]", "[only](a.txt) [plan]"),
        ("content/people/ben.md", "title: Ben", "title: Benjamin"),
        ("content/hidden.md", "[only](a.txt) ", ""),
        ("content/people/ben.md", "title: Benjamin", "title: Ben\nslug: benjamin"),
        ("content/people/ben.md", "title: Ben", "title: Benny"),
        ("content/facts.md", "title: Facts", "title: More facts"),
    ] {
        let text = fs::read_to_string(site.root().join(path)).expect("a file of the site");
        assert!(text.contains(from), "{path}: {from}");
        site.write(path, text.replacen(from, to, 1));
        course.forget(&[path.into()]);
        before = next(before, (&options, &course), &format!("{path}: {to}"));
    }
}
