//! How fast copublish has to be, as ratios within one run, and how fast it was.

use std::fmt::Write as _;

use crate::figures::{Compared, Row};
use crate::shared::cell::digits;
use crate::shared::generator::Generator;
use crate::site::Shape;

/// The bound of a ratio.
#[derive(Clone, Copy)]
enum Wanted {
    AtMost(f64),
    AtLeast(f64),
}

/// A generator's row on a site.
type Figure = (Shape, usize, Generator, Row);

/// A ratio with its bound.
struct Target {
    words: &'static str,
    figures: [Figure; 2],
    wanted: Wanted,
}

const fn own(pages: usize, row: Row) -> Figure {
    (Shape::Prose, pages, Generator::Copublish, row)
}

const fn hugo(pages: usize, row: Row) -> Figure {
    (Shape::Prose, pages, Generator::Hugo, row)
}

const TEN: usize = 10_000;
const HUNDRED: usize = 100_000;

const TARGETS: [Target; 7] = [
    Target {
        words: "10,000 pages: clean build / `cp -r`",
        figures: [own(TEN, Row::Clean), own(TEN, Row::Floor)],
        wanted: Wanted::AtMost(1.5),
    },
    Target {
        words: "10,000 pages: Hugo / clean build",
        figures: [hugo(TEN, Row::Clean), own(TEN, Row::Clean)],
        wanted: Wanted::AtLeast(6.0),
    },
    Target {
        words: "100,000 pages / 10,000 pages",
        figures: [own(HUNDRED, Row::Clean), own(TEN, Row::Clean)],
        wanted: Wanted::AtMost(11.0),
    },
    Target {
        words: "100,000 pages: Hugo / clean build",
        figures: [hugo(HUNDRED, Row::Clean), own(HUNDRED, Row::Clean)],
        wanted: Wanted::AtLeast(6.0),
    },
    Target {
        words: "100,000 pages: memory of Hugo / memory",
        figures: [hugo(HUNDRED, Row::Memory), own(HUNDRED, Row::Memory)],
        wanted: Wanted::AtLeast(3.0),
    },
    Target {
        words: "short pages: clean build / Zola",
        figures: [
            (Shape::Short, SHORT, Generator::Copublish, Row::Clean),
            (Shape::Short, SHORT, Generator::Zola, Row::Clean),
        ],
        wanted: Wanted::AtMost(0.5),
    },
    Target {
        words: "pages with code: second build / as many pages without",
        figures: [
            (Shape::Code, CODE, Generator::Copublish, Row::Again),
            own(CODE, Row::Clean),
        ],
        wanted: Wanted::AtMost(1.0),
    },
];

/// The sizes of sites that have but one.
const SHORT: usize = 4_000;
const CODE: usize = 1_000;

/// Draws the table of all ratios that this run can say something of; empty where it can say nothing.
pub fn draw(run: &[Compared]) -> String {
    let mut rows = Vec::new();
    for Target {
        words,
        figures: [over, under],
        wanted,
    } in TARGETS
    {
        let ratio = median(run, over)
            .zip(median(run, under))
            .map(|(over, under)| over / under);
        rows.extend(ratio.map(|ratio| row(words, wanted, ratio)));
    }
    if let Some(ratio) = against_fastest(run) {
        rows.push(row(
            "pages with code: clean build / the fastest peer",
            Wanted::AtMost(1.0),
            ratio,
        ));
    }
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "| ratio | wanted | measured | |\n| --- | ---: | ---: | --- |\n{}",
        rows.concat()
    )
}

fn row(words: &str, wanted: Wanted, ratio: f64) -> String {
    let (bound, is_met) = match wanted {
        Wanted::AtMost(bound) => (format!("≤ {bound}"), ratio <= bound),
        Wanted::AtLeast(bound) => (format!("≥ {bound}"), ratio >= bound),
    };
    let met = if is_met { "met" } else { "**missed**" };
    let mut text = String::new();
    let _ = writeln!(text, "| {words} | {bound} | {} | {met} |", digits(ratio));
    text
}

fn median(run: &[Compared], (shape, pages, generator, row): Figure) -> Option<f64> {
    let found = run
        .iter()
        .find(|compared| compared.shape == shape && compared.pages == pages);
    found?.median(generator, row)
}

/// The clean build of pages with code, and that of whichever peer is fastest.
fn against_fastest(run: &[Compared]) -> Option<f64> {
    let of = |generator| median(run, (Shape::Code, CODE, generator, Row::Clean));
    let peers = Generator::ALL
        .into_iter()
        .filter(|generator| *generator != Generator::Copublish);
    let fastest = peers.filter_map(of).min_by(f64::total_cmp)?;
    Some(of(Generator::Copublish)? / fastest)
}
