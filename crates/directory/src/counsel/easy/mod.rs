//! The search and an entry in words that are easy to read: short sentences, one idea a line, nothing
//! shortened. It is asked for by the address (`easy=1`), so that no cookie knows of it.

mod pages;
mod words;

pub(crate) use pages::{Found, entry_page, found};
pub(crate) use words::spelled;
