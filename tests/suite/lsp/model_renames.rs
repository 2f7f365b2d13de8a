//! Whatever can name a document or a file names the same one after a rename: each field of each kind, at every depth, that
//! the kinds declare; each form of a link; each setting. The fields are read from the kinds, so a new one is covered the moment
//! it is declared.

use std::collections::BTreeMap;
use std::fs;

use copublish::config::FieldType;
use serde_json::json;

use super::Editor;
use super::renaming::can_rename;
use crate::model_edits::sites::{Model, of_every_type, of_theme};
use crate::model_edits::slot::slots;
use crate::model_edits::values::FILES;
use crate::site::Site;

/// True where a value may name a document or a file, in whatever it holds.
fn names_something(ty: &FieldType) -> bool {
    match ty {
        FieldType::List(item) => names_something(item),
        FieldType::Map(_) => false,
        ty => matches!(
            ty,
            FieldType::Relation(_)
                | FieldType::Url
                | FieldType::File
                | FieldType::Image
                | FieldType::Markdown
        ),
    }
}

/// Writes a document for each field that names something. Returns how many.
fn write_namers(model: &Model) -> usize {
    let mut written = 0;
    for kind in model.kinds.iter() {
        for slot in slots(&model.kinds, kind) {
            if !names_something(slot.ty()) {
                continue;
            }
            for number in [0, 1] {
                let value = model.values.of_field(slot.field(), number);
                let entry = slot.entry(&model.values, Some(value)).expect("a value");
                let name = format!("namer{written}");
                let path = model.path(kind, &name);
                if path != "content/index.md" {
                    model.site.write(&path, model.text(kind, &name, &[entry]));
                    written += 1;
                }
            }
        }
    }
    written
}

/// All documents and files that values name, each with its new path.
fn moves(model: &Model) -> BTreeMap<String, String> {
    let documents = model.values.documents.values().flatten();
    let documents = documents.filter_map(|name| model.file_of(name));
    let path = |path: std::path::PathBuf| path.to_string_lossy().into_owned();
    let documents = documents.map(|(from, to)| (path(from), path(to)));
    let files = FILES.map(|file| {
        let to = file.replace('.', "-moved.");
        (format!("content/{file}"), format!("content/{to}"))
    });
    documents.chain(files).collect()
}

/// Moves files as an editor does that asks before.
fn move_all(site: &Site, moves: &BTreeMap<String, String>) {
    let mut editor = Editor::with(site, &can_rename());
    let files = moves
        .iter()
        .map(|(from, to)| json!({"oldUri": editor.uri(from), "newUri": editor.uri(to)}));
    let params = json!({"files": files.collect::<Vec<_>>()});
    let id = editor.start("workspace/willRenameFiles", &params);
    let answer = editor.wait(id);
    assert!(answer["error"].is_null(), "{answer}");
    editor.make(site, &answer);
    editor.end();
    for (from, to) in moves {
        let [from, to] = [from, to].map(|path| site.root().join(path));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::rename(from, to).expect("a file to move");
    }
}

/// The pages of the documents that name something, with what moved under its new name.
fn pages(run: &crate::site::Run, moves: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let names = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".md").unwrap_or(name).to_owned()
    };
    let mut found = BTreeMap::new();
    for path in run
        .paths()
        .into_iter()
        .filter(|path| path.contains("namer"))
    {
        let mut text = run.find(&format!("/{path}")).unwrap_or_default();
        for (from, to) in moves {
            text = text.replace(&names(from), &names(to));
        }
        // Who was called otherwise before says so.
        text = text.replace("-moved-moved", "-moved");
        found.insert(path.to_owned(), text);
    }
    found
}

fn assert_same_after(model: &Model) {
    let written = write_namers(model);
    assert!(written > 20, "only {written} documents name something");
    let moves = moves(model);
    let before = model.site.build();
    before.assert_clean();
    move_all(&model.site, &moves);
    let after = model.site.build();
    after.assert_clean();
    let (before, after) = (pages(&before, &moves), pages(&after, &moves));
    assert!(before.len() >= written / 2, "{} pages", before.len());
    let differences = before
        .iter()
        .filter(|(path, text)| after.get(*path) != Some(*text));
    let differences: Vec<_> = differences
        .map(|(path, text)| (path, text, after.get(path)))
        .collect();
    assert!(
        differences.is_empty(),
        "{:#?}",
        &differences[..differences.len().min(2)]
    );
}

#[test]
fn each_field_of_the_theme_names_the_same_after_a_rename() {
    assert_same_after(&of_theme());
}

#[test]
fn a_field_of_each_type_names_the_same_after_a_rename() {
    assert_same_after(&of_every_type());
}

/// Each form in which text, front matter, settings and the glossary can name something that moves.
const SITE: &str = "\
title: A
base_url: https://example.org/sub
git_dates: false
languages:
  en: {}
  cy:
    menus:
      main:
        - people/sam-lee.md
        - {title: Sam, link: /people/sam-lee/}
menus:
  main:
    - people/sam-lee
    - {title: Plan, link: people/plan.csv}
    - {title: News of Sam, link: /people/sam-lee/feed.xml}
redirects:
  /sam/: /people/sam-lee/#work
comments: {email: comments@example.org, privacy: people/sam-lee.md}
kinds:
  person: {feed: true, ignored: [extra], collections: {own: {kind: blog, where: {authors: sam-lee}}}}
  page: {comments: {email: comments@example.org, privacy: /people/sam-lee.md}}
";

const TEXT: &str = "\
[[sam-lee]] [[person/sam-lee#work]] [[plan.csv]]
[a](people/sam-lee.md) [b](./people/sam-lee.md#work)
[c](/people/sam-lee) [d](/people/sam-lee/#work)
[e](<people/sam-lee.md>) [f](people%2Fsam-lee.md) [g](https://example.org/sub/people/sam-lee/?a=b#work)
[i](/people/sam-lee/feed.xml)
[j](people/plan.csv \"The plan\") [k][ref]
![picture](people/dot.svg)

[ref]: people/sam-lee.md
";

fn site_with_all_forms() -> Site {
    let english = format!("---\ntitle: All\n---\n\n{TEXT}");
    // From Welsh, an address leads to the English page, which is told.
    let welsh: Vec<&str> = TEXT
        .lines()
        .filter(|line| !line.contains("/sam-lee/"))
        .collect();
    let welsh = format!("---\ntitle: Popeth\n---\n\n{}\n", welsh.join("\n"));
    Site::new()
        .site_yaml(SITE)
        .file("content/all.md", english)
        .file("content/all.cy.md", welsh)
        .file("content/blogs/now.md", "---\ntitle: Now\ndate: 2012-01-02\nauthors: [sam-lee]\ncollections: {others: {kind: blog, where: {authors: [person/sam-lee, sam-lee]}}}\n---\n")
        .file("content/blogs/early.md", "---\ntitle: Early\npublish_at: 2030-01-01\nauthors: [person/sam-lee]\n---\n\n[Sam](../people/sam-lee.md)\n")
        .file("content/blogs/late.md", "---\ntitle: Late\nexpires: 2011-01-01\nauthors: [\"sam-lee\"]\n---\n\n[Sam](../people/sam-lee.md)\n")
        .file("content/glossary.yaml", "SL:\n  words: Sam Lee\n  link: /people/sam-lee.md\n")
        .file("content/people/sam-lee.md", "+++\ntitle = \"Sam Lee\"\naliases = [\"earlier/\"]\n[extra]\na = 1\n+++\n\n## Work {#work}\n\n[plan](plan.csv)\n")
        .file("content/people/sam-lee.cy.md", "{\"title\": \"Sam\"}\n\n## Gwaith {#work}\n\n[plan](plan.csv) [all](../all.md)\n")
        .file("content/people/plan.csv", "a,b\n1,2\n")
        .file("content/people/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"7\" height=\"7\" viewBox=\"0 0 7 7\"/>")
}

/// The links of the built pages of a site, by page; what moved under its new name.
fn links(run: &crate::site::Run) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for path in run
        .paths()
        .into_iter()
        .filter(|path| path.ends_with("all/index.html"))
    {
        let page = run.find(&format!("/{path}")).unwrap_or_default();
        let links = page.split("href=\"").skip(1);
        let links = links.filter_map(|rest| rest.split('"').next());
        let links = links.map(|link| {
            link.replace("sam-lee", "sam-jones")
                .replace("plan.csv", "plans.csv")
        });
        found.insert(path.to_owned(), links.collect());
    }
    found
}

#[test]
fn each_form_of_a_link_leads_to_the_same_after_a_rename() {
    let site = site_with_all_forms();
    let before = site.build();
    before.assert_clean();
    let moves = [
        ("content/people/sam-lee.md", "content/people/sam-jones.md"),
        ("content/people/plan.csv", "content/people/plans.csv"),
    ];
    let moves = moves.map(|(from, to)| (from.to_owned(), to.to_owned()));
    move_all(&site, &BTreeMap::from(moves));
    for file in [
        "site.yaml",
        "content/all.md",
        "content/all.cy.md",
        "content/glossary.yaml",
        "content/blogs/early.md",
        "content/blogs/late.md",
    ] {
        let text = super::renaming::read(&site, file);
        assert!(
            !text.contains("sam-lee") && !text.contains("plan.csv"),
            "{file}: {text}"
        );
    }
    // The translation has moved too, and both lead on from their old addresses.
    let moved = super::renaming::read(&site, "content/people/sam-jones.md");
    assert!(
        moved.starts_with(
            "+++\ntitle = \"Sam Lee\"\naliases = [\"/people/earlier/\", \"/people/sam-lee/\"]\n"
        ),
        "{moved}"
    );
    let translation = super::renaming::read(&site, "content/people/sam-jones.cy.md");
    assert!(
        translation.contains("\"aliases\": [\"/cy/people/sam-lee/\"]"),
        "{translation}"
    );
    let after = site.build();
    after.assert_clean();
    assert_eq!(links(&before), links(&after));
    for (old, new) in [
        ("/people/sam-lee/", "/people/sam-jones/"),
        ("/people/earlier/", "/people/sam-jones/"),
        ("/cy/people/sam-lee/", "/cy/people/sam-jones/"),
        ("/sam/", "/people/sam-jones/"),
    ] {
        assert!(after.page(old).contains(new), "{old}");
    }
    // The new texts are those of somebody who writes as the author did.
    let all = super::renaming::read(&site, "content/all.md");
    let expected = TEXT
        .replace("sam-lee", "sam-jones")
        .replace("plan.csv", "plans.csv");
    let expected = expected.replace("people%2Fsam-jones.md", "people/sam-jones.md");
    assert!(all.ends_with(&expected), "{all}");
}
