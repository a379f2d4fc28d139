//! Occupations in what somebody says: which one of the ROME is meant, and which are near it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use base::Problem;
use inclusion::Occupation;
use site::App;

use crate::exchange;

/// Seconds for which the occupations may be older than the database.
const OLD: i64 = 300;
/// Most occupations near the one that was heard, and most other names of it.
const MOST: usize = 4;
/// Shortest name of a single word.
const SHORTEST: usize = 4;

/// An occupation that was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name.
    pub name: String,
    /// Its code in the ROME.
    pub code: String,
    /// Other names of jobs of this kind.
    pub also: Vec<String>,
    /// Occupations near it.
    pub near: Vec<String>,
}

/// Occupations by the first word of each of their names.
#[derive(Default)]
pub(super) struct Jobs {
    all: Vec<Occupation>,
    names: HashMap<String, Vec<(Vec<String>, usize)>>,
}

/// Words to compare: without accents, case and plural.
fn words(text: &str) -> Vec<String> {
    let normal = tables::normal(text);
    let bare = |word: &str| match word.strip_suffix(['s', 'x']) {
        Some(bare) if bare.chars().count() >= SHORTEST - 1 => bare.to_owned(),
        _ => word.to_owned(),
    };
    normal.split(' ').filter(|w| !w.is_empty()).map(bare).collect()
}

/// A title for him and for her: « Conducteur / Conductrice de bus » is « conducteur de bus » and
/// « conductrice de bus ».
fn both(title: &str) -> Vec<Vec<String>> {
    let Some((his, hers)) = title.split_once('/') else { return vec![words(title)] };
    let (mut his, hers) = (words(his), words(hers));
    his.extend(hers.iter().skip(his.len()).cloned());
    vec![his, hers]
}

impl Jobs {
    pub fn of(all: Vec<Occupation>) -> Self {
        let mut names: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (n, occupation) in all.iter().enumerate() {
            for title in std::iter::once(&occupation.name).chain(&occupation.titles) {
                for words in both(title) {
                    let short = words.len() == 1 && words.concat().chars().count() < SHORTEST;
                    if let Some(first) = words.first().filter(|_| !short) {
                        let of_word = names.entry(first.clone()).or_default();
                        if !of_word.iter().any(|(known, _)| *known == words) {
                            of_word.push((words, n));
                        }
                    }
                }
            }
        }
        Self { all, names }
    }

    /// The occupation that somebody names, by the longest of its names.
    pub fn heard(&self, text: &str) -> Option<Job> {
        let said = words(text);
        let mut best: Option<(&Vec<String>, usize)> = None;
        for at in 0..said.len() {
            for (name, n) in self.names.get(&said[at]).into_iter().flatten() {
                let longer = best.is_none_or(|(known, _)| name.len() > known.len());
                if longer && said[at..].starts_with(name) {
                    best = Some((name, *n));
                }
            }
        }
        let found = self.all.get(best?.1)?;
        let family =
            |o: &&Occupation| o.code != found.code && o.code.get(..3) == found.code.get(..3);
        let mut near: Vec<&Occupation> = self.all.iter().filter(family).collect();
        near.sort_by_key(|o| (o.parent != found.parent, o.code.clone()));
        let also = found.titles.iter().filter(|title| **title != found.name);
        Some(Job {
            name: found.name.clone(),
            code: found.code.clone(),
            also: also.take(MOST).cloned().collect(),
            near: near.into_iter().take(MOST).map(|o| o.name.clone()).collect(),
        })
    }
}

/// What is known of occupations, read at the first question and kept for a while.
#[derive(Default)]
pub(super) struct Hearing(Mutex<Option<(i64, Arc<Jobs>)>>);

impl Hearing {
    /// The occupation that somebody names, where the ROME was imported.
    pub async fn heard(&self, app: &App, text: &str) -> Result<Option<Job>, Problem> {
        Ok(self.jobs(app).await?.heard(text))
    }

    async fn jobs(&self, app: &App) -> Result<Arc<Jobs>, Problem> {
        let now = app.clock.seconds();
        if let Some((made, known)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && (*made..*made + OLD).contains(&now)
        {
            return Ok(known.clone());
        }
        let all = exchange::occupations(app).await?;
        let made = tokio::task::spawn_blocking(move || Arc::new(Jobs::of(all)))
            .await
            .map_err(|e| Problem::new(base::Kind::Internal, "problem-internal").because(e))?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, made.clone()));
        Ok(made)
    }
}

/// A name as one asks for it: his form, which finds hers too.
pub(super) fn asked(name: &str) -> String {
    let Some((his, hers)) = name.split_once('/') else { return name.trim().to_owned() };
    let his: Vec<&str> = his.split_whitespace().collect();
    let rest = hers.split_whitespace().skip(his.len());
    his.iter().copied().chain(rest).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn occupation(code: &str, name: &str, titles: &[&str]) -> Occupation {
        Occupation {
            code: code.into(),
            name: name.into(),
            parent: code.get(..5).unwrap_or(code).into(),
            titles: titles.iter().map(|t| (*t).to_owned()).collect(),
        }
    }

    fn jobs() -> Jobs {
        Jobs::of(vec![
            occupation("D1102", "Boulanger / Boulangère", &["Aide boulanger / Aide boulangère"]),
            occupation(
                "D1104",
                "Pâtissier / Pâtissière",
                &["Boulanger-pâtissier / Boulangère-pâtissière"],
            ),
            occupation(
                "N4103",
                "Conducteur / Conductrice de bus",
                &["Chauffeur / Chauffeuse de bus"],
            ),
            occupation("X0000", "Ost", &[]),
        ])
    }

    #[test]
    fn a_job_is_heard_for_him_and_her_by_its_longest_name() {
        let jobs = jobs();
        let code = |text: &str| jobs.heard(text).map(|j| j.code);
        for (text, expected) in [
            ("je veux devenir boulangère", Some("D1102")),
            ("formation BOULANGERS", Some("D1102")),
            ("boulangère-pâtissière à Vitry", Some("D1104")),
            ("conducteur de bus", Some("N4103")),
            ("permis conductrice de bus", Some("N4103")),
            ("un conducteur", None),
            ("refaire mon cv", None),
            ("ost", None),
            ("", None),
        ] {
            assert_eq!(code(text).as_deref(), expected, "{text}");
        }
        let job = jobs.heard("boulanger").unwrap();
        assert_eq!(job.near, ["Pâtissier / Pâtissière"]);
        assert_eq!(job.also, ["Aide boulanger / Aide boulangère"]);
        assert_eq!(asked("Conducteur / Conductrice de bus"), "Conducteur de bus");
        assert_eq!(asked("Sage-femme"), "Sage-femme");
    }

    proptest! {
        /// A name that is asked for is heard as what it is, whatever stands around it.
        #[test]
        fn what_is_proposed_is_heard(n in 0..3usize, before in "[a-f]{0,3}", after in "[g-k]{0,3}") {
            let jobs = jobs();
            let one = &jobs.all[n];
            let text = format!("{before} {} {after}", asked(&one.name));
            prop_assert_eq!(jobs.heard(&text).map(|j| j.code), Some(one.code.clone()));
        }

        #[test]
        fn any_question_is_taken(text in ".{0,60}") {
            let _ = jobs().heard(&text);
        }
    }
}
