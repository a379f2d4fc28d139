//! A question answered: filtered, fused, in rings, with reasons.

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, TERMINATED, TantivyDocument, Term};
use territory::Point;

use crate::analysis::each_word;
use crate::index::{Error, Facts, Index, Snapshot};
use crate::meaning::wording;
use crate::plan::{Group, Plan, Use};
use crate::question::{Answer, Found, Hit, Parts, Question, Reading, Reason, Ring, Word};
use crate::rank::{Ranking, standing};
use crate::schema::{NOWHERE, TEXTS, code, flag};
use crate::score::{Candidate, Rarities, Set, candidates, rarity};
use crate::stem::stem;

/// How many of the best by words are compared by meaning too, where words were found.
const COMPARED: usize = 1_000;

/// A candidate in the last round.
#[derive(Clone, Copy)]
struct Rated {
    at: Candidate,
    ring: Ring,
    fused: f32,
    meaning: f32,
    standing: f32,
    tie: u64,
}

impl Rated {
    fn score(&self) -> f32 {
        self.fused * self.standing
    }
}

impl Index {
    /// Answers a question.
    pub fn search(&self, question: &Question) -> Result<Found, Error> {
        self.search_with(question, &Ranking::default())
    }

    /// Answers a question, ranking by other numbers.
    pub fn search_with(&self, question: &Question, ranking: &Ranking) -> Result<Found, Error> {
        let snapshot = self.snapshot();
        let mut plan = Plan::of(self, &snapshot, &question.text, ranking)?;
        let mut rarities = Rarities::of(self, &snapshot, &plan, ranking)?;
        let filters = Filters::of(self, &snapshot, question)?;
        let asked = !plan.understanding.words.is_empty();
        let mut all = self.candidates(&snapshot, (&plan, &rarities), ranking, &filters)?;
        let spoken = |all: &[Candidate]| all.iter().any(|c| c.words > 0.0 || c.themes > 0.0);
        let mut answer = Answer::Found;
        if asked && !spoken(&all) {
            answer = Answer::Alike;
            if all.is_empty() && self.stretch(&snapshot, &mut plan)? {
                rarities = Rarities::of(self, &snapshot, &plan, ranking)?;
                all = self.candidates(&snapshot, (&plan, &rarities), ranking, &filters)?;
            }
        }
        if all.is_empty() && asked {
            answer = Answer::Nearby;
        }
        let everything = all.is_empty();
        if everything {
            all = every(&snapshot, &filters);
        }
        if all.is_empty() {
            answer = Answer::Nothing;
        }
        let coverage = Coverage::of(&snapshot, &plan, &rarities, &all);
        let means = asked && self.vectors.is_some();
        if everything && means && !all.is_empty() {
            answer = Answer::Alike;
        }
        let meant =
            || wording(&question.text, plan.meant.as_deref(), &plan.understanding.expressions);
        let fused = match everything && !means {
            true => vec![(1.0, 0.0); all.len()],
            false => self.fuse(&snapshot, meant, ranking, &coverage, &filters, &mut all),
        };
        let mut rated: Vec<Rated> = all
            .iter()
            .zip(fused)
            .map(|(at, (fused, meaning))| rate(&snapshot, &filters, *at, fused, meaning))
            .collect();
        let ring = choose_ring(&mut rated, ranking, question, &filters, answer);
        let best = rated.iter().map(|r| r.fused).fold(0.0, f32::max);
        let total = rated.iter().filter(|r| r.fused >= best * ranking.found).count();
        let page = page(rated, question);
        let hits = page
            .into_iter()
            .map(|rated| self.hit(&snapshot, &plan, &filters, rated))
            .collect::<Result<Vec<Hit>, Error>>()?;
        understand(&mut plan, &rarities);
        Ok(Found { hits, total, ring, answer, understanding: plan.understanding })
    }

    fn candidates(
        &self,
        snapshot: &Snapshot,
        plan: (&Plan, &Rarities),
        ranking: &Ranking,
        filters: &Filters,
    ) -> Result<Vec<Candidate>, Error> {
        let mut all = vec![];
        for segment in 0..snapshot.facts.len() {
            let passes = |doc| filters.pass(segment, &snapshot.facts[segment], doc);
            let at = u32::try_from(segment).unwrap_or(0);
            candidates((self, snapshot), at, plan, ranking, &passes, &mut all)?;
        }
        Ok(all)
    }

    /// Reads words of which nothing is found as the words of titles that begin alike.
    fn stretch(&self, snapshot: &Snapshot, plan: &mut Plan) -> Result<bool, Error> {
        let mut any = false;
        let words: Vec<String> = plan.understanding.words.iter().map(|w| w.typed.clone()).collect();
        for (n, typed) in words.iter().enumerate() {
            let mut folded = String::new();
            each_word(typed, |word, _| folded = word.to_owned());
            let own = stem(&folded);
            for length in (2..own.len()).rev() {
                let Some(beginning) = own.get(..length) else { continue };
                let alike = self.beginning(snapshot, beginning)?;
                if alike.is_empty() {
                    continue;
                }
                let weight = length as f32 / own.len() as f32 * 0.5;
                let uses: Vec<Use> = alike
                    .into_iter()
                    .map(|stem| Use {
                        stems: vec![stem.clone()],
                        weight,
                        reading: Reading::Begins(stem),
                    })
                    .collect();
                plan.groups.push(Group { words: vec![n], uses, extra: false });
                any = true;
                break;
            }
        }
        Ok(any)
    }

    fn beginning(&self, snapshot: &Snapshot, beginning: &str) -> Result<Vec<String>, Error> {
        let mut found = vec![];
        let io = |e: std::io::Error| Error::Index(tantivy::TantivyError::from(e));
        for segment in snapshot.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.texts[0])?;
            let mut stream =
                inverted.terms().range().ge(beginning.as_bytes()).into_stream().map_err(io)?;
            while stream.advance() && found.len() < 8 {
                match std::str::from_utf8(stream.key()) {
                    Ok(key) if key.starts_with(beginning) => found.push(key.to_owned()),
                    _ => break,
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Brings words, runs of letters, themes and meaning together: for each candidate its sum, and
    /// how near it is in meaning. With few words found, everything is compared by meaning.
    fn fuse(
        &self,
        snapshot: &Snapshot,
        meant: impl Fn() -> String,
        ranking: &Ranking,
        covered: &Coverage,
        filters: &Filters,
        all: &mut Vec<Candidate>,
    ) -> Vec<(f32, f32)> {
        let coverage = covered.best;
        for c in all.iter_mut().filter(|c| c.words > 0.0) {
            c.words *= 1.0 - ranking.together * (1.0 - covered.share(c.groups));
        }
        let most = |part: fn(&Candidate) -> f32| all.iter().map(part).fold(1e-6_f32, f32::max);
        let (words, grams) = (most(|c| c.words), most(|c| c.grams));
        for c in all.iter_mut() {
            (c.words, c.grams) = (c.words / words, c.grams / grams);
        }
        // Where little of the question was found, its words count less beside its themes.
        let trust = coverage.max(0.15).powf(0.3);
        let sum =
            |c: &Candidate| c.words * trust + ranking.grams * c.grams + ranking.themes * c.themes;
        let Some(vectors) = &self.vectors else {
            return all.iter().map(|c| (sum(c), 0.0)).collect();
        };
        if coverage < 0.5 {
            let there: std::collections::HashSet<(u32, u32)> =
                all.iter().map(|c| (c.segment, c.doc)).collect();
            let others = every(snapshot, filters);
            all.extend(others.into_iter().filter(|c| !there.contains(&(c.segment, c.doc))));
        }
        let asked = vectors.ask(&meant(), snapshot);
        let sums: Vec<f32> = all.iter().map(sum).collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        let compared = if coverage < 0.5 { all.len() } else { COMPARED.min(all.len()) };
        if compared < order.len() {
            order.select_nth_unstable_by(compared, |a, b| sums[*b].total_cmp(&sums[*a]));
        }
        order.truncate(compared);
        let tie = |c: &Candidate| snapshot.facts[c.segment as usize].ties[c.doc as usize];
        let ties: Vec<u64> = order.iter().map(|n| tie(&all[*n])).collect();
        let near = asked.of(&ties, ranking, coverage);
        let mut best: Vec<f32> =
            order.iter().zip(&near).map(|(n, near)| sums[*n] + near.0).collect();
        asked.follow(&ties, &mut best, coverage);
        let mut fused: Vec<(f32, f32)> = sums.into_iter().map(|s| (s, 0.0)).collect();
        for (n, (sum, near)) in order.into_iter().zip(best.into_iter().zip(near)) {
            fused[n] = (sum.max(0.0), near.1);
        }
        fused
    }

    fn hit(
        &self,
        snapshot: &Snapshot,
        plan: &Plan,
        filters: &Filters,
        rated: Rated,
    ) -> Result<Hit, Error> {
        let address = DocAddress::new(rated.at.segment, rated.at.doc);
        let row: TantivyDocument = snapshot.searcher.doc(address)?;
        let text =
            |field| row.get_first(field).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        let facts = &snapshot.facts[rated.at.segment as usize];
        Ok(Hit {
            id: text(self.fields.id),
            payload: row
                .get_first(self.fields.payload)
                .and_then(|v| v.as_bytes())
                .map_or_else(String::new, |bytes| String::from_utf8_lossy(bytes).into_owned()),
            score: rated.score(),
            parts: Parts {
                words: rated.at.words,
                grams: rated.at.grams,
                themes: rated.at.themes,
                meaning: rated.meaning,
                standing: rated.standing,
            },
            km: filters.km(facts, rated.at.doc),
            ring: rated.ring,
            reasons: self.reasons(snapshot, plan, rated.at)?,
        })
    }

    /// Which words of the question stand in which fields of a document.
    fn reasons(
        &self,
        snapshot: &Snapshot,
        plan: &Plan,
        at: Candidate,
    ) -> Result<Vec<Reason>, Error> {
        let segment = snapshot.searcher.segment_reader(at.segment);
        let io = |e: std::io::Error| Error::Index(tantivy::TantivyError::from(e));
        let stands = |term: &Term| -> Result<bool, Error> {
            let inverted = segment.inverted_index(term.field())?;
            let postings = inverted.read_postings(term, IndexRecordOption::Basic).map_err(io)?;
            Ok(postings.is_some_and(|mut p| {
                let here = if p.doc() < at.doc { p.seek(at.doc) } else { p.doc() };
                here == at.doc && here != TERMINATED
            }))
        };
        let mut reasons = vec![];
        for (n, group) in plan.groups.iter().enumerate() {
            if at.groups >> n & 1 == 0 {
                continue;
            }
            let typed: Vec<&str> = group
                .words
                .iter()
                .filter_map(|w| plan.understanding.words.get(*w))
                .map(|w| w.typed.as_str())
                .collect();
            for reading in &group.uses {
                for (field, name) in self.fields.texts.iter().zip(TEXTS) {
                    let mut all = true;
                    for stem in &reading.stems {
                        all &= stands(&Term::from_field_text(*field, stem))?;
                    }
                    if all {
                        reasons.push(Reason {
                            typed: typed.join(" "),
                            read: reading.reading.clone(),
                            field: name,
                        });
                    }
                }
            }
        }
        if at.themes > 0.0 {
            for (theme, _) in plan.themes.iter().take(12) {
                let code = code::of(code::THEME, theme);
                if stands(&Term::from_field_text(self.fields.codes, &code))? {
                    let (typed, read) = (String::new(), Reading::Means(theme.clone()));
                    reasons.push(Reason { typed, read, field: "themes" });
                }
            }
        }
        Ok(reasons)
    }
}

/// What a question lets through.
struct Filters {
    /// For each segment: sets in which a document must stand.
    all: Vec<Vec<Set>>,
    /// For each segment: documents for some zones or some eyes only, that are for this person.
    zones: Option<Vec<Set>>,
    scopes: Vec<Set>,
    commune: Option<Vec<Set>>,
    department: Option<Vec<Set>>,
    region: Option<Vec<Set>>,
    remote: Option<bool>,
    near: bool,
    point: Option<Point>,
    /// The point in degrees, and how much shorter a degree to the east is there.
    flat: Option<((f32, f32), f32)>,
    today: Option<i32>,
}

const KM_A_DEGREE: f32 = 111.195;

impl Filters {
    fn of(index: &Index, snapshot: &Snapshot, q: &Question) -> Result<Self, Error> {
        let segments = snapshot.searcher.segment_readers();
        let sets = |codes: &[String]| -> Result<Vec<Set>, Error> {
            segments.iter().map(|segment| Set::with_any(index, segment, codes)).collect()
        };
        let codes = |kind: &str, values: &[String]| -> Vec<String> {
            values.iter().map(|value| code::of(kind, value)).collect()
        };
        let mut all: Vec<Vec<Set>> = segments.iter().map(|_| vec![]).collect();
        let mut demands = vec![];
        let lists = [(code::KIND, &q.kinds), (code::THEME, &q.themes), (code::PUBLIC, &q.publics)];
        demands.extend(lists.iter().filter(|l| !l.1.is_empty()).map(|(kind, v)| codes(kind, v)));
        demands.extend(q.tags.iter().map(|tag| vec![code::of(code::TAG, tag)]));
        for demand in demands {
            for (of_segment, set) in all.iter_mut().zip(sets(&demand)?) {
                of_segment.push(set);
            }
        }
        let here = q.near.as_ref().map(|here| &here.codes);
        let one = |kind: &str, value: Option<&String>| {
            value.filter(|v| !v.is_empty()).map(|v| sets(&[code::of(kind, v)])).transpose()
        };
        let zones = here.map(|codes| codes.zones()).filter(|z| z.len() > 1);
        Ok(Self {
            all,
            zones: zones.map(|z| sets(&codes(code::ZONE, &z))).transpose()?,
            scopes: sets(&codes(code::SCOPE, &q.scopes))?,
            commune: one(code::COMMUNE, here.map(|c| &c.commune))?,
            department: one(code::DEPARTMENT, here.map(|c| &c.department))?,
            region: one(code::REGION, here.map(|c| &c.region))?,
            remote: q.remote,
            near: q.near.is_some(),
            point: q.near.as_ref().and_then(|here| here.point),
            flat: q
                .near
                .as_ref()
                .and_then(|here| here.point)
                .map(|p| ((p.lat as f32, p.lon as f32), p.lat.to_radians().cos() as f32)),
            today: q.today,
        })
    }

    fn pass(&self, segment: usize, facts: &Facts, doc: u32) -> bool {
        let flags = u64::from(facts.flags[doc as usize]);
        let is = |flag: u64| flags & flag != 0;
        self.all[segment].iter().all(|set| set.has(doc))
            && (!is(flag::SCOPED) || self.scopes[segment].has(doc))
            && (!is(flag::ZONED) || self.zones.as_ref().is_none_or(|z| z[segment].has(doc)))
            && self.remote.is_none_or(|wanted| wanted == is(flag::REMOTE))
    }

    fn km(&self, facts: &Facts, doc: u32) -> Option<f64> {
        let (lat, lon) = facts.points[doc as usize];
        let there = Point { lat: f64::from(lat), lon: f64::from(lon) };
        self.point.filter(|_| lat < NOWHERE as f32).map(|here| here.km_to(there))
    }

    /// The same on a flat map: quick, and off by less than a hundredth within a région.
    fn flat_km(&self, facts: &Facts, doc: u32) -> Option<f32> {
        let (lat, lon) = facts.points[doc as usize];
        let (here, shrink) = self.flat.filter(|_| lat < NOWHERE as f32)?;
        let (north, east) = ((lat - here.0) * KM_A_DEGREE, (lon - here.1) * KM_A_DEGREE * shrink);
        Some((north * north + east * east).sqrt())
    }

    fn ring(&self, km: Option<f32>, segment: usize, facts: &Facts, doc: u32) -> Ring {
        if !self.near {
            return Ring::Everywhere;
        }
        let within = |sets: &Option<Vec<Set>>| sets.as_ref().is_some_and(|s| s[segment].has(doc));
        match km {
            Some(km) if km <= 15.0 => Ring::Km15,
            _ if within(&self.commune) => Ring::Km15,
            Some(km) if km <= 30.0 => Ring::Km30,
            Some(km) if km <= 60.0 => Ring::Km60,
            _ if within(&self.department) => Ring::Department,
            _ if within(&self.region) => Ring::Region,
            _ if u64::from(facts.flags[doc as usize]) & flag::REMOTE != 0 => Ring::Remote,
            _ => Ring::Everywhere,
        }
    }
}

/// Every document that the filters let through.
fn every(snapshot: &Snapshot, filters: &Filters) -> Vec<Candidate> {
    let mut all = vec![];
    for (n, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let at = u32::try_from(n).unwrap_or(0);
        for doc in 0..segment.max_doc() {
            if !segment.is_deleted(doc) && filters.pass(n, &snapshot.facts[n], doc) {
                let (words, grams, themes) = (0.0, 0.0, 0.0);
                all.push(Candidate { segment: at, doc, words, grams, themes, groups: 0 });
            }
        }
    }
    all
}

/// How much of what was asked a document has, by how rare the words are (0 to 1).
struct Coverage {
    weights: Vec<f32>,
    sum: f32,
    /// That of the document that has most.
    best: f32,
}

impl Coverage {
    fn of(snapshot: &Snapshot, plan: &Plan, rarities: &Rarities, all: &[Candidate]) -> Self {
        let unknown = rarity(snapshot.count, 0.0);
        let weights: Vec<f32> = plan
            .groups
            .iter()
            .enumerate()
            .map(|(n, group)| match (group.extra, rarities.most(plan, n)) {
                (true, _) => 0.0,
                (false, most) if most > 0.0 => most,
                // A word that nothing has counts as one of the rarest.
                (false, _) => unknown,
            })
            .collect();
        let sum = weights.iter().sum();
        let mut coverage = Self { weights, sum, best: 0.0 };
        let mut last = 0;
        for c in all.iter().filter(|c| c.groups != 0) {
            if c.groups != last {
                coverage.best = coverage.best.max(coverage.share(c.groups));
                last = c.groups;
            }
        }
        coverage
    }

    fn share(&self, groups: u64) -> f32 {
        let has = self.weights.iter().enumerate().filter(|(n, _)| groups >> n & 1 == 1);
        let has: f32 = has.map(|w| w.1).sum();
        if self.sum > 0.0 { has / self.sum } else { 0.0 }
    }
}

fn rate(snapshot: &Snapshot, filters: &Filters, at: Candidate, fused: f32, meaning: f32) -> Rated {
    let (segment, doc) = (at.segment as usize, at.doc as usize);
    let facts = &snapshot.facts[segment];
    let tie = facts.ties[doc];
    if !filters.near && filters.today.is_none() {
        return Rated { at, ring: Ring::Everywhere, fused, meaning, standing: 1.0, tie };
    }
    let km = filters.flat_km(facts, at.doc);
    let day = Some(facts.days[doc]).filter(|day| i64::from(*day) < NOWHERE);
    let age = filters.today.zip(day).map(|(today, day)| (today - day) as f32);
    Rated {
        at,
        ring: filters.ring(km, segment, facts, at.doc),
        fused,
        meaning,
        standing: standing(km, age, filters.point.is_some(), filters.today.is_some()),
        tie,
    }
}

/// Keeps what lies in the narrowest ring that has enough of what answers well.
fn choose_ring(
    rated: &mut Vec<Rated>,
    ranking: &Ranking,
    question: &Question,
    filters: &Filters,
    answer: Answer,
) -> Ring {
    if !filters.near {
        return Ring::Everywhere;
    }
    let best = rated.iter().map(|r| r.fused).fold(0.0, f32::max);
    let mut so_far = 0;
    let mut ring = Ring::Everywhere;
    for next in Ring::ALL {
        let good = |r: &&Rated| r.ring == next && r.fused >= best * ranking.found;
        so_far += rated.iter().filter(good).count();
        if so_far >= question.wanted.max(1) || (answer == Answer::Nearby && so_far > 0) {
            ring = next;
            break;
        }
    }
    rated.retain(|r| r.ring <= ring);
    ring
}

/// The page that was asked for; equals stand in the order of their identifiers' digests.
fn page(mut rated: Vec<Rated>, question: &Question) -> Vec<Rated> {
    let order = |a: &Rated, b: &Rated| b.score().total_cmp(&a.score()).then(a.tie.cmp(&b.tie));
    let last = question.offset.saturating_add(question.limit);
    if last == 0 {
        return vec![];
    }
    if last < rated.len() {
        rated.select_nth_unstable_by(last - 1, order);
        rated.truncate(last);
    }
    rated.sort_by(order);
    rated.drain(..question.offset.min(rated.len()));
    rated
}

/// Says which words anything was found for.
fn understand(plan: &mut Plan, rarities: &Rarities) {
    for (group, rare) in plan.groups.iter().zip(&rarities.0) {
        let found = rare.iter().flatten().any(|r| *r > 0.0);
        for n in &group.words {
            if let Some(word) = plan.understanding.words.get_mut(*n) {
                let word: &mut Word = word;
                word.found |= found;
                for reading in &group.uses {
                    let begins = matches!(reading.reading, Reading::Begins(_));
                    let means = matches!(reading.reading, Reading::Means(_));
                    let there = word.read.iter().any(|r| r.0 == reading.reading);
                    if (begins || means) && !there {
                        word.read.push((reading.reading.clone(), reading.weight));
                    }
                }
            }
        }
    }
}
