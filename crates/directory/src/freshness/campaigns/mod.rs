//! Campaigns: for a while the entries of a territory are verified together, part by part.

mod forms;
mod model;
pub(crate) mod pages;
mod review;
mod service;
pub(crate) mod store;

pub(crate) use forms::zone;
pub use model::{Campaign, CampaignDraft, Concerned, Count, Progress, Section, Stage, whole};
pub use service::{close, close_over, list, one, open, put_off, verify};
