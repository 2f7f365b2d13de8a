//! The one file of publishing that uses the network: makes one request to a store and returns the answer. It never says the URL
//! of a request, which holds its signature.

use std::io::{self, ErrorKind, Read};
use std::time::Duration;

use ureq::http::Response as HttpResponse;
use ureq::{Agent, Body, Error};

pub use ureq::Proxy;

/// How long a store may take to accept a connection, and to answer.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// To accept a connection.
    pub connect: Duration,
    /// To answer once it has the whole request.
    pub answer: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(60),
        }
    }
}

/// A slower connection than so many bytes in a second is taken for broken.
const SLOWEST: u64 = 4 << 10;
/// The longest answer that is read.
const LONGEST: u64 = 1 << 30;
/// So many connections are kept open.
const CONNECTIONS: usize = 64;

/// What is asked of a store.
#[derive(Clone, Copy)]
pub enum Method<'m> {
    Get,
    Put(&'m [u8]),
    Delete,
}

/// What a store answers.
#[derive(Debug, Default)]
pub struct Response {
    pub status: u16,
    pub body: Vec<u8>,
    pub etag: Option<String>,
    /// The clock of the store.
    pub date: Option<String>,
    /// The region of the bucket.
    pub region: Option<String>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    NoSuchHost,
    Refused,
    TimedOut,
    NoRoute,
    NotSecure,
    Closed,
    Invalid,
}

/// Makes requests to stores.
pub struct Client {
    agent: Agent,
    timeouts: Timeouts,
}

/// The proxy that environment variables such as `HTTPS_PROXY` ask for.
pub fn proxy() -> Option<Proxy> {
    Proxy::try_from_env()
}

impl Client {
    /// A client.
    pub fn new(timeouts: Timeouts, proxy: Option<Proxy>) -> Client {
        let config = Agent::config_builder()
            .proxy(proxy)
            .user_agent(concat!("copublish/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(timeouts.connect))
            .timeout_recv_response(Some(timeouts.answer))
            .timeout_recv_body(Some(timeouts.answer))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_idle_connections(CONNECTIONS)
            .max_idle_connections_per_host(CONNECTIONS)
            .build();
        Client {
            agent: config.new_agent(),
            timeouts,
        }
    }

    /// Makes one request.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn ask(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, String)],
    ) -> Result<Response, NoAnswer> {
        let answer = match method {
            Method::Get => self.agent.get(url).call(),
            Method::Delete => self.agent.delete(url).call(),
            Method::Put(body) => {
                let time = Duration::from_secs(body.len() as u64 / SLOWEST) + self.timeouts.answer;
                let mut request = self.agent.put(url);
                for (name, value) in headers {
                    request = request.header(*name, value);
                }
                let request = request.config().timeout_send_body(Some(time)).build();
                request.send(body)
            }
        };
        read(answer.map_err(|error| reason(&error))?)
    }
}

fn read(answer: HttpResponse<Body>) -> Result<Response, NoAnswer> {
    let header = |name: &str| {
        let value = answer.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let mut response = Response {
        status: answer.status().as_u16(),
        etag: header("etag"),
        date: header("date"),
        region: header("x-amz-bucket-region"),
        body: Vec::new(),
    };
    let mut body = answer.into_body();
    let read = body
        .as_reader()
        .take(LONGEST)
        .read_to_end(&mut response.body);
    read.map_err(|error| reason_in_body(&error))?;
    Ok(response)
}

fn reason(error: &Error) -> NoAnswer {
    match error {
        Error::HostNotFound => NoAnswer::NoSuchHost,
        Error::Timeout(_) => NoAnswer::TimedOut,
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) | Error::TlsRequired => {
            NoAnswer::NotSecure
        }
        Error::Io(error) => reason_of_connection(error),
        Error::ConnectionFailed | Error::ConnectProxyFailed(_) => NoAnswer::NoRoute,
        Error::Protocol(_) => NoAnswer::Closed,
        _ => NoAnswer::Invalid,
    }
}

/// ureq wraps its own error into the one that reading a body returns.
fn reason_in_body(error: &io::Error) -> NoAnswer {
    let inner = error.get_ref();
    let inner = inner.and_then(|inner| inner.downcast_ref::<Error>());
    inner.map_or_else(|| reason_of_connection(error), reason)
}

fn reason_of_connection(error: &io::Error) -> NoAnswer {
    match error.kind() {
        ErrorKind::ConnectionRefused => NoAnswer::Refused,
        ErrorKind::TimedOut | ErrorKind::WouldBlock => NoAnswer::TimedOut,
        ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable => NoAnswer::NoRoute,
        // Only TLS rejects data as invalid.
        ErrorKind::InvalidData => NoAnswer::NotSecure,
        // Failed name lookups have no error kind of their own.
        _ if error.to_string().contains("lookup address") => NoAnswer::NoSuchHost,
        _ => NoAnswer::Closed,
    }
}
