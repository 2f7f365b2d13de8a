//! Which templates extend and include which: chains that are too deep, circles, and what depends on a template that
//! cannot be used. Tera follows them by recursion, so what is found here is never handed to it.

use std::collections::{BTreeMap, BTreeSet};

use super::template_error::TemplateSource;
use super::template_tags::components;
use crate::base::{Code, Diagnostic, Span};

/// So many templates may extend or include one another in a chain. Components, of which [`tera`] nests 20, may each hold
/// such a chain: threads that render have room for both, see [`crate::layout::STACK`].
const DEEPEST: usize = 24;

/// A template that another one extends or includes, or one with a component that the other has rendered by `once`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reference<'s> {
    name: &'s str,
    /// Its name in the other's text.
    span: Span,
}

/// The templates of a theme, each with those it extends or includes.
pub struct TemplateGraph<'s> {
    sources: &'s [TemplateSource<'s>],
    /// In the order of `sources`.
    references: Vec<Vec<Reference<'s>>>,
    /// The place of each in `sources`.
    places: BTreeMap<&'s str, usize>,
}

impl<'s> TemplateGraph<'s> {
    /// Reads the references out of all templates.
    pub fn of(sources: &'s [TemplateSource<'s>]) -> TemplateGraph<'s> {
        let owners = owners(sources);
        let references = sources
            .iter()
            .map(|source| {
                let mut all = references(source.text);
                all.extend(rendered_once(source.text, &owners));
                all
            })
            .collect();
        let places = sources
            .iter()
            .enumerate()
            .map(|(at, source)| (source.name, at))
            .collect();
        TemplateGraph {
            sources,
            references,
            places,
        }
    }

    /// The templates that are in a chain or circle that cannot be followed to its end.
    pub fn endless(&self, diagnostics: &mut Vec<Diagnostic>) -> BTreeSet<&'s str> {
        let heights = self.heights();
        for (at, source) in self.sources.iter().enumerate() {
            // The first one that is too deep tells; those above it only follow.
            if heights[at] == DEEPEST + 1
                && let Some(deep) = self.led_to(at).find(|(_, to)| heights[*to] == DEEPEST)
            {
                let message = format!(
                    "more than {DEEPEST} templates extend or include one another in a chain"
                );
                diagnostics.push(
                    Diagnostic::new(Code::TemplateError, message)
                        .at(source.file, deep.0.span, "the chain starts with this one")
                        .help("put what they share into fewer templates"),
                );
            }
        }
        self.tell_circles(&heights, diagnostics);
        let is_endless = |(at, source): (usize, &TemplateSource<'s>)| {
            (heights[at] > DEEPEST).then_some(source.name)
        };
        self.sources
            .iter()
            .enumerate()
            .filter_map(is_endless)
            .collect()
    }

    /// Adds all templates that extend or include one of `broken`, however many others are between them.
    pub fn add_dependents(&self, broken: &mut BTreeSet<&'s str>) {
        let mut above: BTreeMap<&str, Vec<&'s str>> = BTreeMap::new();
        for (source, references) in self.sources.iter().zip(&self.references) {
            references
                .iter()
                .for_each(|reference| above.entry(reference.name).or_default().push(source.name));
        }
        let mut to_see: Vec<&str> = broken.iter().copied().collect();
        while let Some(name) = to_see.pop() {
            let new = above
                .get(name)
                .into_iter()
                .flatten()
                .filter(|above| broken.insert(above));
            to_see.extend(new);
        }
    }

    /// How many templates are below each in its longest chain; more than [`DEEPEST`] + 1 are not counted.
    fn heights(&self) -> Vec<usize> {
        let mut heights = vec![0; self.sources.len()];
        for _ in 0..DEEPEST + 2 {
            for at in 0..heights.len() {
                let highest = self
                    .led_to(at)
                    .map(|(_, to)| heights[to] + 1)
                    .max()
                    .unwrap_or(0);
                heights[at] = highest.min(DEEPEST + 2);
            }
        }
        heights
    }

    /// The references of a template that lead to one of the theme.
    fn led_to(&self, at: usize) -> impl Iterator<Item = (&Reference<'s>, usize)> {
        self.references[at]
            .iter()
            .filter_map(|reference| Some((reference, *self.places.get(reference.name)?)))
    }

    fn tell_circles(&self, heights: &[usize], diagnostics: &mut Vec<Diagnostic>) {
        let mut walks = vec![0; heights.len()];
        for first in (0..heights.len()).filter(|at| heights[*at] == DEEPEST + 2) {
            let (mut at, mut last) = (first, None);
            let back = loop {
                if walks[at] > 0 {
                    break if walks[at] == first + 1 { last } else { None };
                }
                walks[at] = first + 1;
                // One that leads to no other of these is above a long chain, and no circle.
                let on = self.led_to(at).find(|(_, to)| heights[*to] == DEEPEST + 2);
                let Some((reference, to)) = on else {
                    break None;
                };
                (last, at) = (Some((at, reference.span)), to);
            };
            if let Some((from, span)) = back {
                let message = "this template extends or includes itself";
                diagnostics.push(Diagnostic::new(Code::TemplateError, message).at(
                    self.sources[from].file,
                    span,
                    "comes back to this template",
                ));
            }
        }
    }
}

/// What a template extends and includes, comments and raw text left out.
fn references(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(brace) = text[at..].find('{') {
        let start = at + brace;
        let behind = &text[start + 1..];
        at = match behind.as_bytes().first() {
            Some(b'#') => end_of(text, start, "#}"),
            Some(b'%') => {
                let tag = behind[1..].trim_start_matches('-').trim_start();
                found.extend(reference(tag, text.len() - tag.len()));
                if tag.starts_with("raw") {
                    end_of(text, start, "endraw")
                } else {
                    start + 2
                }
            }
            _ => start + 1,
        };
    }
    found
}

/// The template that defines each component.
fn owners<'s>(sources: &[TemplateSource<'s>]) -> BTreeMap<&'s str, &'s str> {
    let defined = sources.iter().flat_map(|source| {
        let names = components(source.text).into_iter();
        names.map(|component| (component, source.name))
    });
    defined.collect()
}

/// The templates of the components that a text names in `once(component="…")`. A mention in a comment counts too: too many
/// templates depend on one that cannot be used then, and never too few.
fn rendered_once<'s>(text: &'s str, owners: &BTreeMap<&str, &'s str>) -> Vec<Reference<'s>> {
    let mut found = Vec::new();
    for (call, _) in text.match_indices("once(") {
        let arguments = text[call..].split(')').next().unwrap_or_default();
        let Some(argument) = arguments.find("component=") else {
            continue;
        };
        let value = &arguments[argument + "component=".len()..];
        let mut quoted = value.split(['"', '\'', '`']);
        let component = quoted.nth(1).unwrap_or_default();
        let start = call + arguments.len() - value.len() + 1;
        if let Some(template) = owners.get(component) {
            found.push(Reference {
                name: template,
                span: Span::new(start, start + component.len()),
            });
        }
    }
    found
}

fn end_of(text: &str, start: usize, sign: &str) -> usize {
    text[start..]
        .find(sign)
        .map_or(text.len(), |at| start + at + sign.len())
}

/// The template that a tag names. `tag` is the rest of a text from the tag's first word on, which is at byte `at`.
fn reference(tag: &str, at: usize) -> Option<Reference<'_>> {
    let behind = tag
        .strip_prefix("extends")
        .or_else(|| tag.strip_prefix("include"))?
        .trim_start();
    let quote = behind
        .chars()
        .next()
        .filter(|quote| ['"', '\'', '`'].contains(quote))?;
    let name = behind[1..].split(quote).next()?;
    let start = at + tag.len() - behind.len() + 1;
    Some(Reference {
        name,
        span: Span::new(start, start + name.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;

    fn endless(templates: &[(String, String)]) -> (Vec<String>, Vec<String>) {
        let files: Vec<FilePath> = templates
            .iter()
            .map(|(name, _)| FilePath::new(name.clone()))
            .collect();
        let sources: Vec<TemplateSource> = templates
            .iter()
            .zip(&files)
            .map(|((name, text), file)| TemplateSource { name, file, text })
            .collect();
        let mut said = Vec::new();
        let endless = TemplateGraph::of(&sources).endless(&mut said);
        (
            endless.into_iter().map(str::to_owned).collect(),
            said.into_iter().map(|one| one.message).collect(),
        )
    }

    /// Templates of which each includes the next one.
    fn chain(length: usize) -> Vec<(String, String)> {
        (0..length)
            .map(|at| {
                (
                    format!("{at:05}"),
                    format!("{{%- include '{:05}' %}}", at + 1),
                )
            })
            .collect()
    }

    #[test]
    fn references_are_found_where_tera_sees_them() {
        let text = "{% extends \"a\" %}{%- include 'é' -%}{# {% include 'b' %} #}{% raw %}{% include 'c' %}{% endraw %}{{ 'd' }}{%include `e`%}{%";
        let found = references(text);
        assert_eq!(
            found.iter().map(|found| found.name).collect::<Vec<_>>(),
            ["a", "é", "e"]
        );
        assert!(
            found
                .iter()
                .all(|found| &text[found.span.range()] == found.name)
        );
    }

    #[test]
    fn a_component_that_is_rendered_once_is_depended_on() {
        let template = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let templates = [
            template("a", "{{ once(language='en', component='ui.B') }}"),
            template(
                "b",
                "{% component ui.B() %}{{ once(component=\"ui.B\") }}{% endcomponent ui.B %}",
            ),
            template("c", "{{ once(component=\"ui.C\") }}{{ once(a) }}"),
        ];
        let (left_out, said) = endless(&templates);
        assert_eq!(left_out, ["a", "b"]);
        assert_eq!(said, ["this template extends or includes itself"]);
    }

    #[test]
    fn chains_end_somewhere() {
        assert_eq!(endless(&chain(DEEPEST + 1)), (vec![], vec![]));
        let (left_out, said) = endless(&chain(DEEPEST + 5));
        assert_eq!(left_out, ["00000", "00001", "00002", "00003"]);
        assert_eq!(
            said,
            ["more than 24 templates extend or include one another in a chain"]
        );
        let (left_out, said) = endless(&chain(20_000));
        assert_eq!((left_out.len(), said.len()), (20_000 - DEEPEST - 1, 1));
    }

    #[test]
    fn circles_of_any_size_are_told_once() {
        for length in [1, 2, 3, 30, 5_000] {
            let mut templates = chain(length);
            templates[length - 1].1 = "{% extends '00000' %}".to_owned();
            templates.push(("x".to_owned(), "{% include '00000' %}".to_owned()));
            let (left_out, said) = endless(&templates);
            assert_eq!(
                (left_out.len(), said),
                (
                    length + 1,
                    vec!["this template extends or includes itself".to_owned()]
                )
            );
        }
    }
}
