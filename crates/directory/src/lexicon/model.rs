//! One addition, and what may stand in it.

use base::{Id, Problem, problem::FieldProblem};
use retrieval::lexicon::{Row, plain};

use crate::themes;

/// Lines of a field, at most.
const MOST_LINES: usize = 20;
/// Characters of a line, at most.
const MOST_CHARACTERS: usize = 100;
/// How much what is meant counts beside what was said, as in the file that comes with the program.
const WEIGHT: f32 = 0.6;

/// How something is said, and what is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What people say, in several ways if there are.
    pub said: Vec<String>,
    /// What else to look for.
    pub means: Vec<String>,
    /// Codes of the themes that are meant.
    pub themes: Vec<String>,
}

/// The lines of a field, without what is empty or stands twice.
#[must_use]
pub fn lines(text: &str) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() && !all.contains(&line) {
            all.push(line);
        }
    }
    all
}

fn short(name: &'static str, lines: &[String]) -> Option<FieldProblem> {
    if lines.len() > MOST_LINES {
        let mut problem = FieldProblem::new(name, "lexicon-problem-lines");
        problem.args.push(("most", MOST_LINES.to_string()));
        return Some(problem);
    }
    let long = lines.iter().find(|l| l.chars().count() > MOST_CHARACTERS)?;
    let mut problem = FieldProblem::new(name, "lexicon-problem-long");
    problem.args.push(("line", long.chars().take(30).collect()));
    problem.args.push(("most", MOST_CHARACTERS.to_string()));
    Some(problem)
}

impl Words {
    /// Refuses what the search could do nothing with.
    pub fn check(&self) -> Result<(), Problem> {
        let mut wrong = vec![];
        wrong.extend(short("said", &self.said));
        wrong.extend(short("means", &self.means));
        let without_words = |line: &&String| !line.chars().any(char::is_alphanumeric);
        if self.said.is_empty() {
            wrong.push(FieldProblem::new("said", "problem-field-required"));
        }
        for (name, all) in [("said", &self.said), ("means", &self.means)] {
            if let Some(line) = all.iter().find(without_words) {
                let mut problem = FieldProblem::new(name, "lexicon-problem-no-word");
                problem.args.push(("line", line.clone()));
                wrong.push(problem);
            }
        }
        if self.means.is_empty() && self.themes.is_empty() {
            wrong.push(FieldProblem::new("means", "lexicon-problem-means"));
        }
        if let Some(code) = self.themes.iter().find(|code| !themes::known(code)) {
            let mut problem = FieldProblem::new("theme", "directory-problem-choice");
            problem.args.push(("typed", code.clone()));
            wrong.push(problem);
        }
        Problem::from_fields(wrong)
    }

    /// As the search reads it.
    #[must_use]
    pub fn row(&self) -> Row {
        Row {
            said: self.said.clone(),
            means: self.means.clone(),
            themes: self.themes.iter().map(|code| (code.clone(), 1.0)).collect(),
            weight: WEIGHT,
        }
    }
}

/// An addition and its identifier.
pub type Known = (Id, Words);

/// Something that is said and that the search knows already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Already {
    /// As it was written.
    pub said: String,
    /// What it means now.
    pub words: Words,
    /// The addition that says so; `None`: the program knows it by itself.
    pub addition: Option<Id>,
}

/// What of these words is known already, to the program or by another addition, whatever its capitals
/// and accents.
#[must_use]
pub fn already(words: &Words, own: &[Known], besides: &Id, built_in: &[Words]) -> Vec<Already> {
    let others = own.iter().filter(|(id, _)| id != besides).map(|(id, w)| (Some(id.clone()), w));
    let all: Vec<_> = others.chain(built_in.iter().map(|w| (None, w))).collect();
    let of = |said: &String| -> Vec<Already> {
        let normal = |said: &str| tables::normal(plain(said));
        let wanted = normal(said);
        let same = |w: &Words| w.said.iter().any(|other| normal(other) == wanted);
        let found = all.iter().filter(|(_, w)| same(w));
        let told = |(addition, w): &(Option<Id>, &Words)| Already {
            said: said.clone(),
            words: (*w).clone(),
            addition: addition.clone(),
        };
        found.map(told).collect()
    };
    words.said.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(said: &str, means: &str) -> Words {
        Words { said: lines(said), means: lines(means), themes: vec![] }
    }

    #[test]
    fn what_says_nothing_or_means_nothing_is_refused() {
        assert!(words("bosser", "travailler").check().is_ok());
        let refused = |w: Words| w.check().unwrap_err().fields[0].field.clone();
        assert_eq!(refused(words("", "travailler")), "said");
        assert_eq!(refused(words("!!", "travailler")), "said");
        assert_eq!(refused(words("bosser", "")), "means");
        assert_eq!(refused(words(&"a ".repeat(60), "travailler")), "said");
        let many = (0..=MOST_LINES).map(|n| format!("mot {n}\n")).collect::<String>();
        assert_eq!(refused(words("bosser", &many)), "means");
        let theme = |code: &str| Words { themes: vec![code.into()], ..words("bosser", "") };
        assert_eq!(refused(theme("rien")), "theme");
        let known = &themes::groups(base::Lang::Fr)[0].1[0].0;
        assert!(theme(known).check().is_ok());
    }

    #[test]
    fn what_is_known_already_is_told_with_what_it_means() {
        let (own, other) = (Id::new(), Id::new());
        let additions =
            [(own.clone(), words("Zanzi", "canal")), (other.clone(), words("La Bleue", "maison"))];
        let program = [words("taf\nboulot", "emploi")];
        let told = |said: &str| -> Vec<(String, Option<Id>, Vec<String>)> {
            let found = already(&words(said, "x"), &additions, &own, &program).into_iter();
            found.map(|a| (a.said, a.addition, a.words.means)).collect()
        };
        assert_eq!(told("TAF"), [("TAF".into(), None, vec!["emploi".to_owned()])]);
        assert_eq!(told("la bleue"), [("la bleue".into(), Some(other), vec!["maison".to_owned()])]);
        assert_eq!(told("Zanzi"), [], "it is this one");
        assert_eq!(told("taf du soir"), []);
    }

    proptest! {
        /// What is read once is read the same again.
        #[test]
        fn lines_are_read_the_same_again(text in "[ a-z\n\t]{0,80}") {
            let read = lines(&text);
            prop_assert_eq!(lines(&read.join("\n")), read.clone());
            prop_assert!(read.iter().all(|l| !l.trim().is_empty() && l.trim() == l));
        }
    }
}
