//! `copublish explain ADDRESS --view`: the values that the template of a page receives, as `layout` hands
//! them over. Renders nothing.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::explain_url::{find, words_for};
use crate::base::Code;
use crate::engine::{Failure, Options, PlannedSite, Stopwatch, link};
use crate::layout::{Frames, PageContext, TemplateInput, TextEdits, template_input};

/// One page, or a list of several.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Shown {
    /// Of one address.
    One(Box<Page>),
    /// Of several, in the order asked for.
    Many(Vec<Page>),
}

/// What the template of one page receives.
#[derive(Debug)]
pub struct Page {
    url: String,
    input: TemplateInput,
}

impl Serialize for Page {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("address", &self.url)?;
        map.serialize_entry("template", &self.input.template)?;
        // All words of a language are many, and the same on each page.
        map.serialize_entry("text", &self.input.language)?;
        for (name, value) in &self.input.values {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// What the templates of the pages at some addresses receive.
///
/// # Errors
/// A sentence on the first address that no template makes a page for.
pub fn explain(options: &Options, written: &[String]) -> Result<Shown, Failure> {
    if let Some(code) = written.iter().find_map(|name| Code::find(name)) {
        let why = format!(
            "`{}` is the name of a problem, but --view needs a page",
            code.id()
        );
        return Err(format!(
            "{why}; give the page's address, such as `copublish explain / --view`"
        )
        .into());
    }
    let linked = link(options, &mut Stopwatch::start())?;
    // What is wrong with the site is for `build` to say.
    let ready = PlannedSite::of(linked, options, &mut Stopwatch::start());
    let frames = ready.frames();
    let mut pages = Vec::with_capacity(written.len());
    for written in written {
        pages.push(page(written, &ready, &frames)?);
    }
    Ok(match pages.pop() {
        Some(page) if pages.is_empty() => Shown::One(Box::new(page)),
        last => Shown::Many(pages.into_iter().chain(last).collect()),
    })
}

fn page(written: &str, site: &PlannedSite, frames: &Frames) -> Result<Page, String> {
    let (url, planned) = find(written, &site.linked, &site.plan)?;
    let edits = TextEdits::default();
    let context = PageContext::new(frames.of(planned.item), &edits);
    let context = context.with_texts(frames.of_texts(planned.item));
    match template_input(planned, &context).value {
        Some(input) => Ok(Page {
            url: url.to_string(),
            input,
        }),
        None => {
            let what = words_for(&planned.item, &site.linked.graph);
            Err(format!(
                "{url} is {what}: no template makes it, so there is no view to show"
            ))
        }
    }
}
