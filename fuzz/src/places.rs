//! The promise of every place: it lies in the text, between two letters.

use copublish::base::{Diagnostic, FilePath, Span};

/// Fails where a span is no part of a text.
pub fn assert_in(text: &str, span: Span) {
    let (start, end) = (span.start as usize, span.end as usize);
    let whole = start <= end
        && end <= text.len()
        && text.is_char_boundary(start)
        && text.is_char_boundary(end);
    assert!(
        whole,
        "{span:?} is no part of a text of {} bytes",
        text.len()
    );
}

/// Fails where a diagnostic points to no part of the file, or offers to change what does not stand there.
pub fn assert_all_in(file: &FilePath, text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let own = diagnostic.labels.iter().filter(|label| label.file == *file);
        own.filter_map(|label| label.span)
            .for_each(|span| assert_in(text, span));
    }
}
