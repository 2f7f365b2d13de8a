//! Every date of every kind has one day, that of the site's time zone, wherever it comes out: in pages, addresses, lists,
//! feeds, sitemaps, calendars and on the terminal.
//!
//! Documents are made of what the theme's kinds declare, so a field that is new is looked at too.

use copublish::config::{Field, FieldType, Kind, Kinds};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::site::{Run, Site};

/// A way to write a moment that has another day elsewhere than in the zone of the site.
struct Written {
    zone: &'static str,
    /// Behind the year: what the author writes.
    text: &'static str,
    /// Month and day in the zone of the site.
    right: (u8, u8),
    /// Month and day in another zone.
    wrong: (u8, u8),
}

const WAYS: [Written; 5] = [
    Written {
        zone: "Pacific/Auckland",
        text: "-12-31T12:30:00Z",
        right: (1, 1),
        wrong: (12, 31),
    },
    Written {
        zone: "Pacific/Auckland",
        text: "-07-01",
        right: (7, 1),
        wrong: (6, 30),
    },
    Written {
        zone: "America/Los_Angeles",
        text: "-01-01 02:00 +00:00",
        right: (12, 31),
        wrong: (1, 1),
    },
    Written {
        zone: "Asia/Kolkata",
        text: "-12-31 23:30 -07:00",
        right: (1, 1),
        wrong: (12, 31),
    },
    Written {
        zone: "Europe/London",
        text: "-08-02",
        right: (8, 2),
        wrong: (8, 1),
    },
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[test]
fn every_date_of_every_kind_has_one_day_everywhere() {
    for way in &WAYS {
        let site = Site::new();
        site.write("site.yaml", settings(way, None));
        let declared = || copublish::engine::read_project(site.root()).expect("a site");
        site.write("site.yaml", settings(way, Some(&declared().kinds)));
        let kinds = declared().kinds;
        let fields = plant(&site, (&kinds, way));
        assert!(fields > 60, "only {fields} dates");
        let run = site.run(&["build", "--keep-going"]);
        run.assert_exit(0);
        for (name, bytes) in &run.output {
            examine(name, &String::from_utf8_lossy(bytes), way);
        }
        must_show(&run, way);
        let listed = site.run(&["list", "--format", "json"]);
        examine("the list of documents", &listed.stdout, way);
        assert!(listed.stdout.contains(&iso(way.right)), "{}", listed.stdout);
    }
}

/// All kinds with a folder have dates in their addresses.
fn settings(way: &Written, kinds: Option<&Kinds>) -> String {
    let mut text = format!(
        "title: Making it real\nbase_url: https://example.org\ntimezone: {}\ngit_dates: false\n",
        way.zone
    );
    let dated = kinds
        .iter()
        .flat_map(|kinds| kinds.iter())
        .filter(|kind| kind.folder.is_some());
    let addresses: Map<String, Value> = dated
        .map(|kind| {
            let address = format!("/{}/{{year}}/{{month}}/{{day}}/{{slug}}/", kind.name);
            (kind.name.clone(), json!({ "address": address }))
        })
        .collect();
    text.push_str(&format!("kinds: {}\n", Value::Object(addresses)));
    text
}

/// Writes a document of each kind, parts below the first of their owners; gives the number of dates in them.
fn plant(site: &Site, (kinds, way): (&Kinds, &Written)) -> usize {
    let mut count = 0;
    for kind in kinds.iter() {
        let folder = |kind: &Kind| kind.folder.clone().unwrap_or_default();
        let folder = match kind.part.as_ref() {
            Some(part) => {
                // A part of any kind, such as a comment, gets one whose pages show dates.
                let owner = part.of.first().map_or("blog", String::as_str);
                let owner = kinds.find(owner).expect("an owner");
                format!("{}/{}/{}", folder(owner), owner.name, part.folder)
            }
            None => folder(kind),
        };
        let name = if kind.name == "home" {
            "index"
        } else {
            &kind.name
        };
        let mut dates = Dates { way, count: 0 };
        let mut fields = Map::from_iter([("kind".to_owned(), json!(kind.name))]);
        fields.extend(kinds.fields(kind).filter_map(|field| dates.field(field)));
        fields.insert("title".to_owned(), json!(kind.name));
        count += dates.count;
        site.write(
            &format!("content/{folder}/{name}.md"),
            format!("---\n{}\n---\nText.\n", Value::Object(fields)),
        );
    }
    count
}

/// The dates of a document.
struct Dates<'d> {
    way: &'d Written,
    count: usize,
}

impl Dates<'_> {
    fn field(&mut self, field: &Field) -> Option<(String, Value)> {
        let value = match field.name.as_str() {
            // It must not be over yet.
            "expires" => Some(json!(format!("2090{}", self.way.text))),
            _ if holds_date(&field.ty) || field.required => self.value(&field.ty),
            _ => None,
        };
        Some((field.name.to_string(), value?))
    }

    fn value(&mut self, ty: &FieldType) -> Option<Value> {
        Some(match ty {
            FieldType::Date => {
                self.count += 1;
                json!(format!("{}{}", 1980 + self.count, self.way.text))
            }
            FieldType::List(item) => json!([self.value(item)?]),
            FieldType::Map(fields) => Value::Object(
                fields
                    .iter()
                    .filter_map(|field| self.field(field))
                    .collect(),
            ),
            FieldType::Relation(ends) => json!(ends.to.first()?),
            FieldType::Choice(words) => json!(words.first()?),
            FieldType::Number => json!(1),
            FieldType::Boolean => json!(false),
            FieldType::Url => json!("https://example.net/"),
            FieldType::Email => json!("a@example.net"),
            FieldType::Text | FieldType::Markdown | FieldType::Tag { .. } | FieldType::Any => {
                json!("words")
            }
            FieldType::Image | FieldType::File => return None,
        })
    }
}

fn holds_date(ty: &FieldType) -> bool {
    match ty {
        FieldType::Date => true,
        FieldType::List(item) => holds_date(item),
        FieldType::Map(fields) => fields.iter().any(|field| holds_date(&field.ty)),
        _ => false,
    }
}

fn iso((month, day): (u8, u8)) -> String {
    format!("-{month:02}-{day:02}")
}

/// Finds the wrong day in a file, in any form in which days are written.
fn examine(name: &str, text: &str, way: &Written) {
    let text = if name.ends_with(".ics") {
        without_instants(text, way)
    } else {
        text.to_owned()
    };
    let (month, day) = way.wrong;
    let word = MONTHS[usize::from(month) - 1];
    let forms = [
        iso(way.wrong),
        format!("/{month:02}/{day:02}/"),
        format!(">{day} {word}"),
        format!(" {day} {word}"),
        format!("{month:02}{day:02}\r"),
    ];
    for form in forms {
        for at in [name, &text] {
            let found = at.lines().find(|line| line.contains(&form));
            assert_eq!(
                found, None,
                "{name} in {} for {}: `{form}`",
                way.zone, way.text
            );
        }
    }
}

/// A calendar without its instants, which are in universal time by its format: each has to be that of the right day.
fn without_instants(text: &str, way: &Written) -> String {
    let zone = TimeZone::get(way.zone).expect("a zone");
    let (instants, days): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.ends_with('Z'));
    for line in instants {
        let instant = Timestamp::strptime(
            "%Y%m%dT%H%M%S%z",
            line.split(':')
                .next_back()
                .expect("a value")
                .replace('Z', "+0000"),
        );
        let day = instant
            .expect("an instant")
            .to_zoned(zone.clone())
            .date()
            .to_string();
        assert!(
            day.ends_with(&iso(way.right)),
            "{line} is {day} in {}",
            way.zone
        );
    }
    days.join("\r\n") + "\r\n"
}

/// The right day is in each sort of file that names days, so the search looks where there is something to be found.
fn must_show(run: &Run, way: &Written) {
    let (month, day) = way.right;
    let words = format!("{day} {}", MONTHS[usize::from(month) - 1]);
    let shows = |name: &str, words: &str| {
        let text = run
            .output
            .get(name)
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let text = text.unwrap_or_else(|| panic!("{name} is not there: {:?}", run.paths()));
        assert!(text.contains(words), "{name} does not name {words}");
    };
    for name in ["sitemap.xml", "feed.xml", "feed.json"] {
        shows(name, &iso(way.right));
    }
    shows("index.html", &words);
    assert!(
        run.paths()
            .iter()
            .any(|path| path.contains(&format!("/{month:02}/{day:02}/"))),
        "{:?}",
        run.paths()
    );
    assert!(
        run.paths().iter().any(|path| path.ends_with(".ics")),
        "there is no calendar"
    );
}
