//! Stores that speak S3, with the keys that the environment has for them.

use super::clock;
use super::publish_target::Opened;
use crate::config::publishing::Store;
use crate::publish::s3::{BucketTarget, Keys, Surroundings, Timeouts, proxy};
use crate::publish::{Destination, HeaderRules};

/// The variables that hold the keys; the third is for keys that are valid for a while.
const VARIABLES: [&str; 3] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
];

/// Opens a bucket.
///
/// # Errors
/// A sentence, if the environment has no keys, or the address of the store makes no sense.
pub fn open(store: &Store) -> Result<Opened, String> {
    let [id, secret, token] = VARIABLES.map(variable);
    let (Some(id), Some(secret)) = (id, secret) else {
        return Err("nothing was sent: the keys of the store are missing; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, and write them nowhere else".to_owned());
    };
    let surroundings = Surroundings {
        now: clock,
        proxy: proxy(),
        timeouts: Timeouts::default(),
    };
    let keys = Keys { id, secret, token };
    let rules = HeaderRules {
        compress: store.compress,
        redirects: true,
    };
    let target = BucketTarget::new(store, keys, surroundings)?;
    Ok(Opened {
        destination: Destination::Files(Box::new(target)),
        rules,
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "secrets come from the environment and from nowhere else"
)]
fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
