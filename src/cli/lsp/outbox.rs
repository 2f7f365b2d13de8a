//! What an editor is to be told, until it has read it. Answers go first: somebody waits for them, and a large site has a finding
//! for each of thousands of files.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use lsp_server::Message;

/// Messages that wait. A clone is the same outbox.
#[derive(Clone, Default)]
pub struct Outbox(Arc<Shared>);

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    has_more: Condvar,
}

#[derive(Default)]
struct Waiting {
    answers: VecDeque<Message>,
    others: VecDeque<Message>,
    is_closed: bool,
}

impl Waiting {
    fn next(&mut self) -> Option<Message> {
        let answer = self.answers.pop_front();
        answer.or_else(|| self.others.pop_front())
    }
}

impl Outbox {
    /// Tells what is put into it, on a thread of its own, until it is closed.
    pub fn start(tell: impl Fn(Message) + Send + 'static) -> (Outbox, thread::JoinHandle<()>) {
        let outbox = Outbox::default();
        let own = outbox.clone();
        let teller = thread::spawn(move || {
            while let Some(message) = own.next() {
                tell(message);
            }
        });
        (outbox, teller)
    }

    /// Takes a message; never waits for the editor.
    pub fn put(&self, message: Message) {
        let mut waiting = self.lock();
        match message {
            Message::Response(_) => waiting.answers.push_back(message),
            Message::Request(_) | Message::Notification(_) => waiting.others.push_back(message),
        }
        self.0.has_more.notify_one();
    }

    /// Takes no more; what is in it is told.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.0.has_more.notify_one();
    }

    /// The next message; nothing if the outbox is closed and empty.
    fn next(&self) -> Option<Message> {
        let mut waiting = self.lock();
        loop {
            let next = waiting.next();
            if next.is_some() || waiting.is_closed {
                return next;
            }
            let more = self.0.has_more.wait(waiting);
            waiting = more.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
