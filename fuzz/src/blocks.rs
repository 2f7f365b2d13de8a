//! Blocks: lines of colons with names and arguments, wherever they stand.

/// Writes the bytes as the arguments of a block, in lists and quotes, around and below others.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let mut body = String::new();
    for (at, line) in text.split('\n').enumerate() {
        let before = [
            "::: ",
            "",
            ":::: a ",
            "> ::: ",
            "- ::: ",
            "  ",
            "::: figure image=",
            ":::",
        ][at % 8];
        body.push_str(before);
        body.push_str(line);
        body.push('\n');
    }
    crate::body::check(&body);
}
