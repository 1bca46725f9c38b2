//! Groups of `Name: value`, as delivery reports and complaints have them.

/// One group, names in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group(Vec<(String, String)>);

impl Group {
    /// The first value of this name.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of these names, with spaces between them.
    pub fn all(&self, names: &[&str]) -> String {
        let values: Vec<&str> = self
            .0
            .iter()
            .filter(|(name, _)| names.contains(&name.as_str()))
            .map(|(_, value)| value.as_str())
            .collect();
        values.join(" ")
    }
}

/// Reads groups: an empty line ends one, and so does a name of `starters` that the group has already, since not
/// everybody writes the empty line. Folded lines are joined; what is no field is passed over.
pub fn groups(text: &str, starters: &[&str]) -> Vec<Group> {
    let mut groups = vec![Group::default()];
    for line in text.lines() {
        let last = groups.last_mut().expect("there is always a group");
        if line.trim().is_empty() {
            if !last.0.is_empty() {
                groups.push(Group::default());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = last.0.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':').filter(|(name, _)| is_name(name)) {
            let name = name.trim().to_ascii_lowercase();
            let field = (name.clone(), value.trim().to_owned());
            if starters.contains(&name.as_str()) && last.one(&name).is_some() {
                groups.push(Group(vec![field]));
            } else {
                last.0.push(field);
            }
        }
    }
    groups.retain(|group| !group.0.is_empty());
    groups
}

fn is_name(text: &str) -> bool {
    let text = text.trim_end();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_in_groups() {
        let text = "Reporting-MTA: dns; a\r\n\r\nFinal-Recipient: rfc822; b\r\nDiagnostic-Code: smtp;\r\n 550 no\r\n\tsuch user\r\n\
                    nonsense\r\nFinal-Recipient: rfc822; c\r\nStatus : 5.1.1\r\n";
        let groups = groups(text, &["final-recipient"]);
        assert_eq!(groups.len(), 3);
        assert_eq!(groups[0].one("reporting-mta"), Some("dns; a"));
        assert_eq!(groups[1].one("diagnostic-code"), Some("smtp; 550 no such user"));
        assert_eq!((groups[2].one("status"), groups[2].one("action")), (Some("5.1.1"), None));
        assert_eq!(groups[2].all(&["status", "final-recipient"]), "rfc822; c 5.1.1");
    }
}
