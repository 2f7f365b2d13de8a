//! The site's glossary, `content/glossary.yaml`: what abbreviations stand for. It is data, and never published.

use serde_yaml::{Mapping, Value};

use super::data::Data;
use crate::base::{Code, Diagnostic, FilePath, Reported, SourceSpan};
use crate::config::settings::{Settings, SettingsFile};
use crate::yaml::{self, Entry, Node};

/// Reads a glossary: each abbreviation with its words, or with a group of `words` and `link`. What comes of it is a
/// group of `words` and `link` for each. An entry that cannot be read costs itself only.
pub(super) fn read(file: &FilePath, text: &str) -> Reported<Option<Data>> {
    let root = match yaml::parse(text) {
        Ok(parsed) => parsed.root,
        Err(problem) => {
            let diagnostic = Diagnostic::new(Code::UnreadableData, problem.message)
                .at(file, problem.span, problem.label)
                .help(problem.help);
            return Reported {
                value: None,
                diagnostics: vec![diagnostic],
            };
        }
    };
    let entries = root.as_ref().map(|root| read_entries(file, root));
    let Reported { value, diagnostics } = entries.unwrap_or_default();
    let value = Data {
        name: file.stem().to_owned(),
        file: file.clone(),
        value: Value::Mapping(value),
    };
    Reported {
        value: Some(value),
        diagnostics,
    }
}

fn read_entries(file: &FilePath, root: &Node) -> Reported<Mapping> {
    let mut found = Reported::<Mapping>::default();
    let settings = SettingsFile::new(file, Code::UnreadableData);
    if !matches!(root.value, yaml::Value::Mapping(_) | yaml::Value::Empty) {
        let message = "a glossary is a group of abbreviations";
        found.diagnostics.push(unreadable(file, root, message));
    }
    for entry in root.entries() {
        check_keys(&settings, entry);
        match meaning(&entry.value) {
            Some(meaning) => {
                let key = Value::String(entry.key.clone());
                found.value.insert(key, Value::Mapping(meaning));
            }
            None => {
                let message = format!("`{}` wants the words it stands for", entry.key);
                let diagnostic = unreadable(file, &entry.value, &message);
                found.diagnostics.push(diagnostic);
            }
        }
    }
    found.diagnostics.extend(settings.diagnostics.into_inner());
    found
}

/// Reports keys that an entry cannot have.
fn check_keys(file: &SettingsFile, entry: &Entry) {
    if let yaml::Value::Mapping(_) = entry.value.value {
        let what = format!("`{}` in the glossary", entry.key);
        let settings = Settings::new(file, &entry.value, what, "glossary_entry");
        settings.node("words");
        settings.node("link");
        settings.done();
    }
}

fn unreadable(file: &FilePath, node: &Node, wanted: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnreadableData,
        format!("{wanted}, but this is {}", node.describe()),
    )
    .at(file, node.span, "")
    .help("write `ABC: the words it stands for`, or `ABC: {words: …, link: …}`")
}

fn meaning(node: &Node) -> Option<Mapping> {
    let words = node
        .text()
        .or_else(|| node.get("words")?.text())
        .filter(|words| !words.trim().is_empty())?;
    let link = node.get("link").and_then(Node::text);
    let entries = [("words", Some(words)), ("link", link)].into_iter();
    Some(
        entries
            .filter_map(|(key, text)| Some((key.into(), text?.trim().into())))
            .collect(),
    )
}

/// A link of a glossary.
pub struct Link {
    /// Where it is written.
    pub span: SourceSpan,
    /// What is written.
    pub target: String,
}

/// The links of the text of a glossary, as they are written.
pub fn links(text: &str) -> Vec<Link> {
    let root = yaml::parse(text).ok().and_then(|parsed| parsed.root);
    let entries = root.iter().flat_map(Node::entries);
    let links = entries.filter_map(|entry| {
        let link = entry.value.get("link")?;
        let target = link.text()?.to_owned();
        let span = link.span;
        Some(Link { span, target })
    });
    links.collect()
}

/// The abbreviations of a glossary that was read, each with its words.
pub fn meanings(data: &Data) -> impl Iterator<Item = (&str, &str)> {
    let entries = data.value.as_mapping().into_iter().flatten();
    entries.filter_map(|(short, meaning)| Some((short.as_str()?, meaning.get("words")?.as_str()?)))
}

/// The abbreviations of a glossary that was read.
pub fn abbreviations(data: &Data) -> impl Iterator<Item = &str> {
    data.value
        .as_mapping()
        .into_iter()
        .flat_map(Mapping::keys)
        .filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_and_groups() {
        let file = FilePath::new(crate::base::site_layout::GLOSSARY);
        let text = "TLAP: Think Local Act Personal\nDPULO:\n  words: an organisation\n  link: /a.md\nBAD: [x]\nNO:\n";
        let read = read(&file, text);
        let data = read.value.unwrap();
        assert_eq!(abbreviations(&data).collect::<Vec<_>>(), ["TLAP", "DPULO"]);
        let meanings: Vec<_> = meanings(&data).collect();
        assert_eq!(meanings[1], ("DPULO", "an organisation"));
        assert_eq!(data.value["DPULO"]["link"], Value::from("/a.md"));
        assert_eq!(
            data.value["TLAP"]["words"],
            Value::from("Think Local Act Personal")
        );
        assert_eq!(read.diagnostics.len(), 2);
        assert!(super::read(&file, "a: [").value.is_none());
        assert_eq!(
            super::read(&file, "").value.unwrap().value,
            Value::Mapping(Mapping::new())
        );
        assert_eq!(super::read(&file, "- a").diagnostics.len(), 1);
    }
}
