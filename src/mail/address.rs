//! Addresses as SMTP wants them: the domain in ASCII, so that only a local part can ask for SMTPUTF8.

use std::{fmt, str::FromStr};

use lettre::message::Mailbox;

use super::clean;
use crate::i18n::marks::turns_direction;

/// An address that can stand in an envelope and in a header. Its domain is ASCII (A-labels) and lower case.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(lettre::Address);

/// Said instead of the text that was refused, which may be somebody's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address that can be written to")]
pub struct NotAnAddress;

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(raw: &str) -> Result<Address, NotAnAddress> {
        let (local, domain) = raw.trim().rsplit_once('@').ok_or(NotAnAddress)?;
        let domain = idna::domain_to_ascii(domain).map_err(|_| NotAnAddress)?;
        if local.chars().any(|c| c.is_control() || c.is_whitespace() || turns_direction(c)) {
            return Err(NotAnAddress);
        }
        lettre::Address::new(local, domain).map(Address).map_err(|_| NotAnAddress)
    }
}

impl Address {
    /// The whole address, `local@domain`.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        self.0.user()
    }

    /// What stands behind the `@`, in ASCII.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// True if only a server with SMTPUTF8 can carry it (RFC 6531).
    pub fn needs_smtputf8(&self) -> bool {
        !self.0.user().is_ascii()
    }

    pub(super) fn inner(&self) -> &lettre::Address {
        &self.0
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// Who writes: the name and address of `HUDHUD_MAIL_FROM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    name: Option<String>,
    address: Address,
}

impl FromStr for Sender {
    type Err = NotAnAddress;

    /// Takes `Name <address>`, with or without quotes around the name, or an address alone.
    fn from_str(raw: &str) -> Result<Sender, NotAnAddress> {
        let raw = raw.trim();
        let Some((name, rest)) = raw.rsplit_once('<') else {
            return Ok(Sender { name: None, address: raw.parse()? });
        };
        let address = rest.strip_suffix('>').ok_or(NotAnAddress)?.parse()?;
        let name = clean::header(name.trim().trim_matches('"'));
        Ok(Sender { name: (!name.is_empty()).then_some(name), address })
    }
}

impl Sender {
    /// The address alone; it is also the envelope's sender.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The name that readers see.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The domain that message ids, list ids and EHLO carry; never the name of this machine.
    pub fn domain(&self) -> &str {
        self.address.domain()
    }

    pub(super) fn mailbox(&self) -> Mailbox {
        Mailbox::new(self.name.clone(), self.address.0.clone())
    }
}

/// Where returned mail goes, and mails of those who leave: `HUDHUD_BOUNCE_ADDRESS`. A token behind a plus says what a
/// mail is about (VERP).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnAddress(Address);

/// The local part of addresses to leave by.
const LEAVE: &str = "leave";
/// The longest local part (RFC 5321, 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

impl ReturnAddress {
    /// The longest token that an address has room for.
    pub const LONGEST_TOKEN: usize = 37;

    /// Takes an address whose local part has room for a plus and a token behind it.
    pub fn new(address: Address) -> Result<ReturnAddress, NotAnAddress> {
        let local = address.local();
        let fits = local.len().max(LEAVE.len()) + 1 + Self::LONGEST_TOKEN <= LONGEST_LOCAL;
        let is_plain = local.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        if fits && is_plain { Ok(ReturnAddress(address)) } else { Err(NotAnAddress) }
    }

    /// The address that a message with this token comes back to.
    pub fn bounce(&self, token: &str) -> Result<Address, NotAnAddress> {
        self.with(self.0.local(), token)
    }

    /// The address that the reader with this token leaves by.
    pub fn leave(&self, token: &str) -> Result<Address, NotAnAddress> {
        self.with(LEAVE, token)
    }

    fn with(&self, local: &str, token: &str) -> Result<Address, NotAnAddress> {
        lettre::Address::new(format!("{local}+{token}"), self.0.domain())
            .map(Address)
            .map_err(|_| NotAnAddress)
    }
}

/// Who a message comes from and the one person whom it goes to, as the mail server is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Where returned mail goes.
    pub from: Address,
    /// The only recipient.
    pub to: Address,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: Option<&str>) {
        assert_eq!(raw.parse::<Address>().ok().as_ref().map(Address::as_str), expected, "{raw:?}");
    }

    #[test]
    fn an_address_is_taken_with_its_domain_in_ascii() {
        check("ada@example.org", Some("ada@example.org"));
        check(" ada@Example.ORG ", Some("ada@example.org"));
        check("hudhud@localhost", Some("hudhud@localhost"));
        check("a@مثال.شبكة", Some("a@xn--mgbh0fb.xn--ngbc5azd"));
        check("محمد@example.org", Some("محمد@example.org"));
    }

    #[test]
    fn what_could_become_a_second_command_or_header_is_refused() {
        check("", None);
        check("ada", None);
        check("@example.org", None);
        check("ada@", None);
        check("a@x.com\r\nRCPT TO:<b@y.com>", None);
        check("a\r\nb@x.com", None);
        check("a\0@x.com", None);
        check("a b@x.com", None);
        check("\u{202e}a@x.com", None);
    }

    #[test]
    fn a_token_stands_behind_the_plus() {
        let returns = |raw: &str| ReturnAddress::new(raw.parse().unwrap());
        let ours = returns("bounce@News.example.org").unwrap();
        assert_eq!(ours.bounce("abc").unwrap().as_str(), "bounce+abc@news.example.org");
        assert_eq!(ours.leave("abc").unwrap().as_str(), "leave+abc@news.example.org");
        assert!(returns(&format!("{}@example.org", "b".repeat(26))).is_ok());
        assert!(returns(&format!("{}@example.org", "b".repeat(27))).is_err());
        assert!(returns("a+b@example.org").is_err());
        assert!(returns("محمد@example.org").is_err());
    }

    #[test]
    fn only_a_local_part_needs_smtputf8() {
        let needs = |raw: &str| raw.parse::<Address>().unwrap().needs_smtputf8();
        assert!(needs("محمد@example.org"));
        assert!(!needs("a@مثال.شبكة"));
    }

    #[test]
    fn a_sender_has_a_name_or_none() {
        let parts = |raw: &str| {
            let sender: Sender = raw.parse().unwrap();
            (sender.name().map(str::to_owned), sender.address().as_str().to_owned())
        };
        let address = "news@example.org".to_owned();
        assert_eq!(parts("news@example.org"), (None, address.clone()));
        assert_eq!(parts("<news@example.org>"), (None, address.clone()));
        assert_eq!(parts("Movement <news@example.org>"), (Some("Movement".into()), address.clone()));
        assert_eq!(
            parts("\"Movement, news\" <news@example.org>"),
            (Some("Movement, news".into()), address.clone())
        );
        assert_eq!(parts("هدهد\r\n <news@example.org>"), (Some("هدهد".into()), address));
        assert!("Movement <news@example.org".parse::<Sender>().is_err());
    }

    #[test]
    fn nothing_of_an_address_is_printed_for_debugging() {
        let address: Address = "ada@example.org".parse().unwrap();
        assert!(!format!("{address:?}").contains("ada"));
    }
}
