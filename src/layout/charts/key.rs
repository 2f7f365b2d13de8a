//! What tells series apart where colours do not: patterns of bars, dashes and marks of lines.

use super::svg::{Drawing, Point, short};

/// The lines and dots of the second series and all that follow, in a square of 8; the first one is plain.
const PATTERNS: [&str; 5] = [
    "M-2 2L2-2M0 8L8 0M6 10L10 6",
    "M2 2h.1M6 6h.1",
    "M0 2h8M0 6h8",
    "M-2 6L2 10M0 0L8 8M6-2L10 2",
    "M2 0v8M0 2h8",
];

/// The dashes of lines; the first one has none.
const DASHES: [&str; 6] = ["", "7 4", "2 4", "11 4 2 4", "14 5", "5 3 2 3 2 3"];

/// Makes the patterns for bars of so many series.
pub(super) fn patterns(drawing: &mut Drawing, series: usize) {
    if series < 2 {
        return;
    }
    let mut markup = "<defs>\n".to_owned();
    for (at, d) in PATTERNS.iter().enumerate().take(series - 1) {
        let (id, number) = (&drawing.id, at + 2);
        // Dots are strokes of no length with round ends.
        let dots = if number == 3 {
            " stroke-linecap=\"round\" stroke-width=\"2.6\""
        } else {
            " stroke-width=\"1.6\""
        };
        markup.push_str(&format!(
            "<pattern id=\"{id}-{number}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <path class=\"series-{number}\" d=\"M0 0h8v8H0z\"/>\
             <path class=\"pattern\" fill=\"none\" stroke=\"#fff\"{dots} d=\"{d}\"/></pattern>\n"
        ));
    }
    markup.push_str("</defs>\n");
    drawing.raw(&markup);
}

/// The attributes of a bar of a series, from 0.
pub(super) fn bar(drawing: &Drawing, series: usize) -> String {
    match series {
        0 => "class=\"bar series-1\"".to_owned(),
        at => format!("class=\"bar\" fill=\"url(#{}-{})\"", drawing.id, at + 1),
    }
}

/// The attributes of the line of a series, from 0.
pub(super) fn line(series: usize) -> String {
    let dashes = DASHES.get(series).copied().unwrap_or("");
    let dashes = if dashes.is_empty() {
        String::new()
    } else {
        format!(" stroke-dasharray=\"{dashes}\"")
    };
    format!(
        "class=\"line series-{}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\" \
         stroke-linejoin=\"round\"{dashes}",
        series + 1
    )
}

/// Adds the mark of a series, from 0, around a place.
pub(super) fn mark(drawing: &mut Drawing, series: usize, at: Point) {
    let shape = match series {
        0 => "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
        1 => "m-4-4h8v8h-8z",
        2 => "m0-5.5l5 9h-10z",
        3 => "m0-5.5l5.5 5.5l-5.5 5.5l-5.5-5.5z",
        4 => "m0 5.5l5-9h-10z",
        _ => "m-5-1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z",
    };
    let d = format!("M{} {}{shape}", short(at.x), short(at.y));
    drawing.path(&format!("class=\"mark series-{}\"", series + 1), &d);
}
