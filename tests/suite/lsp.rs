//! A session of an editor with `copublish lsp`: what is typed is read at once, and what can be written is offered.

use std::collections::BTreeMap;
use std::io::{BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::site::{Site, binary};

mod model_renames;
mod renaming;

/// Far more than anything takes: tests share a machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// An editor that speaks to the real program.
struct Editor {
    child: Child,
    input: ChildStdin,
    heard: Receiver<Value>,
    root: String,
    requests: u64,
    /// What is shown of each file, by its URI: lines with codes.
    shown: BTreeMap<String, Vec<String>>,
    /// What the program asked.
    asked: Vec<Value>,
}

impl Editor {
    fn new(site: &Site) -> Editor {
        Editor::with(site, &json!({}))
    }

    /// An editor that can do some things.
    fn with(site: &Site, capabilities: &Value) -> Editor {
        let mut command = Command::new(binary());
        command.arg("lsp").arg("--root").arg(site.root());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let input = child.stdin.take().expect("its input");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let (said, heard) = channel();
        thread::spawn(move || {
            while let Some(message) = next_message(&mut output) {
                if said.send(message).is_err() {
                    return;
                }
            }
        });
        let root = format!("file://{}", site.root().display());
        let mut editor = Editor {
            child,
            input,
            heard,
            root,
            requests: 0,
            shown: BTreeMap::new(),
            asked: Vec::new(),
        };
        let root = editor.root.clone();
        let about = json!({"rootUri": root, "capabilities": capabilities});
        editor.ask("initialize", &about);
        editor.say("initialized", &json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("it listens");
        self.input.flush().expect("it listens");
    }

    fn say(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The next message; what it shows is kept.
    fn hear(&mut self) -> Value {
        let message = self.heard.recv_timeout(PATIENCE);
        let message = message.unwrap_or_else(|error| panic!("{error}; it shows {:?}", self.shown));
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let uri = params["uri"].as_str().unwrap_or_default();
            let found = params["diagnostics"].as_array().cloned();
            let line = |one: &Value| {
                let place = &one["range"]["start"];
                let code = one["code"].as_str().unwrap_or_default();
                format!("{}:{} {code}", place["line"], place["character"])
            };
            let lines = found.unwrap_or_default().iter().map(line).collect();
            self.shown.insert(uri.to_owned(), lines);
        } else if message["method"].is_string() {
            self.asked.push(message.clone());
        }
        message
    }

    /// Asks something, and does not wait for the answer. Returns the number of the question.
    fn start(&mut self, method: &str, params: &Value) -> u64 {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// The whole answer to a question.
    fn wait(&mut self, id: u64) -> Value {
        loop {
            let message = self.hear();
            if message["id"] == id && message["method"].is_null() {
                return message;
            }
        }
    }

    /// The answer to a question.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let id = self.start(method, params);
        self.wait(id)["result"].clone()
    }

    fn uri(&self, file: &str) -> String {
        format!("{}/{file}", self.root)
    }

    fn open(&mut self, file: &str, text: &str) {
        let uri = self.uri(file);
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.shown.remove(&uri);
        self.say("textDocument/didOpen", &json!({"textDocument": document}));
    }

    fn change(&mut self, file: &str, text: &str) {
        let uri = self.uri(file);
        let changes = json!([{"text": text}]);
        self.shown.remove(&uri);
        let params = json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": changes});
        self.say("textDocument/didChange", &params);
    }

    fn save(&mut self, file: &str) {
        let uri = self.uri(file);
        self.say(
            "textDocument/didSave",
            &json!({"textDocument": {"uri": uri}}),
        );
    }

    /// Waits until just this is shown of a file: lines with codes.
    #[track_caller]
    fn shows(&mut self, file: &str, expected: &[&str]) {
        let uri = self.uri(file);
        let started = Instant::now();
        while self.shown.get(&uri).is_none_or(|shown| shown != expected) {
            assert!(
                started.elapsed() < PATIENCE,
                "{file} shows {:?} instead of {expected:?}",
                self.shown.get(&uri)
            );
            self.hear();
        }
    }

    /// Waits until the whole site was looked at with what is in the editor.
    fn newest(&mut self, file: &str) {
        let start = json!({"line": 0, "character": 0});
        let params = json!({"textDocument": {"uri": self.uri(file)}, "position": start});
        self.ask("textDocument/definition", &params);
    }

    /// What is shown of a file next.
    fn told(&mut self, file: &str) -> Vec<String> {
        let uri = self.uri(file);
        loop {
            if let Some(shown) = self.shown.get(&uri) {
                return shown.clone();
            }
            self.hear();
        }
    }

    /// What is offered at the `|` of a text.
    fn offered(&mut self, file: &str, text: &str) -> Vec<Value> {
        let answer = self.about("completion", file, text);
        answer["items"].as_array().cloned().unwrap_or_default()
    }

    fn labels(&mut self, file: &str, text: &str) -> Vec<String> {
        let found = self.offered(file, text);
        let label = |item: &Value| item["label"].as_str().unwrap_or_default().to_owned();
        found.iter().map(label).collect()
    }

    /// The answer to a question about the `|` of a text.
    fn about(&mut self, method: &str, file: &str, text: &str) -> Value {
        let position = cursor(text);
        self.change(file, &text.replacen('|', "", 1));
        let params = json!({"textDocument": {"uri": self.uri(file)}, "position": position});
        self.ask(&format!("textDocument/{method}"), &params)
    }

    /// A place that was answered: `/content/a.md 1:7`.
    fn place(&self, found: &Value) -> String {
        let uri = found["uri"].as_str().unwrap_or_default();
        let start = &found["range"]["start"];
        let file = uri.strip_prefix(&self.root).unwrap_or(uri);
        format!("{file} {}:{}", start["line"], start["character"])
    }

    fn end(mut self) {
        self.ask("shutdown", &Value::Null);
        self.say("exit", &Value::Null);
        assert!(self.child.wait().expect("it ends").success());
    }
}

/// The next message; nothing if the program has ended.
fn next_message(output: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(number) = line.trim().strip_prefix("Content-Length: ") {
            length = number.parse().ok()?;
        }
    }
    let mut text = vec![0; length];
    output.read_exact(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

/// The line and the column of the `|` of a text.
fn cursor(text: &str) -> Value {
    let before = &text[..text.find('|').expect("a cursor")];
    let line = before.rsplit('\n').next().unwrap_or_default();
    json!({"line": before.matches('\n').count(), "character": line.encode_utf16().count()})
}

fn site() -> Site {
    Site::new()
        .site_yaml("title: A\nbase_url: https://example.org\ngit_dates: false\nkinds: {recipe: {folder: recipes, fields: {minutes: {type: number, about: How long it takes}}}}\n")
        .file("content/people/sam-lee.md", "---\ntitle: Sam Lee\n---\n")
        .file("content/people/alex-morgan.md", "---\ntitle: Alex Morgan\n---\n")
        .file("content/organisations/open-door.md", "---\ntitle: Open Door\n---\n")
}

const BLOG: &str = "content/blogs/first.md";

#[test]
fn mistakes_are_told_as_they_are_typed() {
    let site = site().file(BLOG, "---\ntitle: First\n---\n");
    let mut editor = Editor::new(&site);
    editor.open(
        BLOG,
        "---\ntitle: First\ndate: 2012-01-01\nauthors: [person/sam-lea]\n---\n\nText.\n",
    );
    editor.shows(BLOG, &["3:10 unknown-relation"]);
    // A line above it, with a mistake of its own: what was found before stays at its place.
    let typed =
        "---\ntitle: First\ndate: soon\nsummry: é\nauthors: [person/sam-lea]\n---\n\nText.\n";
    editor.change(BLOG, typed);
    assert_eq!(
        editor.told(BLOG),
        [
            "2:6 unreadable-date",
            "3:0 unknown-field",
            "4:10 unknown-relation"
        ]
    );
    // Put right, it is gone once the file is saved: it may name a document that is new.
    let right = "---\ntitle: First\ndate: 2012-01-01\nauthors: [person/sam-lee]\n---\n\nText.\n";
    editor.change(BLOG, right);
    assert_eq!(editor.told(BLOG), Vec::<String>::new());
    editor.save(BLOG);
    editor.newest(BLOG);
    editor.shows(BLOG, &[]);
    // A question that is not answered, and a file that is none, end nothing.
    editor.ask("textDocument/colour", &json!({}));
    editor.say(
        "textDocument/didChange",
        &json!({"textDocument": {"uri": "untitled:1"}}),
    );
    editor.change(BLOG, "---\nauthors: [");
    assert!(!editor.told(BLOG).is_empty());
    editor.end();
}

#[test]
fn keys_kinds_choices_and_ids_are_offered() {
    let site = site().file(BLOG, "---\ntitle: First\n---\n");
    let mut editor = Editor::new(&site);
    editor.open(BLOG, "---\ntitle: First\n---\n");
    let keys = editor.labels(BLOG, "---\ntitle: A\na|\n---\n");
    for key in ["authors", "attachments", "image", "topics"] {
        assert!(keys.contains(&key.to_owned()), "{key}: {keys:?}");
    }
    assert!(
        !keys.contains(&"milestones".to_owned()),
        "those of another kind"
    );
    assert_eq!(
        editor.labels(BLOG, "---\nstatus: |\n---\n"),
        ["current", "withdrawn", "superseded", "historic"]
    );
    let inner = editor.labels(BLOG, "---\nimage:\n  a|\n---\n");
    assert!(inner.contains(&"alt".to_owned()), "{inner:?}");
    // Documents are found by their titles too, and only those of the kinds that the field may name.
    let found = editor.offered(BLOG, "---\nauthors: [morg|]\n---\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["label"], "person/alex-morgan");
    assert_eq!(found[0]["detail"], "Alex Morgan");
    assert_eq!(found[0]["textEdit"]["range"]["start"]["character"], 10);
    let found = editor.labels(BLOG, "---\non_behalf_of: o|\n---\n");
    assert_eq!(found, ["open-door"]);
    let links = editor.labels(BLOG, "---\ntitle: A\n---\n\nSee [[sam|\n");
    assert_eq!(links, ["person/sam-lee"]);
    let kinds = editor.labels(BLOG, "---\nkind: |\n---\n");
    assert!(kinds.contains(&"recipe".to_owned()), "{kinds:?}");
    // A kind of the site, and the settings.
    editor.open("content/recipes/soup.md", "---\ntitle: Soup\n---\n");
    let keys = editor.offered("content/recipes/soup.md", "---\nmin|\n---\n");
    let minutes = keys
        .iter()
        .find(|key| key["label"] == "minutes")
        .expect("a key of the kind");
    assert_eq!(minutes["detail"], "How long it takes (a number)");
    editor.open("site.yaml", "title: A\n");
    let keys = editor.labels("site.yaml", "title: A\nlook:\n  colour:\n    b|\n");
    assert_eq!(keys, ["accent", "brand", "links"]);
    assert_eq!(
        editor.labels("site.yaml", "title: A\nraw_html: |\n"),
        ["allow", "sanitise", "escape"]
    );
    editor.end();
}

#[test]
fn link_targets_are_offered_as_they_are_written() {
    let report = "---\ntitle: What we found\n---\n\n## Who helps\n\n## Costs\n";
    let site = site()
        .file("content/reports/2012/found.md", report)
        .file("content/blogs/our plan (1).pdf", "x")
        .file("content/blogs/door.png", "x")
        .file(BLOG, "---\ntitle: First\n---\n");
    let mut editor = Editor::new(&site);
    editor.open(BLOG, "---\ntitle: First\n---\n");
    // By a part of the title, and by the path.
    for typed in ["what we", "../reports/", "./../reports/"] {
        let found = editor.offered(BLOG, &format!("---\ntitle: A\n---\n\nSee [it]({typed}|)\n"));
        assert_eq!(found.len(), 1, "{typed}: {found:?}");
        assert_eq!(found[0]["label"], "../reports/2012/found.md");
        assert_eq!(found[0]["detail"], "What we found");
        assert_eq!(found[0]["textEdit"]["newText"], "../reports/2012/found.md");
        assert_eq!(found[0]["textEdit"]["range"]["start"]["character"], 9);
    }
    // Headings, of another document and of this one.
    let found = editor.offered(
        BLOG,
        "---\ntitle: A\n---\n\n[it](../reports/2012/found.md#who|\n",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["label"], "../reports/2012/found.md#who-helps");
    assert_eq!(found[0]["detail"], "Who helps");
    editor.open("content/reports/2012/found.md", report);
    let own = format!("{report}\n[above](#|)\n");
    let found = editor.labels("content/reports/2012/found.md", &own);
    assert_eq!(found, ["#who-helps", "#costs"]);
    // Files, with what Markdown needs around their names; only pictures where a picture is meant.
    let found = editor.labels(BLOG, "---\ntitle: A\n---\n\n[it](our p|\n");
    assert_eq!(found, ["<our plan (1).pdf>"]);
    let found = editor.labels(BLOG, "---\ntitle: A\n---\n\n![A door](|\n");
    assert_eq!(found, ["door.png"]);
    editor.end();
}

#[test]
fn links_can_be_followed() {
    let text = "---\ntitle: First\nauthors: [person/sam-lee]\n---\n\nSee [[organisation/open-door]], [a door](door.png) and [it](https://example.com/).\n";
    let site = site().file("content/blogs/door.png", "x").file(BLOG, text);
    let mut editor = Editor::new(&site);
    editor.open(BLOG, text);
    // A line above them that is not saved yet moves them.
    editor.change(BLOG, &text.replacen("title:", "summary: S\ntitle:", 1));
    let params = json!({"textDocument": {"uri": editor.uri(BLOG)}});
    let found = editor.ask("textDocument/documentLink", &params);
    let shown = |link: &Value| {
        let start = &link["range"]["start"];
        let target = link["target"].as_str().unwrap_or_default();
        let target = target.strip_prefix(&editor.root).unwrap_or(target);
        format!("{}:{} {target}", start["line"], start["character"])
    };
    let found: Vec<String> = found.as_array().expect("links").iter().map(shown).collect();
    assert_eq!(
        found,
        [
            "3:10 /content/people/sam-lee.md",
            "6:6 /content/organisations/open-door.md",
            "6:41 /content/blogs/door.png",
            "6:60 https://example.com/",
        ]
    );
    editor.end();
}

#[test]
fn what_is_named_is_shown_and_found() {
    let report = "---\ntitle: What we found\ndate: 2012-03-01\n---\n\n## Who helps\n\nText.\n";
    let site = site()
        .file("content/glossary.yaml", "CQC: Care Quality Commission\n")
        .file("content/reports/found.md", report)
        .file("content/blogs/door.png", "x")
        .file(BLOG, "---\ntitle: First\n---\n");
    let mut editor = Editor::new(&site);
    editor.open(BLOG, "---\ntitle: First\n---\n");
    let front = "---\ntitle: First\n---\n\n";
    // None of this is saved.
    for (text, place, about) in [
        (
            "---\ntitle: First\nauthors: [person/sa|m-lee]\n---\n".to_owned(),
            "/content/people/sam-lee.md 1:7",
            "**Sam Lee**\n\nPerson",
        ),
        (
            format!("{front}See [[organisation/open-do|or]].\n"),
            "/content/organisations/open-door.md 1:7",
            "**Open Door**\n\nOrganisation",
        ),
        (
            format!("{front}See [it](../reports/found.md#who|-helps).\n"),
            "/content/reports/found.md 5:0",
            "**What we found › Who helps**\n\nReport, 2012-03-01",
        ),
        (
            format!("{front}See ![A door](do|or.png).\n"),
            "/content/blogs/door.png 0:0",
            "**door.png**\n\nPNG image, 1 byte",
        ),
    ] {
        let found = editor.about("definition", BLOG, &text);
        assert_eq!(editor.place(&found), place, "{text}");
        let found = editor.about("hover", BLOG, &text);
        assert_eq!(found["contents"]["value"], about, "{text}");
    }
    assert_eq!(
        editor.about("definition", BLOG, "---\ntitle: Fi|rst\n---\n"),
        Value::Null
    );
    // A word of the glossary, and a picture with its size.
    let found = editor.about("hover", BLOG, &format!("{front}The (C|QC) says.\n"));
    assert_eq!(
        found["contents"]["value"],
        "**CQC**: Care Quality Commission"
    );
    let found = editor.about("hover", BLOG, &format!("{front}The (C|Q) says.\n"));
    assert_eq!(found, Value::Null);
    // What a field is for.
    editor.open("content/recipes/soup.md", "---\ntitle: Soup\n---\n");
    let found = editor.about(
        "hover",
        "content/recipes/soup.md",
        "---\nmin|utes: 3\n---\n",
    );
    assert_eq!(
        found["contents"]["value"],
        "`minutes`: How long it takes (a number)"
    );
    editor.open("site.yaml", "title: A\n");
    let found = editor.about(
        "hover",
        "site.yaml",
        "title: A\nbase_|url: https://example.org\n",
    );
    let about = found["contents"]["value"].as_str().unwrap_or_default();
    assert!(about.starts_with("`base_url`: "), "{about}");
    editor.end();
}

#[test]
fn who_names_a_document_and_what_it_consists_of() {
    let person = "---\ntitle: Sam Lee\n---\n\n# Work\n\n## Early\n\nText.\n\n# Home\n";
    let blog = "---\ntitle: First\nauthors: [person/sam-lee]\n---\n\nSee [work](../people/sam-lee.md#work).\n";
    let site = site()
        .file("content/people/sam-lee.md", person)
        .file(
            "content/blogs/second.md",
            "---\ntitle: B\n---\n\nSee [[person/sam-lee]].\n",
        )
        .file(BLOG, blog);
    let mut editor = Editor::new(&site);
    let file = "content/people/sam-lee.md";
    editor.open(file, person);
    let places = |editor: &mut Editor, file: &str, text: &str| -> Vec<String> {
        let found = editor.about("references", file, text);
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().map(|one| editor.place(one)).collect()
    };
    let all = [
        "/content/blogs/first.md 2:10",
        "/content/blogs/first.md 5:11",
        "/content/blogs/second.md 4:6",
    ];
    let text = person.replacen("title: ", "title: |", 1);
    assert_eq!(places(&mut editor, file, &text), all);
    let text = person.replacen("# Work", "# Wo|rk", 1);
    assert_eq!(places(&mut editor, file, &text), [all[1]]);
    // From one of the places that name it, above which something was typed.
    editor.open(BLOG, blog);
    let text = blog.replacen("title:", "summary: S\ntitle:", 1);
    let text = text.replacen("sam-lee", "sam|-lee", 1);
    assert_eq!(
        places(&mut editor, BLOG, &text),
        [
            "/content/blogs/first.md 3:10",
            "/content/blogs/first.md 6:11",
            all[2]
        ]
    );
    let params = json!({"textDocument": {"uri": editor.uri(file)}});
    let found = editor.ask("textDocument/documentSymbol", &params);
    assert_eq!(found[0]["name"], "Work", "{found}");
    assert_eq!(found[0]["children"][0]["name"], "Early");
    assert_eq!(found[0]["range"]["end"]["line"], 10);
    assert_eq!(found[1]["name"], "Home");
    assert_eq!(found[1]["selectionRange"]["start"]["line"], 10);
    editor.end();
}

#[test]
fn what_can_be_put_right_is_offered() {
    let blog = "---\ntitle: First\nauthors: [Sam Lee]\n---\n\nText.\n";
    let site = site().file(BLOG, blog);
    let mut editor = Editor::new(&site);
    editor.open(BLOG, blog);
    assert_eq!(editor.told(BLOG), ["2:10 unknown-relation"]);
    // A line above it that is not saved moves what is to be changed.
    editor.change(BLOG, &blog.replacen("title:", "summary: é\ntitle:", 1));
    let uri = editor.uri(BLOG);
    let mut at = |line: u32, character: u32| {
        let place = json!({"line": line, "character": character});
        let range = json!({"start": place, "end": place});
        let params =
            json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}});
        editor.ask("textDocument/codeAction", &params)
    };
    let found = at(3, 12);
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found[0]["kind"], "quickfix");
    assert_eq!(found[0]["diagnostics"][0]["code"], "unknown-relation");
    let title = found[0]["title"].as_str().unwrap_or_default();
    assert!(title.contains("sam-lee"), "{title}");
    assert_eq!(
        found[0]["edit"]["changes"][&uri],
        json!([{
            "newText": "sam-lee",
            "range": {"start": {"line": 3, "character": 10}, "end": {"line": 3, "character": 17}},
        }])
    );
    assert_eq!(
        at(2, 3),
        json!([]),
        "elsewhere there is nothing to put right"
    );
    // Where the name itself was changed, nothing is offered that is of the text before.
    editor.change(BLOG, &blog.replacen("Sam Lee", "Sam Leigh", 1));
    let place = json!({"line": 2, "character": 12});
    let params = json!({"textDocument": {"uri": uri}, "range": {"start": place, "end": place}});
    assert_eq!(editor.ask("textDocument/codeAction", &params), json!([]));
    editor.end();
}

/// The settings are no document, and neither is a file beside `content/`.
#[test]
fn only_documents_are_read_as_documents() {
    let site = site();
    let mut editor = Editor::new(&site);
    let settings = "title: A\nbase_url: https://example.org\ngit_dates: false\ntitel: B\n";
    editor.open("site.yaml", settings);
    assert_eq!(editor.told("site.yaml"), ["3:0 unknown-setting"]);
    editor.change("site.yaml", &format!("# A note\n{settings}"));
    assert_eq!(editor.told("site.yaml"), ["4:0 unknown-setting"]);
    editor.open("README.md", "Notes.\n");
    assert_eq!(editor.told("README.md"), Vec::<String>::new());
    editor.change("README.md", "---\nauthors: [nobody]\n---\n");
    assert_eq!(editor.told("README.md"), Vec::<String>::new());
    editor.end();
}

/// What a theme declares, and what pages show of data, counts as it is typed too.
#[test]
fn kinds_words_and_data_count_before_they_are_saved() {
    const KIND: &str = "themes/harbour/kinds/recipe.yaml";
    const RECIPE: &str = "content/recipes/soup.md";
    const DATA: &str = "content/data/tides.yaml";
    let kind = "label: Recipe\nplural: Recipes\nfolder: recipes\n";
    let recipe = "---\ntitle: Soup\nserves: 4\n---\n";
    let site = site()
        .file("themes/harbour/theme.yaml", "extends: partnership\n")
        .file(KIND, kind)
        .file(RECIPE, recipe)
        .file(DATA, "high: 4\n")
        .site_yaml("title: A\nbase_url: https://example.org\ngit_dates: false\ntheme: harbour\nchecks: {orphan-page: allow}\n");
    let mut editor = Editor::new(&site);
    editor.open(RECIPE, recipe);
    editor.shows(RECIPE, &["2:0 unknown-field"]);
    editor.open(KIND, kind);
    editor.change(KIND, &format!("{kind}fields:\n  serves: number\n"));
    editor.shows(RECIPE, &[]);
    editor.change(KIND, &format!("{kind}fields:\n  serves: nubmer\n"));
    editor.shows(KIND, &["4:10 invalid-kind"]);
    editor.change(KIND, kind);
    editor.shows(KIND, &[]);
    editor.shows(RECIPE, &["2:0 unknown-field"]);
    editor.open(DATA, "high: 4\n");
    editor.change(DATA, "high: [4\n");
    editor.shows(DATA, &["0:6 unreadable-data"]);
    editor.change(DATA, "high: [4]\n");
    editor.shows(DATA, &[]);
    editor.end();
}

/// The rules of `check` that look at one text look at it as it is typed, those that look at the site when it is saved.
#[test]
fn rules_are_told_while_typing_and_those_of_the_site_after_saving() {
    let blog = "---\ntitle: Who helps\nsummary: S\n---\n\nSee [it](a.md).\n";
    let other = "content/blogs/a.md";
    let same = "---\ntitle: Who helps\nsummary: S\n---\n";
    let site = site().file(other, same).file(BLOG, blog);
    let mut editor = Editor::new(&site);
    editor.open(BLOG, blog);
    editor.shows(BLOG, &["1:7 duplicate-title"]);
    let typed = blog.replace("[it]", "[click here]");
    editor.change(BLOG, &typed);
    editor.shows(BLOG, &["5:4 vague-link", "1:7 duplicate-title"]);
    // Two more lines above: both stay at their places, at once and later.
    let typed = typed.replace("title", "date: 2012-01-01\nupdated: 2012-01-02\ntitle");
    editor.change(BLOG, &typed);
    let both = ["7:4 vague-link", "3:7 duplicate-title"];
    assert_eq!(editor.told(BLOG), both);
    editor.newest(BLOG);
    assert_eq!(editor.told(BLOG), both);
    // That the other document has another title now is known once it is saved.
    site.write(other, same.replace("Who", "What"));
    editor.save(other);
    editor.shows(BLOG, &["7:4 vague-link"]);
    editor.end();
}

/// What other programs change is looked at again, if the editor can tell of it.
#[test]
fn files_that_others_change_are_read_again() {
    let blog = "---\ntitle: First\nauthors: [jo-new]\n---\n";
    let site = site().file(BLOG, blog);
    let can = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut editor = Editor::with(&site, &can);
    editor.open(BLOG, blog);
    editor.shows(BLOG, &["2:10 unknown-relation"]);
    let watched = &editor.asked[0];
    assert_eq!(watched["method"], "client/registerCapability");
    let what = &watched["params"]["registrations"][0];
    assert_eq!(what["method"], "workspace/didChangeWatchedFiles");
    let person = "content/people/jo-new.md";
    site.write(person, "---\ntitle: Jo New\n---\n");
    let changes = json!([{"uri": editor.uri(person), "type": 1}]);
    editor.say(
        "workspace/didChangeWatchedFiles",
        &json!({"changes": changes}),
    );
    editor.shows(BLOG, &[]);
    editor.end();
}

/// A question that waits for a look at the whole site is answered once, whatever happens meanwhile.
#[test]
fn questions_are_cancelled_when_the_text_moves_on() {
    let blog = "---\ntitle: First\nauthors: [sam-lee]\n---\n";
    let site = site().file(BLOG, blog);
    let mut editor = Editor::new(&site);
    editor.open(BLOG, blog);
    let place = json!({"line": 2, "character": 12});
    let params = json!({"textDocument": {"uri": editor.uri(BLOG)}, "position": place});
    // Nothing was looked at yet, so these wait.
    let first = editor.start("textDocument/definition", &params);
    let second = editor.start("textDocument/references", &params);
    editor.say("$/cancelRequest", &json!({"id": second}));
    editor.change(BLOG, &blog.replace("First", "Second"));
    let third = editor.start("textDocument/definition", &params);
    let error = |answer: &Value| answer["error"]["code"].clone();
    let mut answers: Vec<(u64, Value)> = Vec::new();
    while answers.len() < 3 {
        let message = editor.hear();
        if let Some(id) = message["id"]
            .as_u64()
            .filter(|_| message["method"].is_null())
        {
            answers.push((id, message));
        }
    }
    let answer = |id: u64| {
        &answers
            .iter()
            .find(|(of, _)| *of == id)
            .expect("an answer")
            .1
    };
    assert_eq!(error(answer(first)), -32801, "{answers:?}");
    assert_eq!(error(answer(second)), -32800, "{answers:?}");
    let found = &answer(third)["result"];
    assert_eq!(editor.place(found), "/content/people/sam-lee.md 1:7");
    editor.end();
}

/// A file that was never saved is looked at like any other, and what is said of it stays.
#[test]
fn a_new_file_is_looked_at_before_it_is_saved() {
    let site = site();
    let mut editor = Editor::new(&site);
    let file = "content/people/new.md";
    editor.open(file, "---\ntitle: New\nsummry: S\n---\n");
    editor.newest(file);
    editor.shows(file, &["2:0 unknown-field"]);
    editor.change(file, "---\ntitle: New\nsummary: S\nimgae: a\n---\n");
    assert_eq!(editor.told(file), ["3:0 unknown-field"]);
    editor.newest(file);
    assert_eq!(editor.told(file), ["3:0 unknown-field"]);
    editor.end();
}

/// While the settings cannot be read, nobody waits for an answer, and once they can be, all is as before.
#[test]
fn settings_that_cannot_be_read_hold_nothing_up() {
    let blog = "---\ntitle: First\nauthors: [sam-lee]\n---\n";
    let site = site().file(BLOG, blog);
    let settings = "title: A\ngit_dates: false\nbase_url: https://example.org\n";
    let mut editor = Editor::new(&site);
    editor.open("site.yaml", "title: [\n");
    editor.open(BLOG, blog);
    let place = json!({"line": 2, "character": 12});
    let params = json!({"textDocument": {"uri": editor.uri(BLOG)}, "position": place});
    let id = editor.start("textDocument/definition", &params);
    let answer = editor.wait(id);
    assert_eq!(answer["error"]["code"], -32803, "{answer}");
    let shown = editor.told("site.yaml");
    assert_eq!(shown.len(), 1, "{shown:?}");
    editor.change("site.yaml", settings);
    let found = editor.ask("textDocument/definition", &params);
    assert_eq!(editor.place(&found), "/content/people/sam-lee.md 1:7");
    editor.shows("site.yaml", &[]);
    editor.end();
}

#[test]
fn blocks_and_their_arguments_are_offered() {
    let site = site()
        .file("content/blogs/door.png", "x")
        .file("content/blogs/plan.pdf", "x")
        .file(
            "templates/components/tip.html",
            "{% component Tip(kind: string, open: bool = false, since_year: integer = 0) {\"about\": \"A tip\", \"choices\": {\"kind\": [\"big\", \"small\"]}} %}{{ body }}{% endcomponent Tip %}",
        )
        .file(BLOG, "---\ntitle: First\n---\n");
    let mut editor = Editor::new(&site);
    editor.open(BLOG, "---\ntitle: First\n---\n");
    let front = "---\ntitle: A\n---\n\n";
    let found = editor.offered(BLOG, &format!("{front}::: t|\n"));
    let tip = found.iter().find(|one| one["label"] == "tip");
    let tip = tip.expect("the site's own block");
    assert_eq!(tip["detail"], "A tip");
    assert_eq!(tip["textEdit"]["newText"], "tip");
    assert!(found.iter().any(|one| one["label"] == "quote"), "{found:?}");
    let found = editor.offered(BLOG, &format!("{front}::: tip |\n"));
    let shown = |one: &Value| format!("{}: {}", one["label"], one["detail"]).replace('"', "");
    let shown: Vec<String> = found.iter().map(shown).collect();
    assert_eq!(
        shown,
        [
            "kind: one of some words, needed",
            "open: on if it is there",
            "since-year: a number"
        ]
    );
    assert_eq!(found[0]["textEdit"]["newText"], "kind=\"");
    assert_eq!(found[1]["textEdit"]["newText"], "open");
    let labels = |editor: &mut Editor, line: &str| editor.labels(BLOG, &format!("{front}{line}\n"));
    assert_eq!(
        labels(&mut editor, "::: tip open kind=\"|"),
        ["big", "small"]
    );
    assert_eq!(
        labels(&mut editor, "::: tip open |"),
        ["kind", "since-year"]
    );
    assert_eq!(labels(&mut editor, "::: figure image=\"|"), ["door.png"]);
    assert_eq!(labels(&mut editor, "::: download file=\"pl|"), ["plan.pdf"]);
    // What a block is for.
    let found = editor.about(
        "hover",
        BLOG,
        &format!("{front}::: t|ip kind=\"big\"\n:::\n"),
    );
    assert_eq!(found["contents"]["value"], "**tip**: A tip");
    editor.end();
    // An editor that can puts the cursor between the quotes.
    let can = json!({"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}}});
    let mut editor = Editor::with(&site, &can);
    editor.open(BLOG, front);
    let found = editor.offered(BLOG, &format!("{front}::: tip |\n"));
    assert_eq!(found[0]["textEdit"]["newText"], "kind=\"$1\"");
    assert_eq!(found[0]["insertTextFormat"], 2);
    editor.end();
}

#[test]
fn tags_and_files_are_offered_in_front_matter() {
    let site = site()
        .file("content/blogs/a door.png", "x")
        .file("content/blogs/plan.pdf", "x")
        .file(
            "content/blogs/second.md",
            "---\ntitle: B\ntags: [Social care, homes]\n---\n",
        )
        .file(
            "content/blogs/third.md",
            "---\ntitle: C\ntags: [homes]\n---\n",
        )
        .file(BLOG, "---\ntitle: First\n---\n");
    let mut editor = Editor::new(&site);
    editor.open(BLOG, "---\ntitle: First\n---\n");
    // The most used ones first.
    let found = editor.offered(BLOG, "---\ntags: [|]\n---\n");
    let shown = |one: &Value| format!("{}: {}", one["label"], one["detail"]).replace('"', "");
    let shown: Vec<String> = found.iter().map(shown).collect();
    assert_eq!(shown, ["homes: 2 documents", "Social care: 1 document"]);
    let found = editor.labels(BLOG, "---\ntags:\n  - soc|\n---\n");
    assert_eq!(found, ["Social care"]);
    for text in ["---\nimage: |\n---\n", "---\nimage:\n  file: d|\n---\n"] {
        assert_eq!(editor.labels(BLOG, text), ["a door.png"], "{text}");
    }
    let found = editor.labels(BLOG, "---\nattachments:\n  - file: pl|\n---\n");
    assert_eq!(found, ["plan.pdf"]);
    editor.end();
}

#[test]
fn data_and_themes_are_completed_by_their_schemas() {
    let site = site()
        .file("content/glossary.yaml", "CQC: Care Quality Commission\n")
        .file("text/en.yaml", "blogs: Stories\n");
    let mut editor = Editor::new(&site);
    for (file, text, key) in [
        ("content/glossary.yaml", "CQC:\n  w|\n", "words"),
        ("text/en.yaml", "publ|\n", "published"),
        ("themes/harbour/theme.yaml", "ext|\n", "extends"),
        ("themes/harbour/kinds/recipe.yaml", "fol|\n", "folder"),
    ] {
        editor.open(file, "");
        let found = editor.labels(file, text);
        assert!(found.contains(&key.to_owned()), "{file}: {found:?}");
    }
    editor.end();
}

/// What other entries of a data file have can be written again.
#[test]
fn data_files_are_completed_by_what_is_in_them() {
    let file = "content/data/tides.yaml";
    let saved = "- {port: Whitby, sort: high}\n- {port: Hull, sort: high}\n";
    let site = site().file(file, saved);
    let mut editor = Editor::new(&site);
    editor.open(file, saved);
    let keys = editor.labels(file, &format!("{saved}- po|\n"));
    assert_eq!(keys, ["port", "sort"]);
    let words = editor.labels(file, &format!("{saved}- port: York\n  sort: h|\n"));
    assert_eq!(words, ["high"]);
    editor.end();
}

/// Settings that lead somewhere are completed as links are, from `content/` on.
#[test]
fn links_of_settings_are_offered() {
    let site = site().file("content/glossary.yaml", "A: B\n");
    let mut editor = Editor::new(&site);
    for (file, text) in [
        ("site.yaml", "title: A\nmenus:\n  main:\n    - peo|\n"),
        (
            "site.yaml",
            "title: A\nmenus:\n  main:\n    - title: B\n      link: peo|\n",
        ),
        (
            "site.yaml",
            "title: A\nlanguages:\n  cy:\n    menus:\n      main:\n        - peo|\n",
        ),
        ("site.yaml", "title: A\nredirects:\n  /old/: peo|\n"),
        (
            "site.yaml",
            "title: A\ncomments:\n  email: a@example.org\n  privacy: peo|\n",
        ),
        ("content/glossary.yaml", "A:\n  words: B\n  link: peo|\n"),
    ] {
        editor.open(file, "");
        let found = editor.labels(file, text);
        assert!(
            found.contains(&"people/sam-lee.md".to_owned()),
            "{text}: {found:?}"
        );
    }
    editor.end();
}

/// A translation states its words; what its source says is not offered.
#[test]
fn a_translation_is_offered_what_it_states() {
    let languages =
        "title: A\nbase_url: https://example.org\ngit_dates: false\nlanguages: [en, cy]\n";
    let site = site()
        .site_yaml(languages)
        .file(BLOG, "---\ntitle: First\ndate: 2012-01-02\n---\n");
    let translation = BLOG.replace(".md", ".cy.md");
    let mut editor = Editor::new(&site);
    for (file, is_offered) in [(BLOG, true), (&*translation, false)] {
        editor.open(file, "");
        let found = editor.labels(file, "---\n|\n---\n");
        for key in ["title", "summary", "image", "translated_from"] {
            assert!(found.contains(&key.to_owned()), "{file}: {found:?}");
        }
        for key in ["date", "authors", "on_behalf_of", "order"] {
            assert_eq!(found.contains(&key.to_owned()), is_offered, "{file} {key}");
        }
    }
    // A document of its own in that language says everything.
    let own = "content/blogs/2012-01-03-ein-stori.cy.md";
    editor.open(own, "");
    let found = editor.labels(own, "---\n|\n---\n");
    assert!(found.contains(&"authors".to_owned()), "{found:?}");
    editor.end();
}

#[test]
fn front_matter_blocks_and_sections_are_folded() {
    let blog = "---\ntitle: First\n---\n\n# One\n\n::: quote\nText.\n:::\n\n# Two\n\nText.\n";
    let site = site().file(BLOG, blog);
    let mut editor = Editor::new(&site);
    editor.open(BLOG, blog);
    let params = json!({"textDocument": {"uri": editor.uri(BLOG)}});
    let found = editor.ask("textDocument/foldingRange", &params);
    let found = found.as_array().cloned().unwrap_or_default();
    let lines = |one: &Value| format!("{}-{}", one["startLine"], one["endLine"]);
    let found: Vec<String> = found.iter().map(lines).collect();
    assert_eq!(found, ["0-2", "4-8", "6-8", "10-12"]);
    editor.end();
}

/// However large a site is, a keystroke costs what one document costs.
#[test]
fn a_large_site_does_not_slow_down_typing() {
    let site = site();
    for number in 0..2000 {
        let text = format!("---\ntitle: Page {number}\n---\n\nText.\n");
        site.write(&format!("content/pages/p{number}.md"), text);
    }
    let mut editor = Editor::new(&site);
    editor.open(BLOG, "---\ntitle: First\n---\n");
    editor.told(BLOG);
    let mut slowest = Duration::ZERO;
    for number in 0..20 {
        let started = Instant::now();
        editor.change(BLOG, &format!("---\ntitle: First\nsummry: {number}\n---\n"));
        assert_eq!(editor.told(BLOG), ["2:0 unknown-field"]);
        slowest = slowest.max(started.elapsed());
    }
    // Far more than is promised: tests share a machine.
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    editor.end();
}
