//! The table of old addresses that a build writes, for stores that send readers to the new one themselves.

use std::collections::BTreeMap;

/// The file of the table.
pub const TABLE: &str = "_redirects";

/// Where each old file of the table leads: paths below the site's folder, with the address that readers are sent to. What is
/// gone without a successor, and what the table says of many addresses at once, a store cannot say.
pub fn by_file(table: &str, base_path: &str) -> BTreeMap<String, String> {
    let lines = table.lines().map(str::trim);
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| read(line, base_path)).collect()
}

fn read(line: &str, base_path: &str) -> Option<(String, String)> {
    let mut words = line.split_whitespace();
    let (old, new) = (words.next()?, words.next()?);
    let status = words.next().unwrap_or("301");
    if !status.starts_with('3') || old.contains(['*', ':']) {
        return None;
    }
    let path = old.strip_prefix(base_path)?.strip_prefix('/')?;
    let file = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    Some((file, new.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_files() {
        let table = "# old\n/sub/old/ /sub/new/ 301\n/sub/feed.rss https://a.org/feed.xml\n/sub/gone/ /404.html 410\n/sub/* /x 301\n/other/ /x/ 301\n";
        let read = by_file(table, "/sub");
        let expected = [
            ("feed.rss", "https://a.org/feed.xml"),
            ("old/index.html", "/sub/new/"),
        ];
        let expected = expected.map(|(file, to)| (file.to_owned(), to.to_owned()));
        assert_eq!(read, BTreeMap::from(expected));
    }
}
