//! What templates see of the fields of a document.

use std::borrow::Cow;

use tera::Value as TeraValue;
use tera::value::Key;

use super::file::{ImageView, LinkView};
use super::reference::reference_value;
use super::site::as_written;
use super::tag::TagView;
use super::value::{Entries, empty_list, to_value};
use crate::base::SharedText;
use crate::config::{Field, FieldType};
use crate::document::meta::LANGUAGE;
use crate::document::{FragmentId, Image, ReferenceId, Tag, Value};
use crate::graph::{Node, NodeId};
use crate::layout::context::RenderContext;
use crate::layout::number::to_view;

/// Makes the views of one document's fields.
pub struct FieldViews<'f> {
    pub context: &'f RenderContext<'f>,
    pub node: Node<'f>,
    /// The language of the words in the field, if it is not that of the document.
    pub language: Option<&'f str>,
    /// Makes the view of a document that a field names.
    pub related: fn(&RenderContext, NodeId) -> TeraValue,
    /// Makes the HTML of Markdown; without it, Markdown is left out.
    pub markdown: Option<&'f mut dyn FnMut(FragmentId) -> TeraValue>,
}

/// A common field; a kind may declare it in its own way.
pub fn common_field(context: &RenderContext, node: Node, name: &str) -> Option<TeraValue> {
    let field = context.fields_of(node).field(name)?;
    let mut views = FieldViews {
        context,
        node,
        language: None,
        related: reference_value,
        markdown: None,
    };
    Some(views.field(field))
}

/// What templates see of a field without a value: an empty list, or none.
fn absent(ty: &FieldType) -> TeraValue {
    match ty {
        FieldType::List(_) => empty_list(),
        _ => TeraValue::none(),
    }
}

/// True for a type whose values hold Markdown somewhere.
pub fn holds_markdown(ty: &FieldType) -> bool {
    match ty {
        FieldType::Markdown => true,
        FieldType::List(item) => holds_markdown(item),
        FieldType::Map(fields) => fields.iter().any(|field| holds_markdown(&field.ty)),
        _ => false,
    }
}

impl<'f> FieldViews<'f> {
    /// The same for the values of one field, whose words may be in the language of the source of a translation.
    #[must_use]
    pub fn within(mut self, field: &str) -> FieldViews<'f> {
        self.enter(field);
        self
    }

    fn enter(&mut self, field: &str) {
        let of_site = self.context.site.settings.language.as_str();
        self.language = self.node.outline().language_of_field(field, of_site);
    }

    /// A field of the document.
    pub fn field(&mut self, field: &Field) -> TeraValue {
        self.enter(&field.name);
        match self.node.outline().field(&field.name) {
            Some(value) => self.value(value, &field.ty),
            None => absent(&field.ty),
        }
    }

    /// A value of a field.
    pub fn value(&mut self, value: &Value, ty: &FieldType) -> TeraValue {
        match value {
            Value::Text(_) | Value::SourceText(_) => self.text(value, ty),
            Value::Integer(number) => (*number).into(),
            Value::Number(number) => to_view(*number),
            Value::Boolean(flag) => (*flag).into(),
            Value::Date(moment) => moment.iso().into(),
            Value::Markdown(id) => self.html(*id),
            Value::Link(id) => to_value(&LinkView::new(self.context, self.node, *id)),
            Value::Image(image) => to_value(&self.image(image)),
            Value::Tag(tag) => self.tag(ty, tag),
            Value::Relation(id) => self.relation(*id),
            Value::List(values) => self.list(values, ty),
            Value::Map(entries) => self.group(entries, ty),
            Value::Any(tree) => as_written(tree),
        }
    }

    /// An item of a list.
    pub fn item(&mut self, item: &Value, list: &FieldType) -> TeraValue {
        match list {
            FieldType::List(ty) => self.value(item, ty),
            _ => TeraValue::none(),
        }
    }

    /// False for an item of a list that readers do not see, since it is about a hidden document.
    pub fn shows_item(&self, item: &Value, list: &FieldType) -> bool {
        match (item, list) {
            (Value::Map(entries), FieldType::List(ty)) => match ty.as_ref() {
                FieldType::Map(fields) => !self.is_about_hidden(entries, fields),
                _ => true,
            },
            _ => true,
        }
    }

    /// A text; one that readers read is marked if it is in another language than what is around it.
    fn text(&self, value: &Value, ty: &FieldType) -> TeraValue {
        match (value, ty) {
            (Value::SourceText(text), _) => self.words_of_source(text).as_ref().into(),
            (Value::Text(text), FieldType::Text) => self.words(text).as_ref().into(),
            _ => value.text().into(),
        }
    }

    fn words<'w>(&self, words: &'w str) -> Cow<'w, str> {
        let language = self
            .language
            .unwrap_or_else(|| self.context.language(self.node));
        self.context.shown_in(language, words)
    }

    fn words_of_source<'w>(&self, words: &'w str) -> Cow<'w, str> {
        let of_site = self.context.site.settings.language.as_str();
        let inherited = self.node.outline().inherited.as_ref();
        let language = inherited.map_or(of_site, |inherited| inherited.language_of_words(of_site));
        self.context.shown_in(language, words)
    }

    fn image<'v>(&'v self, image: &'v Image) -> Option<ImageView<'v>> {
        let shown = |words: &'v str, is_of_source: bool| match is_of_source {
            true => self.words_of_source(words),
            false => self.words(words),
        };
        ImageView::new(self.context, self.node, image, &shown)
    }

    fn relation(&self, id: ReferenceId) -> TeraValue {
        match self.context.relation(self.node, id) {
            Some(other) => (self.related)(self.context, other),
            None => TeraValue::none(),
        }
    }

    /// A tag, with the page that it has in the language of the document.
    fn tag(&self, ty: &FieldType, tag: &Tag) -> TeraValue {
        let at_root = match ty {
            FieldType::Tag { url } => url.as_str(),
            _ => "/",
        };
        let language = self.node.outline().location.language;
        let base_path = &self.context.site.settings.languages.get(language).base_path;
        let index = format!("{base_path}{at_root}");
        match self.context.cache.tags.find(&index, &tag.slug) {
            Some(view) => view.into_value(),
            None => to_value(&TagView {
                title: self.context.tag_label(&tag.label),
                url: String::new(),
            }),
        }
    }

    fn html(&mut self, id: FragmentId) -> TeraValue {
        match &mut self.markdown {
            Some(markdown) => markdown(id),
            None => TeraValue::none(),
        }
    }

    fn list(&mut self, values: &[Value], ty: &FieldType) -> TeraValue {
        let item = match ty {
            FieldType::List(item) => item,
            other => other,
        };
        let views = values.iter().map(|value| self.value(value, item));
        // A relation that leads nowhere was reported, or is not public: the list goes on without it.
        let kept = views.filter(|view| !view.is_none());
        kept.collect::<Vec<TeraValue>>().into()
    }

    fn group(&mut self, entries: &[(SharedText, Value)], ty: &FieldType) -> TeraValue {
        let FieldType::Map(fields) = ty else {
            return TeraValue::none();
        };
        if self.is_about_hidden(entries, fields) {
            return TeraValue::none();
        }
        let mut group = Entries::default();
        for field in fields {
            let view = match find(entries, &field.name) {
                // A tag of a language is no words in one.
                Some(value) if field.name == LANGUAGE => value.text().into(),
                Some(value) => self.value(value, &field.ty),
                None => absent(&field.ty),
            };
            group.push(Key::String(field.name.clone().into()), view);
        }
        to_value(&group)
    }

    /// True for a group that is about a document which readers cannot see, or which does not exist: what it says of
    /// that document, such as a role, is not shown either.
    fn is_about_hidden(&self, entries: &[(SharedText, Value)], fields: &[Field]) -> bool {
        let mut required = fields.iter().filter(|field| field.required);
        required.any(|field| match find(entries, &field.name) {
            Some(Value::Relation(id)) => self.context.relation(self.node, *id).is_none(),
            _ => false,
        })
    }
}

/// The value of a group's field.
pub(super) fn find<'e>(entries: &'e [(SharedText, Value)], name: &str) -> Option<&'e Value> {
    let entry = entries.iter().find(|(key, _)| *key == *name);
    entry.map(|(_, value)| value)
}
