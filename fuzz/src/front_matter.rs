//! Front matter of every kind: read or refused in words, at a true place.

use std::path::Path;
use std::sync::LazyLock;

use copublish::base::FilePath;
use copublish::config::RawHtml;
use copublish::content::Source;
use copublish::document::{Context, facts, parse, place};
use copublish::engine::{Project, read_project};

use crate::places::{assert_all_in, assert_in};

/// The example site's settings with the theme's kinds.
static SITE: LazyLock<Project> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    read_project(&root).unwrap_or_else(|_| panic!("no site in {}", root.display()))
});

/// Reads the bytes as a document in the folder of a kind, which the first byte chooses.
pub fn run(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let kinds: Vec<_> = SITE.kinds.iter().collect();
    let kind = kinds[usize::from(*choice) % kinds.len()];
    let folder = kind.folder.as_deref().unwrap_or("");
    let file = FilePath::new(format!("content/{folder}/2012-08-02-a.md").replace("//", "/"));
    let placement = place(std::slice::from_ref(&file), &SITE.kinds);
    let source = Source {
        file: file.clone(),
        text: text.to_owned(),
    };
    let context = Context::of(&SITE.kinds, &SITE.site);
    let parsed = parse(&source, &placement[0], &context);
    assert_all_in(&file, text, &parsed.diagnostics);
    let document = parsed.value;
    if document.outline.lifecycle.terms().is_none() {
        assert!(
            !parsed.diagnostics.is_empty(),
            "it is withheld without a word"
        );
    }
    document
        .outline
        .spots
        .links
        .iter()
        .for_each(|span| assert_in(text, *span));
    drop(facts(&document, text, kind, RawHtml::Allow));
}
