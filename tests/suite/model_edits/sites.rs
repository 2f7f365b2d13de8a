//! The sites that are edited: one with the kinds of the theme, one with a kind that has a field of every type at every
//! depth. Their templates show all that they receive.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use copublish::config::{Kind, Kinds};
use copublish::engine::read_project;

use super::values::{FILES, Values};
use super::written::Written;
use crate::site::Site;

/// What a template shows: everything.
const PAGE: &str = "{{ page | json }}";
const LIST: &str = "{{ page | json }}{{ paginator | json }}";

const SETTINGS: &str = "\
title: Making it real
base_url: https://example.org
theme: all
git_dates: false
comments: {email: comments@example.org}
";

/// A site with two documents of each kind to be named, and one to be edited.
pub struct Model {
    pub site: Site,
    pub kinds: Kinds,
    pub values: Values,
}

/// The site with the kinds of the theme that comes with copublish.
pub fn of_theme() -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/partnership/kinds");
    let mut kinds = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of kinds") {
        let path = entry.expect("a file").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        kinds.push((name, fs::read_to_string(&path).expect("a kind")));
    }
    Model::new(&kinds)
}

/// The site with a field of every type that copublish says it knows: alone, in a list, in a group, in a list of
/// groups, and in groups inside those.
pub fn of_every_type() -> Model {
    let words = types();
    let all: Vec<String> = words
        .iter()
        .map(|word| format!("{word}: {}", declaration(word)))
        .collect();
    let group = format!("{{type: map, fields: {{{}}}}}", all.join(", "));
    let lists = words.iter().map(|word| format!("{word}s: {}", many(word)));
    let plain = words
        .iter()
        .map(|word| format!("own_{word}: {}", declaration(word)));
    let mut fields: Vec<String> = plain.chain(lists).collect();
    fields.extend([
        format!("group: {group}"),
        format!("entries: {{type: list, of: {group}}}"),
        format!("deep: {{type: map, fields: {{inner: {{type: list, of: {{type: map, fields: {{innermost: {group}}}}}}}}}}}"),
        "either: {type: relation, to: [person, place], many: true, inverse: either_of}".to_owned(),
        "no_inverse: {type: relation, to: person}".to_owned(),
        "renamed: {type: relation, to: person, many: true, inverse: renamed_of, from: [old_name, older_name]}".to_owned(),
        "renamed_text: {type: text, from: [old_text]}".to_owned(),
    ]);
    let every = format!(
        "folder: every\nlist: {{sort: title}}\nfields:\n  {}\ncollections: {{same: {{kind: every, where: {{either: same}}}}, other: {{kind: person, sort: title}}}}\n",
        fields.join("\n  ")
    );
    Model::new(&[
        ("every.yaml".to_owned(), every),
        (
            "person.yaml".to_owned(),
            "folder: people\nfeed: true\nlist: {sort: title}\n".to_owned(),
        ),
        (
            "place.yaml".to_owned(),
            "folder: places\nlist: {sort: title}\n".to_owned(),
        ),
    ])
}

/// The words of all types, as copublish tells them to somebody who wrote an unknown one.
pub fn types() -> Vec<String> {
    let site = Site::new().site_yaml("title: T\nkinds: {page: {fields: {x: zzzzzzzz}}}\n");
    let failure = read_project(site.root())
        .err()
        .expect("no site is made of a kind with an unknown type");
    let help = failure.found.iter().flat_map(|found| &found.help);
    let list = help
        .filter_map(|help| help.strip_prefix("a field is one of "))
        .next();
    list.expect("the types are told")
        .split(", ")
        .map(str::to_owned)
        .collect()
}

/// The declaration of a field of a type.
fn declaration(word: &str) -> String {
    match word {
        "choice" => "{type: choice, of: [first, second, third]}".to_owned(),
        "tag" => "{type: tag, address: /words/}".to_owned(),
        "map" => {
            "{type: map, fields: {needed: {type: text, required: true}, about: text}}".to_owned()
        }
        "list" => "{type: list, of: text}".to_owned(),
        "relation" => "{type: relation, to: person, inverse: named_by}".to_owned(),
        word => word.to_owned(),
    }
}

/// The declaration of a field of several values of a type.
fn many(word: &str) -> String {
    match declaration(word).strip_prefix('{') {
        Some(rest) => format!("{{many: true, {rest}"),
        None => format!("{{type: {word}, many: true}}"),
    }
}

impl Model {
    fn new(kinds: &[(String, String)]) -> Model {
        let mut site = Site::new().site_yaml(SETTINGS);
        for (name, text) in kinds {
            site = site.file(&format!("themes/all/kinds/{name}"), text);
        }
        let declared = read_project(site.root()).expect("a site");
        assert_eq!(declared.diagnostics, [], "the kinds are right");
        let kinds = declared.kinds;
        for name in ["page", "whole", "404", "other"] {
            site = site.file(&format!("themes/all/templates/{name}.html"), PAGE);
        }
        for name in ["list", "tag"] {
            site = site.file(&format!("themes/all/templates/{name}.html"), LIST);
        }
        site = site.file(
            "themes/all/templates/tags.html",
            "{{ page | json }}{{ tags | json }}",
        );
        for list in kinds.iter().filter_map(|kind| kind.list.as_ref()) {
            site = site.file(&format!("themes/all/templates/{}", list.template), LIST);
        }
        for file in FILES {
            let text = if file.ends_with(".svg") {
                SVG.replace('7', &file.len().to_string())
            } else {
                file.to_owned()
            };
            site = site.file(&format!("content/{file}"), text);
        }
        let can_be_named = |kind: &&Kind| has_several(kind) && kind.part.is_none();
        let name = |kind: &Kind| [format!("{}-one", kind.name), format!("{}-two", kind.name)];
        let mut documents: BTreeMap<String, [String; 2]> = kinds
            .iter()
            .filter(can_be_named)
            .map(|kind| (kind.name.clone(), name(kind)))
            .collect();
        // Comments name one another, within their page.
        let threads = kinds.iter().filter(|kind| kind.thread().is_some());
        documents.extend(threads.map(|kind| (kind.name.clone(), name(kind))));
        let model = Model {
            site,
            kinds,
            values: Values { documents },
        };
        for kind in model.kinds.iter() {
            let names = if has_several(kind) {
                ["one", "two", "subject"].as_slice()
            } else {
                &["subject"]
            };
            for name in names {
                model
                    .site
                    .write(&model.path(kind, name), model.text(kind, name, &[]));
            }
        }
        for owner in model.kinds.iter().filter_map(|kind| model.owner_of(kind)) {
            model.site.write(
                &format!("content/{}/owner/index.md", folder(owner)),
                model.text(owner, "owner", &[]),
            );
        }
        model
    }

    /// The same in three languages: half of the documents have a translation, which says a title and gets all else of its
    /// source; readers of the second language get the others among their own, those of the third a link.
    pub fn in_languages(self) -> Model {
        let languages = "languages: {en: {}, cy: {missing: fallback}, ar: {}}\n\
            checks: {untranslated-words: allow}\n";
        self.site
            .write("site.yaml", format!("{SETTINGS}{languages}"));
        for kind in self.kinds.iter() {
            for name in ["two", "subject"] {
                let path = self.path(kind, name);
                if self.site.root().join(&path).exists() {
                    let text = format!("---\ntitle: {} {name} Cymraeg\n---\nTestun.\n", kind.name);
                    self.site.write(&path.replace(".md", ".cy.md"), text);
                }
            }
            if let Some(folder) = self.owner_of(kind).map(folder) {
                let path = format!("content/{folder}/owner/index.cy.md");
                self.site.write(&path, "---\ntitle: Owner Cymraeg\n---\n");
            }
        }
        self
    }

    /// The file of a document.
    pub fn path(&self, kind: &Kind, name: &str) -> String {
        match (self.owner_of(kind), &kind.part) {
            (Some(owner), Some(part)) => {
                let inner = if part.folder.is_empty() {
                    String::new()
                } else {
                    format!("{}/", part.folder)
                };
                format!(
                    "content/{}/owner/{inner}{}-{name}.md",
                    folder(owner),
                    kind.name
                )
            }
            _ if !has_several(kind) => "content/index.md".to_owned(),
            _ if kind.folder.is_none() => format!("content/{}-{name}.md", kind.name),
            _ => format!("content/{}/{}-{name}.md", folder(kind), kind.name),
        }
    }

    /// The file of the document that a relation names so.
    pub fn file_of(&self, target: &str) -> Option<(PathBuf, PathBuf)> {
        let kind = self
            .kinds
            .iter()
            .filter(|kind| target.starts_with(&format!("{}-", kind.name)));
        let kind = kind.max_by_key(|kind| kind.name.len())?;
        let path = self.path(kind, &target[kind.name.len() + 1..]);
        let to = path.replace(".md", "-moved.md");
        Some((path.into(), to.into()))
    }

    /// A document of a kind: what it has to have, and `entries`.
    pub fn text(&self, kind: &Kind, title: &str, entries: &[(String, Written)]) -> String {
        let is_given = |name: &str| entries.iter().any(|(key, _)| key == name);
        let mut text = "---\n".to_owned();
        if !is_given("title") {
            text.push_str(&format!("title: {} {title}\n", kind.name));
        }
        if kind.folder.is_none() && kind.part.is_none() && !is_given("kind") {
            text.push_str(&format!("kind: {}\n", kind.name));
        }
        for field in self
            .kinds
            .fields(kind)
            .filter(|field| field.required && !is_given(&field.name))
        {
            text.push_str(&format!(
                "{}: {}\n",
                field.name,
                self.values.of_field(field, 0)
            ));
        }
        for (key, value) in entries {
            text.push_str(&format!("{key}: {value}\n"));
        }
        text.push_str("---\n## Part\n\nSome text.\n");
        text
    }

    /// The kind whose document has parts of this kind.
    fn owner_of(&self, kind: &Kind) -> Option<&Kind> {
        let part = kind.part.as_ref()?;
        let fits =
            |owner: &&Kind| owner.part.is_none() && owner.folder.is_some() && owner.list.is_some();
        let named = part.of.first().and_then(|name| self.kinds.find(name));
        named.or_else(|| {
            self.kinds
                .iter()
                .find(|owner| fits(owner) && owner.comments.is_some())
        })
    }
}

fn folder(kind: &Kind) -> &str {
    kind.folder.as_deref().unwrap_or_default()
}

/// True where the documents of a kind can have several addresses.
fn has_several(kind: &Kind) -> bool {
    kind.url
        .as_ref()
        .is_none_or(|pattern| pattern.fill(|_| "a".to_owned()) != pattern.fill(|_| "b".to_owned()))
}

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"7\" height=\"7\" viewBox=\"0 0 7 7\"/>";

/// How many fields the model has, by the text of its kinds and not by what copublish made of them.
pub fn declared_in(text: &str) -> usize {
    let yaml: serde_yaml::Value = serde_yaml::from_str(text).expect("YAML");
    fields_in(&yaml["fields"])
}

/// The same for a file that holds nothing but fields.
pub fn fields_in(fields: &serde_yaml::Value) -> usize {
    let fields = fields
        .as_mapping()
        .into_iter()
        .flat_map(|fields| fields.values());
    fields
        .map(|field| 1 + fields_in(&field["fields"]) + fields_in(&field["of"]["fields"]))
        .sum()
}
