//! One of each, for all who have the same.

use std::hash::{BuildHasher, BuildHasherDefault, Hash};
use std::sync::{Arc, Mutex, PoisonError};

use super::Lookup;
use super::lookup::TextHasher;

/// Threads seldom wait for one another where each value may be in one of so many sets.
const SETS: usize = 64;

/// What was met so far.
#[derive(Debug)]
pub struct Interner<T: ?Sized>(Box<[Mutex<Met<T>>]>);

type Met<T> = Lookup<Arc<T>, ()>;

impl<T: ?Sized + Eq + Hash> Interner<T> {
    /// Exchanges a value for the equal one that was met first, so that memory holds it once.
    pub fn share(&self, value: &mut Arc<T>) {
        let hash = BuildHasherDefault::<TextHasher>::default().hash_one(&**value);
        // Below the number of sets, so it fits.
        let set = usize::try_from(hash % SETS as u64)
            .ok()
            .and_then(|at| self.0.get(at));
        let Some(set) = set else { return };
        let mut set = set.lock().unwrap_or_else(PoisonError::into_inner);
        match set.get_key_value(&**value) {
            Some((known, ())) => *value = Arc::clone(known),
            None => drop(set.insert(Arc::clone(value), ())),
        }
    }
}

impl<T: ?Sized> Default for Interner<T> {
    fn default() -> Interner<T> {
        Interner((0..SETS).map(|_| Mutex::default()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_become_one() {
        let interner = Interner::default();
        let values: Vec<Vec<Arc<str>>> = std::thread::scope(|scope| {
            let share = || {
                let mut values: Vec<Arc<str>> = (0..500)
                    .map(|number| format!("{}", number % 100).into())
                    .collect();
                values.iter_mut().for_each(|value| interner.share(value));
                values
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(share)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        for (at, value) in values.iter().flat_map(|values| values.iter().enumerate()) {
            assert_eq!(**value, *format!("{}", at % 100));
            assert!(Arc::ptr_eq(value, &values[0][at % 100]));
        }
    }
}
