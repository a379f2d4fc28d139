//! Goes through the postings of one segment.
//!
//! Term by term into arrays over the documents of the segment, which are kept from one question to
//! the next and swept by the lists of what was touched. All matches are seen: distance, rings and
//! counts need them, and a list of the best alone would not give them.

use std::cell::RefCell;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, Term};

use crate::index::{Error, Index, Snapshot};
use crate::plan::{Plan, Use, entries};
use crate::question::Reading;
use crate::rank::Ranking;
use crate::schema::code;

/// A document with what speaks for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub segment: u32,
    pub doc: u32,
    pub words: f32,
    pub grams: f32,
    pub themes: f32,
    /// Which groups it has, one bit each.
    pub groups: u64,
}

/// How many themes are looked for.
const THEMES: usize = 12;

/// Bit of a document that was touched by grams or themes.
const TOUCHED: u64 = 1 << 63;

#[derive(Default)]
struct Scratch {
    term: Vec<f32>,
    uses: Vec<f32>,
    group: Vec<f32>,
    words: Vec<f32>,
    grams: Vec<f32>,
    themes: Vec<f32>,
    bits: Vec<u64>,
    by_term: Vec<u32>,
    by_use: Vec<u32>,
    by_group: Vec<u32>,
    touched: Vec<u32>,
}

impl Scratch {
    fn fit(&mut self, documents: usize) {
        if self.bits.len() < documents {
            for array in [
                &mut self.term,
                &mut self.uses,
                &mut self.group,
                &mut self.words,
                &mut self.grams,
                &mut self.themes,
            ] {
                array.resize(documents, 0.0);
            }
            self.bits.resize(documents, 0);
        }
    }
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// How rare something is among all documents.
pub(crate) fn rarity(count: f32, entries: f32) -> f32 {
    (1.0 + (count - entries + 0.5).max(0.0) / (entries + 0.5)).ln()
}

/// Whether something is so common in a large index that it costs much to go through and tells
/// little apart.
fn common(snapshot: &Snapshot, ranking: &Ranking, entries: f32) -> bool {
    snapshot.count > ranking.large && entries > snapshot.count / 20.0
}

/// For each group how rare its readings are, stem by stem.
pub(crate) struct Rarities(pub Vec<Vec<Vec<f32>>>);

impl Rarities {
    pub(crate) fn of(
        index: &Index,
        snapshot: &Snapshot,
        plan: &Plan,
        ranking: &Ranking,
    ) -> Result<Self, Error> {
        let of_stem = |reading: &Reading, stem: &String| {
            let entries = entries(index, snapshot, stem)?;
            let adds = matches!(reading, Reading::Means(_));
            let left_out = entries == 0.0 || (adds && common(snapshot, ranking, entries));
            Ok(if left_out { 0.0 } else { rarity(snapshot.count, entries) })
        };
        let of_use = |u: &Use| {
            u.stems.iter().map(|stem| of_stem(&u.reading, stem)).collect::<Result<_, _>>()
        };
        plan.groups
            .iter()
            .map(|g| g.uses.iter().map(of_use).collect())
            .collect::<Result<_, Error>>()
            .map(Self)
    }

    /// What a group can bring at most.
    pub(crate) fn most(&self, plan: &Plan, group: usize) -> f32 {
        let uses = plan.groups[group].uses.iter().zip(&self.0[group]);
        uses.map(|(u, r)| u.weight * r.iter().sum::<f32>() / r.len().max(1) as f32)
            .fold(0.0, f32::max)
    }
}

/// 1 over the weight that a field's length has, for each class of lengths.
fn lengths(mean: f32, counts: f32) -> [f32; 256] {
    std::array::from_fn(|id| {
        let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
        1.0 / (1.0 - counts + counts * length / mean)
    })
}

/// Walks the postings of a term: document, how often.
fn walk(
    segment: &SegmentReader,
    term: &Term,
    option: IndexRecordOption,
    mut each: impl FnMut(u32, u32),
) -> Result<(), Error> {
    let io = |e: std::io::Error| Error::Index(tantivy::TantivyError::from(e));
    let inverted = segment.inverted_index(term.field())?;
    let Some(info) = inverted.get_term_info(term).map_err(io)? else { return Ok(()) };
    let mut blocks = inverted.read_block_postings_from_terminfo(&info, option).map_err(io)?;
    while blocks.block_len() > 0 {
        let freqs = blocks.freqs();
        for (n, doc) in blocks.docs().iter().enumerate() {
            each(*doc, freqs.get(n).copied().unwrap_or(1));
        }
        blocks.advance();
    }
    Ok(())
}

/// A set of documents of one segment.
pub(crate) struct Set(Vec<u64>);

impl Set {
    /// Those that have any of these codes.
    pub(crate) fn with_any(
        index: &Index,
        segment: &SegmentReader,
        codes: &[String],
    ) -> Result<Self, Error> {
        let mut bits = vec![0_u64; segment.max_doc() as usize / 64 + 1];
        for code in codes {
            let term = Term::from_field_text(index.fields.codes, code);
            walk(segment, &term, IndexRecordOption::Basic, |doc, _| {
                bits[doc as usize / 64] |= 1 << (doc % 64);
            })?;
        }
        Ok(Self(bits))
    }

    pub(crate) fn has(&self, doc: u32) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }
}

/// All documents of a segment that anything of the plan speaks for, and that `passes` lets through.
pub(crate) fn candidates(
    (index, snapshot): (&Index, &Snapshot),
    at: u32,
    (plan, rarities): (&Plan, &Rarities),
    ranking: &Ranking,
    passes: &dyn Fn(u32) -> bool,
    out: &mut Vec<Candidate>,
) -> Result<(), Error> {
    SCRATCH.with_borrow_mut(|scratch| {
        let segment = snapshot.searcher.segment_reader(at);
        scratch.fit(segment.max_doc() as usize);
        let done = score(index, snapshot, segment, (plan, rarities), ranking, scratch);
        // Swept even after an error: the arrays serve the next question.
        let s = scratch;
        for doc in s.touched.drain(..) {
            let d = doc as usize;
            let candidate = Candidate {
                segment: at,
                doc,
                words: std::mem::take(&mut s.words[d]),
                grams: std::mem::take(&mut s.grams[d]),
                themes: std::mem::take(&mut s.themes[d]),
                groups: std::mem::take(&mut s.bits[d]) & !TOUCHED,
            };
            if done.is_ok() && !segment.is_deleted(doc) && passes(doc) {
                out.push(candidate);
            }
        }
        done
    })
}

fn score(
    index: &Index,
    snapshot: &Snapshot,
    segment: &SegmentReader,
    (plan, rarities): (&Plan, &Rarities),
    ranking: &Ranking,
    s: &mut Scratch,
) -> Result<(), Error> {
    let norms = index.fields.texts.map(|field| segment.get_fieldnorms_reader(field));
    let mut fields = vec![];
    for (n, norm) in norms.into_iter().enumerate() {
        if ranking.fields[n] > 0.0 {
            let lengths = lengths(snapshot.means[n], ranking.length[n]);
            fields.push((index.fields.texts[n], ranking.fields[n], norm?, lengths));
        }
    }
    for (g, (group, rare)) in plan.groups.iter().zip(&rarities.0).enumerate() {
        for (reading, rare) in group.uses.iter().zip(rare) {
            let share = reading.weight / reading.stems.len() as f32;
            for (stem, rare) in reading.stems.iter().zip(rare) {
                if *rare == 0.0 {
                    continue;
                }
                for (field, weight, norm, lengths) in &fields {
                    let term = Term::from_field_text(*field, stem);
                    let (tf, by_term) = (&mut s.term, &mut s.by_term);
                    walk(segment, &term, IndexRecordOption::WithFreqs, |doc, often| {
                        let here = &mut tf[doc as usize];
                        if *here == 0.0 {
                            by_term.push(doc);
                        }
                        let length = lengths[usize::from(norm.fieldnorm_id(doc))];
                        *here += weight * often as f32 * length;
                    })?;
                }
                for doc in s.by_term.drain(..) {
                    let d = doc as usize;
                    let tf = std::mem::take(&mut s.term[d]);
                    if s.uses[d] == 0.0 {
                        s.by_use.push(doc);
                    }
                    s.uses[d] += share * rare * tf * (ranking.slow + 1.0) / (tf + ranking.slow);
                }
            }
            for doc in s.by_use.drain(..) {
                let d = doc as usize;
                let score = std::mem::take(&mut s.uses[d]);
                if s.group[d] == 0.0 {
                    s.by_group.push(doc);
                }
                s.group[d] = s.group[d].max(score);
            }
        }
        for doc in s.by_group.drain(..) {
            let d = doc as usize;
            if s.bits[d] == 0 {
                s.touched.push(doc);
            }
            s.bits[d] |= 1 << g;
            s.words[d] += std::mem::take(&mut s.group[d]);
        }
    }
    score_grams(index, snapshot, segment, plan, ranking, s)?;
    for (theme, sure) in plan.themes.iter().take(THEMES) {
        let term = Term::from_field_text(index.fields.codes, &code::of(code::THEME, theme));
        let (themes, bits, touched) = (&mut s.themes, &mut s.bits, &mut s.touched);
        walk(segment, &term, IndexRecordOption::Basic, |doc, _| {
            let d = doc as usize;
            if bits[d] == 0 {
                touched.push(doc);
            }
            bits[d] |= TOUCHED;
            themes[d] = themes[d].max(*sure);
        })?;
    }
    Ok(())
}

fn score_grams(
    index: &Index,
    snapshot: &Snapshot,
    segment: &SegmentReader,
    plan: &Plan,
    ranking: &Ranking,
    s: &mut Scratch,
) -> Result<(), Error> {
    let norm = segment.get_fieldnorms_reader(index.fields.grams)?;
    let lengths = lengths(snapshot.grams_mean, ranking.grams_length);
    for (gram, weight) in &plan.grams {
        let term = Term::from_field_text(index.fields.grams, gram);
        let entries = snapshot.searcher.doc_freq(&term)? as f32;
        if entries == 0.0 || common(snapshot, ranking, entries) {
            continue;
        }
        let rare = weight * rarity(snapshot.count, entries);
        let (grams, bits, touched) = (&mut s.grams, &mut s.bits, &mut s.touched);
        walk(segment, &term, IndexRecordOption::WithFreqs, |doc, often| {
            let d = doc as usize;
            if bits[d] == 0 {
                touched.push(doc);
            }
            bits[d] |= TOUCHED;
            let tf = often as f32 * lengths[usize::from(norm.fieldnorm_id(doc))];
            grams[d] += rare * tf * 2.2 / (tf + 1.2);
        })?;
    }
    Ok(())
}
