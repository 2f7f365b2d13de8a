//! The targets as a plain program: a seeded mutator over the project's own texts, on stable Rust.
//!
//! Knows nothing of which lines were reached, as libFuzzer does; needs nothing but Rust. What breaks is written to
//! `fuzz/artifacts/TARGET/`, and `run TARGET FILE` does it again.

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use copublish_fuzz::TARGETS;

/// No input grows beyond it.
const LONGEST: usize = 8 * 1024;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["seeds", folder] => write_seeds(Path::new(folder)),
        [target, file] if Path::new(file).is_file() => {
            copublish_fuzz::run(target, &fs::read(file).expect("the file"));
            ExitCode::SUCCESS
        }
        [target, seconds, rest @ ..] => {
            let seconds = seconds.parse().expect("a number of seconds");
            let seed = rest.first().map_or(1, |seed| seed.parse().expect("a seed"));
            fuzz(target, Duration::from_secs(seconds), seed)
        }
        _ => {
            eprintln!("run TARGET SECONDS [SEED] | run TARGET FILE | run seeds FOLDER");
            eprintln!("targets: {}", TARGETS.map(|(name, _)| name).join(", "));
            ExitCode::from(2)
        }
    }
}

/// Writes the texts that inputs are made of, a folder for each target, for libFuzzer to begin with.
fn write_seeds(folder: &Path) -> ExitCode {
    for (name, _) in TARGETS {
        let own = folder.join(name);
        fs::create_dir_all(&own).expect("a folder for seeds");
        for (at, seed) in seeds(name).iter().enumerate() {
            fs::write(own.join(format!("seed-{at:04}")), seed).expect("a seed");
        }
    }
    ExitCode::SUCCESS
}

fn fuzz(name: &str, time: Duration, seed: u64) -> ExitCode {
    let (_, target) = TARGETS
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a target of this name");
    let seeds = seeds(name);
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let (started, mut runs, mut broken) = (Instant::now(), 0_u64, 0);
    while started.elapsed() < time && broken < 10 {
        let input = mutated(&seeds, &mut chance);
        runs += 1;
        if panic::catch_unwind(|| target(&input)).is_err() {
            broken += 1;
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("artifacts")
                .join(name);
            fs::create_dir_all(&folder).expect("a folder for what breaks");
            let file = folder.join(format!("{seed}-{runs}"));
            fs::write(&file, &input).expect("a file for what breaks");
            println!("BROKEN: {}", file.display());
        }
    }
    println!(
        "{name}: {runs} runs in {} s, {broken} broken, seed {seed}",
        started.elapsed().as_secs()
    );
    if broken == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// What inputs are made of: files of the example site and the cases' own fences, as the target takes them.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["content", "tests/cases", "docs/content/manual"] {
        collect(&root.join(folder), &mut files);
    }
    files.push(root.join("addresses.lock"));
    files.sort();
    let wanted = |file: &PathBuf| match (target, file.extension().and_then(|end| end.to_str())) {
        ("csv", end) => end == Some("csv"),
        ("pdf", end) => end == Some("pdf"),
        ("ledger", end) => end == Some("lock"),
        (_, end) => end == Some("md"),
    };
    let mut seeds: Vec<Vec<u8>> = files
        .iter()
        .filter(|file| wanted(file))
        .filter_map(|file| fs::read(file).ok())
        .collect();
    let fences: Vec<Vec<u8>> = seeds.iter().flat_map(|seed| fences(seed)).collect();
    seeds.extend(fences);
    match target {
        "yaml" => seeds = seeds.iter().filter_map(|seed| front(seed)).collect(),
        "front_matter" => seeds.iter_mut().for_each(|seed| seed.insert(0, b'a')),
        "addresses" => seeds = seeds.iter().flat_map(|seed| words(seed)).collect(),
        "pdf" => seeds.extend(pdfs()),
        "csv" => seeds.push(b"a;b\r\n\"1,\"\"2\";3\r\n".to_vec()),
        _ => {}
    }
    seeds.iter_mut().for_each(|seed| seed.truncate(LONGEST));
    seeds
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)
        } else {
            files.push(path)
        }
    }
}

/// What stands between fences.
fn fences(text: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(text);
    let parts = text.split("\n```").skip(1).step_by(2);
    parts
        .filter_map(|part| part.split_once('\n'))
        .map(|(_, inside)| inside.as_bytes().to_vec())
        .collect()
}

/// The front matter of a text.
fn front(text: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(text).into_owned();
    let (front, _) = text.strip_prefix("---\n")?.split_once("\n---")?;
    Some(format!("{front}\n").into_bytes())
}

fn words(text: &[u8]) -> Vec<Vec<u8>> {
    text.split(|byte| matches!(byte, b'(' | b')' | b' ' | b'\n'))
        .filter(|word| word.contains(&b'/'))
        .map(<[u8]>::to_vec)
        .collect()
}

fn pdfs() -> Vec<Vec<u8>> {
    let objects = "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Count 3/Kids[3 0 R]>> endobj\n\
                   3 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R>> endobj\n\
                   4 0 obj <</Length 5/Filter/FlateDecode>> stream\nabcde\nendstream endobj\n";
    let head = "%PDF-1.4\n";
    let table = format!(
        "{head}{objects}xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer <</Root 1 0 R/Size 5>>\nstartxref\n{}\n%%EOF",
        head.len() + objects.len()
    );
    vec![
        table.into_bytes(),
        format!("{head}{objects}trailer <</Root 1 0 R/Encrypt 3 0 R>>\n").into_bytes(),
    ]
}

/// Pieces that mean something somewhere.
const PIECES: [&str; 74] = [
    "---\n",
    "+++\n",
    "a = ",
    "{\"a\": ",
    "[[a.b]]\n",
    "::: ",
    ":::\n",
    ":::: a b=\"",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{feff}",
    "\u{2028}",
    "\u{a0}",
    "\u{202e}",
    "é",
    "𝒳",
    "[",
    "]",
    "(",
    ")",
    "[[",
    "]]",
    "![",
    "](",
    "<",
    ">",
    "<a href=\"",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?",
    "<script>",
    "</",
    "`",
    "```\n",
    "~~~\n",
    "*",
    "**",
    "_",
    "~~",
    "#",
    "{#a}",
    "|",
    "|-|\n",
    "> ",
    "- ",
    "1. ",
    "[^1]",
    "[^1]: ",
    ": ",
    "&amp;",
    "&#0;",
    "&#x6A;",
    "\\",
    "\"",
    "'",
    "{{",
    "}}",
    "{% a %}",
    "javascript:",
    "data:",
    "../",
    "//",
    "%2e",
    "key: ",
    "- a: b\n",
    "&a ",
    "*a",
    "? ",
    "!!",
    "2012-08-02",
    "99999999999999999999",
];

/// An input: one of the seeds, changed a few times.
fn mutated(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let seed = |chance: &mut Chance| {
        seeds
            .get(chance.below(seeds.len().max(1)))
            .cloned()
            .unwrap_or_default()
    };
    let mut bytes = seed(chance);
    // Short inputs run more often, and what breaks is found in them as well.
    if bytes.len() > 400 && chance.below(4) > 0 {
        let start = chance.below(bytes.len() - 200);
        bytes = bytes[start..(start + 200 + chance.below(400)).min(bytes.len())].to_vec();
    }
    for _ in 0..=chance.below(8) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(30)).min(bytes.len());
        match chance.below(8) {
            0 | 1 => drop(bytes.splice(at..at, PIECES[chance.below(PIECES.len())].bytes())),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].repeat(1 + chance.below(20));
                drop(bytes.splice(at..at, part));
            }
            4 => {
                let other = seed(chance);
                let from = chance.below(other.len() + 1);
                let to = (from + chance.below(80)).min(other.len());
                drop(bytes.splice(at..end, other[from..to].iter().copied()));
            }
            5 => drop(
                bytes.splice(
                    at..at,
                    PIECES[chance.below(PIECES.len())]
                        .repeat(1 + chance.below(40))
                        .bytes(),
                ),
            ),
            6 => drop(bytes.splice(at..end, PIECES[chance.below(PIECES.len())].bytes())),
            _ => bytes
                .iter_mut()
                .skip(at)
                .take(1)
                .for_each(|byte| *byte = b' ' + (*byte ^ at as u8) % 95),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Numbers that look like chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit.max(1)
    }
}
