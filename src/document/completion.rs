//! Groups that a translation states in part, such as the title of a milestone or the alternative text of a picture: each has what it
//! leaves out of the group at the same place in the source. Fields that it does not state at all are those of `inherit`.

use super::meta::entry;
use super::source_values::{SourceValues, is_inherited};
use super::value::{Image, Value};
use crate::base::SharedText;
use crate::config::{Field, FieldType};

/// The entries of a group.
type Entries = [(SharedText, Value)];

/// Completes the groups of one field.
pub(super) struct Completion<'c, 's> {
    pub taken: &'c mut SourceValues<'s>,
    /// True if something was taken of the source.
    pub has_taken: bool,
    /// True if a group still lacks something that it needs.
    pub has_gaps: bool,
}

/// True for a type whose values have groups in them.
pub(super) fn holds_groups(ty: &FieldType) -> bool {
    match ty {
        FieldType::List(item) => holds_groups(item),
        FieldType::Map(_) | FieldType::Image => true,
        _ => false,
    }
}

impl Completion<'_, '_> {
    /// A value of the translation with what it has of the source's; `None` if it is a group that still lacks something.
    pub fn value(&mut self, own: &Value, theirs: Option<&Value>, ty: &FieldType) -> Option<Value> {
        match (own, ty) {
            (Value::List(own), FieldType::List(item)) => {
                Some(Value::List(self.list(own, theirs, item)))
            }
            (Value::Map(own), FieldType::Map(fields)) => {
                let whole = self.group(own, theirs.and_then(Value::map), fields);
                self.has_gaps |= whole.is_none();
                whole
            }
            (Value::Map(own), FieldType::Image) => {
                let image = self.described(own, theirs);
                self.has_gaps |= image.is_none();
                image
            }
            (Value::Image(own), FieldType::Image) => Some(self.image(own, theirs)),
            _ => Some(own.clone()),
        }
    }

    /// The items of a list; only one with as many items as the source's has its items at the same places.
    fn list(&mut self, own: &[Value], theirs: Option<&Value>, item: &FieldType) -> Vec<Value> {
        let theirs = match theirs {
            Some(Value::List(theirs)) if theirs.len() == own.len() => theirs.as_slice(),
            _ => &[],
        };
        let items = own.iter().enumerate();
        let whole = items.filter_map(|(at, own)| self.value(own, theirs.get(at), item));
        whole.collect()
    }

    fn group(
        &mut self,
        own: &Entries,
        theirs: Option<&Entries>,
        fields: &[Field],
    ) -> Option<Value> {
        let theirs = theirs.filter(|theirs| self.are_about_one(own, theirs, fields));
        let mut values = Vec::with_capacity(fields.len());
        for field in fields {
            let source = theirs.and_then(|theirs| entry(theirs, &field.name));
            let value = match entry(own, &field.name) {
                Some(value) => self.value(value, source, &field.ty),
                None => self.of_source(source, field),
            };
            if value.is_none() && field.required {
                return None;
            }
            values.extend(value.map(|value| (field.name.clone(), value)));
        }
        Some(Value::Map(values))
    }

    fn of_source(&mut self, source: Option<&Value>, field: &Field) -> Option<Value> {
        if !is_inherited(field) {
            return None;
        }
        let value = self.taken.inner_value(source?, &field.ty);
        self.has_taken = true;
        Some(value)
    }

    /// False for two groups that name different documents or files: what is said of one does not hold for the other.
    fn are_about_one(&self, own: &Entries, theirs: &Entries, fields: &[Field]) -> bool {
        fields.iter().all(|field| {
            let values = entry(own, &field.name).zip(entry(theirs, &field.name));
            match (values, &field.ty) {
                (Some((Value::Relation(own), Value::Relation(theirs))), _) => {
                    self.taken.have_one_subject(*own, *theirs)
                }
                (Some((Value::Link(own), Value::Link(theirs))), FieldType::File) => {
                    self.taken.have_one_target(*own, *theirs)
                }
                _ => true,
            }
        })
    }

    /// The source's picture with what the translation says of it.
    fn described(&mut self, own: &Entries, theirs: Option<&Value>) -> Option<Value> {
        let Some(Value::Image(theirs)) = theirs else {
            return None;
        };
        let image = Image::described(self.taken.link(theirs.file), own);
        self.has_taken = true;
        Some(Value::Image(Box::new(self.with_words(image, theirs))))
    }

    /// A picture; if it is the source's too, with the words that are not translated.
    fn image(&mut self, own: &Image, theirs: Option<&Value>) -> Value {
        let image = match theirs {
            Some(Value::Image(theirs)) if self.taken.have_one_target(own.file, theirs.file) => {
                self.with_words(own.clone(), theirs)
            }
            _ => own.clone(),
        };
        Value::Image(Box::new(image))
    }

    fn with_words(&mut self, mut image: Image, theirs: &Image) -> Image {
        let needs_alt = image.alt.is_empty() && !image.is_decorative;
        if needs_alt && (theirs.is_decorative || !theirs.alt.is_empty()) {
            image.is_decorative = theirs.is_decorative;
            image.alt.clone_from(&theirs.alt);
            image.of_source.alt = true;
        }
        if image.caption.is_none() && theirs.caption.is_some() {
            image.caption.clone_from(&theirs.caption);
            image.of_source.caption = true;
        }
        if image.credit.is_none() && theirs.credit.is_some() {
            image.credit.clone_from(&theirs.credit);
            image.of_source.credit = true;
        }
        let of_source = image.of_source;
        self.has_taken |= of_source.alt || of_source.caption || of_source.credit;
        image
    }
}
