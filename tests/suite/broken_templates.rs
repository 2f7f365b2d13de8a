//! A page whose template fails: it is never written empty, its last version stays in a watch unless that shows what has
//! been withdrawn, and once the template is fixed, the site is what a build from nothing makes.

use std::collections::BTreeMap;
use std::fs;

use copublish::engine::{Engine, FileContent, Options, Outcome, Preview, build};

use crate::preview::options;
use crate::site::{NOW, Run, Site, read_folder};

const SETTINGS: &str = "\
title: Making it real
base_url: https://example.org
theme: bare
git_dates: false
kinds:
  blog: {folder: blogs, list: {sort: date desc, per_page: 2, feed: true}}
";
const THEME: [(&str, &str); 8] = [
    (
        "templates/base.html",
        "<title>{{ site.title }}</title>{% block main %}{% endblock %}{% include 'partials/foot.html' %}",
    ),
    (
        "templates/partials/foot.html",
        "<footer>{{ text.by }} {{ site.title }}</footer>",
    ),
    (
        "templates/page.html",
        "{% extends 'base.html' %}{% block main %}{{ page.title }}{{ page.content }}{% endblock %}",
    ),
    (
        "templates/list.html",
        "{% extends 'base.html' %}{% block main %}{% for card in paginator.entries %}{{ card.title }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/blog.html",
        "<main>{{ site.title }} {{ page.title }}{{ page.content }}</main>",
    ),
    (
        "templates/components/note.html",
        "{% component Note() %}<b>{{ body }}</b>{% endcomponent %}",
    ),
    ("text/en.yaml", "by: By\n"),
    ("kinds/person.yaml", "label: Person\nfolder: people\n"),
];

fn site() -> Site {
    let mut site = Site::new()
        .site_yaml(SETTINGS)
        .file(
            "content/index.md",
            "---\ntitle: Home\n---\n[A](blogs/2012-06-01-a.md)\n\n::: note\nHello\n:::\n",
        )
        .file("content/about.md", "---\ntitle: About\n---\nWho we are\n")
        .file("content/people/ann.md", "---\ntitle: Ann\n---\n");
    for (number, name) in ["a", "b", "c"].iter().enumerate() {
        let text = format!("---\ntitle: Blog {name}\n---\nText of {name}\n");
        site = site.file(
            &format!("content/blogs/2012-06-0{}-{name}.md", number + 1),
            text,
        );
    }
    THEME.iter().fold(site, |site, (name, text)| {
        site.file(&format!("themes/bare/{name}"), text)
    })
}

/// A site, and a build that goes on after each change of it.
struct Watched {
    site: Site,
    memory: Engine,
    options: Options,
    /// The folder as the last build left it.
    left: BTreeMap<String, Vec<u8>>,
}

impl Watched {
    fn of(site: Site) -> Watched {
        let options = options(site.root(), NOW);
        let mut watched = Watched {
            site,
            memory: Engine::default(),
            options,
            left: BTreeMap::new(),
        };
        watched.build();
        watched
    }

    fn write(&self, path: &str, text: &[u8]) {
        self.site.write(path, text);
        self.memory.forget(&[path.into()]);
    }

    fn delete(&self, path: &str) {
        self.site.delete(path);
        self.memory.forget(&[path.into()]);
    }

    /// Nothing if no site can be made; then the folder is as it was.
    fn build(&mut self) -> Option<Outcome> {
        let outcome = build(&self.options, Some(&self.memory), &|_, _| {}).ok();
        if let Some(outcome) = &outcome {
            assert!(outcome.committed && outcome.not_written.is_none());
        }
        self.left = read_folder(&self.options.output);
        self.left.retain(|name, _| !name.starts_with(".copublish"));
        outcome
    }

    /// Builds, and compares the folder with a build from nothing. Files that cannot be made have to be as they were.
    fn build_and_compare(&mut self, done: &str) -> Option<Outcome> {
        let mut before = std::mem::take(&mut self.left);
        before.retain(|name, _| !name.starts_with(".copublish"));
        let outcome = self.build();
        let clean = Preview::of(&self.options, &Engine::default()).ok();
        let (Some(outcome), Some(clean)) = (outcome, clean) else {
            assert_eq!(self.left, before, "{done}");
            assert!(
                Preview::of(&self.options, &Engine::default()).is_err(),
                "{done}"
            );
            return None;
        };
        let (mut kept, mut failed) = (0, 0);
        for name in clean.names() {
            let left = self.left.remove(name);
            match clean.file(name) {
                Some(FileContent::Bytes(bytes)) => {
                    assert_eq!(left.as_deref(), Some(&*bytes), "{name}: {done}");
                }
                Some(FileContent::CopyOf(copy)) => {
                    assert_eq!(left, fs::read(copy.path()).ok(), "{name}: {done}");
                }
                None if left.is_some() => {
                    assert_eq!(left.as_ref(), before.get(name), "{name}: {done}");
                    kept += 1;
                }
                None => failed += 1,
            }
        }
        assert_eq!(
            self.left.keys().collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "{done}"
        );
        assert_eq!(
            (outcome.kept_last, outcome.failed),
            (kept, failed),
            "{done}"
        );
        self.left = read_folder(&self.options.output);
        assert!(
            self.left
                .iter()
                .all(|(name, bytes)| !name.ends_with(".html") || !bytes.is_empty()),
            "{done}"
        );
        Some(outcome)
    }
}

#[test]
fn whatever_breaks_a_theme_leaves_the_last_pages_until_it_is_fixed() {
    let mut watched = Watched::of(site());
    let mut failed = 0;
    for (name, text) in THEME {
        let path = format!("themes/bare/{name}");
        let broken = [
            Some(format!("{text}{{% if %}}").into_bytes()),
            Some(format!("{{{{ nowhere.at.all }}}}: [ {text}").into_bytes()),
            Some(format!("{text}{{% extends 'lost.html' %}}{{{{ 1 | lost }}}}").into_bytes()),
            Some([text.as_bytes(), b"\xff\xfe\xff"].concat()),
            None,
        ];
        for (way, broken) in broken.iter().enumerate() {
            let done = format!("{path} broken in way {way}");
            match broken {
                Some(bytes) => watched.write(&path, bytes),
                None => watched.delete(&path),
            }
            match watched.build_and_compare(&done) {
                Some(outcome) => {
                    assert_eq!(outcome.failed, 0, "{done}");
                    failed += outcome.kept_last;
                }
                None => assert!(name.starts_with("kinds/"), "{done}: no site is made"),
            }
            // While it is broken, other things change, which none of the pages that fail shows.
            watched.write(
                "site.yaml",
                SETTINGS.replacen("Making it real", &done, 1).as_bytes(),
            );
            watched.build_and_compare(&format!("{done}, another title"));
            watched.write(
                "content/about.md",
                format!("---\ntitle: About\n---\n{done}\n").as_bytes(),
            );
            watched.build_and_compare(&format!("{done}, another text"));
            watched.write(&path, text.as_bytes());
            let outcome = watched
                .build_and_compare(&format!("{done}, and fixed"))
                .expect("a site");
            assert_eq!((outcome.kept_last, outcome.failed), (0, 0), "{done}");
        }
    }
    assert!(failed > 50, "only {failed} pages failed");
}

#[test]
fn a_last_version_that_may_show_what_was_withdrawn_goes() {
    let mut watched = Watched::of(site());
    let path = "content/blogs/2012-06-02-b.md";
    let list = "themes/bare/templates/list.html";
    let shows = |watched: &Watched| {
        let holds = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("Blog b");
        watched.left.values().any(holds)
    };
    watched.write(list, b"{{ nowhere.at.all }}");
    assert_eq!(
        watched
            .build_and_compare("the list is broken")
            .expect("a site")
            .kept_last,
        2
    );
    assert!(shows(&watched));
    watched.write(path, b"---\ntitle: Blog b\ndraft: true\n---\nText of b\n");
    assert_eq!(
        watched.build_and_compare("a draft").expect("a site").failed,
        1
    );
    assert!(!shows(&watched), "{:?}", watched.left.keys());

    watched.write(list, THEME[3].1.as_bytes());
    watched.build_and_compare("the list is fixed");
    // Both at once.
    watched.write(list, b"{% if %}");
    watched.delete("content/blogs/2012-06-03-c.md");
    assert_eq!(
        watched
            .build_and_compare("broken, and a text deleted")
            .expect("a site")
            .kept_last,
        0
    );
    watched.write(list, THEME[3].1.as_bytes());
    watched.build_and_compare("the list is fixed again");
    // The page of another document at the same address is not its last version.
    watched.write(
        "content/about.md",
        b"---\ntitle: About\nslug: us\n---\nWho we are\n",
    );
    watched.write(
        "content/more.md",
        b"---\ntitle: More\nslug: about\n---\nMore\n",
    );
    watched.write("themes/bare/templates/page.html", b"{{ nowhere.at.all }}");
    watched.build();
    assert!(
        !watched.left.contains_key("about/index.html"),
        "{:?}",
        watched.left.keys()
    );
}

fn build_of(site: &Site) -> Run {
    site.run(&["build", "--keep-going"])
}

#[test]
fn a_build_leaves_out_what_cannot_be_made_and_says_so() {
    let site = site();
    let run = site.build();
    run.assert_clean();
    site.write(
        "themes/bare/templates/blog.html",
        "<main>{{ page.titel }}</main>",
    );
    let run = build_of(&site);
    run.assert_exit(1);
    assert!(
        run.stderr
            .contains("until this is fixed, a build leaves that page out"),
        "{}",
        run.stderr
    );
    assert!(
        run.stdout.contains("3 failed and left out"),
        "{}",
        run.stdout
    );
    let blogs: Vec<&str> = run
        .paths()
        .into_iter()
        .filter(|path| path.starts_with("blogs/"))
        .collect();
    assert!(
        blogs.contains(&"blogs/index.html") && !blogs.contains(&"blogs/a/index.html"),
        "{blogs:?}"
    );
    assert!(
        run.page("/").contains("href=\"/blogs/a/\""),
        "links stay as they are"
    );

    // Without any template there is no page at all, and no empty one.
    site.write("themes/bare/templates/page.html", "{% if %}");
    site.write("themes/bare/templates/list.html", "{% if %}");
    let run = build_of(&site);
    let pages: Vec<&str> = run
        .paths()
        .into_iter()
        .filter(|path| path.ends_with(".html"))
        .collect();
    assert_eq!(pages, Vec::<&str>::new(), "{}", run.stderr);

    for (name, text) in THEME {
        site.write(&format!("themes/bare/{name}"), text);
    }
    let run = build_of(&site);
    run.assert_clean();
    assert!(run.page("/blogs/a/").contains("Text of a"));
}
