//! The parts of the guide that come from the theme's files: components, blocks, partials, tokens, words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tera::{ComponentArg, ComponentInfo, Tera};

use super::page::{Last, Piece, Row, Table, code, cut};
use super::values::Part;

/// Arguments of blocks that authors write as links.
const LINKS: [&str; 5] = ["src", "href", "file", "image", "link"];

/// All parts that come from the theme's files.
pub fn parts() -> Vec<Part> {
    vec![
        ("template blocks", vec![template_blocks()]),
        ("partials", vec![partials()]),
        ("tokens", vec![tokens()]),
        (
            "blocks",
            components("templates/components", Audience::Authors),
        ),
        (
            "ui components",
            components("templates/components/ui", Audience::Templates),
        ),
        ("words", vec![words()]),
    ]
}

/// A file or folder of the theme.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("themes/partnership")
        .join(name)
}

/// The text of a file of the theme.
pub fn text(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The files of a folder of the theme, by name, in order.
fn files(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(path(folder))
        .expect("a folder of the theme")
        .map(|entry| entry.expect("a file"));
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn table(columns: &[&'static str], rows: Vec<Row>) -> Piece {
    Piece::Table(Table {
        columns: columns.to_vec(),
        rows,
    })
}

/// The blocks that other templates may fill, each where it stands first.
fn template_blocks() -> Piece {
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for template in ["base.html", "document.html", "list.html"] {
        let text = text(&format!("templates/{template}"));
        for (at, _) in text.match_indices("{% block ") {
            let name = text[at + "{% block ".len()..]
                .split_whitespace()
                .next()
                .unwrap_or_default();
            let end = text
                .find(&format!("{{% endblock {name} "))
                .unwrap_or(text.len());
            if seen.insert(name.to_owned()) {
                let inside = text.get(at..end).unwrap_or_default();
                let cells = vec![code(name), code(template), holds(inside)];
                rows.push(Row {
                    cells,
                    last: Last::Kept,
                });
            }
        }
    }
    table(&["Block", "Template", "Holds", "What it is"], rows)
}

/// The partials in a piece of a template.
fn holds(inside: &str) -> String {
    let included = inside
        .split("{% include \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let names: Vec<String> = included
        .map(|name| code(name.trim_start_matches("partials/")))
        .collect();
    if names.is_empty() {
        "–".to_owned()
    } else {
        names.join(", ")
    }
}

fn partials() -> Piece {
    let rows = files("templates/partials").into_iter().map(|name| {
        let comment = text(&format!("templates/partials/{name}"));
        let about = comment
            .strip_prefix("{#-")
            .and_then(|rest| rest.split("-#}").next());
        let about = about.map(|about| about.split_whitespace().collect::<Vec<&str>>().join(" "));
        Row {
            cells: vec![code(&name)],
            last: about.map_or(Last::Kept, Last::Made),
        }
    });
    table(&["Partial", "What it is"], rows.collect())
}

/// The custom properties of the style sheet.
fn tokens() -> Piece {
    let sheet = text("assets/style.css");
    let (light, rest) = sheet.split_once("@media").unwrap_or((&sheet, ""));
    let dark = rest
        .split_once(":root {")
        .map_or("", |(_, rest)| rest.split('}').next().unwrap_or(""));
    let dark: BTreeMap<&str, &str> = properties(dark).collect();
    let root = light
        .split_once(":root {")
        .map_or("", |(_, rest)| rest.split('}').next().unwrap_or(""));
    let rows = properties(root).map(|(name, value)| {
        let dark = dark
            .get(name)
            .map_or_else(|| "the same".to_owned(), |value| code(&cut(value, 44)));
        Row {
            cells: vec![code(name), code(&cut(value, 44)), dark],
            last: Last::Kept,
        }
    });
    table(
        &["Property", "Value", "In the dark", "What it is"],
        rows.collect(),
    )
}

fn properties(rule: &str) -> impl Iterator<Item = (&str, &str)> {
    let declared = rule.split(';').filter_map(|line| line.split_once(':'));
    declared
        .map(|(name, value)| (name.trim(), value.trim()))
        .filter(|(name, _)| name.starts_with("--"))
}

/// Who uses a component.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Authors, as a block in Markdown.
    Authors,
    /// Templates.
    Templates,
}

fn components(folder: &str, audience: Audience) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for file in files(folder) {
        let source = text(&format!("{folder}/{file}"));
        let component = signature(&source).unwrap_or_else(|| panic!("{file} holds no component"));
        let about = component
            .metadata()
            .get("about")
            .and_then(tera::Value::as_str);
        let about =
            about.unwrap_or_else(|| panic!("{folder}/{file} does not say what it is about"));
        let name = match audience {
            Audience::Authors => file.trim_end_matches(".html"),
            Audience::Templates => component.name(),
        };
        let shows_body = source.contains("body") || audience == Audience::Templates;
        let body = if shows_body {
            ""
        } else {
            " What stands inside it is not shown."
        };
        pieces.push(Piece::Heading(code(name)));
        pieces.push(Piece::Text(format!("{about}.{body}")));
        let rows: Vec<Row> = arguments(&component)
            .map(|argument| row(&component, argument, audience))
            .collect();
        if rows.is_empty() {
            pieces.push(Piece::Text("It takes no arguments.".to_owned()));
        } else {
            pieces.push(table(&["Argument", "Type", "Default", "What it is"], rows));
        }
    }
    pieces
}

/// The blocks of the theme by name, as authors call them.
pub fn blocks() -> Vec<(String, ComponentInfo)> {
    let folder = "templates/components";
    let block = |file: String| {
        let signature = signature(&text(&format!("{folder}/{file}")));
        let signature = signature.unwrap_or_else(|| panic!("{file} holds no component"));
        (file.trim_end_matches(".html").to_owned(), signature)
    };
    files(folder).into_iter().map(block).collect()
}

/// The words that an argument may be; none where it may be any.
pub fn choices(component: &ComponentInfo, name: &str) -> Option<Vec<String>> {
    let choices = component
        .metadata()
        .get("choices")
        .and_then(|choices| choices.get_from_path(name));
    let choices = choices.and_then(tera::Value::as_array)?;
    Some(
        choices
            .iter()
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect(),
    )
}

/// What Tera knows of a component. Its inside may use filters of copublish, which a plain Tera has not; its
/// first tag says all that is asked for.
fn signature(source: &str) -> Option<ComponentInfo> {
    let start = source.find("{% component ")?;
    let end = start + source[start..].find("%}")? + "%}".len();
    let name = source[start + "{% component ".len()..].split('(').next()?;
    let mut tera = Tera::new();
    let alone = format!("{}{{% endcomponent {name} %}}", &source[start..end]);
    tera.add_raw_template("component.html", &alone)
        .expect("a signature that compiles");
    tera.get_component_definition(name)
}

/// The arguments that somebody gives: neither what surrounds the component nor the table of a block.
pub fn arguments(component: &ComponentInfo) -> impl Iterator<Item = &ComponentArg> {
    let gets_table = component.metadata().contains_key("data");
    component
        .args()
        .iter()
        .filter(move |arg| !(arg.is_implicit() || gets_table && arg.name() == "table"))
}

fn row(component: &ComponentInfo, argument: &ComponentArg, audience: Audience) -> Row {
    let name = argument.name();
    let is_authors = audience == Audience::Authors;
    let ty = match argument.arg_type().map(|ty| ty.as_str()) {
        Some("map") if is_authors && LINKS.contains(&name) => "link",
        Some("string") => "text",
        Some("bool") => "true or false",
        Some("integer") => "whole number",
        Some("float" | "number") => "number",
        Some("array") => "list",
        Some("map") => "group",
        _ => "anything",
    };
    let choices = choices(component, name).unwrap_or_default();
    let choices: Vec<String> = choices.iter().map(|word| code(word)).collect();
    let ty = if choices.is_empty() {
        ty.to_owned()
    } else {
        choices.join(", ")
    };
    let default = match argument.default() {
        None => "needed".to_owned(),
        Some(value) => match value.to_string().as_str() {
            "" | "{}" | "[]" => "–".to_owned(),
            text => code(text),
        },
    };
    let name = if is_authors {
        name.replace('_', "-")
    } else {
        name.to_owned()
    };
    Row {
        cells: vec![code(&name), ty, default],
        last: Last::Kept,
    }
}

/// The words of a language, by name.
pub fn words_of(language: &str) -> BTreeMap<String, String> {
    let yaml: serde_yaml::Value =
        serde_yaml::from_str(&text(&format!("text/{language}.yaml"))).expect("YAML");
    let entries = yaml
        .as_mapping()
        .into_iter()
        .flat_map(serde_yaml::Mapping::iter);
    entries
        .filter_map(|(name, word)| Some((name.as_str()?.to_owned(), word.as_str()?.to_owned())))
        .collect()
}

fn words() -> Piece {
    let welsh = words_of("cy");
    let rows = words_of("en").into_iter().map(|(name, word)| {
        let welsh = welsh
            .get(&name)
            .map_or_else(String::new, |word| plain(word));
        Row {
            cells: vec![code(&name), plain(&word)],
            last: Last::Made(welsh),
        }
    });
    table(&["Word", "English", "Cymraeg"], rows.collect())
}

/// A word in a cell of a table.
fn plain(word: &str) -> String {
    let ends_well = |word: &str| {
        word.chars()
            .all(|letter| letter.is_alphanumeric() || " ’.".contains(letter))
    };
    if ends_well(word) {
        word.to_owned()
    } else {
        code(word)
    }
}

/// All languages have the same words as English.
#[test]
fn no_language_lacks_a_word() {
    let english = words_of("en");
    for file in files("text") {
        let language = file.trim_end_matches(".yaml");
        let own = words_of(language);
        let missing: Vec<&String> = english
            .keys()
            .filter(|name| !own.contains_key(*name))
            .collect();
        let unknown: Vec<&String> = own
            .keys()
            .filter(|name| !english.contains_key(*name))
            .collect();
        assert!(
            missing.is_empty(),
            "text/{file} lacks {missing:?}, which text/en.yaml has"
        );
        assert!(
            unknown.is_empty(),
            "text/{file} has {unknown:?}, which text/en.yaml lacks"
        );
    }
}
