//! Which database, and where.

use super::Secret;
use percent_encoding::percent_decode_str;
use std::path::{Path, PathBuf};

/// One of the two databases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// The file of an embedded SQLite.
    Sqlite(PathBuf),
    /// A `postgres://…` URL; it may hold a password.
    Postgres(Secret),
}

impl DatabaseUrl {
    /// Where the database lies if nobody says otherwise.
    pub fn default_in(data_dir: &Path) -> Self {
        DatabaseUrl::Sqlite(data_dir.join("hudhud.db"))
    }

    /// Reads `sqlite://PATH` or `postgres://…`. Anything else is refused: it must not become a file of that name.
    pub fn parse(value: &str) -> Result<Self, String> {
        if let Some(path) = value.strip_prefix("sqlite:") {
            return sqlite(path.strip_prefix("//").unwrap_or(path));
        }
        if value.starts_with("postgres://") || value.starts_with("postgresql://") {
            return match url::Url::parse(value) {
                Ok(_) => Ok(DatabaseUrl::Postgres(Secret::from(value))),
                Err(error) => Err(format!("is not a URL that can be read ({error})")),
            };
        }
        Err("must start with sqlite:// or postgres://".to_owned())
    }
}

fn sqlite(path: &str) -> Result<DatabaseUrl, String> {
    let path =
        percent_decode_str(path).decode_utf8().map_err(|_| "holds a path that is not UTF-8".to_owned())?;
    match path.as_ref() {
        "" => Err("names no file after sqlite://".to_owned()),
        ":memory:" => Err("must name a file: a database in memory would be lost".to_owned()),
        path if path.contains('?') => Err("takes no parameters after the file of SQLite".to_owned()),
        path => Ok(DatabaseUrl::Sqlite(PathBuf::from(path))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_url_names_one_of_two_databases() {
        fn check(value: &str, expected: Option<&str>) {
            let got = DatabaseUrl::parse(value).ok().map(|url| match url {
                DatabaseUrl::Sqlite(path) => format!("file {}", path.display()),
                DatabaseUrl::Postgres(url) => format!("server {}", url.expose()),
            });
            assert_eq!(got.as_deref(), expected, "{value}");
        }
        check("sqlite://data/hudhud.db", Some("file data/hudhud.db"));
        check("sqlite:///var/lib/hudhud.db", Some("file /var/lib/hudhud.db"));
        check("sqlite:///my letters/hudhud.db", Some("file /my letters/hudhud.db"));
        check("sqlite:///my%20letters/50%.db", Some("file /my letters/50%.db"));
        check("sqlite:hudhud.db", Some("file hudhud.db"));
        check("postgres://u:p@db.example/hudhud", Some("server postgres://u:p@db.example/hudhud"));
        check("postgresql:///hudhud", Some("server postgresql:///hudhud"));
        check("sqlite://", None);
        check("sqlite://:memory:", None);
        check("sqlite://a.db?mode=ro", None);
        check("mysql://u:p@db.example/hudhud", None);
        check("hudhud.db", None);
        check("postgres://u:p@[bad/hudhud", None);
        check("", None);
    }

    #[test]
    fn a_password_is_not_printed() {
        let url = DatabaseUrl::parse("postgres://u:geheim@db.example/hudhud").unwrap();
        assert!(!format!("{url:?}").contains("geheim"));
    }
}
