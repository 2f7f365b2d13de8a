//! One planned file into its bytes.

use super::feed::Feed;
use super::page_context::PageContext;
use super::template_input::template_input;
use super::{Planned, calendar, redirect, robots, sitemap};
use crate::base::{FilePath, Reported};
use crate::graph::{FeedFormat, Item};

/// What came of making a file.
pub enum Made {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// The same as a file of the site.
    CopyOf(FilePath),
    /// Nothing: its template failed, which was reported.
    Failed,
}

/// Makes one file of the plan.
pub fn render(planned: &Planned, page: &PageContext) -> Reported<Made> {
    let mut diagnostics = Vec::new();
    let context = page.render;
    let made = match &planned.item {
        Item::Page(..)
        | Item::SinglePage(_)
        | Item::List(..)
        | Item::TagIndex(_)
        | Item::TagPage(..)
        | Item::NotFound => {
            let input = template_input(planned, page).into_value(&mut diagnostics);
            match input.and_then(|input| input.render(context, &mut diagnostics)) {
                Some(html) => html,
                None => {
                    return Reported {
                        value: Made::Failed,
                        diagnostics,
                    };
                }
            }
        }
        Item::Feed(subject, FeedFormat::Atom) => Feed::new(context, *subject).atom(),
        Item::Feed(subject, FeedFormat::Json) => Feed::new(context, *subject).json(),
        Item::Event(id) => calendar::of_document(context, *id),
        Item::Calendar(id) => calendar::of_list(context, *id),
        Item::Sitemap => sitemap::whole(context),
        Item::SitemapPart(part) => sitemap::part(context, *part),
        Item::Robots => robots::text(context),
        Item::Alias(id) => redirect::of_alias(context, *id),
        Item::SiteRedirect(at) => redirect::of_site(context, *at),
        Item::Redirects => redirect::table(context),
        Item::ThemeAsset(asset) => {
            let bytes = context
                .theme
                .assets
                .get(*asset)
                .map(|(_, bytes)| bytes.clone())
                .unwrap_or_default();
            return Reported::clean(Made::Bytes(bytes));
        }
        Item::ContentAsset(asset) => match context.site.graph.asset(*asset) {
            Some(asset) => return Reported::clean(Made::CopyOf(asset.file.clone())),
            None => String::new(),
        },
        // There is no file for it.
        Item::Gone(_) => String::new(),
    };
    Reported {
        value: Made::Bytes(made.into_bytes()),
        diagnostics,
    }
}
