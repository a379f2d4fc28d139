//! Reads judged collections: documents, questions, judgements.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What cannot be read, and where.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {why}", path.display(), line.map_or_else(String::new, |n| format!(", line {n}")))]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// Which line of it, from 1; none for the file as a whole.
    pub line: Option<usize>,
    /// Why.
    pub why: Why,
}

/// Why something cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Why {
    /// The system, or what packed the file, says so.
    #[error("{0}")]
    System(String),
    /// Not JSON, or not of the shape that is wanted.
    #[error("this is no document: {0}")]
    Json(String),
    /// Not UTF-8.
    #[error("this is not UTF-8")]
    Utf8,
    /// A document without identifier.
    #[error("the document has no \"id\"")]
    NoId,
    /// An identifier that stands twice.
    #[error("the identifier {0} stands in line {1} already")]
    Twice(String, usize),
    /// A judgement of another shape.
    #[error("a judgement is: question 0 document grade")]
    Judgement,
    /// A grade that is no number.
    #[error("{0} is no grade")]
    Grade(String),
    /// A question of another shape.
    #[error("a question is: identifier, a tabulator, its text")]
    Question,
    /// A question of another shape, where its answers stand beside it.
    #[error("a question is: its text, a tabulator, its answers")]
    Beside,
    /// A table of documents with other headings.
    #[error("a table of documents has the columns value and label")]
    Documents,
    /// A table of questions with other headings.
    #[error("a table of questions has the columns query and theme")]
    Questions,
    /// A file without documents.
    #[error("there are no documents in it")]
    Empty,
    /// Questions of which none is judged.
    #[error("none of its questions is judged")]
    Unjudged,
}

fn whole(path: &Path, why: Why) -> Unreadable {
    Unreadable { path: path.into(), line: None, why }
}

fn at(path: &Path, line: usize, why: Why) -> Unreadable {
    Unreadable { path: path.into(), line: Some(line), why }
}

/// A document to be searched.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Sheet {
    /// Identifier.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// Title.
    #[serde(deserialize_with = "text")]
    pub title: String,
    /// Keywords.
    #[serde(deserialize_with = "text")]
    pub keywords: String,
    /// Summary.
    #[serde(deserialize_with = "text")]
    pub summary: String,
    /// The rest.
    #[serde(deserialize_with = "text")]
    pub body: String,
}

/// A text, a number, a list of texts, or nothing.
fn text<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    use serde_json::Value;
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    Ok(match Value::deserialize(from)? {
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(" ; "),
        one => plain(&one),
    })
}

/// A question with what answers it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Identifier.
    pub id: String,
    /// The question.
    pub text: String,
    /// How well documents answer it; those that are not here do not.
    pub answers: HashMap<String, u32>,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Documents in their order.
    pub sheets: Vec<Sheet>,
    /// Questions that have at least one answer, in their order.
    pub questions: Vec<Judged>,
    /// How many questions were left out because nothing answers them.
    pub unanswered: usize,
}

struct Lines<'a> {
    path: &'a Path,
    reader: BufReader<Box<dyn Read>>,
    number: usize,
}

impl<'a> Lines<'a> {
    /// Opens a file, packed (gzip) or not.
    fn of(path: &'a Path) -> Result<Self, Unreadable> {
        let shut = |why: std::io::Error| whole(path, Why::System(why.to_string()));
        let mut file = BufReader::new(File::open(path).map_err(shut)?);
        let packed = file.fill_buf().map_err(shut)?.starts_with(&[0x1f, 0x8b]);
        let plain: Box<dyn Read> = match packed {
            true => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
            false => Box::new(file),
        };
        Ok(Self { path, reader: BufReader::new(plain), number: 0 })
    }

    fn wrong(&self, why: Why) -> Unreadable {
        at(self.path, self.number, why)
    }

    /// The next line that is not empty, without its end and without a mark of byte order.
    fn next(&mut self) -> Result<Option<String>, Unreadable> {
        loop {
            let mut bytes = vec![];
            self.number += 1;
            let read = self.reader.read_until(b'\n', &mut bytes);
            if read.map_err(|e| self.wrong(Why::System(e.to_string())))? == 0 {
                return Ok(None);
            }
            let line = String::from_utf8(bytes).map_err(|_| self.wrong(Why::Utf8))?;
            let line = line.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
            if !line.trim().is_empty() {
                return Ok(Some(line.to_owned()));
            }
        }
    }
}

/// Whether a file is named as a table of comma-separated values.
fn is_csv(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    name.ends_with(".csv") || name.ends_with(".csv.gz")
}

/// A row of a table: its line and its cells.
type Row = (usize, csv::StringRecord);

/// The headings and the rows of a table.
fn table(path: &Path) -> Result<(Vec<String>, Vec<Row>), Unreadable> {
    let mut lines = Lines::of(path)?;
    let mut text = String::new();
    while let Some(line) = lines.next()? {
        text.push_str(&line);
        text.push('\n');
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let file = |why: csv::Error| whole(path, Why::System(why.to_string()));
    let headings =
        reader.headers().map_err(file)?.iter().map(|h| h.trim().to_lowercase()).collect();
    let mut rows = vec![];
    for row in reader.records() {
        let row = row.map_err(file)?;
        let line = row.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
        rows.push((line, row));
    }
    Ok((headings, rows))
}

/// Documents: JSON lines, or a table of themes (`value,label,description`).
pub fn sheets(path: &Path) -> Result<Vec<Sheet>, Unreadable> {
    let mut sheets = vec![];
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut keep = |sheet: Sheet, line: usize| {
        if sheet.id.is_empty() {
            return Err(at(path, line, Why::NoId));
        }
        if let Some(first) = seen.insert(sheet.id.clone(), line) {
            return Err(at(path, line, Why::Twice(sheet.id, first)));
        }
        sheets.push(sheet);
        Ok(())
    };
    if is_csv(path) {
        let (headings, rows) = table(path)?;
        let column = |names: &[&str]| headings.iter().position(|h| names.contains(&h.as_str()));
        let (id, title) = (column(&["value", "id"]), column(&["label", "title"]));
        let body = column(&["description", "body"]);
        let (Some(id), Some(title)) = (id, title) else {
            return Err(whole(path, Why::Documents));
        };
        for (line, row) in rows {
            let cell = |n: usize| row.get(n).unwrap_or_default().trim().to_owned();
            let body = body.map(cell).unwrap_or_default();
            keep(Sheet { id: cell(id), title: cell(title), body, ..Sheet::default() }, line)?;
        }
    } else {
        let mut lines = Lines::of(path)?;
        while let Some(line) = lines.next()? {
            let sheet = serde_json::from_str(&line)
                .map_err(|e: serde_json::Error| lines.wrong(Why::Json(e.to_string())))?;
            keep(sheet, lines.number)?;
        }
    }
    Ok(sheets)
}

/// Questions that are judged in a file of their own (TREC): `id<TAB>text`.
fn with_judgements(queries: &Path, qrels: &Path) -> Result<(Vec<Judged>, usize), Unreadable> {
    let mut answers: HashMap<String, HashMap<String, u32>> = HashMap::new();
    let mut lines = Lines::of(qrels)?;
    while let Some(line) = lines.next()? {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [question, _, document, grade] = cells[..] else {
            return Err(lines.wrong(Why::Judgement));
        };
        let grade: i64 = grade.parse().map_err(|_| lines.wrong(Why::Grade(grade.to_owned())))?;
        if let Ok(grade @ 1..) = u32::try_from(grade) {
            answers.entry(question.to_owned()).or_default().insert(document.to_owned(), grade);
        }
    }
    let mut questions = vec![];
    let mut lines = Lines::of(queries)?;
    while let Some(line) = lines.next()? {
        let Some((id, text)) = line.split_once('\t') else {
            return Err(lines.wrong(Why::Question));
        };
        let (id, text) = (id.trim().to_owned(), text.trim().to_owned());
        let answers = answers.remove(&id).unwrap_or_default();
        questions.push(Judged { id, text, answers });
    }
    let all = questions.len();
    questions.retain(|q| !q.answers.is_empty());
    let left_out = all - questions.len();
    Ok((questions, left_out))
}

/// Questions with their answers beside them: a table `query,theme`, one answer a row, or lines
/// `text<TAB>answer answer…`.
fn side_by_side(path: &Path) -> Result<Vec<Judged>, Unreadable> {
    let mut order: Vec<String> = vec![];
    let mut all: BTreeMap<String, HashMap<String, u32>> = BTreeMap::new();
    let mut keep = |text: &str, answers: &mut dyn Iterator<Item = &str>| {
        if !all.contains_key(text) {
            order.push(text.to_owned());
        }
        let known = all.entry(text.to_owned()).or_default();
        known.extend(answers.map(|a| (a.to_owned(), 1)));
    };
    if is_csv(path) {
        let (headings, rows) = table(path)?;
        let column = |names: &[&str]| headings.iter().position(|h| names.contains(&h.as_str()));
        let columns = column(&["query", "need"]).zip(column(&["theme", "themes", "id"]));
        let Some((query, answer)) = columns else {
            return Err(whole(path, Why::Questions));
        };
        for (line, row) in rows {
            match (row.get(query).map(str::trim), row.get(answer)) {
                (Some(text), Some(codes)) if !text.is_empty() && !codes.trim().is_empty() => {
                    keep(text, &mut codes.split([' ', '|']).filter(|c| !c.is_empty()));
                }
                _ => return Err(at(path, line, Why::Questions)),
            }
        }
    } else {
        let mut lines = Lines::of(path)?;
        while let Some(line) = lines.next()? {
            let cells = line.split_once('\t').map(|(t, c)| (t.trim(), c.trim()));
            match cells {
                Some((text, codes)) if !text.is_empty() && !codes.is_empty() => {
                    keep(text, &mut codes.split_whitespace());
                }
                _ => return Err(lines.wrong(Why::Beside)),
            }
        }
    }
    let judged = |text: String| {
        let answers = all.remove(&text).unwrap_or_default();
        Judged { id: text.clone(), text, answers }
    };
    Ok(order.into_iter().map(judged).collect())
}

/// Reads a collection; without a file of judgements, the questions have their answers beside them.
pub fn read(docs: &Path, queries: &Path, qrels: Option<&Path>) -> Result<Collection, Unreadable> {
    let sheets = sheets(docs)?;
    let (questions, unanswered) = match qrels {
        Some(qrels) => with_judgements(queries, qrels)?,
        None => (side_by_side(queries)?, 0),
    };
    if sheets.is_empty() {
        return Err(whole(docs, Why::Empty));
    }
    if questions.is_empty() {
        return Err(whole(queries, Why::Unjudged));
    }
    Ok(Collection { sheets, questions, unanswered })
}
