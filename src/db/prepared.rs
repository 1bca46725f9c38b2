//! Statements of fixed words, which diesel prepares once for a connection.
//!
//! What diesel derives for an insert is put together anew for each row, and what `sql_query` runs is prepared anew each
//! time: too dear where many rows a second are written.

use std::marker::PhantomData;

use diesel::{
    QueryResult, RunQueryDsl,
    backend::Backend,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{HasSqlType, Untyped},
};

/// A statement with a list of values in it. `Name` tells it from all others: of one name the words never differ, nor do
/// the types of its values.
pub struct Prepared<'a, Name, DB: Backend> {
    opening: &'static str,
    values: &'a [&'a dyn QueryFragment<DB>],
    closing: &'static str,
    name: PhantomData<Name>,
}

impl<'a, Name, DB: Backend> Prepared<'a, Name, DB> {
    /// The words before the values, the values, which get their places and commas, and the words behind them.
    pub fn new(
        opening: &'static str,
        values: &'a [&'a dyn QueryFragment<DB>],
        closing: &'static str,
    ) -> Prepared<'a, Name, DB> {
        Prepared { opening, values, closing, name: PhantomData }
    }
}

impl<Name: 'static, DB: Backend> QueryId for Prepared<'_, Name, DB> {
    type QueryId = Name;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Name, DB: Backend, Conn> RunQueryDsl<Conn> for Prepared<'_, Name, DB> {}

impl<Name, DB: Backend> QueryFragment<DB> for Prepared<'_, Name, DB> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.opening);
        for (nth, value) in self.values.iter().enumerate() {
            if nth > 0 {
                out.push_sql(", ");
            }
            value.walk_ast(out.reborrow())?;
        }
        out.push_sql(self.closing);
        Ok(())
    }
}

/// A statement with values between its words, prepared once like [`Prepared`].
pub struct Woven<'a, Name, DB: Backend> {
    words: &'a [&'static str],
    values: &'a [&'a dyn QueryFragment<DB>],
    name: PhantomData<Name>,
}

impl<'a, Name, DB: Backend> Woven<'a, Name, DB> {
    /// Words and values by turns, beginning with words.
    pub fn new(words: &'a [&'static str], values: &'a [&'a dyn QueryFragment<DB>]) -> Woven<'a, Name, DB> {
        Woven { words, values, name: PhantomData }
    }
}

impl<Name: 'static, DB: Backend> QueryId for Woven<'_, Name, DB> {
    type QueryId = Name;
    const HAS_STATIC_QUERY_ID: bool = true;
}

/// What it returns is read by the names of its columns.
impl<Name, DB: Backend> Query for Woven<'_, Name, DB> {
    type SqlType = Untyped;
}

impl<Name, DB: Backend, Conn> RunQueryDsl<Conn> for Woven<'_, Name, DB> {}

impl<Name, DB: Backend> QueryFragment<DB> for Woven<'_, Name, DB> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (nth, words) in self.words.iter().enumerate() {
            out.push_sql(words);
            if let Some(value) = self.values.get(nth) {
                value.walk_ast(out.reborrow())?;
            }
        }
        Ok(())
    }
}

/// One value of a statement, of the type `ST` of SQL.
pub struct Value<'a, ST, V: ?Sized>(&'a V, PhantomData<ST>);

/// A value for [`Prepared::new`].
pub fn value<ST, V: ?Sized>(value: &V) -> Value<'_, ST, V> {
    Value(value, PhantomData)
}

impl<ST, V, DB> QueryFragment<DB> for Value<'_, ST, V>
where
    V: ToSql<ST, DB> + ?Sized,
    DB: Backend + HasSqlType<ST>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_bind_param::<ST, V>(self.0)
    }
}

/// One column of many rows, for a value of PostgreSQL's `Array`.
pub fn column<'a, Row, T>(rows: &'a [Row], of: impl Fn(&'a Row) -> &'a T) -> Vec<&'a T> {
    rows.iter().map(of).collect()
}
