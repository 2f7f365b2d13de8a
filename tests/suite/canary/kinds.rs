//! Documents made of what kinds declare: two of each kind, every field of them with a canary.
//!
//! Nothing here names a kind, and fields only where they want a word of their own: one that is new is planted too.

use copublish::config::{Field, FieldType, Kind, Kinds};
use serde_json::{Value, json};

use super::planting::Planting;
use super::word::in_markdown;

/// A file that browsers take for a picture.
pub const PICTURE: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0;";

/// Which of the two documents of a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// One that stands as it is, and that others name.
    Current,
    /// One that was replaced.
    Replaced,
}

/// A document of a kind, whose fields are being planted.
struct Document<'d> {
    kinds: &'d Kinds,
    kind: &'d Kind,
    which: Which,
}

/// Plants two documents of each kind.
pub fn plant(kinds: &Kinds, planting: &mut Planting) {
    let owned = |kind: &&Kind| kind.part.is_none();
    for kind in kinds.iter().filter(owned) {
        let folder = format!("content/{}", kind.folder.as_deref().unwrap_or_default());
        plant_both((kinds, kind), folder.trim_end_matches('/'), planting);
    }
    for kind in kinds.iter() {
        let Some(part) = &kind.part else { continue };
        let owner = part.of.first().map_or("blog", String::as_str);
        let folder = kinds
            .find(owner)
            .and_then(|kind| kind.folder.as_deref())
            .unwrap_or_default();
        let folder = format!(
            "content/{folder}/{}/{}",
            planting.name_of(owner),
            part.folder
        );
        plant_both((kinds, kind), folder.trim_end_matches('/'), planting);
    }
}

fn plant_both((kinds, kind): (&Kinds, &Kind), folder: &str, planting: &mut Planting) {
    let is_home = kind.name == "home";
    // A site has one home.
    let both = [Which::Current, Which::Replaced];
    for which in both.into_iter().take(if is_home { 1 } else { 2 }) {
        let document = Document { kinds, kind, which };
        let path = match which {
            Which::Current if is_home => "content/index.md".to_owned(),
            Which::Current => format!("{folder}/{}.md", planting.name_of(&kind.name)),
            Which::Replaced => {
                format!(
                    "{folder}/{}.md",
                    planting.canaries.name(&format!("{}/file name", kind.name))
                )
            }
        };
        let text = document.text(planting);
        planting.file(&path, text);
    }
}

impl Document<'_> {
    fn text(&self, planting: &mut Planting) -> String {
        let mut text = "---\n".to_owned();
        if self.kind.folder.is_none() && self.kind.part.is_none() {
            text.push_str(&format!("kind: {}\n", self.kind.name));
        }
        for field in self.kinds.fields(self.kind) {
            let place = format!("{}.{}", self.kind.name, field.name);
            if let Some(value) = self.field(field, &place, planting) {
                text.push_str(&format!("{}: {}\n", field.name, super::word::yaml(&value)));
            }
        }
        let place = format!("{}/text", self.kind.name);
        text + "---\n" + &in_markdown(&planting.canaries.line(&place)) + "\n"
    }

    /// Fields whose values have rules of their own, then all others by their type.
    fn field(&self, field: &Field, place: &str, planting: &mut Planting) -> Option<Value> {
        let is_replaced = self.which == Which::Replaced;
        Some(match field.name.as_str() {
            "draft" | "noindex" | "cancelled" => json!(false),
            "publish_at" => json!("2012-01-01"),
            "expires" => json!("2030-01-01"),
            "status" if self.kind.field("status").is_none() => {
                json!(if is_replaced { "superseded" } else { "current" })
            }
            "successor" | "reason" if !is_replaced => return None,
            // The other document has its address by its file's name.
            "slug" if !is_replaced => return None,
            // Somebody else looks after it: whom its kind names, or the site.
            "page_author" if !is_replaced => return None,
            "slug" => json!(planting.canaries.name(place)),
            "language" => json!(
                planting
                    .canaries
                    .plant(place, |marker| format!("en-x-{marker}"))
            ),
            "translation_of" => return None,
            // Another kind's page would not show this one's fields.
            "template" if !is_replaced || self.kind.name != "page" => return None,
            "template" => json!(planting.template(place)),
            "aliases" => json!([format!("/old/{}/", planting.canaries.name(place))]),
            "comments"
                if self
                    .kinds
                    .common
                    .iter()
                    .any(|common| common.name == "comments") =>
            {
                planting.comments(place)
            }
            _ => return self.value(&field.ty, place, planting),
        })
    }

    fn value(&self, ty: &FieldType, place: &str, planting: &mut Planting) -> Option<Value> {
        Some(match ty {
            FieldType::Text => json!(planting.canaries.text(place)),
            FieldType::Markdown => json!(in_markdown(&planting.canaries.line(place))),
            FieldType::Number => json!(42),
            FieldType::Boolean => json!(self.which == Which::Current),
            FieldType::Date => json!("2012-08-02"),
            FieldType::Url => json!(planting.link(place)),
            FieldType::Email => json!(planting.email(place)),
            FieldType::Image => json!({
                "file": planting.asset(place, ("gif", PICTURE)),
                "alt": planting.canaries.text(&format!("{place}/alt")),
                "caption": planting.canaries.text(&format!("{place}/caption")),
                "credit": planting.canaries.text(&format!("{place}/credit")),
            }),
            FieldType::File => {
                json!(planting.asset(place, ("pdf", crate::site::pdf(2).as_bytes())))
            }
            FieldType::Choice(words) => json!(words.last()?),
            FieldType::Tag { .. } => json!(planting.canaries.text(place)),
            FieldType::List(item) => json!([self.value(item, place, planting)?]),
            FieldType::Map(fields) => {
                // A name in words stands where nobody's page is named.
                let is_left_out = |field: &&Field| {
                    let names_a_page = matches!(field.ty, FieldType::Relation { .. });
                    self.which == Which::Replaced && names_a_page && !field.required
                };
                let inner = fields
                    .iter()
                    .filter(|field| !is_left_out(field))
                    .filter_map(|field| {
                        let value =
                            self.value(&field.ty, &format!("{place}.{}", field.name), planting)?;
                        Some((field.name.to_string(), value))
                    });
                Value::Object(inner.collect())
            }
            FieldType::Relation(ends) => json!(self.other(&ends.to, planting)?),
            FieldType::Any => json!({ "text": [planting.canaries.text(place)] }),
        })
    }

    /// The id of another document that a relation may name; none names the document that it stands in.
    fn other(&self, to: &[String], planting: &mut Planting) -> Option<String> {
        let kind = to.first().map_or("page", String::as_str);
        let is_itself = kind == self.kind.name && self.which == Which::Current;
        let name = planting.name_of(kind);
        let id = if to.len() == 1 {
            name
        } else {
            format!("{kind}/{name}")
        };
        (!is_itself).then_some(id)
    }
}
