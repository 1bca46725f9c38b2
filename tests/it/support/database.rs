//! A database for one test: a file, or with `TEST_DATABASE_URL` a schema of that PostgreSQL.

use std::path::Path;

use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};

/// Gone when it is dropped.
pub struct Database {
    /// As the setting has it; none is the SQLite file of the data folder.
    pub url: Option<String>,
    schema: Option<(String, String)>,
}

impl Database {
    /// A fresh one; `name` tells schemas of one PostgreSQL apart.
    pub fn fresh() -> Database {
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
            return Database { url: None, schema: None };
        };
        let schema = format!("t_{:x}", rand::random::<u64>());
        let mut conn = PgConnection::establish(&server).unwrap();
        sql_query(format!("CREATE SCHEMA {schema}")).execute(&mut conn).unwrap();
        let sign = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{sign}options=-csearch_path%3D{schema}");
        Database { url: Some(url), schema: Some((server, schema)) }
    }

    /// The embedded one, whichever the tests run on.
    pub fn embedded() -> Database {
        Database { url: None, schema: None }
    }

    /// Every byte that the database keeps, for searching: the files of SQLite, or all rows of all tables.
    pub fn dump(&self, data_dir: &Path) -> Vec<u8> {
        let Some((server, schema)) = &self.schema else {
            let files = ["hudhud.db", "hudhud.db-wal"]
                .map(|name| std::fs::read(data_dir.join(name)).unwrap_or_default());
            return files.concat();
        };
        #[derive(diesel::QueryableByName)]
        struct Text {
            #[diesel(sql_type = diesel::sql_types::Text)]
            text: String,
        }
        let mut conn = PgConnection::establish(server).unwrap();
        let tables: Vec<Text> =
            sql_query(format!("SELECT tablename::text AS text FROM pg_tables WHERE schemaname = '{schema}'"))
                .load(&mut conn)
                .unwrap();
        let mut dump = Vec::new();
        for table in tables {
            let rows: Vec<Text> =
                sql_query(format!("SELECT row_to_json(t)::text AS text FROM {schema}.\"{}\" t", table.text))
                    .load(&mut conn)
                    .unwrap();
            rows.iter().for_each(|row| dump.extend_from_slice(row.text.as_bytes()));
        }
        dump
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((server, schema)) = &self.schema
            && let Ok(mut conn) = PgConnection::establish(server)
        {
            sql_query(format!("DROP SCHEMA {schema} CASCADE")).execute(&mut conn).ok();
        }
    }
}
