//! A PostgreSQL for one measure.

use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A schema of its own in somebody's PostgreSQL, gone when it is dropped.
pub struct Schema {
    server: String,
    name: String,
    pub url: String,
}

impl Schema {
    pub fn fresh(server: &str) -> anyhow::Result<Schema> {
        let name = format!("bench_{:x}_{:x}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        sql_query(format!("CREATE SCHEMA {name}")).execute(&mut PgConnection::establish(server)?)?;
        let sign = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{sign}options=-csearch_path%3D{name}");
        Ok(Schema { server: server.to_owned(), name, url })
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        if let Ok(mut conn) = PgConnection::establish(&self.server) {
            sql_query(format!("DROP SCHEMA {} CASCADE", self.name)).execute(&mut conn).ok();
        }
    }
}
