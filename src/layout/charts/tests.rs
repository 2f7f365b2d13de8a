//! Any table gives a drawing that is well-formed and stays inside its frame.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use tera::{Map, Value as View};

use super::data::{Data, Format};
use super::{About, TYPES, Type, WIDTH, draw, label, type_of};
use crate::layout::number::Separators;

fn format(unit: &str) -> Format {
    Format {
        separators: Separators {
            group: ",".into(),
            decimal: ".".into(),
        },
        unit: unit.to_owned(),
        words: View::none(),
    }
}

fn map<const N: usize>(entries: [(&'static str, View); N]) -> View {
    View::from(
        entries
            .into_iter()
            .map(|(key, value)| (key.into(), value))
            .collect::<Map>(),
    )
}

/// A table of names and numbers, with a title for each column of numbers.
fn table(titles: &[&str], rows: &[(&str, Vec<Option<f64>>)]) -> View {
    let columns = [""]
        .iter()
        .chain(titles)
        .map(|title| map([("title", (*title).into())]));
    let rows = rows.iter().map(|(name, numbers)| {
        let numbers = numbers
            .iter()
            .map(|number| map([("number", number.map_or_else(View::none, View::from))]));
        View::from(
            [map([("text", (*name).into())])]
                .into_iter()
                .chain(numbers)
                .collect::<Vec<View>>(),
        )
    });
    map([
        ("columns", View::from(columns.collect::<Vec<View>>())),
        ("rows", View::from(rows.collect::<Vec<View>>())),
    ])
}

fn drawn(table: &View, unit: &str, ty: Type) -> String {
    let data = Data::of(table, format(unit)).unwrap();
    draw(
        &data,
        ty,
        &About {
            id: "_a".into(),
            title: "A <b> & \"c\"".into(),
            description: String::new(),
        },
    )
}

/// The texts of a drawing; what leaves its frame fails.
fn check(svg: &str) -> Vec<String> {
    let mut reader = Reader::from_str(svg);
    let (mut frame, mut texts, mut inside, mut anchor) =
        ((0.0, 0.0), Vec::new(), None, (0.0, String::new()));
    let (mut in_pattern, mut bold) = (false, false);
    loop {
        let event = reader.read_event().unwrap();
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            is_plain(tag, svg);
        }
        match event {
            Event::Eof => break,
            Event::Start(tag) if tag.name().as_ref() == "svg" => {
                frame = (WIDTH, attribute(&tag, "height").parse().unwrap());
            }
            Event::Start(tag) if tag.name().as_ref() == "pattern" => in_pattern = true,
            Event::End(tag) if tag.name().as_ref() == "pattern" => in_pattern = false,
            Event::Start(tag) if tag.name().as_ref() == "text" => {
                let place = (number(&tag, "x"), number(&tag, "y"));
                within(place, frame, svg);
                bold = attribute(&tag, "class") == "value";
                anchor = (place.0, attribute(&tag, "text-anchor"));
                inside = Some(String::new());
            }
            Event::Text(text) => {
                if let Some(inside) = &mut inside {
                    inside.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                inside
                    .iter_mut()
                    .for_each(|text| text.push_str(&format!("&{};", &*name)));
            }
            Event::End(tag) if tag.name().as_ref() == "text" => {
                let text = inside.take().unwrap();
                let shown = text
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'");
                let wide = if bold {
                    label::width_of_value(&shown)
                } else {
                    label::width(&shown)
                };
                spans(anchor.clone(), wide, &text);
                texts.push(text);
            }
            Event::Empty(tag) if tag.name().as_ref() == "rect" => {
                let (x, y) = (number(&tag, "x"), number(&tag, "y"));
                within((x, y), frame, svg);
                within(
                    (x + number(&tag, "width"), y + number(&tag, "height")),
                    frame,
                    svg,
                );
                assert!(number(&tag, "width") > 0.0, "{svg}");
            }
            Event::Empty(tag) if tag.name().as_ref() == "path" && !in_pattern => {
                for place in absolute_places(&attribute(&tag, "d")) {
                    within(place, frame, svg);
                }
            }
            _ => {}
        }
    }
    texts
}

/// No attribute says how anything looks, and none holds what is no number. Only attributes: a name may say `NaN`.
fn is_plain(tag: &BytesStart, svg: &str) {
    for attribute in tag.attributes().map(Result::unwrap) {
        assert_ne!(attribute.key.as_ref(), "style", "{svg}");
        assert!(
            !["NaN", "inf"]
                .iter()
                .any(|wrong| attribute.value.contains(wrong)),
            "{svg}"
        );
    }
}

fn attribute(tag: &BytesStart, name: &str) -> String {
    let attribute = tag.try_get_attribute(name).unwrap();
    attribute.map_or_else(String::new, |attribute| attribute.value.into_owned())
}

fn number(tag: &BytesStart, name: &str) -> f64 {
    attribute(tag, name).parse().unwrap()
}

fn within((x, y): (f64, f64), (width, height): (f64, f64), svg: &str) {
    assert!(
        (-0.1..=width + 0.1).contains(&x) && (-0.1..=height + 0.1).contains(&y),
        "{x} {y} of {width} {height}: {svg}"
    );
}

fn spans((x, anchor): (f64, String), width: f64, text: &str) {
    let start = match anchor.as_str() {
        "middle" => x - width / 2.0,
        "end" => x - width,
        _ => x,
    };
    assert!(
        start >= -0.2 && start + width <= WIDTH + 0.2,
        "`{text}` from {start}, {width} wide"
    );
}

/// The places behind `M` and `L`.
fn absolute_places(d: &str) -> Vec<(f64, f64)> {
    let parts = d.split(['M', 'L']).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let end = part
                .find(|c: char| c.is_ascii_alphabetic())
                .unwrap_or(part.len());
            let (x, y) = part[..end].split_once(' ').unwrap();
            (x.parse().unwrap(), y.parse().unwrap())
        })
        .collect()
}

fn a_number() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        6 => (-1e6..1e6f64).prop_map(Some),
        2 => Just(Some(0.0)),
        2 => Just(None),
        1 => any::<f64>().prop_map(Some),
        1 => prop_oneof![Just(1e308), Just(-1e308), Just(5e-324), Just(1e15)].prop_map(Some),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_drawing_stays_in_its_frame(
        names in prop::collection::vec("[ -~é–]{0,90}", 1..=6),
        rows in prop::collection::vec(("\\PC{0,80}", prop::collection::vec(a_number(), 6)), 0..=40),
        unit in prop_oneof![Just(String::new()), Just("£".to_owned()), "[a-z ]{0,60}"],
    ) {
        let titles: Vec<&str> = names.iter().map(String::as_str).collect();
        let cut = |numbers: &[Option<f64>]| numbers[..titles.len()].to_vec();
        let rows: Vec<(&str, Vec<Option<f64>>)> = rows.iter().map(|(name, numbers)| (name.as_str(), cut(numbers))).collect();
        let table = table(&titles, &rows);
        for (_, ty) in TYPES {
            let svg = drawn(&table, &unit, ty);
            check(&svg);
            prop_assert_eq!(svg, drawn(&table, &unit, ty));
        }
    }
}

#[test]
fn bars_say_their_values() {
    let table = table(
        &["Pounds"],
        &[
            ("Co-production", vec![Some(85000.0)]),
            ("Losses", vec![Some(-1200.5)]),
            ("Open", vec![None]),
        ],
    );
    let texts = check(&drawn(&table, "£", Type::Bar));
    assert_eq!(
        texts,
        [
            "Co-production",
            "£85,000",
            "Losses",
            "−£1,200.5",
            "Open",
            "no data"
        ]
    );
}

#[test]
fn a_gap_ends_a_line_and_a_lonely_value_has_its_mark() {
    let numbers = [
        Some(1.0),
        Some(2.0),
        None,
        Some(3.0),
        None,
        Some(4.0),
        Some(5.0),
    ];
    let rows: Vec<(&str, Vec<Option<f64>>)> =
        numbers.iter().map(|number| ("A", vec![*number])).collect();
    let svg = drawn(&table(&["B"], &rows), "", Type::Line);
    check(&svg);
    let line = svg
        .lines()
        .find(|line| line.contains("class=\"line"))
        .unwrap();
    assert_eq!(
        (
            line.matches('M').count(),
            line.matches('L').count(),
            svg.matches("class=\"mark").count()
        ),
        (3, 2, 5)
    );
}

#[test]
fn names_of_a_line_take_turns_also_where_some_rows_have_none() {
    let names = [
        "January 2012",
        "",
        "March 2012",
        "",
        "",
        "June 2012",
        "",
        "August 2012",
    ];
    let rows: Vec<(&str, Vec<Option<f64>>)> =
        names.iter().map(|name| (*name, vec![Some(1.0)])).collect();
    let svg = drawn(&table(&["B"], &rows), "", Type::Line);
    let down = |name: &str| {
        let text = svg
            .lines()
            .find(|line| line.contains(&format!(">{name}")))
            .unwrap();
        text.split_once(" y=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .unwrap()
            .0
            .to_owned()
    };
    assert_ne!(down("January"), down("March"), "{svg}");
    assert_eq!(down("January"), down("June"), "{svg}");
}

#[test]
fn series_are_told_apart_without_colours() {
    let titles = ["A", "B", "C", "D", "E", "F"];
    let table = table(
        &titles,
        &[("x", vec![Some(1.0); 6]), ("y", vec![Some(2.0); 6])],
    );
    let distinct = |svg: &str, of: &str| {
        let found: std::collections::BTreeSet<&str> = svg
            .split(of)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        found.len()
    };
    assert_eq!(distinct(&drawn(&table, "", Type::Bar), "fill=\"url("), 5);
    assert_eq!(
        distinct(&drawn(&table, "", Type::Line), "stroke-dasharray=\""),
        5
    );
    let marks: std::collections::BTreeSet<String> = drawn(&table, "", Type::Line)
        .lines()
        .filter(|line| line.contains("class=\"mark"))
        .map(|line| {
            line.split_once('m')
                .unwrap()
                .1
                .split_once('m')
                .map_or("", |(_, shape)| shape)
                .to_owned()
        })
        .collect();
    assert!(marks.len() >= 6, "{marks:?}");
}

#[test]
fn wrong_tables_are_said() {
    let seven = table(&["A"; 7], &[]);
    assert!(
        Data::of(&seven, format(""))
            .err()
            .unwrap()
            .contains("6 columns of numbers, but this table has 7")
    );
    assert!(Data::of(&View::from(1), format("")).is_err());
    assert_eq!(
        type_of("bars").unwrap_err(),
        "`type` of a chart must be `bar`, `stacked` or `line`, but is `bars`; did you mean `bar`?"
    );
}
