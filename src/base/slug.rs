//! Words into the readable part of an address or an anchor.

/// `Towards Excellence: a plan` → `towards-excellence-a-plan`.
///
/// Letters of any script are written in ASCII (`ŵ` → `w`), so that an address can be read out and
/// typed anywhere; all else becomes single hyphens, apostrophes vanish. Empty where nothing is left.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            push(&mut slug, c.to_ascii_lowercase(), &mut gap);
        } else if matches!(c, '\'' | '’' | '‘' | '\u{ad}' | '\u{200b}'..='\u{200d}') {
            // Part of a word, not a border between words.
        } else if c.is_alphanumeric() {
            for ascii in deunicode::deunicode_char(c).unwrap_or("").chars() {
                if ascii.is_ascii_alphanumeric() {
                    push(&mut slug, ascii.to_ascii_lowercase(), &mut gap);
                } else {
                    gap = true;
                }
            }
        } else {
            gap = true;
        }
    }
    slug
}

fn push(slug: &mut String, c: char, gap: &mut bool) {
    if *gap && !slug.is_empty() {
        slug.push('-');
    }
    *gap = false;
    slug.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_can_be_read_out() {
        assert_eq!(
            slugify("Towards Excellence: a plan"),
            "towards-excellence-a-plan"
        );
        assert_eq!(slugify("  St Anne’s, Leeds "), "st-annes-leeds");
        assert_eq!(slugify("Cyngor Sir Gâr – ŵyl"), "cyngor-sir-gar-wyl");
        assert_eq!(slugify("2012–13"), "2012-13");
        assert_eq!(slugify("?!"), "");
    }
}
