//! Which names of this machine a request may use. Another site can let its own name resolve to this machine, and its pages
//! could then read the preview as if it were their own. The name in the request shows that.

use std::net::IpAddr;

/// The names that requests may use, with any port.
#[derive(Clone, Copy, Debug)]
pub struct Hosts {
    listening: IpAddr,
}

impl Hosts {
    /// The names for a server that listens at `listening`.
    pub fn new(listening: IpAddr) -> Hosts {
        Hosts { listening }
    }

    /// True if `host`, as in the header `Host`, can only mean this machine.
    pub fn allow(self, host: &str) -> bool {
        let Some(name) = without_port(host) else {
            return false;
        };
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let bare = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'))
            .unwrap_or(name);
        let Ok(url) = bare.parse::<IpAddr>() else {
            return false;
        };
        // A server that listens at all addresses gets requests for any of them. Nobody else can own a number as a name.
        let is_ours = self.listening.is_unspecified() || url == self.listening;
        is_ours || url == IpAddr::from([127, 0, 0, 1]) || url == IpAddr::V6(1.into())
    }
}

/// `host` without its port; `None` if it is neither a name nor a name and a port.
fn without_port(host: &str) -> Option<&str> {
    let end = if host.starts_with('[') {
        host.find(']')? + 1
    } else {
        host.find(':').unwrap_or(host.len())
    };
    let (name, port) = host.split_at_checked(end)?;
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let is_well_formed = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
    is_well_formed.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(listening: &str, host: &str) -> bool {
        Hosts::new(listening.parse().unwrap()).allow(host)
    }

    #[test]
    fn this_machine_is_allowed_by_its_own_names() {
        for host in [
            "localhost",
            "LocalHost:4000",
            "127.0.0.1",
            "127.0.0.1:1",
            "[::1]",
            "[::1]:80",
            "localhost:",
        ] {
            assert!(allowed("127.0.0.1", host), "{host}");
        }
        assert!(allowed("192.168.1.7", "192.168.1.7:4000"));
        assert!(allowed("0.0.0.0", "192.168.1.7:4000"));
        assert!(allowed("::", "[fe80::1]:4000"));
    }

    #[test]
    fn all_other_names_are_refused() {
        for host in [
            "",
            ":",
            ":80",
            "example.org",
            "localhost.example.org",
            "localhost:80:80",
            "localhost:x",
            "127.0.0.1.nip.io",
            "127.0.0.2",
            "[::1",
            "[::1]x",
            "::1",
            "192.168.1.7",
            "localhost@example.org",
            "0.0.0.0",
            "localhost/",
        ] {
            assert!(!allowed("127.0.0.1", host), "{host}");
        }
        assert!(!allowed("0.0.0.0", "example.org"));
        assert!(!allowed("192.168.1.7", "192.168.1.8"));
    }
}
