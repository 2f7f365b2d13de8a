//! A secret as its file: front matter in one of three languages, a body, and what was done to either.

use serde_json::Value;

use super::mutation::{Encoding, What};
use super::secret::{Secret, relative};

/// A file that is being written.
pub struct Written {
    /// Its folder.
    pub folder: String,
    /// Its name.
    pub name: String,
    open: String,
    close: String,
    above: String,
    language: Language,
    keys: Vec<(String, Value)>,
    gate: Option<(String, String)>,
    gate_line: &'static str,
    body: String,
    encodings: Vec<Encoding>,
}

/// What front matter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Yaml,
    Toml,
    Json,
}

impl Written {
    /// The file of a secret, everything done to it that was.
    pub fn of(secret: &Secret) -> Written {
        let paragraphs: Vec<&str> = secret
            .pieces
            .iter()
            .map(|piece| piece.body.as_str())
            .filter(|body| !body.is_empty())
            .collect();
        let mut written = Written {
            folder: secret.language.folder(&secret.folder),
            name: secret.language.name(&secret.stem),
            open: "---".to_owned(),
            close: "---".to_owned(),
            above: String::new(),
            language: Language::Yaml,
            keys: secret
                .pieces
                .iter()
                .filter_map(|piece| piece.front.clone())
                .collect(),
            gate: secret.gate.clone(),
            gate_line: "{key}: {value}",
            body: paragraphs.join("\n\n"),
            encodings: Vec::new(),
        };
        for mutation in &secret.mutations {
            written.mutate(&mutation.what);
        }
        written
    }

    fn mutate(&mut self, what: &What) {
        match what {
            What::Fences { above, open, close } => {
                let lines = [
                    (&mut self.above, above),
                    (&mut self.open, open),
                    (&mut self.close, close),
                ];
                for (line, new) in lines {
                    if let Some(new) = new {
                        (*new).clone_into(line);
                    }
                }
            }
            What::Language(language) => {
                self.language = *language;
                let fence = if *language == Language::Toml {
                    "+++"
                } else {
                    ""
                };
                (self.open, self.close) = (fence.to_owned(), fence.to_owned());
            }
            What::Key(key, value) => {
                let old = self.gate.take().map(|(_, value)| value).unwrap_or_default();
                self.gate = Some((key.clone(), value.clone().unwrap_or(old)));
            }
            What::Value(value) => self
                .gate
                .iter_mut()
                .for_each(|gate| gate.1 = (*value).to_owned()),
            What::Line(line) => self.gate_line = line,
            What::Name(pattern) => {
                let stem = self.name.strip_suffix(".md").unwrap_or(&self.name);
                self.name = pattern.replace('*', stem);
            }
            What::Folder(folder) => {
                let (_, below) = self.folder.split_once('/').unwrap_or(("", ""));
                let below = if below.is_empty() {
                    String::new()
                } else {
                    format!("/{below}")
                };
                self.folder = format!("content/{folder}{below}");
                self.gate = None;
            }
            What::OwnFolder(folder) => {
                let (above, last) = self.folder.rsplit_once('/').unwrap_or(("content", ""));
                self.folder = if self.name == "index.md" && !last.is_empty() {
                    format!("{above}/{folder}/{last}")
                } else {
                    format!("{}/{folder}", self.folder)
                };
                self.gate = None;
            }
            What::Encoding(encoding) => self.encodings.push(*encoding),
        }
    }

    /// What the file holds.
    pub fn bytes(&self) -> Vec<u8> {
        let front = match self.language {
            Language::Yaml => self.yaml(),
            Language::Toml => self.toml(),
            Language::Json => self.json(),
        };
        let line = |text: &str| {
            if text.is_empty() {
                String::new()
            } else {
                format!("{text}\n")
            }
        };
        let head = format!(
            "{}{}{front}{}",
            line(&self.above),
            line(&self.open),
            line(&self.close)
        );
        let text = relative(format!("{head}\n{}\n", self.body).as_bytes(), &self.folder);
        let text = String::from_utf8(text).expect("a text");
        self.encodings
            .iter()
            .fold(text.into_bytes(), |bytes, encoding| encoding.encode(&bytes))
    }

    fn gate_lines(&self) -> String {
        let Some((key, value)) = &self.gate else {
            return String::new();
        };
        format!(
            "{}\n",
            self.gate_line
                .replace("{key}", key)
                .replace("{value}", value)
        )
    }

    fn yaml(&self) -> String {
        let mut lines: Vec<String> = self
            .keys
            .iter()
            .map(|(key, value)| format!("{key}: {value}\n"))
            .collect();
        let at = lines.len().min(1);
        lines.insert(at, self.gate_lines());
        lines.concat()
    }

    fn toml(&self) -> String {
        let mut lines: Vec<String> = self
            .keys
            .iter()
            .map(|(key, value)| format!("{key} = {}\n", toml(value)))
            .collect();
        let gate = self
            .gate
            .as_ref()
            .map(|_| self.gate_lines().replacen(": ", " = ", 1));
        let at = lines.len().min(1);
        lines.insert(at, gate.unwrap_or_default());
        lines.concat()
    }

    fn json(&self) -> String {
        let mut lines: Vec<String> = self
            .keys
            .iter()
            .map(|(key, value)| format!("  \"{key}\": {value}"))
            .collect();
        if let Some((key, value)) = &self.gate {
            let is_plain = ["true", "false"].contains(&value.as_str());
            let value = if is_plain {
                value.clone()
            } else {
                Value::from(value.as_str()).to_string()
            };
            lines.insert(
                lines.len().min(1),
                format!("  {}: {value}", Value::from(key.as_str())),
            );
        }
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }
}

/// A value as TOML in one line.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(toml).collect::<Vec<_>>().join(", ")
        ),
        Value::Object(entries) => {
            let inner: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{key} = {}", toml(value)))
                .collect();
            format!("{{ {} }}", inner.join(", "))
        }
        other => other.to_string(),
    }
}
