//! Which articles a new issue gathers.

use chrono::NaiveDateTime;
use diesel::{dsl::max, prelude::*};

use crate::{
    db::{
        Conn,
        schema::{issue_articles, issues, translations},
    },
    issues::{Piece, Status, piece},
    subscribers::Cadence,
};

/// More articles than this make no newsletter; the newest are taken. The next regular issue gathers the rest; a weekly
/// or monthly one does not look back behind the last of its kind.
const MOST: usize = 50;

/// What makes an article new enough.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fresh {
    /// It came at this time or since, or ever, and was not there before us.
    Arrived(Option<NaiveDateTime>),
    /// It was published since this time, whether it was there before us or not.
    Published(NaiveDateTime),
}

/// The articles that no issue of this cadence has carried, the newest first. A weekly or monthly issue gathers what
/// came since the last of its kind. `since` reaches back by publication, and then to the baseline too.
pub fn gather(conn: &mut Conn, cadence: Cadence, since: Option<NaiveDateTime>) -> QueryResult<Vec<Piece>> {
    let fresh = match since {
        Some(since) => Fresh::Published(since),
        None if cadence == Cadence::Every => Fresh::Arrived(None),
        None => Fresh::Arrived(last_of(conn, cadence)?),
    };
    let ids = candidates(conn, cadence, fresh)?;
    let pieces = piece::load(conn, &ids)?;
    Ok(sorted(pieces.into_iter().filter(|piece| fresh.admits(piece)).collect()))
}

impl Fresh {
    /// The translation that was seen first decides whether the article was there before us: when an old article is
    /// translated at last, that does not make it news.
    fn admits(self, piece: &Piece) -> bool {
        let texts = || piece.translations.values();
        match self {
            Fresh::Published(since) => texts().any(|text| text.published_at >= since),
            Fresh::Arrived(since) => {
                let first = texts().min_by_key(|text| (text.first_seen_at, text.baseline));
                first.is_some_and(|first| {
                    !first.baseline && since.is_none_or(|since| first.first_seen_at >= since)
                })
            }
        }
    }
}

fn sorted(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by_key(|piece| (piece.published_at(), piece.id));
    pieces.reverse();
    pieces.truncate(MOST);
    pieces
}

/// Drafts count: what one of them holds is not gathered twice. A cancelled issue counts if somebody got it.
fn candidates(conn: &mut Conn, cadence: Cadence, fresh: Fresh) -> QueryResult<Vec<i64>> {
    let carried = issue_articles::table
        .inner_join(issues::table)
        .filter(issues::cadence.eq(cadence))
        .filter(issues::status.ne(Status::Cancelled).or(issues::started_at.is_not_null()))
        .select(issue_articles::article_id);
    let uncarried = translations::table.filter(translations::article_id.ne_all(carried));
    let ids = match fresh {
        Fresh::Published(since) => uncarried
            .filter(translations::published_at.ge(since))
            .select(translations::article_id)
            .distinct()
            .load(conn)?,
        Fresh::Arrived(_) => uncarried
            .filter(translations::baseline.eq(false))
            .select(translations::article_id)
            .distinct()
            .load(conn)?,
    };
    Ok(ids)
}

/// When the last issue of this kind was made.
fn last_of(conn: &mut Conn, cadence: Cadence) -> QueryResult<Option<NaiveDateTime>> {
    issues::table
        .filter(issues::cadence.eq(cadence))
        .filter(issues::status.ne(Status::Cancelled).or(issues::started_at.is_not_null()))
        .select(max(issues::created_at))
        .first(conn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issues::piece::tests::piece;

    fn day(day: u32) -> NaiveDateTime {
        chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap().into()
    }

    /// A piece whose translations were seen on these days; a baseline one where the flag says so.
    fn seen(id: i64, texts: &[(&str, u32, bool)]) -> Piece {
        let mut piece = piece(id, &texts.iter().map(|(tag, ..)| (*tag, "T")).collect::<Vec<_>>());
        for (tag, seen_on, baseline) in texts {
            let text = piece.translations.get_mut(&tag.parse().unwrap()).unwrap();
            (text.first_seen_at, text.published_at, text.baseline) =
                (day(*seen_on), day(*seen_on), *baseline);
        }
        piece
    }

    #[test]
    fn the_first_seen_translation_decides_what_is_new() {
        let check = |texts: &[(&str, u32, bool)], fresh: Fresh, expected: bool| {
            assert_eq!(fresh.admits(&seen(1, texts)), expected, "{texts:?} {fresh:?}");
        };
        check(&[("ar", 1, false)], Fresh::Arrived(None), true);
        check(&[("ar", 1, true)], Fresh::Arrived(None), false);
        check(&[("ar", 1, true), ("en", 5, false)], Fresh::Arrived(None), false);
        check(&[("ar", 1, false), ("en", 5, true)], Fresh::Arrived(None), true);
        check(&[("ar", 4, false)], Fresh::Arrived(Some(day(5))), false);
        check(&[("ar", 5, false)], Fresh::Arrived(Some(day(5))), true);
        check(&[("ar", 1, true), ("en", 5, true)], Fresh::Published(day(5)), true);
        check(&[("ar", 1, true)], Fresh::Published(day(5)), false);
    }

    #[test]
    fn the_newest_stand_first() {
        let pieces =
            vec![seen(1, &[("ar", 2, false)]), seen(2, &[("ar", 9, false)]), seen(3, &[("ar", 2, false)])];
        let order: Vec<i64> = sorted(pieces).iter().map(|piece| piece.id).collect();
        assert_eq!(order, [2, 3, 1]);
    }
}
