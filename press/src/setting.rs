//! A job into a PDF that is PDF/UA-1, and PDF/A-2a too if it has a date.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::job::{Answer, Job, Message};
use crate::memory;
use crate::world::{Fonts, JobWorld};

/// Sets a job.
pub fn set(job: Job, fonts: &Fonts) -> Answer {
    let is_dated = job.dated;
    let files = job.files.into_iter().filter_map(|(name, text)| {
        let bytes = STANDARD.decode(text).ok()?;
        Some((name, bytes))
    });
    let Some(world) = JobWorld::new(job.main, files.collect(), fonts) else {
        return Answer::refused("the job has no name".to_owned());
    };
    let mut answer = match compile(&world, is_dated) {
        Ok((pdf, pages)) => Answer {
            pdf: Some(STANDARD.encode(pdf)),
            pages,
            ..Answer::default()
        },
        Err(messages) => Answer {
            messages,
            ..Answer::default()
        },
    };
    answer.memory = memory::used();
    answer
}

fn compile(world: &JobWorld, is_dated: bool) -> Result<(Vec<u8>, usize), Vec<Message>> {
    let told = |found: Vec<SourceDiagnostic>| told(world, &found);
    let document: PagedDocument = typst::compile(world)
        .output
        .map_err(|found| told(found.into_iter().collect()))?;
    let standards: &[PdfStandard] = match is_dated {
        true => &[PdfStandard::Ua_1, PdfStandard::A_2a],
        false => &[PdfStandard::Ua_1],
    };
    let standards = PdfStandards::new(standards).map_err(|found| {
        vec![Message {
            message: found.message().to_string(),
            line: None,
        }]
    })?;
    let options = PdfOptions {
        standards,
        creator: Smart::Custom(Some("copublish".to_owned())),
        ..PdfOptions::default()
    };
    let pdf =
        typst_pdf::pdf(&document, &options).map_err(|found| told(found.into_iter().collect()))?;
    Ok((pdf, document.pages().len()))
}

/// Errors as messages, each once.
fn told(world: &JobWorld, found: &[SourceDiagnostic]) -> Vec<Message> {
    let mut messages = Vec::new();
    for diagnostic in found {
        let message = Message {
            message: diagnostic.message.to_string(),
            line: line(world, diagnostic),
        };
        if !messages.contains(&message) {
            messages.push(message);
        }
    }
    messages
}

/// The line of the text that led to an error: where it is, or where the look was called.
fn line(world: &JobWorld, diagnostic: &SourceDiagnostic) -> Option<usize> {
    let main = world.main();
    let own = (diagnostic.span.id() == Some(main))
        .then(|| world.range(diagnostic.span))
        .flatten();
    let mut calls = diagnostic.trace.iter();
    let range = own.or_else(|| {
        let call = calls.find(|call| call.span.id() == Some(main))?;
        world.range(call.span)
    })?;
    let source = world.source(main).ok()?;
    Some(source.lines().byte_to_line(range.start)? + 1)
}
