//! How long the door of each stage takes by itself: `cargo bench --bench stages`.
//!
//! Whole builds are measured by `build`; this tells which stage has become slower when one has. Stages that read the
//! disk are given the example site. Nothing here is a test: machines differ.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark reads the example site"
)]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "the example site is there, and right"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use copublish::base::{FilePath, Hash};
use copublish::content::{Folder, NameRules, Source, csv, theme, walk};
use copublish::document::{Context, Placement, facts, parse, place};
use copublish::engine::{
    self, CancelToken, Drafts, EditionPress, Engine, LanguageHosts, NewUrls, OnError, Options,
    Preview, Project, Stopwatch, Unsaved, read_project,
};
use copublish::layout::Theme;
use copublish::yaml;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What the example site declares.
static SITE: LazyLock<Project> = LazyLock::new(|| read_project(&root()).expect("the example site"));

/// A document of the example site, made longer: some ten pages of prose, lists, tables and links.
static DOCUMENT: LazyLock<(Source, Vec<Placement>)> = LazyLock::new(|| {
    let text = fs::read_to_string(root().join("docs/content/themes/reference/values.md"))
        .expect("a long text of the project");
    let file = FilePath::new("content/blogs/2012-08-02-long.md");
    let front = "---\ntitle: A long one\ntags: [a, b]\nauthors: [alex-morgan]\n---\n";
    let placement = place(
        std::slice::from_ref(&file),
        &Context::of(&SITE.kinds, &SITE.site),
    );
    (
        Source {
            file,
            text: format!("{front}{text}"),
        },
        placement,
    )
});

/// What front matter is mostly made of, and what only the slower reader reads.
const FRONT_MATTER: [(&str, &str); 2] = [
    (
        "plain",
        "title: Regional initiatives\ndate: 2012-08-02\nauthors: [sam-lee, jo]\ntags:\n  - north\n  - budgets\n",
    ),
    (
        "any",
        "title: {a: [b, c]}\nd: |\n  e\n  f\ng: &h i\nj: *h\n",
    ),
];

#[divan::bench(args = FRONT_MATTER.map(|(name, _)| name))]
fn base_yaml(bencher: Bencher, name: &str) {
    let text = FRONT_MATTER
        .iter()
        .find(|(own, _)| *own == name)
        .expect("one of them")
        .1;
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| yaml::parse(black_box(text)));
}

#[divan::bench]
fn base_hash(bencher: Bencher) {
    let bytes = vec![7_u8; 1 << 16];
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench(|| Hash::of(black_box(&bytes)));
}

#[divan::bench]
fn content_walk(bencher: Bencher) {
    let (root, site) = (root(), &SITE.site);
    let names = NameRules {
        ignore: &site.ignore,
        include: &site.include,
        languages: &site.languages.tags,
    };
    let files = walk(&root, names).value;
    let count = files.sources.len() + files.assets.len();
    bencher
        .counter(ItemsCount::new(count))
        .bench(|| walk(black_box(&root), names));
}

#[divan::bench]
fn content_csv(bencher: Bencher) {
    let file = FilePath::new("content/a.csv");
    let rows = (0..1000).map(|row| format!("Region {row},\"{row},5\",{}\n", row * 7));
    let text: String = std::iter::once("Area,Share,Pounds\n".to_owned())
        .chain(rows)
        .collect();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| csv::parse(&file, black_box(text.as_bytes())));
}

#[divan::bench]
fn content_theme(bencher: Bencher) {
    let root = root();
    let unsaved = Unsaved::default();
    let folder = Folder {
        root: &root,
        unsaved: &unsaved,
    };
    bencher.bench(|| theme::read(black_box(folder), &SITE.site.theme));
}

#[divan::bench]
fn document_parse(bencher: Bencher) {
    let (source, placement) = &*DOCUMENT;
    let context = Context::of(&SITE.kinds, &SITE.site);
    bencher
        .counter(BytesCount::of_str(&source.text))
        .bench(|| parse(black_box(source), &placement[0], &context));
}

#[divan::bench]
fn document_facts(bencher: Bencher) {
    let (source, placement) = &*DOCUMENT;
    let context = Context::of(&SITE.kinds, &SITE.site);
    let document = parse(source, &placement[0], &context).value;
    let kind = SITE
        .kinds
        .iter()
        .find(|kind| kind.name == "blog")
        .expect("blogs");
    bencher
        .counter(BytesCount::of_str(&source.text))
        .bench(|| facts(black_box(&document), &source.text, kind, SITE.site.raw_html));
}

#[divan::bench]
fn layout_theme(bencher: Bencher) {
    bencher.bench(|| Theme::new(black_box(&SITE.theme), &SITE.site));
}

fn options(output: &Path) -> Options {
    Options {
        root: root(),
        output: output.to_owned(),
        base_url: None,
        hosts: LanguageHosts::Own,
        now: "2012-10-01T12:00:00Z".parse().expect("a moment"),
        drafts: Drafts::Hide,
        on_error: OnError::KeepGoing,
        unsaved: Unsaved::default(),
        new_urls: NewUrls::Count,
        stop: CancelToken::default(),
        editions: EditionPress::default(),
        shard: None,
    }
}

/// Everything up to the graph: settings, theme, documents, links.
#[divan::bench]
fn build_link(bencher: Bencher) {
    let options = options(&root().join("output"));
    bencher.bench(|| engine::link(black_box(&options), &mut Stopwatch::start()));
}

/// Every page of a site that is linked, in memory and on one core.
#[divan::bench]
fn layout_render(bencher: Bencher) {
    let options = options(&root().join("output"));
    let count = Preview::of(&options, &Engine::default())
        .expect("a site")
        .names()
        .count();
    bencher
        .with_inputs(|| Preview::of(&options, &Engine::default()).expect("a site"))
        .counter(ItemsCount::new(count))
        .bench_refs(|site| {
            let names: Vec<String> = site.names().map(str::to_owned).collect();
            names.iter().filter_map(|name| site.file(name)).count()
        });
}

/// All of it, into a folder that is not there.
#[divan::bench]
fn output_write(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = options(&folder.path().join("site"));
    let memory = Engine::default();
    engine::build(&options, Some(&memory), &|_, _| {}).expect("a site");
    bencher
        .with_inputs(|| {
            let _ = fs::remove_dir_all(&options.output);
        })
        .bench_values(|()| {
            engine::build(&options, Some(&memory), &|_, _| {})
                .expect("a site")
                .changed
        });
}
