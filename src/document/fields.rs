//! Front matter read as the types its kind declares.
//!
//! Nothing is looked up in other documents: relations and links are noted with their places.

use std::collections::HashSet;
use std::sync::Arc;

use super::at::At;
use super::clarity::{FieldEntry, is_key_of};
use super::comment;
use super::lifecycle::Clarity;
use super::link::{Link, LinkRole};
use super::markdown::{self, Quotes};
use super::mention::add_mentions;
use super::outline::{Reference, TagUse};
use super::placement::part_name;
use super::spots::{FieldSpans, Located};
use super::value::{
    FieldValue, Fields, FragmentId, LinkId, ReferenceId, Tag, Value, letters_of, number,
};
use super::value_help::{how_to_write, other_state, what_to_do_with};
use super::written_date;
use super::{Context, Fragment};
use crate::base::clean_text::CleanText;
use crate::base::english::{article, excerpt};
use crate::base::suggest::did_you_mean;
use crate::base::url::LONGEST_PART;
use crate::base::{Code, Diagnostic, FilePath, SharedText, Span, date, mail};
use crate::config::{Ends, Field, FieldType, Kind};
use crate::content::front_matter::{Format, Halves};
use crate::yaml::{Entry, Node, Value as Yaml, boolean};

/// Keys that copublish itself reads, besides the fields of a kind.
pub const OWN_KEYS: [&str; 2] = ["kind", "collections"];

/// What front matter holds, with everything it leads to.
#[derive(Debug, Default)]
pub struct FrontMatter {
    /// The fields that have a value.
    pub fields: Fields,
    /// The fields of a translation that need something of its source.
    pub incomplete: Fields,
    /// Where their values are.
    pub spans: FieldSpans,
    /// Where the items of lists of words are, by the fields' names.
    pub items: Vec<(SharedText, Vec<Span>)>,
    /// Free words.
    pub tags: Vec<Located<TagUse>>,
    /// The fields and slugs of these: a document may have thousands.
    pub(super) known_tags: HashSet<String>,
    /// Other documents named.
    pub references: Vec<Located<Reference>>,
    /// Links and files.
    pub links: Vec<Located<Link>>,
    /// Markdown fields; `FragmentId(1)` is the first, 0 being the body.
    pub fragments: Vec<Fragment>,
    /// Whether all that may be about the lifecycle was understood.
    pub clarity: Clarity,
}

impl FrontMatter {
    /// Adds a field, as it is written at a place or follows from what is written there.
    pub(super) fn add(&mut self, name: impl Into<SharedText>, value: Value, span: Span) {
        let name = name.into();
        self.spans.0.push((name.clone(), span));
        self.fields.0.push(FieldValue { name, value });
    }

    /// Notes where an item of a list of words is.
    pub(super) fn add_item(&mut self, field: &SharedText, span: Span) {
        match self.items.last_mut().filter(|(name, _)| name == field) {
            Some((_, items)) => items.push(span),
            None => self.items.push((field.clone(), vec![span])),
        }
    }

    fn add_incomplete(&mut self, name: SharedText, value: Value, span: Span) {
        self.spans.0.push((name.clone(), span));
        self.incomplete.0.push(FieldValue { name, value });
    }
}

/// Reads the fields of `kind` from a group of keys.
pub struct FieldReader<'r> {
    /// What holds for the whole site.
    pub context: &'r Context<'r>,
    /// The kind read for.
    pub kind: &'r Kind,
    /// The file, for places.
    pub file: &'r FilePath,
    /// What straight quotes in its Markdown become.
    pub quotes: Option<Quotes>,
    /// How its front matter is written.
    pub format: Format,
    /// What was found so far.
    pub found: FrontMatter,
    /// What was wrong so far.
    pub diagnostics: Vec<Diagnostic>,
    /// True for what may be a translation: its source has what its groups leave out.
    pub has_source: bool,
    /// The field that is being read.
    pub reading: SharedText,
    /// True if a group in this field lacks something that it needs.
    pub has_gaps: bool,
}

/// The keys that are read together: those of a document, or of a group in it.
pub(super) struct Keys<'k> {
    /// Where they are.
    pub root: &'k Node,
    /// What can be read from them.
    pub fields: &'k [&'k Field],
    /// What has them: `an event`.
    pub owner: &'k str,
    /// Those of which nothing more is to be said.
    pub used: Vec<&'k str>,
}

impl<'k> Keys<'k> {
    /// Keys of which none is used yet.
    pub fn new(root: &'k Node, fields: &'k [&'k Field], owner: &'k str) -> Keys<'k> {
        Keys {
            root,
            fields,
            owner,
            used: Vec::new(),
        }
    }

    /// The entry that a field is read from, which is used now.
    pub fn take(&mut self, field: &Field) -> Option<&'k Entry> {
        let entry = written(self.root, field);
        self.used.extend(entry.map(|entry| entry.key.as_str()));
        entry
    }
}

impl<'r> FieldReader<'r> {
    /// Reads all fields, then reports keys that no field reads. `halves` says where front matter is.
    pub fn read(mut self, root: &Node, halves: Halves) -> (FrontMatter, Vec<Diagnostic>) {
        let fields: Vec<&Field> = self.context.kinds.fields(self.kind).collect();
        let owner = self.owner();
        let mut keys = Keys::new(root, &fields, &owner);
        for field in &fields {
            let entry = keys.take(field);
            if !self.is_misnamed(&mut keys, field) {
                self.field_or_gap(root, field, entry, halves);
            }
        }
        self.check_periods(root, &fields);
        self.check_empty(root, &fields);
        let reported = self.check_near_misses(root, &fields, &keys.used);
        self.check_indented(root, &fields);
        keys.used.extend(reported);
        self.unknown(&keys);
        add_mentions(root, &mut self.found.links);
        (self.found, self.diagnostics)
    }

    /// `an event`
    fn owner(&self) -> String {
        let label = self.kind.label.to_lowercase();
        format!("{} {label}", article(&label))
    }

    /// Reads a field from its entry, if it has one with a value; reports it if it is missing.
    fn field_or_gap(&mut self, root: &Node, field: &Field, entry: Option<&Entry>, halves: Halves) {
        match entry {
            Some(entry) if entry.value.value != Yaml::Empty => {
                self.field_of(root, FieldEntry { field, entry });
            }
            // What is to be said of it is said when all are read.
            Some(_) if field.lifecycle => {}
            entry if field.required => self.missing(field, entry, halves),
            _ => {}
        }
    }

    fn field_of(&mut self, root: &Node, read: FieldEntry) {
        let found = self.diagnostics.len();
        let has_value = self.field(read.field, read.entry);
        if !read.field.lifecycle {
            return;
        }
        if !has_value {
            self.withhold_for_value(found);
        }
        self.check_other_keys(root, read);
    }

    /// Reads a field; false if its value is not one of its type.
    fn field(&mut self, field: &Field, entry: &Entry) -> bool {
        let at = At {
            name: entry.key.clone(),
            item: None,
            node: &entry.value,
        };
        self.reading = field.name.clone();
        self.has_gaps = false;
        let Some(value) = self.value(&at, &field.ty, &field.name) else {
            return false;
        };
        let span = *entry.value.span;
        if self.has_source && self.has_gaps {
            self.found.add_incomplete(field.name.clone(), value, span);
        } else {
            self.found.add(field.name.clone(), value, span);
        }
        true
    }

    /// Reads one value; `field` is the outermost field's name, dots lead into groups.
    pub(super) fn value(&mut self, at: &At, ty: &FieldType, field: &SharedText) -> Option<Value> {
        if let FieldType::List(item) = ty {
            return Some(self.list(at, item, field));
        }
        if let FieldType::Map(fields) = ty
            && let group = at.only_item()
            && let Yaml::Mapping(_) = &group.node.value
        {
            return self.map(&group, fields, field);
        }
        if let FieldType::Any = ty {
            return Some(Value::Any(Box::new(at.node.clone())));
        }
        if let FieldType::Image = ty {
            return self.image(at);
        }
        let item = at.only_item();
        let Some(text) = item.node.text().map(str::trim) else {
            self.wrong(at, ty);
            return None;
        };
        self.scalar(&item, text, ty, field)
    }

    fn scalar(&mut self, at: &At, text: &str, ty: &FieldType, field: &SharedText) -> Option<Value> {
        match ty {
            FieldType::Text => Some(Value::Text(text.to_owned())),
            FieldType::Markdown => Some(Value::Markdown(self.markdown(at, text))),
            FieldType::Url => Some(Value::Link(self.link(at, text, LinkRole::Target))),
            FieldType::File => Some(Value::Link(self.link(at, text, LinkRole::File))),
            FieldType::Relation(ends) => Some(self.relation(at, text, ends, field)),
            FieldType::Date => self.date(at, text),
            FieldType::Choice(words) => self.choice(at, text, words),
            FieldType::Tag { url } => self.tag(at, text, field, url),
            _ => {
                let value = plain_value(text, ty);
                if value.is_none() {
                    self.wrong(at, ty);
                }
                value
            }
        }
    }

    fn relation(&mut self, at: &At, text: &str, ends: &Arc<Ends>, field: &SharedText) -> Value {
        let id = ReferenceId(index(self.found.references.len()));
        let value = Reference {
            field: field.clone(),
            target: text.into(),
            ends: Arc::clone(ends),
            item: at.item,
        };
        self.found.references.push(at.located(value));
        Value::Relation(id)
    }

    fn date(&mut self, at: &At, text: &str) -> Option<Value> {
        let moment = date::read(text, self.context.zone);
        let span = *at.node.span;
        let problem = written_date::problem(&at.name, text, moment.as_ref(), self.file, span);
        problem.into_iter().for_each(|problem| self.reject(problem));
        moment.map(Value::Date)
    }

    /// Reports what is wrong with the value of a field, which the document is without now.
    pub(super) fn reject(&mut self, problem: Diagnostic) {
        self.diagnostics.push(problem.while_reading_fields());
    }

    fn choice(&mut self, at: &At, text: &str, words: &[String]) -> Option<Value> {
        if words.iter().any(|word| word == text) {
            return Some(Value::Text(text.to_owned()));
        }
        let message = format!("`{}` cannot be `{}`", at.name, excerpt(text, 60));
        let one_of = format!("it can be {}", crate::base::english::ticked_or(words));
        self.reject(
            Diagnostic::new(Code::WrongValue, message)
                .at(self.file, at.node.span, "not one of the choices")
                .help(did_you_mean(text, words.iter().map(String::as_str)).unwrap_or_default())
                .help(one_of)
                .help(other_state(&at.name, text).unwrap_or_default()),
        );
        None
    }

    fn tag(&mut self, at: &At, text: &str, field: &SharedText, url: &SharedText) -> Option<Value> {
        let tag = Tag::new(text);
        if tag.slug.is_empty() {
            self.wrong(at, &FieldType::Tag { url: url.clone() });
            return None;
        }
        if tag.slug.len() > LONGEST_PART {
            let message = format!(
                "the tag `{}` is too long for the address of its page",
                excerpt(text, 40)
            );
            self.reject(
                Diagnostic::new(Code::WrongValue, message)
                    .at(
                        self.file,
                        at.node.span,
                        format!("longer than {LONGEST_PART} letters in an address"),
                    )
                    .help("use a shorter tag; a sentence belongs in `summary`"),
            );
            return None;
        }
        let use_of_tag = TagUse {
            field: field.clone(),
            url: url.clone(),
            word: Arc::new(tag),
        };
        self.use_tag(at, use_of_tag)
    }

    /// Notes a tag. `C#` and `C++` share a page, which the document shows once; that they do is told where all tags are gathered.
    fn use_tag(&mut self, at: &At, tag: TagUse) -> Option<Value> {
        let (field, word) = (&tag.field, Arc::clone(&tag.word));
        let known = &mut self.found.known_tags;
        let is_shown = known.insert(format!("{field} {}", word.slug));
        let letters = letters_of(&word.label);
        let says_more = known.insert(format!("{field} {} {letters}", word.slug));
        if is_shown || says_more {
            self.found.tags.push(at.located(tag));
        }
        is_shown.then_some(Value::Tag(word))
    }

    pub(super) fn link(&mut self, at: &At, text: &str, role: LinkRole) -> LinkId {
        let id = LinkId(index(self.found.links.len()));
        let value = Link {
            target: text.into(),
            role,
        };
        self.found.links.push(at.located(value));
        id
    }

    /// Makes the link to a file one to a picture.
    pub(super) fn show_as_picture(&mut self, id: LinkId) {
        if let Some(link) = self.found.links.get_mut(id.0 as usize) {
            link.value.role = LinkRole::Picture;
        }
    }

    /// Reads a Markdown field. Its places are the whole value: YAML folds lines, so a byte of the
    /// Markdown has no certain byte in the file.
    fn markdown(&mut self, at: &At, text: &str) -> FragmentId {
        let name = format!("{} {}", part_name(self.file.name()), at.name);
        let guest = comment::id_prefix(self.kind, &name);
        let input = markdown::Input {
            file: self.file,
            text: &CleanText::of(text),
            offset: 0,
            raw_html: comment::raw_html(self.kind, self.context.raw_html),
            link_schemes: comment::link_schemes(self.kind, self.context.link_schemes),
            quotes: self.quotes,
            anchors: self.context.anchors,
            guest: guest.as_deref(),
        };
        let (links, diagnostics) = (self.found.links.len(), self.diagnostics.len());
        let body = markdown::read(&input, &mut self.found.links, &mut self.diagnostics);
        self.move_found(links, diagnostics, *at.node.span);
        self.add_fragment(body.fragment)
    }

    /// Moves links and diagnostics, each from one of them on, to another place.
    fn move_found(&mut self, links: usize, diagnostics: usize, span: Span) {
        for link in &mut self.found.links[links..] {
            link.span = span;
        }
        for found in &mut self.diagnostics[diagnostics..] {
            found.move_to(span);
        }
    }

    fn add_fragment(&mut self, fragment: Fragment) -> FragmentId {
        self.found.fragments.push(fragment);
        FragmentId(u16::try_from(self.found.fragments.len()).unwrap_or(u16::MAX))
    }

    pub(super) fn wrong(&mut self, at: &At, ty: &FieldType) {
        let found = match at.node.text() {
            Some(text) => format!("`{}`", excerpt(text, 40)),
            None => at.node.describe().to_owned(),
        };
        let message = format!("`{}` must be {}, but is {found}", at.name, ty.describe());
        let diagnostic = Diagnostic::new(Code::WrongValue, message).at(self.file, at.node.span, "");
        self.reject(diagnostic.help(how_to_write(self.format, at, ty)));
    }

    fn missing(
        &mut self,
        field: &Field,
        entry: Option<&Entry>,
        Halves { format, front, .. }: Halves,
    ) {
        let message = format!("{} needs `{}`", self.owner(), field.name);
        let span = entry.map_or(
            Span {
                end: front.start,
                ..front
            },
            |entry| *entry.key_span,
        );
        let words = if entry.is_some() { "empty" } else { "" };
        self.reject(
            Diagnostic::new(Code::MissingField, message)
                .at(self.file, span, words)
                .help(self.add(field))
                .help(match format {
                    None => "write front matter between two lines of `---` at the top",
                    Some(_) => "",
                })
                .lacking(&field.name),
        );
    }

    /// What to type for a field that is missing.
    pub(super) fn add(&self, field: &Field) -> String {
        format!(
            "add `{}` with {}",
            self.format.key(&field.name),
            field.ty.describe()
        )
    }

    /// Reports keys that no field reads.
    pub(super) fn unknown(&mut self, keys: &Keys) {
        let Keys {
            root,
            fields,
            owner,
            used,
        } = keys;
        for entry in root.entries() {
            let key = entry.key.as_str();
            let ignored =
                self.kind.ignored.iter().any(|known| known == key) || OWN_KEYS.contains(&key);
            if ignored || used.contains(&key) {
                continue;
            }
            // A key that a field may be read from is known, also where another key was read instead.
            if fields.iter().any(|field| is_key_of(field, key)) {
                continue;
            }
            let message = format!("{owner} has no field called `{}`", excerpt(key, 60));
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownField, message)
                    .at(self.file, entry.key_span, "not read")
                    .help(what_to_do_with(key, fields, self.kind)),
            );
        }
    }
}

/// The entry that a field is read from: its own key, else the first of its `from` keys with a value.
pub(super) fn written<'n>(root: &'n Node, field: &Field) -> Option<&'n Entry> {
    let find = |key: &str| root.entries().iter().find(|entry| entry.key == key);
    let own = find(&field.name);
    if own.is_some_and(|entry| entry.value.value != Yaml::Empty) {
        return own;
    }
    let other = field
        .from
        .iter()
        .filter_map(|key| find(key))
        .find(|entry| entry.value.value != Yaml::Empty);
    other
        .or(own)
        .or_else(|| field.from.iter().find_map(|key| find(key)))
}

/// Counts in a document stay far below `u32::MAX`: files are at most 4 GiB.
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A value that only its text decides on; `None` for one of another type.
fn plain_value(text: &str, ty: &FieldType) -> Option<Value> {
    match ty {
        FieldType::Number => number(text),
        FieldType::Boolean => boolean(text).map(Value::Boolean),
        FieldType::Email => mail::url(text).map(Value::Text),
        _ => None,
    }
}
