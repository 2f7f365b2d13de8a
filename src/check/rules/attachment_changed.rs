//! A file that a document offers was changed, and the document does not say so. A git
//! commit changed the file after the newest date of the document: its `updated`, the
//! newest of its `changes`, or its date. `copublish check` finds this; it is a
//! warning.
//!
//! New files are not reported, nor anything in a site without git or with `git_dates:
//! false`.
//!
//! ## Example
//!
//! The report of 2 August does not mention that its file was replaced on 20
//! September:
//!
//! ```text
//! title: Progress report
//! date: 2012-08-02
//! attachments:
//!   - file: progress-2012.pdf
//! ```
//!
//! ## What to do
//!
//! Say what changed. The note is shown on the page, and "Last updated" follows it.
//!
//! ```text
//! changes:
//!   - date: 2012-09-20
//!     note: Figures for the North West corrected on page 12
//! ```
//!
//! If the change does not matter to readers, for example a smaller file with the same
//! pages, set `updated`.
//!
//! ## Why it matters
//!
//! Readers print reports, cite them and send them on. They must be able to tell that
//! their copy is not the current one.

use jiff::civil::Date;

use crate::base::date::day_of;
use crate::base::{Code, Diagnostic, FilePath, Moment};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::content::LastChanges;
use crate::graph::Node;
use crate::issues::{Attachment, attachments};

pub(super) const RULE: Rule = Rule::of_site(Code::AttachmentChanged, check);

/// Finds attachments whose file was changed by a commit after the newest date of their document. A commit that adds a file
/// does not change it. Files that git does not know are left out.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let graph = site.graph;
    if !site.config.git_dates {
        return;
    }
    let with_files = graph.nodes().map(|node| (node, attachments(graph, node)));
    let with_files: Vec<_> = with_files.filter(|(_, files)| !files.is_empty()).collect();
    let files = with_files.iter().flat_map(|(_, files)| files);
    let assets = files.filter_map(|file| file.asset);
    let asked: Vec<&FilePath> = assets.map(|asset| &asset.file).collect();
    if asked.is_empty() {
        return;
    }
    let changes = (site.last_changes)(&asked);
    for (node, files) in with_files {
        found.extend(changed_since(node, &files, |file| {
            changed_on(site, &changes, file)
        }));
    }
}

/// The attachments of a document that were changed after the newest date on its page.
fn changed_since(
    node: Node,
    files: &[Attachment],
    changed: impl Fn(&FilePath) -> Option<Date>,
) -> Vec<Diagnostic> {
    let Some(known) = newest_day(node) else {
        return Vec::new();
    };
    let found = files.iter().filter_map(|file| {
        let day = changed(&file.asset?.file)?;
        (day > known).then(|| diagnostic(node, file, day, known))
    });
    found.collect()
}

fn diagnostic(node: Node, file: &Attachment, changed: Date, known: Date) -> Diagnostic {
    let message = format!(
        "`{}` was changed on {changed}, but the newest date on its page is {known}",
        file.name()
    );
    let help = format!("say what changed: add `date: {changed}` and a `note` to `changes`");
    let label = "this file is newer than its page says";
    Diagnostic::new(Code::AttachmentChanged, message)
        .at(&node.outline().file, file.span, label)
        .help(help)
        .help("if readers do not need to know, set `updated`")
}

/// The day on which a file was last changed, as its author's clock and the site's zone have it.
fn changed_on(site: &CheckedSite, changes: &LastChanges, file: &FilePath) -> Option<Date> {
    if changes.brought.contains(file) {
        return None;
    }
    let at = changes.at.get(file)?;
    Some(day_of(*at, &site.config.timezone))
}

/// The newest date of a document: of its last change, of its publication, or its own. A document without any is not
/// compared.
fn newest_day(node: Node) -> Option<Date> {
    let outline = node.outline();
    let meta = &outline.meta;
    // An `updated` that its author wrote may be older than the changes.
    let noted = outline.change_dates();
    let said = [&meta.updated, &meta.date].into_iter().flatten();
    said.chain(&meta.publish_at)
        .chain(noted)
        .map(Moment::day)
        .max()
}
