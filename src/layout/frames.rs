//! A frame for each language of the site: what all its pages are made of. A page is made with the frame of its readers, so no
//! template asks for whom it is.

use super::Theme;
use super::context::RenderContext;
use super::site_data::SiteData;
use crate::base::LanguageId;
use crate::config::Missing;
use crate::content::Data;
use crate::graph::Item;

/// The frames, in the order of the site's languages.
pub struct Frames<'s> {
    default: RenderContext<'s>,
    others: Vec<RenderContext<'s>>,
    /// For each language that shows pages of the default one in place of missing ones, what their texts are made of.
    originals: Vec<RenderContext<'s>>,
}

impl<'s> Frames<'s> {
    /// The frames of a site whose data files are `data`.
    pub fn new(site: SiteData<'s>, theme: &'s Theme, data: &[Data]) -> Frames<'s> {
        let frame = |language| RenderContext::new(site, theme, data, language);
        let others = || site.settings.languages.iter().skip(1);
        let with_fallback = others().filter(|(_, said)| said.missing == Missing::Fallback);
        let originals =
            with_fallback.map(|(readers, _)| frame(LanguageId::DEFAULT).read_by(readers));
        Frames {
            default: frame(LanguageId::DEFAULT),
            others: others().map(|(language, _)| frame(language)).collect(),
            originals: originals.collect(),
        }
    }

    /// The frame of the default language, in which what has no readers is made.
    pub fn default(&self) -> &RenderContext<'s> {
        &self.default
    }

    /// The frame in which something is made.
    pub fn of(&self, item: Item) -> &RenderContext<'s> {
        let language = self.default.site.graph.language_of(item);
        let others = self.others.iter();
        let mut all = std::iter::once(&self.default).chain(others);
        all.find(|frame| frame.language == language)
            .unwrap_or(&self.default)
    }

    /// What the texts of a page are made of that is in another language than what is around them.
    pub fn of_texts(&self, item: Item) -> Option<&RenderContext<'s>> {
        let Item::Fallback(_, readers) = item else {
            return None;
        };
        self.originals.iter().find(|frame| frame.readers == readers)
    }
}
