//! The blocks of Markdown: calls of the theme's components, their arguments checked in the author's file.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use tera::{ComponentArg, ComponentArgType, ComponentInfo, Context, Value as TeraValue};

use super::block_table::{TABLE, TableNeeds};
use super::misnamed_argument::{is_further_word, meant_for, more_of_value};
use crate::base::english::{count, ticked_and, ticked_or};
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, FilePath, Label, Span};
use crate::document::{Argument, Call, Fragment, advice_for_note};
use crate::graph::Node;
use crate::html::{Html, Piece};
use crate::layout::context::RenderContext;
use crate::layout::markup::escaped;
use crate::layout::theme::template_error;
use crate::layout::views::file::LinkView;
use crate::layout::views::page_facts::UnfinishedPage;
use crate::layout::views::value::to_value;

/// The block that stands where a page's comments are to be shown.
const COMMENTS: &str = "comments";

fn about_unknown(call: &Call) -> String {
    format!("there is no block called `{}`", call.name)
}

/// What the blocks of a page have shown so far.
#[derive(Default)]
pub struct ShownBlocks {
    /// How many tables.
    pub tables: usize,
    /// Where an author has put the comments.
    pub comments: Option<Span>,
    /// True if comments are not shown with this text, wherever an author has put them.
    pub leaves_comments_out: bool,
    /// Blocks that the theme does not know, by file and name: the place of what is said of one, and how many there are.
    pub unknown: BTreeMap<(FilePath, String), (usize, usize)>,
}

/// Fills the blocks of one document.
pub struct Blocks<'b> {
    pub context: &'b RenderContext<'b>,
    pub node: Node<'b>,
    /// What the page's template will see, as far as it is made.
    pub page: UnfinishedPage<'b>,
    /// What its blocks have shown so far.
    pub shown: &'b mut ShownBlocks,
    pub diagnostics: &'b mut Vec<Diagnostic>,
}

impl Blocks<'_> {
    /// HTML with each block in its place, the innermost first.
    pub fn fill(&mut self, html: Html) -> String {
        let mut pieces = html.pieces.into_iter();
        let Some(first) = pieces.next() else {
            return String::new();
        };
        let mut out = self.piece(first).into_owned();
        for piece in pieces {
            out.push_str(&self.piece(piece));
        }
        out
    }

    fn piece<'h>(&mut self, piece: Piece<'h>) -> Cow<'h, str> {
        match piece {
            Piece::Text(text) => text,
            Piece::Block(call, body) => self.block(call, body).into(),
            Piece::Table(_, html) => html.into(),
        }
    }

    fn block(&mut self, call: &Call, body: Html) -> String {
        if call.name == COMMENTS && self.shown.leaves_comments_out {
            return String::new();
        }
        if call.name == COMMENTS && self.shown.comments.replace(call.name_span).is_some() {
            self.comments_again(call);
            return self.fill(body);
        }
        match self.context.theme.signature(&call.name) {
            Some(signature) => self.component(call, &signature, body),
            None => self.as_text(call, body),
        }
    }

    /// A block as its component renders it; if that fails, its body alone.
    fn component(&mut self, call: &Call, signature: &ComponentInfo, mut body: Html) -> String {
        let wanted = TableNeeds::of(signature);
        let before = self.diagnostics.len();
        let table = wanted.map(|wanted| self.table(call, &mut body, &wanted));
        let has_all = self.has_required(call, signature);
        let told = self.told_since(before);
        let body = self.fill(body);
        let arguments = self.arguments(call, signature, &told);
        let (Some(mut arguments), true, None | Some(Some(_))) = (arguments, has_all, &table) else {
            return body;
        };
        if let Some(table) = table.flatten() {
            arguments.insert_value(TABLE, table);
        }
        let rendered = self.render(signature, &arguments, &body);
        rendered.unwrap_or_else(|error| {
            self.failed(call, &error);
            body
        })
    }

    /// A block that the theme does not know, as its author wrote it.
    fn as_text(&mut self, call: &Call, body: Html) -> String {
        self.unknown(call);
        let body = self.fill(body);
        format!("<p>{}</p>\n{body}<p>:::</p>\n", escaped(&call.line))
    }

    fn render(
        &self,
        signature: &ComponentInfo,
        arguments: &Context,
        body: &str,
    ) -> Result<String, tera::Error> {
        let implicits = self.implicits(signature);
        let tera = &self.context.theme.tera;
        let name = signature.name();
        tera.render_component_with_implicits(name, arguments, &implicits, Some(body), true)
    }

    /// What a component sees besides its arguments.
    fn implicits(&self, signature: &ComponentInfo) -> Context {
        let mut implicits = Context::new();
        implicits.insert_value("site", self.context.cache.site.value().clone());
        implicits.insert_value("text", self.text());
        if sees_page(signature) {
            implicits.insert_value("page", to_value(&self.page));
        }
        implicits
    }

    fn failed(&mut self, call: &Call, error: &tera::Error) {
        let templates = &self.context.theme.templates;
        let file_of = |name: &str| templates.get(name).cloned();
        let mut diagnostic = template_error::of_rendering(error, file_of, self.file());
        // The author sees their own call first, then the component.
        let call = Label {
            file: self.file().clone(),
            span: Some(call.name_span),
            text: "in this block".to_owned(),
        };
        diagnostic.labels.insert(0, call);
        self.diagnostics.push(diagnostic);
    }

    /// The theme's words in the language of the page.
    pub fn text(&self) -> TeraValue {
        let language = self.page.facts.language;
        self.context.theme.words_of(language).text.clone()
    }

    /// The document's file.
    pub fn file(&self) -> &FilePath {
        &self.node.outline().file
    }

    /// Anchors of comments would stand on the page twice.
    fn comments_again(&mut self, call: &Call) {
        let diagnostic = Diagnostic::new(
            Code::RepeatedBlock,
            "this page already has the block `comments`",
        )
        .at(self.file(), call.name_span, "here again")
        .help("keep one of the two blocks `comments`");
        self.diagnostics.push(diagnostic);
    }

    /// Reports a block that the theme does not know, once for each name in a file.
    fn unknown(&mut self, call: &Call) {
        // What is wrong with its component was said of the component.
        if self.context.theme.unusable_blocks.contains(&call.name) {
            return;
        }
        let key = (self.file().clone(), call.name.clone());
        let next = self.diagnostics.len();
        let (at, times) = self.shown.unknown.entry(key).or_insert((next, 0));
        *times += 1;
        let Some(said) = self.diagnostics.get_mut(*at) else {
            return self.diagnostics.push(self.unknown_block(call));
        };
        if let Some(label) = said.labels.first_mut() {
            label.text = format!("unknown block, the first of {}", count(*times, "place"));
        }
    }

    fn unknown_block(&self, call: &Call) -> Diagnostic {
        let blocks = self.context.theme.blocks.keys();
        let names: Vec<&str> = blocks.map(String::as_str).collect();
        let near = advice_for_note(&call.name)
            .map(|advice| format!("other programs have such notes; here, {advice}"))
            .or_else(|| did_you_mean(&call.name, names.iter().copied()));
        Diagnostic::new(Code::UnknownBlock, about_unknown(call))
            .at(self.file(), call.name_span, "unknown block")
            .help(near.unwrap_or_else(|| match names.as_slice() {
                [] => "this theme has no blocks".to_owned(),
                names => format!("the blocks are {}", ticked_and(names)),
            }))
    }

    /// The arguments as the component declares them; `None` if it cannot be called with them. Those at the places in `told`
    /// have been told of.
    fn arguments(
        &mut self,
        call: &Call,
        signature: &ComponentInfo,
        told: &BTreeSet<Span>,
    ) -> Option<Context> {
        let mut context = Context::new();
        let mut complete = true;
        for argument in &call.arguments {
            let name = argument.name.replace('-', "_");
            if context.contains_key(&name) {
                self.twice(call, argument);
                continue;
            }
            let declared = authors(signature).find(|arg| arg.name() == name);
            match declared.map(|declared| Declared::new(declared, signature)) {
                Some(declared) => match self.argument(call, argument, &declared) {
                    Some(view) => context.insert_value(name, view),
                    None => complete = false,
                },
                None if signature.rest_param().is_some() => {
                    context.insert_value(name, text_of(argument));
                }
                None if told.contains(&argument.span) => {}
                None => self.unknown_argument(call, argument, signature),
            }
        }
        complete.then_some(context)
    }

    /// Reports arguments that are required and not there.
    fn has_required(&mut self, call: &Call, signature: &ComponentInfo) -> bool {
        let mut has_all = true;
        for declared in authors(signature).filter(|arg| arg.is_required()) {
            let mut given = call.arguments.iter();
            if !given.any(|argument| argument.name.replace('-', "_") == declared.name()) {
                match meant_for(call, declared.name(), signature) {
                    Some(argument) => self.misnamed(call, declared.name(), argument),
                    None => self.missing(call, declared.name()),
                }
                has_all = false;
            }
        }
        has_all
    }

    /// The places that were told of after so many findings.
    fn told_since(&self, before: usize) -> BTreeSet<Span> {
        let labels = self.diagnostics[before..].iter();
        let labels = labels.filter_map(|told| told.labels.first());
        let here = labels.filter(|label| label.file == *self.file());
        here.filter_map(|label| label.span).collect()
    }

    fn argument(
        &mut self,
        call: &Call,
        argument: &Argument,
        declared: &Declared,
    ) -> Option<TeraValue> {
        if let Some(link) = argument.link {
            return Some(to_value(&LinkView::new(self.context, self.node, link)));
        }
        if LINKS.contains(&argument.name.as_str()) {
            let url = argument.value.as_deref().unwrap_or_default();
            return Some(to_value(&LinkView::without_place(url)));
        }
        let value = declared.value_of(argument);
        if value.is_none() {
            self.wrong(call, argument, declared);
        }
        value
    }

    fn wrong(&mut self, call: &Call, argument: &Argument, declared: &Declared) {
        let written = argument.value.as_deref().unwrap_or("");
        let found = argument
            .value
            .as_ref()
            .map_or_else(|| "nothing".to_owned(), |text| format!("`{text}`"));
        let choices = &declared.choices;
        let expected = if choices.is_empty() {
            wanted(declared.ty).to_owned()
        } else {
            ticked_or(choices)
        };
        let message = format!(
            "`{}` of the block `{}` must be {expected}, but is {found}",
            argument.name, call.name
        );
        let near = did_you_mean(written, choices.iter().map(String::as_str));
        let diagnostic = Diagnostic::new(Code::WrongArgument, message)
            .at(self.file(), argument.span, "")
            .help(near.unwrap_or_default());
        self.diagnostics.push(diagnostic);
    }

    fn unknown_argument(&mut self, call: &Call, argument: &Argument, signature: &ComponentInfo) {
        let names: Vec<String> = authors(signature)
            .map(|arg| arg.name().replace('_', "-"))
            .collect();
        let more = more_of_value(call, argument);
        if more.is_some() && is_further_word(call, argument) {
            return;
        }
        let near = more.or_else(|| did_you_mean(&argument.name, names.iter().map(String::as_str)));
        let all = if names.is_empty() {
            "it has no arguments".to_owned()
        } else {
            format!("its arguments are {}", ticked_or(&names))
        };
        let diagnostic = Diagnostic::new(
            Code::UnknownArgument,
            format!(
                "the block `{}` has no argument `{}`",
                call.name, argument.name
            ),
        )
        .at(self.file(), argument.span, "not used")
        .help(near.unwrap_or(all));
        self.diagnostics.push(diagnostic);
    }

    fn twice(&mut self, call: &Call, argument: &Argument) {
        let message = format!(
            "the block `{}` has the argument `{}` twice",
            call.name, argument.name
        );
        let diagnostic = Diagnostic::new(Code::WrongArgument, message)
            .at(self.file(), argument.span, "here again")
            .help("the first one counts; delete the other");
        self.diagnostics.push(diagnostic);
    }

    /// Says that an argument is missing at the one that is meant for it.
    pub(super) fn misnamed(&mut self, call: &Call, name: &str, argument: &Argument) {
        let name = name.replace('_', "-");
        let message = format!("the block `{}` needs `{name}`", call.name);
        let missing = Diagnostic::new(Code::MissingArgument, message);
        let missing = missing.at(self.file(), argument.span, "not used");
        let help = match &argument.value {
            Some(_) => format!("did you mean `{name}`?"),
            None => format!("write `{name}=\"{}\"`", argument.name),
        };
        self.diagnostics.push(missing.help(help));
    }

    fn missing(&mut self, call: &Call, name: &str) {
        let name = name.replace('_', "-");
        let diagnostic = Diagnostic::new(
            Code::MissingArgument,
            format!("the block `{}` needs `{name}`", call.name),
        )
        .at(self.file(), call.name_span, "")
        .help(format!("write `::: {} {name}=\"…\"`", call.name));
        self.diagnostics.push(diagnostic);
    }
}

/// True if a block in a text sees the page that it is on.
pub fn shows_page(context: &RenderContext, text: &Fragment) -> bool {
    let theme = context.theme;
    let sees_it = |call: &Call| {
        let name = theme.blocks.get(&call.name);
        let signature = name.and_then(|name| theme.tera.get_component_definition(name));
        signature.is_some_and(|signature| sees_page(&signature))
    };
    text.blocks()
        .any(|call| sees_it(call) || shows_page(context, &call.body))
}

/// True for a component that sees the page that it is on.
fn sees_page(signature: &ComponentInfo) -> bool {
    let mut arguments = signature.args().iter();
    arguments.any(|arg| arg.is_implicit() && arg.name() == "page")
}

/// What a component declares of an argument.
struct Declared {
    ty: Option<ComponentArgType>,
    /// The words it may be; any if there are none.
    choices: Vec<String>,
}

impl Declared {
    fn new(declared: &ComponentArg, signature: &ComponentInfo) -> Declared {
        Declared {
            ty: declared.arg_type(),
            choices: choices(signature, declared.name()),
        }
    }

    /// The value of an argument; `None` if it is not as declared.
    fn value_of(&self, argument: &Argument) -> Option<TeraValue> {
        let mut chosen = argument.value.iter();
        if !self.choices.is_empty() && !chosen.any(|value| self.choices.contains(value)) {
            return None;
        }
        typed(argument, self.ty)
    }
}

/// The arguments that authors may give: neither what surrounds a block nor its table.
pub(super) fn authors(signature: &ComponentInfo) -> impl Iterator<Item = &ComponentArg> {
    let gets_table = TableNeeds::of(signature).is_some();
    let given = move |arg: &&ComponentArg| arg.is_implicit() || (gets_table && arg.name() == TABLE);
    signature.args().iter().filter(move |arg| !given(arg))
}

/// Arguments that lead somewhere; their component receives a group: `url`, `title`, `name` and so on.
pub(super) const LINKS: [&str; 5] = ["src", "href", "file", "image", "link"];

fn text_of(argument: &Argument) -> TeraValue {
    argument
        .value
        .as_deref()
        .map_or_else(|| true.into(), TeraValue::from)
}

/// An argument as the type its component declares; text where it declares none.
fn typed(argument: &Argument, ty: Option<ComponentArgType>) -> Option<TeraValue> {
    let text = argument.value.as_deref();
    match ty {
        Some(ComponentArgType::Bool) => match text {
            None | Some("true" | "yes") => Some(true.into()),
            Some("false" | "no") => Some(false.into()),
            Some(_) => None,
        },
        Some(ComponentArgType::Integer) => text?.parse::<i64>().ok().map(TeraValue::from),
        Some(ComponentArgType::Float | ComponentArgType::Number) => number(text?),
        Some(ComponentArgType::Array) => {
            let items = text?.split(',').map(|item| TeraValue::from(item.trim()));
            Some(items.collect::<Vec<TeraValue>>().into())
        }
        Some(ComponentArgType::Map | ComponentArgType::Bytes) => None,
        Some(ComponentArgType::String) => text.map(TeraValue::from),
        _ => Some(text_of(argument)),
    }
}

fn number(text: &str) -> Option<TeraValue> {
    match text.parse::<i64>() {
        Ok(number) => Some(number.into()),
        Err(_) => text.parse::<f64>().ok().map(TeraValue::from),
    }
}

fn wanted(ty: Option<ComponentArgType>) -> &'static str {
    match ty {
        Some(ComponentArgType::Bool) => "`true` or `false`",
        Some(ComponentArgType::Integer) => "a whole number",
        Some(ComponentArgType::Float | ComponentArgType::Number) => "a number",
        Some(ComponentArgType::Array) => "words with commas between",
        _ => "text",
    }
}

/// The words an argument may be, from the component's metadata: `{"choices": {"kind": ["note", "tip"]}}`.
pub(super) fn choices(signature: &ComponentInfo, name: &str) -> Vec<String> {
    let of_argument = signature
        .metadata()
        .get("choices")
        .and_then(|choices| choices.get_from_path(name));
    let words = of_argument.and_then(TeraValue::as_array).unwrap_or(&[]);
    words
        .iter()
        .filter_map(|word| word.as_str().map(str::to_owned))
        .collect()
}
