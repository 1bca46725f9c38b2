//! Names become addresses here and nowhere else, so that a name is judged by the very addresses that are connected
//! to: a name server that answers differently the second time gains nothing.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::guard::Guard;

/// How a name is looked up. Tests bring their own.
pub type Lookup = Arc<dyn Fn(String) -> Addresses + Send + Sync>;
type Addresses = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// The system's own way.
pub fn system() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

/// A name led only to addresses that must not be asked.
#[derive(Debug, thiserror::Error)]
#[error("the name leads into a private network")]
pub struct LeadsInside;

/// Finds the addresses of a name, without those that must not be asked.
pub struct GuardedResolver {
    pub guard: Guard,
    pub lookup: Lookup,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.guard.clone();
        let found = (self.lookup)(name.as_str().to_owned());
        Box::pin(async move {
            let found = found.await?;
            let n_found = found.len();
            let admitted: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| guard.admits_address(name.as_str(), *address))
                .map(|address| SocketAddr::new(address, 0))
                .collect();
            if admitted.is_empty() && n_found > 0 {
                return Err(LeadsInside.into());
            }
            Ok(Box::new(admitted.into_iter()) as Addrs)
        })
    }
}
