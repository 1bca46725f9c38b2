//! The screens of the console, as its menu lists them.

use serde::Serialize;

use crate::access::Role;

/// One entry of the menu; the one that a page belongs to is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Overview,
    Issues,
    Articles,
    Sources,
    People,
    Letters,
    Topics,
    Admins,
    Tokens,
    Audit,
}

/// An entry as a template prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MenuEntry {
    /// The key of its name.
    pub key: &'static str,
    pub url: &'static str,
    pub current: bool,
}

impl Screen {
    const ALL: [Screen; 10] = [
        Screen::Overview,
        Screen::Issues,
        Screen::Articles,
        Screen::Sources,
        Screen::People,
        Screen::Letters,
        Screen::Topics,
        Screen::Admins,
        Screen::Tokens,
        Screen::Audit,
    ];

    /// Where the screen is, and the key of its name.
    fn place(self) -> (&'static str, &'static str) {
        match self {
            Screen::Overview => ("/admin/", "access-menu-overview"),
            Screen::Issues => ("/admin/issues", "access-menu-issues"),
            Screen::Articles => ("/admin/articles", "access-menu-articles"),
            Screen::Sources => ("/admin/sources", "access-menu-sources"),
            Screen::People => ("/admin/people", "access-menu-people"),
            Screen::Letters => ("/admin/letters", "access-menu-letters"),
            Screen::Topics => ("/admin/topics", "access-menu-topics"),
            Screen::Admins => ("/admin/admins", "access-menu-admins"),
            Screen::Tokens => ("/admin/tokens", "access-menu-tokens"),
            Screen::Audit => ("/admin/audit", "access-menu-audit"),
        }
    }

    /// Who may open it.
    fn needs(self) -> Role {
        match self {
            Screen::Admins | Screen::Tokens | Screen::Audit => Role::Owner,
            _ => Role::Viewer,
        }
    }

    /// The menu that somebody of this role sees on this screen.
    pub fn menu(self, role: Role) -> Vec<MenuEntry> {
        let seen = Screen::ALL.into_iter().filter(|screen| role.covers(screen.needs()));
        seen.map(|screen| {
            let (url, key) = screen.place();
            MenuEntry { key, url, current: screen == self }
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_offers_what_the_role_may_open() {
        let count = |role| Screen::Issues.menu(role).len();
        assert_eq!((count(Role::Viewer), count(Role::Editor), count(Role::Owner)), (7, 7, 10));
        let marked: Vec<_> =
            Screen::Issues.menu(Role::Owner).into_iter().filter(|entry| entry.current).collect();
        assert_eq!(marked.len(), 1);
        assert_eq!(marked[0].url, "/admin/issues");
    }
}
