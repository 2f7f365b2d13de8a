//! Web addresses that settings give: of the site, of its languages, of where it is published.

/// Checks the address of a site and takes the slash off its end.
///
/// # Errors
/// What is wrong with it, to be said after `base_url`.
pub fn check_base_url(url: &str) -> Result<String, String> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    match rest {
        None => Err(format!(
            "must start with `http://` or `https://`, but is `{url}`"
        )),
        Some(rest) if rest.trim_matches('/').is_empty() => Err("names no host".to_owned()),
        Some(rest) if rest.contains(['?', '#', ' ', '"', '<', '>']) => {
            Err("may contain only a host and optionally a path".to_owned())
        }
        Some(rest) if rest.split('/').any(|part| matches!(part, "." | "..")) => {
            Err("must not contain `.` or `..`".to_owned())
        }
        Some(_) => Ok(url.trim_end_matches('/').to_owned()),
    }
}

/// The host of an address with its port, in small letters.
pub fn host_of(url: &str) -> String {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    rest.split('/').next().unwrap_or_default().to_lowercase()
}
