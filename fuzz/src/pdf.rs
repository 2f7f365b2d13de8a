//! PDFs: how many pages one says it has is found out, or that it cannot be.

use copublish::content::Pdf;
use copublish::content::pdf::look;

/// Looks into the bytes as a PDF.
pub fn run(bytes: &[u8]) {
    if let Pdf::Pages(pages) = look(bytes) {
        assert!(
            pages > 0 && pages as usize <= bytes.len(),
            "{pages} pages in {} bytes",
            bytes.len()
        );
    }
}
