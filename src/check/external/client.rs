//! The one door to the network: asks an address, once, and says what came back. Follows nothing, tries nothing again.

use std::io::{self, Read};
use std::time::Duration;

use ureq::{Agent, Body, Error};

use super::answer::{Answer, Method, Said, Trouble};
use super::web_url::WebUrl;

pub use ureq::Proxy;

/// Longer pages are not looked through.
const MOST_READ: u64 = 2 << 20;

/// Who is asking, for those who look after the other site.
const NAME: &str = concat!(
    "Mozilla/5.0 (compatible; copublish/",
    env!("CARGO_PKG_VERSION"),
    "; link check)"
);

/// A way to other sites.
pub struct Client(Agent);

/// What the surroundings say of a way to the web over another host.
pub fn proxy() -> Option<Proxy> {
    Proxy::try_from_env()
}

impl Client {
    /// A client that waits this long for an answer as a whole, and goes over `proxy` where there is one.
    pub fn new(timeout: Duration, proxy: Option<Proxy>) -> Client {
        let config = Agent::config_builder()
            .proxy(proxy)
            .user_agent(NAME)
            .accept("text/html,application/xhtml+xml,*/*;q=0.8")
            .timeout_global(Some(timeout))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        Client(config.new_agent())
    }

    /// Asks an address.
    pub fn ask(&self, method: Method, url: &WebUrl) -> Answer {
        let url = url.to_string();
        let answered = match method {
            Method::Head => self.0.head(&url).call(),
            Method::Get | Method::Read => self.0.get(&url).call(),
        };
        match answered {
            Ok(response) => said(response, method),
            Err(error) => Answer::Trouble(trouble(&error)),
        }
    }
}

fn said(response: ureq::http::Response<Body>, method: Method) -> Answer {
    let header = |name: &str| {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let status = response.status().as_u16();
    let (location, retry_after) = (header("location"), header("retry-after"));
    let is_page = response
        .body()
        .mime_type()
        .is_some_and(|kind| kind.contains("html"));
    let wants_page = method == Method::Read && is_page && (200..300).contains(&status);
    let page = match wants_page.then(|| page(response.into_body())) {
        Some(Err(error)) => return Answer::Trouble(trouble_in_reading(&error)),
        Some(Ok(page)) => page,
        // What is not read is not waited for: the connection is closed.
        None => None,
    };
    Answer::Said(Said {
        status,
        location,
        retry_after,
        page,
    })
}

/// The text of a page; `None` for a longer one than is looked through.
fn page(mut body: Body) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    body.as_reader()
        .take(MOST_READ + 1)
        .read_to_end(&mut bytes)?;
    let is_whole = bytes.len() as u64 <= MOST_READ;
    Ok(is_whole.then(|| String::from_utf8_lossy(&bytes).into_owned()))
}

fn trouble(error: &Error) -> Trouble {
    match error {
        Error::HostNotFound => Trouble::NoSuchHost,
        Error::Timeout(_) => Trouble::TooSlow,
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) | Error::TlsRequired => Trouble::NotSecure,
        Error::Io(error) => trouble_of_connection(error),
        Error::ConnectionFailed | Error::ConnectProxyFailed(_) => Trouble::NoWay,
        _ => Trouble::Nonsense,
    }
}

/// An error in reading holds the one that is meant.
fn trouble_in_reading(error: &io::Error) -> Trouble {
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Error>());
    inner.map_or_else(|| trouble_of_connection(error), trouble)
}

fn trouble_of_connection(error: &io::Error) -> Trouble {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => Trouble::Refused,
        Kind::TimedOut | Kind::WouldBlock => Trouble::TooSlow,
        Kind::NetworkUnreachable
        | Kind::HostUnreachable
        | Kind::NetworkDown
        | Kind::AddrNotAvailable => Trouble::NoWay,
        // Only the layer that makes a connection secure finds fault with bytes.
        Kind::InvalidData => Trouble::NotSecure,
        // Names that cannot be looked up have no kind of their own.
        _ if error.to_string().contains("lookup address") => Trouble::NoSuchHost,
        _ => Trouble::BrokeOff,
    }
}
