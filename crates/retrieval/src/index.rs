//! The index: in a folder or in memory, one writer, any number of readers.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use tantivy::index::SegmentId;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::analysis::{each_word, is_stop};
use crate::document::{Document, digest};
use crate::french::french;
use crate::lexicon::Lexicon;
use crate::meaning::Meaning;
use crate::schema::{self, Fields, NOWHERE, code, flag};
use crate::speller::Own;
use crate::vectors::Embedder;

/// What went wrong with an index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The files of the index.
    #[error("the index cannot be read or written: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The folder around it.
    #[error("{path}: {source}")]
    Folder {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another program's work, or another version's.
    #[error("the index in {path} was built by version {found}, this is version {wanted}")]
    Version {
        /// Where.
        path: PathBuf,
        /// Which version built it.
        found: String,
        /// Which would be understood.
        wanted: String,
    },
}

impl Error {
    /// Whether another process writes to this index at the moment.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Index(tantivy::TantivyError::LockFailure(..)))
    }

    pub(crate) fn folder(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Folder { path, source }
    }
}

/// How an index is opened.
#[derive(Clone, Default)]
pub struct Options {
    /// Memory of the writer in bytes; at least 15 MB, which is also what 0 means.
    pub writer_memory: usize,
    /// Models that turn texts into vectors, as many as there are.
    pub embedders: Vec<Arc<dyn Embedder>>,
    /// The lexicon, if it is not the built-in one.
    pub lexicon: Option<Arc<Lexicon>>,
}

/// What is kept with every commit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    pub version: String,
    pub cursor: u64,
}

/// What is known of the documents of one segment; it never changes.
pub(crate) struct Facts {
    /// Latitude and longitude in degrees; `NOWHERE` if there is none.
    pub points: Vec<(f32, f32)>,
    pub days: Vec<i32>,
    pub flags: Vec<u8>,
    pub ties: Vec<u64>,
}

/// One committed state, as searches see it.
pub(crate) struct Snapshot {
    pub searcher: Searcher,
    pub facts: Vec<Arc<Facts>>,
    /// Mean length of each text field, and of the grams.
    pub means: [f32; 6],
    pub grams_mean: f32,
    /// How many documents there are, deleted ones not yet swept included.
    pub count: f32,
    pub cursor: u64,
}

/// An index.
pub struct Index {
    pub(crate) fields: Fields,
    pub(crate) index: tantivy::Index,
    writer: Mutex<Writer>,
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
    pub(crate) own: RwLock<Own>,
    lexicon: RwLock<Arc<Lexicon>>,
    pub(crate) vectors: Option<Meaning>,
    folder: Option<PathBuf>,
    outdated: bool,
}

struct Writer {
    tantivy: IndexWriter,
    /// Words that are not yet in the file of own words.
    new_words: Vec<String>,
}

const OWN_WORDS: &str = "words.txt";

impl Index {
    /// An index in memory.
    pub fn in_memory(options: Options) -> Result<Self, Error> {
        let (schema, _) = schema::build();
        let index = tantivy::Index::builder().schema(schema).tokenizers(schema::tokenizers());
        Self::over(index.create_in_ram()?, None, options)
    }

    /// The index of a folder, made if there is none. One that another analysis has built is opened
    /// and says that it [is outdated](Self::is_outdated); one of another schema is an error.
    pub fn open(folder: &Path, options: Options) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(Error::folder(folder))?;
        let (schema, _) = schema::build();
        let place = tantivy::directory::MmapDirectory::open(folder)
            .map_err(|e| Error::Index(tantivy::TantivyError::from(e)))?;
        let index = if tantivy::Index::exists(&place).map_err(tantivy::TantivyError::from)? {
            let mut index = tantivy::Index::open(place)?;
            if index.schema() != schema {
                let found = stamp_of(&index)?.version;
                let (path, wanted) = (folder.to_owned(), schema::version());
                return Err(Error::Version { path, found, wanted });
            }
            index.set_tokenizers(schema::tokenizers());
            index
        } else {
            tantivy::Index::builder()
                .schema(schema)
                .tokenizers(schema::tokenizers())
                .create_in_dir(folder)?
        };
        Self::over(index, Some(folder.to_owned()), options)
    }

    fn over(
        index: tantivy::Index,
        folder: Option<PathBuf>,
        options: Options,
    ) -> Result<Self, Error> {
        let (_, fields) = schema::build();
        let memory = options.writer_memory.max(15_000_000);
        let writer: IndexWriter = index.writer_with_num_threads(1, memory)?;
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let stamp = stamp_of(&index)?;
        let mut own = Own::default();
        if let Some(path) = folder.as_ref().map(|f| f.join(OWN_WORDS)) {
            for shown in fs::read_to_string(path).unwrap_or_default().lines() {
                each_word(shown, |word, _| {
                    own.add(word, shown);
                });
            }
        }
        let vectors = Meaning::open(folder.as_deref(), options.embedders)?;
        let lexicon = options.lexicon.unwrap_or_else(|| Arc::new(Lexicon::with(vec![])));
        let outdated = !stamp.version.is_empty() && stamp.version != schema::version();
        let snapshot = take(&reader, fields, None, stamp.cursor)?;
        Ok(Self {
            fields,
            index,
            writer: Mutex::new(Writer { tantivy: writer, new_words: vec![] }),
            reader,
            snapshot: RwLock::new(Arc::new(snapshot)),
            own: RwLock::new(own),
            lexicon: RwLock::new(lexicon),
            vectors,
            folder,
            outdated,
        })
    }

    /// Whether another version of the analysis has built it: it answers, and wants to be rebuilt.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.outdated
    }

    /// Where the caller's feed of changes goes on: what was given to the last commit, 0 at first.
    #[must_use]
    pub fn cursor(&self) -> u64 {
        self.snapshot().cursor
    }

    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.snapshot().searcher.num_docs()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts another lexicon in the place of this one: the next question is read with it.
    /// Words of it that do not come with the program are spelt as it spells them.
    pub fn use_lexicon(&self, lexicon: Arc<Lexicon>) {
        let mut own = self.own.write().unwrap_or_else(PoisonError::into_inner);
        for said in lexicon.rows().iter().flat_map(|row| &row.said) {
            each_word(said, |word, at| {
                if !Lexicon::built_in().knows(word) && !is_stop(word) {
                    own.add(word, &said[at]);
                }
            });
        }
        drop(own);
        *self.lexicon.write().unwrap_or_else(PoisonError::into_inner) = lexicon;
    }

    /// The lexicon with which questions are read.
    #[must_use]
    pub fn lexicon(&self) -> Arc<Lexicon> {
        self.lexicon.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a document in the place of the one with its identifier. Found after the next commit.
    pub fn put(&self, document: &Document) -> Result<(), Error> {
        let mut writer = self.writer();
        writer.tantivy.delete_term(Term::from_field_text(self.fields.id, &document.id));
        self.learn(document, &mut writer.new_words);
        writer.tantivy.add_document(self.row(document))?;
        if let Some(vectors) = &self.vectors {
            vectors.put(document, &self.lexicon());
        }
        Ok(())
    }

    /// Takes a document out. Found until the next commit.
    pub fn remove(&self, id: &str) -> Result<(), Error> {
        self.writer().tantivy.delete_term(Term::from_field_text(self.fields.id, id));
        if let Some(vectors) = &self.vectors {
            vectors.remove(digest(id));
        }
        Ok(())
    }

    /// Takes all documents of a kind out that were committed. Found until the next commit.
    pub fn remove_kind(&self, kind: &str) -> Result<(), Error> {
        let of_kind = Term::from_field_text(self.fields.codes, &code::of(code::KIND, kind));
        self.writer().tantivy.delete_term(of_kind);
        Ok(())
    }

    /// Makes what was put and removed durable and visible, together with the caller's cursor.
    pub fn commit(&self, cursor: u64) -> Result<(), Error> {
        let mut writer = self.writer();
        // Words before documents: one too many does no harm, one too few would be corrected.
        if let Some(folder) = &self.folder
            && !writer.new_words.is_empty()
        {
            let path = folder.join(OWN_WORDS);
            let text: String = writer.new_words.iter().map(|w| format!("{w}\n")).collect();
            fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(&path)
                .and_then(|mut file| {
                    file.write_all(text.as_bytes()).and_then(|()| file.sync_data())
                })
                .map_err(Error::folder(&path))?;
        }
        writer.new_words.clear();
        if let Some(vectors) = &self.vectors {
            vectors.commit()?;
        }
        // An outdated index stays one: only building it anew changes what it holds.
        let version = match self.outdated {
            true => stamp_of(&self.index)?.version,
            false => schema::version(),
        };
        let stamp = Stamp { version, cursor };
        let text = serde_json::to_string(&stamp).unwrap_or_default();
        let mut prepared = writer.tantivy.prepare_commit()?;
        prepared.set_payload(&text);
        prepared.commit()?;
        let old = self.snapshot();
        let snapshot = take(&self.reader, self.fields, Some(&old), cursor)?;
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }

    /// Forgets what was put and removed since the last commit.
    pub fn roll_back(&self) -> Result<(), Error> {
        self.writer().tantivy.rollback()?;
        Ok(())
    }

    /// Brings all segments together: a smaller index, quicker to ask. For after a rebuild.
    pub fn settle(&self) -> Result<(), Error> {
        let mut writer = self.writer();
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.tantivy.merge(&segments).wait()?;
        }
        writer.tantivy.garbage_collect_files().wait()?;
        let old = self.snapshot();
        let snapshot = take(&self.reader, self.fields, Some(&old), old.cursor)?;
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }

    /// Keeps the words that the French list lacks.
    fn learn(&self, document: &Document, new: &mut Vec<String>) {
        let list = french();
        let d = document;
        for text in [&d.title, &d.keywords, &d.summary, &d.body, &d.organisation, &d.place] {
            each_word(text, |word, at| {
                let letters = word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase());
                if letters && !list.knows(word) {
                    let known = self.own.read().unwrap_or_else(PoisonError::into_inner).has(word);
                    if !known {
                        let shown = &text[at];
                        // Written so that the line reads as this very word again.
                        let shown =
                            if shown.contains(['\n', '.', '(', '/']) { word } else { shown };
                        let mut own = self.own.write().unwrap_or_else(PoisonError::into_inner);
                        if own.add(word, shown) {
                            new.push(shown.to_owned());
                        }
                    }
                }
            });
        }
    }

    fn row(&self, d: &Document) -> TantivyDocument {
        let f = &self.fields;
        let mut row = TantivyDocument::default();
        row.add_text(f.id, &d.id);
        if !d.payload.is_empty() {
            row.add_bytes(f.payload, d.payload.as_bytes());
        }
        let texts = [&d.title, &d.keywords, &d.summary, &d.body, &d.organisation, &d.place];
        for (field, text) in f.texts.iter().zip(texts) {
            if !text.is_empty() {
                row.add_text(*field, text);
            }
        }
        row.add_text(f.grams, format!("{} ; {}", d.title, d.keywords));
        let mut add = |kind: &str, value: &str| {
            if !value.is_empty() {
                row.add_text(f.codes, code::of(kind, value));
            }
        };
        add(code::KIND, &d.kind);
        add(code::COMMUNE, &d.within.commune);
        add(code::DEPARTMENT, &d.within.department);
        add(code::REGION, &d.within.region);
        let many = [
            (code::THEME, &d.themes),
            (code::PUBLIC, &d.publics),
            (code::ZONE, &d.zones),
            (code::SCOPE, &d.scopes),
            (code::TAG, &d.tags),
        ];
        for (kind, values) in many {
            values.iter().for_each(|value| add(kind, value));
        }
        row.add_u64(f.tie, digest(&d.id));
        // A hundred-thousandth of a degree is a metre.
        let whole = |degrees: f64| (degrees * 1e5).round() as i64;
        row.add_i64(f.lat, d.point.map_or(NOWHERE, |p| whole(p.lat)));
        row.add_i64(f.lon, d.point.map_or(NOWHERE, |p| whole(p.lon)));
        row.add_i64(f.day, d.verified.map_or(NOWHERE, i64::from));
        let flags = (u64::from(d.remote) * flag::REMOTE)
            | (u64::from(!d.zones.is_empty()) * flag::ZONED)
            | (u64::from(!d.scopes.is_empty()) * flag::SCOPED);
        row.add_u64(f.flags, flags);
        row
    }
}

fn stamp_of(index: &tantivy::Index) -> Result<Stamp, Error> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|p| serde_json::from_str(&p).ok()).unwrap_or_default())
}

/// Looks at the last commit; what is known of segments that were there before is kept.
fn take(
    reader: &IndexReader,
    fields: Fields,
    before: Option<&Snapshot>,
    cursor: u64,
) -> Result<Snapshot, Error> {
    reader.reload()?;
    let searcher = reader.searcher();
    let mut known: HashMap<SegmentId, Arc<Facts>> = HashMap::new();
    if let Some(before) = before {
        for (segment, facts) in before.searcher.segment_readers().iter().zip(&before.facts) {
            known.insert(segment.segment_id(), facts.clone());
        }
    }
    let mut facts = vec![];
    let mut lengths = [0_u64; 7];
    let mut count = 0_u64;
    for segment in searcher.segment_readers() {
        count += u64::from(segment.max_doc());
        for (length, field) in lengths.iter_mut().zip(fields.texts.iter().chain([&fields.grams])) {
            *length += segment.inverted_index(*field)?.total_num_tokens();
        }
        facts.push(match known.get(&segment.segment_id()) {
            Some(facts) => facts.clone(),
            None => Arc::new(read_facts(segment)?),
        });
    }
    let mean = |n: usize| (lengths[n] as f32 / (count as f32).max(1.0)).max(1.0);
    Ok(Snapshot {
        facts,
        means: std::array::from_fn(mean),
        grams_mean: mean(6),
        count: count as f32,
        cursor,
        searcher,
    })
}

fn read_facts(segment: &tantivy::SegmentReader) -> Result<Facts, Error> {
    let fast = segment.fast_fields();
    let (lat, lon) = (fast.i64("lat")?, fast.i64("lon")?);
    let (day, flags, tie) = (fast.i64("day")?, fast.u64("flags")?, fast.u64("tie")?);
    let all = 0..segment.max_doc();
    let degrees = |n: Option<i64>| match n.unwrap_or(NOWHERE) {
        NOWHERE => NOWHERE as f32,
        n => (n as f64 / 1e5) as f32,
    };
    let day_of = |n: Option<i64>| n.and_then(|n| i32::try_from(n).ok()).unwrap_or(NOWHERE as i32);
    Ok(Facts {
        points: all.clone().map(|d| (degrees(lat.first(d)), degrees(lon.first(d)))).collect(),
        days: all.clone().map(|d| day_of(day.first(d))).collect(),
        flags: all.clone().map(|d| flags.first(d).unwrap_or(0) as u8).collect(),
        ties: all.map(|d| tie.first(d).unwrap_or(0)).collect(),
    })
}
