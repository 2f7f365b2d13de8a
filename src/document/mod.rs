//! Pipeline: one source into one typed document. Pure, per file, and it never fails.
//!
//! `parse` goes these ways:
//!
//! 1. `placement`: what a source's place in the folders says: kind, owner, name
//! 2. `split`: front matter and body
//! 3. `fields`: front matter as the types its kind declares, each a `value` `at` its place, with `groups` of them, `written_date` for dates, `period`
//!    for those that end something, `image` for pictures, `value_help` and `value_line` for
//!    what to type in place of a wrong value, and `misnamed_key` and `other_names` for keys that are meant for a field
//! 4. `meta`: the fields that copublish acts on, whatever the kind
//! 5. `markdown`: a text into a tree, and the tree into a `fragment` with slots
//! 6. `comment`: what front matter says of comments, and what is different in one
//! 7. `outline`: what other documents can see, with its `link`s and the `spots` where it says so; `mention`: files named
//!    where no link can be; `updated`: when it was last changed; `title`: words for what has none; `parts`: all of it put
//!    together
//! 8. `deadline`: what of its fields is due by a day
//! 9. `tag`: HTML in pieces; `facts`: what a body consists of, for the rules that judge how it is written; `vocabulary`: the
//!    words of a text, for the search; `translatable`: what of it somebody translates; `text_version`: which version of a text it is;
//!    `text_issues`: what of it some readers cannot use
//! 10. `lifecycle`: whether it may be public; `clarity`: what leaves that unclear, such as a key that may be meant for one
//!     of its fields; `publication_key`: what to write in its place
//! 11. `unreadable`: a document of which only the place is known
//! 12. `inherit`: what a translation gets of its source, its `source_values`; `completion`: of groups that it states in part;
//!     `inherited`: what of it that is
//!
//! Knows no other document: ids, links and anchors are collected here and resolved in `graph`.

mod at;
mod clarity;
mod comment;
mod completion;
mod deadline;
mod facts;
pub mod fields;
pub mod fragment;
mod groups;
mod image;
mod inherit;
mod inherited;
mod lifecycle;
mod link;
pub mod markdown;
mod mention;
pub mod meta;
mod misnamed_key;
mod other_names;
pub mod outline;
mod parse;
mod parts;
mod period;
pub mod placement;
mod publication_key;
mod source_values;
pub mod split;
mod spots;
pub mod tag;
mod text_issues;
mod text_version;
mod title;
mod translatable;
mod unreadable;
mod updated;
pub mod value;
mod value_help;
mod value_line;
mod vocabulary;
mod written_date;

pub use comment::OwnComments;
pub use deadline::{Deadline, deadlines};
pub use facts::facts;
pub use fragment::{Argument, BodyTable, Call, Code, FileLink, Filling, Fragment, Slot, Word};
pub use image::image_fields;
pub use inherit::{inherit, may_inherit};
pub use inherited::Inherited;
pub use lifecycle::{Lifecycle, Terms};
pub use link::{Link, LinkRole};
pub use markdown::{
    Attribute, Element, ElementForm, LinkForm, Notation, Passage, Picture, Quotes, Role, TextFacts,
    WrittenHeading, WrittenLink, WrittenVideo, advice_for_note,
};
pub use meta::{AttachedFile, Exemption, Meta, PageAuthor, Status};
pub use outline::{Heading, Outline, Reference, Structure, TagUse, Words};
pub use parse::parse;
pub use placement::{Location, Placement, part_name, place};
pub use spots::{FieldSpans, Located, Spot, Spots};
pub use text_issues::{TextIssues, VideoIssue};
pub use text_version::{Difference, Paragraph, TextVersion, paragraphs};
pub use translatable::TranslatableText;
pub use unreadable::{lost, unreadable};
pub use value::{
    FieldValue, Fields, FragmentId, Image, LinkId, ReferenceId, Tag, Value, is_wording, letters_of,
};
pub use vocabulary::{UsedWord, Vocabulary};

use std::sync::Arc;

use crate::base::LanguageId;
use crate::config::{
    AnchorStyle, Kinds, LanguageTags, LinkSchemes, RawHtml, SiteConfig, SiteSearch,
};

/// What reading a document depends on besides its own text and its place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Context<'c> {
    /// The kinds of the site.
    pub kinds: &'c Kinds,
    /// The zone of dates without one.
    pub zone: &'c jiff::tz::TimeZone,
    /// What happens to HTML in Markdown where a kind does not say.
    pub raw_html: RawHtml,
    /// The languages of the site; the first is that of documents that do not say theirs.
    pub languages: &'c LanguageTags,
    /// Whether quotes and dashes are those of print.
    pub smart_punctuation: bool,
    /// How the anchors of headings are made.
    pub anchors: AnchorStyle,
    /// What links may start with besides what links of every site may.
    pub link_schemes: &'c LinkSchemes,
    /// Whether words are counted for a search.
    pub search: SiteSearch,
}

impl<'c> Context<'c> {
    /// What a site says of all its documents.
    pub fn of(kinds: &'c Kinds, site: &'c SiteConfig) -> Context<'c> {
        Context {
            kinds,
            zone: &site.timezone,
            raw_html: site.raw_html,
            languages: &site.languages.tags,
            smart_punctuation: site.smart_punctuation,
            anchors: site.anchors,
            link_schemes: &site.link_schemes,
            search: site.search,
        }
    }
}

impl Context<'_> {
    /// The quotation marks of a document that says its language, or does not.
    pub fn quotes(&self, language: Option<&str>) -> Option<Quotes> {
        let language = language.unwrap_or_else(|| self.languages.get(LanguageId::DEFAULT));
        self.smart_punctuation.then(|| Quotes::of(language))
    }
}

/// A source as its author meant it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What others may know of it.
    pub outline: Outline,
    /// Its body, then the fragments of its Markdown fields.
    pub fragments: Arc<[Fragment]>,
    /// Whether something in them may run, or may load something besides pictures.
    pub may_load: bool,
    /// Words in its body.
    pub words: usize,
    /// What its body says, for the search.
    pub vocabulary: Arc<Vocabulary>,
    /// Which version of its text this is, for its translations. Only documents in the default language of a site with several
    /// have any.
    pub text_version: Option<TextVersion>,
}

impl Document {
    /// The blocks that its texts call, those inside others right behind them.
    pub fn calls(&self) -> Vec<&Call> {
        let mut calls = Vec::new();
        self.fragments
            .iter()
            .for_each(|fragment| fragment.add_calls(&mut calls));
        calls
    }
}
