//! One planned file into its bytes.

use super::feed::Feed;
use super::prose::Views;
use super::received::received;
use super::{FeedFormat, Item, calendar, redirect, robots, sitemap};
use crate::base::{FilePath, Reported};

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
pub fn render(item: &Item, views: &Views) -> Reported<Made> {
    let mut diagnostics = Vec::new();
    let made = match item {
        Item::Page(..)
        | Item::Whole(_)
        | Item::List(..)
        | Item::TagIndex(_)
        | Item::TagPage(..)
        | Item::NotFound => {
            let received = received(item, views).into_value(&mut diagnostics);
            match received.and_then(|received| received.render(views, &mut diagnostics)) {
                Some(html) => html,
                None => {
                    return Reported {
                        value: Made::Failed,
                        diagnostics,
                    };
                }
            }
        }
        Item::Feed(subject, FeedFormat::Atom) => Feed::new(views, *subject).atom(),
        Item::Feed(subject, FeedFormat::Json) => Feed::new(views, *subject).json(),
        Item::Event(id) => calendar::of_document(views, *id),
        Item::Calendar(id) => calendar::of_list(views, *id),
        Item::Sitemap => sitemap::whole(views),
        Item::SitemapPart(part) => sitemap::part(views, *part),
        Item::Robots => robots::text(views),
        Item::Redirect(alias) => redirect::of_alias(views, *alias),
        Item::SiteRedirect(at) => redirect::of_site(views, *at),
        Item::Redirects => redirect::table(views),
        Item::ThemeAsset(asset) => {
            let bytes = views
                .theme
                .assets
                .get(*asset)
                .map(|(_, bytes)| bytes.clone())
                .unwrap_or_default();
            return Reported::clean(Made::Bytes(bytes));
        }
        Item::ContentAsset(asset) => match views.graph.assets().get(asset.0 as usize) {
            Some((asset, _)) => return Reported::clean(Made::CopyOf(asset.file.clone())),
            None => String::new(),
        },
    };
    Reported {
        value: Made::Bytes(made.into_bytes()),
        diagnostics,
    }
}
