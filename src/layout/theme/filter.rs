//! The filters of templates, besides those of Tera's own that are as they should be. All are pure.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::tz::TimeZone;
use tera::{Kwargs, State, Tera, TeraResult, Value};
use xxhash_rust::xxh3::Xxh3;

use super::text_filters::{first_letters, split, truncate, truncate_words};
use super::{date_words, number_filters, sort};
use crate::base::date;
use crate::base::language::direction;
use crate::base::mail;
use crate::base::site_layout;
use crate::base::slug::slugify;
use crate::base::suggest::did_you_mean;
use crate::base::{Url, Words};
use crate::config::{Hosts, SiteConfig};
use crate::layout::template_words::template_words;

/// What filters know besides their input, and nothing else: the keys of pages hold a hash of it.
pub struct Surroundings {
    /// The `href` of each asset by its name below `assets/`.
    assets: Arc<BTreeMap<String, String>>,
    /// What absolute addresses begin with.
    hosts: Hosts,
    /// The zone of dates without one.
    zone: TimeZone,
    /// The language of pages that do not say theirs.
    language: String,
}

impl Surroundings {
    /// What the filters of a site know; `assets` are the published addresses by those that authors write.
    pub fn of(site: &SiteConfig, assets: &BTreeMap<Url, Url>) -> Surroundings {
        let href = |(plain, published): (&Url, &Url)| {
            (
                plain.as_str()[site_layout::ASSET_URLS.len()..].to_owned(),
                published.href(site.base_path()),
            )
        };
        Surroundings {
            assets: Arc::new(assets.iter().map(href).collect()),
            hosts: site.hosts.clone(),
            zone: site.timezone.clone(),
            language: site.language.clone(),
        }
    }

    /// A hash of all of it.
    pub fn hash(&self) -> u64 {
        // Taken apart in full, so that what is added has to be hashed too. A zone has no hash but its name.
        let Surroundings {
            assets,
            hosts,
            zone,
            language,
        } = self;
        let mut hasher = Xxh3::new();
        (assets, hosts, format!("{zone:?}"), language).hash(&mut hasher);
        hasher.finish()
    }
}

/// Registers all filters; templates that use another one do not compile.
pub fn register(tera: &mut Tera, surroundings: Surroundings) {
    register_texts(tera);
    register_cuts(tera);
    register_numbers(tera);
    register_lists(tera, surroundings.language);
    register_dates(tera, surroundings.zone);
    register_urls(tera, surroundings.assets, surroundings.hosts);
}

fn register_texts(tera: &mut Tera) {
    tera.register_filter("markdown", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&inline_markdown(text))
    });
    tera.register_filter("slug", |text: &str, _: Kwargs, _: &State| slugify(text));
    tera.register_filter("direction", |tag: &str, _: Kwargs, _: &State| {
        direction(tag)
    });
    tera.register_filter("json", |value: Value, _: Kwargs, _: &State| json(&value));
    tera.register_filter(
        "mailto",
        |url: &str, arguments: Kwargs, _: &State| -> TeraResult<String> {
            let subject = arguments.get::<&str>("subject")?.unwrap_or_default();
            Ok(mail::letter(
                url,
                subject,
                arguments.get::<&str>("body")?.unwrap_or_default(),
            ))
        },
    );
}

fn register_cuts(tera: &mut Tera) {
    tera.register_filter(
        "truncate_words",
        |text: &str, arguments: Kwargs, _: &State| -> TeraResult<String> {
            Ok(truncate_words(
                text,
                arguments.get::<u64>("count")?.unwrap_or(30),
            ))
        },
    );
    tera.register_filter(
        "truncate",
        |text: &str, arguments: Kwargs, state: &State| truncate(text, &arguments, state),
    );
    tera.register_filter("split", |text: &str, arguments: Kwargs, state: &State| {
        split(text, &arguments, state)
    });
}

fn register_lists(tera: &mut Tera, language: String) {
    tera.register_filter(
        "group_by",
        |items: &[Value], arguments: Kwargs, _: &State| super::group_by::filter(items, &arguments),
    );
    tera.register_filter(
        "sort",
        move |items: &[Value], arguments: Kwargs, state: &State| {
            sort::filter(items, &arguments, state, &language)
        },
    );
}

fn register_urls(tera: &mut Tera, assets: Arc<BTreeMap<String, String>>, hosts: Hosts) {
    tera.register_filter("asset", move |name: &str, _: Kwargs, _: &State| {
        asset(name, &assets)
    });
    tera.register_filter("absolute", move |path: &str, _: Kwargs, _: &State| {
        hosts.whole(path)
    });
}

fn register_dates(tera: &mut Tera, zone: TimeZone) {
    let of_site = zone.clone();
    tera.register_filter(
        "date",
        move |text: &str, arguments: Kwargs, state: &State| {
            let words = template_words(state)?;
            let format = arguments.get::<&str>("format")?;
            let written = date_words::written(text, &of_site, format, &words)?;
            Ok::<_, tera::Error>(match arguments.get::<usize>("letters")? {
                Some(letters) => first_letters(&written, letters),
                None => written,
            })
        },
    );
    tera.register_filter("instant", move |text: &str, _: Kwargs, _: &State| {
        instant(text, &zone)
    });
}

fn register_numbers(tera: &mut Tera) {
    tera.register_filter(
        "number",
        |value: Value, arguments: Kwargs, state: &State| {
            number_filters::number(&value, &arguments, state)
        },
    );
    tera.register_filter("sum", |items: &[Value], arguments: Kwargs, _: &State| {
        number_filters::sum(items, &arguments)
    });
    tera.register_filter(
        "most_decimals",
        |items: &[Value], arguments: Kwargs, _: &State| {
            number_filters::most_decimals(items, &arguments)
        },
    );
    tera.register_filter("percent", |value: Value, arguments: Kwargs, _: &State| {
        number_filters::percent(&value, &arguments)
    });
    tera.register_filter("filesize", |bytes: u64, _: Kwargs, state: &State| {
        file_size(bytes, state)
    });
    tera.register_filter("chart", |table: Value, arguments: Kwargs, state: &State| {
        crate::layout::charts::filter(&table, &arguments, state)
    });
}

/// A size in the words of the page's language, which `text` tells.
fn file_size(bytes: u64, state: &State) -> TeraResult<String> {
    let words = template_words(state)?;
    let known = ["one_byte", "many_bytes", "number_decimal"]
        .into_iter()
        .filter_map(|key| {
            let word = words.get_from_path(key).and_then(Value::as_str)?;
            Some((key.to_owned(), word.to_owned()))
        });
    Ok(Words::new(known.collect()).size(bytes))
}

/// A date with its time and zone, for programs: a day without a time begins at midnight in `zone`.
fn instant(text: &str, zone: &TimeZone) -> TeraResult<String> {
    let wrong = || tera::Error::message(format!("`{text}` is not a date like 2012-08-02"));
    date::read(text, zone)
        .map(|moment| moment.whole_iso())
        .ok_or_else(wrong)
}

fn asset(name: &str, assets: &BTreeMap<String, String>) -> TeraResult<String> {
    assets.get(name).cloned().ok_or_else(|| {
        let near = did_you_mean(name, assets.keys().map(String::as_str))
            .map(|near| format!("; {near}"))
            .unwrap_or_default();
        tera::Error::message(format!("there is no asset called `{name}`{near}"))
    })
}

/// JSON that may stand in a `script` element: no `<` can end it.
fn json(value: &Value) -> TeraResult<Value> {
    let text =
        serde_json::to_string(value).map_err(|error| tera::Error::message(error.to_string()))?;
    let safe = text
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    Ok(Value::safe_string(&safe))
}

/// Markdown of one line, for titles and short texts of data: no block, no link to resolve, no HTML.
fn inline_markdown(text: &str) -> String {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};
    let mut html = String::with_capacity(text.len());
    for event in Parser::new_ext(text, pulldown_cmark::Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Emphasis) => html.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => html.push_str("</em>"),
            Event::Start(Tag::Strong) => html.push_str("<strong>"),
            Event::End(TagEnd::Strong) => html.push_str("</strong>"),
            Event::Start(Tag::Strikethrough) => html.push_str("<del>"),
            Event::End(TagEnd::Strikethrough) => html.push_str("</del>"),
            Event::Code(code) => html.push_str(&format!(
                "<code>{}</code>",
                crate::layout::markup::escaped(&code)
            )),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                html.push_str(&crate::layout::markup::escaped(&text));
            }
            Event::SoftBreak | Event::HardBreak => html.push(' '),
            _ => {}
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_learn_the_hour_and_the_zone() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let read = |text| instant(text, &zone).ok();
        assert_eq!(
            read("2012-08-02").as_deref(),
            Some("2012-08-02T00:00:00+01:00")
        );
        assert_eq!(
            read("2012-12-02T10:30:00+00:00").as_deref(),
            Some("2012-12-02T10:30:00+00:00")
        );
        assert_eq!(read("soon"), None);
    }

    #[test]
    fn json_cannot_leave_its_script() {
        let value = Value::from("</script><!-- & ");
        assert_eq!(
            json(&value).unwrap().as_str(),
            Some("\"\\u003c/script\\u003e\\u003c!-- \\u0026 \"")
        );
    }

    #[test]
    fn short_markdown_is_inline_only() {
        assert_eq!(
            inline_markdown("**a** <b> `c`"),
            "<strong>a</strong> &lt;b&gt; <code>c</code>"
        );
    }
}
