//! JSON Schemas for editors: what `build` refuses, they refuse, and what it reads, they accept. Where the two differ, the
//! table in `schemas/differences.rs` says why.

mod differences;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use boon::{Compiler, SchemaIndex, Schemas};
use copublish::base::{Diagnostic, FilePath, LanguageId};
use copublish::content::Source;
use copublish::content::front_matter::{Format, find};
use copublish::document::{Context, parse, place};
use copublish::engine::{Project, read_project, schemas};
use copublish::schema::Schema;
use rayon::prelude::*;
use serde_json::Value;

use crate::cases;
use crate::site::Site;
use differences::{BY_BUILD_ALONE, BY_SCHEMA_ALONE};

/// The schemas of a site.
struct Judge(Vec<Schema>);

impl Judge {
    /// What is wrong with a value, in the words of the validator; `None` if nothing is.
    fn refuses(&self, name: &str, value: &Value) -> Option<String> {
        let schema = self.0.iter().find(|schema| schema.name == name)?;
        let ready = Ready::of(schema);
        let error = ready.schemas.validate(value, ready.index).err()?;
        Some(format!("{error:#}"))
    }
}

/// A compiled schema. Those of most sites are the same, and compiled once.
struct Ready {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Ready {
    fn of(schema: &Schema) -> Arc<Ready> {
        static KNOWN: Mutex<BTreeMap<String, Arc<Ready>>> = Mutex::new(BTreeMap::new());
        let text = schema.text();
        let known = KNOWN.lock().expect("no panic").get(&text).cloned();
        known.unwrap_or_else(|| {
            let mut schemas = Schemas::new();
            let index = compile(&schema.name, &schema.value, &mut schemas);
            let ready = Arc::new(Ready { schemas, index });
            KNOWN
                .lock()
                .expect("no panic")
                .insert(text, Arc::clone(&ready));
            ready
        })
    }
}

/// Compiles a schema, which checks it against the schema of schemas.
fn compile(name: &str, schema: &Value, compiled: &mut Schemas) -> SchemaIndex {
    let mut compiler = Compiler::new();
    compiler
        .add_resource(name, schema.clone())
        .expect("a schema");
    let index = compiler.compile(name, compiled);
    index.unwrap_or_else(|error| panic!("{name}: {error:#}"))
}

/// A file that is judged: its schema and its value.
struct Judged {
    file: String,
    schema: String,
    value: Value,
}

/// The YAML of a file as an editor hands it to a schema; `None` if it is none, which is no affair of schemas.
fn value_of(yaml: &str) -> Option<Value> {
    let value: serde_yaml::Value = serde_yaml::from_str(yaml).ok()?;
    // A value with a tag, `!x`, is nothing that JSON has.
    if yaml.contains(": !") {
        return None;
    }
    Some(json_of(value))
}

fn json_of(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Mapping(map) => {
            let entries = map.into_iter().map(|(key, value)| {
                let key = match json_of(key) {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                (key, json_of(value))
            });
            Value::Object(entries.collect())
        }
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json_of).collect(),
        other => serde_json::to_value(other).unwrap_or_default(),
    }
}

/// The value of front matter; `None` if it is in another format, or cannot be told from the text.
fn front_matter(text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    let halves = find(text).ok()?;
    let front = &text[halves.front.range()];
    match halves.format {
        None => Some(Value::Null),
        Some(Format::Yaml) => value_of(front),
        Some(Format::Json) => serde_json::from_str(front).ok(),
        Some(_) => None,
    }
}

/// The schema of a file that is no document.
fn schema_of(path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["site.yaml"] => Some("site.yaml"),
        ["content", "glossary.yaml"] => Some("glossary.yaml"),
        ["themes", _, "theme.yaml"] => Some("theme.yaml"),
        ["themes", _, "kinds", name] if name.ends_with(".yaml") => Some("kind.yaml"),
        ["text", name] | ["themes", _, "text", name] if name.ends_with(".yaml") => {
            Some("text.yaml")
        }
        _ => None,
    }
}

/// What copublish reads and says of the files of a site, without levels and without what other files say.
struct Reading {
    /// The schemas of the site; those of a site that says nothing, if its settings cannot be understood.
    judge: Judge,
    judged: Vec<Judged>,
    /// Messages with their codes, by file.
    said: BTreeMap<String, Vec<String>>,
}

impl Reading {
    fn of(site: &Site, files: &[(String, String)]) -> Reading {
        let mut reading = Reading {
            judge: Judge(Vec::new()),
            judged: Vec::new(),
            said: BTreeMap::new(),
        };
        match read_project(site.root()) {
            Ok(project) => {
                reading.judge = Judge(schemas(&project));
                reading.note(&project.diagnostics);
                reading.read_documents(&project, files);
            }
            Err(failure) => {
                let plain = read_project(Site::new().root()).expect("a site");
                reading.judge = Judge(schemas(&plain));
                reading.note(&failure.found);
            }
        }
        reading.read_others(site, files);
        reading
    }

    fn note(&mut self, diagnostics: &[Diagnostic]) {
        for one in diagnostics {
            for label in &one.labels {
                let said = format!("{}: {}", one.code.id(), one.message);
                self.said
                    .entry(label.file.to_string())
                    .or_default()
                    .push(said);
            }
        }
    }

    fn read_documents(&mut self, project: &Project, files: &[(String, String)]) {
        let context = Context::of(&project.kinds, &project.site);
        let is_document =
            |file: &&(String, String)| file.0.starts_with("content/") && file.0.ends_with(".md");
        let sources: Vec<Source> = files
            .iter()
            .filter(is_document)
            .filter_map(|(file, text)| {
                Source::from_bytes(FilePath::new(file.as_str()), text.clone().into()).ok()
            })
            .collect();
        let paths: Vec<FilePath> = sources.iter().map(|source| source.file.clone()).collect();
        for (source, placement) in sources.iter().zip(place(&paths, &context)) {
            let read = parse(source, &placement, &context);
            let structure = &read.value.outline.structure;
            // What a translation lacks it has of its source, and else the site says so.
            let is_translation = structure.location.language != LanguageId::DEFAULT;
            let lacks_nothing = |found: &&Diagnostic| !is_translation || found.lacks.is_none();
            let said = read.diagnostics.iter().filter(lacks_nothing);
            self.note(&said.cloned().collect::<Vec<Diagnostic>>());
            if let Some(value) = front_matter(&source.text) {
                let form = if is_translation { ".translation" } else { "" };
                self.judged.push(Judged {
                    file: source.file.to_string(),
                    schema: format!("{}{form}", structure.kind),
                    value,
                });
            }
        }
    }

    /// Settings, themes and glossaries. What is said of those that `read_project` does not read, a build says.
    fn read_others(&mut self, site: &Site, files: &[(String, String)]) {
        let mut by_build = false;
        for (file, text) in files {
            let Some(schema) = schema_of(file) else {
                continue;
            };
            by_build |= !["site.yaml", "kind.yaml"].contains(&schema);
            if let Some(value) = value_of(text) {
                let (file, schema) = (file.clone(), schema.to_owned());
                self.judged.push(Judged {
                    file,
                    schema,
                    value,
                });
            }
        }
        if by_build {
            let run = site.run(&["build", "--keep-going", "--format", "json"]);
            let found: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
            for one in found["diagnostics"].as_array().into_iter().flatten() {
                let text = |key: &str| one[key].as_str().unwrap_or_default();
                let said = format!("{}: {}", text("code"), text("message"));
                self.said
                    .entry(text("file").to_owned())
                    .or_default()
                    .push(said);
            }
        }
    }
}

/// Where a schema and `build` differ on the files of a site, without what the table of differences explains.
fn differences(name: &str, reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    for Judged {
        file,
        schema,
        value,
    } in &reading.judged
    {
        let said = reading.said.get(file).map_or(&[][..], Vec::as_slice);
        let by_schema = reading.judge.refuses(schema, value);
        let sayable: Vec<&String> = said
            .iter()
            .filter(|said| differences::is_sayable(said))
            .collect();
        let unexplained = sayable.iter().find(|said| !explained(said, BY_BUILD_ALONE));
        match (by_schema, unexplained) {
            (None, Some(said)) => found.push(format!("{name}, {file}: only build: {said}")),
            (Some(said), _) if sayable.is_empty() && !explained(&said, BY_SCHEMA_ALONE) => {
                found.push(format!("{name}, {file}: only {schema}: {said}"));
            }
            _ => {}
        }
    }
    found
}

/// True if the table gives a reason.
fn explained(said: &str, table: &[(&str, &str)]) -> bool {
    table.iter().any(|(words, _)| said.contains(words))
}

/// Every case of the suite: thousands of values that are right or wrong.
#[test]
fn schemas_and_builds_agree_on_all_cases() {
    let cases = cases::all();
    let found: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|(name, case)| {
            // Without its arguments, which are those of the verb that the case is about.
            let files = case.files.iter();
            let site = files.fold(Site::new(), |site, (path, bytes)| site.file(path, bytes));
            let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).ok();
            let files = case.files.iter();
            let files = files.filter_map(|(file, bytes)| Some((file.clone(), text(bytes)?)));
            differences(name, &Reading::of(&site, &files.collect::<Vec<_>>()))
        })
        .collect();
    assert!(
        found.is_empty(),
        "{} differences\n{}",
        found.len(),
        found.join("\n")
    );
}

/// What `copublish schema` prints: all schemas in one, each by its name; and no more of them than there are.
#[test]
fn each_schema_is_one() {
    let site = Site::new();
    let bundle = site.run(&["schema"]);
    bundle.assert_exit(0);
    let bundle: Value = serde_json::from_str(&bundle.stdout).expect("JSON");
    compile("bundle", &bundle, &mut Schemas::new());
    let all = bundle["$defs"].as_object().expect("schemas");
    for (name, schema) in all {
        compile(name, schema, &mut Schemas::new());
        let alone: Value = serde_json::from_str(&site.run(&["schema", name]).stdout).expect("JSON");
        assert_eq!(alone["properties"], schema["properties"], "{name}");
    }
    assert!(all.len() > 20, "{:?}", all.keys());
    let unknown = site.run(&["schema", "blgo"]);
    unknown.assert_exit(2);
    assert!(unknown.stderr.contains("did you mean `blog`?"), "{unknown}");
}

/// Files for editors are written on request, and kept up to date where they are used.
#[test]
fn files_are_kept_up_to_date_where_a_site_uses_them() {
    let file = ".copublish/schema/site.yaml.json";
    let site = Site::new().file("content/a.md", "A");
    site.build().assert_exit(0);
    assert!(!site.root().join(file).exists(), "nobody asked for it");
    let modeline = format!("# yaml-language-server: $schema={file}\ntitle: A\n");
    site.write("site.yaml", modeline);
    site.build();
    let read = |file: &str| fs::read_to_string(site.root().join(file)).unwrap_or_default();
    assert!(read(file).contains("\"blog\""));
    site.write(
        "site.yaml",
        "title: A\nkinds: {recipe: {folder: recipes, fields: {minutes: number}}}\n",
    );
    site.build();
    assert!(read(file).contains("\"recipe\""));
    assert!(read(".copublish/schema/recipe.json").contains("minutes"));
    site.write("site.yaml", "title: A\n");
    site.run(&["schema", "--write"]).assert_exit(0);
    assert!(
        !site.root().join(".copublish/schema/recipe.json").exists(),
        "an old kind"
    );
}

/// The example site, its theme, and the schemas themselves.
#[test]
fn schemas_accept_the_example_site_and_its_theme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = Site::new();
    let mut files = Vec::new();
    let inputs =
        ["site.yaml", "content", "themes"].map(|part| walkdir::WalkDir::new(root.join(part)));
    for entry in inputs.into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.strip_prefix(root).expect("a file of the site");
        let name = name.to_string_lossy().into_owned();
        if let Ok(bytes) = fs::read(path) {
            site.write(&name, &bytes);
            files.extend(String::from_utf8(bytes).ok().map(|text| (name, text)));
        }
    }
    let reading = Reading::of(&site, &files);
    let judged = &reading.judged;
    assert!(judged.len() > 80, "{}", judged.len());
    let schemas: Vec<&str> = judged.iter().map(|it| it.schema.as_str()).collect();
    for known in [
        "site.yaml",
        "theme.yaml",
        "kind.yaml",
        "text.yaml",
        "glossary.yaml",
        "blog",
        "report",
    ] {
        assert!(schemas.contains(&known), "{known}");
    }
    assert_eq!(differences("content", &reading), Vec::<String>::new());
}
