//! Looks at the figures again and again while something else happens.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::{campaign::Campaign, figures::Figures};

pub struct Watch {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<usize>,
}

impl Watch {
    pub fn start(campaign: &Campaign) -> Watch {
        let is_over = Arc::new(AtomicBool::new(false));
        let (told, database, file) = (Arc::clone(&is_over), campaign.database.clone(), campaign.file());
        let thread = thread::spawn(move || {
            let (mut looks, mut conn) = (0, None);
            while !told.load(Ordering::Relaxed) {
                // The database may be away: it is looked at again when it is back.
                conn = conn.or_else(|| database.connect(&file).ok());
                match conn.as_mut().map(Figures::look) {
                    Some(Ok(_)) => looks += 1,
                    _ => conn = None,
                }
                thread::sleep(Duration::from_millis(30));
            }
            looks
        });
        Watch { is_over, thread }
    }

    /// How often it looked, and always found what must be.
    pub fn stop(self) -> usize {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}
