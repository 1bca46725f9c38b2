//! Subscribers in the console, the API and the files.
