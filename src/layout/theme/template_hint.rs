//! What Tera says of a template, in words that say what to type: names that come near, and the tag that was never closed.

use super::template_error::TemplateSource;
use super::template_tags::{TAGS, Tag, components, open_before};
use crate::base::english::ticked_and;
use crate::base::suggest::did_you_mean;
use crate::base::{Diagnostic, FilePath, Label, Span};

/// The filters of Tera and of copublish.
pub const FILTERS: [&str; 53] = [
    "abs",
    "absolute",
    "asset",
    "capitalize",
    "chart",
    "date",
    "default",
    "direction",
    "escape",
    "escape_html",
    "escape_xml",
    "filesize",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "instant",
    "int",
    "join",
    "json",
    "keys",
    "last",
    "length",
    "lower",
    "mailto",
    "markdown",
    "most_decimals",
    "newlines_to_br",
    "nth",
    "number",
    "pairs",
    "percent",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "slug",
    "sort",
    "split",
    "str",
    "sum",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "truncate_words",
    "unique",
    "upper",
    "values",
    "wordcount",
];
/// The tests of Tera.
pub const TESTS: [&str; 17] = [
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];
/// The functions of Tera.
pub const FUNCTIONS: [&str; 3] = ["once", "range", "throw"];

/// Adds what to type to a diagnostic of a template that cannot be compiled. Its message is Tera's.
pub fn with_hint(mut found: Diagnostic, sources: &[TemplateSource]) -> Diagnostic {
    let label = found.labels.first();
    let place = label.and_then(|label| {
        let source = sources.iter().find(|source| *source.file == label.file)?;
        Some((source.text, label.span?))
    });
    if let Some((text, span)) = place {
        explain_tag(&mut found, text, span);
    }
    if let Some(near) = near_name(&found.message, sources) {
        found.help.push(near);
    }
    let blocks = label_file(&found).and_then(|file| blocks_above(&found.message, file, sources));
    found.help.extend(blocks);
    found
}

fn label_file(found: &Diagnostic) -> Option<&FilePath> {
    found.labels.first().map(|label| &label.file)
}

/// The blocks that a template can fill in, if the message is about one that it cannot.
fn blocks_above(message: &str, file: &FilePath, sources: &[TemplateSource]) -> Option<String> {
    let name = message.strip_prefix("block `")?;
    let name = name.strip_suffix("` is not defined in any parent template")?;
    let source = sources.iter().find(|source| source.file == file)?;
    let (_, parent) = source.text.split_once("extends \"")?;
    let parent = parent.split('"').next()?;
    let parent = sources.iter().find(|source| source.name == parent)?;
    let blocks = block_names(parent.text);
    did_you_mean(name, blocks.iter().copied()).or_else(|| {
        Some(format!(
            "the blocks of `{}` are {}",
            parent.name,
            ticked_and(&blocks)
        ))
    })
}

/// The names after `{% block`.
fn block_names(text: &str) -> Vec<&str> {
    let tags = text.split("{%").skip(1);
    let names = tags.filter_map(|tag| {
        let words = tag.trim_start_matches('-').split_whitespace();
        let mut words = words.map(|word| word.trim_end_matches(['-', '%', '}']));
        (words.next() == Some("block"))
            .then(|| words.next())
            .flatten()
    });
    names.collect()
}

/// The name that an unknown one comes near, if the message is about an unknown name.
fn near_name(message: &str, sources: &[TemplateSource]) -> Option<String> {
    let (what, name) = unknown(message)?;
    let names = sources.iter().map(|source| source.name);
    let own = || sources.iter().flat_map(|source| components(source.text));
    match what {
        "filter" => did_you_mean(name, FILTERS),
        "test" => did_you_mean(name, TESTS),
        "function" => did_you_mean(name, FUNCTIONS)
            .or_else(|| Some("templates have the functions `once`, `range` and `throw`; values are in `page`, `site` and `text`".to_owned())),
        "component" => did_you_mean(name, own()),
        "template" => did_you_mean(name, names),
        _ => None,
    }
}

/// `("filter", "uper")` for "unknown filter `uper`".
pub fn unknown(message: &str) -> Option<(&str, &str)> {
    let (what, name) = message.strip_prefix("unknown ")?.split_once(" `")?;
    Some((what, name.strip_suffix('`')?))
}

/// Says which tag is unknown, or which one is still open.
fn explain_tag(found: &mut Diagnostic, text: &str, span: Span) {
    let is_at_end = text[span.end as usize..].trim().is_empty();
    let word = &text[span.range()];
    if found.message == "unknown tag" {
        if word.starts_with("end") {
            explain_closing_tag(found, word, open_before(text, span.start as usize));
        } else {
            found.message = format!("there is no tag called `{word}`");
            found.help.extend(did_you_mean(word, TAGS));
        }
    } else if is_at_end && let Some(open) = open_before(text, text.len()) {
        let name = open.name;
        found.message = format!("`{{% {name} %}}` is never closed");
        found.labels.truncate(1);
        if let Some(label) = found.labels.first_mut() {
            label.span = Some(open.span);
            label.text = "opened here".to_owned();
        }
        found
            .help
            .push(format!("write `{{% end{name} %}}` where it ends"));
    }
}

/// Says that a tag closes nothing, or not the one that is open.
fn explain_closing_tag(found: &mut Diagnostic, word: &str, open: Option<Tag>) {
    let Some(Tag { name, span, .. }) = open else {
        found.message = format!("`{{% {word} %}}` closes nothing");
        let help = "delete it, or write the tag that it closes".to_owned();
        found.help.push(help);
        return;
    };
    found.message = format!("`{{% {word} %}}` comes before `{{% {name} %}}` is closed");
    add_label(found, span, "opened here");
    found
        .help
        .push(format!("write `{{% end{name} %}}` before it"));
}

fn add_label(found: &mut Diagnostic, span: Span, text: &str) {
    let file = found.labels.first().map(|label| label.file.clone());
    found.labels.extend(file.map(|file| Label {
        file,
        span: Some(span),
        text: text.to_owned(),
    }));
}

#[cfg(test)]
mod tests {
    use super::super::once::RenderedOnce;
    use super::*;
    use crate::base::Url;
    use crate::config::SiteConfig;
    use crate::layout::theme::filter;

    /// True if a template of this text compiles.
    fn compiles(text: &str) -> bool {
        let mut tera = tera::Tera::new();
        let site = SiteConfig::parse(&FilePath::new("site.yaml"), None).value;
        let none = std::collections::BTreeMap::<Url, Url>::new();
        filter::register(&mut tera, filter::Surroundings::of(&site, &none));
        RenderedOnce::register(&mut tera);
        tera.add_raw_template("x", text).is_ok()
    }

    #[test]
    fn every_name_that_is_suggested_can_be_used() {
        let wrong: Vec<String> = [
            FILTERS.map(|name| format!("{{{{ 1 | {name} }}}}")).to_vec(),
            TESTS.map(|name| format!("{{{{ 1 is {name} }}}}")).to_vec(),
            FUNCTIONS.map(|name| format!("{{{{ {name}() }}}}")).to_vec(),
        ]
        .concat()
        .into_iter()
        .filter(|text| !compiles(text))
        .collect();
        assert_eq!(wrong, Vec::<String>::new());
    }

    /// What copublish adds is read from where it is added.
    #[test]
    fn nothing_of_copublish_is_forgotten() {
        for (source, adds, known) in [
            (include_str!("filter.rs"), "register_filter(", &FILTERS[..]),
            (
                include_str!("once.rs"),
                "register_function(",
                &FUNCTIONS[..],
            ),
        ] {
            for rest in source.split(adds).skip(1) {
                let name = rest.split('"').nth(1).unwrap_or_default();
                assert!(known.contains(&name), "{name}");
            }
        }
    }
}
