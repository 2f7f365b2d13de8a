//! One generator at one size: started some times, then edited under while a page is open.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::client::tab::{Heard, Tab};
use crate::edit::{Place, Sort, Way};
use crate::measure::{Figures, Row};
use crate::options::{Options, Seen};
use crate::process::{Line, Process};
use crate::site::Site;
use crate::subject::Subject;

/// Longer than this, nothing is waited for.
const PATIENCE: Duration = Duration::from_secs(120);
/// Some watch their files only a while after they say where they are: an edit that is not seen in this time
/// is made once more, until this many were.
const PRACTICE: (Duration, usize) = (Duration::from_secs(30), 5);
/// Whether a generator has done its work is not always said: then the next edit follows after this.
const SETTLED: Duration = Duration::from_secs(15);
/// A page that is told of changes also looks by itself this often, should it not have been told.
const LOOK_ANYWAY: Duration = Duration::from_millis(250);
/// What the author does between two edits.
const PAUSE: Duration = Duration::from_millis(200);
/// How often a generator is started, where there is time.
const STARTS: usize = 5;
/// The fewest measurements of each sort, even where they take long.
const LEAST: usize = 3;

/// Measures a generator on the site at `root`, which was written for it.
///
/// # Errors
/// In words, where it does not start or does not answer.
pub fn measure(
    (site, root): (&Site, &Path),
    subject: &Subject,
    options: &Options,
) -> Result<Figures, String> {
    let mut figures = Figures::default();
    let process = start(root, subject, (options, &mut figures))?;
    let client = Client::new(&process.authority);
    let mut session = Session {
        subject,
        options,
        process,
        client,
        figures,
    };
    session.remember(&[Row::MemoryAtFirst]);
    let mut is_ready = false;
    for sort in Sort::ALL {
        let places = Place::all(site, (subject.dialect, root), sort);
        let places = places.map_err(|error| format!("the site cannot be read: {error}"))?;
        if let Some(place) = places.first().filter(|_| !is_ready) {
            session
                .practise(place)
                .map_err(|error| format!("the first edit: {error}"))?;
            is_ready = true;
        }
        session
            .edits(&places, sort)
            .map_err(|error| format!("{sort:?}: {error}"))?;
    }
    session.remember(&[Row::MemoryAtEnd, Row::MemoryMost]);
    Ok(session.figures)
}

/// Starts it several times, and gives back the last one.
fn start(
    root: &Path,
    subject: &Subject,
    (options, figures): (&Options, &mut Figures),
) -> Result<Process, String> {
    let began = Instant::now();
    let mut count = 0;
    loop {
        let command = subject
            .preview(root)
            .map_err(|error| format!("there is no free port: {error}"))?;
        let process = Process::start(command)?;
        let answer = Client::new(&process.authority).get("/");
        let took = process.started.elapsed();
        let answer = answer.map_err(|error| format!("the first page does not come: {error}"))?;
        if answer.status != 200 {
            return Err(format!(
                "the first page comes with status {}",
                answer.status
            ));
        }
        figures.add_time(Row::Url, process.address_after);
        figures.add_time(Row::FirstPage, took);
        count += 1;
        if count >= STARTS.min(options.edits) || began.elapsed() > options.time {
            return Ok(process);
        }
    }
}

/// A generator at work.
struct Session<'s> {
    subject: &'s Subject,
    options: &'s Options,
    process: Process,
    client: Client,
    figures: Figures,
}

impl Session<'_> {
    fn remember(&mut self, rows: &[Row]) {
        let memory = self.process.memory();
        for row in rows.iter().filter(|_| memory.now > 0.0) {
            let value = if *row == Row::MemoryMost {
                memory.most
            } else {
                memory.now
            };
            self.figures.add(*row, value);
        }
    }

    /// Edits that are not counted, until one of them is seen.
    fn practise(&mut self, place: &Place) -> Result<(), Box<dyn std::error::Error>> {
        let (patience, tries) = PRACTICE;
        for number in 0..tries {
            let saved = self.edit(place, &format!("practice{number}"), (Way::Over, patience))?;
            if saved.seen.is_some() {
                self.batch_whole(&saved);
                self.figures.untold = 0;
                return Ok(());
            }
        }
        Err("it is never seen".into())
    }

    /// All edits of one sort, as many as there is time for.
    fn edits(&mut self, places: &[Place], sort: Sort) -> Result<(), String> {
        let began = Instant::now();
        for number in 0..self.options.edits {
            if number >= LEAST && began.elapsed() > self.options.time {
                break;
            }
            // Each place is saved in both ways in turn.
            let place = &places[number / 2 % places.len()];
            let sign = format!("sign{}x{number}", format!("{sort:?}").to_lowercase());
            let saved = self
                .edit(place, &sign, (Way::of(number), PATIENCE))
                .map_err(|error| error.to_string())?;
            let [total, work] = sort.rows();
            let Some(seen) = saved.seen else {
                self.figures.miss(total);
                break;
            };
            self.figures.add_time(total, seen - saved.at);
            if let Some(whole) = self.batch_whole(&saved) {
                self.figures
                    .add_time(work, seen.saturating_duration_since(whole));
            }
            thread::sleep(PAUSE);
        }
        for place in places {
            let at = Instant::now();
            place.restore().map_err(|error| error.to_string())?;
            self.process
                .wait(at, SETTLED, |line| self.subject.is_done(line));
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// Opens the page, makes one edit, and waits until the page shows it.
    fn edit(
        &mut self,
        place: &Place,
        sign: &str,
        (way, patience): (Way, Duration),
    ) -> Result<Saved, Box<dyn std::error::Error>> {
        let page = self.client.get(&place.page)?;
        if page.status != 200 {
            return Err(format!("{} comes with status {}", place.page, page.status).into());
        }
        let tab = match self.options.seen {
            Seen::Told => {
                let html = String::from_utf8_lossy(&page.body);
                Some(Tab::open(
                    &self.process.authority,
                    &html,
                    self.subject.told(),
                )?)
            }
            Seen::Asking(_) => None,
        };
        let at = Instant::now();
        place.edit(sign, way)?;
        while at.elapsed() < patience {
            let heard = match (&tab, self.options.seen) {
                (Some(tab), _) => tab.wait(LOOK_ANYWAY),
                (None, Seen::Asking(pause)) => {
                    thread::sleep(pause);
                    Heard::News
                }
                (None, Seen::Told) => Heard::Nothing,
            };
            if self.shows(place, sign)? {
                let seen = Some(Instant::now());
                self.figures.untold += usize::from(heard == Heard::Nothing);
                return Ok(Saved { at, seen });
            }
        }
        Ok(Saved { at, seen: None })
    }

    /// Whether the page, or its style sheet, has come whole and with the edit.
    fn shows(&mut self, place: &Place, sign: &str) -> std::io::Result<bool> {
        let page = self.client.get(&place.page)?;
        let html = String::from_utf8_lossy(&page.body);
        if page.status != 200 || !html.contains("</html>") {
            return Ok(false);
        }
        if place.sort() != Sort::Style {
            return Ok(html.contains(sign));
        }
        let Some(path) = style_sheet(&html) else {
            return Ok(false);
        };
        let sheet = self.client.get(path)?;
        Ok(sheet.status == 200 && String::from_utf8_lossy(&sheet.body).contains(sign))
    }

    /// When the generator began to work on an edit, as far as it says how long that took. Waits until it has
    /// said that it is done, so that the next edit finds it idle.
    fn batch_whole(&mut self, saved: &Saved) -> Option<Instant> {
        let subject = self.subject;
        self.process
            .wait(saved.at, SETTLED, |line| subject.is_done(line));
        let seen = saved.seen?;
        let timed = |line: &Line| Some((line.at, shown_in(&line.text)?));
        let mut batches = self.process.lines(saved.at).iter().filter_map(timed);
        let (at, took) = batches.next()?;
        // Where an edit came as several changes, what was seen is of the last of them.
        let later = batches
            .take_while(|(at, took)| at.checked_sub(*took).is_some_and(|began| began < seen));
        let (at, took) = later.last().unwrap_or((at, took));
        // A line may reach us late, but what it speaks of was shown before it was seen.
        at.min(seen).checked_sub(took)
    }
}

/// An edit: when it was saved and when it was seen.
struct Saved {
    at: Instant,
    seen: Option<Instant>,
}

/// The path of the first style sheet that a page links to.
fn style_sheet(html: &str) -> Option<&str> {
    let tags = html
        .split("<link")
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    let tag = tags.into_iter().find(|tag| tag.contains("stylesheet"))?;
    let (_, rest) = tag.split_once("href=")?;
    let rest = rest.trim_start_matches(['"', '\'']);
    let href = rest.split(['"', '\'', ' ']).next()?;
    // Where the whole address is written, the path is what follows the host.
    match href.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)),
        None => Some(href),
    }
}

/// How long copublish says that a change took: `shown in 0.05 s`, `shown in 52 ms`.
fn shown_in(line: &str) -> Option<Duration> {
    let (_, rest) = line.split_once("shown in ")?;
    let mut words = rest.split([' ', ';', ',']);
    let number: f64 = words.next()?.parse().ok()?;
    let scale = match words.next()? {
        "s" => 1.0,
        "ms" => 1e-3,
        "µs" => 1e-6,
        _ => return None,
    };
    Duration::try_from_secs_f64(number * scale).ok()
}
