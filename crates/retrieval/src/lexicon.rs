//! The trade lexicon: how people say it, what it means, which themes it belongs to.
//!
//! Two reviewed files: `data/lexicon.csv` (acronyms, slang, synonyms) and `data/themes.csv` (for each
//! theme, the ways in which people and professionals name it). Administrators may add rows while the
//! program runs. What the lexicon says is added to what was asked and never replaces it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use crate::analysis::{each_word, fold, is_stop, words};
use crate::inflection::inflected;
use crate::stem::stem;

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What people say, in several ways if there are. With `=` before it, it is heard only as it is
    /// written here: `=VIE` in capitals, `=papiers` in the plural.
    pub said: Vec<String>,
    /// What else to look for.
    pub means: Vec<String>,
    /// Codes of themes, and how surely each is meant (up to 1).
    pub themes: Vec<(String, f32)>,
    /// How much what it means counts beside what was said (0.5 to 0.7).
    pub weight: f32,
}

/// A row that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("row {row} of the lexicon cannot be read: {why}")]
pub struct Unreadable {
    /// Its number, the heading being the first.
    pub row: usize,
    /// Why.
    pub why: String,
}

const WEIGHT: f32 = 0.6;

/// Reads rows of a CSV file with the columns `said,means,themes,weight`; alternatives are separated
/// by `|`, themes too, each with `:0.7` behind it if it is less than sure. Lines with `#` are remarks.
pub fn read(text: &str) -> Result<Vec<Row>, Unreadable> {
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(text.as_bytes());
    let mut rows = vec![];
    for record in reader.records() {
        let record = record.map_err(|e| Unreadable { row: rows.len() + 2, why: e.to_string() })?;
        let row = record.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
        let list = |n: usize| -> Vec<String> {
            let cell = record.get(n).unwrap_or_default();
            cell.split('|').map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
        };
        let number = |text: &str| match text.trim() {
            "" => Ok(None),
            n => match n.parse::<f32>() {
                Ok(weight) if weight > 0.0 && weight <= 1.0 => Ok(Some(weight)),
                _ => Err(Unreadable { row, why: format!("{n} is no weight between 0 and 1") }),
            },
        };
        let mut themes = vec![];
        for theme in list(2) {
            let (code, weight) = match theme.split_once(':') {
                Some((code, weight)) => (code.trim().to_owned(), number(weight)?),
                None => (theme, None),
            };
            themes.push((code, weight.unwrap_or(1.0)));
        }
        let weight = number(record.get(3).unwrap_or_default())?.unwrap_or(WEIGHT);
        let row = Row { said: list(0), means: list(1), themes, weight };
        if row.said.is_empty() {
            return Err(Unreadable { row: rows.len() + 2, why: "nothing is said".to_owned() });
        }
        rows.push(row);
    }
    Ok(rows)
}

/// One way of saying something, as it is compared.
struct Form {
    row: usize,
    /// Stems of the words that say something, each once.
    stems: Vec<String>,
    /// Folded words in their order, where too little is left without the small ones.
    literal: Option<Vec<String>>,
    /// The word, folded, where it is one alone: its stem would hear « autorisation » for « auto ».
    alone: Option<String>,
    /// How it has to be written, if it does.
    exact: Option<String>,
}

/// What was recognised in a question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    /// The words of the question that it covers.
    pub words: Vec<usize>,
    pub means: Vec<String>,
    pub themes: Vec<(String, f32)>,
    pub weight: f32,
    /// How sure it is that its words were meant: 1 where they were typed, or are what misspelt ones
    /// were most likely meant as.
    pub sure: f32,
}

/// A word of a question as the lexicon sees it.
pub(crate) struct Heard<'a> {
    pub folded: &'a str,
    /// As it was typed.
    pub typed: &'a str,
    /// What it may be read as; nothing for a small word.
    pub senses: Vec<Sense>,
}

/// One way of reading a word.
#[derive(Clone, Debug)]
pub(crate) struct Sense {
    /// Folded.
    pub word: String,
    pub stem: String,
    /// How much it counts, up to 1.
    pub weight: f32,
}

/// What is said, without the sign that it has to be written so.
#[must_use]
pub fn plain(said: &str) -> &str {
    said.strip_prefix('=').map_or(said, str::trim_start)
}

impl Form {
    /// How much a word counts as this form of one word; nothing if it is another. Where everything is
    /// `shouted`, capitals tell nothing.
    fn weight_of(&self, word: &Heard, shouted: bool) -> f32 {
        let written = |exact: &String| match exact.chars().any(char::is_uppercase) {
            true => word.typed == exact && !shouted,
            false => fold(exact) == word.folded,
        };
        if !self.exact.as_ref().is_none_or(written) {
            return 0.0;
        }
        let Some(own) = &self.alone else { return 0.0 };
        let senses = word.senses.iter().filter(|sense| inflected(own, &sense.word));
        senses.map(|sense| sense.weight).fold(0.0, f32::max)
    }
}

/// All rows, ready to be asked.
#[derive(Default)]
pub struct Lexicon {
    rows: Vec<Row>,
    forms: Vec<Form>,
    by_stem: HashMap<String, Vec<usize>>,
    /// For the stem of a word those of the single words that it means, with the weight of its row.
    alike: HashMap<String, Vec<(String, f32)>>,
    /// For each stem the themes whose wordings have it, and how often for its length.
    profiles: HashMap<String, Vec<(usize, f32)>>,
    codes: Vec<String>,
    told: Vec<String>,
    words: HashSet<String>,
}

/// How the two ways to a theme are added up.
#[derive(Clone, Copy, Debug)]
pub struct Theming {
    /// What a wording counts that stands in the question whole.
    pub whole: f32,
    /// What single words of wordings count, at most.
    pub single: f32,
}

impl Default for Theming {
    fn default() -> Self {
        Self { whole: 1.0, single: 0.6 }
    }
}

/// Whether the letters of an acronym are initials of these words, in order.
pub(crate) fn stands_for(acronym: &str, words: &str) -> bool {
    let mut initials = vec![];
    each_word(words, |word, _| initials.extend(word.chars().next()));
    let mut initials = initials.into_iter();
    acronym.chars().all(|letter| initials.any(|i| i == letter.to_ascii_lowercase()))
}

/// The stem of a text that is one word.
fn single(text: &str) -> Option<String> {
    let mut words = words(text);
    (words.len() == 1).then(|| words.pop().map(|word| stem(&word))).flatten()
}

impl Lexicon {
    /// The built-in rows.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(built_in_rows()));
        &BUILT_IN
    }

    /// The built-in rows and others.
    #[must_use]
    pub fn with(more: Vec<Row>) -> Self {
        Self::of(built_in_rows().into_iter().chain(more).collect())
    }

    /// These rows.
    #[must_use]
    pub fn of(rows: Vec<Row>) -> Self {
        let mut lexicon = Self { rows, ..Self::default() };
        let mut themes: BTreeMap<String, HashMap<String, f32>> = BTreeMap::new();
        let mut told = vec![];
        let mut known = HashSet::new();
        for (row, entry) in lexicon.rows.iter().enumerate() {
            for said in &entry.said {
                let mut all = vec![];
                each_word(said, |word, _| all.push(word.to_owned()));
                known.extend(all.iter().cloned());
                let mut stems: Vec<String> = words(said).iter().map(|w| stem(w)).collect();
                for (theme, weight) in &entry.themes {
                    let profile = themes.entry(theme.clone()).or_default();
                    for stem in &stems {
                        *profile.entry(stem.clone()).or_default() += weight;
                    }
                }
                stems.sort_unstable();
                stems.dedup();
                if let (1, [own]) = (all.len(), stems.as_slice()) {
                    let means = entry.means.iter().filter_map(|text| single(text));
                    let other = means.filter(|stem| stem != own).map(|stem| (stem, entry.weight));
                    lexicon.alike.entry(own.clone()).or_default().extend(other);
                }
                let bare = all.len() > 1 && stems.len() <= 1;
                let alone = all.first().filter(|_| all.len() == 1).cloned();
                let key = stems.first().cloned().or_else(|| all.first().map(|w| stem(w)));
                let literal = bare.then_some(all);
                let form = lexicon.forms.len();
                match (stems.is_empty(), key) {
                    (true, Some(key)) => lexicon.by_stem.entry(key).or_default().push(form),
                    _ => stems.iter().for_each(|stem| {
                        lexicon.by_stem.entry(stem.clone()).or_default().push(form);
                    }),
                }
                let exact = said.starts_with('=').then(|| plain(said).to_owned());
                lexicon.forms.push(Form { row, stems, literal, alone, exact });
                told.push(plain(said).to_owned());
            }
        }
        lexicon.told = told;
        lexicon.words = known;
        let count = themes.len() as f32;
        let mut spread: HashMap<String, f32> = HashMap::new();
        for profile in themes.values() {
            for stem in profile.keys() {
                *spread.entry(stem.clone()).or_default() += 1.0;
            }
        }
        let lengths: Vec<f32> = themes.values().map(|p| p.values().sum()).collect();
        let mean = lengths.iter().sum::<f32>() / count.max(1.0);
        for (n, (code, profile)) in themes.into_iter().enumerate() {
            lexicon.codes.push(code);
            for (stem, often) in profile {
                let idf = (1.0 + count / spread.get(&stem).copied().unwrap_or(1.0)).ln();
                let norm = 0.5 + 0.5 * lengths[n] / mean.max(1.0);
                let weight = idf * often * 2.2 / (often + 1.2 * norm);
                lexicon.profiles.entry(stem).or_default().push((n, weight));
            }
        }
        lexicon
    }

    /// Its rows, in their order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Every way of saying something, as it is written.
    pub fn told(&self) -> impl Iterator<Item = &str> {
        self.told.iter().map(String::as_str)
    }

    /// Acronyms, each with what its letters stand for. Those whose meaning is another wording, of which
    /// the letters are not the initials, are left out.
    pub fn acronyms(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().filter_map(|row| {
            let (said, means) = (plain(row.said.first()?), row.means.first()?);
            let capitals = said.len() > 1 && said.chars().all(|c| c.is_ascii_uppercase());
            (capitals && stands_for(said, means)).then_some((said, means.as_str()))
        })
    }

    /// The ways in which a theme is named: those of each row, as one text.
    pub(crate) fn wordings(&self, theme: &str) -> Vec<String> {
        let of_it = |row: &&Row| row.themes.iter().any(|(code, _)| code == theme);
        let all =
            |row: &Row| row.said.iter().map(|said| plain(said)).collect::<Vec<_>>().join(", ");
        self.rows.iter().filter(of_it).map(all).collect()
    }

    /// Whether a folded word stands in any row.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Whether a stem stands in any row.
    pub(crate) fn has(&self, stem: &str) -> bool {
        self.by_stem.contains_key(stem)
    }

    /// Whether a stem makes any theme surer.
    pub(crate) fn speaks(&self, stem: &str) -> bool {
        self.profiles.contains_key(stem)
    }

    /// What the question says, the longest wordings first; one that lies within another is left out. In
    /// a wording of several words one of them may be said otherwise: « perdu mon boulot » says what
    /// « perdu mon emploi » does, as boulot means emploi.
    pub(crate) fn hear(&self, heard: &[Heard]) -> Vec<Said> {
        let mut at: HashMap<&str, Vec<(usize, f32)>> = HashMap::new();
        for (n, word) in heard.iter().enumerate() {
            for sense in &word.senses {
                at.entry(&sense.stem).or_default().push((n, sense.weight));
            }
        }
        let mut otherwise: HashMap<&str, Vec<(usize, f32)>> = HashMap::new();
        for (n, word) in heard.iter().enumerate() {
            for sense in &word.senses {
                for (stem, share) in self.alike.get(&sense.stem).into_iter().flatten() {
                    otherwise.entry(stem).or_default().push((n, sense.weight * share));
                }
            }
        }
        let mut seen: Vec<usize> = heard
            .iter()
            .flat_map(|h| {
                let small = stem(h.folded);
                h.senses.iter().map(|s| s.stem.clone()).chain([small]).collect::<Vec<_>>()
            })
            .filter_map(|stem| self.by_stem.get(&stem))
            .flatten()
            .copied()
            .collect();
        seen.sort_unstable();
        seen.dedup();
        let small = |word: &Heard| word.typed.contains(char::is_lowercase);
        let shouted = heard.len() > 1 && !heard.iter().any(small);
        let mut found: Vec<(Vec<usize>, f32, usize)> = vec![];
        for n in seen {
            let form = &self.forms[n];
            if form.alone.is_some() {
                let here =
                    heard.iter().enumerate().map(|(n, word)| (n, form.weight_of(word, shouted)));
                let best = here.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|best| best.1 > 0.0);
                found.extend(best.map(|(at, weight)| (vec![at], weight, n)));
                continue;
            }
            if let Some(literal) = &form.literal {
                let here = heard
                    .windows(literal.len())
                    .position(|run| run.iter().zip(literal).all(|(h, word)| h.folded == word));
                if let Some(start) = here {
                    found.push(((start..start + literal.len()).collect(), 1.0, n));
                }
                continue;
            }
            let best = |from: &HashMap<&str, Vec<(usize, f32)>>, stem: &String| {
                let all = from.get(stem.as_str())?;
                all.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))
            };
            let mut replaced = 0;
            let places: Option<Vec<(usize, f32)>> = form
                .stems
                .iter()
                .map(|stem| {
                    best(&at, stem).or_else(|| {
                        replaced += 1;
                        best(&otherwise, stem)
                    })
                })
                .collect();
            let Some(places) = places.filter(|p| !p.is_empty()) else { continue };
            let weight = places.iter().map(|p| p.1).fold(1.0, f32::min);
            let mut words: Vec<usize> = places.iter().map(|p| p.0).collect();
            words.sort_unstable();
            words.dedup();
            // One word is said otherwise, beside others that are said as they are.
            let whole = words.len() == form.stems.len() && words.len() > 1;
            if replaced == 0 || (replaced == 1 && whole) {
                found.push((words, weight, n));
            }
        }
        found.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.2.cmp(&b.2)));
        let mut kept: Vec<Said> = vec![];
        let mut rows: Vec<(usize, Vec<usize>)> = vec![];
        for (words, weight, n) in found {
            let form = &self.forms[n];
            if rows.contains(&(form.row, words.clone())) {
                continue;
            }
            let row = &self.rows[form.row];
            // What a longer wording says of a matter stands for what its words would say of it.
            let wider = |k: &&Said| {
                k.words.len() > words.len() && words.iter().all(|w| k.words.contains(w))
            };
            let (mut means, mut themes) = (row.means.clone(), vec![]);
            if kept.iter().filter(wider).any(|k| !k.means.is_empty()) {
                means.clear();
            }
            if !kept.iter().filter(wider).any(|k| !k.themes.is_empty()) {
                themes = row.themes.iter().map(|(c, w)| (c.clone(), w * weight)).collect();
            }
            if means.is_empty() && themes.is_empty() {
                continue;
            }
            rows.push((form.row, words.clone()));
            kept.push(Said { words, means, themes, weight: row.weight * weight, sure: weight });
        }
        kept
    }

    /// The themes of a question, the surest first, each between 0 and 1.
    pub(crate) fn themes(
        &self,
        heard: &[Heard],
        said: &[Said],
        theming: &Theming,
    ) -> Vec<(String, f32)> {
        let mut whole: HashMap<&str, f32> = HashMap::new();
        for hit in said {
            for (code, sure) in &hit.themes {
                // Two wordings for one theme make it surer, never more than sure.
                let words = hit.words.len().min(3) as f32;
                let sure = (sure * (0.7 + 0.1 * words)).min(0.98);
                let so_far = whole.entry(code).or_default();
                *so_far = 1.0 - (1.0 - *so_far) * (1.0 - sure);
            }
        }
        let mut single = vec![0.0_f32; self.codes.len()];
        let mut most = 0.0_f32;
        for word in heard {
            let mut best: HashMap<usize, f32> = HashMap::new();
            let mut top = 0.0_f32;
            for sense in &word.senses {
                for (theme, score) in self.profiles.get(&sense.stem).into_iter().flatten() {
                    let score = score * sense.weight;
                    let so_far = best.entry(*theme).or_default();
                    *so_far = so_far.max(score);
                    top = top.max(score);
                }
            }
            // A word that no wording has makes none of them surer.
            most += if top > 0.0 {
                top.max(2.0)
            } else if word.senses.is_empty() {
                0.0
            } else {
                2.0
            };
            for (theme, score) in best {
                single[theme] += score;
            }
        }
        let mut all: Vec<(String, f32)> = self
            .codes
            .iter()
            .enumerate()
            .map(|(n, code)| {
                let whole = whole.get(code.as_str()).copied().unwrap_or(0.0);
                let single = if most > 0.0 { single[n] / most } else { 0.0 };
                let sum = theming.whole * whole + theming.single * single;
                (code.clone(), sum / (theming.whole + theming.single))
            })
            .filter(|(_, sure)| *sure > 0.02)
            .collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all
    }
}

/// Whether a question's word is one that says something.
pub(crate) fn says_something(folded: &str) -> bool {
    !is_stop(folded)
}

fn built_in_rows() -> Vec<Row> {
    // Built in and tried by a test: they can be read.
    let mut rows = read(include_str!("../data/lexicon.csv")).unwrap_or_default();
    rows.extend(read(include_str!("../data/themes.csv")).unwrap_or_default());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(lexicon: &Lexicon, text: &str) -> Vec<Said> {
        let mut all = vec![];
        each_word(text, |word, at| all.push((word.to_owned(), &text[at])));
        let sense = |word: &String| Sense { word: word.clone(), stem: stem(word), weight: 1.0 };
        let heard: Vec<Heard> = all
            .iter()
            .map(|(folded, typed)| Heard {
                folded,
                typed,
                senses: if is_stop(folded) { vec![] } else { vec![sense(folded)] },
            })
            .collect();
        lexicon.hear(&heard)
    }

    #[test]
    fn a_word_alone_is_heard_in_its_own_forms_and_not_in_its_relatives() {
        let rows = "said,means,themes,weight\nauto,voiture,,\nviré,licenciement,,\n\
                    chômeur,emploi,,\nboss,employeur,,\n=VIE,volontariat,,\n=papiers,documents,,\n";
        let lexicon = Lexicon::of(read(rows).unwrap());
        for text in ["une auto", "les autos", "ils m'ont virée", "chômeurs", "le boss"] {
            assert_eq!(ask(&lexicon, text).len(), 1, "{text}");
        }
        for text in ["autorisation", "virement", "bosser", "chômage", "la vie chère", "du papier"]
        {
            assert!(ask(&lexicon, text).is_empty(), "{text}");
        }
        assert_eq!(ask(&lexicon, "partir en VIE").len(), 1);
        assert_eq!(ask(&lexicon, "VIE").len(), 1);
        assert!(ask(&lexicon, "LA VIE CHÈRE").is_empty());
        assert_eq!(ask(&lexicon, "mes Papiers").len(), 1);
        let told: Vec<&str> = lexicon.told().collect();
        assert!(told.contains(&"VIE") && told.contains(&"papiers"), "{told:?}");
    }

    #[test]
    fn the_built_in_files_can_be_read() {
        let rows = read(include_str!("../data/lexicon.csv")).unwrap();
        let themes = read(include_str!("../data/themes.csv")).unwrap();
        assert!(!rows.is_empty() && !themes.is_empty(), "{} {}", rows.len(), themes.len());
    }

    #[test]
    fn the_longest_wording_wins_and_small_words_count_where_little_else_is_left() {
        let rows = read(
            "said,means,themes,weight\npermis,,permis,\npermis de construire,urbanisme,travaux,\n\
             à la rue,,dehors,0.7\n",
        )
        .unwrap();
        let lexicon = Lexicon::of(rows);
        let said = ask(&lexicon, "mon permis de construire");
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(said[0].means, ["urbanisme"]);
        assert_eq!(ask(&lexicon, "les permis")[0].themes[0].0, "permis");
        assert_eq!(ask(&lexicon, "je suis à la rue")[0].weight, 0.7);
        assert!(ask(&lexicon, "rue de la gare").is_empty());
    }

    #[test]
    fn one_word_of_a_wording_may_be_said_otherwise() {
        let rows = read(
            "said,means,themes,weight\nboulot|taf,emploi|travail,chercher,0.7\nperdu mon emploi,,perdre,\n\
             mal au dos au travail,,tenir,\nemploi,,emplois,\nfils,enfant,,\nenfant emploi,,deux,\n",
        )
        .unwrap();
        let lexicon = Lexicon::of(rows);
        let themes = |text: &str| -> Vec<String> {
            let said = ask(&lexicon, text).into_iter();
            said.flat_map(|s| s.themes.into_iter().map(|(code, _)| code)).collect()
        };
        // What the whole says stands for what its word alone would say.
        assert_eq!(themes("j'ai perdu mon boulot"), ["perdre"]);
        assert_eq!(themes("mal au dos au taf"), ["tenir"]);
        // A word alone is no wording of another, and two that are said otherwise are a guess.
        assert_eq!(themes("un boulot"), ["chercher"]);
        assert_eq!(ask(&lexicon, "j'ai perdu mon emploi")[0].weight, 0.6);
        let weight = ask(&lexicon, "j'ai perdu mon boulot")[0].weight;
        assert!((weight - 0.42).abs() < 1e-6, "surer as it is written: {weight}");
        assert!(themes("enfant au boulot").contains(&"deux".to_owned()));
        assert!(!themes("fils au boulot").contains(&"deux".to_owned()));
    }

    #[test]
    fn a_weight_that_is_none_is_refused_with_its_row() {
        let bad = read("said,means,themes,weight\ntaf,emploi,,2\n").unwrap_err();
        assert_eq!(bad.row, 2);
    }

    #[test]
    fn an_acronym_is_what_its_letters_stand_for() {
        let known: HashMap<_, _> = Lexicon::built_in().acronyms().collect();
        assert_eq!(known.get("VAE"), Some(&"validation des acquis de l'expérience"));
        assert_eq!(known.get("MDPH"), Some(&"maison départementale des personnes handicapées"));
        for wording in ["PIX", "RMI", "HLM", "ADIE"] {
            assert!(!known.contains_key(wording), "{wording}");
        }
        assert!(known.len() > 60, "{}", known.len());
    }
}
