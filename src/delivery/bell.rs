//! Wakes postmen who wait.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Rung when there is something to send. Clones are one bell.
#[derive(Clone, Default)]
pub struct Bell(Arc<(Mutex<u64>, Condvar)>);

impl Bell {
    /// Wakes everybody who waits.
    pub fn ring(&self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.1.notify_all();
    }

    /// How often it was rung.
    pub fn rung(&self) -> u64 {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it was rung more often than `heard`, or until the time is over.
    pub fn wait(&self, heard: u64, at_most: Duration) {
        let rung = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.0.1.wait_timeout_while(rung, at_most, |rung| *rung == heard));
    }
}
