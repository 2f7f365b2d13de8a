//! A job into a PDF that is PDF/UA-1, and PDF/A-2a too if it has a date.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::job::{Answer, Job, Message, Place};
use crate::world::{JobWorld, Shop, look_name};
use crate::{limits, margins, pictures, starts};

/// Sets a job.
pub fn set(job: Job, shop: &mut Shop) -> Answer {
    let (is_dated, places) = (job.dated, job.places);
    let files = job.files.into_iter().filter_map(|(name, text)| {
        let bytes = STANDARD.decode(text).ok()?;
        Some((name, Bytes::new(bytes)))
    });
    let files: Vec<(String, Bytes)> = files.collect();
    let damaged = pictures::damaged(&files);
    if !damaged.is_empty() {
        return Answer {
            messages: damaged,
            memory: limits::used(),
            ..Answer::default()
        };
    }
    let Some(main) = shop.text(job.main) else {
        return Answer::refused("the job has no name".to_owned());
    };
    let world = JobWorld::new(main, files, job.looks, shop);
    let mut answer = match compile(&world, is_dated) {
        Ok((made, document)) => Answer {
            starts: starts::page_starts(&world, document.pages(), &places),
            ..made
        },
        Err(messages) => Answer {
            messages,
            ..Answer::default()
        },
    };
    answer.memory = limits::used();
    answer
}

/// Sets a text: the answer, and its pages.
fn compile(world: &JobWorld, is_dated: bool) -> Result<(Answer, PagedDocument), Vec<Message>> {
    let told = |found: Vec<SourceDiagnostic>| told(world, &found);
    let document: PagedDocument = typst::compile(world)
        .output
        .map_err(|found| told(found.into_iter().collect()))?;
    let standards: &[PdfStandard] = match is_dated {
        true => &[PdfStandard::Ua_1, PdfStandard::A_2a],
        false => &[PdfStandard::Ua_1],
    };
    let standards = PdfStandards::new(standards)
        .map_err(|found| vec![Message::of_all(found.message().to_string())])?;
    let options = PdfOptions {
        standards,
        creator: Smart::Custom(Some("copublish".to_owned())),
        ..PdfOptions::default()
    };
    let pdf =
        typst_pdf::pdf(&document, &options).map_err(|found| told(found.into_iter().collect()))?;
    let answer = Answer {
        pdf: Some(STANDARD.encode(pdf)),
        pages: document.pages().len(),
        messages: off_page(world, document.pages()),
        ..Answer::default()
    };
    Ok((answer, document))
}

/// What is wrong with a file that was made: words off its pages, each line of the text once.
fn off_page(world: &JobWorld, pages: &[Page]) -> Vec<Message> {
    let lines = margins::off_page(pages)
        .into_iter()
        .filter_map(|span| line_of(world, span));
    let lines: BTreeSet<usize> = lines.collect();
    let message = |line| Message {
        line: Some(line),
        ..Message::of_all("text runs off the page".to_owned())
    };
    lines.into_iter().map(message).collect()
}

/// Errors as messages, each once.
fn told(world: &JobWorld, found: &[SourceDiagnostic]) -> Vec<Message> {
    let mut messages = Vec::new();
    for diagnostic in found {
        let message = Message {
            line: line(world, diagnostic),
            look: look(world, diagnostic),
            ..Message::of_all(diagnostic.message.to_string())
        };
        if !messages.contains(&message) {
            messages.push(message);
        }
    }
    messages
}

/// The line of the text that led to an error: where it is, or where the look was called.
fn line(world: &JobWorld, diagnostic: &SourceDiagnostic) -> Option<usize> {
    let calls = diagnostic.trace.iter().map(|call| call.span);
    let own = diagnostic.span;
    line_of(world, own).or_else(|| {
        let mut lines = calls.filter_map(|call| line_of(world, call));
        lines.next()
    })
}

/// Where an error is, if that is in a file of the look.
fn look(world: &JobWorld, diagnostic: &SourceDiagnostic) -> Option<Place> {
    let span = diagnostic.span;
    let id = span.id().filter(|id| *id != world.main())?;
    let source = world.source(id).ok()?;
    let range = world.range(span)?;
    Some(Place {
        file: look_name(id.vpath().get_without_slash()).to_owned(),
        line: source.lines().byte_to_line(range.start)? + 1,
    })
}

/// The line of a span in the text.
fn line_of(world: &JobWorld, span: impl Into<DiagSpan>) -> Option<usize> {
    let (main, span) = (world.main(), span.into());
    if span.id() != Some(main) {
        return None;
    }
    let range = world.range(span)?;
    let source = world.source(main).ok()?;
    Some(source.lines().byte_to_line(range.start)? + 1)
}
