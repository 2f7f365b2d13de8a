//! A site on its way to the disk: its files, the names of its documents, and all canaries in them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::word::Canaries;

/// A site with canaries.
#[derive(Default)]
pub struct Planting {
    /// What was planted so far.
    pub canaries: Canaries,
    /// The files, by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The document of each kind that others name.
    names: BTreeMap<String, String>,
}

impl Planting {
    /// Adds a file.
    pub fn file(&mut self, path: &str, bytes: impl AsRef<[u8]>) {
        let known = self.files.insert(path.to_owned(), bytes.as_ref().to_vec());
        assert!(known.is_none(), "{path} is planted twice");
    }

    /// The name of the document of a kind that others name: its file's, so also its id.
    pub fn name_of(&mut self, kind: &str) -> String {
        let canaries = &mut self.canaries;
        let name = || canaries.name(&format!("{kind}/file name"));
        self.names
            .entry(kind.to_owned())
            .or_insert_with(name)
            .clone()
    }

    /// A file of the site with a name of its own; what is returned is written where it is named.
    pub fn asset(&mut self, place: &str, (extension, bytes): (&str, &[u8])) -> String {
        let name = format!("{}.{extension}", self.canaries.name(place));
        self.file(&format!("content/files/{name}"), bytes);
        // A percent sign and a quote mean something where links are written.
        format!("/files/{}", name.replace('%', "%25").replace('"', "%22"))
    }

    /// A link to another site.
    pub fn link(&mut self, place: &str) -> String {
        format!("https://example.net/{}", self.canaries.text(place))
    }

    /// An address of mail, as far as one may go.
    pub fn email(&mut self, place: &str) -> String {
        let name = |marker: &str| {
            format!("{marker}&amp'`\\{{{{7*7}}}}%0d%0a|\u{1b}\u{0}\u{202e}{marker}z")
        };
        format!("{}@example.org", self.canaries.plant(place, name))
    }

    /// A template of the site with a name of its own.
    pub fn template(&mut self, place: &str) -> String {
        let name = self.canaries.name(place);
        self.file(
            &format!("templates/{name}.html"),
            "{% extends \"page.html\" %}",
        );
        name
    }

    /// How readers leave comments: by a form whose every name is a canary.
    pub fn comments(&mut self, place: &str) -> Value {
        let mut address = |part: &str| {
            let rest = "&amp;'`;,|{{7*7}}%0D%0A";
            self.canaries.plant(&format!("{place}.{part}"), |marker| {
                format!("{marker}{rest}{marker}z")
            })
        };
        let form = format!("https://example.net/{}", address("form"));
        let names = ["name", "email", "comment", "page", "title", "trap"].map(|field| {
            (
                field.to_owned(),
                json!(self.canaries.text(&format!("{place}.names.{field}"))),
            )
        });
        json!({ "form": form, "names": Value::Object(names.into_iter().collect()) })
    }
}
