//! Closed sets of words. Those of services have the codes of data·inclusion's schema v1, in the
//! order of its reference lists.

use ::store::words;

words! {
    /// What an entry is: a service in data·inclusion's sense, or what a library has.
    EntryKind {
        /// Somebody helps, advises, trains.
        Service = "service", "directory-kind-service";
        /// Documents on a subject, to read or to borrow.
        Collection = "collection", "directory-kind-collection";
        /// A place to learn by oneself: language method, software, self-training.
        SelfStudy = "self_study", "directory-kind-self-study";
        /// A public writer or a computer to write one's papers.
        WritingDesk = "writing_desk", "directory-kind-writing-desk";
        /// A group that speaks a language together.
        ConversationGroup = "conversation_group", "directory-kind-conversation-group";
        /// A room to work in, to meet, to be called in.
        Room = "room", "directory-kind-room";
        /// A site, a guide, a tool that one uses alone.
        Resource = "resource", "directory-kind-resource";
    }
}

words! {
    /// Whether an entry is shown.
    State {
        /// Being written.
        Draft = "draft", "directory-state-draft";
        /// Shown and found.
        Published = "published", "directory-state-published";
        /// No longer shown; its address says so.
        Archived = "archived", "directory-state-archived";
        /// Another entry stands for it; its address leads there.
        Merged = "merged", "directory-state-merged";
    }
}

words! {
    /// What kind of help a service is.
    ServiceType {
        /// Somebody accompanies over time.
        Support = "accompagnement", "directory-type-support";
        /// Money.
        FinancialAid = "aide-financiere", "directory-type-financial-aid";
        /// Things.
        MaterialAid = "aide-materielle", "directory-type-material-aid";
        /// A group at work.
        Workshop = "atelier", "directory-type-workshop";
        /// Training.
        Training = "formation", "directory-type-training";
        /// A first answer.
        Information = "information", "directory-type-information";
    }
}

words! {
    /// Whether somebody who uses a wheelchair gets in.
    StepFree {
        /// Without help.
        Yes = "yes", "directory-step-free-yes";
        /// With somebody's help, or by another door.
        Helped = "helped", "directory-step-free-helped";
        /// Not at all.
        No = "no", "directory-step-free-no";
    }
}

words! {
    /// For whom.
    Public {
        /// People at work.
        Workers = "actifs", "directory-public-workers";
        /// People with minimum benefits.
        MinimumBenefits = "beneficiaires-des-minimas-sociaux", "directory-public-minimum-benefits";
        /// People who look for work.
        JobSeekers = "demandeurs-emploi", "directory-public-job-seekers";
        /// Students.
        Students = "etudiants", "directory-public-students";
        /// Families.
        Families = "familles", "directory-public-families";
        /// Women.
        Women = "femmes", "directory-public-women";
        /// Young people.
        Young = "jeunes", "directory-public-young";
        /// People with a disability.
        Disabled = "personnes-en-situation-de-handicap", "directory-public-disabled";
        /// People in an emergency.
        Emergency = "personnes-en-situation-durgence", "directory-public-emergency";
        /// People in a particular situation before the law.
        Legal = "personnes-en-situation-juridique-specifique", "directory-public-legal";
        /// People in exile.
        Exiled = "personnes-exilees", "directory-public-exiled";
        /// People who live in a priority neighbourhood or a rural area under a programme.
        PriorityArea = "residents-qpv-frr", "directory-public-priority-area";
        /// Older people.
        Seniors = "seniors", "directory-public-seniors";
        /// Everyone: stands alone.
        Everyone = "tous-publics", "directory-public-everyone";
    }
}

words! {
    /// What it costs.
    Fees {
        /// Nothing.
        Free = "gratuit", "directory-fees-free";
        /// Something.
        Paid = "payant", "directory-fees-paid";
    }
}

words! {
    /// Where it takes place.
    Mode {
        /// From a distance.
        Remote = "a-distance", "directory-mode-remote";
        /// On the spot.
        OnSite = "en-presentiel", "directory-mode-on-site";
    }
}

words! {
    /// How one gets in.
    Reach {
        /// By mail.
        Mail = "envoyer-un-courriel", "directory-reach-mail";
        /// By going there.
        Visit = "se-presenter", "directory-reach-visit";
        /// By telephone.
        Call = "telephoner", "directory-reach-call";
        /// Through a link.
        Link = "utiliser-lien-mobilisation", "directory-reach-link";
    }
}

words! {
    /// Who may ask.
    ReachBy {
        /// Professionals, for somebody.
        Professionals = "professionnels", "directory-by-professionals";
        /// People themselves.
        People = "usagers", "directory-by-people";
    }
}

words! {
    /// How an entry was verified.
    How {
        /// Its owner said that it is right.
        Owner = "owner", "directory-how-owner";
        /// Somebody called.
        Called = "called", "directory-how-called";
        /// Somebody went there.
        Visited = "visited", "directory-how-visited";
        /// Somebody read the site of the owner.
        Site = "site", "directory-how-site";
    }
}

/// The words of a text as it is kept: parted by spaces, unknown ones left out.
pub fn parse_words<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
    text.split(' ').filter_map(parse).collect()
}

/// Words as they are kept.
pub fn words_text<'a>(codes: impl IntoIterator<Item = &'a str>) -> String {
    codes.into_iter().collect::<Vec<_>>().join(" ")
}
