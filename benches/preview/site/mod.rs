//! The site of a partnership as large as asked for: blogs, news, reports with chapters, people, organisations
//! and what they work on, all of them related and linked. The same number of pages gives the same site.
//!
//! 1. `text`: what one document says and names
//! 2. `markdown`: its body as Markdown
//! 3. `dialect`: a document as a file, for copublish and for its peers
//! 4. here: which documents there are

pub mod dialect;
mod markdown;
mod text;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::shared::words::{Dice, NAMES, TAGS, phrase};

/// What a document is. The order is that of the documents in a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Blog,
    News,
    Report,
    Chapter,
    Event,
    Person,
    Organisation,
    WorkStream,
    Region,
    Topic,
    Page,
}

/// A kind, its folder, and how large its part of a site is.
struct Share {
    kind: Kind,
    folder: &'static str,
    /// Of a thousand pages.
    per_mille: usize,
    /// Also in a small site.
    least: usize,
}

/// Blogs are what is left.
const SHARES: [Share; 11] = [
    Share {
        kind: Kind::Blog,
        folder: "blogs",
        per_mille: 0,
        least: 1,
    },
    Share {
        kind: Kind::News,
        folder: "news",
        per_mille: 300,
        least: 4,
    },
    Share {
        kind: Kind::Report,
        folder: "reports",
        per_mille: 40,
        least: 2,
    },
    Share {
        kind: Kind::Chapter,
        folder: "reports",
        per_mille: 160,
        least: 4,
    },
    Share {
        kind: Kind::Event,
        folder: "events",
        per_mille: 40,
        least: 2,
    },
    Share {
        kind: Kind::Person,
        folder: "people",
        per_mille: 50,
        least: 4,
    },
    Share {
        kind: Kind::Organisation,
        folder: "organisations",
        per_mille: 30,
        least: 3,
    },
    Share {
        kind: Kind::WorkStream,
        folder: "work-streams",
        per_mille: 5,
        least: 6,
    },
    Share {
        kind: Kind::Region,
        folder: "regions",
        per_mille: 3,
        least: 4,
    },
    Share {
        kind: Kind::Topic,
        folder: "topics",
        per_mille: 5,
        least: 5,
    },
    Share {
        kind: Kind::Page,
        folder: "about",
        per_mille: 10,
        least: 3,
    },
];

/// The day of the newest document.
const LAST_DAY: Date = date(2024, 12, 31);
/// Over how many days the documents of a kind are spread.
const DAYS: usize = 5_000;
/// Pictures that texts show.
pub const PICTURES: usize = 10;

impl Kind {
    fn share(self) -> &'static Share {
        let found = SHARES.iter().find(|share| share.kind == self);
        found.unwrap_or(&SHARES[0])
    }

    /// The folder its documents stand in.
    pub fn folder(self) -> &'static str {
        self.share().folder
    }
}

/// What is known of a document before its text is made.
pub struct Document {
    pub kind: Kind,
    /// The last part of its address.
    pub slug: String,
    pub title: String,
    /// Of blogs, news, reports and events.
    pub date: Option<Date>,
    /// Where it stands among the documents of its kind, from 0.
    pub place: usize,
}

/// All documents, kind by kind.
pub struct Site {
    documents: Vec<Document>,
}

impl Site {
    /// A site of `pages` documents, and of no fewer than fit all kinds.
    pub fn of(pages: usize) -> Site {
        let counts = SHARES.map(|share| (pages * share.per_mille / 1000).max(share.least));
        let others: usize = counts.iter().skip(1).sum();
        let mut documents = Vec::with_capacity(pages);
        for (share, count) in SHARES.iter().zip(counts) {
            let count = if share.kind == Kind::Blog {
                pages.saturating_sub(others).max(count)
            } else {
                count
            };
            for place in 0..count {
                documents.push(document(share.kind, (place, count)));
            }
        }
        Site { documents }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Every document.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter()
    }

    /// The documents of a kind, the newest first.
    pub fn of_kind(&self, kind: Kind) -> &[Document] {
        let start = self
            .documents
            .partition_point(|document| document.kind < kind);
        let end = self
            .documents
            .partition_point(|document| document.kind <= kind);
        self.documents.get(start..end).unwrap_or_default()
    }

    /// The report that a chapter belongs to.
    pub fn report_of(&self, chapter: &Document) -> &Document {
        let reports = self.of_kind(Kind::Report);
        &reports[chapter.place % reports.len()]
    }

    /// The path of a document on the site.
    pub fn address(&self, document: &Document) -> String {
        let folder = document.kind.folder();
        match document.kind {
            Kind::Chapter => format!(
                "/{folder}/{}/{}/",
                self.report_of(document).slug,
                document.slug
            ),
            _ => format!("/{folder}/{}/", document.slug),
        }
    }

    /// The words that documents bear: more of them on a larger site.
    fn tag(&self, dice: &mut Dice) -> String {
        let word = dice.one_of(&TAGS);
        match dice.below(self.len() / 2_000 + 1) {
            0 => word.to_owned(),
            more => format!("{word} {more}"),
        }
    }
}

fn document(kind: Kind, (place, count): (usize, usize)) -> Document {
    let mut dice = Dice::new(place as u64 * 16 + kind as u64);
    let title = match kind {
        Kind::Person => {
            format!(
                "{} {} {place}",
                dice.one_of(&NAMES[0]),
                dice.one_of(&NAMES[1])
            )
        }
        Kind::Organisation => format!("{} Partnership {place}", phrase(&mut dice, 2)),
        _ => {
            let length = dice.between(3, 7);
            format!("{} {place}", phrase(&mut dice, length))
        }
    };
    let slug = title.to_lowercase().replace(' ', "-");
    let dated = matches!(kind, Kind::Blog | Kind::News | Kind::Report | Kind::Event);
    // The first is newer than all others, so that it stands on the first page of its list.
    let days = if place == 0 {
        0
    } else {
        1 + place * DAYS / count
    };
    let date =
        dated.then(|| LAST_DAY.saturating_sub(i64::try_from(days).unwrap_or_default().days()));
    Document {
        kind,
        slug,
        title,
        date,
        place,
    }
}
