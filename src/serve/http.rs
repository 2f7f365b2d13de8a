//! The server: where it listens, which requests it accepts, and what it does with them.
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
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use axum::serve::ListenerExt;
#[cfg(unix)]
use futures_util::future::select;
#[cfg(unix)]
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::runtime::{Builder, Runtime};
use tokio::signal;
use tokio::task::spawn_blocking;

use crate::layout::STACK;

use super::Options;
use super::events::{self, TabStatus};
use super::host::Hosts;
use super::reply::{PageMode, PageRequest, Reply, reply_to};
use super::response::{plain, respond, set_header};
use super::route::{Route, query_value, route};
use super::served_site::ServedSite;

/// How many ports after the first to try.
const MORE_PORTS: u16 = 20;
/// The most pages that are rendered, and files that are read, at the same time.
const MAX_WORKERS: usize = 32;
/// The most connections, if the system allows them. macOS gives a program 256 files by default.
#[cfg(unix)]
const MAX_CONNECTIONS: u64 = 10_240;
/// How long running requests may take when the server ends.
const SHUTDOWN_TIME: Duration = Duration::from_millis(200);
/// The request header that asks for pages as they are in a build.
const PLAIN_HEADER: &str = "copublish-preview";
/// The script, as pages load it.
const CLIENT: &str = include_str!("client.js");

/// A running server; ends when dropped.
pub struct Server {
    origin: String,
    site: Arc<ServedSite>,
    runtime: Runtime,
}

/// What every request needs.
struct ServerState {
    site: Arc<ServedSite>,
    hosts: Hosts,
    editor: Arc<str>,
}

/// Starts a server on threads of its own.
///
/// # Errors
/// As the system says, if no port is free.
pub fn start(site: Arc<ServedSite>, options: &Options) -> io::Result<Server> {
    allow_many_connections();
    let listener = listen(options)?;
    let port = listener.local_addr()?.port();
    let address = SocketAddr::new(reachable_at(options.host), port);
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(MAX_WORKERS)
        .thread_name("serve")
        .thread_stack_size(STACK)
        .enable_all()
        .build()?;
    let state = ServerState {
        site: Arc::clone(&site),
        hosts: Hosts::new(options.host),
        editor: options.editor.as_str().into(),
    };
    answer_requests(&runtime, listener, state)?;
    Ok(Server {
        origin: format!("http://{address}"),
        site,
        runtime,
    })
}

/// Starts the tasks that answer requests and update open pages.
fn answer_requests(runtime: &Runtime, listener: TcpListener, state: ServerState) -> io::Result<()> {
    let (site, editor) = (Arc::clone(&state.site), Arc::clone(&state.editor));
    runtime.spawn(events::send_updates(site, editor));
    let router = Router::new().fallback(handle).with_state(Arc::new(state));
    listener.set_nonblocking(true)?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    // Events are short and must not wait for more data. If this cannot be set, they only arrive later.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    runtime.spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

impl Server {
    /// The URL of the site as it is now: `http://127.0.0.1:4000/`.
    pub fn url(&self) -> String {
        format!("{}{}/", self.origin, self.site.state().base_path())
    }

    /// Calls `then` when the program is asked to end, by Ctrl-C or by a signal to terminate.
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

    /// Ends the server and frees the port.
    pub fn stop(self) {
        self.runtime.shutdown_timeout(SHUTDOWN_TIME);
    }
}

/// Listens at the first free port.
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

/// Every connection is an open file. If the limit cannot be raised, there are fewer of them.
#[cfg(unix)]
fn allow_many_connections() {
    let mut limit = getrlimit(Resource::Nofile);
    let most = limit
        .maximum
        .map_or(MAX_CONNECTIONS, |maximum| maximum.min(MAX_CONNECTIONS));
    if limit.current.is_some_and(|current| current < most) {
        limit.current = Some(most);
        setrlimit(Resource::Nofile, limit).unwrap_or_default();
    }
}

/// On other systems, connections are no open files of a limited number.
#[cfg(not(unix))]
fn allow_many_connections() {}

/// The address under which a browser reaches the server: "all addresses" is not one.
fn reachable_at(listening: IpAddr) -> IpAddr {
    match listening {
        IpAddr::V4(url) if url.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(url) if url.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        url => url,
    }
}

async fn handle(Extract(server): Extract<Arc<ServerState>>, request: Request) -> Response {
    if let Some(refusal) = refuse(&server, &request) {
        return refusal;
    }
    let uri = request.uri();
    let base = server.site.state().base_path().to_owned();
    match route(uri.path(), &base) {
        Route::Events => events(server, uri.query().unwrap_or_default().to_owned()).await,
        Route::Problems => problems(server).await,
        Route::Client => script(),
        Route::Outside => outside(&server, uri),
        route => file(server, request, route).await,
    }
}

/// The answer to a request that comes under another name than this machine's, or that wants to change something.
fn refuse(server: &ServerState, request: &Request) -> Option<Response> {
    let in_uri = request.uri().authority().map(Authority::as_str);
    let in_header = request.headers().get(header::HOST);
    let host = in_uri.or_else(|| in_header?.to_str().ok());
    if !host.is_some_and(|host| server.hosts.allow(host)) {
        return Some(plain(
            StatusCode::MISDIRECTED_REQUEST,
            "This preview answers only under the address that it was started for.\n",
        ));
    }
    if [Method::GET, Method::HEAD].contains(request.method()) {
        return None;
    }
    let mut response = plain(
        StatusCode::METHOD_NOT_ALLOWED,
        "Pages can only be read here.\n",
    );
    set_header(&mut response, header::ALLOW, "GET, HEAD");
    Some(response)
}

async fn problems(server: Arc<ServerState>) -> Response {
    let list = move || server.site.problems(&server.site.current(), &server.editor);
    let mut response = run_blocking(list, |list| Response::new(list.to_string().into())).await;
    let media_type = "application/json; charset=utf-8";
    set_header(&mut response, header::CONTENT_TYPE, media_type);
    set_header(&mut response, header::CACHE_CONTROL, "no-cache");
    response
}

fn script() -> Response {
    let mut response = plain(StatusCode::OK, CLIENT);
    let media_type = "text/javascript; charset=utf-8";
    set_header(&mut response, header::CONTENT_TYPE, media_type);
    response
}

/// A path outside the site: the site may have moved since.
fn outside(server: &ServerState, uri: &Uri) -> Response {
    let Some(path) = server.site.moved_path(uri.path()) else {
        return plain(
            StatusCode::NOT_FOUND,
            "The site lives below another path.\n",
        );
    };
    let query = uri.query().map(|query| format!("?{query}"));
    let query = query.unwrap_or_default();
    let redirect = Reply::Redirect(StatusCode::FOUND, format!("{path}{query}"));
    respond(redirect, &Method::GET, &HeaderMap::new())
}

async fn file(server: Arc<ServerState>, request: Request, route: Route) -> Response {
    let (parts, _) = request.into_parts();
    let is_plain = parts
        .headers
        .get(PLAIN_HEADER)
        .is_some_and(|value| value == "off");
    let wanted = PageRequest {
        route,
        path: parts.uri.path().to_owned(),
        query: parts
            .uri
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default(),
        mode: if is_plain {
            PageMode::Plain
        } else {
            PageMode::Live
        },
    };
    let find = move || reply_to(&server.site, &wanted);
    run_blocking(find, |found| respond(found, &parts.method, &parts.headers)).await
}

async fn events(server: Arc<ServerState>, query: String) -> Response {
    let connect = move || {
        let value = |key: &str| query_value(&query, key).filter(|value| !value.is_empty());
        let page = value("page").unwrap_or_default();
        let shows = TabStatus {
            page,
            version: value("version"),
            files: value("files"),
        };
        events::connect(&server.site, &server.editor, &shows)
    };
    run_blocking(connect, events::respond).await
}

/// Does slow work on a thread of its own, and responds with its result.
async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    respond: impl FnOnce(T) -> Response,
) -> Response {
    match spawn_blocking(work).await {
        Ok(result) => respond(result),
        Err(_) => plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "This page could not be made.\n",
        ),
    }
}
