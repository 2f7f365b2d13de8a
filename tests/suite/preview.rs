//! A preview is what a build from nothing would be: after each of many random edits, every file and every
//! diagnostic of a site that remembers is compared with one that does not.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use copublish::engine::{
    CancelToken, Drafts, EditionPress, Engine, Failure, FileContent, LanguageHosts, NewUrls,
    OnError, Options, Preview, Rebuild, Unsaved, build,
};

use crate::edits::{SETTINGS, edit, site};
use crate::outputs::Dice;
use crate::site::{Site, read_folder};

/// So many sites are edited so many times in every run; `PREVIEW_SEQUENCES` asks for more.
const SEQUENCES: u64 = 40;
const EDITS: usize = 10;

const MOMENTS: [&str; 4] = [
    "2012-10-01T12:00:00Z",
    "2012-10-01T12:00:01Z",
    "2012-10-02T08:00:00Z",
    "2012-10-03T08:00:00Z",
];

/// What a clean build of these sites is made with, at a moment.
pub fn options(root: &Path, now: &str) -> Options {
    Options {
        root: root.to_owned(),
        output: root.join("output"),
        base_url: None,
        hosts: LanguageHosts::Own,
        now: now.parse().expect("a moment"),
        drafts: Drafts::Hide,
        on_error: OnError::KeepGoing,
        unsaved: Unsaved::default(),
        stop: CancelToken::default(),
        shard: None,
        editions: EditionPress::default(),
        new_urls: NewUrls::Count,
    }
}

/// Everything that can be seen of a state: its files, and what is wrong.
pub type Seen = (BTreeMap<String, FileContent>, Vec<String>);

/// Looks at all of a state.
pub fn seen(preview: &Preview) -> Seen {
    // A page whose template fails has no content.
    let content = |name: &str| Some((name.to_owned(), preview.file(name)?));
    let files = preview.names().filter_map(content).collect();
    let said = |diagnostic: &copublish::base::Diagnostic| format!("{diagnostic:?}");
    (files, preview.diagnostics().iter().map(said).collect())
}

/// A site that is shown and built again and again.
pub struct LiveSite {
    /// The site.
    pub site: Site,
    shown: Engine,
    built: Engine,
}

impl LiveSite {
    fn new() -> LiveSite {
        LiveSite::of(site())
    }

    /// Begins with a site that nobody has shown or built yet.
    pub fn of(site: Site) -> LiveSite {
        LiveSite {
            site,
            shown: Engine::default(),
            built: Engine::default(),
        }
    }

    /// Says which files have changed.
    pub fn forget(&self, changed: &[PathBuf]) {
        self.shown.forget(changed);
        self.built.forget(changed);
    }
}

/// The next state of a site that remembers, and the folder of a build that does, compared with a state from nothing.
pub fn next(
    before: Option<Preview>,
    (options, course): (&Options, &LiveSite),
    done: &str,
) -> Option<Preview> {
    let left = Preview::after(before.as_ref(), options, &course.shown);
    let built = build(options, Some(&course.built), &|_, _| {});
    match (left, Preview::of(options, &Engine::default())) {
        (Ok(left), Ok(right)) => {
            let ((files, said), (expected, to_say)) = (seen(&left), seen(&right));
            let names =
                |files: &BTreeMap<String, FileContent>| files.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&files), names(&expected), "{done}");
            for (name, content) in &files {
                assert_eq!(content, &expected[name], "{name}: {done}");
            }
            assert_eq!(said, to_say, "{done}");
            let built = built.expect("what can be shown can be built");
            let said: Vec<String> = built
                .diagnostics
                .iter()
                .map(|found| format!("{found:?}"))
                .collect();
            assert_eq!(said, to_say, "built: {done}");
            assert!(built.not_written.is_none() && built.committed, "{done}");
            let mut in_folder = read_folder(&options.output);
            // A page that cannot be made may be there in its last version, which is never an empty one.
            let is_failed = |name: &String| {
                left.names().any(|other| other == name) && !expected.contains_key(name)
            };
            in_folder.retain(|name, bytes| !is_failed(name) || bytes.is_empty());
            let names = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<String>>();
            let written = names(
                in_folder
                    .keys()
                    .filter(|name| !name.starts_with(".copublish"))
                    .collect(),
            );
            assert_eq!(written, names(expected.keys().collect()), "built: {done}");
            for (name, content) in &expected {
                let bytes = match content {
                    FileContent::Bytes(bytes) => bytes.to_vec(),
                    FileContent::CopyOf(copy) => fs::read(copy.path()).expect("a file of the site"),
                };
                assert_eq!(in_folder[name], bytes, "built, {name}: {done}");
            }
            Some(left)
        }
        (left, right) => {
            assert!(built.is_err(), "{done}");
            let words = |result: Result<Preview, Failure>| result.err().map(|failure| failure.why);
            assert_eq!(words(left), words(right), "{done}");
            before
        }
    }
}

#[test]
fn a_preview_is_what_a_build_from_nothing_would_be() {
    let sequences = std::env::var("PREVIEW_SEQUENCES")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(SEQUENCES);
    for seed in 1..=sequences {
        let mut dice = Dice::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let course = LiveSite::new();
        let press = crate::press::echo(course.site.root());
        let (mut done, mut before, mut moment) = (Vec::new(), None, 0);
        for _ in 0..EDITS {
            let (changed, words) = edit(&course.site, &mut dice);
            course.forget(&changed);
            // Time goes on, and now and then over the moment at which a document appears.
            moment = (moment + usize::from(dice.below(4) == 0)).min(MOMENTS.len() - 1);
            done.push(format!("{words} at {}", MOMENTS[moment]));
            let options = Options {
                editions: press.clone(),
                ..options(course.site.root(), MOMENTS[moment])
            };
            before = next(
                before,
                (&options, &course),
                &format!("seed {seed}: {done:#?}"),
            );
        }
    }
}

#[test]
fn a_comment_in_the_settings_makes_nothing_again() {
    let course = LiveSite::new();
    let site = &course.site;
    let options = options(site.root(), MOMENTS[0]);
    let mut before = next(None, (&options, &course), "nothing yet");
    let commented = format!("# First\n{SETTINGS}");
    let inside = commented.replace("kinds:\n", "# What we write\nkinds:\n  # Short pieces\n");
    let spaced = inside.replace("\n  person:", "\n\n  person:");
    for text in [&commented, &inside, &spaced] {
        site.write("site.yaml", text);
        course.forget(&["site.yaml".into()]);
        let built = build(&options, Some(&course.built), &|_, _| {}).expect("a site");
        assert_eq!(
            (built.rebuild, built.made_again, built.changed),
            (Some(Rebuild::Nothing), 0, 0),
            "{text}"
        );
        before = next(before, (&options, &course), text);
        let redone = before.as_ref().map(|preview| preview.rebuild.clone());
        assert_eq!(redone, Some(Rebuild::Nothing), "{text}");
    }
    // What is wrong there is told at its new place.
    let wrong =
        format!("{spaced}menus: {{main: [/nowhere/]}}\nredirects: {{/blogs/a/: /facts.csv}}\n");
    for text in [
        wrong.clone(),
        format!("# Even before that\n{wrong}"),
        wrong.replace("menus:", "# Below\nmenus:"),
    ] {
        site.write("site.yaml", &text);
        course.forget(&["site.yaml".into()]);
        before = next(before, (&options, &course), &text);
        let told = before.as_ref().map(|preview| preview.diagnostics().len());
        assert_eq!(told, Some(2), "{text}");
    }
}

#[test]
fn places_alone_are_told_anew() {
    let course = LiveSite::new();
    let site = &course.site;
    let options = options(site.root(), MOMENTS[0]);
    let mut before = None;
    let path = "content/blogs/2012-06-01-a.md";
    for front in [
        "title: A\nauthors: [ann]",
        "# A comment\ntitle: A\nauthors: [ann]",
        "title: A\nauthors: [nobody]",
        "# A comment\ntitle: A\nauthors: [nobody]",
        "# A comment\ntitle: A\nauthors: [nobody] # who?",
        "title:   A\nauthors:   [nobody]",
        "authors: [nobody]\ntitle: A",
        "title: A\nauthors: [ann]\ntags: !x",
        "\ntitle: A\nauthors: [ann]\ndraft: perhaps",
        "title: A\nauthors: [ann]\ndraft: perhaps",
    ] {
        site.write(path, format!("---\n{front}\n---\n[B](2012-06-02-b.md)\n"));
        course.forget(&[path.into()]);
        before = next(before, (&options, &course), front);
    }
}

#[test]
fn what_is_said_of_a_text_moves_with_it() {
    let course = LiveSite::new();
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
        site.write(
            path,
            format!("---\ntitle: A\nsummary: Short\n---\n{body}\n"),
        );
        course.forget(&[path.into(), "content/facts.csv".into()]);
        before = next(before, (&options, &course), body);
        site.write(
            path,
            format!("---\ntitle: A\nsummary: Short\n---\n\n\n{body}\n"),
        );
        course.forget(&[path.into()]);
        before = next(before, (&options, &course), body);
        site.write(
            path,
            format!("---\ntitle: A\nsummary: Short\n---\nFirst.\n\n{body}\n"),
        );
        course.forget(&[path.into()]);
        before = next(before, (&options, &course), body);
    }
}

#[test]
fn another_title_is_shown_wherever_it_stands() {
    let course = LiveSite::new();
    let site = &course.site;
    let options = options(site.root(), MOMENTS[0]);
    let mut before = None;
    site.write(
        "content/hidden.md",
        "---\ntitle: Hidden\ndraft: true\n---\n[plan](blogs/2012-06-03-c/plan.txt)\n",
    );
    site.write(
        "content/facts.md",
        "---\ntitle: Facts\n---\n[[person/ann]] [[facts.csv]] [A](/blogs/a/)\n",
    );
    site.write(
        "content/more.md",
        "---\ntitle: More\n---\n[numbers](facts.csv) [words](words.docx)\n",
    );
    site.write(
        "content/words.docx",
        "Of another size than the numbers are.",
    );
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
        (
            "content/people/ben.md",
            "title: Benjamin",
            "title: Ben\nslug: benjamin",
        ),
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

#[test]
fn what_is_sorted_by_a_name_moves_with_the_title_that_is_named() {
    let course = LiveSite::new();
    let site = &course.site;
    let options = options(site.root(), MOMENTS[0]);
    let people = ["ann", "ben", "cat"];
    let settings = format!(
        "{SETTINGS}  note: {{folder: notes, list: {{sort: by, group_by: by, template: groups.html}}, fields: {{by: {{type: relation, to: person}}}}}}\n  \
         talk: {{folder: talks, list: {{sort: people}}, fields: {{people: {{type: relation, to: person, many: true}}}}}}\n"
    );
    site.write("site.yaml", settings);
    site.write(
        "themes/bare/templates/groups.html",
        "{% for group in paginator.groups %}{{ group.title }}: {% for card in group.entries %}{{ card.title }} {% endfor %}{% endfor %}",
    );
    for (number, id) in people.iter().enumerate() {
        site.write(
            &format!("content/people/{id}.md"),
            format!("---\ntitle: {id}\n---\n"),
        );
        site.write(
            &format!("content/notes/{number}.md"),
            format!("---\nby: {id}\n---\n"),
        );
        site.write(
            &format!("content/talks/{number}.md"),
            format!("---\npeople: [{id}, ann]\n---\n"),
        );
    }
    let mut before = next(None, (&options, &course), "nothing");
    for (id, title) in [
        ("ann", "Zoe"),
        ("cat", "Élan"),
        ("ben", "Part 10"),
        ("cat", "Part 9"),
        ("ann", "Ann"),
    ] {
        let path = format!("content/people/{id}.md");
        site.write(&path, format!("---\ntitle: {title}\n---\n"));
        course.forget(&[path.into()]);
        before = next(before, (&options, &course), title);
    }
    let list = fs::read_to_string(options.output.join("notes/index.html")).expect("the list");
    assert_eq!(list.trim(), "Ann: 0 Part 9: 2 Part 10: 1");
}

#[cfg(unix)]
#[test]
fn editions_are_among_what_is_edited() {
    let site = site();
    let options = Options {
        editions: crate::press::echo(site.root()),
        ..options(site.root(), MOMENTS[0])
    };
    let preview = Preview::of(&options, &Engine::default()).expect("a site");
    let text = |name: &str| match preview.file(name) {
        Some(FileContent::Bytes(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        other => panic!("{name} is {other:?}"),
    };
    let page = text("blogs/a/index.html");
    assert!(page.contains("a-2012-06-01.epub") && !page.contains("<data></data>"));
    let edition = text("blogs/a/a-2012-06-01.pdf");
    assert!(edition.starts_with("%PDF") && edition.contains("Ann"));
}
