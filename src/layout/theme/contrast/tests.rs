//! Every colour that the theme's style sheets set text in, with what it is seen on, is a pair that theme.yaml declares: so it
//! is compared, light and dark, for the theme and for each site's own colours. Found in the sheets, not in a list.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::content::{ThemeFile, ThemeFiles};

const SHEETS: [(&str, &str); 4] = [
    (
        "style.css",
        include_str!("../../../../themes/partnership/assets/style.css"),
    ),
    (
        "timetable.css",
        include_str!("../../../../themes/partnership/assets/timetable.css"),
    ),
    (
        "directory.css",
        include_str!("../../../../themes/partnership/assets/directory.css"),
    ),
    (
        "feed.css",
        include_str!("../../../../themes/partnership/assets/feed.css"),
    ),
];
const THEME: &str = include_str!("../../../../themes/partnership/theme.yaml");

/// A rule of a sheet: the sheet, a selector, and its declarations. One with several selectors is several rules.
struct Rule {
    at: String,
    selector: String,
    declarations: Vec<(String, String)>,
}

impl Rule {
    fn value(&self, names: &[&str]) -> Option<&str> {
        let mut declarations = self.declarations.iter().rev();
        let found = declarations.find(|(name, _)| names.contains(&name.as_str()))?;
        Some(&found.1)
    }

    fn ground(&self) -> Option<&str> {
        self.value(&["background", "background-color"])
    }

    /// True for a mark that is drawn: there is no text on it.
    fn is_mark(&self) -> bool {
        self.selector.contains("::before") || self.selector.contains("::after")
    }

    /// True for something smaller than a letter.
    fn is_dot(&self) -> bool {
        let width = self.value(&["width"]).and_then(|it| it.strip_suffix("rem"));
        width
            .and_then(|it| it.parse().ok())
            .is_some_and(|it: f64| it < 1.0)
    }

    fn has_text(&self) -> bool {
        if self.is_dot() {
            return false;
        }
        !self.is_mark()
            || self
                .value(&["content"])
                .is_some_and(|text| !text.starts_with("\"\""))
    }
}

/// All rules of all sheets that hold on a screen, whatever their `@media` asks for.
fn rules() -> Vec<Rule> {
    let mut all = Vec::new();
    for (sheet, text) in SHEETS {
        let mut plain = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("/*") {
            plain.push_str(before);
            rest = behind.split_once("*/").unwrap().1;
        }
        plain.push_str(rest);
        add_rules(sheet, &plain, &mut all);
    }
    assert!(all.len() > 500, "the sheets were read");
    all
}

fn add_rules(sheet: &str, text: &str, all: &mut Vec<Rule>) {
    let mut rest = text;
    while let Some((head, behind)) = rest.split_once('{') {
        let end = end_of_block(behind);
        let (block, after) = (&behind[..end], &behind[end + 1..]);
        rest = after;
        let selector = head.rsplit(';').next().unwrap().trim();
        let is_elsewhere = ["@media print", "@page", "forced-colors"]
            .iter()
            .any(|other| selector.contains(other));
        if selector.starts_with('@') {
            if !is_elsewhere {
                add_rules(sheet, block, all);
            }
            continue;
        }
        let declarations: Vec<(String, String)> = block
            .split(';')
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect();
        for selector in selectors(selector) {
            all.push(Rule {
                at: format!("{sheet}: {selector}"),
                selector,
                declarations: declarations.clone(),
            });
        }
    }
}

fn end_of_block(text: &str) -> usize {
    let mut depth = 1;
    let end = text.find(|character| {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    end.expect("each block ends")
}

/// A list of selectors, cut at the commas that are in no brackets.
fn selectors(list: &str) -> Vec<String> {
    let mut depth = 0;
    let cut = list.split(|character| {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        character == ',' && depth == 0
    });
    cut.map(|selector| selector.trim().to_owned()).collect()
}

/// The tokens that a value names, and those that these are given in any rule: `var(--mark, var(--ink))`.
fn tokens(value: &str, rules: &[Rule], palettes: &Palettes) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<String> = named(value);
    let mut seen = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        if palettes.light.contains_key(&name) {
            found.insert(name);
            continue;
        }
        let property = format!("--{name}");
        let given = rules.iter().flat_map(|rule| &rule.declarations);
        for (_, value) in given.filter(|(name, _)| *name == property) {
            // A picture of colours is no ground of text.
            if !value.contains("gradient(") {
                waiting.extend(named(value));
            }
        }
    }
    found
}

fn named(value: &str) -> Vec<String> {
    let names = value.split("var(--").skip(1);
    names
        .map(|rest| {
            let end = rest.find([',', ')', ' ']).unwrap_or(rest.len());
            rest[..end].to_owned()
        })
        .collect()
}

fn theme() -> (LookSettings, Palettes) {
    let file = ThemeFile {
        file: FilePath::new("theme.yaml"),
        bytes: THEME.as_bytes().to_vec().into(),
    };
    let files = ThemeFiles {
        files: [("theme.yaml".to_owned(), file)].into(),
        ..ThemeFiles::default()
    };
    let settings = LookSettings::read(&files, &mut Vec::new()).unwrap();
    (settings, Palettes::of_sheet(SHEETS[0].1))
}

/// The selector without what only says in which state its element is.
fn without_state(selector: &str) -> String {
    let states = [":visited", ":hover", ":focus", ":target"];
    let mut plain = selector.to_owned();
    for state in states {
        plain = plain.replace(state, "");
    }
    plain
}

/// Pairs that the sheets show, with where; `ink` is what text without a colour of its own has.
fn shown(rules: &[Rule], palettes: &Palettes) -> BTreeMap<(String, String), String> {
    let mut pairs = BTreeMap::new();
    for rule in rules.iter().filter(|rule| rule.has_text()) {
        let of_same: Vec<&Rule> = rules
            .iter()
            .filter(|other| without_state(&other.selector) == without_state(&rule.selector))
            .collect();
        let colour = rule.value(&["color"]);
        let ground = rule.ground();
        let colours = match colour {
            Some(own) => tokens(own, rules, palettes),
            None => of_same
                .iter()
                .filter_map(|it| it.value(&["color"]))
                .flat_map(|own| tokens(own, rules, palettes))
                .collect(),
        };
        let grounds: BTreeSet<String> = match ground {
            Some(own) => tokens(own, rules, palettes),
            None => of_same
                .iter()
                .filter_map(|it| it.ground())
                .flat_map(|own| tokens(own, rules, palettes))
                .collect(),
        };
        let colours = match (colour, ground) {
            (None, None) => continue,
            // Text on a ground of its own: what is written there has the colour of text, or of links.
            (None, Some(_)) if colours.is_empty() => {
                ["ink", "link", "visited"].map(str::to_owned).into()
            }
            _ => colours,
        };
        let grounds = match ground {
            None if grounds.is_empty() => ["paper", "tint"].map(str::to_owned).into(),
            _ => grounds,
        };
        for colour in &colours {
            for ground in &grounds {
                pairs.insert((colour.clone(), ground.clone()), rule.at.clone());
            }
        }
    }
    pairs
}

fn is_declared(of: &str, on: &str, settings: &LookSettings, least: f64) -> bool {
    let holds = |tokens: &[String], token: &str| tokens.iter().any(|known| known == token);
    let mut pairs = settings.pairs.iter().filter(|pair| pair.least >= least);
    pairs.any(|pair| {
        (holds(&pair.of, of) && holds(&pair.on, on)) || (holds(&pair.of, on) && holds(&pair.on, of))
    })
}

#[test]
fn every_colour_of_text_is_compared_with_what_it_is_seen_on() {
    let (settings, palettes) = theme();
    let rules = rules();
    let pairs = shown(&rules, &palettes);
    assert!(pairs.len() > 30, "pairs were found: {}", pairs.len());
    let missing: Vec<String> = pairs
        .iter()
        .filter(|((of, on), _)| !is_declared(of, on, &settings, OF_TEXT))
        .map(|((of, on), at)| format!("{of} on {on} ({at})"))
        .collect();
    assert_eq!(
        missing, [""; 0],
        "declare these under `contrast` in theme.yaml"
    );
}

#[test]
fn every_colour_that_is_drawn_is_compared_with_the_page() {
    let (settings, palettes) = theme();
    let rules = rules();
    let mut missing = BTreeSet::new();
    for rule in &rules {
        let drawn = rule.value(&["fill"]).into_iter();
        let mark = rule.ground().filter(|_| !rule.has_text());
        for value in drawn.chain(mark) {
            for token in tokens(value, &rules, &palettes) {
                // What is drawn in the colour of the page is a hole; strands only decorate.
                let is_plain =
                    ["paper", "tint"].contains(&token.as_str()) || token.starts_with("strand-");
                if !is_plain && !is_declared(&token, "paper", &settings, OF_MARKS) {
                    missing.insert(format!("{token} on paper ({})", rule.at));
                }
            }
        }
    }
    assert_eq!(Vec::from_iter(missing), [""; 0]);
}

#[test]
fn every_colour_has_a_name_and_every_name_a_value() {
    let rules = rules();
    let known: BTreeSet<&str> = rules
        .iter()
        .flat_map(|rule| &rule.declarations)
        .filter_map(|(name, _)| name.strip_prefix("--"))
        .collect();
    let mut wrong = Vec::new();
    for rule in &rules {
        for (name, value) in &rule.declarations {
            let is_of_text = ["color", "background", "background-color", "fill"].contains(&&**name);
            if is_of_text && (value.contains('#') || value.contains("rgb(")) {
                wrong.push(format!("{}: {value}", rule.at));
            }
            // Fonts of a site's own are the one thing that only a site sets.
            let unknown = named(value).into_iter();
            let unknown =
                unknown.filter(|name| !known.contains(&**name) && name != "font-headings");
            let is_given = |name: &String| value.contains(&format!("var(--{name},"));
            wrong.extend(
                unknown
                    .filter(|name| !is_given(name))
                    .map(|name| format!("{}: --{name} is nowhere", rule.at)),
            );
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_colour_that_nobody_compared_is_found() {
    let (settings, mut palettes) = theme();
    palettes.light.insert("new".to_owned(), Colour::BLACK);
    let mut all = Vec::new();
    add_rules(
        "planted",
        ".a { color: var(--new); } @media (min-width: 1rem) { .b { background: var(--new); } } \
         .c::before { content: ''; } .d { --mark: var(--new); } .e { color: var(--mark, var(--ink)); }",
        &mut all,
    );
    let found = shown(&all, &palettes);
    for pair in [
        ("new", "paper"),
        ("new", "tint"),
        ("ink", "new"),
        ("ink", "tint"),
    ] {
        let pair = (pair.0.to_owned(), pair.1.to_owned());
        assert!(found.contains_key(&pair), "{pair:?}");
    }
    assert!(!is_declared("new", "paper", &settings, OF_TEXT));
}
