//! Somebody proved that the mailbox is theirs: they are on the list from now on.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{Conn, execute_native, schema::subscribers},
    subscribers::{NewSubscriber, Status, store},
};

/// What a double opt-in changes for somebody of this status; none is somebody who was never here, or was erased.
///
/// A form changes nothing of a person who is on the list: anybody can fill in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Insert,
    Revive,
    Nothing,
    /// They called our mail unwanted; only they themselves can take that back, by writing to us.
    Refuse,
}

impl Effect {
    /// What it changes for somebody of this status.
    pub fn on(status: Option<Status>) -> Effect {
        match status {
            None => Effect::Insert,
            Some(Status::Left | Status::Unreachable) => Effect::Revive,
            Some(Status::Active | Status::Paused) => Effect::Nothing,
            Some(Status::Complained) => Effect::Refuse,
        }
    }
}

/// Adds somebody unless the address is there already, by another signup confirmed in the same moment. Their id.
pub fn insert_unless_there(conn: &mut Conn, person: &NewSubscriber) -> QueryResult<Option<i64>> {
    let insert = diesel::insert_into(subscribers::table).values(person);
    let added = execute_native(conn, insert.on_conflict(subscribers::email_index).do_nothing())?;
    match added {
        0 => Ok(None),
        _ => Ok(store::find_by_index(conn, &person.email_index)?.map(|subscriber| subscriber.id)),
    }
}

/// Takes somebody back who had left or could not be reached, with the wishes that they have now. Their old links
/// stay good: the person is the same. True if that changed anything.
///
/// What is sealed in `person` must be sealed for the public id that the row has.
pub fn revive(conn: &mut Conn, id: i64, person: &NewSubscriber, now: NaiveDateTime) -> QueryResult<bool> {
    let gone = subscribers::status.eq_any([Status::Left, Status::Unreachable]);
    let changed = diesel::update(subscribers::table.filter(subscribers::id.eq(id)).filter(gone))
        .set((
            subscribers::name.eq(&person.name),
            subscribers::help.eq(&person.help),
            subscribers::status.eq(Status::Active),
            subscribers::reading.eq(&person.reading),
            subscribers::first_language.eq(&person.first_language),
            subscribers::cadence.eq(person.cadence),
            subscribers::country.eq(person.country),
            subscribers::came_from.eq(&person.came_from),
            subscribers::fates.eq(""),
            subscribers::confirmed_at.eq(now),
            subscribers::left_at.eq(None::<NaiveDateTime>),
            subscribers::paused_until.eq(None::<NaiveDateTime>),
            subscribers::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_changes_nothing_of_somebody_on_the_list() {
        let effects = Status::ALL.map(|status| (status.as_str(), Effect::on(Some(status))));
        let expected = [
            ("active", Effect::Nothing),
            ("paused", Effect::Nothing),
            ("left", Effect::Revive),
            ("unreachable", Effect::Revive),
            ("complained", Effect::Refuse),
        ];
        assert_eq!(effects, expected);
        assert_eq!(Effect::on(None), Effect::Insert);
    }
}
