//! What people see who open an Atom feed in a browser: what it is, how to follow it, and its newest entries.
//!
//! Browsers show XML as source, and no longer transform it by XSLT; but they lay out elements of XHTML wherever they are in a
//! document, and apply CSS. So a feed ends with one such element, which Atom allows and feed readers skip, and the theme's
//! style sheet `feed.css` hides all others. A theme without that sheet has feeds without the element.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use super::feed::{Entry, Feed};
use crate::base::foreign_words::unmarked;
use crate::base::{Moment, Url};
use crate::layout::context::RenderContext;
use crate::layout::markup::escaped;
use crate::layout::theme::{Translations, written_date};

/// The sheets of a theme that apply to feeds, in order; without the last one, none does.
const SHEETS: [&str; 2] = ["/assets/style.css", FEED_SHEET];
const FEED_SHEET: &str = "/assets/feed.css";

/// The instructions to browsers to use the theme's style sheets.
pub fn style_sheets(context: &RenderContext) -> String {
    if published(context, FEED_SHEET).is_none() {
        return String::new();
    }
    let sheets = SHEETS.iter().filter_map(|sheet| published(context, sheet));
    sheets
        .map(|href| {
            format!(
                "<?xml-stylesheet type=\"text/css\" href=\"{}\"?>\n",
                escaped(&href)
            )
        })
        .collect()
}

/// The published address of a style sheet of the theme.
fn published(context: &RenderContext, sheet: &str) -> Option<String> {
    let url = context.theme.asset_urls.get(&Url::parse(sheet).ok()?)?;
    let settings = context.site.settings;
    let href = url.href(settings.base_path());
    // A feed is on the host of its readers' language.
    let host = settings
        .hosts
        .of_language_id(&settings.languages, context.language);
    Some(settings.hosts.seen_from(host, &href).unwrap_or(href))
}

/// Adds what people see of a feed.
pub fn write(context: &RenderContext, feed: &Feed, xml: &mut String) {
    if published(context, FEED_SHEET).is_none() {
        return;
    }
    let words = context.theme.words_of(feed.language);
    let word = |key: &str| escaped(words.words.get(key)).into_owned();
    let title = escaped(&feed.title);
    let _ = write!(
        xml,
        "<main xmlns=\"http://www.w3.org/1999/xhtml\"{}>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{title}</title>\n\
         <p class=\"feed-label\">{}</p>\n<h1>{title}</h1>\n<p>{}</p>\n<p>{} <code>{}</code></p>\n\
         <p><a href=\"{}\">{}</a></p>\n<h2>{}</h2>\n<ul role=\"list\">\n",
        language(words, feed.language),
        word("feed_of_list"),
        word("feed_what"),
        word("feed_address"),
        escaped(&feed.atom),
        escaped(&feed.page),
        word("feed_page"),
        word("feed_entries"),
    );
    let zone = &context.site.settings.timezone;
    for entry in &feed.entries {
        write_entry(entry, &day(entry, zone, words), xml);
    }
    xml.push_str("</ul>\n</main>\n");
}

/// The language of the theme's words, if it is not that of the feed.
fn language(words: &Translations, of_feed: &str) -> String {
    match words.words.get("language") {
        "" => String::new(),
        own if own == of_feed => String::new(),
        own => format!(" xml:lang=\"{}\"", escaped(own)),
    }
}

/// The day of an entry, as people write it.
fn day(entry: &Entry, zone: &TimeZone, words: &Translations) -> String {
    let date = entry.published.or(entry.updated).map(Moment::iso);
    let written = date.map(|date| written_date(&date, zone, None, &words.text));
    let written = written.and_then(Result::ok).unwrap_or_default();
    unmarked(&written).into_owned()
}

fn write_entry(entry: &Entry, day: &str, xml: &mut String) {
    let language = entry
        .language
        .map_or_else(String::new, |tag| format!(" xml:lang=\"{}\"", escaped(tag)));
    let _ = writeln!(
        xml,
        "<li><a{language} href=\"{}\">{}</a> <span>{}</span></li>",
        escaped(&entry.url),
        escaped(entry.title),
        escaped(day),
    );
}
