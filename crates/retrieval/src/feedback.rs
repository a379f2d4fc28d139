//! What the first answers say of the others, by meaning.

use crate::meaning::{Asked, Usual};

/// How many of the best tell what a question is about.
const TELLING: usize = 5;

/// How much more the very best tell than those after them.
const SHARP: i32 = 6;

/// What counts of each model's nearness to the best, beside its nearness to the question.
const LIKE_BEST: f32 = 0.8;

/// How many of the first are looked at in their company.
const FIRST: usize = 20;

/// How many are a text's company.
const COMPANY: usize = 2;

/// How much its company counts beside a text itself.
const BY_COMPANY: f32 = 0.35;

impl Asked<'_> {
    /// Brings to the sums of documents what those with the best sums say of the others. `coverage` is
    /// how much of the question was found by its words: the less of it, the less the best are trusted.
    pub(crate) fn follow(&self, documents: &[u64], sums: &mut [f32], coverage: f32) {
        let mut order: Vec<usize> = (0..documents.len()).collect();
        let mut round = |raise: &dyn Fn(&[u64], &mut [f32])| {
            order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]));
            let sorted: Vec<u64> = order.iter().map(|n| documents[*n]).collect();
            let mut raised: Vec<f32> = order.iter().map(|n| sums[*n]).collect();
            raise(&sorted, &mut raised);
            order.iter().zip(raised).for_each(|(n, sum)| sums[*n] = sum);
        };
        round(&|documents, sums| self.like_the_best(documents, sums, coverage));
        round(&|documents, sums| self.in_company(documents, sums));
    }

    /// Raises what is like the best, as they tell what the question is about in more words than it has
    /// (relevance feedback after J. J. Rocchio, 1971, with nobody judging). The best stands first.
    fn like_the_best(&self, documents: &[u64], sums: &mut [f32], coverage: f32) {
        let top = sums.first().copied().unwrap_or_default().max(1e-6);
        let best: Vec<(u64, f32)> = documents
            .iter()
            .zip(sums.iter())
            .take(TELLING)
            .map(|(id, sum)| (*id, (sum / top).clamp(0.0, 1.0).powi(SHARP)))
            .collect();
        for (vectors, ..) in &self.models {
            let Some(middle) = vectors.middle(&best) else { continue };
            let passages = |ids: &[u64]| -> Vec<Option<f32>> {
                let near = vectors.nearness(&middle, ids.iter().copied());
                near.into_iter().map(|n| n.map(|n| n.passage)).collect()
            };
            let sample: Vec<f32> = passages(&self.sample).into_iter().flatten().collect();
            let usual = Usual::of(&sample);
            let weight = LIKE_BEST * coverage * vectors.embedder.counts().beside;
            for (sum, near) in sums.iter_mut().zip(passages(documents)) {
                *sum += near.map_or(0.0, |cosine| weight * usual.beyond(cosine));
            }
        }
    }

    /// Raises running texts among the first whose nearest texts answer as well: of two that are found
    /// alike, the one in good company (F. Diaz, *Regularizing ad hoc retrieval scores*, 2005). What has
    /// keywords of its own stands for itself. The best stands first.
    fn in_company(&self, documents: &[u64], sums: &mut [f32]) {
        let surest = self
            .models
            .iter()
            .map(|m| m.0)
            .max_by(|a, b| a.embedder.counts().beside.total_cmp(&b.embedder.counts().beside));
        let Some(vectors) = surest else { return };
        let alone: Vec<f32> = sums.to_vec();
        for (n, company) in vectors.company(documents, FIRST, COMPANY).into_iter().enumerate() {
            let share = BY_COMPANY / company.len().max(1) as f32;
            sums[n] += company.into_iter().map(|m| share * alone[m].max(0.0)).sum::<f32>();
        }
    }
}
