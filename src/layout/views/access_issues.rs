//! What templates see of what some readers cannot use, on the pages of accessibility statements.

use std::borrow::Cow;

use serde::Serialize;
use tera::Value as TeraValue;

use super::reference::reference_value;
use crate::document::{Exemption, VideoIssue};
use crate::graph::Node;
use crate::issues::{
    AccessIssue, AccessSources, OfferedFile, SiteStatement, Subject, access_issues,
};
use crate::layout::context::RenderContext;

/// What some readers cannot use, and what need not be accessible.
#[derive(Debug, Default, Serialize)]
pub struct AccessIssuesView<'i> {
    problems: Vec<ProblemView<'i>>,
    exemptions: Vec<ExemptionView<'i>>,
    /// True if the statement says that all is accessible, and its own lists say otherwise.
    overclaims: bool,
}

/// Problems of one sort.
#[derive(Debug, Default, Serialize)]
struct ProblemView<'i> {
    /// `files`, `pictures`, `transcripts` or `captions`.
    sort: &'static str,
    /// How many there are, in all documents.
    count: usize,
    /// The success criteria of WCAG that they fail.
    criteria: Vec<&'static str>,
    items: Vec<IssueView<'i>>,
}

/// What is exempt for one reason.
#[derive(Debug, Default, Serialize)]
struct ExemptionView<'i> {
    /// The word of `exempt`.
    reason: &'i str,
    items: Vec<IssueView<'i>>,
}

/// Something in a document.
#[derive(Debug, Default, Serialize)]
struct IssueView<'i> {
    /// The page on which readers find it.
    document: Option<TeraValue>,
    /// What the file or the video is called; empty for pictures and whole documents.
    title: Cow<'i, str>,
    /// What the file lacks, as words of the theme know it; `declared` if only its author says so.
    lacks: Vec<&'static str>,
    /// How many pictures.
    count: usize,
    /// What the author says of an exemption.
    note: Cow<'i, str>,
}

/// The view for a document whose kind makes it a statement; nothing for others.
pub fn access_issues_view<'i>(
    context: &RenderContext<'i>,
    node: Node<'i>,
) -> Option<AccessIssuesView<'i>> {
    let site = context.site;
    let statement = SiteStatement::of(node, site.kinds)?;
    let issues = access_issues(&AccessSources {
        graph: site.graph,
        facts: site.facts,
        kinds: site.kinds,
        language: &site.settings.language,
    });
    let mut view = AccessIssuesView {
        overclaims: statement.overclaims(&issues),
        ..AccessIssuesView::default()
    };
    for issue in &issues {
        match issue.exemption {
            Some(exemption) => view.add_exempt(context, issue, exemption),
            None => view.add_problem(context, issue),
        }
    }
    view.exemptions.sort_by_key(|exemption| exemption.reason);
    Some(view)
}

impl<'i> AccessIssuesView<'i> {
    fn add_problem(&mut self, context: &RenderContext<'i>, issue: &AccessIssue<'i>) {
        for sort in sorts(&issue.subject) {
            let criteria = criteria(sort, &issue.subject);
            let item = IssueView::of(context, issue);
            let problem = self.problem(sort);
            problem.count += item.count;
            problem.criteria.extend(criteria);
            problem.criteria.sort_unstable();
            problem.criteria.dedup();
            problem.items.push(item);
        }
    }

    /// The problems of a sort.
    fn problem(&mut self, sort: &'static str) -> &mut ProblemView<'i> {
        let known = self.problems.iter().position(|it| it.sort == sort);
        let at = known.unwrap_or_else(|| {
            self.problems.push(ProblemView {
                sort,
                ..ProblemView::default()
            });
            self.problems.len() - 1
        });
        &mut self.problems[at]
    }

    fn add_exempt(
        &mut self,
        context: &RenderContext<'i>,
        issue: &AccessIssue<'i>,
        exemption: Exemption<'i>,
    ) {
        let reason = exemption.reason;
        let note = exemption.note.unwrap_or_default();
        let item = IssueView {
            note: context.shown_to_readers(issue.node, note),
            ..IssueView::of(context, issue)
        };
        match self.exemptions.iter_mut().find(|it| it.reason == reason) {
            Some(exemption) => exemption.items.push(item),
            None => self.exemptions.push(ExemptionView {
                reason,
                items: vec![item],
            }),
        }
    }
}

/// The sorts of problems that something is.
fn sorts(subject: &Subject) -> &'static [&'static str] {
    match subject {
        Subject::File(_) => &["files"],
        Subject::Pictures(_) => &["pictures"],
        Subject::Video(VideoIssue {
            lacks_transcript: true,
            lacks_captions: true,
            ..
        }) => &["transcripts", "captions"],
        Subject::Video(video) if video.lacks_captions => &["captions"],
        Subject::Video(_) => &["transcripts"],
        Subject::Document => &[],
    }
}

/// The success criteria of WCAG that something fails.
fn criteria(sort: &str, subject: &Subject) -> Vec<&'static str> {
    match (sort, subject) {
        (_, Subject::File(file)) => {
            let lacks = file.lacks.iter();
            lacks.filter_map(|lack| lack.what.criterion()).collect()
        }
        ("pictures", _) => vec!["1.1.1"],
        ("captions", _) => vec!["1.2.2"],
        _ => vec!["1.2.3"],
    }
}

impl<'i> IssueView<'i> {
    fn of(context: &RenderContext<'i>, issue: &AccessIssue<'i>) -> IssueView<'i> {
        let page = page_of(context, issue.node);
        let view = IssueView {
            document: Some(reference_value(context, page.id())),
            count: 1,
            ..IssueView::default()
        };
        match &issue.subject {
            Subject::File(file) => IssueView {
                title: title_of(context, file),
                lacks: lacks(file),
                ..view
            },
            Subject::Pictures(count) => IssueView {
                count: *count,
                ..view
            },
            Subject::Video(video) => IssueView {
                title: context.shown_to_readers(issue.node, &video.title),
                ..view
            },
            Subject::Document => view,
        }
    }
}

/// The page on which readers find a document: its own, or that of what it is a part of.
fn page_of<'n>(context: &RenderContext<'n>, node: Node<'n>) -> Node<'n> {
    match node.owner() {
        Some(owner) if node.url().is_none() => page_of(context, context.node(owner)),
        _ => node,
    }
}

fn title_of<'i>(context: &RenderContext<'i>, file: &OfferedFile<'i>) -> Cow<'i, str> {
    match (file.title, context.site.graph.asset(file.id)) {
        (Some(title), _) => context.shown_to_readers(file.node, title),
        (None, Some(asset)) => asset.file.name().into(),
        (None, None) => "".into(),
    }
}

/// What a file lacks. What its author marks as inaccessible is judged by that alone.
fn lacks(file: &OfferedFile) -> Vec<&'static str> {
    let seen: Vec<&'static str> = file.lacks.iter().map(|lack| lack.what.key()).collect();
    if seen.is_empty() && file.accessible == Some(false) {
        return vec!["declared"];
    }
    seen
}
