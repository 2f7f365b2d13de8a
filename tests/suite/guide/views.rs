//! The views of all pages of the example site, as `copublish explain --view` prints them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value};

use crate::site::{Site, binary};

/// The moment at which the site is looked at: all that is in it has come out.
const MOMENT: &str = "2013-06-01";
/// Pages whose values make the best examples, in this order; then follow all others by address.
const FIRST: [&str; 3] = [
    "/reports/progress-2012/",
    "/blogs/regional-initiatives/",
    "/work-streams/making-it-real/",
];

/// All pages, those with the best examples first.
pub struct Views(Vec<Value>);

impl Views {
    /// The views of the example site. Behind them stand those of a small site with what the example site has
    /// no use for, so that every name shows its type.
    pub fn of_all() -> Views {
        let mut example = of_site(Path::new(env!("CARGO_MANIFEST_DIR")));
        let first = FIRST
            .iter()
            .filter_map(|address| example.remove(*address))
            .collect::<Vec<Value>>();
        let rest = of_site(quay().root());
        Views(
            first
                .into_iter()
                .chain(example.into_values())
                .chain(rest.into_values())
                .collect(),
        )
    }

    /// The views of which something holds.
    pub fn those<'v>(&'v self, holds: impl Fn(&Value) -> bool + 'v) -> Vec<&'v Value> {
        self.0.iter().filter(|view| holds(view)).collect()
    }

    /// All groups anywhere in the views that have these names; a page itself is not meant.
    pub fn groups(&self, names: &[&str]) -> Vec<&Map<String, Value>> {
        let mut found = Vec::new();
        for view in &self.0 {
            for (name, value) in view.as_object().into_iter().flatten() {
                let inner = value.as_object().filter(|_| name == "page");
                match inner {
                    Some(page) => page
                        .values()
                        .for_each(|value| groups(value, names, &mut found)),
                    None => groups(value, names, &mut found),
                }
            }
        }
        found
    }
}

/// The `page` of a view.
pub fn page(view: &Value) -> &Map<String, Value> {
    view["page"].as_object().expect("every view has a page")
}

/// True for the page of a document.
pub fn is_document(view: &Value) -> bool {
    view["template"] != *"whole.html"
        && ["paginator", "tags", "lists", "site_map", "search"]
            .iter()
            .all(|name| view.get(name).is_none())
}

/// Looks at the home page and the page for a missing address, and from there at every page that a view names,
/// until no new one turns up.
fn of_site(root: &Path) -> BTreeMap<String, Value> {
    let mut seen: BTreeMap<String, Value> = BTreeMap::new();
    let mut wanted: BTreeSet<String> = ["/".to_owned(), "/404.html".to_owned()].into();
    while !wanted.is_empty() {
        let mut named = BTreeSet::new();
        for view in look_at(root, &wanted) {
            addresses(&view, &mut named);
            seen.insert(
                view["address"].as_str().unwrap_or_default().to_owned(),
                view,
            );
        }
        wanted = named
            .into_iter()
            .filter(|address| !seen.contains_key(address))
            .collect();
    }
    seen
}

/// A site with a list of two pages, a page in two languages, a long conversation, a form for comments, and a
/// picture and a file with all that can be said of them.
fn quay() -> Site {
    const PICTURE: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"300\"></svg>";
    const HOME: &str = "---\ntitle: Quay\nactions: [{title: Plan, link: plan.svg}]\n---\n";
    const FIRST: &str = "---\ntitle: Tides\nimage: {file: /plan.svg, alt: A plan, caption: The quay, credit: Sam Lee}\n\
        attachments: [{file: /plan.svg, title: Plan, language: cy, reference: Q1, accessible: false}]\n---\n\
        ## High\n\n### Spring\n\nText.\n";
    let comment =
        |name: &str| format!("content/news/2012-01-02-tides/comments/2012-01-03-{name}.md");
    Site::new()
        .site_yaml(
            "title: Quay\nbase_url: https://quay.example\nlook: {logo: quay.svg}\nextra: {email: hello@quay.example}\n\
             kinds: {news: {list: {per_page: 1}}}\n\
             comments: {form: https://forms.example/quay}\n",
        )
        .file("content/data/tides.yaml", "high: 4\n")
        .file("assets/quay.svg", PICTURE)
        .file("content/plan.svg", PICTURE)
        .file("content/index.md", HOME)
        .file("content/news/2012-01-02-tides/index.md", FIRST)
        .file(&comment("a"), "---\nname: Ali\n---\nHow high?\n")
        .file(&comment("b"), "---\nname: Sam\nreply_to: a\n---\nHigh.\n")
        .file(
            &comment("c"),
            "---\nname: Ali\nreply_to: b\n---\nAt noon?\n",
        )
        .file(
            &comment("d"),
            "---\nname: Sam\nreply_to: c\n---\nAt four.\n",
        )
        .file(
            "content/news/2012-01-01-llanw.md",
            "---\ntitle: Llanw\nlanguage: cy\ntranslation_of: tides\n---\n",
        )
}

fn look_at(root: &Path, addresses: &BTreeSet<String>) -> Vec<Value> {
    let mut command = Command::new(binary());
    command
        .args(["explain", "--view", "--now", MOMENT, "--root"])
        .arg(root)
        .args(addresses);
    let output = command.output().expect("the binary starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.is_empty(),
        "copublish explain --view: {said}"
    );
    match serde_json::from_slice(&output.stdout).expect("JSON") {
        Value::Array(views) => views,
        view => vec![view],
    }
}

/// The addresses of pages under names such as `url` and `whole_url`, anywhere in a value.
fn addresses(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| addresses(item, found)),
        Value::Object(map) => {
            let urls = map
                .iter()
                .filter(|(name, _)| name.ends_with("url"))
                .filter_map(|(_, url)| url.as_str());
            found.extend(
                urls.filter(|url| url.starts_with('/') && url.ends_with('/'))
                    .map(str::to_owned),
            );
            map.values().for_each(|value| addresses(value, found));
        }
        _ => {}
    }
}

fn groups<'v>(value: &'v Value, names: &[&str], found: &mut Vec<&'v Map<String, Value>>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| groups(item, names, found)),
        Value::Object(map) => {
            if names.iter().all(|name| map.contains_key(*name)) {
                found.push(map);
            }
            map.values().for_each(|value| groups(value, names, found));
        }
        _ => {}
    }
}
