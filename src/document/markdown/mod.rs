//! Markdown into a fragment and into facts, by way of one tree.
//!
//! 1. `source`: the text as the parser gets it, with `mask` for the lines that Markdown does not know and for
//!    `template_code`; `fence_line` tells which lines are code
//! 2. `parse`: the text of the source into a `tree`, with `directive` and `foreign_fence` for lines of colons and
//!    `raw_text` for HTML
//! 3. `html`: the tree into a fragment, with `autolink`, `abbreviation`, `scheme`, `unusable`, `template_advice` and
//!    `escape`
//! 4. `facts`: what the tree is made of, for the rules that judge how a text is written; `plain`: a line without markup
//! 5. `quotes`: quotation marks by language
//! 6. `words`: what it says, for the search
//!
//! Knows no other document and no theme: what depends on them is left as a slot.

mod abbreviation;
mod autolink;
mod directive;
pub mod escape;
mod facts;
mod fence_line;
mod foreign_fence;
mod html;
mod mask;
mod parse;
mod plain;
mod quotes;
mod raw_text;
mod scheme;
mod source;
mod template_advice;
mod template_code;
mod tree;
mod unusable;
mod words;

pub use self::abbreviation::signs_around;
pub use self::facts::{
    Attribute, Element, ElementForm, LinkForm, Notation, Passage, Picture, Role, TextFacts,
    WrittenHeading, WrittenLink, WrittenVideo,
};
pub use self::foreign_fence::advice_for_note;
pub use self::html::{TRANSLATE, link_role, urls_in};
pub use self::plain::{plain_line, without_markup};
pub use self::quotes::Quotes;
pub use self::scheme::is_refused;
pub use self::unusable::{meant_target, refusal};

use self::parse::Author;
use self::source::Source;
use self::tree::Tree;
use super::fragment::Fragment;
use super::link::Link;
use super::outline::Heading;
use super::spots::Located;
use super::text_issues::TextIssues;
use super::vocabulary::Vocabulary;
use crate::base::clean_text::CleanText;
use crate::base::{Diagnostic, FilePath};
use crate::config::{AnchorStyle, LinkSchemes, RawHtml};

/// A Markdown text to read.
pub struct Input<'a> {
    /// Its file, for places.
    pub file: &'a FilePath,
    /// The Markdown, without the characters that no page may hold.
    pub text: &'a CleanText<'a>,
    /// The byte of the file at which `text` starts.
    pub offset: usize,
    /// What happens to HTML in it.
    pub raw_html: RawHtml,
    /// What links may start with besides what links of every site may.
    pub link_schemes: &'a LinkSchemes,
    /// What straight quotes become; `None` leaves quotes, dashes and dots as they are typed.
    pub quotes: Option<Quotes>,
    /// How the anchors of headings are made.
    pub anchors: AnchorStyle,
    /// For a text that a reader sent: what all ids in it start with.
    pub guest: Option<&'a str>,
}

/// What a Markdown text holds besides its HTML.
#[derive(Debug, Default)]
pub struct Body {
    /// Its HTML, with slots.
    pub fragment: Fragment,
    /// Its headings, those in quotations included.
    pub headings: Vec<Located<Heading>>,
    /// Its other anchors.
    pub anchors: Vec<String>,
    /// How many words it has.
    pub words: usize,
    /// Its first paragraph as plain text.
    pub first_paragraph: String,
    /// What it says, for the search; empty if it was read without.
    pub vocabulary: Vocabulary,
    /// What in it some readers cannot use.
    pub issues: TextIssues,
}

/// Reads Markdown. Links found are added to `links`, and slots name them by their index there.
pub fn read(
    input: &Input,
    links: &mut Vec<Located<Link>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    let source = Source::new(input);
    let tree = tree(input, &source);
    Body {
        issues: issues(input, &source, &tree),
        ..html::write(input, &source, &tree, links, diagnostics)
    }
}

/// The same with its vocabulary.
pub fn read_for_search(
    input: &Input,
    links: &mut Vec<Located<Link>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    let source = Source::new(input);
    let tree = tree(input, &source);
    Body {
        vocabulary: words::vocabulary(&tree),
        issues: issues(input, &source, &tree),
        ..html::write(input, &source, &tree, links, diagnostics)
    }
}

/// What of a text some readers cannot use. No author of the site can mend what a reader sent.
fn issues(input: &Input, source: &Source, tree: &Tree) -> TextIssues {
    if input.guest.is_some() || !facts::may_shut_out(tree) {
        return TextIssues::default();
    }
    TextIssues::of(&facts::read(tree, source, input.raw_html))
}

fn tree<'s>(input: &Input, source: &'s Source) -> Tree<'s> {
    let author = match input.guest {
        Some(_) => Author::Guest,
        None => Author::Site,
    };
    parse::parse(source, author, input.quotes)
}

/// Reads what Markdown is made of.
pub fn facts(input: &Input) -> TextFacts {
    let source = Source::new(input);
    let tree = parse::parse(&source, Author::Site, input.quotes);
    facts::read(&tree, &source, input.raw_html)
}

#[cfg(test)]
mod tests;
