//! One URL on its way to a verdict: over redirects, other methods and retries. A probe makes no requests: it takes
//! one answer after the other, and says what to do next.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::{Deserialize, Serialize};

use super::cookie_jar::CookieJar;
use super::response::{Answer, Failure, Method, Response};
use super::web_url::WebUrl;
use super::{Timing, anchor};

/// How often one URL is tried.
const MAX_TRIES: u32 = 3;
/// How many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// What is known about a URL. The cache keeps these on disk under the names that they have here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Fine,
    /// The page exists, but it does not have these anchors.
    MissingAnchors(Vec<String>),
    /// The page has moved for good, to this URL.
    Moved(String),
    /// The site answers with this status that there is no page.
    Dead(u16),
    /// No usable response came; why.
    Unreachable(String),
    /// The site refuses automated requests.
    Unclear,
}

/// A URL that is being checked.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Which external link this is about.
    pub index: usize,
    /// What to request next: the link's URL, or where redirects lead to.
    pub url: WebUrl,
    pub method: Method,
    /// The next request must not be made before this moment.
    pub not_before: Duration,
    /// What hosts on the way have asked to be told again.
    cookies: CookieJar,
    /// Each URL that was requested, the first one being the link's, and the cookies it was requested with.
    visits: Vec<(WebUrl, CookieJar)>,
    /// Where the page has moved to for good.
    moved: Option<WebUrl>,
    /// Whether all redirects so far were permanent.
    is_permanent: bool,
    tries: u32,
    /// The anchors that the page should have.
    anchors: Vec<String>,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Done(Verdict),
    /// Make the next request after this time.
    Retry(Duration),
    /// The same, and send no other request to this host meanwhile.
    Rest(Duration),
}

impl Probe {
    pub fn new(index: usize, url: WebUrl, anchors: Vec<String>) -> Probe {
        let method = if anchors.is_empty() {
            Method::Get
        } else {
            Method::GetPage
        };
        Probe {
            index,
            visits: vec![(url.clone(), CookieJar::default())],
            url,
            cookies: CookieJar::default(),
            method,
            not_before: Duration::ZERO,
            moved: None,
            is_permanent: true,
            tries: 0,
            anchors,
        }
    }

    /// The cookies to request the URL with.
    pub fn cookies(&self) -> String {
        self.cookies.header_for(self.url.host())
    }

    /// Takes the answer to the last request, which came at `now`.
    pub fn advance(&mut self, answer: &Answer, timing: &Timing, now: Timestamp) -> Step {
        match answer {
            Ok(response) => self.after_response(response, timing, now),
            Err(failure) => self.after_failure(*failure, timing),
        }
    }

    fn after_failure(&mut self, failure: Failure, timing: &Timing) -> Step {
        let verdict = Verdict::Unreachable(failure.words().to_owned());
        if !failure.is_transient() {
            return Step::Done(verdict);
        }
        self.retry(timing, verdict)
    }

    fn after_response(&mut self, response: &Response, timing: &Timing, now: Timestamp) -> Step {
        let status = response.status;
        match status {
            200..=299 => Step::Done(self.verdict_on(response.page.as_deref())),
            301 | 302 | 303 | 307 | 308 if response.location.is_some() => self.follow(response),
            429 => self.rest(response, timing, now),
            503 if response.retry_after.is_some() => self.rest(response, timing, now),
            404 | 410 => Step::Done(Verdict::Dead(status)),
            500..=599 => {
                let why = format!("its host reports a server error, {status}");
                self.retry(timing, Verdict::Unreachable(why))
            }
            _ => Step::Done(Verdict::Unclear),
        }
    }

    /// Waits longer before each further try; after the last one, this is the verdict.
    fn retry(&mut self, timing: &Timing, verdict: Verdict) -> Step {
        self.tries += 1;
        if self.tries == MAX_TRIES {
            return Step::Done(verdict);
        }
        Step::Retry(timing.back_off * 4_u32.pow(self.tries - 1))
    }

    /// Gives the host the pause that it asks for.
    fn rest(&mut self, response: &Response, timing: &Timing, now: Timestamp) -> Step {
        match self.retry(timing, Verdict::Unclear) {
            Step::Retry(back_off) => {
                let asked = requested_rest(response.retry_after.as_deref(), now);
                let rest = asked.unwrap_or(timing.back_off).max(back_off);
                Step::Rest(rest.min(timing.longest_rest))
            }
            done => done,
        }
    }

    fn follow(&mut self, response: &Response) -> Step {
        let location = response.location.as_deref();
        let Some(next) = location.and_then(|location| self.url.join(location)) else {
            return Step::Done(Verdict::Unclear);
        };
        // Many hosts redirect to the same page once they have set a cookie: only who asks for the same with the same cookies
        // gets the same answer.
        self.cookies.store(self.url.host(), &response.cookies);
        let visit = (next.clone(), self.cookies.clone());
        if self.visits.contains(&visit) || self.visits.len() > MAX_REDIRECTS {
            let why = "it redirects in a circle".to_owned();
            return Step::Done(Verdict::Unreachable(why));
        }
        self.is_permanent &= matches!(response.status, 301 | 308);
        if self.is_permanent {
            self.moved = Some(next.clone());
        }
        self.visits.push(visit);
        self.url = next;
        self.tries = 0;
        Step::Retry(Duration::ZERO)
    }

    fn verdict_on(&self, page: Option<&str>) -> Verdict {
        let missing = page.map(|page| anchor::missing_anchors(page, &self.anchors));
        let is_elsewhere =
            |moved: &&WebUrl| self.visits.first().map(|(url, _)| url) != Some(*moved);
        match (missing, self.moved.as_ref().filter(is_elsewhere)) {
            (Some(missing), _) if !missing.is_empty() => Verdict::MissingAnchors(missing),
            (_, Some(moved)) => Verdict::Moved(moved.to_string()),
            (_, None) => Verdict::Fine,
        }
    }
}

/// How long a host asks to be left alone: a number of seconds, or until a date.
fn requested_rest(retry_after: Option<&str>, now: Timestamp) -> Option<Duration> {
    let text = retry_after?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn url(text: &str) -> WebUrl {
        WebUrl::parse(text).unwrap()
    }

    fn probe() -> Probe {
        Probe::new(0, url("http://a.org/x"), Vec::new())
    }

    fn response(status: u16, location: &str) -> Answer {
        let location = (!location.is_empty()).then(|| location.to_owned());
        Ok(Response {
            status,
            location,
            ..Response::default()
        })
    }

    /// Gives the probe one answer after the other.
    fn steps(probe: &mut Probe, answers: &[Answer]) -> Vec<Step> {
        let timing = Timing::with_timeout(Duration::from_secs(20));
        answers
            .iter()
            .map(|answer| probe.advance(answer, &timing, NOW))
            .collect()
    }

    fn last(answers: &[Answer]) -> Step {
        steps(&mut probe(), answers).pop().unwrap()
    }

    #[test]
    fn an_answer_is_the_verdict() {
        for (status, verdict) in [
            (200, Verdict::Fine),
            (403, Verdict::Unclear),
            (404, Verdict::Dead(404)),
            (405, Verdict::Unclear),
            (410, Verdict::Dead(410)),
        ] {
            assert_eq!(last(&[response(status, "")]), Step::Done(verdict));
        }
    }

    #[test]
    fn a_redirect_to_itself_with_a_cookie_is_no_circle() {
        let with_cookie = |status, location: &str, cookie: &str| -> Answer {
            Ok(Response {
                cookies: vec![cookie.to_owned()],
                ..response(status, location).unwrap()
            })
        };
        for status in [301, 302] {
            let mut probe = probe();
            let first = steps(&mut probe, &[with_cookie(status, "/x", "seen=1")]);
            assert_eq!(first, [Step::Retry(Duration::ZERO)]);
            assert_eq!(probe.cookies(), "seen=1");
            assert_eq!(
                steps(&mut probe, &[response(200, "")]),
                [Step::Done(Verdict::Fine)],
                "a page that has moved to itself has not moved"
            );
        }
        let again = with_cookie(302, "/x", "seen=1");
        let step = last(&[again.clone(), again]);
        assert!(matches!(step, Step::Done(Verdict::Unreachable(_))));
    }

    #[test]
    fn permanent_redirects_differ_from_temporary_ones() {
        let moved = |to: &str| Step::Done(Verdict::Moved(to.to_owned()));
        assert_eq!(
            last(&[response(301, "/y"), response(308, "/z"), response(200, "")]),
            moved("http://a.org/z")
        );
        assert_eq!(
            last(&[response(301, "/y"), response(302, "/z"), response(200, "")]),
            moved("http://a.org/y")
        );
        assert_eq!(
            last(&[response(302, "/y"), response(301, "/z"), response(200, "")]),
            Step::Done(Verdict::Fine)
        );
        assert_eq!(
            last(&[response(301, "/y"), response(404, "")]),
            Step::Done(Verdict::Dead(404))
        );
    }

    #[test]
    fn redirect_loops_end() {
        let circle = |step: Step| matches!(step, Step::Done(Verdict::Unreachable(_)));
        assert!(circle(last(&[response(301, "/y"), response(302, "/x")])));
        assert!(circle(last(&[response(302, "/x")])));
        let endless: Vec<Answer> = (0..=MAX_REDIRECTS)
            .map(|number| response(302, &format!("/{number}")))
            .collect();
        assert!(circle(last(&endless)));
    }

    #[test]
    fn failures_are_retried_after_longer_and_longer_waits() {
        let failure: Answer = Err(Failure::Closed);
        let mut probe = probe();
        let found = steps(&mut probe, &[failure.clone(), failure.clone(), failure]);
        let wait = |seconds| Step::Retry(Duration::from_secs(seconds));
        let words = "its host closed the connection".to_owned();
        assert_eq!(
            found,
            [wait(1), wait(4), Step::Done(Verdict::Unreachable(words))]
        );
        let insecure = last(&[Err(Failure::NotSecure)]);
        assert!(
            matches!(insecure, Step::Done(Verdict::Unreachable(_))),
            "a wrong certificate stays wrong"
        );
    }

    #[test]
    fn a_requested_rest_is_kept() {
        let rests = |status: u16, retry_after: Option<&str>| {
            let retry_after = retry_after.map(str::to_owned);
            last(&[Ok(Response {
                status,
                retry_after,
                ..Response::default()
            })])
        };
        let rest = |seconds| Step::Rest(Duration::from_secs(seconds));
        assert_eq!(rests(429, Some("7")), rest(7));
        assert_eq!(rests(429, Some("Thu, 01 Jan 1970 00:00:09 GMT")), rest(9));
        assert_eq!(rests(503, Some("100000")), rest(60));
        assert_eq!(rests(429, Some("soon")), rest(1));
        assert_eq!(rests(429, None), rest(1));
        let answer = response(429, "");
        assert_eq!(
            last(&[answer.clone(), answer.clone(), answer]),
            Step::Done(Verdict::Unclear)
        );
    }
}
