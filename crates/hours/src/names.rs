//! The words in which hours are shown, as a table for each language. Day and month names are those
//! of `base::dates`.

use base::Lang;

/// Words and frames; `{}` is what goes in.
pub(crate) struct Names {
    /// From one day or month to another.
    pub(crate) range: [&'static str; 3],
    pub(crate) and: &'static str,
    pub(crate) between: &'static str,
    pub(crate) colon: &'static str,
    pub(crate) lines: &'static str,
    pub(crate) every_day: &'static str,
    pub(crate) always: &'static str,
    pub(crate) closed: &'static str,
    pub(crate) closed_in: &'static str,
    pub(crate) public_holidays: &'static str,
    pub(crate) school_holidays: &'static str,
    /// Before a season: in August.
    pub(crate) in_month: &'static str,
    pub(crate) from_month: [&'static str; 2],
    pub(crate) from_date: [&'static str; 2],
    pub(crate) on_date: &'static str,
    pub(crate) of_month: &'static str,
    pub(crate) nth: [&'static str; 5],
    pub(crate) last: [&'static str; 5],
    pub(crate) from_time: &'static str,
    pub(crate) appointment: &'static str,
    pub(crate) no_appointment: &'static str,
    pub(crate) only_appointment: &'static str,
    /// What is not sure, with the words that say so; and without any.
    pub(crate) doubt: &'static str,
    pub(crate) doubtful: &'static str,
    pub(crate) even_weeks: &'static str,
    pub(crate) odd_weeks: &'static str,
    pub(crate) week: &'static str,
    pub(crate) weeks: [&'static str; 3],
    pub(crate) otherwise: &'static str,
    pub(crate) events: [&'static str; 4],
}

const FR: Names = Names {
    range: ["", " au ", ""],
    and: " et ",
    between: "\u{a0}–\u{a0}",
    colon: "\u{a0}: ",
    lines: "\u{202f}; ",
    every_day: "tous les jours",
    always: "24\u{a0}h/24, 7\u{a0}j/7",
    closed: "fermé",
    closed_in: "fermé {}",
    public_holidays: "les jours fériés",
    school_holidays: "pendant les vacances scolaires",
    in_month: "en {}",
    from_month: ["de ", " à "],
    from_date: ["du ", " au "],
    on_date: "le {}",
    of_month: "{} du mois",
    nth: ["1er", "2e", "3e", "4e", "5e"],
    last: ["dernier", "avant-dernier", "3e avant la fin", "4e avant la fin", "5e avant la fin"],
    from_time: "à partir de {}",
    appointment: "sur rendez-vous",
    no_appointment: "sans rendez-vous",
    only_appointment: "sur rendez-vous",
    doubt: "à vérifier\u{a0}: «\u{a0}{}\u{a0}»",
    doubtful: "à vérifier",
    even_weeks: "semaines paires",
    odd_weeks: "semaines impaires",
    week: "semaine {}",
    weeks: ["semaines ", " à ", ""],
    otherwise: "sinon",
    events: ["aube", "lever du soleil", "coucher du soleil", "nuit tombée"],
};

const EN: Names = Names {
    range: ["", " to ", ""],
    and: " and ",
    between: "–",
    colon: ": ",
    lines: "; ",
    every_day: "every day",
    always: "24 hours a day, 7 days a week",
    closed: "closed",
    closed_in: "closed {}",
    public_holidays: "on public holidays",
    school_holidays: "in school holidays",
    in_month: "in {}",
    from_month: ["from ", " to "],
    from_date: ["from ", " to "],
    on_date: "on {}",
    of_month: "{} of the month",
    nth: ["first", "second", "third", "fourth", "fifth"],
    last: ["last", "last but one", "last but two", "last but three", "last but four"],
    from_time: "from {}",
    appointment: "by appointment",
    no_appointment: "no appointment needed",
    only_appointment: "by appointment",
    doubt: "to be checked: “{}”",
    doubtful: "to be checked",
    even_weeks: "even weeks",
    odd_weeks: "odd weeks",
    week: "week {}",
    weeks: ["weeks ", " to ", ""],
    otherwise: "otherwise",
    events: ["dawn", "sunrise", "sunset", "dusk"],
};

/// The words of a language.
pub(crate) fn of(lang: Lang) -> &'static Names {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}
