//! The one file that uses the network: makes one request and returns the answer. It follows no redirect and retries
//! nothing.

use std::io::{self, Read};
use std::time::Duration;

use ureq::{Agent, Body, Error};

use super::page_text;
use super::response::{Answer, Failure, Method, Response};
use super::web_url::WebUrl;

pub use ureq::Proxy;

/// Longer pages are not searched for anchors.
const MAX_PAGE: u64 = 2 << 20;

/// Tells those who run the other site who makes these requests.
const USER_AGENT: &str = concat!(
    "Mozilla/5.0 (compatible; copublish/",
    env!("CARGO_PKG_VERSION"),
    "; link check)"
);

/// Makes requests to other sites.
pub struct Client(Agent);

/// The proxy that environment variables such as `HTTPS_PROXY` ask for.
pub fn proxy() -> Option<Proxy> {
    Proxy::try_from_env()
}

impl Client {
    /// A client that waits this long for a whole response.
    pub fn new(timeout: Duration, proxy: Option<Proxy>) -> Client {
        let config = Agent::config_builder()
            .proxy(proxy)
            .user_agent(USER_AGENT)
            .accept("text/html,application/xhtml+xml,*/*;q=0.8")
            .timeout_global(Some(timeout))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        Client(config.new_agent())
    }

    /// Makes one request, with these cookies.
    pub fn ask(&self, method: Method, url: &WebUrl, cookies: &str) -> Answer {
        let mut request = self.0.get(url.to_string());
        if !cookies.is_empty() {
            request = request.header("Cookie", cookies);
        }
        read_response(request.call().map_err(|error| failure_of(&error))?, method)
    }
}

fn read_response(response: ureq::http::Response<Body>, method: Method) -> Answer {
    let headers = |name: &str| {
        let values = response.headers().get_all(name).iter();
        values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let mut answer = Response {
        status: response.status().as_u16(),
        location: headers("location").next(),
        retry_after: headers("retry-after").next(),
        cookies: headers("set-cookie").collect(),
        page: None,
    };
    let content_type = headers("content-type").next().unwrap_or_default();
    let is_packed = headers("content-encoding").any(|how| !is_known_encoding(&how));
    // If the body is not read, the connection is closed and nothing waits for the rest.
    if method == Method::GetPage && !is_packed && is_page(&response) {
        let bytes = read_page(response.into_body()).map_err(|error| failure_in_body(&error))?;
        answer.page = bytes.map(|bytes| page_text::decode(&bytes, &content_type));
    }
    Ok(answer)
}

fn is_page(response: &ureq::http::Response<Body>) -> bool {
    let media_type = response.body().mime_type();
    response.status().is_success() && media_type.is_some_and(|kind| kind.contains("html"))
}

/// True for a body that ureq reads: some hosts send other ones than we accept.
fn is_known_encoding(how: &str) -> bool {
    ["", "gzip", "identity"]
        .iter()
        .any(|known| how.trim().eq_ignore_ascii_case(known))
}

/// The HTML of a page; `None` if it is longer than we read.
fn read_page(mut body: Body) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    body.as_reader()
        .take(MAX_PAGE + 1)
        .read_to_end(&mut bytes)?;
    let is_whole = bytes.len() as u64 <= MAX_PAGE;
    Ok(is_whole.then_some(bytes))
}

fn failure_of(error: &Error) -> Failure {
    match error {
        Error::HostNotFound => Failure::NoSuchHost,
        Error::Timeout(_) => Failure::TimedOut,
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) | Error::TlsRequired => Failure::NotSecure,
        Error::Io(error) => failure_of_connection(error),
        Error::ConnectionFailed | Error::ConnectProxyFailed(_) => Failure::NoRoute,
        _ => Failure::Invalid,
    }
}

/// ureq wraps its own error into the one that reading a body returns.
fn failure_in_body(error: &io::Error) -> Failure {
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Error>());
    inner.map_or_else(|| failure_of_connection(error), failure_of)
}

fn failure_of_connection(error: &io::Error) -> Failure {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => Failure::Refused,
        Kind::TimedOut | Kind::WouldBlock => Failure::TimedOut,
        Kind::NetworkUnreachable
        | Kind::HostUnreachable
        | Kind::NetworkDown
        | Kind::AddrNotAvailable => Failure::NoRoute,
        // Only TLS rejects data as invalid.
        Kind::InvalidData => Failure::NotSecure,
        // Failed name lookups have no error kind of their own.
        _ if error.to_string().contains("lookup address") => Failure::NoSuchHost,
        _ => Failure::Closed,
    }
}
