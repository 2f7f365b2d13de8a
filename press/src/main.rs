//! Sets the editions of a copublish site: a job on each line of standard input, an answer on each line of standard output.
//!
//! 1. `job`: what is asked for and what is answered
//! 2. `world`: all that a job can see: its own text and files, the look, the `fonts`. No clock, no packages, no disk
//! 3. `setting`: a job into a PDF
//! 4. `margins`: text that runs off its page
//! 5. `pictures`: those that cannot be shown
//! 6. `starts`: what is first on each page
//! 7. `limits`: ends the program if a job takes too much
//!
//! It ends with its input.

mod fonts;
mod job;
mod limits;
mod margins;
mod pictures;
mod setting;
mod starts;
mod world;

use std::io::{self, BufRead, Write};

use fonts::Fonts;
use job::{Answer, Job};
use world::Shop;

/// How many jobs what was worked out is kept for: the next edit of the same text needs most of it.
const KEPT_FOR: usize = 2;

fn main() -> io::Result<()> {
    let mut shop = Shop::new(Fonts::shipped());
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = match serde_json::from_str::<Job>(&line?) {
            Ok(mut job) => {
                limits::begin(job.memory, job.seconds);
                let answer = match with_fonts(&mut shop, &mut job) {
                    Ok(()) => setting::set(job, &mut shop),
                    Err(name) => Answer::refused(format!(
                        "`{name}`, which site.yaml names under `look: fonts:`, is no font that can be read"
                    )),
                };
                limits::end();
                answer
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

/// Gets the fonts of a job ready, if they are not those of the last one.
fn with_fonts(shop: &mut Shop, job: &mut Job) -> Result<(), String> {
    let fonts = std::mem::take(&mut job.fonts);
    if !shop.is_for(&fonts) {
        *shop = Shop::new(Fonts::with_site(fonts)?);
    }
    Ok(())
}
