//! Pictures that cannot be shown. Typst says so where the look shows a picture, which is the same place for all of them: here
//! each is tried by its name before the text is set.

use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

use crate::job::Message;

/// What is wrong with the pictures of a job.
pub fn damaged(files: &[(String, Bytes)]) -> Vec<Message> {
    let found = files.iter().filter_map(|(name, bytes)| {
        Some(Message {
            picture: Some(name.clone()),
            ..Message::of_all(problem(name, bytes)?)
        })
    });
    found.collect()
}

/// Why a file is no picture that can be shown; nothing for one that is, or is no picture by its name.
fn problem(name: &str, bytes: &Bytes) -> Option<String> {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let format = match ending.to_ascii_lowercase().as_str() {
        "svg" => {
            let is_damaged = SvgImage::new(bytes.clone()).is_err();
            return is_damaged.then(|| "it is not a whole SVG file".to_owned());
        }
        "gif" => ExchangeFormat::Gif,
        "jpg" | "jpeg" => ExchangeFormat::Jpg,
        "png" => ExchangeFormat::Png,
        "webp" => ExchangeFormat::Webp,
        _ => return None,
    };
    // A file whose name says something else is shown as what it is.
    let format = ExchangeFormat::detect(bytes).unwrap_or(format);
    RasterImage::plain(bytes.clone(), format)
        .err()
        .map(|error| error.to_string())
}
