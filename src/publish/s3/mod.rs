//! A bucket of a store that speaks S3 as a target.
//!
//! `client` makes the requests; `fault` says what refusals mean.

mod client;
mod fault;

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use md5::{Digest, Md5};
use rusty_s3::actions::{ListObjectsV2, S3Action};
use rusty_s3::{Bucket, Credentials, UrlStyle};

use self::client::{Client, Method, Response};
use self::fault::Asked;
use super::local_site::SiteFile;
use super::manifest::MANIFEST;
use super::target::{Conditions, Fault, Listed, Stored, Target};
use crate::config::publishing::Store;

pub use self::client::{Proxy, Timeouts, proxy};

/// How long a signed request may be under way.
const VALID: Duration = Duration::from_secs(3600);
/// What browsers and caches do with the manifest.
const NOT_KEPT: &str = "no-store";

/// The keys of a store. They are never shown.
pub struct Keys {
    /// Its name.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// What goes with keys that are valid for a while.
    pub token: Option<String>,
}

/// What surrounds requests.
pub struct Surroundings {
    /// The clock.
    pub now: fn() -> Timestamp,
    /// The proxy to other hosts.
    pub proxy: Option<Proxy>,
    /// How long the store may take.
    pub timeouts: Timeouts,
}

/// What is known of how a store treats conditions.
const UNKNOWN: u8 = 0;
const MINDS: u8 = 1;
const IGNORES: u8 = 2;

/// A bucket.
pub struct BucketTarget {
    bucket: Bucket,
    credentials: Credentials,
    store: Store,
    host: String,
    client: Client,
    now: fn() -> Timestamp,
    conditions: AtomicU8,
}

impl BucketTarget {
    /// The bucket that site.yaml names. Asks nothing yet.
    ///
    /// # Errors
    /// A sentence, if its address makes no sense.
    pub fn new(store: &Store, keys: Keys, surroundings: Surroundings) -> Result<Self, String> {
        let bucket = bucket_of(store)?;
        let host = bucket.base_url().host_str().unwrap_or_default().to_owned();
        let credentials = match keys.token {
            Some(token) => Credentials::new_with_token(keys.id, keys.secret, token),
            None => Credentials::new(keys.id, keys.secret),
        };
        Ok(BucketTarget {
            bucket,
            credentials,
            store: store.clone(),
            host,
            client: Client::new(surroundings.timeouts, surroundings.proxy),
            now: surroundings.now,
            conditions: AtomicU8::new(UNKNOWN),
        })
    }

    fn key(&self, path: &str) -> String {
        format!("{}{path}", self.store.prefix)
    }

    /// Signs a request and makes it; whatever the store answers is an answer.
    fn ask<'a>(
        &'a self,
        mut action: impl S3Action<'a>,
        method: Method,
        mut headers: Vec<(&'static str, String)>,
    ) -> Result<Response, Fault> {
        for (name, value) in &headers {
            // What a store acts on must be signed.
            if name.starts_with("x-amz-") {
                action.headers_mut().insert(*name, value.clone());
            }
        }
        headers.retain(|(_, value)| !value.is_empty());
        let url = action.sign_with_time(VALID, &(self.now)());
        let answer = self.client.ask(method, url.as_str(), &headers);
        answer.map_err(|reason| self.asked().no_answer(reason))
    }

    fn asked(&self) -> Asked<'_> {
        Asked {
            host: &self.host,
            bucket: &self.store.bucket,
            now: (self.now)(),
        }
    }

    fn success(&self, answer: Response) -> Result<Response, Fault> {
        match answer.status {
            200..=299 => Ok(answer),
            _ => Err(self.asked().refused(&answer)),
        }
    }

    fn put_object(
        &self,
        path: &str,
        body: &[u8],
        mut headers: Vec<(&'static str, String)>,
    ) -> Result<Response, Fault> {
        if let Some(acl) = &self.store.acl {
            headers.push(("x-amz-acl", acl.clone()));
        }
        let key = self.key(path);
        let action = self.bucket.put_object(Some(&self.credentials), &key);
        self.ask(action, Method::Put(body), headers)
    }

    fn put_manifest(
        &self,
        text: &str,
        condition: Option<(&'static str, String)>,
    ) -> Result<Response, Fault> {
        let mut headers = vec![
            ("content-type", "application/json".to_owned()),
            ("cache-control", NOT_KEPT.to_owned()),
        ];
        headers.extend(condition);
        self.put_object(MANIFEST, text.as_bytes(), headers)
    }

    /// For stores without conditions: looks first, and then writes.
    fn check_and_put(&self, text: &str, expected: Option<&str>) -> Result<String, Fault> {
        let stored = self.read_manifest()?;
        if stored.as_ref().map(|stored| stored.version.as_str()) != expected {
            return Err(Fault::Conflict);
        }
        let answer = self.put_manifest(text, None)?;
        Ok(version(self.success(answer)?, text.as_bytes()))
    }

    fn list_page(&self, token: Option<String>) -> Result<(Vec<Listed>, Option<String>), Fault> {
        let mut action = ListObjectsV2::new(&self.bucket, Some(&self.credentials));
        action.with_prefix(self.store.prefix.clone());
        if let Some(token) = token {
            action.with_continuation_token(token);
        }
        let answer = self.ask(action, Method::Get, Vec::new())?;
        let answer = self.success(answer)?;
        let text = String::from_utf8_lossy(&answer.body);
        let list = ListObjectsV2::parse_response(&text).map_err(|_| {
            let host = &self.host;
            Fault::Final(format!(
                "{host} gave a list that is not one of S3; check `endpoint` in site.yaml"
            ))
        })?;
        let files = list.contents.into_iter();
        let files = files.filter_map(|object| self.listed(&object.key, &object.etag));
        Ok((files.collect(), list.next_continuation_token))
    }

    /// An object as a file of the site; nothing if it cannot be one.
    fn listed(&self, key: &str, etag: &str) -> Option<Listed> {
        let path = key.strip_prefix(&self.store.prefix)?.to_owned();
        let digest = etag.trim_matches('"').to_owned();
        let is_file = path != MANIFEST && !path.is_empty();
        is_file.then_some(Listed { path, digest })
    }
}

fn bucket_of(store: &Store) -> Result<Bucket, String> {
    let endpoint = store.endpoint.clone();
    let endpoint = endpoint.unwrap_or_else(|| format!("https://s3.{}.amazonaws.com", store.region));
    let style = if store.path_style {
        UrlStyle::Path
    } else {
        UrlStyle::VirtualHost
    };
    let url = (endpoint.clone() + "/").parse().ok();
    let (name, region) = (store.bucket.clone(), store.region.clone());
    let bucket = url.and_then(|url| Bucket::new(url, style, name, region).ok());
    bucket.ok_or_else(|| {
        format!("`{endpoint}` is not the address of a store; correct `endpoint` in site.yaml")
    })
}

/// What tells a version of an object from others.
fn version(answer: Response, body: &[u8]) -> String {
    answer
        .etag
        .unwrap_or_else(|| format!("\"{}\"", md5_hex(body)))
}

impl Target for BucketTarget {
    fn place(&self) -> String {
        let (bucket, prefix) = (&self.store.bucket, &self.store.prefix);
        format!("`{bucket}/{prefix}` at {}", self.host).replace("/`", "`")
    }

    fn read_manifest(&self) -> Result<Option<Stored>, Fault> {
        let key = self.key(MANIFEST);
        let action = self.bucket.get_object(Some(&self.credentials), &key);
        let answer = self.ask(action, Method::Get, Vec::new())?;
        if fault::is_missing(&answer) {
            return Ok(None);
        }
        let mut answer = self.success(answer)?;
        let text = std::mem::take(&mut answer.body);
        Ok(Some(Stored {
            version: version(answer, &text),
            text,
        }))
    }

    fn write_manifest(&self, text: &str, expected: Option<&str>) -> Result<String, Fault> {
        if self.conditions.load(Ordering::Relaxed) == IGNORES {
            return self.check_and_put(text, expected);
        }
        let condition = match expected {
            Some(version) => ("if-match", version.to_owned()),
            None => ("if-none-match", "*".to_owned()),
        };
        let answer = self.put_manifest(text, Some(condition))?;
        if fault::knows_no_conditions(&answer) {
            self.conditions.store(IGNORES, Ordering::Relaxed);
            return self.check_and_put(text, expected);
        }
        Ok(version(self.success(answer)?, text.as_bytes()))
    }

    fn try_conditions(&self, text: &str) -> Result<Conditions, Fault> {
        if self.conditions.load(Ordering::Relaxed) == IGNORES {
            return Ok(Conditions::Ignored);
        }
        let condition = ("if-none-match", "*".to_owned());
        let answer = self.put_manifest(text, Some(condition))?;
        match self.success(answer) {
            Ok(_) => Ok(Conditions::Ignored),
            Err(Fault::Conflict) => Ok(Conditions::Minded),
            Err(fault) => Err(fault),
        }
    }

    fn remember(&self, conditions: Conditions) {
        let known = match conditions {
            Conditions::Minded => MINDS,
            Conditions::Ignored => IGNORES,
        };
        self.conditions.store(known, Ordering::Relaxed);
    }

    fn list(&self) -> Result<Vec<Listed>, Fault> {
        let mut all = Vec::new();
        let mut token = None;
        loop {
            let (files, next) = self.list_page(token)?;
            all.extend(files);
            if next.is_none() {
                return Ok(all);
            }
            token = next;
        }
    }

    fn digest(&self, body: &[u8]) -> String {
        md5_hex(body)
    }

    fn put(&self, file: &SiteFile, body: &[u8]) -> Result<(), Fault> {
        let own = &file.headers;
        let mut headers = vec![
            ("content-type", own.media_type.clone()),
            ("cache-control", own.cache_control.to_owned()),
        ];
        if own.is_packed {
            headers.push(("content-encoding", "gzip".to_owned()));
        }
        if let Some(to) = &own.redirect {
            headers.push(("x-amz-website-redirect-location", to.clone()));
        }
        let answer = self.put_object(&file.path, body, headers)?;
        self.success(answer).map(|_| ())
    }

    fn remove(&self, path: &str) -> Result<(), Fault> {
        let key = self.key(path);
        let action = self.bucket.delete_object(Some(&self.credentials), &key);
        let answer = self.ask(action, Method::Delete, Vec::new())?;
        if fault::is_missing(&answer) {
            return Ok(());
        }
        self.success(answer).map(|_| ())
    }
}

fn md5_hex(bytes: &[u8]) -> String {
    let digest = Md5::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
