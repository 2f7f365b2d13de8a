//! One source into one document: the halves read, then what others may know of them.

use super::clarity::{say_withheld, unclear_repeats};
use super::comment::{self, OwnComments};
use super::fields::{FieldReader, FrontMatter};
use super::lifecycle::Clarity;
use super::link::Link;
use super::markdown::{self, Body, Quotes};
use super::meta::{DATE, LANGUAGE, ORDER, TRANSLATION_OF};
use super::outline::Outline;
use super::parts::Parts;
use super::placement::Placement;
use super::split::{check_for_lookalike, split};
use super::spots::Located;
use super::text_version::TextVersion;
use super::title::{Title, plain_heading, slug_of, title_of_name};
use super::translatable::TranslatableText;
use super::value::{Fields, Value};
use super::{Context, Document, unreadable, updated, written_date};
use crate::base::clean_text::CleanText;
use crate::base::english::{excerpt, one_line};
use crate::base::site_layout;
use crate::base::slug::slugify;
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, LanguageId, Moment, Reported, SharedText, Span};
use crate::config::collection::read_collections;
use crate::config::lifecycle_key::DRAFT;
use crate::config::settings::{ReadText, SettingsFile, oddities};
use crate::config::{Collection, Kind, SiteSearch};
use crate::content::front_matter::{Format, Halves};
use crate::content::{Source, folder_like_drafts, is_in_drafts};
use crate::yaml::{self, Entry, Node, Parsed};

/// Reads a source. If its front matter cannot be read, the document is an unreadable one, and the diagnostics say why.
pub fn parse(source: &Source, placement: &Placement, context: &Context) -> Reported<Document> {
    let mut reader = Reader {
        source,
        placement,
        context,
        clarity: Clarity::Clear,
        repeated: Vec::new(),
        diagnostics: Vec::new(),
    };
    let value = reader
        .document()
        .unwrap_or_else(|| unreadable(&source.file, &source.text, placement, context));
    Reported {
        value,
        diagnostics: reader.diagnostics,
    }
}

struct Reader<'r> {
    source: &'r Source,
    placement: &'r Placement,
    context: &'r Context<'r>,
    /// Whether what was read so far leaves it clear if the document may be public.
    clarity: Clarity,
    /// Keys that are written again further down.
    repeated: Vec<Span>,
    diagnostics: Vec<Diagnostic>,
}

impl<'r> Reader<'r> {
    fn document(&mut self) -> Option<Document> {
        let mut document = self.parts()?.into_document();
        document.text_version = self.text_version(&document.outline);
        Some(document)
    }

    fn parts(&mut self) -> Option<Parts<'r>> {
        let halves = self.halves()?;
        let root = self.front_matter(halves)?;
        let kind = self.kind(&root);
        let mut front = self.fields(kind, &root, halves);
        let collections = self.collections(&root);
        let title = self.title(kind, &front, halves);
        let body = self.markdown(kind, &root, title.body_at, &mut front.links);
        let comments = self.comments(kind, &root, &mut front.links);
        updated::from_changes(&mut front);
        let date = self.date(&front);
        self.order(&mut front, title.span);
        Some(Parts {
            file: &self.source.file,
            placement: self.placement,
            kind,
            language: self.language(&front.fields),
            languages: self.context.languages,
            slug: self.slug(&front.fields, &title.text),
            title,
            date,
            front,
            body,
            collections,
            comments,
        })
    }

    /// Which version of its text a document is, if it may have translations.
    fn text_version(&self, outline: &Outline) -> Option<TextVersion> {
        let is_source = self.context.languages.are_several()
            && outline.location.language == LanguageId::DEFAULT;
        is_source.then(|| TranslatableText::of(outline, &self.source.text).version())
    }

    /// Front matter and body; `None` if they cannot be told apart, which is reported.
    fn halves(&mut self) -> Option<Halves> {
        let Source { file, text } = self.source;
        let halves = split(file, text).and_then(|halves| {
            check_for_lookalike(file, text, halves, self.context.kinds)?;
            Ok(halves)
        });
        halves.map_err(|found| self.diagnostics.push(*found)).ok()
    }

    fn comments(
        &mut self,
        kind: &Kind,
        root: &Node,
        links: &mut Vec<Located<Link>>,
    ) -> OwnComments {
        let setting = comment::setting(&self.source.file, root, kind);
        OwnComments::new(setting.into_value(&mut self.diagnostics), links)
    }

    /// The last part of its address, as it says itself, or else made of its name.
    fn slug(&self, fields: &Fields, title: &str) -> String {
        match fields.text("slug") {
            Some("") => slugify(title),
            Some(slug) => slug.to_owned(),
            None => slug_of(&self.placement.location.name, title),
        }
    }

    /// The front matter as a tree; an empty one if there is none.
    fn front_matter(&mut self, halves: Halves) -> Option<Node> {
        let source = self.source;
        let read = ReadText {
            file: &source.file,
            text: &source.text[halves.front.range()],
            by: halves.front.start as usize,
        };
        let format = halves.format.unwrap_or(Format::Yaml);
        match format.parse(read.text) {
            Ok(parsed) => {
                self.note_oddities(read, &parsed);
                self.group(parsed, read.by)
            }
            Err(problem) => {
                let code = Code::UnreadableFrontMatter;
                let diagnostic = problem.diagnostic(code, read.file, read.by);
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// Takes note of what is odd about front matter without keeping it from being read.
    fn note_oddities(&mut self, read: ReadText, parsed: &Parsed) {
        let mut odd = oddities(read, parsed);
        if parsed.hides_keys(read.text) {
            self.clarity = Clarity::Unclear;
            for found in &mut odd {
                if matches!(found.code, Code::SecondYamlDocument | Code::TabCharacter) {
                    say_withheld(found);
                }
            }
        }
        self.diagnostics.extend(odd);
        let duplicates = parsed.duplicates.iter();
        let places = duplicates.map(|twice| twice.first.shifted(read.by));
        self.repeated = places.collect();
    }

    /// The tree of front matter that starts at byte `by`, if it is a group of keys.
    fn group(&mut self, parsed: Parsed, by: usize) -> Option<Node> {
        let mut root = parsed.root.unwrap_or(Node::empty(Span::new(0, 0)));
        shift(&mut root, by);
        if is_group(&root) {
            return Some(root);
        }
        let message = format!(
            "front matter must be a group of keys, but this is {}",
            root.describe()
        );
        let diagnostic = Diagnostic::new(Code::UnreadableFrontMatter, message)
            .at(&self.source.file, root.span, "")
            .help("write `key: value` lines between the two lines of `---`");
        self.diagnostics.push(diagnostic);
        None
    }

    /// The kind that front matter names, else that of the folder.
    fn kind(&mut self, root: &Node) -> &'r Kind {
        let kinds = self.context.kinds;
        let of_folder = kinds
            .find(&self.placement.kind)
            .unwrap_or_else(|| kinds.page());
        let Some(node) = root.get("kind") else {
            return of_folder;
        };
        let Some(name) = node.text().map(str::trim) else {
            self.report_no_kind(node);
            return of_folder;
        };
        if let Some(kind) = kinds.find(name) {
            return kind;
        }
        // Another kind may read the lifecycle from other keys.
        self.clarity = Clarity::Unclear;
        let near = did_you_mean(name, kinds.iter().map(|kind| kind.name.as_str()));
        let message = format!("there is no kind called `{name}`");
        let diagnostic = Diagnostic::new(Code::UnknownKind, message)
            .at(&self.source.file, node.span, "unknown kind")
            .help(near.unwrap_or_default());
        self.diagnostics.push(diagnostic);
        of_folder
    }

    /// Reports a `kind` that is a list or a group.
    fn report_no_kind(&mut self, node: &Node) {
        if node.value == yaml::Value::Empty {
            return;
        }
        self.clarity = Clarity::Unclear;
        let message = format!(
            "`kind` must be the name of a kind, but is {}",
            node.describe()
        );
        let diagnostic = Diagnostic::new(Code::WrongValue, message);
        let diagnostic = diagnostic.at(&self.source.file, node.span, "");
        self.diagnostics.push(diagnostic);
    }

    fn fields(&mut self, kind: &Kind, root: &Node, halves: Halves) -> FrontMatter {
        self.withhold_for_repeated(kind, root);
        let reader = FieldReader {
            context: self.context,
            kind,
            file: &self.source.file,
            quotes: self.quotes(root),
            format: halves.format.unwrap_or(Format::Yaml),
            found: FrontMatter {
                clarity: self.clarity,
                ..FrontMatter::default()
            },
            diagnostics: Vec::new(),
            has_source: self.may_be_translation(root),
            reading: SharedText::default(),
            has_gaps: false,
        };
        let (mut found, diagnostics) = reader.read(root, halves);
        self.diagnostics.extend(diagnostics);
        self.withhold_for_folder(&mut found);
        found
    }

    /// True for a document that may translate another one: which, is known when all are read.
    fn may_be_translation(&self, root: &Node) -> bool {
        let is_foreign = self.placement.location.language != LanguageId::DEFAULT;
        self.context.languages.are_several() && (is_foreign || root.get(TRANSLATION_OF).is_some())
    }

    /// Reports that the name of a folder says what `_drafts` says, unless the document or a kind says what is meant.
    fn withhold_for_folder(&mut self, found: &mut FrontMatter) {
        let file = &self.source.file;
        let Some(folder) = folder_like_drafts(file) else {
            return;
        };
        let below = site_layout::below(site_layout::CONTENT, folder).unwrap_or(folder);
        let is_clear = found.fields.get(DRAFT).is_some()
            || is_in_drafts(file)
            || self.context.kinds.claiming(below).is_some();
        if is_clear {
            return;
        }
        found.clarity = Clarity::Unclear;
        let name = excerpt(folder.rsplit('/').next().unwrap_or(folder), 60);
        let message =
            format!("this is in a folder called `{name}`, so it is unclear whether this is public");
        self.diagnostics.push(
            Diagnostic::new(Code::UnclearPublication, message)
                .in_file(file)
                .help("if it is a draft, write `draft: true`, or call the folder `_drafts`: then all in it is a draft")
                .help("if it is public, write `draft: false`"),
        );
    }

    /// Takes note of keys that are written twice and leave it unclear whether the document is public.
    fn withhold_for_repeated(&mut self, kind: &Kind, root: &Node) {
        let fields: Vec<_> = self.context.kinds.fields(kind).collect();
        for place in unclear_repeats(root, &fields, &self.repeated) {
            self.clarity = Clarity::Unclear;
            let is_about_it = |found: &&mut Diagnostic| {
                let mut places = found.labels.iter().filter_map(|label| label.span);
                places.any(|span| span == place)
            };
            let about_it = self.diagnostics.iter_mut().filter(is_about_it);
            about_it.for_each(say_withheld);
        }
    }

    fn collections(&mut self, root: &Node) -> Vec<Collection> {
        let Some(node) = root.get("collections") else {
            return Vec::new();
        };
        let file = SettingsFile::new(&self.source.file, Code::WrongValue);
        if !is_group(node) {
            let message = format!(
                "`collections` must be a group of keys, but is {}",
                node.describe()
            );
            file.wrong(
                node.span,
                message,
                "write `name: {kind: …}` lines beneath it",
            );
        }
        let collections = read_collections(&file, node);
        for (message, help) in collections
            .iter()
            .flat_map(|collection| self.context.kinds.slips_of(collection))
        {
            file.wrong(node.span, message, help.unwrap_or_default());
        }
        self.diagnostics.extend(file.diagnostics.into_inner());
        collections
    }

    /// The title: from front matter, else a first heading, else the file's name.
    fn title(&self, kind: &Kind, front: &FrontMatter, halves: Halves) -> Title {
        let body_at = halves.body.start as usize;
        if let Some(text) = front.fields.text("title") {
            return Title {
                text: one_line(text),
                span: front.spans.find("title").unwrap_or_default(),
                body_at,
            };
        }
        // A comment has no title that is shown: all of its text is said.
        let heading = match kind.thread() {
            Some(_) => None,
            None => self.first_heading(halves),
        };
        let start = halves.front.start as usize;
        heading.unwrap_or_else(|| Title {
            text: title_of_name(&self.placement.location.name),
            span: Span::new(start, start),
            body_at,
        })
    }

    /// The heading that the body starts with, if it has a text.
    fn first_heading(&self, halves: Halves) -> Option<Title> {
        let body = &self.source.text[halves.body.range()];
        let heading = body.trim_start().strip_prefix("# ")?;
        let line = heading.split(['\n', '\r']).next().unwrap_or(heading);
        let text = plain_heading(line);
        if text.is_empty() {
            return None;
        }
        let start = halves.body.start as usize + body.len() - heading.len();
        let span = Span::new(start, start + line.len());
        Some(Title {
            text,
            span,
            body_at: start + line.len(),
        })
    }

    /// The quotation marks of the document's language.
    fn quotes(&self, root: &Node) -> Option<Quotes> {
        let said = root.get(LANGUAGE).and_then(Node::text);
        let of_place = || {
            self.placement
                .language
                .map(|id| self.context.languages.get(id))
        };
        self.context.quotes(said.or_else(of_place))
    }

    /// Which of the site's languages the document belongs to: the one that its path names, or front matter, else that of what it
    /// is a part of.
    fn language(&self, fields: &Fields) -> LanguageId {
        let said = || self.context.languages.find(fields.text(LANGUAGE)?);
        let of_owner = self.placement.location.language;
        self.placement.language.or_else(said).unwrap_or(of_owner)
    }

    fn markdown(
        &mut self,
        kind: &Kind,
        root: &Node,
        body_at: usize,
        links: &mut Vec<Located<Link>>,
    ) -> Body {
        let guest = comment::id_prefix(kind, &self.placement.location.name);
        let text = CleanText::of(&self.source.text[body_at..]);
        let input = markdown::Input {
            file: &self.source.file,
            text: &text,
            offset: body_at,
            raw_html: comment::raw_html(kind, self.context.raw_html),
            anchors: self.context.anchors,
            link_schemes: comment::link_schemes(kind, self.context.link_schemes),
            quotes: self.quotes(root),
            guest: guest.as_deref(),
        };
        let read = match self.context.search {
            SiteSearch::On => markdown::read_for_search,
            SiteSearch::Off => markdown::read,
        };
        read(&input, links, &mut self.diagnostics)
    }

    /// The date of front matter, else of the file's name; that they differ is worth a word.
    fn date(&mut self, front: &FrontMatter) -> Option<Moment> {
        let of_name = self
            .placement
            .date
            .map(|date| Moment::on(date, self.context.zone));
        let Some(written) = front.fields.moment(DATE) else {
            if of_name.is_none() && front.spans.find(DATE).is_none() {
                self.diagnostics
                    .extend(written_date::in_name(&self.source.file));
            }
            return of_name;
        };
        let span = front.spans.find(DATE).unwrap_or_default();
        if let Some(named) = of_name.filter(|named| named.day() != written.day()) {
            // A time with a zone may fall on another day here than the one that is written.
            let here = format!("this is {} in the site's time zone, ", written.day());
            let here = if written.has_time {
                here
            } else {
                String::new()
            };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DateDisagrees,
                    "the date here is not the date in the file's name",
                )
                .at(
                    &self.source.file,
                    span,
                    format!("{here}the file's name says {}", named.day()),
                )
                .help("this date counts; rename the file or correct the date"),
            );
        }
        Some(written.clone())
    }

    /// A part without `order` takes the number in its file's name.
    fn order(&self, front: &mut FrontMatter, title: Span) {
        if let (Some(order), None) = (self.placement.order, front.fields.get(ORDER)) {
            front.add(ORDER, Value::Integer(order), title);
        }
    }
}

fn is_group(node: &Node) -> bool {
    matches!(node.value, yaml::Value::Mapping(_) | yaml::Value::Empty)
}

fn shift(node: &mut Node, by: usize) {
    node.span = node.span.shifted(by).into();
    match &mut node.value {
        yaml::Value::Sequence(items) => items.iter_mut().for_each(|item| shift(item, by)),
        yaml::Value::Mapping(entries) => entries.iter_mut().for_each(
            |Entry {
                 key_span, value, ..
             }| {
                *key_span = key_span.shifted(by).into();
                shift(value, by);
            },
        ),
        yaml::Value::Empty | yaml::Value::Scalar { .. } => {}
    }
}
