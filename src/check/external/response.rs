//! What comes back from a request. Judges nothing.

/// How a URL is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Without reading the body. HEAD would ask for less, but hosts answer it without looking for the page.
    Get,
    /// The body of a page is read up to a limit.
    GetPage,
}

/// What came back from one request.
pub type Answer = Result<Response, Failure>;

/// A response of another site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// 200 to 599.
    pub status: u16,
    /// The header `Location`.
    pub location: Option<String>,
    /// The header `Retry-After`: seconds or a date.
    pub retry_after: Option<String>,
    /// The headers `Set-Cookie`.
    pub cookies: Vec<String>,
    /// The HTML of a page that was read to its end.
    pub page: Option<String>,
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The name does not resolve, or no name server answers.
    NoSuchHost,
    /// There is no route to the host.
    NoRoute,
    /// The host refuses connections.
    Refused,
    /// The connection was closed early.
    Closed,
    TimedOut,
    /// TLS failed: no certificate, a wrong one, an old one.
    NotSecure,
    /// Not a valid HTTP response.
    Invalid,
}

impl Failure {
    /// What is wrong, to follow the URL in a message.
    pub fn words(self) -> &'static str {
        match self {
            Failure::NoSuchHost => "there is no host of this name",
            Failure::NoRoute => "its host cannot be reached",
            Failure::Refused => "its host refuses the connection",
            Failure::Closed => "its host closed the connection",
            Failure::TimedOut => "its host took too long to answer",
            Failure::NotSecure => "its host has no certificate that can be trusted",
            Failure::Invalid => "its host sent an invalid response",
        }
    }

    /// True if the cause may be our own network.
    pub fn may_be_ours(self) -> bool {
        matches!(
            self,
            Failure::NoSuchHost | Failure::NoRoute | Failure::TimedOut
        )
    }

    /// True if the next try may succeed.
    pub fn is_transient(self) -> bool {
        self != Failure::NotSecure
    }
}
