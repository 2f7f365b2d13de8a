//! A video has no transcript, or no captions. People who cannot hear it, cannot see it, or are in a place where they
//! cannot play it read its words in place of it. `copublish check` finds this in `video` blocks and in HTML; it is a warning.
//!
//! A transcript is the text of the block. Captions are shown while the video runs: they are a file of times and words
//! (WebVTT), named by `file`. Of a video on another site copublish cannot know whether it has captions, and of one in HTML
//! not where its transcript is. A video in HTML that is `muted` needs neither.
//!
//! ## Example
//!
//! ```text
//! ::: video src="tour.mp4" title="A tour of the centre"
//! :::
//! ```
//!
//! ## What to do
//!
//! Write what is said between the lines of colons, with what can be seen and is not said. Name the captions.
//!
//! ```text
//! ::: video src="tour.mp4" file="tour.vtt" title="A tour of the centre"
//! Rosa opens the door of the centre. "Come in," she says. "This is where it all started."
//! :::
//! ```
//!
//! In HTML:
//!
//! ```text
//! <video src="tour.mp4" controls aria-label="A tour of the centre"><track kind="captions" src="tour.vtt"></video>
//! ```
//!
//! If the words are on another page, link to it there:
//!
//! ```text
//! ::: video link="https://example.org/tour" title="A tour of the centre"
//! [What is said in the video](tour-transcript.md)
//! :::
//! ```
//!
//! A document that need not be accessible says why: see
//! [unfounded-exemption](unfounded-exemption.md).
//!
//! ## Why it matters
//!
//! Without its words a video is closed to people who are deaf or blind. The law requires public bodies to write them
//! down, and the accessibility statement has to name every video without them.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{Notation, VideoIssue, WrittenVideo};
use crate::issues::exemption;

pub(super) const RULE: Rule = Rule::of_text(Code::MissingTranscript, check);

/// Finds videos in blocks that lack words.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    if exemption(text.site.graph, text.node).is_some() {
        return;
    }
    let videos = text.facts.videos.iter();
    let issues = videos.filter_map(|video| Some((video, VideoIssue::of(video)?)));
    found.extend(issues.map(|(video, issue)| diagnostic(text, video, &issue)));
}

fn diagnostic(text: &CheckedText, video: &WrittenVideo, issue: &VideoIssue) -> Diagnostic {
    let lacks = match (issue.lacks_transcript, issue.lacks_captions) {
        (true, true) => "transcript or captions",
        (true, false) => "transcript",
        (false, _) => "captions",
    };
    let message = match video.title.as_str() {
        "" => format!("this video has no {lacks}"),
        title => format!(
            "the video `{}` has no {}",
            crate::base::english::excerpt(title, 80),
            lacks
        ),
    };
    let mut found = Diagnostic::new(Code::MissingTranscript, message).at(
        text.file(),
        video.span,
        "some readers cannot follow it",
    );
    if issue.lacks_transcript {
        found = found.help("write its words between this line and the line of colons that ends it");
    }
    if issue.lacks_captions {
        found = found.help(match video.notation {
            Notation::Html => "write `<track kind=\"captions\" src=\"….vtt\">` inside it, with a file of its captions (WebVTT)",
            _ => "add `file=\"….vtt\"`, a file with its captions (WebVTT)",
        });
    }
    found
}
