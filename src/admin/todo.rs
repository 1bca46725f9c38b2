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
    pub has_sent: bool,
    pub has_two_admins: bool,
}

/// One thing to do, and whether it is done.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The key of its sentence.
    pub key: &'static str,
    pub done: bool,
    /// Where it is done, if that is in the console.
    pub url: Option<&'static str>,
}

/// The list, until all of it is done; then nothing.
pub fn steps(known: Known) -> Vec<Step> {
    let step = |key, done, url| Step { key, done, url };
    let steps = vec![
        step("admin-todo-name", known.is_named, None),
        step("admin-todo-address", known.has_postal_address, None),
        step("admin-todo-mail", known.has_mail_server, None),
        step("admin-todo-articles", known.has_articles, Some("/admin/sources")),
        step("admin-todo-people", known.has_people, Some("/admin/people")),
        step("admin-todo-admins", known.has_two_admins, Some("/admin/admins")),
        step("admin-todo-issue", known.has_sent, Some("/admin/issues")),
    ];
    if steps.iter().all(|step| step.done) { Vec::new() } else { steps }
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
            has_sent: false,
            has_two_admins: false,
        };
        assert_eq!(steps(fresh).iter().filter(|step| !step.done).count(), 7);
        let named = Known { is_named: true, ..fresh };
        assert_eq!(
            steps(named).iter().filter(|step| step.done).map(|step| step.key).collect::<Vec<_>>(),
            ["admin-todo-name"]
        );
        let all = Known {
            is_named: true,
            has_postal_address: true,
            has_mail_server: true,
            has_articles: true,
            has_people: true,
            has_sent: true,
            has_two_admins: true,
        };
        assert!(steps(all).is_empty());
    }
}
