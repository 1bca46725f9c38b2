//! Types that are stored as text.

/// Stores a type in `Text` columns of both databases. The type has `as_str(&self) -> &str` and `FromStr`.
///
/// What can't be read is not repeated in the error: a column may hold personal data.
#[macro_export]
macro_rules! text_column {
    ($type:ty) => {
        const _: () = {
            use diesel::backend::Backend;
            use diesel::deserialize::{self, FromSql, Queryable};
            use diesel::expression::AsExpression;
            use diesel::internal::derives::as_expression::Bound;
            use diesel::serialize::{self, Output, ToSql};
            use diesel::sql_types::{Nullable, SingleValue, Text};

            impl<DB> ToSql<Text, DB> for $type
            where
                DB: Backend,
                str: ToSql<Text, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
                }
            }

            impl<DB> ToSql<Nullable<Text>, DB> for $type
            where
                DB: Backend,
                str: ToSql<Text, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
                }
            }

            impl<DB> FromSql<Text, DB> for $type
            where
                DB: Backend,
                String: FromSql<Text, DB>,
            {
                fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                    let text = <String as FromSql<Text, DB>>::from_sql(bytes)?;
                    text.parse().map_err(|_| concat!("a column does not hold a ", stringify!($type)).into())
                }
            }

            impl<DB, ST> Queryable<ST, DB> for $type
            where
                DB: Backend,
                ST: SingleValue,
                Self: FromSql<ST, DB>,
            {
                type Row = Self;

                fn build(row: Self) -> deserialize::Result<Self> {
                    Ok(row)
                }
            }

            impl AsExpression<Text> for $type {
                type Expression = Bound<Text, Self>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }

            impl AsExpression<Nullable<Text>> for $type {
                type Expression = Bound<Nullable<Text>, Self>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }

            impl<'a> AsExpression<Text> for &'a $type {
                type Expression = Bound<Text, Self>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }

            impl<'a> AsExpression<Nullable<Text>> for &'a $type {
                type Expression = Bound<Nullable<Text>, Self>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }

            impl<'a, 'b> AsExpression<Text> for &'b &'a $type {
                type Expression = Bound<Text, Self>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }

            impl<'a, 'b> AsExpression<Nullable<Text>> for &'b &'a $type {
                type Expression = Bound<Nullable<Text>, Self>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }
        };
    };
}

pub use crate::text_column;
