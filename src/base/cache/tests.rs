//! What the cache holds makes no difference but in time.

use std::sync::atomic::AtomicUsize;

use super::*;

#[derive(Hash)]
struct Doubled<'n>(&'n str);

impl CacheKey for Doubled<'_> {
    type Stage = &'static str;
    const STAGE: &'static str = "doubled";

    fn accepts(&self, value: &[u8]) -> bool {
        value.len() == 2 * self.0.len()
    }
}

/// The same input for another stage.
#[derive(Hash)]
struct Other<'n>(&'n str);

impl CacheKey for Other<'_> {
    type Stage = &'static str;
    const STAGE: &'static str = "other";

    fn accepts(&self, _: &[u8]) -> bool {
        true
    }
}

static MADE: AtomicUsize = AtomicUsize::new(0);

fn get(cache: &Cache, text: &str) -> Option<Arc<[u8]>> {
    cache.get_or(&Doubled(text), || Some(text.repeat(2).into_bytes().into()))
}

fn save(cache: &Cache, texts: &[&str]) -> Option<Vec<u8>> {
    cache.to_save(|| texts.iter().map(|text| Doubled(text).digest()).collect())
}

fn count(bytes: Vec<u8>) -> usize {
    CacheFile::read(bytes).entries().count()
}

fn in_memory(cache: &Cache) -> usize {
    cache.lock().by_digest.len()
}

#[test]
fn saved_values_are_loaded_when_one_is_asked_for_and_not_made_again() {
    static LOADED: AtomicUsize = AtomicUsize::new(0);
    let first = Cache::default();
    assert_eq!(get(&first, "ab").as_deref(), Some(&b"abab"[..]));
    let bytes = save(&first, &["ab"]).unwrap();
    assert_eq!(save(&first, &["ab"]), None, "nothing is new");
    let later = Cache::new(move || {
        LOADED.fetch_add(1, Ordering::Relaxed);
        bytes.clone()
    });
    assert_eq!(LOADED.load(Ordering::Relaxed), 0);
    for _ in 0..2 {
        assert_eq!(get(&later, "ab").as_deref(), Some(&b"abab"[..]));
    }
    assert_eq!(LOADED.load(Ordering::Relaxed), 1);
    assert_eq!(in_memory(&later), 0, "made again");
    assert_eq!(save(&later, &["ab"]), None, "the file is the same");
}

#[test]
fn a_value_is_made_once() {
    let cache = Cache::default();
    let make = || {
        MADE.fetch_add(1, Ordering::Relaxed);
        Some(b"aa".to_vec().into_boxed_slice())
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| cache.get_or(&Doubled("a"), make));
        }
    });
    assert_eq!(MADE.load(Ordering::Relaxed), 1);
    assert_eq!(cache.get_or(&Doubled("nothing"), || None), None);
    let saved = save(&cache, &["a", "nothing"]).map(count);
    assert_eq!(saved, Some(1), "there is nothing to save of `nothing`");
}

#[test]
fn stages_do_not_share_values() {
    let cache = Cache::default();
    get(&cache, "a");
    let other = cache.get_or(&Other("a"), || Some(b"other".to_vec().into()));
    assert_eq!(other.as_deref(), Some(&b"other"[..]));
    assert_ne!(Doubled("a").digest(), Other("a").digest());
    assert_ne!(Doubled("a").digest(), Doubled("b").digest());
}

#[test]
fn a_saved_value_that_cannot_be_the_one_is_made_again() {
    let wrong: &[u8] = b"wrong";
    let bytes = CacheFile::write(&BTreeMap::from([(Doubled("ab").digest(), wrong)]));
    let cache = Cache::new(move || bytes.clone());
    assert_eq!(get(&cache, "ab").as_deref(), Some(&b"abab"[..]));
    let healed = save(&cache, &["ab"]).unwrap();
    let cache = Cache::new(move || healed.clone());
    assert_eq!(get(&cache, "ab").as_deref(), Some(&b"abab"[..]));
    assert_eq!(in_memory(&cache), 0);
}

#[test]
fn saves_what_the_site_uses() {
    let first = Cache::default();
    for text in ["a", "b"] {
        get(&first, text);
    }
    let bytes = save(&first, &["a", "b"]).unwrap();
    assert_eq!(count(bytes.clone()), 2);
    let second = Cache::new(move || bytes.clone());
    for text in ["a", "c"] {
        get(&second, text);
    }
    let bytes = save(&second, &["a", "c", "never asked for"]).unwrap();
    assert_eq!(count(bytes.clone()), 2);
    let third = Cache::new(move || bytes.clone());
    assert_eq!(save(&third, &[]).map(count), Some(0), "nothing is used");
}

#[test]
fn edits_without_end_take_no_memory_without_end() {
    let cache = Cache::default();
    for edit in 0..1_000 {
        let text = format!("let a = {edit};\n");
        get(&cache, &text);
        cache.drop_unused(|| BTreeSet::from([Doubled(&text).digest()]));
        assert!(in_memory(&cache) <= 2 * FEW + 3);
    }
}
