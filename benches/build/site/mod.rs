//! A site of articles by authors on topics, as large as asked for. The same number of pages gives the same site.
//!
//! 1. `prose`: paragraphs that somebody wrote, to be thrown together
//! 2. `code`: lines of programs
//! 3. `dialect`: a site as a project, for each generator
//! 4. here: which articles there are, and what one says

mod code;
pub mod dialect;
mod prose;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::shared::words::{Dice, HEADINGS, NAMES, TAGS, phrase, sentence, words};
use code::Code;
use prose::Prose;

/// What sort of site it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Real prose, with everything around it.
    Prose,
    /// A few words on each page, and little around them.
    Short,
    /// Prose with blocks of code.
    Code,
}

/// Entries on a page of a list.
pub const PER_PAGE: usize = 20;
/// How many authors and topics there are in all, however large the site is.
const AUTHORS: usize = 50;
const TOPICS: usize = TAGS.len();
/// How many topics an article has.
const TOPICS_EACH: usize = 3;
/// About how long an article is, in bytes of Markdown without front matter and links.
const LENGTH: usize = 3_600;
/// After so many bytes comes a heading, and a link to another article.
const SECTION: usize = 1_000;
/// Blocks of code in an article that has any.
const BLOCKS: usize = 3;
/// The day of the newest article.
const LAST_DAY: Date = date(2024, 12, 31);
/// Over how many days articles are spread.
const DAYS: usize = 5_000;

impl Shape {
    /// What it is called on the command line and in tables.
    pub fn word(self) -> &'static str {
        match self {
            Shape::Prose => "prose",
            Shape::Short => "short",
            Shape::Code => "code",
        }
    }

    /// How many pages it has, where that is not asked.
    pub fn pages(self) -> Option<usize> {
        match self {
            Shape::Prose => None,
            Shape::Short => Some(4_000),
            Shape::Code => Some(1_000),
        }
    }
}

/// An article, without its text.
pub struct Article {
    pub number: usize,
    pub title: String,
    pub slug: String,
    pub date: Date,
    pub summary: String,
    /// One sentence of its text that stands nowhere else.
    pub mark: String,
    /// Numbers of authors and of topics; none in a site of short pages.
    pub authors: Vec<usize>,
    pub topics: Vec<usize>,
}

/// All articles; each is made when it is asked for.
pub struct Site {
    pub shape: Shape,
    pub pages: usize,
    prose: Prose,
    /// Only where the shape has any.
    code: Option<Code>,
}

impl Site {
    /// A site of `pages` articles.
    ///
    /// # Errors
    /// In words, where texts cannot be read.
    pub fn of(shape: Shape, pages: usize) -> Result<Site, String> {
        let prose = Prose::read().map_err(|error| format!("no text can be read: {error}"))?;
        let code = if shape == Shape::Code {
            Some(Code::read())
        } else {
            None
        };
        let code = code
            .transpose()
            .map_err(|error| format!("no code can be read: {error}"))?;
        if prose.is_empty() || code.as_ref().is_some_and(Code::is_empty) {
            return Err("there is no text to make a site of".to_owned());
        }
        Ok(Site {
            shape,
            pages,
            prose,
            code,
        })
    }

    /// The article of a number below that of the pages; the first is the newest.
    pub fn article(&self, number: usize) -> Article {
        let mut dice = Dice::new(number as u64);
        let length = dice.between(3, 7);
        let title = format!("{} {number}", phrase(&mut dice, length));
        let slug = title.to_lowercase().replace(' ', "-");
        let days = i64::try_from(number * DAYS / self.pages.max(1)).unwrap_or_default();
        let date = LAST_DAY.saturating_sub(days.days());
        let summary = sentence(&mut dice);
        let mark = format!("{} {number}.", phrase(&mut dice, 9));
        let (mut authors, mut topics) = (Vec::new(), Vec::new());
        if self.shape != Shape::Short {
            authors.push(dice.below(AUTHORS));
            let first = dice.below(TOPICS);
            topics.extend((0..TOPICS_EACH).map(|step| (first + step * 5) % TOPICS));
        }
        Article {
            number,
            title,
            slug,
            date,
            summary,
            mark,
            authors,
            topics,
        }
    }

    /// The text of an article as Markdown; `link` writes where a link to another one leads.
    pub fn text(&self, article: &Article, link: fn(&Article) -> String) -> String {
        let mut dice = Dice::new(article.number as u64 ^ 0xbead_0000_0000);
        let target = |dice: &mut Dice| self.article(dice.below(self.pages));
        let mut text = format!("{}\n\n", article.mark);
        if self.shape == Shape::Short {
            let other = target(&mut dice);
            text += &format!(
                "{} [{}]({}).\n",
                sentence(&mut dice),
                other.title,
                link(&other)
            );
            return text;
        }
        // Links are not counted: they are not as long for one generator as for the next.
        let (mut written, mut headings) = (0, 0);
        while written < LENGTH {
            if written >= headings * SECTION {
                let heading = HEADINGS[(article.number * 5 + headings) % HEADINGS.len()];
                let other = target(&mut dice);
                let (before, behind) = (sentence(&mut dice), words(&mut dice, 5));
                text += &format!(
                    "## {heading}\n\n{before} See [{}]({}) on ",
                    other.title,
                    link(&other)
                );
                text += &format!("{behind}.\n\n");
                written += heading.len() + before.len() + other.title.len() + behind.len();
                headings += 1;
            }
            let block = self.prose.one_of(&mut dice);
            block.write(&mut text, || link(&target(&mut dice)));
            written += block.len();
        }
        if let Some(code) = &self.code {
            (0..BLOCKS).for_each(|place| text += &code.block(article.number, place));
        }
        text
    }

    /// How many pages of HTML there are at least: articles, the list of all of them, and those of their
    /// authors and topics.
    pub fn pages_in_all(&self) -> usize {
        let (mut authors, mut topics) = ([0_usize; AUTHORS], [0_usize; TOPICS]);
        for article in (0..self.pages).map(|number| self.article(number)) {
            article
                .authors
                .iter()
                .for_each(|author| authors[*author] += 1);
            article.topics.iter().for_each(|topic| topics[*topic] += 1);
        }
        let listed = authors.iter().chain(&topics).chain([&self.pages]);
        self.pages + listed.map(|count| count.div_ceil(PER_PAGE)).sum::<usize>()
    }
}

/// The names of all authors and of all topics.
pub fn terms() -> [Vec<String>; 2] {
    [
        (0..AUTHORS).map(author).collect(),
        (0..TOPICS).map(topic).collect(),
    ]
}

/// The name of an author.
pub fn author(number: usize) -> String {
    let (first, last) = (number % 16, (number + number / 16) % 16);
    format!("{} {}", NAMES[0][first], NAMES[1][last])
}

/// The name of a topic.
pub fn topic(number: usize) -> String {
    let mut letters = TAGS[number % TOPICS].chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A name as it stands in addresses.
pub fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}
