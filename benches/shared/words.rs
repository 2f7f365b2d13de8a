//! Made-up text that is the same in every run: dice with a seed, and sentences thrown with them.

/// Dice that fall the same way for the same seed (`SplitMix64`).
pub struct Dice(u64);

impl Dice {
    /// Dice for one purpose.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// A number from 0, below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % (end.max(1) as u64)).unwrap_or_default()
    }

    /// A number from `first` to `last`.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last + 1 - first)
    }

    /// One of `all`.
    pub fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all.get(self.below(all.len())).copied().unwrap_or_default()
    }
}

/// What headings say. Each stands at most once on a page.
pub const HEADINGS: [&str; 12] = [
    "What we set out to do",
    "Who took part",
    "How the work is going",
    "What people told us",
    "Where the money goes",
    "What comes next",
    "How to get involved",
    "Lessons so far",
    "Support that fits your life",
    "Working with councils",
    "Evidence and figures",
    "Further reading",
];

/// Words that lead a reader.
pub const TAGS: [&str; 24] = [
    "advocacy",
    "ageing well",
    "autism",
    "brokerage",
    "carers",
    "choice",
    "commissioning",
    "community",
    "co-production",
    "dementia",
    "direct payments",
    "employment",
    "equality",
    "guest blog",
    "health",
    "housing",
    "inclusion",
    "learning disability",
    "mental health",
    "personal budgets",
    "quality",
    "rural areas",
    "safeguarding",
    "technology",
];

/// First and last names of people who do not exist.
pub const NAMES: [[&str; 16]; 2] = [
    [
        "Asha", "Bill", "Carol", "Dev", "Ellen", "Farid", "Grace", "Harpreet", "Ines", "Jo",
        "Kwame", "Laura", "Martin", "Nia", "Owen", "Priya",
    ],
    [
        "Adeyemi", "Barker", "Clarke", "Davies", "Evans", "Foster", "Gupta", "Hughes", "Iqbal",
        "Jones", "Khan", "Lewis", "Morgan", "Novak", "Okafor", "Patel",
    ],
];

const WORDS: [&str; 120] = [
    "about",
    "access",
    "advice",
    "agree",
    "area",
    "around",
    "become",
    "before",
    "better",
    "board",
    "bring",
    "budget",
    "build",
    "care",
    "carers",
    "change",
    "choice",
    "choose",
    "clear",
    "closer",
    "community",
    "conversation",
    "council",
    "councils",
    "day",
    "decide",
    "decision",
    "disabled",
    "different",
    "each",
    "early",
    "easier",
    "equal",
    "everybody",
    "evidence",
    "example",
    "experience",
    "family",
    "figures",
    "first",
    "forum",
    "friends",
    "good",
    "group",
    "guidance",
    "health",
    "hear",
    "help",
    "home",
    "honest",
    "housing",
    "how",
    "idea",
    "important",
    "in",
    "information",
    "into",
    "know",
    "later",
    "lead",
    "learn",
    "life",
    "listen",
    "live",
    "local",
    "make",
    "many",
    "market",
    "meeting",
    "member",
    "money",
    "more",
    "national",
    "need",
    "neighbourhood",
    "of",
    "older",
    "on",
    "open",
    "organisation",
    "own",
    "part",
    "partners",
    "people",
    "personal",
    "place",
    "plan",
    "practice",
    "programme",
    "progress",
    "provider",
    "quality",
    "question",
    "real",
    "region",
    "report",
    "result",
    "rights",
    "service",
    "share",
    "simple",
    "social",
    "staff",
    "start",
    "support",
    "take",
    "team",
    "that",
    "the",
    "they",
    "time",
    "to",
    "together",
    "trust",
    "use",
    "voice",
    "want",
    "with",
    "work",
    "year",
];

/// `count` words in a row.
pub fn words(dice: &mut Dice, count: usize) -> String {
    let chosen: Vec<&str> = (0..count).map(|_| dice.one_of(&WORDS)).collect();
    chosen.join(" ")
}

/// A phrase of some words with a capital letter, without a full stop.
pub fn phrase(dice: &mut Dice, count: usize) -> String {
    let text = words(dice, count);
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A sentence of 6 to 18 words.
pub fn sentence(dice: &mut Dice) -> String {
    let count = dice.between(6, 18);
    let text = phrase(dice, count);
    match dice.below(5) {
        0 => text.replacen(' ', ", ", 3).replacen(", ", " ", 2) + ".",
        1 => format!("{text}?"),
        _ => format!("{text}."),
    }
}
