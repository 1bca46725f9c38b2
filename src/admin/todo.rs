//! What is left to do before the newsletter really runs.

use serde::Serialize;

/// What is known of the site.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub is_named: bool,
    pub has_postal_address: bool,
    pub has_mail_server: bool,
    pub has_articles: bool,
    pub has_people: bool,
    pub first_issue: Stage,
    pub has_two_admins: bool,
}

/// How far a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Open,
    /// It is on its way, and will be done by itself.
    Begun,
    Done,
}

impl Stage {
    fn of(done: bool) -> Stage {
        if done { Stage::Done } else { Stage::Open }
    }

    /// The first issue: it is done when somebody got it.
    pub fn of_issue(has_reached_anybody: bool, n_under_way: i64) -> Stage {
        match (has_reached_anybody, n_under_way) {
            (true, _) => Stage::Done,
            (false, 0) => Stage::Open,
            (false, _) => Stage::Begun,
        }
    }
}

/// One thing to do, and how far it is.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The key of its sentence.
    pub key: &'static str,
    pub stage: Stage,
    /// Where it is done, if that is in the console.
    pub url: Option<&'static str>,
}

/// The list, until all of it is done; then nothing.
pub fn steps(known: Known) -> Vec<Step> {
    let step = |key, stage, url| Step { key, stage, url };
    let is = Stage::of;
    let steps = vec![
        step("admin-todo-name", is(known.is_named), None),
        step("admin-todo-address", is(known.has_postal_address), None),
        step("admin-todo-mail", is(known.has_mail_server), None),
        step("admin-todo-articles", is(known.has_articles), Some("/admin/sources")),
        step("admin-todo-people", is(known.has_people), Some("/admin/people")),
        step("admin-todo-admins", is(known.has_two_admins), Some("/admin/admins")),
        step("admin-todo-issue", known.first_issue, Some("/admin/issues")),
    ];
    if steps.iter().all(|step| step.stage == Stage::Done) { Vec::new() } else { steps }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_goes_when_all_is_done() {
        let fresh = Known {
            is_named: false,
            has_postal_address: false,
            has_mail_server: false,
            has_articles: false,
            has_people: false,
            first_issue: Stage::Open,
            has_two_admins: false,
        };
        assert_eq!(steps(fresh).iter().filter(|step| step.stage == Stage::Open).count(), 7);
        let named = Known { is_named: true, ..fresh };
        assert_eq!(
            steps(named)
                .iter()
                .filter(|step| step.stage == Stage::Done)
                .map(|step| step.key)
                .collect::<Vec<_>>(),
            ["admin-todo-name"]
        );
        let all = Known {
            is_named: true,
            has_postal_address: true,
            has_mail_server: true,
            has_articles: true,
            has_people: true,
            first_issue: Stage::Done,
            has_two_admins: true,
        };
        assert!(steps(all).is_empty());
        let begun = Known { first_issue: Stage::Begun, ..all };
        assert_eq!(steps(begun).last().map(|step| step.stage), Some(Stage::Begun));
    }

    #[test]
    fn the_first_issue_is_done_when_somebody_got_it() {
        assert_eq!(Stage::of_issue(false, 0), Stage::Open);
        assert_eq!(Stage::of_issue(false, 1), Stage::Begun);
        assert_eq!(Stage::of_issue(true, 1), Stage::Done);
        assert_eq!(Stage::of_issue(true, 0), Stage::Done);
    }
}
