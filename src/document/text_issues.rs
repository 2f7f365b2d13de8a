//! What of a text some readers cannot use, as other pages may tell it. Says nothing about places: rules find those in the
//! same facts.

use super::markdown::{Picture, TextFacts, WrittenVideo};

/// Pictures and films of a text that some readers cannot use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextIssues {
    /// How many pictures say nothing to readers who cannot see them.
    pub silent_pictures: usize,
    /// Films whose words some readers cannot follow.
    pub videos: Vec<VideoIssue>,
}

/// A film whose words some readers cannot follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoIssue {
    /// As its author calls it.
    pub title: String,
    /// True if its words are written nowhere.
    pub lacks_transcript: bool,
    /// True if they are not shown while it runs.
    pub lacks_captions: bool,
}

impl TextIssues {
    /// Collects them from what a text is made of.
    pub(super) fn of(facts: &TextFacts) -> TextIssues {
        let pictures = facts.pictures.iter();
        let videos = facts.videos.iter();
        TextIssues {
            silent_pictures: pictures
                .filter(|picture| Picture::is_silent(picture))
                .count(),
            videos: videos.filter_map(VideoIssue::of).collect(),
        }
    }
}

impl VideoIssue {
    /// What a film lacks; `None` if it lacks nothing.
    pub fn of(video: &WrittenVideo) -> Option<VideoIssue> {
        let issue = VideoIssue {
            title: video.title.clone(),
            lacks_transcript: video.lacks_transcript,
            lacks_captions: video.lacks_captions,
        };
        (issue.lacks_transcript || issue.lacks_captions).then_some(issue)
    }
}
