//! What is wrong with a kind by itself: names that mean something else already, and folders and
//! addresses that no document could have. Whether other kinds exist is looked at in `kinds`.

use super::deadlines::check_strand;
use super::field::{Declared, Field, FieldType};
use super::kind::Kind;
use super::lifecycle_key::is_shown_key;
use crate::base::{Code, Diagnostic, Url};

/// What templates know of every page by these names; a field or list of a kind cannot take them over.
pub const TAKEN: [&str; 36] = [
    "access_issues",
    "backlinks",
    "blocks",
    "breadcrumbs",
    "calendar_url",
    "comment_count",
    "content",
    "deadlines",
    "feed_url",
    "has_code",
    "has_summary",
    "hub_lists",
    "id",
    "json_feed_url",
    "is_over",
    "kind",
    "kind_label",
    "kind_plural",
    "languages",
    "leave_comment",
    "list",
    "newest_shown",
    "next",
    "noindex",
    "other_fields",
    "other_lists",
    "owner",
    "permalink",
    "previous",
    "siblings",
    "strand",
    "timetable",
    "toc",
    "url",
    "whole_url",
    "words",
];

/// Reports what cannot be meant.
pub(super) fn check(kind: &Kind, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(wrong_name(kind));
    if kind.url.is_none() {
        diagnostics.extend(needing_pages(kind));
    }
    diagnostics.extend(wrong_urls(kind));
    diagnostics.extend(folder_of_parts(kind));
    diagnostics.extend(wrong_thread(kind));
    diagnostics.extend(kind.fields.iter().flat_map(taken_names));
    diagnostics.extend(taken_part(kind));
}

impl Kind {
    /// Reports what the kind says of fields that are not there or hold something else. `fields` are its own and the common
    /// ones.
    pub(super) fn wrong_field_names(&self, fields: &[&Field]) -> Vec<Diagnostic> {
        let name = &self.name;
        let of_calendar = self.calendar.iter().flat_map(|it| it.check(name, fields));
        let of_deadlines = self.deadlines.iter().flat_map(|it| it.check(name, fields));
        let of_timetable = self.timetable.iter().flat_map(|it| it.check(name, fields));
        let of_statement = self.statement.iter().flat_map(|it| it.check(name, fields));
        let strand = self.strand.iter();
        let of_strand = strand.filter_map(|strand| check_strand(name, strand, fields));
        let plans = of_deadlines.chain(of_timetable).chain(of_strand);
        of_calendar.chain(plans).chain(of_statement).collect()
    }
}

fn wrong(declared: &Declared, message: String, help: impl Into<String>) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(Code::InvalidKind, message);
    if let Some((file, span)) = &declared.0 {
        diagnostic = diagnostic.at(file, *span, "declared here");
    }
    diagnostic.help(help)
}

fn wrong_name(kind: &Kind) -> Option<Diagnostic> {
    if is_name(&kind.name) {
        return None;
    }
    let message = format!("`{}` cannot be the name of a kind", kind.name);
    let help = "write it in small letters, digits and hyphens, like `work-stream`";
    Some(wrong(&kind.declared, message, help))
}

/// What a kind asks for that only documents with pages can have.
fn needing_pages(kind: &Kind) -> Vec<Diagnostic> {
    let name = &kind.name;
    let mut found = Vec::new();
    let asked = [("feed", kind.feed), ("calendar", kind.calendar.is_some())];
    for (what, is_asked) in asked {
        if is_asked {
            let message =
                format!("the documents of kind `{name}` have no page, so none can have a {what}");
            let help = format!("delete `{what}`, or give the kind an `address`");
            found.push(wrong(&kind.declared, message, help));
        }
    }
    if kind.part.as_ref().is_some_and(|part| part.whole) {
        let message = format!(
            "the documents of kind `{name}` have no page, so they are already shown in full"
        );
        let help = "delete `whole`, or give the kind an `address`";
        found.push(wrong(&kind.declared, message, help));
    }
    found
}

fn wrong_urls(kind: &Kind) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (what, url) in urls(kind) {
        if let Err(why) = Url::parse(&url) {
            let message = format!("the {what} of kind `{}` cannot be used: {why}", kind.name);
            found.push(wrong(&kind.declared, message, ""));
        }
    }
    found
}

/// A folder says of which kind documents are, and parts are found by what they are part of.
fn folder_of_parts(kind: &Kind) -> Option<Diagnostic> {
    let (folder, part) = (kind.folder.as_ref()?, kind.part.as_ref()?);
    let whole = part.of.first().map_or("another document", String::as_str);
    let message = format!(
        "the documents of kind `{}` are parts of another, so no file of `content/{folder}` is one",
        kind.name
    );
    let help = format!(
        "delete `folder`: each {whole} has its parts beside it; `folder` below `part` names a folder in that of the {whole}"
    );
    Some(wrong(&kind.declared, message, help))
}

fn wrong_thread(kind: &Kind) -> Option<Diagnostic> {
    let (name, thread) = (&kind.name, kind.thread()?);
    if leads_to_own_kind(kind, thread) {
        return None;
    }
    let message =
        format!("`thread` of kind `{name}` is `{thread}`, which is not a relation to `{name}`");
    let help = format!("declare the field: `{thread}: {{type: relation, to: {name}}}`");
    Some(wrong(&kind.declared, message, help))
}

fn taken_names(field: &Field) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for taken in names(field) {
        if TAKEN.contains(&taken) {
            let message = format!("`{taken}` is the name of something every page has");
            let help = format!(
                "give it another name; `from: [{taken}]` still reads it from that key of front matter"
            );
            found.push(wrong(&field.declared, message, help));
        }
    }
    found
}

fn taken_part(kind: &Kind) -> Option<Diagnostic> {
    let part = kind.part.as_ref()?;
    if !TAKEN.contains(&part.name.as_str()) {
        return None;
    }
    let message = format!("`{}` is the name of something every page has", part.name);
    Some(wrong(&kind.declared, message, "give the list another name"))
}

/// Reports a field of the lifecycle that a kind reads from a key that says the opposite: `published: false` would make
/// a draft public.
pub(super) fn opposite_key(field: &Field, common: &Field) -> Option<Diagnostic> {
    let is_flag = common.lifecycle && common.ty == FieldType::Boolean;
    let key = field.from.iter().find(|key| is_flag && is_shown_key(key))?;
    let message = format!(
        "`{key}` means the opposite of `{}`, so it cannot be another name for it",
        field.name
    );
    let help = format!(
        "write `{}: true` in each document that is not ready",
        field.name
    );
    Some(wrong(&field.declared, message, help))
}

/// Reports a field of the lifecycle that a kind declares with another type: nobody could tell then when its documents
/// are public. Only a choice, `status`, may mean something else in a kind.
pub(super) fn other_type(field: &Field, common: &Field) -> Option<Diagnostic> {
    let is_free = !common.lifecycle || matches!(common.ty, FieldType::Choice(_));
    if is_free || field.ty == common.ty {
        return None;
    }
    let message = format!(
        "`{}` says when a document is public, so it must be {}",
        field.name,
        common.ty.describe()
    );
    let help = "delete `type`, or give the field another name";
    Some(wrong(&field.declared, message, help))
}

fn leads_to_own_kind(kind: &Kind, field: &str) -> bool {
    let ty = kind.field(field).map(|field| &field.ty);
    matches!(ty, Some(FieldType::Relation(ends)) if ends.to == [kind.name.as_str()])
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('-') && name.chars().all(is_of_name)
}

fn is_of_name(c: char) -> bool {
    (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '-' | '_')
}

/// All addresses that the kind would make, words filled in, with what each is.
fn urls(kind: &Kind) -> Vec<(&'static str, String)> {
    let mut urls = Vec::new();
    urls.extend(
        kind.folder
            .iter()
            .map(|folder| ("`folder`", format!("/{folder}/"))),
    );
    urls.extend(
        kind.url
            .iter()
            .map(|pattern| ("`address`", pattern.fill(|_| "x".to_owned()))),
    );
    let list = kind.list.as_ref().and_then(|list| list.url.clone());
    urls.extend(list.map(|url| ("`address` of the list", url)));
    urls.extend(
        kind.tags()
            .map(|(_, url)| ("`address` of a tag field", url.to_owned())),
    );
    urls
}

/// The names by which templates know a field: its own, and at the other end that of the relations in it.
fn names(field: &Field) -> Vec<&str> {
    let mut names = inverses(&field.ty);
    names.push(&field.name);
    names
}

fn inverses(ty: &FieldType) -> Vec<&str> {
    match ty {
        FieldType::Relation(ends) => ends.inverse.iter().map(String::as_str).collect(),
        FieldType::List(item) => inverses(item),
        FieldType::Map(fields) => fields
            .iter()
            .flat_map(|field| inverses(&field.ty))
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Kinds, Layer};

    fn messages(text: &str) -> Vec<String> {
        let kinds = Kinds::from_layers(&[Layer::of_text(text)]);
        kinds
            .diagnostics
            .into_iter()
            .map(|diagnostic| diagnostic.message)
            .collect()
    }

    #[test]
    fn what_cannot_be_meant_is_reported() {
        for (declared, said) in [
            ("../x: {folder: x}", "`../x` cannot be the name of a kind"),
            ("Post: {folder: x}", "`Post` cannot be the name of a kind"),
            (
                "post: {folder: a/../..}",
                "the `folder` of kind `post` cannot be used",
            ),
            (
                "post: {address: '/../{slug}/'}",
                "an address cannot contain a `..` part",
            ),
            (
                "post: {list: {address: /../..}}",
                "the `address` of the list of kind `post` cannot be used",
            ),
            (
                "post: {fields: {a: {type: tag, address: /../}}}",
                "the `address` of a tag field",
            ),
            (
                "post: {fields: {url: url}}",
                "`url` is the name of something every page has",
            ),
            (
                "post: {fields: {by: {type: relation, inverse: content}}}",
                "`content` is the name",
            ),
            (
                "post: {address: none, feed: true}",
                "the documents of kind `post` have no page",
            ),
            (
                "post: {authors: [bi], fields: {by: text}}",
                "`authors` of `post` names `bi`, which is not a field",
            ),
            (
                "post: {address: none, part: {whole: true}}",
                "the documents of kind `post` have no page, so they are",
            ),
            (
                "post: {collections: {next: {kind: post}}}",
                "collection `next` has the name",
            ),
            (
                "note: {part: {folder: notes, thread: answers}, fields: {answers: text}}",
                "`thread` of kind `note` is `answers`, which is not a relation to `note`",
            ),
            (
                "post: {fields: [a]}",
                "`fields` must be a group of keys, but is a list",
            ),
        ] {
            let messages = messages(declared);
            assert!(
                messages.iter().any(|message| message.starts_with(said)),
                "{declared}: {messages:?}"
            );
        }
        assert_eq!(
            messages("work-stream: {folder: work}\nnewyddion_2: {}\nπ: {}"),
            Vec::<String>::new()
        );
    }
}
