//! From a question to what is looked for.

use std::collections::HashMap;

use tantivy::Term;

use crate::analysis::{each_word, grams, is_stop, stems};
use crate::french::french;
use crate::index::{Error, Index, Snapshot};
use crate::lexicon::{Heard, Sense, says_something};
use crate::question::{Reading, Understanding, Word};
use crate::rank::Ranking;
use crate::speller::{Correction, correct};
use crate::stem::stem;

/// More words than this are not looked at.
const MOST_WORDS: usize = 40;

/// In so many times as many entries a correction stands, for a word that nobody knows and whose stem the
/// index has to be taken for it.
const MORE: f32 = 10.0;

/// How much less likely a French word is meant that the index does not have, beside one that it has.
const ABSENT: f32 = 2.0;

/// One way of reading words of the question: stems that are looked for together.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    pub stems: Vec<String>,
    pub weight: f32,
    pub reading: Reading,
}

/// Words of the question that are one thing; the best of its uses counts.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Which words, by their place in the question.
    pub words: Vec<usize>,
    pub uses: Vec<Use>,
    /// Whether it only adds to what other groups look for.
    pub extra: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub groups: Vec<Group>,
    /// Runs of four letters with their weights.
    pub grams: Vec<(String, f32)>,
    pub themes: Vec<(String, f32)>,
    pub understanding: Understanding,
    /// The question as it was most likely meant, where that is another: a word that may well be right
    /// (« eros ») is left to who typed it, and compared as what it is likelier to be.
    pub meant: Option<String>,
}

/// How many documents have a stem in one of the fields, the most of any field.
pub(crate) fn entries(index: &Index, snapshot: &Snapshot, stem: &str) -> Result<f32, Error> {
    let mut most = 0;
    for field in index.fields.texts {
        most = most.max(snapshot.searcher.doc_freq(&Term::from_field_text(field, stem))?);
    }
    Ok(most as f32)
}

struct Typed {
    shown: String,
    folded: String,
    at: std::ops::Range<usize>,
}

impl Plan {
    pub(crate) fn of(
        index: &Index,
        snapshot: &Snapshot,
        text: &str,
        ranking: &Ranking,
    ) -> Result<Self, Error> {
        let mut typed: Vec<Typed> = vec![];
        each_word(text, |folded, at| {
            if typed.len() < MOST_WORDS {
                typed.push(Typed {
                    shown: text[at.clone()].to_owned(),
                    folded: folded.to_owned(),
                    at,
                });
            }
        });
        let lexicon = index.lexicon();
        let own = index.own.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut plan = Self::default();
        let mut heard: Vec<Heard> = vec![];
        let mut gram_weights: HashMap<String, f32> = HashMap::new();
        let mut repaired: Vec<Option<String>> = vec![];
        let mut meant: Vec<Option<String>> = vec![];
        let telling = typed.iter().filter(|word| says_something(&word.folded)).count();
        for (n, word) in typed.iter().enumerate() {
            let mut said = Word::typed(&word.shown);
            said.ignored = !says_something(&word.folded);
            repaired.push(None);
            meant.push(None);
            if said.ignored {
                plan.understanding.words.push(said);
                let (folded, typed) = (&word.folded, &word.shown);
                heard.push(Heard { folded, typed, senses: vec![] });
                continue;
            }
            let own_stem = stem(&word.folded);
            let listed = french().get(&word.folded);
            let in_index = entries(index, snapshot, &own_stem)?;
            let known = listed.is_some() || own.has(&word.folded) || lexicon.knows(&word.folded);
            let mut uses = vec![];
            let mut senses = vec![];
            if known || in_index > 0.0 {
                let (stem, word) = (own_stem.clone(), word.folded.clone());
                senses.push(Sense { word, stem, weight: 1.0 });
                uses.push(Use {
                    stems: vec![own_stem.clone()],
                    weight: 1.0,
                    reading: Reading::Typed,
                });
            }
            // A valid word is never replaced; one that the index lacks may have been meant otherwise.
            let doubtful = known && in_index == 0.0 && !lexicon.has(&own_stem);
            let zipf10 = listed.map_or(20, |w| w.zipf10);
            // Rare in French and rare here: perhaps another word that happens to be one.
            let rare = known
                && !lexicon.knows(&word.folded)
                && zipf10 < 40
                && in_index < snapshot.count * 0.02 + 2.0;
            let share = match (known, in_index > 0.0) {
                (false, false) => 1.0,
                (false, true) => ranking.half_known,
                _ if doubtful => ranking.valid_but_absent,
                _ if rare => ranking.rare,
                _ => 0.0,
            };
            let likely = |c: &Correction| {
                !known
                    || (c.cost <= 1.4
                        && (doubtful || (c.zipf10 >= zipf10 + 10 && c.entries > 20.0 * in_index)))
            };
            let itself = ranking.spelling.likely(f32::from(zipf10) / 10.0, in_index, 0.0);
            let likely_itself = if doubtful { itself - ABSENT } else { itself };
            if share > 0.0 {
                let mut found = |candidate: &str| {
                    if is_stop(candidate) {
                        // Alone, a small word would be no question.
                        let small = snapshot.count * ranking.spelling.small;
                        return if telling > 1 { small } else { 0.0 };
                    }
                    let stem = stem(candidate);
                    let entries = entries(index, snapshot, &stem).unwrap_or(0.0);
                    if lexicon.has(&stem) { entries.max(1.0) } else { entries }
                };
                let candidates = correct(&word.folded, &own, &ranking.spelling, &mut found);
                for (rank, c) in candidates.into_iter().filter(likely).enumerate() {
                    if rank == 0 {
                        // Of « liicenciement » the index has the stem, and yet it is no word.
                        let same = || stem(&c.word) == own_stem;
                        if !known && (in_index == 0.0 || same() || c.entries > MORE * in_index) {
                            repaired[n] = Some(c.shown.clone());
                            meant[n] = Some(c.shown.clone());
                            said.spelling = Some(c.shown.clone());
                        }
                        if known && c.likely > likely_itself {
                            meant[n] = Some(c.shown.clone());
                        }
                    }
                    if is_stop(&c.word) {
                        continue;
                    }
                    if rank == 0 {
                        grams(&c.word, |gram| {
                            let so_far = gram_weights.entry(gram.to_owned()).or_default();
                            *so_far = so_far.max(0.8 * share);
                        });
                    }
                    let corrected = stem(&c.word);
                    if uses.iter().any(|u: &Use| u.stems[0] == corrected) {
                        continue;
                    }
                    let weight = c.weight * share;
                    let (stem, word) = (corrected.clone(), c.word);
                    senses.push(Sense { word, stem, weight });
                    let reading = Reading::Corrected(c.shown);
                    uses.push(Use { stems: vec![corrected], weight, reading });
                }
            }
            grams(&word.folded, |gram| {
                gram_weights.insert(gram.to_owned(), 1.0);
            });
            said.heard = senses.iter().any(|sense| lexicon.speaks(&sense.stem));
            said.read = uses.iter().map(|u| (u.reading.clone(), u.weight)).collect();
            plan.understanding.words.push(said);
            heard.push(Heard { folded: &word.folded, typed: &word.shown, senses });
            plan.groups.push(Group { words: vec![n], uses, extra: false });
        }
        drop(own);
        let said = lexicon.hear(&heard);
        plan.themes = lexicon.themes(&heard, &said, &ranking.theming);
        for hit in said {
            for n in &hit.words {
                if let Some(word) = plan.understanding.words.get_mut(*n) {
                    word.heard = true;
                }
            }
            let shown: Vec<&str> = hit.words.iter().map(|n| typed[*n].shown.as_str()).collect();
            if !hit.means.is_empty() && hit.sure >= 1.0 {
                plan.understanding.expressions.push((shown.join(" "), hit.means.clone()));
            }
            let uses: Vec<Use> = hit
                .means
                .iter()
                .map(|means| Use {
                    stems: stems(means),
                    weight: hit.weight * ranking.means,
                    reading: Reading::Means(means.clone()),
                })
                .filter(|u| !u.stems.is_empty())
                .collect();
            if uses.is_empty() {
                continue;
            }
            let whole = plan.groups.iter_mut().find(|g| g.words == hit.words);
            match whole {
                Some(group) => group.uses.extend(uses),
                None => plan.groups.push(Group { words: hit.words, uses, extra: true }),
            }
        }
        plan.groups.truncate(60);
        plan.understanding.themes =
            plan.themes.iter().filter(|t| t.1 >= 0.25).take(5).cloned().collect();
        plan.understanding.corrected = corrected(text, &typed, &repaired);
        plan.meant = corrected(text, &typed, &meant);
        plan.grams = gram_weights.into_iter().collect();
        plan.grams.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(plan)
    }
}

/// The question with the words that were corrected.
fn corrected(text: &str, typed: &[Typed], repaired: &[Option<String>]) -> Option<String> {
    repaired.iter().any(Option::is_some).then(|| {
        let mut whole = String::with_capacity(text.len());
        let mut done = 0;
        for (word, repaired) in typed.iter().zip(repaired) {
            if let (Some(repaired), true) = (repaired, word.at.start >= done) {
                whole.push_str(&text[done..word.at.start]);
                whole.push_str(repaired);
                done = word.at.end;
            }
        }
        whole.push_str(&text[done..]);
        whole
    })
}
