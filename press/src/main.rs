//! Sets the editions of a copublish site: a job on each line of standard input, an answer on each line of standard output.
//!
//! 1. `job`: what is asked for and what is answered
//! 2. `world`: all that a job can see: its own text and files, the look, the fonts. No clock, no packages, no disk
//! 3. `setting`: a job into a PDF
//! 4. `memory`: ends the program if a job takes too much
//!
//! It ends with its input.

mod job;
mod memory;
mod setting;
mod world;

use std::io::{self, BufRead, Write};

use job::{Answer, Job};
use world::Fonts;

/// How many jobs what was worked out is kept for: the next edit of the same text needs most of it.
const KEPT_FOR: usize = 2;

fn main() -> io::Result<()> {
    let fonts = Fonts::load();
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = match serde_json::from_str::<Job>(&line?) {
            Ok(job) => {
                memory::limit(job.memory);
                setting::set(job, &fonts)
            }
            Err(error) => Answer::refused(format!("the job cannot be read: {error}")),
        };
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        output.flush()?;
        comemo::evict(KEPT_FOR);
    }
    Ok(())
}
