//! Where the server listens, who may ask it, and what for.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one file that listens"
)]

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
#[cfg(unix)]
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State as Extract};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use axum::serve::ListenerExt;
#[cfg(unix)]
use futures_util::future::select;
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::runtime::{Builder, Runtime};
use tokio::signal;
use tokio::task::spawn_blocking;

use crate::layout::STACK;

use super::Options;
use super::answer::{answer, plain, put};
use super::find::{Dress, Found, Wish, find};
use super::host::Hosts;
use super::reload::{self, Shows};
use super::route::{Route, query_value, route};
use super::shown::Shown;

/// How many ports after the first are tried.
const MORE_PORTS: u16 = 20;
/// How many pages are rendered, and files read, at the same time at most.
const MOST_AT_WORK: usize = 32;
/// How many connections there may be, as far as the system lets us. A Mac gives a program 256 files.
const MOST_OPEN: u64 = 10_240;
/// How long what is under way may take when the server ends.
const LAST_WORK: Duration = Duration::from_millis(200);
/// Asks for pages as they are in a build.
const PLAIN_HEADER: &str = "copublish-preview";
/// The script, as pages load it.
const CLIENT: &str = include_str!("client.js");

/// A server at work; ends when dropped.
pub struct Server {
    origin: String,
    shown: Arc<Shown>,
    runtime: Runtime,
}

/// What every request needs.
struct Desk {
    shown: Arc<Shown>,
    hosts: Hosts,
    editor: Arc<str>,
}

/// Starts to answer, on threads of its own.
///
/// # Errors
/// As the system says, where no port can be had.
pub fn start(shown: Arc<Shown>, options: &Options) -> io::Result<Server> {
    allow_many_connections();
    let listener = listen(options)?;
    let port = listener.local_addr()?.port();
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(MOST_AT_WORK)
        .thread_name("serve")
        .thread_stack_size(STACK)
        .enable_all()
        .build()?;
    let url = SocketAddr::new(asked_at(options.host), port);
    let (origin, of_server) = (format!("http://{url}"), Arc::clone(&shown));
    let editor: Arc<str> = options.editor.as_str().into();
    runtime.spawn(reload::tell(Arc::clone(&shown), Arc::clone(&editor)));
    let desk = Arc::new(Desk {
        shown,
        hosts: Hosts::new(options.host),
        editor,
    });
    let router = Router::new().fallback(handle).with_state(desk);
    listener.set_nonblocking(true)?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    // What is told is short and shall not wait for more. Where that cannot be set, it only comes later.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    runtime.spawn(async move { axum::serve(listener, router).await });
    Ok(Server {
        origin,
        shown: of_server,
        runtime,
    })
}

impl Server {
    /// Where a browser finds the site as it is now: `http://127.0.0.1:4000/`.
    pub fn url(&self) -> String {
        format!("{}{}/", self.origin, self.shown.state().base_path())
    }

    /// Calls `then` when the program is asked to end: by Ctrl-C, or as systems ask.
    pub fn when_asked_to_end(&self, then: impl FnOnce() + Send + 'static) {
        let _inside = self.runtime.enter();
        #[cfg(unix)]
        let terminated = signal::unix::signal(signal::unix::SignalKind::terminate());
        #[cfg(unix)]
        let interrupted = signal::unix::signal(signal::unix::SignalKind::interrupt());
        self.runtime.spawn(async move {
            #[cfg(unix)]
            if let (Ok(mut terminated), Ok(mut interrupted)) = (terminated, interrupted) {
                select(pin!(terminated.recv()), pin!(interrupted.recv())).await;
                then();
            }
            #[cfg(not(unix))]
            if signal::ctrl_c().await.is_ok() {
                then();
            }
        });
    }

    /// Ends it: nothing more is answered, and the port is free again.
    pub fn stop(self) {
        self.runtime.shutdown_timeout(LAST_WORK);
    }
}

/// Takes the first free port.
fn listen(options: &Options) -> io::Result<TcpListener> {
    let last = if options.port == 0 {
        0
    } else {
        options.port.saturating_add(MORE_PORTS)
    };
    let mut tried = TcpListener::bind((options.host, options.port));
    for port in options.port..last {
        match tried {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                tried = TcpListener::bind((options.host, port + 1));
            }
            _ => break,
        }
    }
    tried
}

/// Every connection is an open file. Where the limit cannot be raised, there are fewer of them.
fn allow_many_connections() {
    let mut limit = getrlimit(Resource::Nofile);
    let most = limit
        .maximum
        .map_or(MOST_OPEN, |maximum| maximum.min(MOST_OPEN));
    if limit.current.is_some_and(|current| current < most) {
        limit.current = Some(most);
        setrlimit(Resource::Nofile, limit).unwrap_or_default();
    }
}

/// The address to ask at: nobody can ask at "all addresses".
fn asked_at(listening: IpAddr) -> IpAddr {
    match listening {
        IpAddr::V4(url) if url.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(url) if url.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        url => url,
    }
}

async fn handle(Extract(desk): Extract<Arc<Desk>>, request: Request) -> Response {
    let uri = request.uri();
    let named = uri.authority().map(Authority::as_str);
    let host = named.or_else(|| request.headers().get(header::HOST)?.to_str().ok());
    if !host.is_some_and(|host| desk.hosts.allow(host)) {
        return plain(
            StatusCode::MISDIRECTED_REQUEST,
            "This preview answers only under the address that it was started for.\n",
        );
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = plain(
            StatusCode::METHOD_NOT_ALLOWED,
            "Pages can only be read here.\n",
        );
        put(&mut response, header::ALLOW, "GET, HEAD");
        return response;
    }
    let base = desk.shown.state().base_path().to_owned();
    match route(uri.path(), &base) {
        Route::Events => events(desk, uri.query().unwrap_or_default().to_owned()).await,
        Route::Problems => {
            let list = move || desk.shown.problems(&desk.shown.now(), &desk.editor);
            let mut response = in_time(list, |list| Response::new(list.to_string().into())).await;
            put(
                &mut response,
                header::CONTENT_TYPE,
                "application/json; charset=utf-8",
            );
            put(&mut response, header::CACHE_CONTROL, "no-cache");
            response
        }
        Route::Client => {
            let mut response = plain(StatusCode::OK, CLIENT);
            put(
                &mut response,
                header::CONTENT_TYPE,
                "text/javascript; charset=utf-8",
            );
            response
        }
        Route::Outside => match desk.shown.moved(uri.path()) {
            Some(path) => moved(&path, uri.query()),
            None => plain(
                StatusCode::NOT_FOUND,
                "The site lives below another path.\n",
            ),
        },
        route => file(desk, request, route).await,
    }
}

/// Leads on to where the site lives by now.
fn moved(path: &str, query: Option<&str>) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    answer(
        Found::Moved(StatusCode::FOUND, format!("{path}{query}")),
        &Method::GET,
        &HeaderMap::new(),
    )
}

async fn file(desk: Arc<Desk>, request: Request, route: Route) -> Response {
    let (parts, _) = request.into_parts();
    let is_plain = parts
        .headers
        .get(PLAIN_HEADER)
        .is_some_and(|value| value == "off");
    let wish = Wish {
        route,
        path: parts.uri.path().to_owned(),
        query: parts
            .uri
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default(),
        dress: if is_plain { Dress::Plain } else { Dress::Live },
    };
    let find = move || find(&desk.shown, &wish);
    in_time(find, |found| answer(found, &parts.method, &parts.headers)).await
}

async fn events(desk: Arc<Desk>, query: String) -> Response {
    let connect = move || {
        let said = |key: &str| query_value(&query, key).filter(|value| !value.is_empty());
        let page = said("page").unwrap_or_default();
        let shows = Shows {
            page,
            version: said("version"),
            files: said("files"),
        };
        reload::connect(&desk.shown, &desk.editor, &shows)
    };
    in_time(connect, reload::answer).await
}

/// Does slow work where it keeps nobody waiting, and answers with what comes of it.
async fn in_time<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    answer: impl FnOnce(T) -> Response,
) -> Response {
    match spawn_blocking(work).await {
        Ok(done) => answer(done),
        Err(_) => plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "This page could not be made.\n",
        ),
    }
}
