//! What the database says of an issue, all of one moment.

use diesel::{
    QueryResult, RunQueryDsl, sql_query,
    sql_types::{BigInt, Text},
};
use hudhud::{clock::Clock, db::Conn, delivery};

/// The rows of the only issue, and what is said of them.
#[derive(Debug, Clone, PartialEq, Eq, diesel::QueryableByName)]
pub struct Figures {
    #[diesel(sql_type = BigInt)]
    pub dispatch: i64,
    #[diesel(sql_type = Text)]
    pub status: String,
    #[diesel(sql_type = BigInt)]
    pub selected: i64,
    #[diesel(sql_type = BigInt)]
    pub rows: i64,
    #[diesel(sql_type = BigInt)]
    pub sent: i64,
    #[diesel(sql_type = BigInt)]
    pub failed: i64,
    #[diesel(sql_type = BigInt)]
    pub skipped: i64,
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    #[diesel(sql_type = BigInt)]
    pub in_hand: i64,
    #[diesel(sql_type = BigInt)]
    pub uncertain: i64,
    #[diesel(sql_type = BigInt)]
    pub tally: i64,
}

/// One statement, so that its figures fit together whatever happens meanwhile.
const LOOK: &str = "SELECT d.id AS dispatch, d.state AS status, d.n_selected AS selected, \
    (SELECT COUNT(*) FROM deliveries r WHERE r.dispatch_id = d.id) AS rows, \
    (SELECT COUNT(*) FROM deliveries r WHERE r.dispatch_id = d.id AND state = 'sent') AS sent, \
    (SELECT COUNT(*) FROM deliveries r WHERE r.dispatch_id = d.id AND state = 'failed') AS failed, \
    (SELECT COUNT(*) FROM deliveries r WHERE r.dispatch_id = d.id AND state = 'skipped') AS skipped, \
    (SELECT COUNT(*) FROM deliveries r WHERE r.dispatch_id = d.id \
        AND state IN ('due', 'leased', 'in_data', 'held')) AS waiting, \
    (SELECT COUNT(*) FROM deliveries r WHERE r.dispatch_id = d.id AND state IN ('leased', 'in_data')) AS in_hand, \
    (SELECT COUNT(*) FROM deliveries r WHERE r.dispatch_id = d.id AND uncertain) AS uncertain, \
    (SELECT CAST(COALESCE(SUM(n_sent), 0) AS BIGINT) FROM tallies t WHERE t.dispatch_id = d.id) AS tally \
    FROM dispatches d";

impl Figures {
    /// Looks, and fails if what must always be so is not.
    pub fn look(conn: &mut Conn) -> QueryResult<Figures> {
        let figures: Figures = match conn {
            Conn::Sqlite(conn) => sql_query(LOOK).get_result(conn)?,
            Conn::Postgres(conn) => sql_query(LOOK).get_result(conn)?,
        };
        let ended = figures.sent + figures.failed + figures.skipped;
        assert_eq!(figures.selected, figures.rows, "every selected reader is a row: {figures:?}");
        assert_eq!(figures.selected, ended + figures.waiting, "nobody is lost: {figures:?}");
        assert_eq!(figures.sent, figures.tally, "the tally is what was sent: {figures:?}");
        let said = delivery::progress(conn, figures.dispatch, Clock::system().now())?;
        assert_eq!(said.selected, said.sent + said.failed + said.skipped + said.waiting, "{said:?}");
        assert!(said.waiting >= 0 && said.sent >= figures.sent, "{said:?} after {figures:?}");
        assert!(said.uncertain >= figures.uncertain, "{said:?} after {figures:?}");
        Ok(figures)
    }
}
