//! What is offered: an activity, its format and who it is for.

use base::{Id, Problem, problem::FieldProblem};
use serde::{Deserialize, Serialize};

use ::store::words;

words! {
    /// How people meet.
    Format {
        /// Learning by doing, in a small group.
        Workshop = "workshop", "programme-format-workshop";
        /// A group that meets again and again.
        Club = "club", "programme-format-club";
        /// Someone explains, people ask.
        InformationMeeting = "information_meeting", "programme-format-information-meeting";
        /// A professional is there, come when you like.
        DropIn = "drop_in", "programme-format-drop-in";
        /// Looking for work together.
        CoSearching = "co_searching", "programme-format-co-searching";
        /// Discovering a place.
        Visit = "visit", "programme-format-visit";
        /// Someone speaks to a room.
        Talk = "talk", "programme-format-talk";
        /// Recruiters and seekers meet.
        JobDating = "job_dating", "programme-format-job-dating";
        /// Anything else.
        Other = "other", "programme-format-other";
    }
}

words! {
    /// What one registration is good for.
    Scope {
        /// One date.
        Session = "session", "programme-scope-session";
        /// Any one of the dates.
        Any = "any", "programme-scope-any";
        /// All parts at once.
        All = "all", "programme-scope-all";
    }
}

/// An activity as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Activity {
    /// Identifier.
    pub id: Id,
    /// Who organises it.
    pub organisation: Id,
    /// What it says about itself.
    #[serde(flatten)]
    pub draft: ActivityDraft,
    /// Where it came from (an import), empty when written here.
    pub source: String,
}

/// What a coordinator writes of an activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityDraft {
    /// Title, 1 to 200 characters.
    pub title: String,
    /// One or two sentences for the list, up to 500 characters.
    pub summary: String,
    /// Plain text, paragraphs apart by an empty line, up to 20,000 characters.
    pub description: String,
    /// How people meet.
    pub format: Format,
    /// Theme, if any.
    pub theme: Option<Id>,
    /// Who it is for, in words.
    pub audience: String,
    /// Who to ask, in words.
    pub contact: String,
    /// What one registration is good for.
    pub scope: Scope,
    /// Counted besides the others in the report.
    pub apart: bool,
    /// Organisations that animate it.
    pub partners: Vec<Id>,
    /// Page that says more, elsewhere; empty when there is none.
    pub link: String,
}

impl ActivityDraft {
    /// An empty one.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            title: String::new(),
            summary: String::new(),
            description: String::new(),
            format: Format::Workshop,
            theme: None,
            audience: String::new(),
            contact: String::new(),
            scope: Scope::Session,
            apart: false,
            partners: vec![],
            link: String::new(),
        }
    }

    /// Checks lengths and the address of the link.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        if self.title.trim().is_empty() {
            wrong.push(FieldProblem::new("title", "problem-field-required"));
        }
        let lengths = [
            ("title", self.title.chars().count(), 200),
            ("summary", self.summary.chars().count(), 500),
            ("description", self.description.chars().count(), 20_000),
            ("audience", self.audience.chars().count(), 300),
            ("contact", self.contact.chars().count(), 300),
        ];
        for (field, length, most) in lengths {
            if length > most {
                let mut problem = FieldProblem::new(field, "problem-field-too-long");
                problem.args.push(("most", most.to_string()));
                wrong.push(problem);
            }
        }
        if !self.link.is_empty() && !super::is_web_address(&self.link) {
            wrong.push(FieldProblem::new("link", "problem-field-link"));
        }
        Problem::from_fields(wrong)
    }
}
