//! What an editor renames: the edits are made as an editor makes them, and the site that comes of them is built.

use std::fs;

use serde_json::{Value, json};

use super::{Editor, cursor};
use crate::site::Site;

/// What an editor that can rename files says of itself.
pub(super) fn can_rename() -> Value {
    json!({"workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename"]}}})
}

impl Editor {
    /// Asks about the `|` of a text that is open, with a new name.
    fn rename(&mut self, file: &str, text: &str, name: &str) -> Value {
        let params = json!({
            "textDocument": {"uri": self.uri(file)},
            "position": cursor(text),
            "newName": name,
        });
        self.change(file, &text.replacen('|', "", 1));
        let id = self.start("textDocument/rename", &params);
        self.wait(id)
    }

    /// Makes the changes of an answer in the files of a site.
    pub(super) fn make(&self, site: &Site, answer: &Value) {
        let edit = &answer["result"];
        for change in edit["documentChanges"].as_array().into_iter().flatten() {
            if change["kind"] == "rename" {
                let path = |key: &str| site.root().join(self.path(&change[key]));
                fs::rename(path("oldUri"), path("newUri")).expect("a file to rename");
            } else {
                self.edit(site, &change["textDocument"]["uri"], &change["edits"]);
            }
        }
        for (uri, edits) in edit["changes"].as_object().into_iter().flatten() {
            self.edit(site, &json!(uri), edits);
        }
    }

    fn path(&self, uri: &Value) -> String {
        let uri = uri.as_str().unwrap_or_default();
        let path = uri.strip_prefix(&self.root).expect("a file of the site");
        path.trim_start_matches('/').to_owned()
    }

    fn edit(&self, site: &Site, uri: &Value, edits: &Value) {
        let file = self.path(uri);
        let mut text = fs::read_to_string(site.root().join(&file)).expect("a file to edit");
        let byte = |text: &str, place: &Value| {
            let line = place["line"].as_u64().unwrap_or_default() as usize;
            let above: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let mut units = place["character"].as_u64().unwrap_or_default() as usize;
            let letters = text[above..].chars().take_while(|letter| {
                let goes_on = units > 0;
                units = units.saturating_sub(letter.len_utf16());
                goes_on
            });
            above + letters.map(char::len_utf8).sum::<usize>()
        };
        let mut edits: Vec<(usize, usize, String)> = edits
            .as_array()
            .into_iter()
            .flatten()
            .map(|edit| {
                let place = |key: &str| byte(&text, &edit["range"][key]);
                let new = edit["newText"].as_str().unwrap_or_default().to_owned();
                (place("start"), place("end"), new)
            })
            .collect();
        edits.sort();
        for (start, end, new) in edits.into_iter().rev() {
            text.replace_range(start..end, &new);
        }
        site.write(&file, text);
    }
}

const BLOG: &str = "content/blogs/2012-01-02-first.md";

/// Names the person in every way there is.
const NAMES: &str = "---\ntitle: Ünited\nauthors: [sam-lee]\n---\n\nÉ [[person/sam-lee]], [a](../people/sam-lee.md#work), [b](/people/sam-lee.md), [c](/people/sam-lee/#work), [d](../people/sam-lee).\n\n::: contact name=\"Sam\"\nSee [e](../people/sam-lee.md).\n:::\n";

fn site() -> Site {
    Site::new()
        .site_yaml("title: A\nbase_url: https://example.org\ngit_dates: false\nmenus:\n  main:\n    - people/sam-lee.md\n    - {title: Sam, link: /people/sam-lee/}\nredirects:\n  /sam/: /people/sam-lee/\n")
        .file("content/people/sam-lee.md", "---\ntitle: Sam Lee\n---\n\n## Work\n\nSee [the plan](plan.csv) and [first](../blogs/2012-01-02-first.md).\n")
        .file("content/people/alex-morgan.md", "---\ntitle: Alex\n---\n")
        .file("content/people/plan.csv", "a,b\n1,2\n")
        .file("content/blogs/later.md", "---\ntitle: Later\nexpires: 2011-01-01\nauthors: [person/sam-lee]\n---\n\n[Sam](../people/sam-lee.md)\n")
        .file("addresses.lock", "/people/sam-lee/ content/people/sam-lee.md\n/people/plan.csv content/people/plan.csv\n")
        .file(BLOG, NAMES)
}

pub(super) fn read(site: &Site, file: &str) -> String {
    fs::read_to_string(site.root().join(file)).expect("a file of the site")
}

#[test]
fn a_document_is_renamed_with_every_place_that_names_it() {
    let site = site();
    let mut editor = Editor::with(&site, &can_rename());
    editor.open(BLOG, NAMES);
    let text = NAMES.replacen("[sam-lee", "[sam-l|ee", 1);
    let params = json!({"textDocument": {"uri": editor.uri(BLOG)}, "position": cursor(&text)});
    let found = editor.ask("textDocument/prepareRename", &params);
    assert_eq!(found["placeholder"], "sam-lee");
    assert_eq!(found["range"]["start"], json!({"line": 2, "character": 10}));
    let answer = editor.rename(BLOG, &text, "sam-jones");
    // Visual Studio Code asks about the move that the answer holds, too. All is said about it.
    let uris =
        ["sam-lee", "sam-jones"].map(|name| editor.uri(&format!("content/people/{name}.md")));
    let moves = json!({"files": [{"oldUri": uris[0], "newUri": uris[1]}]});
    assert_eq!(editor.ask("workspace/willRenameFiles", &moves), Value::Null);
    // Somebody who moves it by hand is told.
    let found = editor.ask("workspace/willRenameFiles", &moves);
    assert!(found["documentChanges"].is_array(), "{found}");
    editor.make(&site, &answer);
    editor.end();
    assert_eq!(read(&site, BLOG), NAMES.replace("sam-lee", "sam-jones"));
    assert_eq!(
        read(&site, "content/people/sam-jones.md"),
        "---\ntitle: Sam Lee\naliases: [/people/sam-lee/]\n---\n\n## Work\n\nSee [the plan](plan.csv) and [first](../blogs/2012-01-02-first.md).\n"
    );
    assert!(!read(&site, "site.yaml").contains("sam-lee"));
    assert!(!read(&site, "content/blogs/later.md").contains("sam-lee"));
    assert_eq!(
        read(&site, "addresses.lock"),
        "/people/sam-lee/ content/people/sam-jones.md\n/people/plan.csv content/people/plan.csv\n"
    );
    // Nothing is broken, and the old address leads to the new one.
    let run = site.build();
    run.assert_clean();
    assert!(run.page("/people/sam-lee/").contains("/people/sam-jones/"));
}

/// What settings link to is followed and renamed from there, too.
#[test]
fn a_document_is_renamed_where_settings_name_it() {
    let site = site();
    let settings = read(&site, "site.yaml");
    let mut editor = Editor::with(&site, &can_rename());
    editor.open("site.yaml", &settings);
    let text = settings.replacen("people/sam", "people/s|am", 1);
    let params =
        json!({"textDocument": {"uri": editor.uri("site.yaml")}, "position": cursor(&text)});
    let found = editor.ask("textDocument/definition", &params);
    assert_eq!(found["uri"], editor.uri("content/people/sam-lee.md"));
    let found = editor.ask("textDocument/prepareRename", &params);
    assert_eq!(found["placeholder"], "sam-lee");
    let answer = editor.rename("site.yaml", &text, "sam-jones");
    editor.make(&site, &answer);
    editor.end();
    assert!(!read(&site, "site.yaml").contains("sam-lee"));
    site.build().assert_clean();
}

#[test]
fn a_folder_is_renamed_with_all_that_is_in_it() {
    let report = "---\ntitle: Found\ndate: 2012-03-01\naliases:\n  - /old/\n---\n\n[One](one.md) and [data](data.csv).\n";
    let blog = "---\ntitle: B\n---\n\n[[report/found]], [one](../reports/2012-found/one.md#costs), [data](../reports/2012-found/data.csv), [[chapter/found/one]].\n";
    let site = Site::new()
        .site_yaml("title: A\nbase_url: https://example.org\ngit_dates: false\n")
        .file("content/reports/found/index.md", report)
        .file(
            "content/reports/found/one.md",
            "---\ntitle: One\n---\n\n## Costs\n\n[Up](index.md) and [[report/found]].\n",
        )
        .file("content/reports/found/data.csv", "a,b\n1,2\n")
        .file("content/blogs/b.md", blog.replace("2012-found", "found"));
    let blog = blog.replace("2012-found", "found");
    let mut editor = Editor::with(&site, &can_rename());
    editor.open("content/blogs/b.md", &blog);
    let text = blog.replacen("found]]", "fo|und]]", 1);
    let answer = editor.rename("content/blogs/b.md", &text, "what-helps");
    editor.make(&site, &answer);
    editor.end();
    assert_eq!(
        read(&site, "content/blogs/b.md"),
        "---\ntitle: B\n---\n\n[[report/what-helps]], [one](../reports/what-helps/one.md#costs), [data](../reports/what-helps/data.csv), [[chapter/what-helps/one]].\n"
    );
    let report = read(&site, "content/reports/what-helps/index.md");
    assert!(report.contains("[/old/, /reports/found/]"), "{report}");
    let chapter = read(&site, "content/reports/what-helps/one.md");
    assert!(
        chapter.contains("aliases: [/reports/found/one/]"),
        "{chapter}"
    );
    assert!(
        chapter.contains("[Up](index.md) and [[report/what-helps]]"),
        "{chapter}"
    );
    let run = site.build();
    run.assert_clean();
    assert!(
        run.page("/reports/found/one/")
            .contains("/reports/what-helps/one/")
    );
    assert!(run.page("/old/").contains("/reports/what-helps/"));
}

#[test]
fn a_file_that_is_moved_leads_to_the_same_and_is_found() {
    let site = site();
    let mut editor = Editor::with(&site, &can_rename());
    editor.open(BLOG, NAMES);
    let moves = [
        (BLOG, "content/news/deep/first.md"),
        ("content/people/plan.csv", "content/people/our plan.csv"),
    ];
    let files = moves.map(|(old, new)| {
        json!({"oldUri": editor.uri(old), "newUri": editor.uri(new).replace(' ', "%20")})
    });
    let id = editor.start("workspace/willRenameFiles", &json!({"files": files}));
    let answer = editor.wait(id);
    editor.make(&site, &answer);
    editor.end();
    for (old, new) in moves {
        let new = site.root().join(new);
        fs::create_dir_all(new.parent().expect("a folder")).expect("a folder");
        fs::rename(site.root().join(old), new).expect("a file to move");
    }
    let moved = read(&site, "content/news/deep/first.md");
    assert!(
        moved.contains("[a](../../people/sam-lee.md#work)"),
        "{moved}"
    );
    assert!(moved.contains("aliases: [/blogs/first/]"), "{moved}");
    let person = read(&site, "content/people/sam-lee.md");
    assert!(
        person.contains("[first](../news/deep/first.md)"),
        "{person}"
    );
    assert!(person.contains("[the plan](<our plan.csv>)"), "{person}");
    let ledger = read(&site, "addresses.lock");
    assert!(
        ledger.contains("/people/plan.csv content/people/our plan.csv\n"),
        "{ledger}"
    );
    let errors = site.build().stderr;
    assert!(!errors.contains("broken-link"), "{errors}");
}

#[test]
fn a_heading_is_renamed_with_the_links_to_it() {
    let file = "content/people/sam-lee.md";
    let person = "---\ntitle: Sam Lee\n---\n\n# Work\n\n# Work\n\n[Up](#work), [second](#work-2).\n\n# Kept {#same}\n";
    let site = site().file(file, person);
    let mut editor = Editor::new(&site);
    editor.open(file, person);
    let text = person.replacen("# Work", "# Wo|rk", 1);
    let params = json!({"textDocument": {"uri": editor.uri(file)}, "position": cursor(&text)});
    let found = editor.ask("textDocument/prepareRename", &params);
    assert_eq!(found["placeholder"], "Work");
    assert_eq!(found["range"]["start"], json!({"line": 4, "character": 2}));
    let answer = editor.rename(file, &text, "What I do");
    editor.make(&site, &answer);
    let changed = read(&site, file);
    assert_eq!(
        changed,
        person
            .replacen("# Work", "# What I do", 1)
            .replace("(#work)", "(#what-i-do)")
            .replace("(#work-2)", "(#work)")
    );
    assert_eq!(read(&site, BLOG), NAMES.replace("#work", "#what-i-do"));
    // One that has an anchor of its own keeps it.
    editor.change(file, &changed);
    let text = changed.replacen("# Kept", "# Ke|pt", 1);
    let answer = editor.rename(file, &text, "Another");
    let changes = answer["result"]["changes"].as_object().expect("changes");
    assert_eq!(changes.len(), 1, "{changes:?}");
    editor.make(&site, &answer);
    editor.end();
    assert!(read(&site, file).contains("# Another {#same}"));
    site.build().assert_clean();
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let site = site();
    let mut editor = Editor::with(&site, &can_rename());
    editor.open(BLOG, NAMES);
    let text = NAMES.replacen("[sam-lee", "[sam-l|ee", 1);
    let why = |answer: Value| {
        answer["error"]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let answer = editor.rename(BLOG, &text, "alex-morgan");
    assert_eq!(
        why(answer),
        "`alex-morgan` is the id of content/people/alex-morgan.md already"
    );
    let answer = editor.rename(BLOG, &text, "a b/c");
    assert_eq!(
        why(answer),
        "`a b/c` cannot be an id: write letters, digits and hyphens"
    );
    let answer = editor.rename(BLOG, &NAMES.replacen("title", "ti|tle", 1), "name");
    assert_eq!(
        why(answer),
        "put the cursor on an id, a link to a document, or a heading"
    );
    editor.end();
    let mut editor = Editor::new(&site);
    editor.open(BLOG, NAMES);
    let answer = editor.rename(BLOG, &text, "sam-jones");
    assert_eq!(
        why(answer),
        "this editor cannot rename files: rename content/people/sam-lee.md itself"
    );
    editor.end();
}
