//! Offers and needs, links.

use ::store::words;
use base::{Problem, problem::FieldProblem};
use serde::Serialize;

words! {
    /// What one organisation can offer to another, drawn from partnerships that work.
    Offer {
        /// Rooms for workshops and meetings.
        Rooms = "rooms", "offer-rooms";
        /// A quiet desk with computers.
        Desk = "desk", "offer-desk";
        /// Collections for learning by oneself: trades, competitive exams, job search.
        Collections = "collections", "offer-collections";
        /// A public writer who helps with letters and forms.
        PublicWriter = "public_writer", "offer-public-writer";
        /// Groups that talk in French.
        Conversation = "conversation", "offer-conversation";
        /// Learning a language by oneself.
        Languages = "languages", "offer-languages";
        /// A counsellor who is there at fixed times.
        Counsellor = "counsellor", "offer-counsellor";
        /// Workshops by professionals of employment and training.
        Workshops = "workshops", "offer-workshops";
        /// Information on training, on having experience recognised, on starting a business.
        Information = "information", "offer-information";
        /// Making each other known: programmes, posters, newsletters.
        Communication = "communication", "offer-communication";
        /// Training of librarians in these questions.
        Training = "training", "offer-training";
        /// Visits of each other's houses, days spent in each other's work.
        Immersion = "immersion", "offer-immersion";
    }
}

words! {
    /// Whether it gives or takes.
    Side {
        /// It offers.
        Offered = "offered", "offer-offered";
        /// It needs.
        Needed = "needed", "offer-needed";
    }
}

/// Most links of an organisation.
pub const MOST_LINKS: usize = 10;

/// Where more is to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it leads to.
    pub label: String,
    /// Where.
    pub url: String,
}

/// What an organisation says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Profile {
    /// What it offers, in the order of the screens.
    pub offered: Vec<Offer>,
    /// What it needs.
    pub needed: Vec<Offer>,
    /// Links, in their order.
    pub links: Vec<Link>,
}

impl Profile {
    /// Checks what a form can get wrong. Fields are counted from 1: `label_1`, `url_1`.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        for (n, link) in (1..).zip(&self.links) {
            let (label, url) = (link.label.chars().count(), link.url.chars().count());
            if !(1..=100).contains(&label) {
                wrong.push(FieldProblem::new(format!("label_{n}"), "offer-problem-label"));
            }
            let host = link.url.strip_prefix("https://").unwrap_or_default();
            let odd = |c: char| c.is_whitespace() || c.is_control();
            if url > 500 || host.is_empty() || host.starts_with('/') || host.contains(odd) {
                wrong.push(FieldProblem::new(format!("url_{n}"), "offer-problem-url"));
            }
        }
        if self.links.len() > MOST_LINKS {
            wrong.push(FieldProblem::new("links", "offer-problem-links"));
        }
        Problem::from_fields(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_a_label_and_a_safe_address() {
        let link = |label: &str, url: &str| Profile {
            links: vec![Link { label: label.into(), url: url.into() }],
            ..Profile::default()
        };
        assert!(link("Agenda", "https://exemple.org/agenda?x=1").check().is_ok());
        for (label, url) in [
            ("", "https://exemple.org"),
            ("Agenda", ""),
            ("Agenda", "http://exemple.org"),
            ("Agenda", "javascript:alert(1)"),
            ("Agenda", "https:///x"),
            ("Agenda", "https://a b"),
        ] {
            assert!(link(label, url).check().is_err(), "{label} {url}");
        }
        let many = vec![Link { label: "a".into(), url: "https://a".into() }; MOST_LINKS + 1];
        assert!(Profile { links: many, ..Profile::default() }.check().is_err());
    }
}
