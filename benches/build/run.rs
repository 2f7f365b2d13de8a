//! One site: a project for each generator, and builds of all of them in turn.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{fs, mem};

use crate::figures::{Column, Compared, Figures, Row};
use crate::options::Options;
use crate::output::Output;
use crate::process;
use crate::shared::files::Folder;
use crate::shared::generator::{Generator, Program};
use crate::site::{Shape, Site, dialect};
use crate::subject;

/// Up to here what was built is left until all is measured: on a disk, making files soon after others were
/// removed takes longer. Larger sites would fill it.
const LEFT: usize = 20_000;
/// How much longer than in proportion to its size a larger site may take.
const GROWTH: f64 = 1.2;

/// A generator at work on its project.
struct Contender<'p> {
    program: &'p Program,
    root: PathBuf,
    figures: Result<Figures, String>,
}

/// Everything that stays the same for a site.
struct Course<'o> {
    site: Site,
    /// How many pages of HTML there are at least.
    least: usize,
    folder: Folder,
    options: &'o Options,
}

/// Measures all generators on one site. `before` is the same shape at a smaller size, where that was measured.
///
/// # Errors
/// In words, where the site cannot be written.
pub fn compare(
    programs: &[Program],
    (shape, pages): (Shape, usize),
    options: &Options,
    before: Option<&Compared>,
) -> Result<Compared, String> {
    let site = Site::of(shape, pages)?;
    let folder = Folder::new(&format!("{}-{pages}", shape.word()))?;
    let course = Course {
        least: site.pages_in_all(),
        site,
        folder,
        options,
    };
    let mut contenders = Vec::new();
    for program in programs {
        contenders.push(course.enter(program, before)?);
    }
    for round in 0..options.rounds {
        eprintln!(
            "{} {pages}: round {} of {}",
            shape.word(),
            round + 1,
            options.rounds
        );
        for contender in &mut contenders {
            contender.go(&course, round);
        }
    }
    let columns = contenders.into_iter().map(
        |Contender {
             program, figures, ..
         }| {
            let name = program.name.clone();
            Column {
                generator: program.generator,
                name,
                figures,
            }
        },
    );
    Ok(Compared {
        shape,
        pages,
        source: course.source(),
        columns: columns.collect(),
    })
}

impl Course<'_> {
    /// Writes a generator's project, unless it is known to take too long.
    fn enter<'p>(
        &self,
        program: &'p Program,
        before: Option<&Compared>,
    ) -> Result<Contender<'p>, String> {
        let root = self.folder.0.join(program.generator.word());
        if let Some(why) = before.and_then(|before| self.too_slow(program.generator, before)) {
            return Ok(Contender {
                program,
                root,
                figures: Err(why),
            });
        }
        let written = dialect::write(&self.site, program.generator, &root);
        written.map_err(|error| format!("the site cannot be written: {error}"))?;
        Ok(Contender {
            program,
            root,
            figures: Ok(Figures::default()),
        })
    }

    /// Why a peer is not asked for this site, by what it took for a smaller one.
    fn too_slow(&self, generator: Generator, before: &Compared) -> Option<String> {
        let Some(clean) = before.median(generator, Row::Clean) else {
            return Some("left out: there is no figure of the smaller site".to_owned());
        };
        let seconds = clean / 1000.0 * GROWTH * self.site.pages as f64 / before.pages as f64;
        let limit = self.options.time.as_secs_f64();
        let is_late = generator != Generator::Copublish && seconds > limit;
        is_late.then(|| {
            format!("left out: a build would take about {seconds:.0} s, and it has {limit:.0} s")
        })
    }

    /// The bytes of all articles as Markdown, as the first generator has them.
    fn source(&self) -> u64 {
        let written = Generator::ALL.map(|generator| {
            self.folder
                .0
                .join(generator.word())
                .join("content/articles")
        });
        let entries = written.iter().find_map(|folder| fs::read_dir(folder).ok());
        let files = entries.into_iter().flatten().flatten();
        files
            .filter_map(|entry| entry.metadata().ok())
            .map(|about| about.len())
            .sum()
    }

    /// A folder that was never there, for what is built.
    fn fresh(&self, name: &str) -> PathBuf {
        self.folder.0.join(format!("out-{name}"))
    }

    /// Makes room, on a large site.
    fn leave(&self, output: &Path) -> Result<(), String> {
        if self.site.pages <= LEFT {
            return Ok(());
        }
        fs::remove_dir_all(output).map_err(|error| format!("{}: {error}", output.display()))
    }
}

impl Contender<'_> {
    /// One round, as long as there is time and all went well.
    fn go(&mut self, course: &Course, round: usize) {
        let Ok(figures) = &mut self.figures else {
            return;
        };
        if figures.spent < course.options.time {
            let mut figures = mem::take(figures);
            self.figures = self.round(course, round, &mut figures).map(|()| figures);
        }
    }

    fn round(&self, course: &Course, round: usize, figures: &mut Figures) -> Result<(), String> {
        let word = self.program.generator.word();
        let first = course.fresh(&format!("{word}-{round}"));
        subject::forget(self.program, &self.root).map_err(|error| error.to_string())?;
        figures.add(Row::Clean, &self.build(course, &first)?);
        let made = look(&first)?;
        made.verify((&course.site, course.least), &first, round)?;
        figures.output = made;
        if self.program.generator == Generator::Copublish {
            let copied = course.fresh(&format!("cp-{round}"));
            let mut copy = Command::new("cp");
            copy.arg("-r").arg(&first).arg(&copied);
            figures.add(
                Row::Floor,
                &process::run(copy, &self.log(), course.options.time)?,
            );
            course.leave(&copied)?;
        }
        if course.site.shape == Shape::Code {
            let other = course.fresh(&format!("{word}-{round}-again"));
            figures.add(Row::Again, &self.build(course, &other)?);
            look(&other)?.verify((&course.site, course.least), &other, round)?;
            course.leave(&other)?;
        }
        figures.add(Row::Unchanged, &self.build(course, &first)?);
        let still = look(&first)?;
        still.verify((&course.site, course.least), &first, round)?;
        if self.program.generator == Generator::Copublish && still.stamp != made.stamp {
            return Err("a build with nothing changed wrote files again".to_owned());
        }
        course.leave(&first)
    }

    fn build(&self, course: &Course, output: &Path) -> Result<process::Taken, String> {
        let patience = course.options.time.max(Duration::from_secs(1));
        process::run(
            subject::build(self.program, &self.root, output),
            &self.log(),
            patience,
        )
    }

    fn log(&self) -> PathBuf {
        self.root.with_extension("log")
    }
}

fn look(folder: &Path) -> Result<Output, String> {
    Output::of(folder).map_err(|error| format!("{}: {error}", folder.display()))
}
