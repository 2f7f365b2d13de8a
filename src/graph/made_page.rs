//! Pages that copublish makes of documents: what they are called, and which of them readers of a language have.

use std::mem::discriminant;

use super::doc_tables::DocTables;
use super::link::Label;
use super::route::Item;
use super::routes::Routes;
use crate::base::{LanguageId, Url};
use crate::config::Languages;

/// What the first page of a list or of a tag is called; nothing for all else.
pub(super) fn label_of(item: Item, documents: &DocTables) -> Option<Label> {
    match item {
        Item::List(id, 1) => {
            let list = documents.lists.get(id.index())?;
            Some(match list.introduction {
                Some(introduction) => Label::Title(introduction),
                None => Label::Plural(list.kind.as_str().into()),
            })
        }
        Item::TagIndex(at) => {
            let field = documents.tags.get(at)?.field.as_str();
            Some(Label::Field(field.into()))
        }
        Item::TagPage(at, tag, 1) => {
            let page = documents.tags.get(at)?.pages.get(tag)?;
            Some(Label::Tag(page.label.as_str().into()))
        }
        _ => None,
    }
}

/// Exchanges the URL of a list or of the home page of the default language for that which readers of another one have, if
/// they have one.
pub(super) fn give_readers_theirs(
    url: &mut Url,
    readers: LanguageId,
    languages: &Languages,
    routes: &Routes,
) {
    if readers != LanguageId::DEFAULT
        && let Some(theirs) = theirs(url, readers, languages, routes)
    {
        *url = theirs;
    }
}

fn theirs(url: &Url, readers: LanguageId, languages: &Languages, routes: &Routes) -> Option<Url> {
    let default = languages.get(LanguageId::DEFAULT);
    let item = routes.find(url)?.item;
    let own = routes.find(&languages.get(readers).url_like(url, default))?;
    let is_alike = item.is_made_for_readers() && discriminant(&item) == discriminant(&own.item);
    (is_alike || *url == default.home()).then(|| own.url.clone())
}
