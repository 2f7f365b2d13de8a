//! Links of a text to pages and lists in another language: what they say of it, to programs as `hreflang` and to readers after their
//! text, as in "About us (Cymraeg)".

use crate::base::foreign_words::unmarked;
use crate::base::language::is_same_language;
use crate::base::{LanguageId, Words};
use crate::config::LanguageTags;
use crate::document::markdown::escape;
use crate::graph::{ResolvedLink, Site, Target};

/// The languages that say whether a link leads to another one.
#[derive(Clone, Copy, Debug)]
pub struct TextLanguage<'c> {
    /// That of the text with the link.
    pub own: &'c str,
    /// Those of the site, whose first is that of documents which say no other.
    pub of_site: &'c LanguageTags,
}

impl<'c> TextLanguage<'c> {
    /// The language of the page, the edition or the list that a link leads to, if it is not that of the text.
    pub fn of_target(&self, link: &ResolvedLink, site: &'c Site) -> Option<&'c str> {
        let language = match link.target {
            Target::Node(id) | Target::Edition(id, _) | Target::UnmadeEdition(id) => {
                let meta = &site.node(id).outline().meta;
                meta.language_or(self.of_site.get(LanguageId::DEFAULT))
            }
            Target::MadeFor(language) => self.of_site.get(language),
            _ => return None,
        };
        (!is_same_language(language, self.own)).then_some(language)
    }
}

/// Goes on from an `href`, whose quotes are around what is written here: the attribute with the language of its target.
pub(super) fn write_hreflang(out: &mut String, language: &str) {
    out.push_str("\" hreflang=\"");
    escape::attribute(out, language);
}

/// Says the name of a language after the text of a link, which is the last that was written, unless the text says it.
pub(super) fn write_name(out: &mut String, language: &str, words: &Words) {
    let name = match words.get(&format!("language_{language}")) {
        "" => language,
        name => name,
    };
    let start = out.rfind("<a").unwrap_or(0);
    if out[start..].contains(&*unmarked(name)) {
        return;
    }
    out.push_str(" <span class=\"file-facts\">(");
    escape::text(out, name);
    out.push_str(")</span>");
}
