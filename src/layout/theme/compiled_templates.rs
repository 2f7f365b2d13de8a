//! The templates of a theme as the engine has them: those that can be used, with all filters, and what is wrong with the others.

use std::collections::BTreeSet;
use std::sync::Arc;

use tera::Tera;

use super::filter::{self, Surroundings};
use super::once::RenderedOnce;
use super::template_error::{self, TemplateSource};
use super::template_graph::TemplateGraph;
use super::template_hint::{self, with_hint};
use super::template_tags;
use super::words::ThemeWords;
use crate::base::Diagnostic;

/// The engine of a theme.
pub struct CompiledTemplates {
    /// All templates that can be used, all filters, and `once`, which renders some of the templates.
    pub tera: Arc<Tera>,
    /// The words that `once` shows.
    pub words: Arc<ThemeWords>,
    /// A hash of what filters know.
    pub surroundings: u64,
}

impl CompiledTemplates {
    /// Compiles templates; what cannot be used is reported.
    pub fn new(
        sources: &[TemplateSource],
        surroundings: Surroundings,
        words: ThemeWords,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> CompiledTemplates {
        let mut tera = Tera::new();
        let hash = surroundings.hash();
        filter::register(&mut tera, surroundings);
        let once = RenderedOnce::register(&mut tera);
        compile(&mut tera, sources, diagnostics);
        let (tera, words) = (Arc::new(tera), Arc::new(words));
        once.complete(&tera, &words);
        CompiledTemplates {
            tera,
            words,
            surroundings: hash,
        }
    }
}

/// How often templates are compiled without those in which Tera found something wrong.
const MOST_TRIES: usize = 16;

/// Compiles all templates at once. If that fails, each one that is wrong in itself is named, and the rest is compiled
/// without them and without what depends on them: whether a template can be used follows from its own text and the
/// texts it is made of, as its pages' keys do.
fn compile(tera: &mut Tera, sources: &[TemplateSource], diagnostics: &mut Vec<Diagnostic>) {
    let graph = TemplateGraph::of(sources);
    let mut broken = graph.endless(diagnostics);
    // What fails leaves no trace.
    if broken.is_empty() && add(tera, sources, &broken).is_ok() {
        return;
    }
    for source in sources {
        if let Some(found) = own_errors(source, sources) {
            diagnostics.extend(found);
            broken.insert(source.name);
        }
    }
    compile_others(tera, sources, &graph, broken, diagnostics);
}

/// Compiles all templates but those that are broken, and those that turn out to be.
fn compile_others<'s>(
    tera: &mut Tera,
    sources: &[TemplateSource<'s>],
    graph: &TemplateGraph<'s>,
    mut broken: BTreeSet<&'s str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for _ in 0..MOST_TRIES {
        graph.add_dependents(&mut broken);
        let Err(error) = add(tera, sources, &broken) else {
            return;
        };
        let found = template_error::diagnostics(&error, sources);
        let known = broken.len();
        let new: Vec<&str> = named_in(&found, sources).collect();
        let causes = found.into_iter();
        let causes = causes.filter(|found| !follows_from(&broken, found, sources));
        diagnostics.extend(causes.map(|found| with_hint(found, sources)));
        broken.extend(new);
        if broken.len() == known {
            return;
        }
    }
}

/// What is wrong in the text of a template, whatever the others say.
fn own_errors(source: &TemplateSource, sources: &[TemplateSource]) -> Option<Vec<Diagnostic>> {
    let error = Tera::new()
        .add_raw_template(source.name, source.text)
        .err()?;
    if !template_error::is_syntax(&error) {
        return None;
    }
    let found = template_error::diagnostics(&error, sources).into_iter();
    Some(found.map(|found| with_hint(found, sources)).collect())
}

/// The templates in whose files something was found.
fn named_in<'s>(
    found: &[Diagnostic],
    sources: &[TemplateSource<'s>],
) -> impl Iterator<Item = &'s str> {
    let is_in = |source: &&TemplateSource| {
        let mut labels = found.iter().flat_map(|found| &found.labels);
        labels.any(|label| label.file == *source.file)
    };
    sources.iter().filter(is_in).map(|source| source.name)
}

/// True if something is unknown only because the template that defines it is broken, which was said.
fn follows_from(broken: &BTreeSet<&str>, found: &Diagnostic, sources: &[TemplateSource]) -> bool {
    let Some((what, name)) = template_hint::unknown(&found.message) else {
        return false;
    };
    let mut left_out = sources.iter().filter(|source| broken.contains(source.name));
    match what {
        "component" => {
            left_out.any(|source| template_tags::components(source.text).contains(&name))
        }
        "template" => left_out.any(|source| source.name == name),
        _ => false,
    }
}

/// Hands all templates to Tera but for the broken ones.
fn add(
    tera: &mut Tera,
    sources: &[TemplateSource],
    broken: &BTreeSet<&str>,
) -> tera::TeraResult<()> {
    let whole = sources
        .iter()
        .filter(|source| !broken.contains(source.name));
    tera.add_raw_templates(whole.map(|source| (source.name, source.text)))
}
