//! A PDF lacks something that readers who use a screen reader need. `copublish check`
//! finds this by looking into every PDF that the site offers; it is a warning.
//!
//! One finding names everything that a file lacks:
//!
//! | It lacks | What that means |
//! | --- | --- |
//! | text | its pages are pictures, as a scanner or a camera makes them; a screen reader says nothing |
//! | text that was typed | a program has recognised its text in a scan, with the mistakes that this brings |
//! | text on many of its pages | half of its pages or more show only pictures |
//! | tags | nothing says what is a heading, a list, a table or a picture, and in which order they are read |
//! | a title | it has none, or only the name of a file, or what a program writes instead (`Microsoft Word - report.doc`) |
//! | a title that is shown | it has one, but programs show the name of the file |
//! | a language | a screen reader has to guess how its words are spoken |
//! | the right language | it says that it is in another language than the one in which the page offers it |
//! | bookmarks | it has more than 20 pages, and nothing leads to its chapters |
//! | its fonts | letters that are not in the file, which other computers replace |
//! | the permission to be read aloud | its security settings shut screen readers out |
//!
//! A PDF that needs a password to open is reported as [unreadable-pdf](unreadable-pdf.md).
//! A file marked `accessible: false` is not reported, since its author knows; see
//! [inaccessible-download](inaccessible-download.md). But if a file says of itself that it keeps
//! to PDF/UA, the standard for accessible PDFs, and lacks nothing of the above, you are asked
//! whether the mark is still right.
//!
//! A file that need not be accessible by law says so with `exempt`, and is not reported either:
//! see [unfounded-exemption](unfounded-exemption.md).
//!
//! Only what a program can see is checked. A PDF without a finding, or one that says it
//! keeps to PDF/UA, can still be read in the wrong order or describe a picture badly. Try it
//! with a screen reader.
//!
//! ## Example
//!
//! ```text
//! attachments:
//!   - file: progress-2012.pdf
//! ```
//!
//! ## What to do
//!
//! Change the document it was made from, and export it again. Use styles for headings and
//! lists, not only large or bold letters: tags and bookmarks are made of them.
//!
//! | Needed | In Word | In LibreOffice |
//! | --- | --- | --- |
//! | tags | File > Save As > PDF > Options, tick "Document structure tags for accessibility". Never "Print to PDF" | File > Export As > Export as PDF, tick "Universal Accessibility (PDF/UA)" |
//! | a title | File > Info > Title | File > Properties > Description > Title |
//! | that it is shown | happens with the tags | Export as PDF > User Interface, tick "Display document title" |
//! | a language | select all, then Review > Language > Set Proofing Language | Tools > Language > For All Text |
//! | bookmarks | Save As > PDF > Options, tick "Create bookmarks using: Headings" | Export as PDF, tick "Outlines" |
//! | fonts | Save As > PDF > Options, tick "PDF/A compliant" | Export as PDF, tick "Archival (PDF/A)" |
//! | permission | Save As without "Encrypt the document" | Export as PDF > Security: no password for permissions |
//!
//! If a file is in another language than its page, say so:
//!
//! ```text
//! attachments:
//!   - file: adroddiad-2012.pdf
//!     language: cy
//! ```
//!
//! If it cannot be mended, offer its text on the page, or another version beside it, and
//! mark it `accessible: false`: readers are then told how to ask for help.
//!
//! ## Why it matters
//!
//! People who listen to a PDF, enlarge it or move through it by keyboard get nothing from
//! a picture of text, and lose their way without tags. The law expects public bodies to
//! offer accessible documents.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::content::PdfFacts;
use crate::issues::{OfferedFile, offered_files};

pub(super) const RULE: Rule = Rule::of_site(Code::InaccessiblePdf, check);

/// Looks at each PDF once: where a document attaches it, else at the first link to it.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let files = offered_files(&site.access_sources());
    found.extend(files.iter().filter_map(|file| diagnostic(site, file)));
}

fn diagnostic(site: &CheckedSite, file: &OfferedFile) -> Option<Diagnostic> {
    let facts = site.facts.get(file.id.index())?.pdf.as_deref()?;
    let lacks_nothing = file.lacks.is_empty();
    match file.accessible {
        Some(false) if lacks_nothing => contradiction(facts, file),
        Some(false) => None,
        _ if lacks_nothing => None,
        Some(true) => Some(lacking(
            file,
            "this PDF is marked `accessible: true`, but lacks",
        )),
        None if file.exemption.is_some() => None,
        None => Some(lacking(file, "this PDF lacks")),
    }
}

/// What a file lacks that is not marked as inaccessible.
fn lacking(file: &OfferedFile, start: &str) -> Diagnostic {
    let names: Vec<&str> = file.lacks.iter().map(|lack| lack.what.what()).collect();
    let names = names.join(", ");
    let message = format!("{start} what screen readers need: {names}");
    let found = Diagnostic::new(Code::InaccessiblePdf, message).at(
        &file.node.outline().file,
        file.span,
        "some readers cannot use it",
    );
    let lacks = file.lacks.iter();
    lacks.fold(found, |found, lack| found.help(lack.help.as_str()))
}

/// A file marked as inaccessible that says of itself that it is accessible.
fn contradiction(facts: &PdfFacts, file: &OfferedFile) -> Option<Diagnostic> {
    let access = facts.access.as_ref()?;
    access.claims_pdf_ua.then(|| {
        let message = "this PDF is marked `accessible: false`, but says of itself that it is accessible (PDF/UA)";
        Diagnostic::new(Code::InaccessiblePdf, message)
            .at(
                &file.node.outline().file,
                file.span,
                "nothing is missing that a program can see",
            )
            .help("try it with a screen reader; if that works, delete `accessible: false`")
    })
}
