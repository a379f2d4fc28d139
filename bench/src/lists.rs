//! What a page of a list costs over few organisations and over many.
//!
//! Few are 50, all in one département, so that a page is as full as over the many: 15,702, as many
//! as the ministry lists libraries, one in each of the largest communes beside the same 50. Both
//! stand in the demonstration's database. Measured is the processor time of the server for each
//! page, which is rendered anew each time.

use std::path::Path;
use std::time::Duration;

use base::Id;
use network::model::{Organisation, OrganisationKind, Standing};
use serde_json::{Value, json};
use store::{Db, Location, StoreError};
use territory::{Commune, Zone, france};
use tokio::process::Command;

use crate::client::{self, Load};
use crate::{Fallible, Server};

const FEW: usize = 50;
const MANY: usize = 15_702;

/// The pages: what they are, and where.
const PAGES: [(&str, &str); 9] = [
    ("public list", "/partners?all=1"),
    ("by département", "/partners?all=1&where=94"),
    ("a word that many have", "/partners?all=1&q=biblioth"),
    ("two words that many have", "/partners?all=1&q=bibliotheque+municipale"),
    ("a word that few have", "/partners?all=1&q=creteil"),
    ("kind, word and département", "/partners?all=1&kind=library&q=biblioth&where=94"),
    ("20 km around", "/partners?all=1&where=creteil&km=20"),
    ("50 km around", "/partners?all=1&where=creteil&km=50"),
    ("administrators' list", "/admin/network"),
];

fn library(n: usize, commune: &Commune) -> Organisation {
    let name = match n % 2 {
        0 => format!("Bibliothèque municipale de {}", commune.name),
        _ => format!("Médiathèque de {} - bibliothèque {n}", commune.name),
    };
    Organisation {
        id: Id::derived("measure", &[&n.to_string()]),
        name,
        kind: OrganisationKind::Library,
        standing: Standing::Listed,
        city: commune.name.to_owned(),
        insee: commune.code.to_owned(),
        postcode: commune.postcodes.first().copied().unwrap_or_default().to_owned(),
        ..Organisation::blank()
    }
}

/// Puts so many of them into the database.
async fn fill(location: Location, count: usize) -> Fallible<()> {
    let near = Zone::parse("departement-94").ok_or("no such département")?;
    let near: Vec<&Commune> = near.communes().collect();
    let mut large: Vec<&Commune> = france().communes.iter().collect();
    large.sort_by_key(|c| std::cmp::Reverse(c.population));
    let all = near.iter().cycle().take(FEW).chain(large.iter()).take(count);
    let all: Vec<Organisation> = (0..).zip(all).map(|(n, c)| library(n, c)).collect();
    let db = Db::open(location, &tandem::migrations())?;
    for some in all.chunks(500) {
        let some = some.to_vec();
        db.write(move |tx| {
            some.iter().try_for_each(|o| network::service::save_organisation(tx, o))
        })
        .await
        .map_err(|e: StoreError| e.to_string())?;
    }
    Ok(())
}

/// A link by which the administrator of the demonstration enters.
async fn link(tandem: &str, data: &str, database: Option<&str>) -> Fallible<String> {
    let mut command = Command::new(tandem);
    command.args(["user", "link", "admin@exemple.invalid", "--dir", data]);
    if let Some(address) = database {
        command.args(["--database", address]);
    }
    let said = String::from_utf8(command.output().await?.stdout)?;
    let path = said.trim().split("//").nth(1).and_then(|url| url.split_once('/'));
    Ok(format!("/{}", path.ok_or("no link")?.1))
}

/// Microseconds of each page over `count` organisations.
async fn pages(
    (tandem, dir): (&str, &Path),
    database: Option<&str>,
    count: usize,
    time: Duration,
) -> Fallible<Vec<f64>> {
    let data = dir.display().to_string();
    let mut start = vec!["demo", "--listen", "127.0.0.1:0", "--dir", &data];
    start.extend(database.iter().flat_map(|address| ["--database", address]));
    let server = Server::start(tandem, &start).await?;
    client::ready(&server.address).await?;
    let location = match database {
        Some(address) => Location::parse(address)?,
        None => Location::Sqlite(dir.join("tandem.db")),
    };
    fill(location, count).await?;
    let cookie = client::enter(&server.address, &link(tandem, &data, database).await?).await?;
    let mut each = vec![];
    for (_, path) in PAGES {
        let load = Load::get(path, 4, time).by(&cookie);
        let one = server.measure(&load).await?;
        if one["refused"] != json!(0) {
            return Err(format!("{path} was refused").into());
        }
        each.push(one["cpu_us_each"].as_f64().unwrap_or(0.0));
    }
    Ok(each)
}

/// Measures all of them: processor time of a page over few, over many, and how many times as much.
pub async fn measure(tandem: &str, database: Option<&str>, time: Duration) -> Fallible<Value> {
    // The many come on top of the few, in the same database under the same keys.
    let dir = tempfile::tempdir()?;
    let few = pages((tandem, dir.path()), database, FEW, time).await?;
    let many = pages((tandem, dir.path()), database, MANY, time).await?;
    let rows = PAGES.iter().zip(few.iter().zip(&many)).map(|((what, path), (few, many))| {
        json!({
            "list": what,
            "path": path,
            "cpu_us_over_50": few,
            "cpu_us_over_15702": many,
            "ratio": (many / few.max(1.0) * 100.0).round() / 100.0,
        })
    });
    Ok(json!({
        "database": database.unwrap_or("sqlite"),
        "lists": rows.collect::<Vec<_>>(),
    }))
}
