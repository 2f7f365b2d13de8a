//! Every problem that copublish can name is shown in a case, as its author would meet it.

use copublish::base::Code;

use crate::cases::expected_diagnostics;

/// Codes that a case of Markdown fences cannot bring about, and why.
const EXEMPT: &[(Code, &str)] = &[
    (
        Code::AttachmentChanged,
        "needs a repository; see the history",
    ),
    (
        Code::DeadExternalLink,
        "needs another site; see the external links",
    ),
    (
        Code::LinkOutside,
        "needs a link of the file system; see the hostile inputs",
    ),
    (
        Code::MissingExternalAnchor,
        "needs another site; see the external links",
    ),
    (
        Code::MovedExternalLink,
        "needs another site; see the external links",
    ),
    (
        Code::UnreachableExternalLink,
        "needs another site; see the external links",
    ),
    (
        Code::UnreadableFile,
        "needs a file that the reader may not open; see the hostile inputs",
    ),
];

#[test]
fn every_code_is_shown_in_a_case() {
    let diagnostics = expected_diagnostics().concat();
    let shown = |code: &Code| diagnostics.contains(&format!("[{}]", code.id()));
    let exempt = |code: &Code| EXEMPT.iter().any(|(exempt, _)| exempt == code);
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !shown(code) && !exempt(code))
        .map(|code| code.id())
        .collect();
    assert!(
        missing.is_empty(),
        "{} codes are in no case: {}",
        missing.len(),
        missing.join(", ")
    );
    let stale: Vec<&str> = EXEMPT
        .iter()
        .filter(|(code, _)| shown(code))
        .map(|(code, _)| code.id())
        .collect();
    assert!(
        stale.is_empty(),
        "exempt, but shown in a case: {}",
        stale.join(", ")
    );
}
