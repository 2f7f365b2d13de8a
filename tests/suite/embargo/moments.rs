//! When: drafts, embargo and expiry, to the second, in zones with clocks that are put forward and back.

use super::{at, planted};

const UTC: &str = "";
const LONDON: &str = "timezone: Europe/London\n";
const APIA: &str = "timezone: Pacific/Apia\n";

/// A moment as an author writes it, and the last second before it and the first from it on.
const MOMENTS: [(&str, &str, &str, &str); 10] = [
    (
        UTC,
        "2012-10-01 12:00",
        "2012-10-01T11:59:59Z",
        "2012-10-01T12:00:00Z",
    ),
    (
        LONDON,
        "2012-10-01 12:00",
        "2012-10-01T10:59:59Z",
        "2012-10-01T11:00:00Z",
    ),
    (
        LONDON,
        "2013-03-31 00:59:59",
        "2013-03-31T00:59:58Z",
        "2013-03-31T00:59:59Z",
    ),
    // At one o'clock the clocks are put to two: this time never comes, and the site takes it for an hour later.
    (
        LONDON,
        "2013-03-31 01:30",
        "2013-03-31T01:29:59Z",
        "2013-03-31T01:30:00Z",
    ),
    (
        LONDON,
        "2013-03-31 02:00",
        "2013-03-31T00:59:59Z",
        "2013-03-31T01:00:00Z",
    ),
    // At two o'clock the clocks are put to one: this time comes twice, and the first one counts.
    (
        LONDON,
        "2012-10-28 01:30",
        "2012-10-28T00:29:59Z",
        "2012-10-28T00:30:00Z",
    ),
    (
        LONDON,
        "2012-10-28 02:00",
        "2012-10-28T01:59:59Z",
        "2012-10-28T02:00:00Z",
    ),
    (
        LONDON,
        "2012-12-31T23:30:00+13:00",
        "2012-12-31T10:29:59Z",
        "2012-12-31T10:30:00Z",
    ),
    // A day that Samoa left out.
    (
        APIA,
        "2011-12-30",
        "2011-12-30T09:59:59Z",
        "2011-12-30T10:00:00Z",
    ),
    (
        UTC,
        "2012-10-01 12:00:00.5",
        "2012-10-01T12:00:00Z",
        "2012-10-01T12:00:01Z",
    ),
];

#[test]
fn a_draft_is_nowhere_until_drafts_are_asked_for() {
    let (site, words) = planted(UTC, "draft: true");
    let run = site.build();
    run.assert_clean();
    words.assert_nowhere(&run, "a draft");
    let shown = site.run(&["build", "--drafts"]);
    shown.assert_clean();
    words.assert_everywhere(&shown, "a draft that is shown");
    // What was shown once is taken away with all that it brought.
    let again = site.build();
    again.assert_clean();
    words.assert_nowhere(&again, "a draft that was shown");
    assert_eq!(again.output, run.output);
}

#[test]
fn an_embargo_holds_to_the_second() {
    for (zone, written, before, from) in MOMENTS {
        let (site, words) = planted(zone, &format!("publish_at: {written}"));
        let run = at(&site, before);
        run.assert_clean();
        words.assert_nowhere(&run, &format!("{written}, at {before}"));
        let run = at(&site, from);
        run.assert_clean();
        words.assert_everywhere(&run, &format!("{written}, at {from}"));
    }
}

#[test]
fn what_has_expired_is_gone_to_the_second() {
    for (zone, written, before, from) in MOMENTS {
        let (site, words) = planted(zone, &format!("expires: {written}"));
        let run = at(&site, before);
        run.assert_clean();
        words.assert_everywhere(&run, &format!("{written}, at {before}"));
        let run = at(&site, from);
        run.assert_clean();
        words.assert_nowhere(&run, &format!("{written}, at {from}"));
    }
}
