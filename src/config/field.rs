//! A declared field: its name, its type, and what an author may write for it.

use std::sync::Arc;

use super::lifecycle_key::OWN;
use super::setting_groups;
use super::settings::{Safest, Settings, SettingsFile};
use crate::base::site_layout;
use crate::base::suggest::did_you_mean;
use crate::base::{FilePath, SharedText, SourceSpan};
use crate::yaml::{Entry, Node};

/// A field that documents of a kind may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key in front matter and in templates.
    pub name: SharedText,
    /// What it holds.
    pub ty: FieldType,
    /// A document without it is reported.
    pub required: bool,
    /// Other keys it is read from, in this order, where its own is absent.
    pub from: Vec<String>,
    /// True for a field that says whether a document is public: one that cannot be read withholds it.
    pub lifecycle: bool,
    /// True for a field that each version of a document in several languages has for itself: a translation without it does not
    /// get that of its source.
    pub per_language: bool,
    /// For a date, the field that says when what it ends began.
    pub after: Option<SharedText>,
    /// What it is for, for authors; may be empty.
    pub about: String,
    /// False where the declaration names no type: then one with the same name in a layer below, or
    /// among the common fields, gives it.
    pub typed: bool,
    /// Where it is declared, for messages about its declaration.
    pub declared: Declared,
}

impl Field {
    /// Lays this declaration over an older one of the same name.
    #[must_use]
    pub fn over(self, older: &Field) -> Field {
        if self.typed {
            return Field {
                lifecycle: self.lifecycle || older.lifecycle,
                per_language: self.per_language || older.per_language,
                ..self
            };
        }
        let about = if self.about.is_empty() {
            older.about.clone()
        } else {
            self.about
        };
        Field {
            ty: older.ty.clone(),
            typed: older.typed,
            after: self.after.or_else(|| older.after.clone()),
            about,
            lifecycle: self.lifecycle || older.lifecycle,
            per_language: self.per_language || older.per_language,
            required: self.required || older.required,
            ..self
        }
    }
}

/// The place of a declaration. All are equal: where a field stands does not change what it is.
#[derive(Clone, Debug, Default)]
pub struct Declared(pub Option<(FilePath, SourceSpan)>);

impl Declared {
    /// True if a site declares this over what its theme declares.
    pub fn is_over(&self, other: &Declared) -> bool {
        self.is_of_site() && !other.is_of_site()
    }

    /// True if a site declares this.
    pub fn is_of_site(&self) -> bool {
        let place = self.0.as_ref();
        place.is_some_and(|(file, _)| file.as_str() == site_layout::SETTINGS)
    }
}

impl PartialEq for Declared {
    fn eq(&self, _: &Declared) -> bool {
        true
    }
}

impl Eq for Declared {}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Plain text.
    Text,
    /// Markdown, shown as HTML.
    Markdown,
    /// A number, whole or with a decimal point.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A date or a moment.
    Date,
    /// A link: to a document or file of the site, or to another site.
    Url,
    /// An email address.
    Email,
    /// A picture with its alternative text.
    Image,
    /// A file of the site.
    File,
    /// One of some words.
    Choice(Vec<String>),
    /// A free word that has a page of its own, listing all documents with it.
    Tag {
        /// Where its pages stand: `/tags/`.
        url: SharedText,
    },
    /// Any number of values of one type; a single value is a list of one.
    List(Box<FieldType>),
    /// A group of fields.
    Map(Vec<Field>),
    /// The id of another document.
    Relation(Arc<Ends>),
    /// Anything, handed to templates as written.
    Any,
}

/// What a relation joins. Shared by all documents that have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// The kinds it may name; empty for any kind.
    pub to: Vec<String>,
    /// The name under which the other end lists this one.
    pub inverse: Option<String>,
}

impl Field {
    /// True for a field that a translation states itself: it holds words, or says something about this language, or about who may
    /// see the document. All others say the same in all languages.
    pub fn is_stated_by_translations(&self) -> bool {
        self.per_language || self.lifecycle || self.ty.holds_words()
    }
}

impl FieldType {
    /// True for what may hold words that are translated.
    fn holds_words(&self) -> bool {
        match self {
            FieldType::Text | FieldType::Markdown | FieldType::Image | FieldType::Any => true,
            FieldType::List(item) => item.holds_words(),
            FieldType::Map(fields) => fields.iter().any(|field| field.ty.holds_words()),
            _ => false,
        }
    }

    /// The fields of a group, or of the groups in a list.
    pub fn inner_fields(&self) -> Option<&[Field]> {
        match self {
            FieldType::Map(fields) => Some(fields),
            FieldType::List(item) => item.inner_fields(),
            _ => None,
        }
    }

    pub(super) fn inner_fields_mut(&mut self) -> Option<&mut [Field]> {
        match self {
            FieldType::Map(fields) => Some(fields),
            FieldType::List(item) => item.inner_fields_mut(),
            _ => None,
        }
    }

    /// The type for messages: "a date", "a list".
    pub fn describe(&self) -> String {
        match self {
            FieldType::Text => "text".to_owned(),
            FieldType::Markdown => "Markdown text".to_owned(),
            FieldType::Number => "a number".to_owned(),
            FieldType::Boolean => "`true` or `false`".to_owned(),
            FieldType::Date => "a date".to_owned(),
            FieldType::Url => "a link".to_owned(),
            FieldType::Email => "an email address".to_owned(),
            FieldType::Image => "a picture: its file, or `file` and `alt`".to_owned(),
            FieldType::File => "a file".to_owned(),
            FieldType::Choice(words) => {
                format!("one of {}", crate::base::english::ticked_or(words))
            }
            FieldType::Tag { .. } => "a tag".to_owned(),
            FieldType::List(item) => format!("a list, each item {}", item.describe()),
            FieldType::Map(_) => "a group of keys".to_owned(),
            FieldType::Relation(ends) => match ends.to.as_slice() {
                [] => "the id of a document".to_owned(),
                to => format!(
                    "the id of {} {}",
                    crate::base::english::article(&to[0]),
                    to.join(" or ")
                ),
            },
            FieldType::Any => "anything".to_owned(),
        }
    }
}

/// The file that declares the fields of all kinds.
pub const COMMON: &str = "built-in:common.yaml";

/// Reads the fields of a kind or of a map.
pub fn read_fields(file: &SettingsFile, entries: &[Entry]) -> Vec<Field> {
    entries
        .iter()
        .filter_map(|entry| read_field(file, entry))
        .collect()
}

impl Field {
    /// A field of which no more than its name and its type are said.
    pub fn new(name: SharedText, ty: FieldType) -> Field {
        Field {
            name,
            ty,
            required: false,
            from: Vec::new(),
            lifecycle: false,
            per_language: false,
            after: None,
            about: String::new(),
            typed: true,
            declared: Declared::default(),
        }
    }
}

fn read_field(file: &SettingsFile, entry: &Entry) -> Option<Field> {
    let declared = Declared(Some((file.file.clone(), entry.key_span)));
    let name = entry.key.as_str().into();
    let mut field = Field {
        declared,
        ..Field::new(name, FieldType::Text)
    };
    if let Some(word) = entry.value.text() {
        field.ty = from_word(file, &field.name, word, entry.value.span)?;
        return Some(field);
    }
    // A theme or a site cannot declare one: the names are those that copublish acts on.
    field.lifecycle = file.file.as_str() == COMMON && OWN.contains(&field.name.as_str());
    let settings = Settings::new(
        file,
        &entry.value,
        format!("field `{}`", field.name),
        "field",
    );
    field.read_settings(&settings)?;
    settings.done();
    Some(field)
}

impl Field {
    fn read_settings(&mut self, settings: &Settings) -> Option<()> {
        self.required = settings.flag("required").unwrap_or(false);
        let from = settings.protecting("from", Safest::NoSite, |it| it.texts("from"));
        self.from = from.unwrap_or_default();
        self.about = settings.text("about").unwrap_or_default();
        self.per_language = settings.flag("per_language").unwrap_or(false);
        self.after = settings.text("after").map(SharedText::from);
        self.typed = settings.node("type").is_some();
        // Without a type, nobody knows which other keys a field may have.
        self.ty = read_type(settings, &self.name)?;
        Some(())
    }
}

fn read_type(settings: &Settings, name: &str) -> Option<FieldType> {
    let many = settings.flag("many").unwrap_or(false);
    let ty = read_item_type(settings, name)?;
    Some(if many {
        FieldType::List(Box::new(ty))
    } else {
        ty
    })
}

fn read_item_type(settings: &Settings, name: &str) -> Option<FieldType> {
    let word = settings.protecting("type", Safest::NoSite, |it| it.text("type"));
    let word = word.unwrap_or_else(|| "text".to_owned());
    Some(match word.as_str() {
        "choice" => FieldType::Choice(settings.texts("of").unwrap_or_default()),
        "tag" => FieldType::Tag {
            url: tag_url(settings, name),
        },
        "relation" => FieldType::Relation(Arc::new(Ends {
            to: settings.texts("to").unwrap_or_default(),
            inverse: settings.text("inverse"),
        })),
        "map" => FieldType::Map(read_inner_fields(settings)),
        "list" => FieldType::List(Box::new(item_type(settings, name)?)),
        word => from_word(settings.file, name, word, settings.place("type"))?,
    })
}

/// `of` in a list: a type's word, or a whole declaration without a name.
fn item_type(settings: &Settings, name: &str) -> Option<FieldType> {
    let Some(node) = settings.node("of") else {
        return Some(FieldType::Text);
    };
    match node.text() {
        Some(word) => from_word(settings.file, name, word, node.span),
        None => nested_type(settings.file, name, node),
    }
}

fn nested_type(file: &SettingsFile, name: &str, node: &Node) -> Option<FieldType> {
    let inner = Settings::new(file, node, format!("the items of `{name}`"), "item");
    let ty = read_type(&inner, name)?;
    inner.done();
    Some(ty)
}

fn from_word(file: &SettingsFile, name: &str, word: &str, span: SourceSpan) -> Option<FieldType> {
    if let Some(item) = word.strip_prefix("list of ") {
        return from_word(file, name, item, span).map(|item| FieldType::List(Box::new(item)));
    }
    Some(match word {
        "text" => FieldType::Text,
        "markdown" => FieldType::Markdown,
        "number" => FieldType::Number,
        "boolean" => FieldType::Boolean,
        "date" => FieldType::Date,
        "url" => FieldType::Url,
        "email" => FieldType::Email,
        "image" => FieldType::Image,
        "file" => FieldType::File,
        "any" => FieldType::Any,
        "tag" => FieldType::Tag {
            url: format!("/{name}/").into(),
        },
        "relation" => FieldType::Relation(Arc::default()),
        "list" => FieldType::List(Box::new(FieldType::Text)),
        other => {
            let (message, help) = about_word(name, other);
            file.wrong(span, message, help);
            return None;
        }
    })
}

/// What is wrong with a word that alone is no type, and what to write.
fn about_word(name: &str, word: &str) -> (String, String) {
    let more = match word {
        "choice" => Some("of: [one, two]"),
        "map" => Some("fields: {…}"),
        _ => None,
    };
    if let Some(more) = more {
        let message = format!("`{name}` is a {word}, but does not say of what");
        return (message, format!("write `{name}: {{type: {word}, {more}}}`"));
    }
    let types = setting_groups::words_of("type");
    let near = did_you_mean(word, types.iter().copied())
        .unwrap_or_else(|| format!("a field is one of {}", types.join(", ")));
    (format!("`{name}` has the unknown type `{word}`"), near)
}

/// The URL below which a field of tags has its pages.
fn tag_url(settings: &Settings, name: &str) -> SharedText {
    let url = settings.text("address");
    let url = url.as_deref().unwrap_or(name).trim_matches('/');
    format!("/{url}/").into()
}

fn read_inner_fields(settings: &Settings) -> Vec<Field> {
    let fields = settings.node("fields");
    let fields = fields.map(|node| read_fields(settings.file, node.entries()));
    fields.unwrap_or_default()
}
