//! What kinds and tags are called in the language of the readers, where the theme or the site says it in `text/LANGUAGE.yaml`; and
//! what nobody says.

use std::collections::{BTreeMap, BTreeSet};

use super::Theme;
use super::site_data::SiteData;
use crate::base::english::{count, ticked_and};
use crate::base::foreign_words::THEME_LANGUAGE;
use crate::base::language::is_same_language;
use crate::base::slug::slugify;
use crate::base::{Code, Diagnostic, FilePath, LanguageId};
use crate::config::{SiteConfig, SiteLanguage};
use crate::graph::Site;

/// What the documents of a kind are called.
#[derive(Clone, Copy, Debug, Default)]
pub struct NamesOfKind<'s> {
    pub label: Option<&'s str>,
    pub plural: Option<&'s str>,
}

/// The names of the kinds of a site in a language, by kind. None on a site that names no languages: there, kinds say their
/// names themselves.
pub fn kind_names<'s>(
    site: SiteData<'s>,
    theme: &'s Theme,
    language: LanguageId,
) -> BTreeMap<&'s str, NamesOfKind<'s>> {
    let tags = &site.settings.languages.tags;
    if !tags.are_named() {
        return BTreeMap::new();
    }
    let words = theme.words_of(tags.get(language));
    let names = site.kinds.iter().map(|kind| {
        let name = |which: &str| words.name(&format!("kinds.{}.{which}", kind.name));
        let names = NamesOfKind {
            label: name("label"),
            plural: name("plural"),
        };
        (kind.name.as_str(), names)
    });
    names.collect()
}

/// What a tag is called in a language, if the theme or the site says it.
pub fn tag_name<'t>(theme: &'t Theme, language: &str, tag: &str) -> Option<&'t str> {
    let words = theme.words_of(language);
    words.name(&format!("tag_names.{}", slugify(tag)))
}

/// The most names that one finding says.
const MOST_SHOWN: usize = 8;

/// Reports, once for each language, what the kinds of the site's documents are called in no `text/LANGUAGE.yaml`: pages say it
/// in the language of the theme.
pub fn missing_names(
    graph: &Site,
    theme: &Theme,
    site: &SiteConfig,
    site_file: &FilePath,
) -> Vec<Diagnostic> {
    if !site.languages.tags.are_named() {
        return Vec::new();
    }
    let used: BTreeSet<&str> = graph
        .nodes()
        .filter(|node| node.url().is_some())
        .map(|node| node.outline().kind.as_str())
        .collect();
    let missing = site.languages.iter().filter_map(|(_, language)| {
        let is_of_theme = is_same_language(&language.code, THEME_LANGUAGE);
        let missing = (!is_of_theme).then(|| missing_in(language, &used, theme))?;
        (!missing.is_empty()).then(|| finding(language, &missing, site_file))
    });
    missing.collect()
}

fn missing_in<'u>(
    language: &SiteLanguage,
    used: &BTreeSet<&'u str>,
    theme: &Theme,
) -> Vec<&'u str> {
    let words = theme.words_of(&language.code);
    let has = |kind: &str| {
        let mut both = ["label", "plural"].into_iter();
        both.all(|which| words.name(&format!("kinds.{kind}.{which}")).is_some())
    };
    used.iter().copied().filter(|kind| !has(kind)).collect()
}

fn finding(language: &SiteLanguage, missing: &[&str], site_file: &FilePath) -> Diagnostic {
    let code = &language.code;
    let shown: Vec<&str> = missing.iter().copied().take(MOST_SHOWN).collect();
    let message = format!(
        "pages in `{code}` call {} by English names: {}",
        count(missing.len(), "kind"),
        ticked_and(&shown)
    );
    let first = missing.first().copied().unwrap_or_default();
    Diagnostic::new(Code::UntranslatedWords, message)
        .at(site_file, language.span, "")
        .help(format!(
            "write what they are called in text/{code}.yaml, as in `kinds: {{{first}: {{label: …, plural: …}}}}`"
        ))
}
