//! What comes back, from reading a mail to what it changes.

mod corpus;
