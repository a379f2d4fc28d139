//! Words of a list and what they stand for: codes, names, the table of words in `data/crosswalk.tsv`, and
//! what a person said of a word that is none of these.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use base::Lang;
use tables::normal;

use super::{Listing, Mapping, Says, clean};
use crate::lists::Listed;
use crate::{Audience, Category, ContactMode, Fees, Language, Network, Reception, Theme, nearest};

/// A closed list whose words columns hold.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum WordList {
    /// What is offered.
    Themes,
    /// Whom it is for.
    Audiences,
    /// Whether it costs something.
    Fees,
    /// How to turn to it.
    ContactModes,
    /// Where people are met.
    Receptions,
    /// In which languages.
    Languages,
}

impl WordList {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Themes,
        Self::Audiences,
        Self::Fees,
        Self::ContactModes,
        Self::Receptions,
        Self::Languages,
    ];

    /// What a column says that holds its words.
    #[must_use]
    pub fn says(self) -> Says {
        match self {
            Self::Themes => Says::Themes,
            Self::Audiences => Says::Audiences,
            Self::Fees => Says::Fees,
            Self::ContactModes => Says::ContactModes,
            Self::Receptions => Says::Receptions,
            Self::Languages => Says::Languages,
        }
    }

    /// The list of a column.
    #[must_use]
    pub fn of(says: Says) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.says() == says)
    }

    /// Its words, codes and names.
    #[must_use]
    pub fn all(self, lang: Lang) -> Vec<(&'static str, &'static str)> {
        fn all<T: Listed>(lang: Lang) -> Vec<(&'static str, &'static str)> {
            T::all().map(|one| (one.code(), one.name(lang))).collect()
        }
        match self {
            Self::Themes => all::<Theme>(lang),
            Self::Audiences => all::<Audience>(lang),
            Self::Fees => all::<Fees>(lang),
            Self::ContactModes => all::<ContactMode>(lang),
            Self::Receptions => all::<Reception>(lang),
            Self::Languages => all::<Language>(lang),
        }
    }

    /// The name of a code.
    #[must_use]
    pub fn name(self, code: &str, lang: Lang) -> Option<&'static str> {
        self.all(lang).into_iter().find(|(known, _)| *known == code).map(|(_, name)| name)
    }

    /// The words of a cell, and whether each is known by itself.
    fn read(self, text: &str) -> Vec<(String, bool)> {
        fn read<T: Listed>(list: &'static str, text: &str) -> Vec<(String, bool)> {
            let words = words_of::<T>(list, text).into_iter();
            words.map(|(word, codes)| (word, !codes.is_empty())).collect()
        }
        match self {
            Self::Themes => read::<Theme>("theme", text),
            Self::Audiences => read::<Audience>("audience", text),
            Self::Fees => read::<Fees>("fees", text),
            Self::ContactModes => read::<ContactMode>("contact", text),
            Self::Receptions => read::<Reception>("reception", text),
            Self::Languages => read::<Language>("language", text),
        }
    }
}

/// A word of a column that is neither a code nor a name of its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// On which list it was looked for.
    pub list: WordList,
    /// As it stands in the file, the first time.
    pub word: String,
    /// How a [`Mapping`] knows it: without capitals, accents and signs.
    pub key: String,
    /// How often it stands there.
    pub n: usize,
}

impl UnknownWord {
    /// What may be meant, the likeliest first: codes of the list.
    #[must_use]
    pub fn meant(&self) -> Vec<Vec<&'static str>> {
        fn near<T: Listed>(list: &'static str, word: &str) -> Vec<Vec<&'static str>> {
            let found = meant::<T>(list, word).map(|near| codes::<T>(list, near));
            found.map(|codes| codes.iter().map(|one| one.code()).collect()).into_iter().collect()
        }
        match self.list {
            WordList::Themes => meant_themes(&self.word)
                .iter()
                .map(|themes| themes.iter().map(|t| t.code()).collect())
                .collect(),
            WordList::Audiences => near::<Audience>("audience", &self.word),
            WordList::Fees => near::<Fees>("fees", &self.word),
            WordList::ContactModes => near::<ContactMode>("contact", &self.word),
            WordList::Receptions => near::<Reception>("reception", &self.word),
            WordList::Languages => near::<Language>("language", &self.word),
        }
    }
}

/// The words of columns that hold words of a list and are not known by themselves, the commonest first,
/// whatever a person said of them.
#[must_use]
pub fn unknown_words(listing: &Listing, mapping: &Mapping) -> Vec<UnknownWord> {
    let says = mapping.of_columns(&listing.headings);
    let lists: Vec<Option<WordList>> = says.into_iter().map(WordList::of).collect();
    let mut found: Vec<UnknownWord> = vec![];
    // Where each word stands in the list.
    let mut seen: HashMap<(WordList, String), usize> = HashMap::new();
    for (_, cells) in &listing.rows {
        let of_lists = lists.iter().zip(cells).filter_map(|(list, cell)| Some(((*list)?, cell)));
        for (list, text) in of_lists.filter_map(|(list, cell)| Some((list, clean::text(cell)?))) {
            for (word, known) in list.read(&text) {
                let key = normal(&word);
                if key.is_empty() || known {
                    continue;
                }
                let at = *seen.entry((list, key.clone())).or_insert_with(|| {
                    found.push(UnknownWord { list, word, key, n: 0 });
                    found.len() - 1
                });
                if let Some(known) = found.get_mut(at) {
                    known.n += 1;
                }
            }
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.n));
    found
}

/// What themes may be meant by a word: that of the word spelt most nearly like it, else all those of the
/// category of this name.
fn meant_themes(word: &str) -> Vec<BTreeSet<Theme>> {
    if let Some(near) = meant::<Theme>("theme", word) {
        return vec![codes::<Theme>("theme", near).into_iter().collect()];
    }
    let key = normal(word);
    let called = |category: &Category| {
        let name = normal(category.name(Lang::Fr));
        name == key || normal(category.code()) == key || name.split(" et ").any(|part| part == key)
    };
    let category = Category::all().find(called);
    let of = |theme: &Theme| category.is_some() && theme.category() == category;
    Theme::all().filter(of).map(|theme| BTreeSet::from([theme])).collect()
}

/// The words of a cell with the codes that each stands for.
pub(super) fn words_of<T: Listed>(list: &'static str, text: &str) -> Vec<(String, Vec<T>)> {
    let whole = codes::<T>(list, text);
    if !whole.is_empty() {
        return vec![(text.to_owned(), whole)];
    }
    let sign = |c: char| c.is_whitespace() || "[]{}\"".contains(c);
    // Commas stand within words of the national schema, bars between them.
    let between: &[char] = if text.contains('|') { &['|'] } else { &[',', ';', '\n'] };
    let words = text.split(between).map(|w| w.trim_matches(sign)).filter(|w| !w.is_empty());
    words.map(|word| (word.to_owned(), codes::<T>(list, word))).collect()
}

/// Whether a word is the code or the name of a theme.
pub(super) fn is_called(theme: Theme, word: &str) -> bool {
    let word = normal(word);
    word == normal(theme.code()) || word == normal(theme.name(Lang::Fr))
}

/// What may be meant by a word that is on no list: one of the table of words, or a name; of a word that
/// looks like a code, a code. Capitals and accents tell nothing.
pub(super) fn meant<T: Listed>(list: &'static str, word: &str) -> Option<&'static str> {
    let coded = word.contains("--");
    let names = T::all().map(|w| if coded { w.code() } else { w.name(Lang::Fr) });
    let table = crosswalk(list).map(|(word, _)| word).filter(|_| !coded);
    let candidates: Vec<(String, &'static str)> =
        table.chain(names).map(|word| (normal(word), word)).collect();
    let near = nearest(&normal(word), candidates.iter().map(|(folded, _)| folded.as_str()))?;
    candidates.iter().find(|(folded, _)| folded == near).map(|(_, word)| *word)
}

/// Words and the codes they stand for, of one list.
fn crosswalk(list: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../../data/crosswalk.tsv").lines().filter_map(move |line| {
        let (of, rest) = line.split_once('\t')?;
        rest.split_once('\t').filter(|_| of == list)
    })
}

type Folded = HashMap<(&'static str, String), Vec<&'static str>>;

/// The table of words of a list, then its names and its codes.
fn fold<T: Listed>(list: &'static str, folded: &mut Folded) {
    for (word, code) in crosswalk(list) {
        folded.entry((list, normal(word))).or_default().push(code);
    }
    for one in T::all() {
        for word in [one.name(Lang::Fr), one.code()] {
            folded.entry((list, normal(word))).or_insert_with(|| vec![one.code()]);
        }
    }
}

/// The codes that a word stands for: as a code, by the table, as a name. Capitals, accents and signs tell
/// nothing.
pub(super) fn codes<T: Listed>(list: &'static str, word: &str) -> Vec<T> {
    static FOLDED: LazyLock<Folded> = LazyLock::new(|| {
        let mut folded = Folded::new();
        fold::<Theme>("theme", &mut folded);
        fold::<Audience>("audience", &mut folded);
        fold::<Fees>("fees", &mut folded);
        fold::<ContactMode>("contact", &mut folded);
        fold::<Reception>("reception", &mut folded);
        fold::<Network>("network", &mut folded);
        fold::<Language>("language", &mut folded);
        folded
    });
    if let Some(code) = T::parse(word) {
        return vec![code];
    }
    let known = FOLDED.get(&(list, normal(word))).into_iter().flatten();
    known.filter_map(|code| T::parse(code)).collect()
}
