//! A place where the server waits until the test lets go.

use std::{
    sync::{Arc, Condvar, Mutex},
    time::Duration,
};

#[derive(Debug, Clone, Default)]
pub struct Hold(Arc<(Mutex<State>, Condvar)>);

#[derive(Debug, Default)]
struct State {
    waiting: usize,
    is_open: bool,
}

impl Hold {
    /// The server's side.
    pub fn wait(&self) {
        let mut state = self.0.0.lock().unwrap();
        state.waiting += 1;
        self.0.1.notify_all();
        while !state.is_open {
            state = self.0.1.wait(state).unwrap();
        }
    }

    /// Waits until so many connections wait here.
    #[track_caller]
    pub fn until(&self, n: usize) {
        let state = self.0.0.lock().unwrap();
        let limit = Duration::from_secs(20);
        let (state, _) = self.0.1.wait_timeout_while(state, limit, |state| state.waiting < n).unwrap();
        assert!(state.waiting >= n, "{} of {n} wait", state.waiting);
    }

    /// How many came here.
    pub fn n_came(&self) -> usize {
        self.0.0.lock().unwrap().waiting
    }

    /// Lets all go, for good.
    pub fn release(&self) {
        self.0.0.lock().unwrap().is_open = true;
        self.0.1.notify_all();
    }
}
