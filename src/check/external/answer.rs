//! What comes back when an address is asked. Judges nothing.

/// How an address is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Only whether it is there.
    Head,
    /// As a browser does, without reading what comes.
    Get,
    /// As a browser does, and what comes is read, up to a limit.
    Read,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The other site said something.
    Said(Said),
    /// It did not.
    Trouble(Trouble),
}

/// What another site said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The status, 200 to 599.
    pub status: u16,
    /// Where it leads to.
    pub location: Option<String>,
    /// When it wants to be asked again: seconds or a date.
    pub retry_after: Option<String>,
    /// The text of a page that was read to its end.
    pub page: Option<String>,
}

/// Why nothing came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No host has this name, or nobody can be asked for names.
    NoSuchHost,
    /// There is no way to the host.
    NoWay,
    /// The host takes no calls there.
    Refused,
    /// It broke off.
    BrokeOff,
    /// It took too long.
    TooSlow,
    /// It cannot be trusted: no certificate, a wrong one, an old one.
    NotSecure,
    /// It said what makes no sense.
    Nonsense,
}

impl Trouble {
    /// What is wrong, behind the name of an address.
    pub fn words(self) -> &'static str {
        match self {
            Trouble::NoSuchHost => "no host of this name can be found",
            Trouble::NoWay => "there is no way to its host",
            Trouble::Refused => "its host refuses the connection",
            Trouble::BrokeOff => "its host broke the connection off",
            Trouble::TooSlow => "its host took too long to answer",
            Trouble::NotSecure => "its host has no secure connection that can be trusted",
            Trouble::Nonsense => "its host said what is no answer",
        }
    }

    /// True where it may be our own network that is missing.
    pub fn may_be_ours(self) -> bool {
        matches!(
            self,
            Trouble::NoSuchHost | Trouble::NoWay | Trouble::TooSlow
        )
    }

    /// True where it may be over in a moment.
    pub fn may_pass(self) -> bool {
        self != Trouble::NotSecure
    }
}
