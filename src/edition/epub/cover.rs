//! The picture of a book on a shelf: title and publisher on the site's colour. Drawn, since no picture suits every publication.

use super::xml;
use crate::base::Colour;
use crate::edition::Publication;

/// How many letters fit into a line.
const LINE: usize = 16;
/// How many lines of the title there is room for.
const LINES: usize = 8;

/// The cover as a file.
pub fn cover(publication: &Publication, colour: Colour) -> String {
    let mut out = xml::DECLARATION.to_owned();
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"1800\" viewBox=\"0 0 1200 1800\">\n<title>");
    xml::text(&mut out, &publication.title);
    out.push_str("</title>\n");
    let ink = ink(colour);
    out.push_str(&format!(
        "<rect width=\"1200\" height=\"1800\" fill=\"{colour}\"/>\n<g fill=\"{ink}\" font-family=\"Helvetica, Arial, sans-serif\">\n"
    ));
    for (number, line) in lines(&publication.title).iter().enumerate() {
        let y = 420 + number * 130;
        out.push_str(&format!(
            "<text x=\"120\" y=\"{y}\" font-size=\"110\" font-weight=\"700\">"
        ));
        xml::text(&mut out, line);
        out.push_str("</text>\n");
    }
    out.push_str("<rect x=\"120\" y=\"230\" width=\"160\" height=\"16\"/>\n<text x=\"120\" y=\"1660\" font-size=\"52\">");
    xml::text(&mut out, &publication.publisher);
    out.push_str("</text>\n</g>\n</svg>\n");
    out
}

/// White or black, whichever can be read more easily on a colour.
fn ink(colour: Colour) -> Colour {
    if colour.contrast(Colour::WHITE) >= colour.contrast(Colour::BLACK) {
        Colour::WHITE
    } else {
        Colour::BLACK
    }
}

/// A title in lines of whole words.
fn lines(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    lines
}
