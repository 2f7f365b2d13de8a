//! Any YAML, read by libyaml.
//!
//! libyaml reads what people published with older tools; parsers of the stricter YAML 1.2 refuse
//! text in double quotes that goes on in column 1, which real sites hold by the hundred.

use libyaml_safer::{EventData, Mark, Parser, ScalarStyle};

use super::builder::{Builder, Event};
use super::explain::{about_unseen, explain};
use super::origin::Origin;
use super::parsed::Parsed;
use super::problem::Problem;
use crate::base::Span;

/// Reads any document.
pub(super) fn read(text: &str) -> Result<Parsed, Problem> {
    let origin = Origin::new(text);
    let mut builder = Builder::new(text);
    let mut bytes = origin.plain.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    let second = loop {
        let event = parser.parse().map_err(|error| complaint(&error, &origin))?;
        let span = origin.span(event.start_mark.index, event.end_mark.index);
        match event.data {
            EventData::StreamEnd => break None,
            EventData::DocumentEnd { .. } => break second(&mut parser, span.end, &origin),
            data => take(&mut builder, data, span, &origin)?,
        }
    };
    let non_breaking_spaces = origin.non_breaking_spaces.iter();
    Ok(Parsed {
        second,
        tabs: tabs(text, &builder.scalars),
        non_breaking_spaces: non_breaking_spaces
            .map(|at| Span::new(*at, at + 2))
            .collect(),
        ..builder.finish()
    })
}

/// Gives an event of libyaml to the builder.
fn take(
    builder: &mut Builder,
    data: EventData,
    span: Span,
    origin: &Origin,
) -> Result<(), Problem> {
    if tag(&data).is_some_and(|tag| !is_known(tag)) {
        let at = span.start as usize;
        return Err(explain(origin.text, at, "found a tag", None));
    }
    let event = match data {
        EventData::Scalar {
            anchor,
            value,
            style,
            ..
        } => Event::Scalar {
            text: origin.value(value),
            quoted: style != ScalarStyle::Plain,
            anchor,
        },
        EventData::SequenceStart { anchor, .. } => Event::Sequence { anchor },
        EventData::MappingStart { anchor, .. } => Event::Mapping { anchor },
        EventData::SequenceEnd | EventData::MappingEnd => Event::End,
        EventData::Alias { anchor } if builder.knows(&anchor) => Event::Alias(anchor),
        EventData::Alias { .. } => {
            let at = span.start as usize;
            return Err(explain(origin.text, at, "found undefined alias", None));
        }
        _ => return Ok(()),
    };
    builder.take(event, span)
}

fn tag(data: &EventData) -> Option<&str> {
    match data {
        EventData::Scalar { tag, .. }
        | EventData::SequenceStart { tag, .. }
        | EventData::MappingStart { tag, .. } => tag.as_deref(),
        _ => None,
    }
}

/// True for a tag that says no more than what is read anyway. Whatever another one means, nothing here would do it, and
/// of a text such as `!Important: read this` it would take away a word.
fn is_known(tag: &str) -> bool {
    let name = tag.strip_prefix("tag:yaml.org,2002:").unwrap_or(tag);
    let known = [
        "!",
        "str",
        "bool",
        "int",
        "float",
        "null",
        "timestamp",
        "seq",
        "map",
    ];
    known.contains(&name)
}

/// What libyaml says, at its place in the author's text.
fn complaint(error: &libyaml_safer::Error, origin: &Origin) -> Problem {
    let at = |mark: Mark| origin.place(mark.index as usize);
    let began = error.context_mark().map(at);
    if error.problem_mark().is_none() {
        return about_unseen(origin.text)
            .unwrap_or_else(|| explain(origin.text, 0, error.problem(), began));
    }
    // What is read as a tag or as a reference is shown where it starts, not where it stops being one.
    let context = error.context().unwrap_or("");
    let is_tag = context.ends_with(" a tag");
    let is_sign = is_tag
        || [" an alias", " an anchor"]
            .iter()
            .any(|end| context.ends_with(end));
    let noticed = error.problem_mark().map(at);
    let place = if is_sign { began.or(noticed) } else { noticed };
    let what = if is_tag {
        "found a tag"
    } else {
        error.problem()
    };
    explain(origin.text, place.unwrap_or(0), what, began)
}

/// The line with which a second document begins, if anything follows the first one, readable or not.
fn second(parser: &mut Parser<&mut &[u8]>, first: u32, origin: &Origin) -> Option<Span> {
    let start = match parser.parse() {
        Ok(event) if matches!(event.data, EventData::StreamEnd) => return None,
        Ok(event) => origin.place(event.start_mark.index as usize),
        Err(_) => first as usize,
    };
    let rest = origin.text.get(start..).unwrap_or_default();
    let start = start + rest.len() - rest.trim_start().len();
    let line = origin
        .text
        .get(start..)
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default();
    Some(Span::new(start, start + line.trim_end().len()))
}

/// Runs of tabs that are neither part of a value nor of a comment.
fn tabs(text: &str, scalars: &[Span]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in text.match_indices('\t') {
        if found.last().is_some_and(|last| last.end as usize == at) {
            if let Some(last) = found.last_mut() {
                last.end += 1;
            }
            continue;
        }
        let next = scalars.partition_point(|scalar| scalar.end as usize <= at);
        let in_value = scalars
            .get(next)
            .is_some_and(|scalar| scalar.start as usize <= at);
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if !in_value && !text[line..at].contains('#') {
            found.push(Span::new(at, at + 1));
        }
    }
    found
}
