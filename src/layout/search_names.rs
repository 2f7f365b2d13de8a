//! What readers of a language say for the words of the search's index, which there is once for all languages: names of kinds
//! and facets, and titles of what results are narrowed down to.

use std::collections::BTreeMap;

use super::context::RenderContext;
use super::search_index::{found_documents, named_of_kind, title};
use crate::base::LanguageId;
use crate::base::foreign_words::language_and_words;
use crate::config::{Kind, KindSearch};

/// The facet of what stands in none, such as the name of a facet.
const NO_FACET: &str = "";
/// Words of the theme in the index, with their facets.
const THEME_WORDS: [(&str, &str); 5] = [
    (NO_FACET, "search_kind"),
    (NO_FACET, "search_year"),
    (NO_FACET, "search_language"),
    (NO_FACET, "search_pdf"),
    ("kind", "search_pdfs"),
];

/// The names as JSON, for the script of the search: none for words that are those of the readers. A facet, a space and a word lead
/// to what is shown, and to its language if it is not theirs.
pub fn search_names(context: &RenderContext) -> String {
    let mut names = Names::default();
    names.add_words(context);
    let kinds = context.site.kinds.iter();
    kinds.for_each(|kind| names.add_kind(context, kind));
    names.json()
}

/// What is shown, by facet and word.
#[derive(Default)]
struct Names<'n>(BTreeMap<(&'n str, &'n str), String>);

impl<'n> Names<'n> {
    fn add(&mut self, facet: &'n str, word: &'n str, shown: &str) {
        if word != shown {
            self.0
                .entry((facet, word))
                .or_insert_with(|| shown.to_owned());
        }
    }

    fn add_words(&mut self, context: &'n RenderContext) {
        let shown = &context.theme.words_of(context.readers_language()).shown;
        for (facet, key) in THEME_WORDS {
            self.add(facet, context.site_words().get(key), shown.get(key));
        }
    }

    fn add_kind(&mut self, context: &'n RenderContext, kind: &'n Kind) {
        if kind.search == KindSearch::Off {
            return;
        }
        let plural = context.kind_plural(kind);
        self.add(NO_FACET, &kind.label, context.kind_label(kind));
        self.add(NO_FACET, &kind.plural, plural);
        self.add("kind", &kind.plural, plural);
        if kind.search == KindSearch::Facet && context.language != LanguageId::DEFAULT {
            self.add_titles(context, kind);
        }
    }

    fn add_titles(&mut self, context: &'n RenderContext, kind: &'n Kind) {
        let graph = context.site.graph;
        for named in found_documents(context).flat_map(|node| named_of_kind(context, node, kind)) {
            let seen = graph.node(graph.seen_in(named, context.readers));
            self.add(&kind.name, title(context, named), &context.title_of(seen));
        }
    }

    fn json(&self) -> String {
        let names = self.0.iter().map(|((facet, word), shown)| {
            let name = match language_and_words(shown) {
                Some((language, words)) => vec![words, language],
                None => vec![shown.as_str()],
            };
            (format!("{facet} {word}"), name)
        });
        let names: BTreeMap<String, Vec<&str>> = names.collect();
        serde_json::to_string(&names).unwrap_or_default()
    }
}
