//! What a store's refusals mean for the author, and what to do. Of what the store says, only the name of the error is shown:
//! the rest may repeat keys and signatures.

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};

use super::client::{NoAnswer, Response};
use crate::publish::target::Fault;

/// By how much a store lets clocks differ.
const LARGEST_SKEW: SignedDuration = SignedDuration::from_mins(14);

/// Where something was asked.
pub struct Asked<'a> {
    /// The host of the store.
    pub host: &'a str,
    pub bucket: &'a str,
    /// The clock of this machine.
    pub now: Timestamp,
}

impl Asked<'_> {
    /// The fault of a request that got no answer.
    pub fn no_answer(&self, reason: NoAnswer) -> Fault {
        let host = self.host;
        let temporary = |why: &str| Fault::Temporary(format!("{host} {why}"));
        match reason {
            NoAnswer::NoSuchHost => temporary(
                "is not known on the network; check `endpoint` and `region` in site.yaml, and the connection",
            ),
            NoAnswer::Refused => temporary("refuses connections; check `endpoint` in site.yaml"),
            NoAnswer::TimedOut => temporary("did not answer in time; publish again later"),
            NoAnswer::NoRoute => temporary("cannot be reached; check the network connection"),
            NoAnswer::Closed => {
                temporary("closed the connection before it had answered; publish again later")
            }
            NoAnswer::NotSecure => Fault::Final(format!(
                "the secure connection to {host} failed: its certificate is not valid for this name, or not trusted here"
            )),
            NoAnswer::Invalid => Fault::Final(format!(
                "{host} gave an answer that is not HTTP; check `endpoint` in site.yaml"
            )),
        }
    }

    /// The fault of an answer that is not a success.
    pub fn refused(&self, response: &Response) -> Fault {
        let code = code(&response.body).unwrap_or_default();
        match (response.status, code.as_str()) {
            (412, _) | (409, "ConditionalRequestConflict") => Fault::Conflict,
            _ if self.is_skewed(response) => Fault::Final(self.about_clock(response)),
            (_, code) if is_full(response.status, code) => Fault::Final(format!(
                "{} is full or a quota is used up; free some space or ask for more, and publish again",
                self.host
            )),
            (408 | 429 | 500..=599, _) => {
                let named = named(response.status, &code);
                Fault::Temporary(format!(
                    "{} answered with {named}; publish again later",
                    self.host
                ))
            }
            (status, code) => Fault::Final(self.sentence(status, code, response)),
        }
    }

    fn sentence(&self, status: u16, code: &str, response: &Response) -> String {
        let (host, bucket) = (self.host, self.bucket);
        match code {
            "InvalidAccessKeyId" | "SignatureDoesNotMatch" => format!(
                "the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not known to {host}; check both, and that they are for this store"
            ),
            "ExpiredToken" | "InvalidToken" | "TokenRefreshRequired" => {
                format!("{host} does not accept AWS_SESSION_TOKEN any more; get a new one")
            }
            "NoSuchBucket" => format!(
                "there is no bucket `{bucket}` at {host}; create it, or correct `bucket` in site.yaml"
            ),
            "AccessControlListNotSupported" => {
                format!("the bucket `{bucket}` takes no ACL; delete `acl` from site.yaml")
            }
            "PermanentRedirect" | "AuthorizationHeaderMalformed" | "TemporaryRedirect" => {
                let region = response.region.as_deref();
                let help = region.map(|region| format!("write `region: {region}`"));
                let help = help.unwrap_or_else(|| "correct `region`".to_owned());
                format!("the bucket `{bucket}` is in another region; {help} in site.yaml")
            }
            _ if status == 403 => format!(
                "{host} does not let these keys do this in the bucket `{bucket}`; they need the rights to list, read, write and delete there"
            ),
            code => format!("{host} refused: {}", named(status, code)),
        }
    }

    fn is_skewed(&self, response: &Response) -> bool {
        let code = code(&response.body).unwrap_or_default();
        let is_told = [
            "RequestTimeTooSkewed",
            "RequestExpired",
            "ExpiredPresignRequest",
        ];
        let skew = self.skew(response).map(SignedDuration::abs);
        is_told.contains(&code.as_str())
            || response.status == 403 && skew.is_some_and(|skew| skew > LARGEST_SKEW)
    }

    /// By how much the clock of this machine is ahead of that of the store.
    fn skew(&self, response: &Response) -> Option<SignedDuration> {
        let theirs = rfc2822::DateTimeParser::new().parse_timestamp(response.date.as_ref()?);
        Some(self.now.duration_since(theirs.ok()?))
    }

    fn about_clock(&self, response: &Response) -> String {
        let skew = self.skew(response).filter(|skew| skew.abs() > LARGEST_SKEW);
        let by = skew.map(|skew| {
            let minutes = skew.as_mins().abs();
            let way = if skew.is_positive() {
                "ahead of"
            } else {
                "behind"
            };
            format!("{minutes} minutes {way} that of {}", self.host)
        });
        let by = by.unwrap_or_else(|| format!("too far from that of {}", self.host));
        format!("the clock of this machine is {by}, which accepts no request then; set the clock")
    }
}

/// True if there is no such object, in a bucket that is there.
pub fn is_missing(answer: &Response) -> bool {
    answer.status == 404 && code(&answer.body).as_deref() != Some("NoSuchBucket")
}

/// True if a store says that it knows no conditions.
pub fn knows_no_conditions(answer: &Response) -> bool {
    let code = code(&answer.body).unwrap_or_default();
    answer.status == 501 || code == "NotImplemented"
}

fn is_full(status: u16, code: &str) -> bool {
    let is_told = [
        "Quota",
        "StorageFull",
        "InsufficientStorage",
        "InsufficientCapacity",
    ];
    status == 507 || is_told.iter().any(|told| code.contains(told))
}

fn named(status: u16, code: &str) -> String {
    if code.is_empty() {
        format!("error {status}")
    } else {
        format!("error {status} ({code})")
    }
}

/// The name of the error in the answer of a store.
fn code(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_name = code.chars().all(|c| c.is_ascii_alphanumeric());
    (is_name && code.len() < 80).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, code: &str) -> Response {
        Response {
            status,
            body: format!(
                "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>AKIA</Message></Error>"
            )
            .into_bytes(),
            date: Some("Mon, 01 Oct 2012 12:00:00 GMT".to_owned()),
            ..Response::default()
        }
    }

    fn asked() -> Asked<'static> {
        Asked {
            host: "s3.example.org",
            bucket: "www",
            now: "2012-10-01T12:00:30Z".parse().unwrap(),
        }
    }

    #[test]
    fn refusals_are_sentences_that_say_what_to_do() {
        for (status, code, expected) in [
            (
                403,
                "InvalidAccessKeyId",
                "the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not known to s3.example.org; check both, and that they are for this store",
            ),
            (
                403,
                "AccessDenied",
                "s3.example.org does not let these keys do this in the bucket `www`; they need the rights to list, read, write and delete there",
            ),
            (
                404,
                "NoSuchBucket",
                "there is no bucket `www` at s3.example.org; create it, or correct `bucket` in site.yaml",
            ),
            (
                403,
                "QuotaExceeded",
                "s3.example.org is full or a quota is used up; free some space or ask for more, and publish again",
            ),
            (
                507,
                "",
                "s3.example.org is full or a quota is used up; free some space or ask for more, and publish again",
            ),
            (400, "Odd", "s3.example.org refused: error 400 (Odd)"),
        ] {
            let fault = asked().refused(&answer(status, code));
            assert_eq!(fault, Fault::Final(expected.to_owned()), "{code}");
        }
        assert!(matches!(
            asked().refused(&answer(503, "SlowDown")),
            Fault::Temporary(_)
        ));
        assert_eq!(
            asked().refused(&answer(412, "PreconditionFailed")),
            Fault::Conflict
        );
    }

    #[test]
    fn a_wrong_clock_is_told_whatever_the_store_calls_it() {
        let fast = Asked {
            now: "2012-10-01T14:00:00Z".parse().unwrap(),
            ..asked()
        };
        let fault = fast.refused(&answer(403, "AccessDenied"));
        let expected = "the clock of this machine is 120 minutes ahead of that of s3.example.org, which accepts no request then; set the clock";
        assert_eq!(fault, Fault::Final(expected.to_owned()));
    }
}
