//! The occupations of the ROME: what people call their job leads to the official word for it.

use base::{Kind, Problem};
use inclusion::{FileError, Occupation, read_occupations};
use site::audit::{self, Act};
use site::{Actor, App};

use super::store;

pub(super) fn unreadable(error: &FileError) -> Problem {
    Problem { args: error.args(), ..Problem::new(Kind::Invalid, error.message()) }
}

/// Takes the two tables of the ROME; the same again changes nothing. How many occupations and
/// titles there are, and how many titles belong to none.
pub async fn import_occupations(
    app: &App,
    actor: &Actor,
    occupations: &[u8],
    titles: &[u8],
) -> Result<(usize, usize, usize), Problem> {
    actor.need_administrator()?;
    let (found, strays) = read_occupations(occupations, titles).map_err(|e| unreadable(&e))?;
    let counts = (found.len(), found.iter().map(|o| o.titles.len()).sum(), strays.len());
    let (app2, actor) = (app.clone(), actor.clone());
    app.db
        .write(move |tx| {
            if store::occupations(tx)? != found {
                store::replace_occupations(tx, &found)?;
                let done = format!("{}", found.len());
                audit::note(&app2, tx, &actor, Act::Imported, None, "rome", &done)?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
    Ok(counts)
}

/// All occupations, by code.
pub async fn occupations(app: &App) -> Result<Vec<Occupation>, Problem> {
    app.db.read(|tx| Ok::<_, Problem>(store::occupations(tx)?)).await
}
