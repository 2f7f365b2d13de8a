//! One address on its way to a verdict: over redirects, other methods and further tries. Asks nobody itself: it is
//! given one answer after the other, and says what comes next.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Method, Said, Trouble};
use super::web_url::WebUrl;
use super::{Pace, anchor};

/// How often one address is asked in vain.
const TRIES: u32 = 3;
/// How many redirects are followed.
const MOST_HOPS: usize = 10;

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Something stands there.
    Fine,
    /// Something stands there, but not these places.
    Without(Vec<String>),
    /// It has moved for good, and stands there now.
    Moved(String),
    /// The other site says with this status that there is nothing.
    Dead(u16),
    /// No answer came of which anything could be told; why.
    Unreachable(String),
    /// The other site does not answer programs.
    Unclear,
}

/// An address on its way.
#[derive(Clone, Debug)]
pub struct Journey {
    /// Where it is now.
    pub at: WebUrl,
    /// How it is asked there.
    pub method: Method,
    /// Where it was before.
    hops: Vec<WebUrl>,
    /// Where it has moved to for good.
    moved: Option<WebUrl>,
    /// Whether all redirects so far were for good.
    is_for_good: bool,
    tries: u32,
    /// The places that the page should have.
    anchors: Vec<String>,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing: this is known.
    Arrived(Verdict),
    /// It is asked again after this time, perhaps elsewhere.
    Again(Duration),
    /// The same, and nobody asks anything else of this host meanwhile.
    Rest(Duration),
}

impl Journey {
    /// To an address, where a page is to have these places.
    pub fn to(url: WebUrl, anchors: Vec<String>) -> Journey {
        Journey {
            at: url,
            method: if anchors.is_empty() {
                Method::Head
            } else {
                Method::Read
            },
            hops: Vec::new(),
            moved: None,
            is_for_good: true,
            tries: 0,
            anchors,
        }
    }

    /// Takes an answer that came at `now`.
    pub fn take(&mut self, answer: &Answer, (pace, now): (&Pace, Timestamp)) -> Step {
        match answer {
            Answer::Trouble(trouble) => self.trouble(*trouble, pace),
            Answer::Said(said) => self.said(said, (pace, now)),
        }
    }

    fn trouble(&mut self, trouble: Trouble, pace: &Pace) -> Step {
        // Some hosts know no other question than that of a browser.
        let may_be_method = self.is_head() && trouble != Trouble::NoSuchHost && trouble.may_pass();
        if may_be_method {
            self.method = Method::Get;
        }
        self.once_more(trouble.may_pass().then_some(pace.back_off), || {
            Verdict::Unreachable(trouble.words().to_owned())
        })
        .unwrap_or_else(Step::Again)
    }

    fn said(&mut self, said: &Said, (pace, now): (&Pace, Timestamp)) -> Step {
        let wants_rest = said.status == 429 || said.status == 503 && said.retry_after.is_some();
        match said.status {
            200..=299 => Step::Arrived(self.arrived(said)),
            301 | 302 | 303 | 307 | 308 if said.location.is_some() => self.follow(said),
            _ if wants_rest => {
                let rest = rest(said.retry_after.as_deref(), now).unwrap_or(pace.back_off);
                let verdict = || Verdict::Unclear;
                match self.once_more(Some(pace.back_off), verdict) {
                    Ok(step) => step,
                    Err(back_off) => Step::Rest(rest.max(back_off).min(pace.longest_rest)),
                }
            }
            400.. if self.is_head() => {
                self.method = Method::Get;
                Step::Again(Duration::ZERO)
            }
            404 | 410 => Step::Arrived(Verdict::Dead(said.status)),
            500..=599 => {
                let verdict = || {
                    Verdict::Unreachable(format!(
                        "its host answers with an error of its own, {}",
                        said.status
                    ))
                };
                self.once_more(Some(pace.back_off), verdict)
                    .unwrap_or_else(Step::Again)
            }
            _ => Step::Arrived(Verdict::Unclear),
        }
    }

    fn is_head(&self) -> bool {
        self.method == Method::Head
    }

    /// The verdict where there were tries enough, or where no further one helps; else how long to wait for the next.
    fn once_more(
        &mut self,
        back_off: Option<Duration>,
        verdict: impl FnOnce() -> Verdict,
    ) -> Result<Step, Duration> {
        self.tries += 1;
        match back_off.filter(|_| self.tries < TRIES) {
            Some(back_off) => Err(back_off * 4_u32.pow(self.tries - 1)),
            None => Ok(Step::Arrived(verdict())),
        }
    }

    fn follow(&mut self, said: &Said) -> Step {
        let next = said
            .location
            .as_deref()
            .and_then(|location| self.at.join(location));
        let Some(next) = next else {
            return Step::Arrived(Verdict::Unclear);
        };
        // Many hosts lead back to the same page once they have left a cookie: that is no dead link.
        if next == self.at || self.hops.contains(&next) || self.hops.len() >= MOST_HOPS {
            return Step::Arrived(Verdict::Unreachable(
                "it leads round in a circle".to_owned(),
            ));
        }
        self.is_for_good &= matches!(said.status, 301 | 308);
        if self.is_for_good {
            self.moved = Some(next.clone());
        }
        self.hops.push(std::mem::replace(&mut self.at, next));
        self.tries = 0;
        Step::Again(Duration::ZERO)
    }

    fn arrived(&self, said: &Said) -> Verdict {
        let missing = said
            .page
            .as_ref()
            .map(|page| anchor::missing(page, &self.anchors))
            .unwrap_or_default();
        match &self.moved {
            _ if !missing.is_empty() => Verdict::Without(missing),
            Some(moved) => Verdict::Moved(moved.to_string()),
            None => Verdict::Fine,
        }
    }
}

/// How long a host wants to be left alone: seconds, or until a date.
fn rest(retry_after: Option<&str>, now: Timestamp) -> Option<Duration> {
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

    fn said(status: u16, location: &str) -> Answer {
        let location = (!location.is_empty()).then(|| location.to_owned());
        Answer::Said(Said {
            status,
            location,
            ..Said::default()
        })
    }

    /// Gives one answer after the other, and says what came of each.
    fn steps(journey: &mut Journey, answers: &[Answer]) -> Vec<Step> {
        let pace = Pace::of(Duration::from_secs(20));
        answers
            .iter()
            .map(|answer| journey.take(answer, (&pace, NOW)))
            .collect()
    }

    fn last(answers: &[Answer]) -> Step {
        steps(&mut Journey::to(url("http://a.org/x"), Vec::new()), answers)
            .pop()
            .unwrap()
    }

    #[test]
    fn a_host_that_refuses_the_short_question_is_asked_as_browsers_do() {
        for status in [403, 404, 405, 500, 501] {
            let mut journey = Journey::to(url("http://a.org/x"), Vec::new());
            let found = steps(&mut journey, &[said(status, ""), said(200, "")]);
            assert_eq!(
                found,
                [Step::Again(Duration::ZERO), Step::Arrived(Verdict::Fine)],
                "{status}"
            );
        }
        assert_eq!(
            last(&[said(404, ""), said(404, "")]),
            Step::Arrived(Verdict::Dead(404))
        );
        assert_eq!(
            last(&[said(403, ""), said(403, "")]),
            Step::Arrived(Verdict::Unclear)
        );
    }

    #[test]
    fn what_has_moved_for_good_is_told_from_a_detour() {
        let moved = |to: &str| Step::Arrived(Verdict::Moved(to.to_owned()));
        assert_eq!(
            last(&[said(301, "/y"), said(308, "/z"), said(200, "")]),
            moved("http://a.org/z")
        );
        assert_eq!(
            last(&[said(301, "/y"), said(302, "/z"), said(200, "")]),
            moved("http://a.org/y")
        );
        assert_eq!(
            last(&[said(302, "/y"), said(301, "/z"), said(200, "")]),
            Step::Arrived(Verdict::Fine)
        );
        assert_eq!(
            last(&[said(301, "/y"), said(404, ""), said(404, "")]),
            Step::Arrived(Verdict::Dead(404))
        );
    }

    #[test]
    fn circles_end() {
        let circle = |step: Step| matches!(step, Step::Arrived(Verdict::Unreachable(_)));
        assert!(circle(last(&[said(301, "/y"), said(302, "/x")])));
        assert!(circle(last(&[said(302, "/x")])));
        let endless: Vec<Answer> = (0..=MOST_HOPS)
            .map(|number| said(302, &format!("/{number}")))
            .collect();
        assert!(circle(last(&endless)));
    }

    #[test]
    fn trouble_is_tried_again_and_waits_longer_each_time() {
        let trouble = Answer::Trouble(Trouble::BrokeOff);
        let mut journey = Journey::to(url("http://a.org/x"), Vec::new());
        let found = steps(&mut journey, &[trouble.clone(), trouble.clone(), trouble]);
        let wait = |seconds| Step::Again(Duration::from_secs(seconds));
        let words = "its host broke the connection off".to_owned();
        assert_eq!(
            found,
            [wait(1), wait(4), Step::Arrived(Verdict::Unreachable(words))]
        );
        assert_eq!(journey.method, Method::Get);
        let insecure = last(&[Answer::Trouble(Trouble::NotSecure)]);
        assert!(
            matches!(insecure, Step::Arrived(Verdict::Unreachable(_))),
            "a certificate does not pass"
        );
    }

    #[test]
    fn a_rest_is_kept_as_it_was_asked_for() {
        let rests = |status: u16, retry_after: Option<&str>| {
            let retry_after = retry_after.map(str::to_owned);
            last(&[Answer::Said(Said {
                status,
                retry_after,
                ..Said::default()
            })])
        };
        let rest = |seconds| Step::Rest(Duration::from_secs(seconds));
        assert_eq!(rests(429, Some("7")), rest(7));
        assert_eq!(rests(429, Some("Thu, 01 Jan 1970 00:00:09 GMT")), rest(9));
        assert_eq!(rests(503, Some("100000")), rest(60));
        assert_eq!(rests(429, Some("soon")), rest(1));
        assert_eq!(rests(429, None), rest(1));
        let answer = said(429, "");
        assert_eq!(
            last(&[answer.clone(), answer.clone(), answer]),
            Step::Arrived(Verdict::Unclear)
        );
    }
}
