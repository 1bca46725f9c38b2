//! Two translations become one article, or come apart again.

mod evidence;

pub use evidence::Evidence;
