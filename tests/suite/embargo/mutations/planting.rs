//! Secrets of every kind, from what kinds declare: every field with a word in it, files in the document's own folder,
//! files that only it names, chapters and comments below it. No kind is named here but those that every site has.

use copublish::config::{Field, FieldType, Kind};
use serde_json::{Map, Value, json};

use super::mutation::{self, Meaning, Mutation, Subject, draw, pick};
use super::naming::{self, Form, InText, named_file};
use super::search::{Files, word};
use super::secret::{LanguageBy, Piece, Sample, Secret, Translation};
use super::world::{World, home};
use crate::outputs::Dice;

/// Fields that say something of the document itself, and are planted otherwise or not at all.
const LEFT_OUT: [&str; 16] = [
    "title",
    "slug",
    "draft",
    "publish_at",
    "expires",
    "status",
    "reason",
    "successor",
    "language",
    "translation_of",
    "template",
    "comments",
    "feed",
    "noindex",
    "cancelled",
    "hidden",
];

/// What readers of a second language get of pages that are not translated; without any, a site has one language.
const MISSING: [Option<&str>; 4] = [None, Some("fallback"), Some("link"), Some("hide")];

/// So many secrets stand in one site.
pub const SECRETS: usize = 24;
/// So many if each has one mutation.
const CATALOGUED: usize = 120;

/// A site with secrets.
pub fn sample(world: &World, dice: &mut Dice) -> Sample {
    let base = if dice.below(4) == 0 { "/sub" } else { "" };
    let missing = pick(&MISSING, dice);
    let kinds: Vec<&Kind> = world.kinds.iter().collect();
    let mut secrets: Vec<Secret> = Vec::new();
    // A site has one home page, and a list has one introduction.
    let mut taken: Vec<String> = Vec::new();
    while secrets.len() < SECRETS {
        let kind = pick(&kinds, dice);
        let meaning = pick(&Meaning::ALL, dice);
        if let Some(secret) = Planter::new(world, kind, base, dice)
            .in_languages(missing)
            .secret(meaning, Order::Any)
            && !taken.contains(&secret.folder)
        {
            if secret.stem == "index" {
                taken.push(secret.folder.clone());
            }
            secrets.push(secret);
        }
    }
    Sample {
        base,
        missing,
        secrets,
    }
}

/// Every mutation alone, and every way of naming a file, each with a document of some kind.
pub fn catalogue(world: &World, dice: &mut Dice) -> Vec<Sample> {
    let owners: Vec<&Kind> = world.owners().collect();
    let mut orders: Vec<(Meaning, Order)> = Vec::new();
    for (at, mutation) in mutation::everywhere().into_iter().enumerate() {
        orders.push((Meaning::ALL[at % 3], Order::Mutation(mutation)));
    }
    for meaning in Meaning::ALL {
        let own = mutation::of_meaning(meaning, dice);
        orders.extend(
            own.into_iter()
                .map(|mutation| (meaning, Order::Mutation(mutation))),
        );
    }
    for places in naming::all_in_body().chunks(12) {
        orders.push((Meaning::Draft, Order::Naming(places.to_vec())));
    }
    let missing = pick(&MISSING, dice);
    let mut secrets: Vec<Secret> = Vec::new();
    for (meaning, order) in orders {
        let kind = pick(&owners, dice);
        let planter = Planter::new(world, kind, "", dice).in_languages(missing);
        secrets.extend(planter.secret(meaning, order));
    }
    secrets
        .chunks(CATALOGUED)
        .map(|secrets| Sample {
            base: "",
            missing,
            secrets: secrets.to_vec(),
        })
        .collect()
}

/// What a secret is to be like.
enum Order {
    /// Anything.
    Any,
    /// With this mutation alone.
    Mutation(Mutation),
    /// With files that it names in these ways, and no mutation.
    Naming(Vec<(InText, Form)>),
}

/// A secret that is being planted.
pub struct Planter<'p> {
    pub world: &'p World,
    pub kind: &'p Kind,
    /// What the base URL has behind the host.
    pub base: &'static str,
    pub dice: &'p mut Dice,
    pub word: String,
    /// The file it is to be.
    pub file: String,
    /// What says that it is in the second language.
    pub language: LanguageBy,
    has_languages: bool,
    /// How many files only it names.
    files: usize,
}

impl<'p> Planter<'p> {
    fn new(
        world: &'p World,
        kind: &'p Kind,
        base: &'static str,
        dice: &'p mut Dice,
    ) -> Planter<'p> {
        let word = word(dice);
        Planter {
            world,
            kind,
            base,
            dice,
            word,
            file: String::new(),
            language: LanguageBy::Nothing,
            has_languages: false,
            files: 0,
        }
    }

    fn in_languages(mut self, missing: Option<&str>) -> Planter<'p> {
        self.has_languages = missing.is_some();
        self
    }

    /// The word for one place.
    pub fn at(&self, place: &str) -> String {
        format!("{}{place}", self.word)
    }

    /// The document's name, that of its file or of its folder.
    pub fn name(&self) -> String {
        self.at("stem")
    }

    fn secret(mut self, meaning: Meaning, order: Order) -> Option<Secret> {
        let (folder, stem) = self.place(&order)?;
        let (folder, stem) = self.in_some_language(&order, folder, stem);
        self.file = format!(
            "{}/{}",
            self.language.folder(&folder),
            self.language.name(&stem)
        );
        let gate = Some((self.gate_key(meaning), meaning.closed().to_owned()));
        let mut pieces = self.own_pieces();
        if stem == "index" && folder.contains(&self.word) {
            pieces.extend(self.below());
        }
        if self.has_languages && self.language == LanguageBy::Nothing {
            pieces.push(self.translation());
        }
        let ways = match &order {
            Order::Naming(ways) => ways.clone(),
            _ => (0..4)
                .map(|_| pick(&naming::all_in_body(), self.dice))
                .collect(),
        };
        // In what a reader sent, HTML and blocks are words.
        let is_guest = self.kind.thread().is_some();
        let ways = ways
            .into_iter()
            .filter(|((_, text), _)| !is_guest || !text.starts_with(['<', ':']));
        pieces.extend(
            ways.collect::<Vec<_>>()
                .into_iter()
                .map(|way| naming::in_body(&mut self, way)),
        );
        let is_alone = folder == "content" || !folder.contains(&self.word) && stem == "index";
        if matches!(order, Order::Any) && !is_alone && self.dice.below(2) == 0 {
            // An address that is a word of its own would be written by whoever names it.
            pieces.retain(|piece| piece.label != "slug");
            for _ in 0..=self.dice.below(2) {
                pieces.extend(naming::by_others(&mut self));
            }
        }
        let subject = Subject {
            world: self.world,
            kind: self.kind,
            meaning,
            is_index: stem == "index",
        };
        let mutations = match order {
            Order::Any => draw(&subject, self.dice),
            Order::Mutation(mutation) => vec![mutation],
            Order::Naming(_) => Vec::new(),
        };
        Some(Secret {
            word: self.word,
            folder,
            stem,
            language: self.language,
            gate,
            pieces,
            mutations,
        })
    }

    /// A place for the second language of a site, for some of its secrets: one of their own, or that of the translation of a
    /// public document.
    fn in_some_language(
        &mut self,
        order: &Order,
        folder: String,
        stem: String,
    ) -> (String, String) {
        // A comment is in the language of its page.
        let is_guest = self.kind.thread().is_some();
        if !self.has_languages || is_guest || self.dice.below(2) == 0 {
            return (folder, stem);
        }
        self.language = pick(&[LanguageBy::FileName, LanguageBy::Folder], self.dice);
        let is_owner = self.kind.part.is_none() && self.kind.name != "home";
        // A public document has one translation.
        if is_owner && matches!(order, Order::Any) && self.dice.below(3) == 0 {
            (home(self.kind), "index".to_owned())
        } else {
            (folder, stem)
        }
    }

    /// A translation that says nothing of being public, or that it is.
    fn translation(&mut self) -> Piece {
        let is_public = self.dice.below(4) == 0;
        let by = pick(&[LanguageBy::FileName, LanguageBy::Folder], self.dice);
        let (title, slug, body) = (
            self.at("othertitle"),
            self.at("otherslug"),
            self.at("otherbody"),
        );
        let is_named = self.kind.part.is_none() && self.kind.name != "home";
        let mut front = format!("title: {title}\n");
        if is_named {
            front.push_str(&format!("slug: {slug}\n"));
        }
        let mut piece = Piece {
            label: format!("translation by {by:?}, public: {is_public}"),
            ..Piece::default()
        };
        let mut text = format!("Words {body}");
        if is_public {
            front.push_str("draft: false\n");
        } else {
            let file = named_file(self, "csv");
            let form = pick(&Form::ALL, self.dice);
            text.push_str(&format!(" [file]({})", file.written(form, self.base)));
            piece.files = Files::from([(file.path, file.bytes)]);
        }
        piece.translation = Some(Translation {
            by,
            text: format!("---\n{front}---\n{text}\n"),
            is_public,
        });
        piece
    }

    /// The key of its gate: the field's own, or one that the kind reads it from.
    fn gate_key(&mut self, meaning: Meaning) -> String {
        let field = self
            .world
            .fields(self.kind)
            .find(|field| field.name == meaning.name());
        let from = field.map(|field| field.from.clone()).unwrap_or_default();
        let keys = [vec![meaning.name().to_owned()], from].concat();
        pick(&keys, self.dice)
    }

    /// The folder and the name of its file.
    fn place(&mut self, order: &Order) -> Option<(String, String)> {
        let folder = match (&self.kind.part, &self.kind.folder) {
            (Some(part), _) => {
                let is_owner = |kind: &&Kind| part.of.is_empty() || part.of.contains(&kind.name);
                let owners: Vec<&Kind> = self.world.owners().filter(is_owner).collect();
                let owner = pick(&owners, self.dice);
                return Some((
                    format!("{}/{}", home(owner), part.folder)
                        .trim_end_matches('/')
                        .to_owned(),
                    self.name(),
                ));
            }
            _ if self.kind.name == "home" => {
                return Some(("content".to_owned(), "index".to_owned()));
            }
            (None, Some(folder)) => format!("content/{folder}"),
            (None, None) => "content".to_owned(),
        };
        let dated = if self.dice.below(2) == 0 {
            "2012-08-02-"
        } else {
            ""
        };
        Some(match self.dice.below(10) {
            0 if matches!(order, Order::Any) && self.kind.list.is_some() && folder != "content" => {
                // What introduces a list is a page.
                self.kind = self.world.kinds.page();
                (folder, "index".to_owned())
            }
            1..=4 => (folder, format!("{dated}{}", self.name())),
            _ => (
                format!("{folder}/{dated}{}", self.name()),
                "index".to_owned(),
            ),
        })
    }

    fn own_pieces(&mut self) -> Vec<Piece> {
        let front = |label: &str, key: &str, value: Value| Piece {
            label: label.to_owned(),
            front: Some((key.to_owned(), value)),
            ..Piece::default()
        };
        let mut pieces = vec![front(
            "title",
            "title",
            json!(format!("Title {}", self.at("title"))),
        )];
        if self.kind.folder.is_none() && self.kind.part.is_none() && self.kind.name != "page" {
            pieces.push(front("kind", "kind", json!(self.kind.name)));
        }
        if self.kind.part.is_none() && self.kind.name != "home" {
            pieces.push(front("slug", "slug", json!(self.at("slug"))));
            pieces.push(front("comments", "comments", json!("open")));
        }
        let fields: Vec<&Field> = self
            .world
            .fields(self.kind)
            .filter(|field| !LEFT_OUT.contains(&field.name.as_str()))
            .collect();
        for field in fields {
            let mut files = Files::new();
            if let Some(value) = self.value(&field.ty, &field.name, &mut files) {
                let label = format!("field {}", field.name);
                pieces.push(Piece {
                    files,
                    ..front(&label, &field.name, value)
                });
            }
        }
        let body = format!(
            "Words {}.\n\n## Heading {}",
            self.at("body"),
            self.at("heading")
        );
        pieces.push(Piece {
            label: "body".to_owned(),
            body,
            ..Piece::default()
        });
        pieces
    }

    fn value(&mut self, ty: &FieldType, name: &str, files: &mut Files) -> Option<Value> {
        let place: String = name.chars().filter(char::is_ascii_lowercase).collect();
        let word = self.at(&place);
        Some(match ty {
            _ if name == "aliases" => json!([format!("/{word}/")]),
            _ if name == "language" => return None,
            FieldType::Text | FieldType::Tag { .. } => json!(word),
            FieldType::Markdown => json!(format!("Some *{word}*")),
            FieldType::Number => json!(7),
            FieldType::Boolean => json!(false),
            FieldType::Date => json!("2012-08-02"),
            FieldType::Url if self.dice.below(2) == 0 => json!(format!("https://{word}.example/")),
            FieldType::Url | FieldType::File => json!(self.field_file("csv", files)),
            FieldType::Email => json!(format!("{word}@example.org")),
            FieldType::Image => json!({ "file": self.field_file("svg", files), "alt": word }),
            FieldType::Choice(words) => json!(words.first()?),
            FieldType::List(item) => json!([self.value(item, name, files)?]),
            FieldType::Map(fields) => {
                let inner = fields.iter().filter_map(|field| {
                    Some((
                        field.name.to_string(),
                        self.value(&field.ty, &field.name, files)?,
                    ))
                });
                Value::Object(inner.collect::<Map<_, _>>())
            }
            FieldType::Relation(ends) => json!(self.world.public_id(&ends.to)?),
            FieldType::Any => json!({ "deep": [word] }),
        })
    }

    /// A file that only a field names, and how it is written there.
    fn field_file(&mut self, extension: &str, files: &mut Files) -> String {
        let form = pick(&Form::ALL, self.dice);
        let file = named_file(self, extension);
        files.insert(file.path.clone(), file.bytes.clone());
        file.written(form, self.base)
    }

    /// A number for the next file that only it names.
    pub fn next_file(&mut self) -> usize {
        self.files += 1;
        self.files
    }

    /// What stands in its own folder: files, and its parts.
    fn below(&mut self) -> Vec<Piece> {
        let csv = format!("Year,People\n2012,{}\n", self.at("ownbytes"));
        let name = |deep: &str| format!("{deep}{}.csv", self.at("own"));
        let own = |deep: &str| Piece {
            label: format!("own file {deep}"),
            below: Files::from([(name(deep), csv.clone().into_bytes())]),
            ..Piece::default()
        };
        let mut pieces = vec![own(""), own("deep/er/")];
        let parts: Vec<&Kind> = self.world.parts(&self.kind.name).collect();
        for kind in parts {
            let mut front = format!("title: {}\n", self.at("partname"));
            for field in self.world.fields(kind).filter(|field| field.required) {
                front.push_str(&format!("{}: {}\n", field.name, self.at("partfield")));
            }
            let folder = kind.part.as_ref().map_or("", |part| part.folder.as_str());
            let path = format!("{folder}/2012-08-03-{}.md", self.at("part"));
            let file = named_file(self, "csv");
            let form = pick(&Form::ALL, self.dice);
            let link = file.written(form, self.base);
            let text = format!(
                "---\n{front}---\nPart {} [file]({link})\n",
                self.at("partbody")
            );
            pieces.push(Piece {
                label: format!("part {} with a file by {form:?}", kind.name),
                below: Files::from([(path.trim_start_matches('/').to_owned(), text.into_bytes())]),
                files: Files::from([(file.path, file.bytes)]),
                ..Piece::default()
            });
        }
        pieces
    }
}
