//! Any table gives a drawing that is well-formed and stays inside its frame.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use tera::{Map, Value as View};

use super::data::{Data, Format};
use super::{About, FONT, TYPES, Type, WIDTH, draw, label, type_of};
use crate::layout::number::Separators;

fn format(unit: &str) -> Format {
    let separators = Separators {
        group: ",".into(),
        decimal: ".".into(),
    };
    Format::new(separators, unit, View::none())
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

/// A text of a drawing.
#[derive(Clone, Debug)]
struct Label {
    class: String,
    text: String,
    left: f64,
    right: f64,
    /// Where its letters stand.
    y: f64,
    size: f64,
}

impl Label {
    /// A text that starts at this element.
    fn new(tag: &BytesStart) -> Label {
        let size = attribute(tag, "font-size");
        Label {
            class: attribute(tag, "class"),
            text: String::new(),
            left: number(tag, "x"),
            right: match attribute(tag, "text-anchor").as_str() {
                "middle" => 0.5,
                "end" => 1.0,
                _ => 0.0,
            },
            y: number(tag, "y"),
            size: if size.is_empty() {
                FONT
            } else {
                size.parse().unwrap()
            },
        }
    }

    /// The whole text, with its sides where they are.
    fn ended(mut self) -> Label {
        for (name, c) in [("lt", "<"), ("gt", ">"), ("quot", "\""), ("#39", "'")] {
            self.text = self.text.replace(&format!("&{name};"), c);
        }
        self.text = self.text.replace("&amp;", "&");
        let wide = if self.class == "value" {
            label::width_of_value(&self.text)
        } else {
            label::width(&self.text)
        };
        let wide = wide * self.size / FONT;
        self.left -= self.right * wide;
        self.right = self.left + wide;
        self
    }

    fn touches(&self, other: &Label) -> bool {
        let (top, bottom) = (self.y - self.size * 0.75, self.y + self.size * 0.25);
        let other_top = other.y - other.size * 0.75;
        let other_bottom = other.y + other.size * 0.25;
        let beside = self.right <= other.left + 0.3 || other.right <= self.left + 0.3;
        let beneath = bottom <= other_top + 0.3 || other_bottom <= top + 0.3;
        !beside && !beneath
    }
}

/// The texts of a drawing; what leaves its frame or touches another fails.
fn check(svg: &str) -> Vec<String> {
    labels(svg).into_iter().map(|label| label.text).collect()
}

fn labels(svg: &str) -> Vec<Label> {
    let mut reader = Reader::from_str(svg);
    let (mut frame, mut labels, mut open) = ((0.0, 0.0), Vec::<Label>::new(), None::<Label>);
    let mut in_pattern = false;
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
            Event::Start(tag) if tag.name().as_ref() == "text" => open = Some(Label::new(&tag)),
            Event::Text(text) => {
                open.iter_mut().for_each(|open| open.text.push_str(&text));
            }
            Event::GeneralRef(name) => {
                open.iter_mut()
                    .for_each(|open| open.text.push_str(&format!("&{};", &*name)));
            }
            Event::End(tag) if tag.name().as_ref() == "text" => {
                let label = open.take().unwrap().ended();
                within((label.left, label.y - label.size * 0.75), frame, svg);
                within((label.right, label.y + label.size * 0.25), frame, svg);
                let touched = labels.iter().find(|other| label.touches(other));
                assert!(touched.is_none(), "{label:?} touches {touched:?}: {svg}");
                labels.push(label);
            }
            Event::Empty(tag) if tag.name().as_ref() == "rect" => {
                let (x, y) = (number(&tag, "x"), number(&tag, "y"));
                let (wide, high) = (number(&tag, "width"), number(&tag, "height"));
                within((x, y), frame, svg);
                within((x + wide, y + high), frame, svg);
                assert!(wide > 0.0, "{svg}");
            }
            Event::Empty(tag) if tag.name().as_ref() == "path" && !in_pattern => {
                for place in absolute_places(&attribute(&tag, "d")) {
                    within(place, frame, svg);
                }
            }
            _ => {}
        }
    }
    labels
}

/// Every text is whole: names go on in further lines, and each number of bars is there as it is written.
fn check_is_whole(svg: &str, data: &Data, ty: Type) {
    let labels = labels(svg);
    let of_class = |class: &str| -> Vec<String> {
        let labels = labels.iter().filter(|label| label.class == class);
        labels.map(|label| label.text.clone()).collect()
    };
    let mut names = data.rows.clone();
    if data.series.len() > 1 {
        names.extend(data.series.iter().map(|series| series.name.clone()));
    }
    let names: Vec<String> = names.iter().map(|name| letters(name)).collect();
    for line in of_class("label") {
        let line = letters(&line);
        assert!(names.iter().any(|name| name.contains(&line)), "{line}");
    }
    if ty == Type::Line {
        let ticks = of_class("tick");
        assert!(ticks.iter().all(|tick| !tick.contains('…')) && ticks.len() > 1);
        return;
    }
    let shown = letters(&of_class("label").concat()).len();
    assert_eq!(shown, names.concat().len(), "{svg}");
    let mut numbers = of_class("value");
    let mut wanted: Vec<String> = data
        .values()
        .map(|placed| placed.value.text.clone())
        .collect();
    numbers.sort();
    wanted.sort();
    assert_eq!(numbers, wanted, "{svg}");
}

/// A text without its spaces.
fn letters(text: &str) -> String {
    text.split_whitespace().collect()
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
        2 => (0..15i32, -1e3..1e3f64).prop_map(|(power, number)| Some((number * 10f64.powi(power)).round())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_drawing_stays_in_its_frame(
        names in prop::collection::vec("[ -~é–]{0,90}", 1..=6),
        rows in prop::collection::vec(("\\PC{0,80}", prop::collection::vec(a_number(), 6)), 0..=40),
        unit in prop_oneof![Just(String::new()), Just("£".to_owned()), Just("£ million".to_owned()), "[a-z ]{0,10}", "[a-z ]{0,60}"],
        years in prop::option::of(prop::collection::vec(1990..2030u16, 40)),
    ) {
        let titles: Vec<&str> = names.iter().map(String::as_str).collect();
        let cut = |numbers: &[Option<f64>]| numbers[..titles.len()].to_vec();
        // Rows are named by words or by years, in any order.
        let named = |at: usize, name: &String| years.as_ref().map_or(name.clone(), |years| years[at].to_string());
        let names: Vec<String> = rows.iter().enumerate().map(|(at, (name, _))| named(at, name)).collect();
        let rows: Vec<(&str, Vec<Option<f64>>)> = names.iter().zip(&rows).map(|(name, (_, numbers))| (name.as_str(), cut(numbers))).collect();
        let table = table(&titles, &rows);
        for (_, ty) in TYPES {
            let svg = drawn(&table, &unit, ty);
            check_is_whole(&svg, &Data::of(&table, format(&unit)).unwrap(), ty);
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
            "£85,000.00",
            "Losses",
            "−£1,200.50",
            "Open",
            "no data"
        ]
    );
}

#[test]
fn numbers_without_room_beside_their_bars_are_above_them() {
    let rows = [
        ("Wales", vec![Some(12_500_000.0)]),
        ("Leeds", vec![Some(-0.5)]),
        ("York", vec![None]),
    ];
    let table = table(&["A"], &rows);
    let shown = |unit: &str| check(&drawn(&table, unit, Type::Bar));
    assert_eq!(
        shown("£")[1..5],
        ["£12,500,000.00", "Leeds", "−£0.50", "York"]
    );
    let million = shown("£ million");
    assert_eq!(million[1], "£12,500,000\u{a0}million");
    let long = shown("pounds in prices of 2012");
    assert_eq!(
        long[..3],
        ["pounds in prices of 2012", "Wales", "12,500,000"]
    );
}

#[test]
fn rows_of_a_line_are_as_far_apart_as_their_years() {
    let rows = [
        ("2010", vec![Some(1.0)]),
        ("2011", vec![Some(2.0)]),
        ("2019", vec![Some(3.0)]),
    ];
    let svg = drawn(&table(&["A"], &rows), "", Type::Line);
    let named = labels(&svg)
        .iter()
        .filter(|label| label.class == "label")
        .count();
    assert_eq!(named, 3, "{svg}");
    let line = svg
        .lines()
        .find(|line| line.contains("class=\"line"))
        .unwrap();
    let line = absolute_places(
        line.split(" d=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap(),
    );
    let share = (line[1].0 - line[0].0) / (line[2].0 - line[0].0);
    assert!((share - 1.0 / 9.0).abs() < 0.01, "{svg}");
}

#[test]
fn numbers_of_hundreds_of_millions_are_whole_beside_a_line() {
    let rows = [("A", vec![Some(1e8)]), ("B", vec![Some(7.5e8)])];
    let texts = check(&drawn(&table(&["A"], &rows), "£", Type::Line));
    assert!(texts.contains(&"£800,000,000".to_owned()), "{texts:?}");
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
