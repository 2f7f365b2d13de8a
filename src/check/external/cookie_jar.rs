//! The cookies of one journey over redirects. Many hosts give one and ask to come again with it; who comes without it is
//! sent round in a circle. Kept for one link, and never on the disk.

/// More cookies, and longer ones, are not kept.
const MOST: usize = 50;
const LONGEST: usize = 4096;

/// The cookies that hosts have set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CookieJar(Vec<Cookie>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Cookie {
    /// The host it is for.
    host: String,
    /// Whether it is for hosts below that one too.
    is_for_all_below: bool,
    name: String,
    value: String,
}

impl CookieJar {
    /// Takes the `Set-Cookie` headers of a host.
    pub fn store(&mut self, host: &str, headers: &[String]) {
        for header in headers.iter().filter(|header| header.len() <= LONGEST) {
            let Some(cookie) = Cookie::read(header, without_port(host)) else {
                continue;
            };
            self.0.retain(|known| !known.is_replaced_by(&cookie));
            if self.0.len() < MOST && !is_deletion(header) {
                self.0.push(cookie);
            }
        }
    }

    /// The `Cookie` header for a host; empty if there is none.
    pub fn header_for(&self, host: &str) -> String {
        let host = without_port(host);
        let cookies = self.0.iter().filter(|cookie| cookie.is_for(host));
        let pairs: Vec<String> = cookies
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        pairs.join("; ")
    }
}

impl Cookie {
    fn read(header: &str, host: &str) -> Option<Cookie> {
        let (pair, _) = header.split_once(';').unwrap_or((header, ""));
        let (name, value) = pair.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        let is_plain = |text: &str| text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if name.is_empty() || !is_plain(name) || !is_plain(value) {
            return None;
        }
        let domain = attribute(header, "domain").map(|domain| domain.trim_start_matches('.'));
        let domain = domain.filter(|domain| !domain.is_empty());
        // A host can set cookies for itself and for the hosts it is below, but not for all of `org`.
        if domain.is_some_and(|domain| !is_below(host, domain) || !domain.contains('.')) {
            return None;
        }
        Some(Cookie {
            host: domain.unwrap_or(host).to_ascii_lowercase(),
            is_for_all_below: domain.is_some(),
            name: name.to_owned(),
            value: value.to_owned(),
        })
    }

    fn is_for(&self, host: &str) -> bool {
        host == self.host || self.is_for_all_below && is_below(host, &self.host)
    }

    fn is_replaced_by(&self, newer: &Cookie) -> bool {
        (&self.host, &self.name) == (&newer.host, &newer.name)
    }
}

fn attribute<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    let attributes = header.split(';').skip(1);
    let mut pairs = attributes.filter_map(|attribute| attribute.split_once('='));
    let (_, value) = pairs.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim())
}

/// True if a header takes a cookie away.
fn is_deletion(header: &str) -> bool {
    attribute(header, "max-age").is_some_and(|age| age == "0" || age.starts_with('-'))
}

fn is_below(host: &str, domain: &str) -> bool {
    let domain = domain.to_ascii_lowercase();
    let above = host.strip_suffix(domain.as_str());
    above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

/// Cookies are for all ports of a host.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, _)) if !host.ends_with(']') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jar(host: &str, headers: &[&str]) -> CookieJar {
        let mut jar = CookieJar::default();
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        jar.store(host, &headers);
        jar
    }

    #[test]
    fn cookies_are_sent_to_their_host_only() {
        let jar = jar(
            "www.a.org:8080",
            &["a=1; Path=/; HttpOnly", "b=2; Domain=.A.org"],
        );
        assert_eq!(jar.header_for("www.a.org"), "a=1; b=2");
        assert_eq!(jar.header_for("a.org"), "b=2");
        assert_eq!(jar.header_for("b.a.org:81"), "b=2");
        assert_eq!(jar.header_for("nota.org"), "");
    }

    #[test]
    fn cookies_are_replaced_and_taken_away() {
        let jar = jar("a.org", &["a=1", "b=2", "a=3", "b=; Max-Age=0"]);
        assert_eq!(jar.header_for("a.org"), "a=3");
    }

    #[test]
    fn what_is_no_cookie_is_left_out() {
        let long = "a=".to_owned() + &"x".repeat(LONGEST);
        for header in [
            "",
            "a",
            "=1",
            "a=\u{7}",
            "é=1",
            "a=1; Domain=org",
            "a=1; Domain=b.org",
            &long,
        ] {
            assert_eq!(jar("a.org", &[header]), CookieJar::default(), "{header}");
        }
    }
}
