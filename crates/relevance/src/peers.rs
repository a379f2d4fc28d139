//! The engines that are measured: ours, and others beside it over the same documents and questions.

use std::collections::BTreeSet;
use std::fmt::Display;

use retrieval::{Document, Index, Options, Question};
use rusqlite::Connection;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    TextAnalyzer,
};
use tantivy::{TantivyDocument, Term, doc};

use crate::judged::Sheet;

/// How many answers are looked at.
pub const DEPTH: usize = 10;

/// An engine that is measured.
pub trait Engine {
    /// Its name in the report.
    fn name(&self) -> &'static str;
    /// Identifiers of what it answers, the best first.
    fn ask(&mut self, text: &str) -> Result<Vec<String>, String>;
}

fn words<E: Display>(error: E) -> String {
    error.to_string()
}

/// The product's own index and ranking, distance and freshness neutral.
pub struct Ours {
    name: &'static str,
    index: Index,
    ranking: retrieval::Ranking,
}

/// A sheet as a document; one whose identifier is a theme's carries that theme.
#[must_use]
pub fn document(sheet: &Sheet) -> Document {
    let sheet = sheet.clone();
    Document {
        themes: if sheet.id.contains("--") { vec![sheet.id.clone()] } else { vec![] },
        id: sheet.id,
        title: sheet.title,
        keywords: sheet.keywords,
        summary: sheet.summary,
        body: sheet.body,
        ..Document::default()
    }
}

impl Ours {
    /// Over these sheets.
    pub fn over(sheets: &[Sheet], options: Options) -> Result<Self, String> {
        Self::ranking(sheets, options, retrieval::Ranking::default())
    }

    /// Over these sheets, ranking by other numbers.
    pub fn ranking(
        sheets: &[Sheet],
        options: Options,
        ranking: retrieval::Ranking,
    ) -> Result<Self, String> {
        let index = Index::in_memory(options).map_err(words)?;
        for sheet in sheets {
            index.put(&document(sheet)).map_err(words)?;
        }
        index.commit(1).map_err(words)?;
        Ok(Self { name: "tandem", index, ranking })
    }

    /// The same under another name in the report.
    #[must_use]
    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// The same index with other numbers.
    pub fn rank_by(&mut self, ranking: retrieval::Ranking) {
        self.ranking = ranking;
    }

    /// The whole answer.
    pub fn found(&self, text: &str) -> Result<retrieval::Found, String> {
        let question = Question { limit: DEPTH, ..Question::of(text) };
        self.index.search_with(&question, &self.ranking).map_err(words)
    }
}

impl Engine for Ours {
    fn name(&self) -> &'static str {
        self.name
    }

    fn ask(&mut self, text: &str) -> Result<Vec<String>, String> {
        Ok(self.found(text)?.hits.into_iter().map(|hit| hit.id).collect())
    }
}

/// tantivy by itself.
pub struct Bare {
    name: &'static str,
    reader: tantivy::IndexReader,
    analyzer: TextAnalyzer,
    id: Field,
    fields: Vec<Field>,
}

impl Bare {
    /// As it comes.
    pub fn default_over(sheets: &[Sheet]) -> Result<Self, String> {
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(40))
            .filter(LowerCaser);
        Self::over("tantivy", sheets, analyzer.build())
    }

    /// With accents folded, then Snowball's stems for French.
    pub fn french_over(sheets: &[Sheet]) -> Result<Self, String> {
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(40))
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .filter(Stemmer::new(Language::French));
        Self::over("tantivy_french", sheets, analyzer.build())
    }

    fn over(name: &'static str, sheets: &[Sheet], analyzer: TextAnalyzer) -> Result<Self, String> {
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STRING | STORED);
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("measured")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields = ["title", "keywords", "body"]
            .map(|field| schema.add_text_field(field, options.clone()));
        let index = tantivy::Index::create_in_ram(schema.build());
        index.tokenizers().register("measured", analyzer.clone());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).map_err(words)?;
        for s in sheets {
            let body = format!("{} {}", s.summary, s.body);
            let row = doc!(
                id => s.id.clone(), fields[0] => s.title.clone(),
                fields[1] => s.keywords.clone(), fields[2] => body,
            );
            writer.add_document(row).map_err(words)?;
        }
        writer.commit().map_err(words)?;
        let reader = index.reader().map_err(words)?;
        Ok(Self { name, reader, analyzer, id, fields: fields.to_vec() })
    }
}

impl Engine for Bare {
    fn name(&self) -> &'static str {
        self.name
    }

    fn ask(&mut self, text: &str) -> Result<Vec<String>, String> {
        let mut terms: Vec<(Occur, Box<dyn Query>)> = vec![];
        let mut stream = self.analyzer.token_stream(text);
        while stream.advance() {
            for field in &self.fields {
                let term = Term::from_field_text(*field, &stream.token().text);
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                terms.push((Occur::Should, Box::new(query)));
            }
        }
        drop(stream);
        let searcher = self.reader.searcher();
        let best = TopDocs::with_limit(DEPTH).order_by_score();
        let found = searcher.search(&BooleanQuery::new(terms), &best).map_err(words)?;
        let mut ids = vec![];
        for (_, address) in found {
            let row: TantivyDocument = searcher.doc(address).map_err(words)?;
            ids.extend(row.get_first(self.id).and_then(|v| v.as_str()).map(str::to_owned));
        }
        Ok(ids)
    }
}

/// The different words of a question, letters and digits only.
fn plain_words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The full-text search of SQLite, without accents.
pub struct Sqlite(Connection);

impl Sqlite {
    /// Over these sheets.
    pub fn over(sheets: &[Sheet]) -> Result<Self, String> {
        let mut connection = Connection::open_in_memory().map_err(words)?;
        let make = "CREATE VIRTUAL TABLE sheets USING fts5(id UNINDEXED, title, keywords, body,
                    tokenize = 'unicode61 remove_diacritics 2')";
        connection.execute_batch(make).map_err(words)?;
        let transaction = connection.transaction().map_err(words)?;
        for s in sheets {
            let row = [&s.id, &s.title, &s.keywords, &format!("{} {}", s.summary, s.body)];
            transaction
                .execute("INSERT INTO sheets VALUES (?1, ?2, ?3, ?4)", row)
                .map_err(words)?;
        }
        transaction.commit().map_err(words)?;
        Ok(Self(connection))
    }
}

impl Engine for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite_fts5"
    }

    fn ask(&mut self, text: &str) -> Result<Vec<String>, String> {
        let any: Vec<String> = plain_words(text).iter().map(|w| format!("\"{w}\"")).collect();
        if any.is_empty() {
            return Ok(vec![]);
        }
        let mut best = self
            .0
            .prepare_cached("SELECT id FROM sheets WHERE sheets MATCH ?1 ORDER BY rank LIMIT 10")
            .map_err(words)?;
        let rows = best.query_map([any.join(" OR ")], |row| row.get(0)).map_err(words)?;
        rows.collect::<Result<_, _>>().map_err(words)
    }
}

/// The full-text search of PostgreSQL, in a temporary table of its own connection.
pub struct Postgres(postgres::Client);

impl Postgres {
    /// Over these sheets, at this address.
    pub fn over(sheets: &[Sheet], address: &str) -> Result<Self, String> {
        let mut client = postgres::Client::connect(address, postgres::NoTls).map_err(words)?;
        let make = "CREATE TEMPORARY TABLE sheets (id TEXT, search tsvector)";
        client.batch_execute(make).map_err(words)?;
        let put = "INSERT INTO sheets SELECT $1, setweight(to_tsvector('french', $2), 'A')
                   || setweight(to_tsvector('french', $3), 'B')
                   || setweight(to_tsvector('french', left($4, 200000)), 'D')";
        let put = client.prepare(put).map_err(words)?;
        let mut transaction = client.transaction().map_err(words)?;
        for s in sheets {
            let fold = retrieval::analysis::fold;
            let body = fold(&format!("{} {}", s.summary, s.body));
            let row = (&s.id, fold(&s.title), fold(&s.keywords), body);
            transaction.execute(&put, &[row.0, &row.1, &row.2, &row.3]).map_err(words)?;
        }
        transaction.commit().map_err(words)?;
        client
            .batch_execute("CREATE INDEX ON sheets USING gin (search); ANALYZE sheets")
            .map_err(words)?;
        Ok(Self(client))
    }
}

impl Engine for Postgres {
    fn name(&self) -> &'static str {
        "postgresql_fts"
    }

    fn ask(&mut self, text: &str) -> Result<Vec<String>, String> {
        let text = retrieval::analysis::fold(text);
        let best = "SELECT id FROM sheets,
              CAST(replace(CAST(plainto_tsquery('french', $1) AS TEXT), '&', '|') AS tsquery) AS asked
            WHERE search @@ asked ORDER BY ts_rank(search, asked) DESC, id LIMIT 10";
        let rows = self.0.query(best, &[&text]).map_err(words)?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }
}
