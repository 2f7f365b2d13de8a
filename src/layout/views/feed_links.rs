//! What templates see of the feeds and the calendar of a page: where they are, empty if there are none.

use serde::Serialize;

use crate::base::Url;
use crate::graph::FeedUrls;

/// The feeds of a page.
#[derive(Debug, Default, Serialize)]
pub struct FeedLinks {
    feed_url: String,
    json_feed_url: String,
}

impl FeedLinks {
    /// The links to the feeds of a site that lives below `base_path`.
    pub fn new(feed: Option<&FeedUrls>, base_path: &str) -> FeedLinks {
        let href = |url: Option<&Url>| url.map_or_else(String::new, |url| url.href(base_path));
        FeedLinks {
            feed_url: href(feed.map(|feed| &feed.atom)),
            json_feed_url: href(feed.map(|feed| &feed.json)),
        }
    }
}

/// The feeds and the calendar of a page.
#[derive(Debug, Default, Serialize)]
pub struct FollowLinks {
    #[serde(flatten)]
    feed: FeedLinks,
    calendar_url: String,
}

impl FollowLinks {
    /// The links of a page on a site that lives below `base_path`.
    pub fn new(feed: Option<&FeedUrls>, calendar: Option<&Url>, base_path: &str) -> FollowLinks {
        FollowLinks {
            feed: FeedLinks::new(feed, base_path),
            calendar_url: calendar.map_or_else(String::new, |url| url.href(base_path)),
        }
    }
}
