//! The fields of the index.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::analysis::{ANALYSIS, Cut, French};

/// Number of this schema and of what is put into it: an index that has another is built anew.
pub const SCHEMA: u32 = 2;

/// What an index says of how it was built.
#[must_use]
pub fn version() -> String {
    format!("{SCHEMA}.{ANALYSIS}")
}

/// Fields whose words are looked for, in the order in which an explanation names them.
pub const TEXTS: [&str; 6] = ["title", "keywords", "summary", "body", "organisation", "place"];

/// Handles of the fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub id: Field,
    pub payload: Field,
    pub texts: [Field; 6],
    pub grams: Field,
    pub codes: Field,
    pub tie: Field,
    pub lat: Field,
    pub lon: Field,
    pub day: Field,
    pub flags: Field,
}

/// Beginnings of what stands in the field `codes`.
pub(crate) mod code {
    pub const KIND: &str = "k";
    pub const THEME: &str = "t";
    pub const PUBLIC: &str = "p";
    pub const COMMUNE: &str = "c";
    pub const DEPARTMENT: &str = "d";
    pub const REGION: &str = "r";
    pub const ZONE: &str = "z";
    pub const SCOPE: &str = "s";
    pub const TAG: &str = "x";

    /// What stands for a value.
    pub fn of(kind: &str, value: &str) -> String {
        format!("{kind}:{value}")
    }
}

/// Flags of a document.
pub(crate) mod flag {
    pub const REMOTE: u64 = 1;
    /// Only for people of some zones.
    pub const ZONED: u64 = 2;
    /// Only to be seen by some.
    pub const SCOPED: u64 = 4;
}

/// Where a document has no point or no day.
pub(crate) const NOWHERE: i64 = 99_00000;

pub(crate) fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = |tokenizer: &str, freqs| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(freqs)
                .set_fieldnorms(true),
        )
    };
    let id = schema.add_text_field("id", STRING | STORED);
    let payload = schema.add_bytes_field("payload", STORED);
    let texts =
        TEXTS.map(|name| schema.add_text_field(name, text("french", IndexRecordOption::WithFreqs)));
    let grams = schema.add_text_field("grams", text("grams", IndexRecordOption::WithFreqs));
    let codes = schema.add_text_field("codes", STRING);
    let tie = schema.add_u64_field("tie", FAST);
    let lat = schema.add_i64_field("lat", FAST);
    let lon = schema.add_i64_field("lon", FAST);
    let day = schema.add_i64_field("day", FAST);
    let flags = schema.add_u64_field("flags", FAST);
    let fields = Fields { id, payload, texts, grams, codes, tie, lat, lon, day, flags };
    (schema.build(), fields)
}

pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register("french", TextAnalyzer::from(French(Cut::Stems)));
    manager.register("grams", TextAnalyzer::from(French(Cut::Grams)));
    // Fields that are only stored ask for this one by name, and never use it.
    manager.register("default", TextAnalyzer::from(French(Cut::Stems)));
    manager.register("raw", TextAnalyzer::from(tantivy::tokenizer::RawTokenizer::default()));
    manager
}
