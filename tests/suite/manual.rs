//! Pages of the manual that are made of what copublish reads by: one for each kind of the theme, whose example builds, and
//! the index of messages. `UPDATE_DOCS=1 cargo test --test suite manual` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use copublish::base::{Code, Level};
use copublish::config::{Field, FieldType, Kind, Kinds};
use copublish::engine::read_project;

use crate::cases;
use crate::shells;
use crate::site::Site;

fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/manual")
}

/// Compares pages with their files, or writes them. The front matter of a page is written by people and stays.
fn are_current(pages: &BTreeMap<PathBuf, String>) {
    let update = std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1");
    for (path, text) in pages {
        let before = fs::read_to_string(path).unwrap_or_default();
        let text = &format!("{}{text}", front_matter(&before));
        if update {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a page");
        }
        let found = fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            found,
            *text,
            "{}: `UPDATE_DOCS=1 cargo test --test suite manual` writes it anew",
            path.display()
        );
    }
}

/// The front matter that a page begins with, and the blank line behind it; empty where there is none.
fn front_matter(page: &str) -> &str {
    const END: &str = "\n---\n\n";
    match page.find(END) {
        Some(end) if page.starts_with("---\n") => &page[..end + END.len()],
        _ => "",
    }
}

/// The kinds of the built-in theme.
fn kinds() -> Kinds {
    read_project(Site::new().root()).expect("a site").kinds
}

/// A file of an example, and its text.
struct Example {
    file: String,
    text: String,
}

/// The id of the document that examples name.
fn id_of(kind: &str) -> &str {
    match kind {
        "person" => "sam-lee",
        "organisation" => "open-door",
        "work-stream" => "making-it-real",
        "region" => "north-west",
        "programme" => "2012-13",
        "report" => "progress-2012",
        "commitment" => "information-i-can-use",
        "topic" => "personal-budgets",
        "event" => "autumn-forum",
        "news" => "first-year",
        "group" => "board",
        _ => "regional-initiatives",
    }
}

/// Where a document of a kind is.
fn file_of(kind: &Kind, id: &str) -> String {
    match (&kind.part, &kind.folder, kind.name.as_str()) {
        (_, _, "home") => "content/index.md".to_owned(),
        (Some(part), _, _) if part.folder.is_empty() => {
            format!("content/reports/progress-2012/01-{id}.md")
        }
        (Some(part), _, _) => format!(
            "content/reports/progress-2012/{}/2012-07-03-{id}.md",
            part.folder
        ),
        (None, Some(_), "downloads") => "content/downloads/index.md".to_owned(),
        (None, Some(folder), "report" | "programme") => format!("content/{folder}/{id}/index.md"),
        (None, Some(folder), _) => format!("content/{folder}/{id}.md"),
        (None, None, _) => format!("content/about/{id}.md"),
    }
}

/// A value of a type, as YAML on one line; `None` for what an example leaves out.
fn value(name: &str, ty: &FieldType) -> Option<String> {
    Some(match ty {
        FieldType::Text | FieldType::Markdown => words_for(name).to_owned(),
        FieldType::Number => "3".to_owned(),
        FieldType::Boolean => "true".to_owned(),
        FieldType::Date => date_for(name).to_owned(),
        FieldType::Email => "office@example.org".to_owned(),
        FieldType::Url => "https://www.example.org/".to_owned(),
        FieldType::Choice(words) => words.first()?.clone(),
        FieldType::Tag { .. } => "co-production".to_owned(),
        FieldType::Relation(ends) => relation(&ends.to)?,
        FieldType::List(item) => format!("[{}]", value(name, item)?),
        FieldType::Map(fields) => {
            let inner = fields.iter().filter_map(|field| {
                let name = field.name.as_str();
                Some(format!("{name}: {}", value(name, &field.ty)?))
            });
            format!("{{{}}}", inner.collect::<Vec<_>>().join(", "))
        }
        FieldType::Image | FieldType::File | FieldType::Any => return None,
    })
}

fn words_for(name: &str) -> &str {
    match name {
        "name" => "Sam Lee",
        "phone" => "0113 496 0000",
        "role" => "Co-chair",
        "venue" | "place" => "\"Town Hall, Leeds\"",
        "criterion" => "\"1.4.3\"",
        "postcode" => "LS1 3AD",
        _ => "In a few words",
    }
}

fn date_for(name: &str) -> &str {
    match name {
        "end" | "to" | "reviewed" | "ends" => "2012-10-10 16:00",
        _ => "2012-10-10 10:00",
    }
}

/// The id of a document of the first kind that a relation may name. A comment answers one that is already there.
fn relation(to: &[String]) -> Option<String> {
    match to {
        [only] if only == "comment" => None,
        [only] => Some(id_of(only).to_owned()),
        [first, ..] => Some(format!("{first}/{}", id_of(first))),
        [] => None,
    }
}

/// Every field of a kind that fits on a line, filled in.
fn example(kind: &Kind) -> Example {
    let id = match kind.name.as_str() {
        "statement" => "accessibility",
        "page" => "contact",
        "chapter" => "budget",
        "comment" => "well-said",
        "collection" => "where-to-begin",
        "blog" => "2012-06-29-a-first-meeting",
        name => id_of(name),
    };
    let mut text = String::from("---\n");
    if kind.thread().is_none() {
        let _ = writeln!(text, "title: {}", kind.label);
    }
    if kind.folder.is_none()
        && kind.part.is_none()
        && !["home", "page"].contains(&kind.name.as_str())
    {
        let _ = writeln!(text, "kind: {}", kind.name);
    }
    if ["report", "news", "programme"].contains(&kind.name.as_str()) {
        text.push_str("date: 2012-08-02\n");
    }
    for field in &kind.fields {
        if let Some(value) = value(&field.name, &field.ty) {
            let _ = writeln!(text, "{}: {value}", field.name);
        }
    }
    text.push_str("---\n\nThe text of the page.\n");
    Example {
        file: file_of(kind, id),
        text,
    }
}

/// The page of a kind.
fn page(kinds: &Kinds, kind: &Kind) -> String {
    let mut page = format!(
        "# {}\n\n`{}`\n\n{}.\n\n",
        kind.label,
        kind.name,
        kind.about.trim_end_matches('.')
    );
    let _ = write!(
        page,
        "![A page of the kind `{}` on the example site, as readers see it](../../pictures/kinds/{}.webp)\n\n",
        kind.name, kind.name
    );
    page.push_str(&where_it_is(kind));
    page.push_str("## Fields\n\n");
    if kind.fields.is_empty() {
        page.push_str("None of its own.\n");
    } else {
        page.push_str("| Field | Holds | What for |\n| --- | --- | --- |\n");
        for field in &kind.fields {
            add_field(&mut page, field, "");
        }
    }
    page.push_str("\nThe [fields that every kind has](../front-matter.md), such as `summary` and `image`, may be there too.\n");
    let named = named_by(kinds, kind);
    if !named.is_empty() {
        let _ = write!(
            page,
            "\n## Shown by itself\n\nIts page lists what names it: {}.\n",
            named.join(", ")
        );
    }
    let Example { file, text } = example(kind);
    let _ = write!(page, "\n## Example\n\n`{file}`:\n\n```\n{text}```\n");
    page
}

fn where_it_is(kind: &Kind) -> String {
    let mut text = String::new();
    match (&kind.folder, &kind.part) {
        (Some(folder), _) => {
            let _ = writeln!(
                text,
                "Its documents are in `content/{folder}/`. `copublish new {} \"Title\"` makes one.\n",
                kind.name
            );
        }
        (None, Some(part)) => {
            let of = if part.of.is_empty() {
                "any document".to_owned()
            } else {
                part.of.join(", ")
            };
            let _ = writeln!(
                text,
                "A part of: {of}. `copublish new {} \"Title\" --in FOLDER` makes one.\n",
                kind.name
            );
        }
        (None, None) if kind.name == "home" => {
            text.push_str("It is the document `content/index.md`.\n\n");
        }
        (None, None) if kind.name == "page" => {
            text.push_str("A document in a folder of no kind is one. `copublish new page \"Title\" --in about` makes one.\n\n");
        }
        (None, None) => {
            let _ = writeln!(
                text,
                "A document says that it is one: `kind: {}`.\n",
                kind.name
            );
        }
    }
    text
}

fn add_field(page: &mut String, field: &Field, above: &str) {
    let name = format!("{above}{}", field.name);
    let needed = if field.required { "; required" } else { "" };
    let holds = field.ty.describe().replace('|', "\\|");
    let about = field.about.replace('|', "\\|");
    let _ = writeln!(page, "| `{name}` | {holds}{needed} | {about} |");
    for inner in field.ty.inner_fields().unwrap_or_default() {
        add_field(page, inner, &format!("{name}."));
    }
}

/// The kinds whose documents name one of this kind, each once.
fn named_by(kinds: &Kinds, kind: &Kind) -> Vec<String> {
    let names = |ty: &FieldType| names_kind(ty, &kind.name);
    let others = kinds
        .iter()
        .filter(|other| other.fields.iter().any(|field| names(&field.ty)));
    others.map(|other| other.plural.to_lowercase()).collect()
}

fn names_kind(ty: &FieldType, kind: &str) -> bool {
    match ty {
        FieldType::Relation(ends) => ends.inverse.is_some() && ends.to.iter().any(|to| to == kind),
        FieldType::List(item) => names_kind(item, kind),
        FieldType::Map(fields) => fields.iter().any(|field| names_kind(&field.ty, kind)),
        _ => false,
    }
}

#[test]
fn each_kind_has_a_page() {
    let kinds = kinds();
    let folder = manual().join("kinds");
    let pages: BTreeMap<PathBuf, String> = kinds
        .iter()
        .map(|kind| (folder.join(format!("{}.md", kind.name)), page(&kinds, kind)))
        .collect();
    are_current(&pages);
    let list = fs::read_to_string(manual().join("kinds.md")).expect("the page on kinds");
    for kind in kinds.iter() {
        let link = format!("(kinds/{}.md)", kind.name);
        assert!(list.contains(&link), "kinds.md does not link to {link}");
        assert!(!kind.about.is_empty(), "{} says what it is for", kind.name);
    }
    let there = fs::read_dir(&folder).expect("the pages").count();
    assert_eq!(there, pages.len(), "a page of a kind that is none");
}

/// The examples of all kinds are one site.
#[test]
fn the_examples_of_kinds_build() {
    let kinds = kinds();
    let site = Site::new().arg("--keep-going").arg("--all");
    for kind in kinds.iter() {
        let plain = match kind.name.as_str() {
            "chapter" | "comment" | "home" | "page" | "statement" | "downloads" | "collection" => {
                continue;
            }
            _ => file_of(kind, id_of(&kind.name)),
        };
        let needed = kind.fields.iter().filter(|field| field.required);
        let needed = needed.filter_map(|field| {
            Some(format!(
                "{}: {}\n",
                field.name,
                value(&field.name, &field.ty)?
            ))
        });
        let needed: String = needed.collect();
        site.write(
            &plain,
            format!(
                "---\ntitle: {}\ndate: 2012-01-01\n{needed}---\n",
                kind.label
            ),
        );
    }
    for kind in kinds.iter() {
        let Example { file, text } = example(kind);
        site.write(&file, text);
    }
    let run = site.run(&["build"]);
    let wrong = [
        "wrong-value",
        "unknown-field",
        "unknown-relation",
        "missing-field",
        "unknown-kind",
        "error[",
    ];
    let told: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| wrong.iter().any(|code| line.contains(code)))
        .collect();
    assert!(told.is_empty(), "{told:#?}\n{run}");
    for kind in kinds.iter() {
        let listed = site.run(&["list", "--kind", &kind.name]);
        assert!(
            !listed.stdout.contains("no documents"),
            "{}: {listed}",
            kind.name
        );
    }
}

/// All messages, with what each is about: the first sentence of its page.
#[test]
fn there_is_an_index_of_messages() {
    let mut page = String::from(
        "# Messages\n\nThe name of a message is in square brackets: `error[unknown-relation]`. An *error* stops a build, a\n\
         *warning* does not; `checks` in [site.yaml](site-yaml.md) can change that. `copublish explain NAME`\n\
         prints the page of a message.\n\n| Message | Level | What it is about |\n| --- | --- | --- |\n",
    );
    for code in Code::ALL {
        let id = code.id();
        let file = manual().join(format!("../diagnostics/{id}.md"));
        let text = fs::read_to_string(file).expect("the page of a message");
        let level = match code.level() {
            Level::Deny => "error",
            Level::Warn => "warning",
            Level::Allow => "off",
        };
        let _ = writeln!(
            page,
            "| [`{id}`](../diagnostics/{id}.md) | {level} | {} |",
            first_sentence(&text)
        );
    }
    are_current(&BTreeMap::from([(manual().join("messages.md"), page)]));
}

/// The first sentence below the title of a page.
fn first_sentence(page: &str) -> String {
    let paragraph = page.split("\n\n").nth(1).unwrap_or_default();
    let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = words
        .find(". ")
        .map_or(words.trim_end_matches('.').len(), |at| at);
    words[..end].trim_end_matches(':').replace('|', "\\|")
}

/// The how-tos are tried: a section with files and what comes of them is a case.
#[test]
fn the_how_tos_work() {
    let folder = manual().join("how-to");
    let update = std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1");
    let mut failures = Vec::new();
    let mut tried = 0;
    for entry in fs::read_dir(folder).expect("the how-tos").flatten() {
        let text = fs::read_to_string(entry.path()).expect("a page");
        let sections = text.split_inclusive("\n## ");
        let mut parts: Vec<String> = sections.map(str::to_owned).collect();
        for part in &mut parts {
            if !part.contains(" expect ") {
                continue;
            }
            tried += 1;
            let (body, next) = match part.strip_suffix("\n## ") {
                Some(body) => (body, "\n## "),
                None => (part.as_str(), ""),
            };
            let (found, updated) = cases::judged(&format!("## {body}"));
            failures.extend(found);
            let updated = updated.trim_start_matches("## ").trim_end_matches('\n');
            *part = format!("{updated}\n{next}");
        }
        let updated = parts.concat();
        if update {
            fs::write(entry.path(), &updated).expect("a page");
        }
        let found = fs::read_to_string(entry.path()).expect("a page");
        assert_eq!(found, updated, "{}", entry.path().display());
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(tried > 4);
}

/// What `--help` shows of a command or an option, a page of the manual explains; and README names each command.
#[test]
fn each_command_and_option_is_in_the_manual() {
    let site = Site::new();
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.expect("README.md");
    let pages = pages_of_the_manual();
    let mut missing = Vec::new();
    for command in shells::commands(&site) {
        let called = format!("copublish {command}");
        if !names_whole(&readme, &called) {
            missing.push(format!("README.md: `{called}`"));
        }
        if !names_whole(&pages, &called) {
            missing.push(format!("the manual: `{called}`"));
        }
        let help = site.run(&[&command, "--help"]).stdout;
        let options = help.lines().filter_map(option_of).collect::<Vec<_>>();
        assert!(options.contains(&"--root"), "{called}: {options:?}");
        for option in options {
            if !names_whole(&pages, option) {
                missing.push(format!("the manual: `{called} {option}`"));
            }
        }
    }
    missing.sort();
    missing.dedup();
    assert_eq!(missing, Vec::<String>::new());
}

/// All pages of the manual and of the theme guide in one text.
fn pages_of_the_manual() -> String {
    let content = manual().join("..");
    let pages = walkdir::WalkDir::new(content).into_iter().flatten();
    let pages = pages.filter(|entry| entry.path().extension().is_some_and(|e| e == "md"));
    pages
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .collect()
}

/// The option that a line of `--help` explains, as in `  -o, --output <DIR>`.
fn option_of(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let at = match line.strip_prefix('-') {
        Some(short) if !short.starts_with('-') => line.find("--")?,
        _ => 0,
    };
    let option = &line[at..];
    let name = option.strip_prefix("--")?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    Some(&option[..2 + end.unwrap_or(name.len())])
}

/// Whether a text has these words, and not as the beginning of longer ones.
fn names_whole(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let next = text[at + words.len()..].chars().next();
        !next.is_some_and(|c| c.is_alphanumeric() || c == '-')
    })
}
