//! A day of writing against one server and one watching build: after each of many random edits, what is answered, left
//! in the folder and said to be wrong is what a build from nothing makes of the site; and neither program grows.

mod asking;
mod clean;
mod compare;
mod figures;
mod slips;

use std::collections::BTreeSet;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::edits::{edit, site};
use crate::outputs::Dice;
use crate::preview::options;
use crate::serve::Serving;
use crate::site::{NOW, Running, Site};
use asking::{Client, Tab};
use copublish::engine::Failure;

use clean::{Clean, Found};
use compare::{address, answer_differs, drawn, folder_differs, found};
use figures::Figures;
use slips::Slip;

/// So many edits are made in every run; `ENDURANCE_EDITS` asks for more, `ENDURANCE_SEED` for others.
const EDITS: u64 = 60;
/// By then everything that is made once has been made.
const WARM: u64 = 500;
/// As often, what is wrong with the site makes all of it unreadable.
const SLIP: u64 = 20;
/// After so many edits the binary builds the site from nothing as well.
const ANEW: u64 = 100;
/// A page that no edit names, though many change it, open in a tab the whole day.
const OPEN: &str = "always/index.html";
/// How long something may take to become true. That it is longer than anybody waits is meant: only never fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A site that is written, and the two programs that follow it.
struct Day {
    site: Site,
    serving: Serving,
    building: Running,
    /// Where the build writes, beside the site.
    output: TempDir,
    client: Client,
    tab: Tab,
    /// Every file there ever was.
    ever: BTreeSet<String>,
    /// The last state that could be read.
    last: Clean,
    /// What was done.
    done: Vec<String>,
}

impl Day {
    fn begin() -> Day {
        let text = "---\ntitle: Always\nsummary: Short\n---\n[A](blogs/2012-06-01-a.md) [[person/ann]]\n\n::: numbers src=/facts.csv\n:::\n";
        let site = site().file("content/always.md", text);
        let serving = Serving::start(&site);
        let output = tempfile::tempdir().expect("a temporary folder");
        let into = output.path().join("site").display().to_string();
        let building = Running::start(
            &site,
            &[
                "build",
                "--watch",
                "--keep-going",
                "--all",
                "--output",
                &into,
            ],
        );
        building.until("it waits", || {
            building.said("stdout").contains("waiting for changes")
        });
        let client = Client::of(&serving.host);
        let tab = Tab::open(&serving.host, "/sub", OPEN);
        let (ever, last, done) = (
            BTreeSet::new(),
            Clean::default(),
            vec!["nothing".to_owned()],
        );
        let mut day = Day {
            site,
            serving,
            building,
            output,
            client,
            tab,
            ever,
            last,
            done,
        };
        day.settle();
        day
    }

    /// Waits until everybody shows the site as it is now.
    fn settle(&mut self) {
        match Clean::of(&options(self.site.root(), NOW)) {
            Ok(clean) => {
                self.ever.extend(clean.files.keys().cloned());
                self.last = clean;
                self.until(Day::differs);
            }
            Err(failure) => self.until(|day| day.differs_from_last(&failure)),
        }
    }

    fn until(&mut self, mut differs: impl FnMut(&mut Day) -> Option<String>) {
        let end = Instant::now() + PATIENCE;
        while let Some(how) = differs(self) {
            if Instant::now() > end {
                let last = &self.done[self.done.len().saturating_sub(8)..];
                let said = |program: &Running| {
                    format!(
                        "{}\n{}",
                        program.end_of("stdout", 1_500),
                        program.end_of("stderr", 4_000)
                    )
                };
                let (serving, building) = (said(&self.serving.program), said(&self.building));
                let number = self.done.len();
                panic!(
                    "step {number}: {how}\nafter {last:#?}\n--- serve\n{serving}\n--- build\n{building}"
                );
            }
            sleep(Duration::from_millis(4));
        }
    }

    /// How something differs from a build from nothing.
    fn differs(&mut self) -> Option<String> {
        let problems = match self.problems() {
            Ok(problems) => problems,
            Err(how) => return Some(how),
        };
        let found: Vec<Found> = problems.iter().map(found).collect();
        if found != self.last.problems {
            return Some(format!(
                "serve finds {found:#?}, a build from nothing {:#?}",
                self.last.problems
            ));
        }
        self.served_differs()
            .or_else(|| self.built_differs(&drawn(&problems)))
    }

    /// How something differs from the last state that could be read, shown with the reason why there is no newer one.
    fn differs_from_last(&mut self, failure: &Failure) -> Option<String> {
        let why = failure.why.as_str();
        let to_tell: Vec<&str> = match failure.found.as_slice() {
            [] => vec![why],
            found => found.iter().map(|found| found.message.as_str()).collect(),
        };
        let problems = match self.problems() {
            Ok(problems) => problems,
            Err(how) => return Some(how),
        };
        let told: Vec<&str> = problems
            .iter()
            .filter_map(|problem| problem["message"].as_str())
            .collect();
        if told != to_tell {
            return Some(format!("serve tells {told:#?} instead of {to_tell:#?}"));
        }
        // What is copied is read when it is asked for, and may be another file by now.
        let Day { client, last, .. } = self;
        let mut pages = last
            .files
            .iter()
            .filter(|(name, _)| name.ends_with(".html"));
        let changed = pages.find_map(|(name, bytes)| answer_differs(client, last, (name, bytes)));
        let said = self.building.end_of("stderr", 2_000);
        let says = said.ends_with(&format!("error: {why}\n"));
        let unsaid = || (!says).then(|| format!("build does not say `{why}`: {said}"));
        changed.or_else(unsaid).or_else(|| self.folder_differs())
    }

    /// The problems as the server tells them; an error where the tab was told others, or another page than there is.
    fn problems(&mut self) -> Result<Vec<Value>, String> {
        let base = self.last.base.clone();
        let list = self.client.get(&format!("{base}/.copublish/problems"));
        let list = String::from_utf8(list.body).map_err(|error| error.to_string())?;
        let told = self.tab.told();
        if told.problems != list {
            return Err(format!(
                "the tab was told {}\nthe list is {list}",
                told.problems
            ));
        }
        // A page that is gone for an error stays in its tab.
        let page = self.client.get(&address(&base, OPEN));
        if page.status == 200 && page.tag != told.version {
            return Err(format!(
                "the tab shows version {} of its page, and {} is served",
                told.version, page.tag
            ));
        }
        serde_json::from_str(&list).map_err(|error| format!("{error}: {list}"))
    }

    fn served_differs(&mut self) -> Option<String> {
        let Day {
            client, last, ever, ..
        } = self;
        for (name, bytes) in &last.files {
            let differs = answer_differs(client, last, (name, bytes));
            if differs.is_some() {
                return differs;
            }
        }
        // A page that an error has taken from a tab is kept for it, with what it shows.
        let is_kept = !last.files.contains_key(OPEN);
        let may_stay = |name: &str| name == OPEN || (is_kept && !name.ends_with(".html"));
        for name in ever
            .iter()
            .filter(|name| !last.files.contains_key(*name) && !may_stay(name))
        {
            let status = client.get(&address(&last.base, name)).status;
            if status != 404 {
                return Some(format!("{name} is gone, and answered with {status}"));
            }
        }
        None
    }

    /// How what the watch left and said differs; `drawn` is what the server has drawn.
    fn built_differs(&self, drawn: &str) -> Option<String> {
        let said = self.building.end_of("stderr", drawn.len());
        let other = || {
            format!(
                "build said other things\n{}",
                crate::diff::lines(drawn, &said)
            )
        };
        let says = || (said != drawn).then(other);
        self.folder_differs()
            .or_else(says)
            .or_else(|| self.counts_differ())
    }

    fn folder_differs(&self) -> Option<String> {
        folder_differs(&self.output.path().join("site"), &self.last)
    }

    /// How what was counted at the end of the last build differs.
    fn counts_differ(&self) -> Option<String> {
        let said = self.building.end_of("stdout", 4_000);
        let line = said
            .lines()
            .rfind(|line| line.starts_with("changed") || line.starts_with("built"))?;
        let counts = &self.last.counts;
        let counted = [" error", " errors", " warning", " warnings"]
            .iter()
            .any(|word| line.ends_with(word));
        let holds = if counts.is_empty() {
            !counted
        } else {
            line.ends_with(&format!(" {counts}"))
        };
        (!holds).then(|| format!("build counted otherwise than `{counts}`: {line}"))
    }

    /// Compares the whole with what the binary builds into a fresh folder.
    fn assert_is_built_anew(&mut self) {
        let drawn = drawn(&self.problems().expect("it has settled"));
        let fresh = tempfile::tempdir().expect("a temporary folder");
        let into = fresh.path().join("site").display().to_string();
        let mut command = self
            .site
            .command(&["build", "--keep-going", "--all", "--output", &into]);
        let built = command.output().expect("the binary starts");
        let mut said = String::from_utf8_lossy(&built.stderr).into_owned();
        if built.status.code() == Some(2) {
            // No site is made of lost settings: the server and the watch keep the last one, and say the rest.
            let why = "error: nothing is built until the settings can be read\n";
            said = said.replace(why, "");
            assert!(
                said.trim_end() == drawn.trim_end(),
                "{}",
                crate::diff::lines(&said, &drawn)
            );
            return;
        }
        assert!(
            said == drawn,
            "{}\n{:#?}",
            crate::diff::lines(&said, &drawn),
            self.done.last()
        );
        assert_eq!(
            folder_differs(Path::new(&into), &self.last),
            None,
            "{:#?}",
            self.done.last()
        );
    }

    /// What both programs hold: the server, then the build.
    fn figures(&self) -> Option<[Figures; 2]> {
        Some([
            Figures::of(self.serving.program.id())?,
            Figures::of(self.building.id())?,
        ])
    }
}

fn asked_for(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable)
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(otherwise)
}

/// The next thing that is done to the site, in words; a slip is mended sooner or later.
fn next(site: &Site, dice: &mut Dice, slip: &mut Option<Slip>) -> String {
    match slip.take() {
        Some(made) if made.lets_write() && dice.below(2) == 0 => {
            *slip = Some(made);
            edit(site, dice).1
        }
        Some(made) => made.mend(site),
        None if dice.below(SLIP) == 0 => {
            let (made, words) = Slip::make(site, dice);
            *slip = Some(made);
            words
        }
        None => edit(site, dice).1,
    }
}

#[test]
fn a_day_of_writing_misses_nothing_and_costs_nothing() {
    let edits = asked_for("ENDURANCE_EDITS", EDITS);
    let early = WARM.min(edits / 4);
    let mut dice = Dice::new(asked_for("ENDURANCE_SEED", 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let started = Instant::now();
    let (mut day, mut slip, mut then) = (Day::begin(), None, None);
    for number in 1..=edits {
        let words = next(&day.site, &mut dice, &mut slip);
        day.done.push(words);
        day.settle();
        if slip.is_none() && (number % ANEW == 0 || number == edits) {
            day.assert_is_built_anew();
        }
        if number == early {
            then = day.figures();
        }
    }
    // The last change was followed, and nothing else comes of it later.
    sleep(Duration::from_millis(500));
    day.settle();
    eprintln!(
        "note: {edits} edits in {:.0} s",
        started.elapsed().as_secs_f64()
    );
    let (Some(then), Some(now)) = (then, day.figures()) else {
        return;
    };
    for (name, then, now) in [
        ("serve", then[0], now[0]),
        ("build --watch", then[1], now[1]),
    ] {
        eprintln!("note: {name}: {then} after {early} edits, {now} after {edits}");
        now.assert_nothing_leaks(then);
        if edits >= 2 * WARM {
            now.assert_memory_is_flat(then);
        }
    }
}
