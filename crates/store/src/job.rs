//! The queue between callers and the threads that own connections.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use crate::{Engine, StoreError, Tx};

/// What a caller wants done; gets a connection, gives back how it ended.
pub(crate) type Job = Box<dyn FnOnce(Connected<'_>) -> Done + Send>;

/// How a job ended, before the commit.
pub(crate) struct Done {
    /// Whether its changes are to be kept.
    pub commit: bool,
    /// Tells the caller; called after the commit, with what became of it.
    pub reply: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

/// A connection inside a transaction, handed to a job; or why there is none.
pub(crate) struct Connected<'a>(pub Result<Engine<'a>, StoreError>);

impl Connected<'_> {
    /// Runs the caller's closure. A panic in it becomes an error of its own and spares the thread.
    pub fn and_then_run<T, E, F>(self, read_only: bool, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E>,
        E: From<StoreError>,
    {
        let mut tx = Tx { engine: self.0.map_err(E::from)?, read_only };
        catch_unwind(AssertUnwindSafe(|| work(&mut tx))).unwrap_or_else(|panic| {
            let words = panic
                .downcast_ref::<&str>()
                .map(ToString::to_string)
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            Err(E::from(StoreError::Engine(format!("panic in a transaction: {words}"))))
        })
    }
}

/// Jobs waiting for a thread. Cheap to clone; the last sender's drop ends the threads.
#[derive(Clone)]
pub(crate) struct Queue {
    shared: Arc<Shared>,
    _alive: Arc<Alive>,
}

struct Alive(Arc<Shared>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.more.notify_all();
    }
}

struct Shared {
    state: Mutex<State>,
    more: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing in here panics while it holds the lock; a poisoned one is as good.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The threads' end of a queue.
#[derive(Clone)]
pub(crate) struct Worker(Arc<Shared>);

/// A new queue and its other end.
pub(crate) fn queue() -> (Queue, Worker) {
    let shared = Arc::new(Shared { state: Mutex::default(), more: Condvar::new() });
    let alive = Arc::new(Alive(shared.clone()));
    (Queue { shared: shared.clone(), _alive: alive }, Worker(shared))
}

impl Queue {
    /// Whether jobs are taken.
    pub fn is_open(&self) -> bool {
        !self.shared.lock().closed
    }

    /// Adds a job; `false` when the database has stopped.
    pub fn push(&self, job: Job) -> bool {
        let mut state = self.shared.lock();
        if state.closed {
            return false;
        }
        state.jobs.push_back(job);
        drop(state);
        self.shared.more.notify_one();
        true
    }
}

impl Worker {
    /// Waits for work and takes up to `most` jobs; empty when there will be no more.
    pub fn take(&self, most: usize) -> Vec<Job> {
        let mut state = self.0.lock();
        while state.jobs.is_empty() {
            if state.closed {
                return vec![];
            }
            state = self.0.more.wait(state).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        let n = state.jobs.len().min(most);
        state.jobs.drain(..n).collect()
    }

    /// Refuses further jobs and forgets the waiting ones: their callers hear that it stopped.
    pub fn close(&self) {
        let mut state = self.0.lock();
        state.closed = true;
        state.jobs.clear();
    }
}
