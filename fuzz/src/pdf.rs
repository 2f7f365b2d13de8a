//! PDFs: how many pages one says it has and who can read it is found out, or that it cannot be.

use std::sync::Arc;

use copublish::content::Pdf;
use copublish::content::pdf::look;

/// Looks into the bytes as a PDF.
pub fn run(bytes: &[u8]) {
    if let Pdf::Readable(facts) = look(&Arc::new(bytes.to_vec())) {
        let pages = facts.pages;
        assert!(
            pages > 0 && pages as usize <= bytes.len(),
            "{pages} pages in {} bytes",
            bytes.len()
        );
    }
}
