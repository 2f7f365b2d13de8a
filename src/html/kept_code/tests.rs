//! What is kept of code makes no difference but in time.

use std::sync::atomic::AtomicUsize;

use super::*;
use crate::base::Span;
use crate::document::{Code, Slot};

const TEXT: &str = "let a = \"<b>\"; // é\n";

fn written(kept: &KeptCode, text: &str) -> String {
    let mut out = String::new();
    assert!(kept.write(&mut out, "rust", text));
    out
}

/// A text with these blocks.
fn fragment(texts: &[&str]) -> Fragment {
    let code = |text: &&str| Code {
        language: "Rust".to_owned(),
        span: Span::default(),
        text: (*text).to_owned(),
    };
    let slots = texts.iter().map(|text| Slot {
        at: 0,
        filling: Filling::Code(Box::new(code(text))),
    });
    Fragment::new(String::new(), slots.collect())
}

fn to_keep(kept: &KeptCode, texts: &[&str]) -> Option<Vec<u8>> {
    kept.to_keep([fragment(texts)].iter())
}

/// How many blocks some bytes hold.
fn count(bytes: Vec<u8>) -> usize {
    kept_file::Kept::read(bytes).entries().count()
}

#[test]
fn is_asked_for_when_a_block_is_met_and_spares_the_work() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let fresh = KeptCode::default();
    let html = written(&fresh, TEXT);
    assert!(
        html.contains("<span class=\"hl-comment\">// é\n</span>"),
        "{html}"
    );
    let bytes = to_keep(&fresh, &[TEXT]).unwrap();
    assert_eq!(to_keep(&fresh, &[TEXT]), None, "nothing is new");
    let later = KeptCode::new(move || {
        ASKED.fetch_add(1, Ordering::Relaxed);
        bytes.clone()
    });
    assert_eq!(ASKED.load(Ordering::Relaxed), 0);
    assert_eq!(written(&later, TEXT), html);
    assert_eq!(written(&later, TEXT), html);
    assert_eq!(ASKED.load(Ordering::Relaxed), 1);
    assert!(later.lock().by_key.is_empty(), "highlighted again");
    assert_eq!(to_keep(&later, &[TEXT]), None);
}

#[test]
fn a_block_is_highlighted_once() {
    let kept = KeptCode::default();
    let htmls: BTreeSet<String> = (0..3).map(|_| written(&kept, TEXT)).collect();
    assert_eq!((htmls.len(), kept.lock().by_key.len()), (1, 1));
    assert!(!kept.write(&mut String::new(), "pyhton", TEXT));
    assert_eq!(
        to_keep(&kept, &[TEXT]).map(count),
        Some(1),
        "an unknown language is not kept"
    );
}

#[test]
fn runs_of_another_text_are_not_believed() {
    let html = written(&KeptCode::default(), TEXT);
    for runs in [&[][..], &[0x21], &[0xff; 3], b"<script>alert(1)</script>"] {
        let bytes = kept_file::write(&BTreeMap::from([(key("rust", TEXT), runs)]));
        assert_eq!(count(bytes.clone()), 1);
        let kept = KeptCode::new(move || bytes.clone());
        assert_eq!(written(&kept, TEXT), html, "{runs:?}");
        let healed = to_keep(&kept, &[TEXT]).unwrap();
        let kept = KeptCode::new(move || healed.clone());
        assert_eq!(written(&kept, TEXT), html);
        assert!(kept.lock().by_key.is_empty());
    }
}

#[test]
fn holds_what_texts_use() {
    let first = KeptCode::default();
    for text in ["a", "b"] {
        written(&first, text);
    }
    let bytes = to_keep(&first, &["a", "b"]).unwrap();
    assert_eq!(count(bytes.clone()), 2);
    let second = KeptCode::new(move || bytes.clone());
    for text in ["a", "c"] {
        written(&second, text);
    }
    let bytes = to_keep(&second, &["a", "c", "never met"]).unwrap();
    assert_eq!(count(bytes), 2);
}

#[test]
fn edits_without_end_are_not_remembered_without_end() {
    let kept = KeptCode::default();
    for edit in 0..1_000 {
        let text = format!("let a = {edit};\n");
        written(&kept, &text);
        kept.forget_others([fragment(&[&text])].iter());
        assert!(kept.lock().by_key.len() <= 2 * FEW + 3);
    }
}
