//! How good a list of answers is.

use std::collections::HashMap;

use serde::Serialize;

/// Means over questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Normalised discounted cumulative gain of the first ten.
    pub ndcg10: f64,
    /// One over the rank of the first right answer, of ten.
    pub mrr: f64,
    /// Share of the right answers that the first one is.
    pub recall1: f64,
    /// … that are among the first three.
    pub recall3: f64,
    /// … among the first five.
    pub recall5: f64,
    /// Share of questions with a right answer among the first five.
    pub success5: f64,
    /// Questions that were answered with nothing.
    pub empty: usize,
    /// Questions.
    pub questions: usize,
}

/// The figures of one list.
#[must_use]
pub fn of_list(list: &[String], answers: &HashMap<String, u32>) -> Figures {
    let gain = |grade: u32| f64::from(grade).exp2() - 1.0;
    let discount = |rank: usize| ((rank + 2) as f64).log2();
    let grade = |id: &String| answers.get(id).copied().unwrap_or(0);
    let dcg: f64 =
        list.iter().take(10).enumerate().map(|(n, id)| gain(grade(id)) / discount(n)).sum();
    let mut grades: Vec<u32> = answers.values().copied().collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    let ideal: f64 = grades.iter().take(10).enumerate().map(|(n, g)| gain(*g) / discount(n)).sum();
    let right = |first: usize| list.iter().take(first).filter(|id| grade(id) > 0).count() as f64;
    let count = answers.values().filter(|g| **g > 0).count().max(1) as f64;
    let first = list.iter().take(10).position(|id| grade(id) > 0);
    Figures {
        ndcg10: if ideal > 0.0 { dcg / ideal } else { 0.0 },
        mrr: first.map_or(0.0, |n| 1.0 / (n + 1) as f64),
        recall1: right(1) / count,
        recall3: right(3) / count,
        recall5: right(5) / count,
        success5: f64::from(u8::from(right(5) > 0.0)),
        empty: usize::from(list.is_empty()),
        questions: 1,
    }
}

/// The means of many.
#[must_use]
pub fn mean(all: &[Figures]) -> Figures {
    let n = all.len().max(1) as f64;
    let mean = |part: fn(&Figures) -> f64| all.iter().map(part).sum::<f64>() / n;
    Figures {
        ndcg10: mean(|f| f.ndcg10),
        mrr: mean(|f| f.mrr),
        recall1: mean(|f| f.recall1),
        recall3: mean(|f| f.recall3),
        recall5: mean(|f| f.recall5),
        success5: mean(|f| f.success5),
        empty: all.iter().map(|f| f.empty).sum(),
        questions: all.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_the_textbook() {
        let answers: HashMap<String, u32> = [("a".into(), 1), ("b".into(), 1)].into();
        let list = |ids: &[&str]| ids.iter().map(|i| (*i).to_owned()).collect::<Vec<_>>();
        let perfect = of_list(&list(&["b", "a"]), &answers);
        assert_eq!((perfect.ndcg10, perfect.mrr, perfect.recall1), (1.0, 1.0, 0.5));
        let second = of_list(&list(&["x", "a", "y"]), &answers);
        let ideal = 1.0 + 1.0 / 3.0_f64.log2();
        assert!((second.ndcg10 - (1.0 / 3.0_f64.log2()) / ideal).abs() < 1e-12);
        assert_eq!((second.mrr, second.recall3, second.success5), (0.5, 0.5, 1.0));
        let nothing = of_list(&[], &answers);
        assert_eq!((nothing.ndcg10, nothing.empty), (0.0, 1));
        assert_eq!(mean(&[perfect, nothing]).mrr, 0.5);
    }
}
