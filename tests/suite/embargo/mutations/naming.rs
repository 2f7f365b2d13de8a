//! How documents and files are named by others: every way of writing a link, in every place that can hold one.

use copublish::config::FieldType;
use serde_json::{Value, json};

use super::mutation::{below, pick};
use super::planting::Planter;
use super::search::Files;
use super::secret::{LanguageBy, Piece};
use super::world::{home, slug};

/// A way of writing where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// From `content/` on.
    Path,
    /// From the file that holds the link.
    Relative,
    /// The address on the site.
    Url,
    /// With the site's host.
    Https,
    Http,
    NoScheme,
    Capitals,
    /// With what servers and browsers read behind an address.
    Query,
    /// A letter by its number.
    Percent,
    /// With a step that goes nowhere.
    Dots,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 10] = [
        Form::Path,
        Form::Relative,
        Form::Url,
        Form::Https,
        Form::Http,
        Form::NoScheme,
        Form::Capitals,
        Form::Query,
        Form::Percent,
        Form::Dots,
    ];

    /// A link in this form: to a file of `content/`, which has this address.
    fn link(self, file: &str, address: &str, base: &str) -> String {
        let path = file.strip_prefix("content").unwrap_or(file);
        match self {
            Form::Path => path.to_owned(),
            Form::Relative => format!("<<{file}>>"),
            Form::Url => address.to_owned(),
            Form::Https => format!("https://example.org{base}{address}"),
            Form::Http => format!("http://example.org{base}{address}"),
            Form::NoScheme => format!("//example.org{base}{address}"),
            Form::Capitals => format!("HTTPS://Example.ORG{base}{address}"),
            Form::Query => format!("{address}?a=1#b"),
            Form::Percent => path.replacen("zq", "%7Aq", 1),
            Form::Dots => format!("/.{path}"),
        }
    }
}

/// A file that one document alone names.
pub struct NamedFile {
    pub path: String,
    pub bytes: Vec<u8>,
    address: String,
}

impl NamedFile {
    /// A link to it.
    pub fn written(&self, form: Form, base: &str) -> String {
        form.link(&self.path, &self.address, base)
    }

    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// A file that nobody names yet: in a folder of files, or beside a public document, where its address is not its path.
pub fn named_file(planter: &mut Planter, extension: &str) -> NamedFile {
    let name = format!("{}-{}.{extension}", planter.at("file"), planter.next_file());
    let bytes = match extension {
        "svg" => format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><title>{}</title></svg>",
            planter.at("filebytes")
        ),
        _ => format!("Year,People\n2012,{}\n", planter.at("filebytes")),
    };
    let owners: Vec<_> = planter.world.owners().collect();
    let owner = pick(&owners, planter.dice);
    let address = planter.world.address(&owner.name, &slug(owner));
    let (folder, address) = match address.filter(|_| planter.dice.below(2) == 0) {
        Some(address) => (home(owner), address),
        None => ("content/files".to_owned(), "/files/".to_owned()),
    };
    NamedFile {
        path: format!("{folder}/{name}"),
        bytes: bytes.into_bytes(),
        address: format!("{address}{name}"),
    }
}

/// What sort of file it wants, and the place in a text.
pub type InText = (&'static str, &'static str);

/// Places in a text for a link to a file; `@` is the link, `§` the file's name.
const IN_TEXT: [InText; 17] = [
    ("csv", "[words](@)"),
    ("csv", "[words](@ \"title\")"),
    ("csv", "[words](<@>)"),
    ("csv", "[words][¶]\n\n[¶]: @"),
    ("svg", "![words](@)"),
    ("csv", "<a href=\"@\">words</a>"),
    ("csv", "<p><a href='@'>words</a></p>"),
    ("svg", "<img src=\"@\" alt=\"\">"),
    ("svg", "<picture><source srcset=\"@ 2x\"></picture>"),
    ("svg", "<video poster=\"@\"></video>"),
    ("csv", "[[§]]"),
    ("csv", "[[§|words]]"),
    ("csv", "::: table src=@\n:::"),
    ("csv", "::: download file=@\n:::"),
    ("csv", "::: button link=@\nWords\n:::"),
    ("csv", "- a list\n\n  > [words](@)"),
    ("csv", "Words.[^¶]\n\n[^¶]: [words](@)"),
];

/// Every place with every form that it may have.
pub fn all_in_body() -> Vec<(InText, Form)> {
    let mut all = Vec::new();
    for place in IN_TEXT {
        // What is drawn from a file wants it by its path, and a file's name has one form.
        let forms = match place.1 {
            text if text.contains("src=@") => &Form::ALL[..2],
            text if text.contains('§') => &Form::ALL[..1],
            _ => &Form::ALL[..],
        };
        all.extend(forms.iter().map(|form| (place, *form)));
    }
    all
}

/// A paragraph of the document that names a file.
pub fn in_body(planter: &mut Planter, ((extension, place), form): (InText, Form)) -> Piece {
    let file = named_file(planter, extension);
    let body = place
        .replace('@', &file.written(form, planter.base))
        .replace('§', file.name());
    let body = body.replace('¶', &format!("n{}", planter.next_file()));
    let label = format!("file by {form:?} in {place:?}");
    Piece {
        label,
        body,
        files: Files::from([(file.path, file.bytes)]),
        ..Piece::default()
    }
}

/// Places outside of the document that name it; `@` is a link to it, `§` its id.
const BY_OTHERS: [&str; 10] = [
    "[words](@)",
    "![words](@)",
    "[words][¶]\n\n[¶]: @",
    "<a href=\"@\">words</a>",
    "<img src=\"@\" alt=\"\">",
    "<@>",
    "[[§]]",
    "[[§|words]]",
    "::: button link=@\nWords\n:::",
    "::: download file=@\n:::",
];

/// Somebody who names the document, where its name can be known.
pub fn by_others(planter: &mut Planter) -> Option<Piece> {
    let id = format!("{}/{}", planter.kind.name, planter.name());
    let address = planter.world.address(&planter.kind.name, &planter.name())?;
    let address = match planter.language {
        LanguageBy::Nothing => address,
        _ => format!("/cy{address}"),
    };
    let form = pick(&Form::ALL, planter.dice);
    let link = form.link(&planter.file, &address, planter.base);
    let named = |label: String| Piece {
        label,
        is_named: true,
        ..Piece::default()
    };
    let other = |front: String, body: String| {
        let text = format!("---\ntitle: Naming\nsummary: Own words\n{front}---\n{body}\n");
        Files::from([(
            format!("content/naming/n{}.md", &planter.word[2..14]),
            text.into_bytes(),
        )])
    };
    Some(match planter.dice.below(10) {
        0 => Piece {
            menu: Some(link),
            ..named(format!("menu by {form:?}"))
        },
        1 => Piece {
            redirect: Some(link),
            ..named(format!("redirect by {form:?}"))
        },
        2 => {
            let files = other(format!("aliases: [\"{address}\"]\n"), String::new());
            Piece {
                files,
                ..named("alias of another page".to_owned())
            }
        }
        3 => {
            let data = json!({ "who": id, "where": link }).to_string();
            let name = format!("content/data/d{}.yaml", &planter.word[2..14]);
            Piece {
                files: Files::from([(name, data.into_bytes())]),
                ..named("data file".to_owned())
            }
        }
        4..=5 => field_of_another(planter, &id)?,
        6 => {
            let text = format!("---\nname: Reader\n---\nWords [words]({link})\n");
            let owner = planter.world.owners().next()?;
            let folder = planter.world.parts(&owner.name).find_map(|kind| {
                kind.thread()
                    .and(kind.part.as_ref())
                    .map(|part| part.folder.clone())
            })?;
            let path = format!("{}/{folder}/c{}.md", home(owner), &planter.word[2..14]);
            Piece {
                files: Files::from([(path, text.into_bytes())]),
                ..named(format!("comment by {form:?}"))
            }
        }
        7 => {
            let files = other(
                format!("translation_of: {id}\nlanguage: cy\n"),
                String::new(),
            );
            Piece {
                files,
                ..named("translation of it".to_owned())
            }
        }
        place => {
            let gate = if place == 8 { "draft: true\n" } else { "" };
            let text = pick(&BY_OTHERS, planter.dice);
            let files = other(
                gate.to_owned(),
                text.replace('@', &link)
                    .replace('§', &id)
                    .replace('¶', "at"),
            );
            Piece {
                files,
                ..named(format!("{gate}{text:?} by {form:?}"))
            }
        }
    })
}

/// A document of any kind that has a field which may name this one.
fn field_of_another(planter: &mut Planter, id: &str) -> Option<Piece> {
    let mut places: Vec<(String, Value)> = Vec::new();
    for owner in planter
        .world
        .owners()
        .filter(|owner| owner.folder.is_some())
    {
        for field in planter.world.fields(owner) {
            let value = of_type(&field.ty, &planter.kind.name, id);
            let folder = owner.folder.clone().unwrap_or_default();
            places.extend(value.map(|value| (folder, json!({ field.name.as_str(): value }))));
        }
    }
    let (folder, value) = places.get(below(planter.dice, places.len()))?;
    let (key, value) = value.as_object()?.iter().next()?;
    let text = format!("---\ntitle: Naming\nstart: 2012-08-02\n{key}: {value}\n---\nWords\n");
    let path = format!("content/{folder}/n{}.md", &planter.word[2..14]);
    Some(Piece {
        label: format!("field {key} of {folder}"),
        files: Files::from([(path, text.into_bytes())]),
        is_named: true,
        ..Piece::default()
    })
}

/// A value of a field of this type that names a document of this kind.
fn of_type(ty: &FieldType, kind: &str, id: &str) -> Option<Value> {
    match ty {
        FieldType::Relation(ends) if ends.to.is_empty() => Some(json!(id)),
        FieldType::Relation(ends) if ends.to.len() == 1 && ends.to[0] == kind => {
            Some(json!(id.split('/').next_back()?))
        }
        FieldType::Relation(ends) => ends.to.iter().any(|to| to == kind).then(|| json!(id)),
        FieldType::List(item) => Some(json!([of_type(item, kind, id)?])),
        FieldType::Map(fields) => {
            let inner: serde_json::Map<String, Value> = fields
                .iter()
                .filter_map(|field| {
                    let plain = (field.required).then(|| json!("Words"));
                    Some((
                        field.name.to_string(),
                        of_type(&field.ty, kind, id).or(plain)?,
                    ))
                })
                .collect();
            let has_it = Value::Object(inner.clone())
                .to_string()
                .contains(id.split('/').next_back()?);
            has_it.then_some(Value::Object(inner))
        }
        _ => None,
    }
}

#[test]
fn forms_differ() {
    let links = Form::ALL.map(|form| form.link("content/a/zq.csv", "/seen/zq.csv", "/sub"));
    let unique: std::collections::BTreeSet<&String> = links.iter().collect();
    assert_eq!(unique.len(), links.len(), "{links:?}");
}
