//! Languages of documents and files that no browser and no screen reader knows by that name.

use crate::base::language::is_language_tag;
use crate::base::{Code, Diagnostic, Span};
use crate::check::attachment::attachments;
use crate::check::subject::Subject;
use crate::graph::Node;

/// Finds languages that are no tags. That of site.yaml is looked at as it is read.
pub fn look(subject: &Subject, found: &mut Vec<Diagnostic>) {
    for node in subject.graph.nodes() {
        if let Some(language) = &node.outline().meta.language {
            found.extend(judge(node, &language.value, *language.span));
        }
        for file in attachments(subject.graph, node) {
            found.extend(
                file.language
                    .and_then(|language| judge(node, language, file.span)),
            );
        }
    }
}

fn judge(node: Node, language: &str, span: Span) -> Option<Diagnostic> {
    let wrong = || {
        Diagnostic::new(
            Code::InvalidLanguage,
            format!("`{language}` is not a valid language tag"),
        )
        .at(
            &node.outline().file,
            span,
            "screen readers do not know how to pronounce it",
        )
        .help("write it like `en`, `cy` or `en-GB`")
    };
    (!is_language_tag(language)).then(wrong)
}
