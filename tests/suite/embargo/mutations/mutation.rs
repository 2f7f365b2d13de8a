//! What is done to a document that readers may not see, and what it is afterwards. Nothing here asks the program.

use copublish::config::Kind;

use super::names::{FOREIGN, OWN, is_another_word};
use super::world::World;
use super::written::Language;
use crate::outputs::Dice;

/// Something that is done to a document.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// What it is, for people; the same for all of one sort.
    pub label: String,
    /// What it is to the file.
    pub what: What,
    /// What the document is afterwards.
    pub verdict: Verdict,
    /// Places of its word that may be public afterwards.
    pub frees: &'static [&'static str],
    /// True if by this the file looks less like one with front matter; two of these are one too many.
    hides_start: bool,
}

/// What a document is after a mutation; the last of several counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As unpublished as before, and nothing is wrong with it.
    Valid,
    /// Not public, whatever else is said of it.
    Hidden,
    /// It may be public: its author said nothing about that.
    Open,
}

/// What a mutation is to the file.
#[derive(Clone, Debug)]
pub enum What {
    /// Other lines around front matter.
    Fences {
        above: Option<&'static str>,
        open: Option<&'static str>,
        close: Option<&'static str>,
    },
    /// Front matter in another language.
    Language(Language),
    /// Another key in place of the gate's, perhaps with a value that goes with it.
    Key(String, Option<String>),
    /// Another value.
    Value(&'static str),
    /// Another way of writing the two.
    Line(&'static str),
    /// Another name of the file; `*` is the old one without `.md`.
    Name(&'static str),
    /// A folder below `content/` that all is moved to, without its gate.
    Folder(&'static str),
    /// The same, just above the document.
    OwnFolder(&'static str),
    /// Other bytes.
    Encoding(Encoding),
}

/// Other bytes for the same text, or for nearly the same.
#[derive(Clone, Copy, Debug)]
pub enum Encoding {
    /// Something before the text.
    Before(&'static [u8]),
    /// One text in place of another, wherever it stands.
    Replace(&'static str, &'static str),
    /// Two bytes for each letter, the lower first or last.
    Utf16Low,
    Utf16High,
    /// One byte for each letter, also for those beyond ASCII.
    Latin1,
    /// A byte in the middle that is no text.
    Invalid,
}

/// Which field a gate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Draft,
    PublishAt,
    Expires,
}

impl Meaning {
    /// All of them.
    pub const ALL: [Meaning; 3] = [Meaning::Draft, Meaning::PublishAt, Meaning::Expires];

    /// Its field.
    pub fn name(self) -> &'static str {
        OWN[self as usize]
    }

    /// The value that keeps a document from being public.
    pub fn closed(self) -> &'static str {
        ["true", "2099-01-01", "2001-01-01"][self as usize]
    }

    fn values(self) -> &'static [(&'static str, Verdict)] {
        match self {
            Meaning::Draft => DRAFT,
            Meaning::PublishAt => PUBLISH_AT,
            Meaning::Expires => EXPIRES,
        }
    }

    fn lines(self) -> &'static [&'static str] {
        match self {
            Meaning::Draft => &[
                "{key}: {value}\n{key}: false",
                "{key}: false\n{key}: {value}",
            ],
            Meaning::PublishAt => &[
                "{key}: {value}\n{key}: 2001-01-01",
                "{key}: 2001-01-01\n{key}: {value}",
            ],
            Meaning::Expires => &[
                "{key}: {value}\n{key}: 2099-01-01",
                "{key}: 2099-01-01\n{key}: {value}",
            ],
        }
    }
}

use Verdict::{Hidden, Valid};

const DRAFT: &[(&str, Verdict)] = &[
    ("true # not yet", Valid),
    ("'true'", Hidden),
    ("\"true\"", Hidden),
    ("True", Hidden),
    ("TRUE", Hidden),
    ("yes", Hidden),
    ("Yes", Hidden),
    ("on", Hidden),
    ("y", Hidden),
    ("t", Hidden),
    ("1", Hidden),
    ("1.0", Hidden),
    ("!!bool true", Hidden),
    ("!!str true", Hidden),
    ("[true]", Hidden),
    ("[true, false]", Hidden),
    ("[false, true]", Hidden),
    ("[]", Hidden),
    ("{a: true}", Hidden),
    ("{}", Hidden),
    ("|\n  true", Hidden),
    ("\n  true", Hidden),
    ("\n- true", Hidden),
    ("treu", Hidden),
    ("tru", Hidden),
    ("truе", Hidden),
    ("“true”", Hidden),
    ("true.", Hidden),
    ("true,", Hidden),
    ("true false", Hidden),
    ("draft", Hidden),
    ("wip", Hidden),
    ("not ready", Hidden),
    ("maybe", Hidden),
    ("2099-01-01", Hidden),
    ("true\u{a0}", Hidden),
    ("\u{200b}true", Hidden),
    ("${DRAFT}", Hidden),
    ("-1", Hidden),
    ("", Hidden),
    ("~", Hidden),
    ("''", Hidden),
    ("!x", Hidden),
    ("!x false", Hidden),
];

const PUBLISH_AT: &[(&str, Verdict)] = &[
    ("1 January 2099", Valid),
    ("2099-01-01 09:30 Z", Valid),
    ("'2099-01-01'", Valid),
    ("2099-01-01T00:00:00+14:00", Valid),
    ("2099", Hidden),
    ("2099-01", Hidden),
    ("2099-1-1", Hidden),
    ("01/02/2099", Hidden),
    ("2099/01/01", Hidden),
    ("1.2.2099", Hidden),
    ("20990101", Hidden),
    ("4070908800", Hidden),
    ("2099-13-45", Hidden),
    ("2099-02-30", Hidden),
    ("2099-01-01 25:00", Hidden),
    ("2099-01-01 12:00 PST", Hidden),
    ("Thu, 01 Jan 2099 00:00:00 +0000", Hidden),
    ("January 2099", Hidden),
    ("next week", Hidden),
    ("tomorrow", Hidden),
    ("never", Hidden),
    ("true", Hidden),
    ("2O99-01-01", Hidden),
    ("2099‑01‑01", Hidden),
    ("2099–01–01", Hidden),
    ("2099-W01-1", Hidden),
    ("12099-01-01", Hidden),
    ("99-01-01", Hidden),
    ("[2099-01-01]", Hidden),
    ("[2001-01-01, 2099-01-01]", Hidden),
    ("{date: 2099-01-01}", Hidden),
    ("[]", Hidden),
    ("“2099-01-01”", Hidden),
    ("1 Januar 2099", Hidden),
    ("2099-01-01?", Hidden),
    ("!!timestamp 2099-01-01", Hidden),
    ("${DATE}", Hidden),
    ("", Hidden),
    ("null", Hidden),
    ("!x 2001-01-01", Hidden),
];

const EXPIRES: &[(&str, Verdict)] = &[
    ("1 January 2001", Valid),
    ("2001-01-01 09:30 Z", Valid),
    ("'2001-01-01'", Valid),
    ("2001", Hidden),
    ("2001-1-1", Hidden),
    ("01/02/2001", Hidden),
    ("2001/01/01", Hidden),
    ("978307200", Hidden),
    ("0", Hidden),
    ("0000-00-00", Hidden),
    ("2001-02-30", Hidden),
    ("yesterday", Hidden),
    ("now", Hidden),
    ("true", Hidden),
    ("2001‑01‑01", Hidden),
    ("[2001-01-01, 2099-01-01]", Hidden),
    ("{date: 2001-01-01}", Hidden),
    ("-2001-01-01", Hidden),
    ("", Hidden),
    ("\"\"", Hidden),
];

/// Values of `status` that it cannot have.
const STATUS: [&str; 9] = [
    "draft",
    "private",
    "unlisted",
    "Withdrawnn",
    "[withdrawn, current]",
    "{a: b}",
    "hidden",
    "pending",
    "1",
];

/// Ways of writing a key and a value as YAML.
const LINES: &[(&str, Verdict)] = &[
    ("'{key}': {value}", Valid),
    ("\"{key}\": {value}", Valid),
    ("{key} : {value}", Valid),
    ("{key}:   {value}  ", Valid),
    ("? {key}\n: {value}", Hidden),
    ("{key}: &a {value}", Hidden),
    ("base: &base {value}\n{key}: *base", Hidden),
    ("base: &base {{key}: {value}}\n<<: *base", Hidden),
    ("<<: {{key}: {value}}", Hidden),
    ("{key}: {value}\n\"{key}\": {value}", Hidden),
    ("{key}:{value}", Hidden),
    ("{key} = {value}", Hidden),
    ("{key} {value}", Hidden),
    ("{key}; {value}", Hidden),
    ("- {key}: {value}", Hidden),
    ("*{key}*: {value}", Hidden),
    ("**{key}:** {value}", Hidden),
    ("`{key}`: {value}", Hidden),
    ("@{key}: {value}", Hidden),
    ("{key}： {value}", Hidden),
    ("{key}:\u{a0}{value}", Hidden),
    ("{key}:\t{value}", Hidden),
    (" {key}: {value}", Hidden),
    ("\t{key}: {value}", Hidden),
    ("\u{feff}{key}: {value}", Hidden),
    ("\u{200b}{key}: {value}", Hidden),
    ("{key}\u{200b}: {value}", Hidden),
    ("\u{a0}{key}: {value}", Hidden),
    ("{key}\u{2060}: {value}", Hidden),
    ("params:\n  {key}: {value}", Hidden),
    ("reason:\n  {key}: {value}", Hidden),
    ("---\n{key}: {value}", Hidden),
    ("...\n{key}: {value}", Hidden),
];

/// Lines above, before and behind front matter.
type Fences = (
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
);

const OPENS: &[&str] = &[
    "-",
    "--",
    "----",
    "-----",
    "------",
    "—",
    "———",
    "–––",
    "−−−",
    "***",
    "===",
    "+++",
    "~~~",
    "___",
    "###",
    "```",
    "```yaml",
    " ---",
    "  ---",
    "    ---",
    "\t---",
    "\u{a0}---",
    "--- #x",
    "---yaml",
    "--- yaml",
    "---toml",
    "---json",
    ";;;",
    "- - -",
    "-- -",
    "\\---",
    "> ---",
    "<!-- ---",
    "---:",
    "---.",
    "\u{ad}---",
    "::: ---",
    "--—",
    "-–-",
];
const CLOSES: &[&str] = &[
    "----",
    "--",
    "-",
    "—",
    "***",
    "+++",
    "===",
    "---x",
    "--- end",
    " ---",
    "\t---",
    "-- -",
    "```",
    "~~~",
    "",
    "---\u{200b}",
    "<!-- -->",
];
const BOTH: &[(&str, &str)] = &[
    ("----", "----"),
    ("-----", "-----"),
    ("--", "--"),
    ("+++", "+++"),
    ("~~~", "~~~"),
    ("***", "***"),
    ("===", "==="),
    ("———", "———"),
    ("—", "—"),
    ("```", "```"),
    ("```yaml", "```"),
    (";;;", ";;;"),
    (" ---", " ---"),
    ("%%%", "%%%"),
    ("___", "___"),
    ("", ""),
    ("<!--", "-->"),
    ("<!--\n---", "---\n-->"),
    ("{", "}"),
    ("\u{200b}---", "---"),
];
const WELL_FENCED: &[Fences] = &[
    (Some(" "), None, None),
    (None, Some("---  "), None),
    (None, None, Some("...")),
    (None, None, Some("--- ")),
];
const ABOVES: &[&str] = &[
    "<!-- note -->",
    "# Heading",
    "Words",
    "%YAML 1.2",
    "<?xml version=\"1.0\"?>",
    "// note",
    "# note",
    "[//]: # (note)",
    "{% comment %}",
    "\u{c}",
    ".",
    "\u{1}",
    "```",
    "---",
    "\u{2060}",
    "\\",
    "***",
    "&nbsp;",
    "<br>",
    "#!/usr/bin/env quarto",
    "import X from 'x'",
];

/// Another name of a file, and what of the document may be public under it.
type Renaming = (&'static str, &'static [&'static str]);

const NOTHING: &[&str] = &[];
/// For names of what editors and systems leave, and of dot-files, which are as good as deleted; and for names by which
/// the index of a folder becomes another document in it. What was the document's is then nobody's, and public.
const EVERYTHING_ELSE: &[&str] = &["own", "part", "file", "stem"];

/// Names that are no longer that of a Markdown file, or that mean something else.
const NAMES: &[Renaming] = &[
    ("*.mdx", NOTHING),
    ("*.qmd", NOTHING),
    ("*.html", NOTHING),
    ("*.htm", NOTHING),
    ("*.xhtml", NOTHING),
    ("*.njk", NOTHING),
    ("*.erb", NOTHING),
    ("*.txt", NOTHING),
    ("*.text", NOTHING),
    ("*.MD", NOTHING),
    ("*.Md", NOTHING),
    ("*.mD", NOTHING),
    ("*.markdown", NOTHING),
    ("*.mdown", NOTHING),
    ("*.mkd", NOTHING),
    ("*.mkdn", NOTHING),
    ("*.mdwn", NOTHING),
    ("*.rmd", NOTHING),
    ("*.Rmd", NOTHING),
    ("*.rst", NOTHING),
    ("*.adoc", NOTHING),
    ("*.org", NOTHING),
    ("*.textile", NOTHING),
    ("*.liquid", NOTHING),
    ("*.md.txt", NOTHING),
    ("*.md.html", NOTHING),
    ("*.html.md", EVERYTHING_ELSE),
    ("*.md.erb", NOTHING),
    ("*.md.bak", EVERYTHING_ELSE),
    ("*.bak", EVERYTHING_ELSE),
    ("*.md~", EVERYTHING_ELSE),
    ("*~", EVERYTHING_ELSE),
    ("*.md.orig", EVERYTHING_ELSE),
    ("*.md.old", EVERYTHING_ELSE),
    ("*.md.save", EVERYTHING_ELSE),
    ("*.md.swp", EVERYTHING_ELSE),
    ("*.md.tmp", EVERYTHING_ELSE),
    ("*.md.rej", EVERYTHING_ELSE),
    ("*.md.1", NOTHING),
    ("*", NOTHING),
    ("*.md.", NOTHING),
    ("*.md ", NOTHING),
    ("* .md", EVERYTHING_ELSE),
    ("*.draft", NOTHING),
    ("*.md.draft", NOTHING),
    ("*.draft.md", EVERYTHING_ELSE),
    ("*.en.md", EVERYTHING_ELSE),
    (".*.md", EVERYTHING_ELSE),
    ("._*.md", EVERYTHING_ELSE),
    ("_*.md", EVERYTHING_ELSE),
    ("#*.md#", EVERYTHING_ELSE),
    ("~$*.md", EVERYTHING_ELSE),
    ("*.md (1)", NOTHING),
    ("*.md.part", EVERYTHING_ELSE),
    ("*.md_", NOTHING),
    ("*.vue", NOTHING),
    ("*.tex", NOTHING),
    ("*.json", NOTHING),
    ("*.yaml", NOTHING),
    ("*.yml", NOTHING),
    ("*.toml", NOTHING),
    ("*.xml", NOTHING),
    ("*.csv", NOTHING),
    ("*.php", NOTHING),
    ("*.pug", NOTHING),
    ("*.hbs", NOTHING),
    ("*.pdf", NOTHING),
    ("*.svg", NOTHING),
    ("*.ics", NOTHING),
    ("*.mbox", NOTHING),
];
const INDEX_NAMES: &[Renaming] = &[
    ("index.en.md", NOTHING),
    ("index .md", NOTHING),
    ("_index.md", NOTHING),
    ("Index.md", NOTHING),
    ("INDEX.md", NOTHING),
    ("index.MD", NOTHING),
    ("_index.markdown", NOTHING),
    ("README.md", EVERYTHING_ELSE),
    ("readme.md", EVERYTHING_ELSE),
    ("_index.html", NOTHING),
];

const ENCODINGS: &[(&str, Encoding, Verdict)] = &[
    ("mark", Encoding::Before(b"\xef\xbb\xbf"), Valid),
    (
        "two marks",
        Encoding::Before(b"\xef\xbb\xbf\xef\xbb\xbf"),
        Hidden,
    ),
    ("CRLF", Encoding::Replace("\n", "\r\n"), Valid),
    ("CR", Encoding::Replace("\n", "\r"), Hidden),
    ("LFCR", Encoding::Replace("\n", "\n\r"), Hidden),
    ("CRCRLF", Encoding::Replace("\n", "\r\r\n"), Hidden),
    ("UTF-16, low byte first", Encoding::Utf16Low, Hidden),
    ("UTF-16, high byte first", Encoding::Utf16High, Hidden),
    ("Latin-1", Encoding::Latin1, Hidden),
    ("a byte that is no text", Encoding::Invalid, Hidden),
    ("NUL first", Encoding::Before(b"\0"), Hidden),
    ("NUL in it", Encoding::Replace("title", "\0title"), Hidden),
    ("NUL behind colons", Encoding::Replace(": ", ":\0 "), Hidden),
    (
        "zero width first",
        Encoding::Before("\u{200b}".as_bytes()),
        Hidden,
    ),
    (
        "joiner first",
        Encoding::Before("\u{2060}".as_bytes()),
        Hidden,
    ),
    (
        "direction first",
        Encoding::Before("\u{200e}".as_bytes()),
        Hidden,
    ),
    ("escape first", Encoding::Before(b"\x1b"), Hidden),
    ("blank line first", Encoding::Before(b"\n \n"), Hidden),
    ("next line", Encoding::Replace("\n", "\u{85}"), Hidden),
    (
        "line separator",
        Encoding::Replace("\n", "\u{2028}"),
        Hidden,
    ),
    (
        "form feed",
        Encoding::Replace("---\n", "---\u{c}\n"),
        Hidden,
    ),
    ("hard spaces", Encoding::Replace(": ", ":\u{a0}"), Hidden),
    ("tabs", Encoding::Replace(": ", ":\t"), Hidden),
    (
        "spaces behind lines",
        Encoding::Replace("\n", "  \n"),
        Hidden,
    ),
    ("lines indented", Encoding::Replace("\n", "\n  "), Hidden),
    ("lines quoted", Encoding::Replace("\n", "\n> "), Hidden),
];

impl Encoding {
    /// The bytes of a text.
    pub fn encode(self, bytes: &[u8]) -> Vec<u8> {
        let text = || String::from_utf8_lossy(bytes).into_owned();
        match self {
            Encoding::Before(first) => [first, bytes].concat(),
            Encoding::Replace(old, new) => text().replace(old, new).into_bytes(),
            Encoding::Utf16Low => format!("\u{feff}{}", text())
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
            Encoding::Utf16High => format!("\u{feff}{}", text())
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect(),
            Encoding::Latin1 => {
                let text = text().replacen("Title", "Títle", 1);
                text.chars()
                    .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                    .collect()
            }
            Encoding::Invalid => {
                let at = bytes
                    .windows(5)
                    .position(|five| five == b"Title")
                    .unwrap_or(0);
                [&bytes[..at], b"\xff\xfe\xc0", &bytes[at..]].concat()
            }
        }
    }
}

/// Where a mutation applies; a document gets one of each at most.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Fence,
    Key,
    Value,
    Line,
    Name,
    Folder,
    Encoding,
}

/// What mutations are drawn for.
pub struct Subject<'s> {
    pub world: &'s World,
    pub kind: &'s Kind,
    pub meaning: Meaning,
    pub is_index: bool,
}

type Is = fn(&Mutation) -> bool;

/// Mutations of which the second is left out where the first is drawn: together they make something that says nothing
/// about being public. What is neither called Markdown nor begins with front matter is any file, what has begun as YAML
/// in a file of YAML needs no end, `params: {private: true}` may be about anything, and a brace before lines that begin
/// with other signs is text.
const APART: [(Is, Is); 3] = [
    (
        |one| matches!(one.what, What::Line(line) if line.starts_with(['p', 'r'])),
        |other| matches!(other.what, What::Key(..)),
    ),
    (
        |one| matches!(one.what, What::Language(Language::Json)),
        |other| {
            matches!(other.what, What::Encoding(Encoding::Replace(..))) && other.verdict == Hidden
        },
    ),
    (
        |one| matches!(one.what, What::Name("*.yaml" | "*.yml")),
        |other| matches!(other.what, What::Fences { .. }),
    ),
];

/// One to three mutations.
pub fn draw(subject: &Subject, dice: &mut Dice) -> Vec<Mutation> {
    let mut slots = vec![
        Slot::Fence,
        Slot::Key,
        Slot::Value,
        Slot::Line,
        Slot::Name,
        Slot::Folder,
        Slot::Encoding,
    ];
    // Two in three have one alone: what several do together shows less of each.
    let count = [1, 1, 2, 3][usize::try_from(dice.below(4)).unwrap_or(0)];
    let mut drawn = Vec::new();
    for _ in 0..count {
        let slot = slots.swap_remove(below(dice, slots.len()));
        drawn.push(draw_one(slot, subject, dice));
    }
    for (one, other) in APART {
        if drawn.iter().any(one) {
            drawn.retain(|mutation| one(mutation) || !other(mutation));
        }
    }
    if drawn
        .iter()
        .filter(|mutation: &&Mutation| mutation.hides_start)
        .count()
        > 1
    {
        drawn.retain(|mutation| !mutation.hides_start);
    }
    drawn
}

/// Every mutation that is the same for every gate.
pub fn everywhere() -> Vec<Mutation> {
    let mut all: Vec<Mutation> = Vec::new();
    all.extend(
        OPENS
            .iter()
            .map(|open| fences((None, Some(open), None), Hidden)),
    );
    all.extend(
        CLOSES
            .iter()
            .map(|close| fences((None, None, Some(close)), Hidden)),
    );
    all.extend(
        BOTH.iter()
            .map(|(open, close)| fences((None, Some(open), Some(close)), Hidden)),
    );
    all.extend(
        ABOVES
            .iter()
            .map(|above| fences((Some(above), None, None), Hidden)),
    );
    all.extend(WELL_FENCED.iter().map(|lines| fences(*lines, Valid)));
    all.extend([Language::Toml, Language::Json].map(language));
    all.extend(
        LINES
            .iter()
            .map(|(line, verdict)| mutation(format!("line {line:?}"), What::Line(line), *verdict)),
    );
    all.extend(NAMES.iter().chain(INDEX_NAMES).map(|name| named(*name)));
    all.extend(
        [What::Folder("_drafts"), What::OwnFolder("_drafts")]
            .map(|what| mutation(format!("{what:?}"), what, Hidden)),
    );
    all.extend(ENCODINGS.iter().map(|encoding| encoded(*encoding)));
    all.extend(STATUS.iter().map(|value| status(value)));
    all.extend(
        FOREIGN
            .iter()
            .map(|(name, value)| foreign((*name).to_owned(), value)),
    );
    all
}

/// Every mutation of one gate, with some slips in its key.
pub fn of_meaning(meaning: Meaning, dice: &mut Dice) -> Vec<Mutation> {
    let values = meaning.values().iter();
    let values = values
        .map(|(value, verdict)| mutation(format!("value {value:?}"), What::Value(value), *verdict));
    let lines = meaning
        .lines()
        .iter()
        .map(|line| mutation(format!("line {line:?}"), What::Line(line), Hidden));
    let mut keys: Vec<String> = (0..20).map(|_| edited(meaning.name(), dice)).collect();
    keys.extend((0..16).map(|_| in_another_case(meaning.name(), dice)));
    keys.sort();
    keys.dedup();
    // A slip may make it the name of a field that some kind has.
    keys.retain(|key| key != meaning.name() && !["date", "part", "parts"].contains(&key.as_str()));
    let keys = keys.into_iter().map(near);
    values.chain(lines).chain(keys).collect()
}

fn named((name, frees): Renaming) -> Mutation {
    Mutation {
        frees,
        ..mutation(format!("name {name:?}"), What::Name(name), Hidden)
    }
}

fn encoded((label, encoding, verdict): (&str, Encoding, Verdict)) -> Mutation {
    // What no longer is written as a block or a link is none any more, and names nothing.
    let frees: &[&str] = if ["LFCR", "hard spaces"].contains(&label) {
        &["file"]
    } else {
        &[]
    };
    Mutation {
        frees,
        ..mutation(format!("bytes: {label}"), What::Encoding(encoding), verdict)
    }
}

fn status(value: &'static str) -> Mutation {
    mutation(
        format!("status: {value}"),
        What::Key("status".to_owned(), Some(value.to_owned())),
        Hidden,
    )
}

fn foreign(name: String, value: &str) -> Mutation {
    mutation(
        format!("key {name}"),
        What::Key(name, Some(value.to_owned())),
        Hidden,
    )
}

fn near(key: String) -> Mutation {
    mutation(format!("near key {key:?}"), What::Key(key, None), Hidden)
}

fn language(language: Language) -> Mutation {
    mutation(format!("in {language:?}"), What::Language(language), Valid)
}

fn fences((above, open, close): Fences, verdict: Verdict) -> Mutation {
    let lines = [("above", above), ("open", open), ("close", close)];
    let label: Vec<String> = lines
        .iter()
        .filter_map(|(name, line)| Some(format!("{name} {:?}", (*line)?)))
        .collect();
    mutation(
        label.join(", "),
        What::Fences { above, open, close },
        verdict,
    )
}

fn draw_one(slot: Slot, subject: &Subject, dice: &mut Dice) -> Mutation {
    match slot {
        Slot::Fence => fence(dice),
        Slot::Key => key(subject, dice),
        Slot::Value if dice.below(5) == 0 => status(pick(&STATUS, dice)),
        Slot::Value => {
            let (value, verdict) = pick(subject.meaning.values(), dice);
            mutation(format!("value {value:?}"), What::Value(value), verdict)
        }
        Slot::Line if dice.below(6) == 0 => {
            let line = pick(subject.meaning.lines(), dice);
            mutation(format!("line {line:?}"), What::Line(line), Hidden)
        }
        Slot::Line => {
            let (line, verdict) = pick(LINES, dice);
            mutation(format!("line {line:?}"), What::Line(line), verdict)
        }
        Slot::Name => {
            let is_index = subject.is_index && dice.below(3) == 0;
            let name = pick(if is_index { INDEX_NAMES } else { NAMES }, dice);
            named(name)
        }
        Slot::Folder => {
            let what = if dice.below(2) == 0 {
                What::Folder("_drafts")
            } else {
                What::OwnFolder("_drafts")
            };
            mutation(format!("{what:?}"), what, Hidden)
        }
        Slot::Encoding => encoded(pick(ENCODINGS, dice)),
    }
}

fn mutation(label: String, what: What, verdict: Verdict) -> Mutation {
    let hides_start = match &what {
        What::Fences { above, open, .. } => {
            verdict == Hidden && (above.is_some() || open.is_some())
        }
        What::Name(name) => !name.to_lowercase().ends_with(".md"),
        What::Encoding(_) => verdict == Hidden,
        What::Line(line) => line.starts_with(['-', '.']),
        _ => false,
    };
    Mutation {
        label,
        what,
        verdict,
        frees: &[],
        hides_start,
    }
}

fn fence(dice: &mut Dice) -> Mutation {
    match dice.below(12) {
        0..=2 => fences((None, Some(pick(OPENS, dice)), None), Hidden),
        3..=4 => fences((None, None, Some(pick(CLOSES, dice))), Hidden),
        5..=6 => {
            let (open, close) = pick(BOTH, dice);
            fences((None, Some(open), Some(close)), Hidden)
        }
        7..=8 => fences((Some(pick(ABOVES, dice)), None, None), Hidden),
        9 => fences(pick(WELL_FENCED, dice), Valid),
        10 => language(Language::Toml),
        _ => language(Language::Json),
    }
}

fn key(subject: &Subject, dice: &mut Dice) -> Mutation {
    let name = subject.meaning.name();
    if dice.below(3) == 0 {
        let (name, value) = pick(FOREIGN, dice);
        let name = in_another_case(name, dice);
        return foreign(name, value);
    }
    loop {
        let key = if dice.below(2) == 0 {
            in_another_case(name, dice)
        } else {
            edited(name, dice)
        };
        let is_field = subject
            .world
            .fields(subject.kind)
            .any(|field| field.name.as_str() == key || field.from.iter().any(|from| from == &key));
        if key != name && !is_field && !is_another_word(&key) {
            return near(key);
        }
    }
}

fn in_another_case(name: &str, dice: &mut Dice) -> String {
    let parts: Vec<&str> = name.split('_').collect();
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    match dice.below(8) {
        0 => name.to_uppercase(),
        1 => capital(name),
        2 => parts.join("-"),
        3 => parts.concat(),
        4 => parts.iter().map(|part| capital(part)).collect(),
        5 => format!(
            "{}{}",
            parts[0],
            parts[1..]
                .iter()
                .map(|part| capital(part))
                .collect::<String>()
        ),
        6 => parts.join(" "),
        _ => name.to_owned(),
    }
}

/// A name with one or two slips in it, which stays a key.
fn edited(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    for _ in 0..=dice.below(2) {
        let at = below(dice, letters.len());
        let letter = char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or(0));
        match dice.below(4) {
            0 => letters.insert(at, letter),
            1 if letters.len() > 2 => {
                letters.remove(at);
            }
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => letters[at] = letter,
        }
    }
    letters.into_iter().collect()
}

/// A number below a length.
pub fn below(dice: &mut Dice, length: usize) -> usize {
    usize::try_from(dice.below(u64::try_from(length).unwrap_or(1))).unwrap_or(0)
}

/// One of several.
pub fn pick<T: Clone>(of: &[T], dice: &mut Dice) -> T {
    of[below(dice, of.len())].clone()
}
