//! The site in which secrets are planted: what is public of it. One document of each kind stands in a folder of its
//! own, with an address other than its path, so that a link by the one is not a link by the other.

use std::collections::BTreeMap;

use copublish::config::{Field, FieldType, Kind, Kinds};
use serde_json::{Map, Value, json};

use super::search::Files;
use crate::preview::options;
use crate::site::{NOW, Site};

/// What every site of the test declares: beside the theme's kinds one with every type of field, one that is a part of
/// it, and one that takes the words of other generators for its own.
pub const KINDS: &str = "\
git_dates: false
comments: {email: us@example.org}
kinds:
  every:
    folder: every
    list: {feed: true, sort: date desc}
    feed: true
    fields:
      remark: text
      prose: markdown
      amount: number
      flag: boolean
      day: date
      link: url
      mail: email
      picture: image
      paper: file
      choice: {type: choice, of: [one, two]}
      free: {type: tag, many: true, address: /free/}
      whatever: any
      one: {type: relation, to: every, inverse: ones}
      several: {type: relation, to: [every, page, blog], many: true, inverse: severals}
      anything: {type: relation, many: true, inverse: anythings}
      renamed: {type: text, from: [old_name]}
      nested: {type: list, of: {type: map, fields: {remark: text, paper: file, deep: {type: map, fields: {link: url, picture: image, who: {type: relation, to: every, inverse: deeps}}}}}}
    collections: {alike: {kind: every, limit: 5}}
  bit: {part: {of: [every], folder: bits, name: bits}, fields: {paper: file}}
  mapped:
    folder: mapped
    list: {feed: true}
    fields: {draft: {type: boolean, from: [hidden]}, publish_at: {type: date, from: [publishDate, embargo]}, expires: {type: date, from: [expiryDate]}}
";

/// What is known of the site before any secret is in it.
pub struct World {
    /// Its kinds.
    pub kinds: Kinds,
    /// The addresses of documents of each kind, with `{name}` for the name of one.
    addresses: BTreeMap<String, String>,
}

impl World {
    /// Builds the public part once.
    pub fn new() -> World {
        let site = Site::new();
        site.write(
            "site.yaml",
            format!("title: T\nbase_url: https://example.org\n{KINDS}"),
        );
        let kinds = copublish::engine::read_project(site.root())
            .expect("a site")
            .kinds;
        let mut world = World {
            kinds,
            addresses: BTreeMap::new(),
        };
        for (path, bytes) in world.files() {
            site.write(&path, bytes);
        }
        let preview = copublish::engine::Preview::of(
            &options(site.root(), NOW),
            &copublish::engine::Engine::default(),
        );
        let preview = preview.expect("a site");
        let wrong: Vec<String> = preview
            .diagnostics()
            .iter()
            .map(|found| format!("{found:?}"))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        for kind in world.kinds.iter() {
            let seen = format!("{}/", slug(kind));
            let address = preview
                .names()
                .find_map(|name| name.strip_suffix("index.html")?.strip_suffix(&seen));
            let address = address.map(|before| format!("/{before}{{name}}/"));
            world
                .addresses
                .extend(address.map(|address| (kind.name.clone(), address)));
        }
        assert!(world.addresses.len() > 10, "{:?}", world.addresses);
        world
    }

    /// The kinds whose documents stand for themselves, without the home page.
    pub fn owners(&self) -> impl Iterator<Item = &Kind> {
        self.kinds
            .iter()
            .filter(|kind| kind.part.is_none() && kind.name != "home")
    }

    /// The kinds whose documents are parts of documents of this kind.
    pub fn parts<'w>(&'w self, owner: &'w str) -> impl Iterator<Item = &'w Kind> {
        let is_part = move |kind: &&Kind| {
            kind.part
                .as_ref()
                .is_some_and(|part| part.of.is_empty() || part.of.iter().any(|of| of == owner))
        };
        self.kinds.iter().filter(is_part)
    }

    /// The address that a document of a kind has by its name.
    pub fn address(&self, kind: &str, name: &str) -> Option<String> {
        Some(self.addresses.get(kind)?.replace("{name}", name))
    }

    /// Translations of half of the public documents.
    pub fn translations(&self) -> Files {
        let text =
            |title: &str| format!("---\ntitle: {title} Cymraeg\n---\nGeiriau\n").into_bytes();
        let owners = self.owners().step_by(2);
        let mut files: Files = owners
            .map(|kind| (format!("{}/index.cy.md", home(kind)), text(&kind.name)))
            .collect();
        files.insert("content/index.cy.md".to_owned(), text("Hafan"));
        files
    }

    /// The public documents.
    pub fn files(&self) -> Files {
        let mut files = Files::new();
        files.insert(
            "content/index.md".to_owned(),
            b"---\ntitle: Home\n---\nWelcome\n".to_vec(),
        );
        for kind in self.owners() {
            let folder = home(kind);
            let mut front = Map::new();
            front.insert("title".to_owned(), json!(format!("Open {}", kind.name)));
            front.insert("slug".to_owned(), json!(slug(kind)));
            front.insert("comments".to_owned(), json!("open"));
            if kind.folder.is_none() {
                front.insert("kind".to_owned(), json!(kind.name));
            }
            let needed = self.kinds.fields(kind).filter(|field| field.required);
            let needed =
                needed.filter_map(|field| Some((field.name.to_string(), plain(&field.ty)?)));
            front.extend(needed.collect::<Vec<_>>());
            let front: String = front
                .iter()
                .map(|(key, value)| format!("{key}: {value}\n"))
                .collect();
            let text = format!("---\n{front}---\nOpen words\n");
            files.insert(format!("{folder}/index.md"), text.into_bytes());
        }
        files
    }

    /// The id by which a relation that may name these kinds names the public document of the first.
    pub fn public_id(&self, to: &[String]) -> Option<String> {
        let kind = to.first().map_or("page", String::as_str);
        let is_owner = self.owners().any(|owner| owner.name == kind);
        let id = if to.len() == 1 {
            format!("open-{kind}")
        } else {
            format!("{kind}/open-{kind}")
        };
        is_owner.then_some(id)
    }

    /// The fields of a kind, its own and common ones.
    pub fn fields<'w>(&'w self, kind: &'w Kind) -> impl Iterator<Item = &'w Field> {
        self.kinds.fields(kind)
    }
}

/// The folder of the public document of a kind.
pub fn home(kind: &Kind) -> String {
    let folder = kind
        .folder
        .as_ref()
        .map(|folder| format!("{folder}/"))
        .unwrap_or_default();
    format!("content/{folder}open-{}", kind.name)
}

/// The last part of its address.
pub fn slug(kind: &Kind) -> String {
    format!("seen-{}", kind.name)
}

/// Any value of a type that has one in itself.
fn plain(ty: &FieldType) -> Option<Value> {
    Some(match ty {
        FieldType::Text | FieldType::Markdown | FieldType::Tag { .. } => json!("Open"),
        FieldType::Number => json!(7),
        FieldType::Boolean => json!(false),
        FieldType::Date => json!("2012-08-02"),
        FieldType::Url => json!("https://example.net/"),
        FieldType::Email => json!("open@example.net"),
        FieldType::Choice(words) => json!(words.first()?),
        FieldType::List(item) => json!([plain(item)?]),
        FieldType::Map(fields) => {
            let inner = fields
                .iter()
                .filter_map(|field| Some((field.name.to_string(), plain(&field.ty)?)));
            Value::Object(inner.collect())
        }
        _ => return None,
    })
}
