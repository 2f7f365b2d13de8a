//! A picture in front matter: its file, and what is said of it.

use super::at::At;
use super::fields::FieldReader;
use super::link::LinkRole;
use super::meta::entry;
use super::value::{Image, Value};
use crate::base::{Code, Diagnostic, FilePath};
use crate::config::{Field, FieldType};
use crate::yaml::Value as Yaml;

impl FieldReader<'_> {
    /// A picture: its path, or a group with `file`, `alt`, `caption`, `credit`, `decorative`.
    pub(super) fn image(&mut self, at: &At) -> Option<Value> {
        let group = at.only_item();
        if let Some(text) = group.node.text() {
            return self.file_of_image(&group, text);
        }
        let Yaml::Mapping(_) = &group.node.value else {
            self.wrong(at, &FieldType::Image);
            return None;
        };
        let values = self.map(&group, &image_fields(), &at.name.as_str().into())?;
        // What a translation says of the picture of its source, which is added when both are read.
        let Some(Value::Link(file)) = entry(values.map()?, "file") else {
            return Some(values);
        };
        self.show_as_picture(*file);
        let image = Image::described(*file, values.map()?);
        Some(Value::Image(Box::new(image)))
    }

    fn file_of_image(&mut self, at: &At, text: &str) -> Option<Value> {
        if let Some(problem) = picture_with_words(at, text, self.file) {
            self.reject(problem);
            return None;
        }
        let file = self.link(at, text.trim(), LinkRole::Picture);
        Some(Value::Image(Box::new(Image::described(file, &[]))))
    }
}

/// `image: garden.jpg alt="The garden"`
fn picture_with_words(at: &At, text: &str, file: &FilePath) -> Option<Diagnostic> {
    let (name, alt) = text.split_once(" alt")?;
    let alt = alt.trim_start().strip_prefix(['=', ':'])?;
    let alt = alt.trim().trim_matches(['"', '\'', '“', '”']);
    let message = format!(
        "`{}` holds a file and its alternative text in one line",
        at.name
    );
    let help = format!(
        "write `{}: {{file: {}, alt: \"{alt}\"}}`",
        at.name,
        name.trim()
    );
    let found = Diagnostic::new(Code::WrongValue, message).at(file, at.node.span, "");
    Some(found.help(help))
}

/// What a group that is a picture can hold.
pub fn image_fields() -> Vec<Field> {
    vec![
        Field {
            required: true,
            ..Field::new("file".into(), FieldType::File)
        },
        Field::new("alt".into(), FieldType::Text),
        Field::new("decorative".into(), FieldType::Boolean),
        Field::new("caption".into(), FieldType::Text),
        Field::new("credit".into(), FieldType::Text),
    ]
}
