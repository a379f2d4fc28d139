//! Languages that are spoken and how accessible a place is: said, shown, compared, handed over, found, and
//! exchanged; what nobody said is never a no.

use crate::common::{House, houses};
use directory::exchange::{self, Format, Import};
use site::{Actor, Role};

const FIELDS: [(&str, &str); 6] = [
    ("owner", "library"),
    ("kind", "service"),
    ("description", "Un accueil et des conseils."),
    ("modes", "en-presentiel"),
    ("city", "Vitry-sur-Seine"),
    ("review_months", "6"),
];

async fn made(house: &House, who: &reqwest::Client, more: &[(&str, &str)]) -> String {
    let fields: Vec<_> = FIELDS.iter().chain(more).copied().collect();
    let answer = house.send(who, "/staff/directory/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.page);
    let id = answer.location.rsplit('/').next().unwrap().replace("?done=1", "");
    let state = format!("/staff/directory/{id}/state");
    assert_eq!(house.send(who, &state, &[("state", "published")]).await.status, 303);
    id
}

/// What stands beside a name in a list of facts.
fn fact<'a>(page: &'a str, name: &str) -> &'a str {
    let after =
        page.split(&format!("<dt>{name}</dt><dd>")).nth(1).unwrap_or_else(|| panic!("{page}"));
    after.split("</dd>").next().unwrap()
}

async fn titles(house: &House, query: &str) -> Vec<String> {
    let found = house.get_json(&format!("/api/v1/find?{query}")).await;
    let found = found.as_array().unwrap_or_else(|| panic!("{query}: {found}"));
    found.iter().map(|f| f["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_is_shown_everywhere_and_what_is_not_is_no_no() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let page = "https://acceslibre.beta.gouv.fr/app/94-vitry/";
        let said = [
            ("title", "Accueil de quartier"),
            ("languages", "ar"),
            ("languages", "fsl"),
            ("step_free", "yes"),
            ("access_detail", "Boucle magnétique au guichet"),
            ("access_link", page),
        ];
        // Nobody says anything yet: the search offers no choice that finds nothing.
        let silent = made(&house, &who, &[("title", "Accueil de mairie")]).await;
        let find = house.get("/find").await.1;
        assert!(!find.contains("name=\"language\"") && !find.contains("name=\"step_free\""));
        let entry = made(&house, &who, &said).await;
        let refused = [&FIELDS[..], &[("title", "Autre"), ("languages", "klingon")]].concat();
        assert_eq!(house.send(&who, "/staff/directory/new", &refused).await.status, 422);

        let shown = house.get(&format!("/entries/{entry}")).await.1;
        assert_eq!(fact(&shown, "Langues parlées"), "arabe, langue des signes française (LSF)");
        let access = fact(&shown, "Accessibilité");
        assert!(access.contains("Accessible en fauteuil roulant") && access.contains(page));
        let other = house.get(&format!("/entries/{silent}")).await.1;
        for name in ["Langues parlées", "Accessibilité"] {
            assert!(fact(&other, name).contains("Pas précisé"), "{other}");
        }
        let easy = house.get(&format!("/entries/{entry}?easy=1")).await.1;
        assert!(easy.contains("Boucle magnétique") && easy.contains("arabe"), "{easy}");
        let form = house.see(&who, &format!("/staff/directory/{entry}/edit")).await.page;
        assert!(form.contains("name=\"languages\" value=\"ar\" checked"), "{form}");

        let compared = house.get(&format!("/compare?e={entry}&e={silent}")).await.1;
        assert!(compared.contains("Langues parlées") && compared.contains("Boucle magnétique"));
        // A slip has what is said, and nothing of what is not.
        let slip = house
            .send(&who, "/slips", &[("paper", "a5"), ("entry", &entry), ("entry", &silent)])
            .await;
        assert_eq!(slip.status, 303, "{}", slip.page);
        let slip = house.get(&slip.location).await.1;
        assert_eq!(slip.matches("<dt>Langues</dt>").count(), 1, "{slip}");
        assert!(slip.contains("Accessible en fauteuil roulant"), "{slip}");

        // Found by words, by the choice, and told that the others may only not have said.
        assert_eq!(titles(&house, "q=parle+arabe").await[0], "Accueil de quartier");
        for query in ["language=ar", "step_free=1", "q=accueil&language=fsl&step_free=true"] {
            assert_eq!(titles(&house, query).await, ["Accueil de quartier"], "{query}");
        }
        assert!(titles(&house, "q=accueil&language=uk").await.is_empty());
        let find = house.get("/find?q=accueil&language=ar").await.1;
        assert!(find.contains("<option value=\"ar\" selected>arabe"), "{find}");
        assert!(find.contains("appelez avant d’exclure un lieu"), "{find}");
        assert_eq!(house.get("/find?q=accueil&language=klingon").await.0, 422);

        // Abroad, and to directories that have a field for it.
        let documents = exchange::hsds(&house.app, "tandem").await.unwrap();
        let document = documents.iter().find(|d| d["name"] == "Accueil de quartier").unwrap();
        assert_eq!(document["languages"][0]["code"], "ar");
        assert_eq!(document["languages"][1]["name"], "langue des signes française (LSF)");
        let told = &document["service_at_locations"][0]["location"]["accessibility"][0];
        assert_eq!(told["description"], "Accessible en fauteuil roulant");
        assert_eq!((&told["details"], &told["url"]), (&said[4].1.into(), &page.into()));
        let other = documents.iter().find(|d| d["name"] == "Accueil de mairie").unwrap();
        assert!(other.get("languages").is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_bring_languages_and_access_and_people_are_not_overruled() {
    let list = |langues: &str| {
        format!(
            "nom;adresse;commune;services;langues;PMR;fiche acceslibre;màj\n\
             La Fabrique;1 rue Haute;Bourges;Aide aux démarches administratives;{langues};oui;\
             https://acceslibre.beta.gouv.fr/app/18/;20/11/2025\n\
             Le Relais;2 rue Basse;Bourges;Aide aux démarches administratives;Anglais, Elfique;\
             par la cour;;20/11/2025\n"
        )
    };
    for house in houses().await {
        let take = async |text: String| {
            let import = Import {
                format: Format::Places,
                source: "Cher".into(),
                bytes: text.into_bytes(),
                mapping: None,
                themes: std::collections::BTreeSet::new(),
                dry_run: false,
            };
            exchange::import(&house.app, &Actor::Operator, import).await.unwrap()
        };
        let entries = async || {
            let read = house.app.db.read(|tx| {
                let start = directory::service::beyond(0);
                Ok::<_, base::Problem>(directory::service::changed_after(tx, &start, 100)?.0)
            });
            let mut all = read.await.unwrap();
            all.sort_by(|a, b| a.draft.title.cmp(&b.draft.title));
            all
        };
        let taken = take(list("Arabe | LSF")).await;
        assert_eq!(taken.services.created, 2);
        let said: Vec<_> = taken.said.iter().flat_map(|s| &s.faults).map(|f| &*f.value).collect();
        assert!(said.contains(&"Elfique") && said.contains(&"par la cour"), "{said:?}");
        let [one, other] = entries().await.try_into().unwrap();
        let (one, other) = (one.draft, other.draft);
        assert_eq!(one.languages, ["ar", "fsl"]);
        assert_eq!(one.step_free.map(|s| s.code()), Some("yes"));
        assert_eq!(one.access_link, "https://acceslibre.beta.gouv.fr/app/18/");
        // What is neither yes nor no is kept as it is written.
        assert_eq!((other.step_free, other.access_detail.as_str()), (None, "par la cour"));
        assert_eq!(other.languages, ["en"]);
        assert_eq!(take(list("Arabe | LSF")).await.services.unchanged, 2);
        // The list changes, and where nobody changed it here the entry follows.
        assert_eq!(take(list("Turc")).await.services.updated, 1);
        assert_eq!(entries().await[0].draft.languages, ["tr"]);
    }
}
