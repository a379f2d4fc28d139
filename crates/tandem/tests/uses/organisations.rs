//! Organisations found among many: words, kind, territory, distance, pages; the API; what an
//! organisation says of itself; how one that is only known becomes a member.

mod members;

use crate::common::{House, houses};
use base::Id;
use network::model::{Organisation, OrganisationKind, Place, Standing, StepFree};
use network::profile::{Offer, Profile};
use network::search::model::{Page, Search, Spot, Step, Total, Words};
use network::search::service as search;
use network::service as rooms;
use site::{Actor, Role};
use territory::Zone;

fn known(id: &str, name: &str, insee: &str) -> Organisation {
    Organisation {
        id: Id::parse(id).unwrap(),
        name: name.into(),
        kind: OrganisationKind::Library,
        standing: Standing::Listed,
        insee: insee.into(),
        city: territory::commune(insee).map_or("", |c| c.name).into(),
        ..Organisation::blank()
    }
}

async fn save(house: &House, all: Vec<Organisation>) {
    let kept =
        house.app.db.write(move |tx| all.iter().try_for_each(|o| rooms::save_organisation(tx, o)));
    kept.await.map_err(|e: store::StoreError| e.to_string()).unwrap();
}

/// Five libraries that are only known, and a member.
async fn some(house: &House) {
    let mut member = known("member", "Maison de l’Étoile", "94028");
    member.standing = Standing::Member;
    member.kind = OrganisationKind::Association;
    save(
        house,
        vec![
            member,
            known("abbaye", "Médiathèque de l’Abbaye - Nelson Mandela", "94028"),
            known("maur", "Bibliothèque Germaine-Tillion, St-Maur", "94068"),
            known("denis", "Médiathèque Ulysse", "93066"),
            known("reunion", "Médiathèque François-Mitterrand", "97411"),
            known("ajaccio", "Bibliothèque Fesch", "2A004"),
        ],
    )
    .await;
}

/// The identifiers that the API gives for a question.
async fn asked(house: &House, query: &str) -> Vec<String> {
    let answer = house.get_json(&format!("/api/v1/organisations?{query}")).await;
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|o| o["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_without_accents_capitals_or_their_end() {
    for house in houses().await {
        some(&house).await;
        for (words, found) in [
            ("MEDIATHEQUE abbaye", vec!["abbaye"]),
            ("abb", vec!["abbaye"]),
            ("nelson man", vec!["abbaye"]),
            ("nels mandela", vec![]),
            ("saint-maur", vec!["maur"]),
            ("st maur", vec!["maur"]),
            ("cr%C3%A9teil", vec!["member", "abbaye"]),
            ("etoile", vec!["member"]),
            ("biblioth", vec!["ajaccio", "maur"]),
            ("fran%C3%A7ois+mitter", vec!["reunion"]),
            ("rien", vec![]),
            ("%25", vec!["member", "ajaccio", "maur", "abbaye", "reunion", "denis"]),
        ] {
            assert_eq!(asked(&house, &format!("all=1&q={words}")).await, found, "{words}");
        }
        // What is changed is found by its new words, and by the old ones no longer.
        save(&house, vec![known("abbaye", "Médiathèque Ouverte", "94068")]).await;
        assert_eq!(asked(&house, "all=1&q=abbaye").await, Vec::<String>::new());
        assert_eq!(asked(&house, "all=1&q=ouverte+saint").await, ["abbaye"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kind_territory_and_distance_narrow_it_down() {
    for house in houses().await {
        some(&house).await;
        for (query, found) in [
            ("", vec!["member"]),
            ("all=1&kind=association", vec!["member"]),
            ("all=1&where=94", vec!["member", "maur", "abbaye"]),
            ("all=1&where=val+de+marne&kind=library", vec!["maur", "abbaye"]),
            ("all=1&where=%C3%8Ele-de-France", vec!["member", "maur", "abbaye", "denis"]),
            ("all=1&where=Cr%C3%A9teil", vec!["member", "abbaye"]),
            ("all=1&where=94000", vec!["member", "abbaye"]),
            ("all=1&where=corse-du-sud", vec!["ajaccio"]),
            ("all=1&where=epci-200054781&q=ulysse", vec!["denis"]),
            ("all=1&where=creteil&km=5", vec!["abbaye", "member", "maur"]),
            ("all=1&where=creteil&km=20&q=media", vec!["abbaye", "denis"]),
            ("where=creteil&km=50", vec!["member"]),
        ] {
            assert_eq!(asked(&house, query).await, found, "{query}");
        }
        let near = house.get_json("/api/v1/organisations?all=1&where=creteil&km=20&q=ulysse").await;
        let km = near["items"][0]["distance_km"].as_f64().unwrap();
        assert!((15.0..20.0).contains(&km), "{km}");
        assert_eq!(asked(&house, "all=1&where=creteil&km=10&q=ulysse").await, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_of_several_territories_is_a_choice_and_never_a_silent_nothing() {
    for house in houses().await {
        some(&house).await;
        let (status, text) = house.get("/api/v1/organisations?all=1&where=Saint-Denis").await;
        assert_eq!(status, 422);
        assert!(text.contains("commune-93066") && text.contains("commune-97411"), "{text}");
        let (status, page) = house.get("/partners?all=1&where=st+denis").await;
        assert_eq!(status, 200);
        assert!(page.contains("Saint-Denis (Seine-Saint-Denis)"), "{page}");
        assert!(page.contains("href=\"/partners?all=1&#38;where=commune-93066\""), "{page}");
        assert!(page.contains("id=\"where-error\"") && !page.contains("Aucune structure"));

        // The choice is shown in words, which are understood again.
        let (_, page) = house.get("/partners?all=1&where=commune-93066").await;
        assert!(page.contains("value=\"Saint-Denis (Seine-Saint-Denis)\""), "{page}");
        assert!(page.contains("Médiathèque Ulysse") && page.contains("Une structure."), "{page}");
        let again = "all=1&where=Saint-Denis+(Seine-Saint-Denis)";
        assert_eq!(asked(&house, again).await, ["denis"]);

        for (query, field) in [
            ("where=Atlantis", "where"),
            ("km=20", "km"),
            ("where=94&km=20", "km"),
            ("where=creteil&km=7", "km"),
            ("kind=castle", "kind"),
            ("offers=gold", "offers"),
            ("after=x", "after"),
        ] {
            let (status, page) = house.get(&format!("/partners?{query}")).await;
            assert_eq!(status, 200, "{query}");
            assert!(page.contains("error-summary"), "{query}");
            assert!(page.contains(&format!("href=\"#{field}\"")), "{query}: {page}");
            assert_eq!(
                house.get(&format!("/api/v1/organisations?{query}")).await.0,
                422,
                "{query}"
            );
        }
        for query in ["limit=0", "limit=201", "limit=x", "cursor=1", "all=perhaps"] {
            assert_eq!(
                house.get(&format!("/api/v1/organisations?{query}")).await.0,
                422,
                "{query}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn few_members_stand_by_circle_and_nothing_found_says_what_to_loosen() {
    for house in houses().await {
        let (_, page) = house.get("/partners").await;
        assert!(page.contains("Aucune structure n’est encore inscrite"), "{page}");
        some(&house).await;
        let (_, page) = house.get("/partners").await;
        assert!(page.contains("Autres structures") && page.contains("Maison de l’Étoile"));
        assert!(!page.contains("Médiathèque"), "only members");
        let (_, page) = house.get("/partners?q=ulysse&kind=library").await;
        assert!(page.contains("Aucune structure ne répond"), "{page}");
        assert!(page.contains("href=\"/partners?q=ulysse&#38;kind=library&#38;all=1\""), "{page}");
        assert!(page.contains("href=\"/partners?kind=library\""), "without the words: {page}");
        let (_, page) = house.get("/en/partners?q=ulysse&all=1").await;
        assert!(page.contains("One organisation.") && page.contains("not a member"), "{page}");
        let (_, page) = house.get("/partners?all=1&where=creteil&km=5&q=zola").await;
        assert!(page.contains("km=10"), "further around: {page}");

        // Many members are a list of pages.
        let many = (0..60).map(|n| Organisation {
            standing: Standing::Member,
            ..known(&format!("m{n}"), &format!("Association {n:02}"), "94028")
        });
        save(&house, many.collect()).await;
        let (_, page) = house.get("/partners").await;
        assert!(page.contains("61 structures.") && page.contains("Association 49"), "{page}");
        assert!(!page.contains("Association 50") && page.contains("rel=\"next\""));
        let next = page.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
        let (_, page) = house.get(&next.replace("&#38;", "&")).await;
        assert!(page.contains("Association 50") && page.contains("Maison de l’Étoile"), "{page}");
        assert!(page.contains("rel=\"prev\"") && !page.contains("rel=\"next\""));
        assert!(page.len() < 50_000);
    }
}

/// Numbers that look random and come again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }
}

const NAMES: [&str; 9] =
    ["Bibliothèque", "Médiathèque", "Saint", "Émile", "Zola", "du", "Parc", "l’Étoile", "Biblio"];
const COMMUNES: [&str; 11] =
    ["94028", "93066", "97411", "75104", "75111", "69123", "13201", "2A004", "38544", "94038", ""];

fn random(dice: &mut Dice, n: usize) -> Organisation {
    let words = 1 + dice.roll(3);
    let mut name: Vec<&str> = (0..words).map(|_| *dice.pick(&NAMES)).collect();
    // Common words are walked through, rare ones are gathered: both are to be tried.
    if dice.roll(4) > 0 {
        name.insert(0, "Centre");
    }
    let mut o = known(&format!("o{n}"), &name.join(" "), dice.pick::<&str>(&COMMUNES));
    o.kind = *dice.pick(&[
        OrganisationKind::Library,
        OrganisationKind::Library,
        OrganisationKind::Other,
    ]);
    o.standing = *dice.pick(&[Standing::Member, Standing::Listed, Standing::Listed]);
    o
}

fn question(dice: &mut Dice) -> Search {
    let words =
        *dice.pick(&["", "", "centre", "cent", "biblio", "centre zol", "etoile parc", "creteil"]);
    let zones = ["", "", "departement-94", "region-11", "commune-75056", "commune-75104", "france"];
    let zone = Zone::parse(dice.pick::<&str>(&zones));
    let km = *dice.pick(&[0.0, 0.0, 5.0, 50.0]);
    let creteil = territory::commune("94028").unwrap().middle.unwrap();
    Search {
        words: Words::of(words),
        kind: *dice.pick(&[None, None, Some(OrganisationKind::Other)]),
        zone: zone.filter(|_| km == 0.0),
        around: (km > 0.0).then_some((creteil, km)),
        all: dice.roll(3) > 0,
        ..Search::default()
    }
}

/// What fits, in its order, without any index.
fn expected(all: &[Organisation], search: &Search) -> Vec<Id> {
    let ranges = search.words.ranges();
    let mut fit: Vec<(f64, String, Id)> = vec![];
    for o in all {
        let folded = territory::folded(&format!("{} {}", o.name, o.city));
        let has = |(a, b): &(String, String)| {
            folded.split(' ').any(|w| w >= a.as_str() && w <= b.as_str())
        };
        let there = search
            .zone
            .is_none_or(|z| z == Zone::COUNTRY || o.commune().is_some_and(|c| z.holds(c)));
        let rank = match search.around {
            Some((point, most)) => match o.whereabouts() {
                Some(at) if point.km_to(at) <= most => point.km_to(at),
                _ => continue,
            },
            None => f64::from(u8::from(o.standing == Standing::Listed)),
        };
        if ranges.iter().all(has)
            && there
            && search.kind.is_none_or(|k| k == o.kind)
            && (search.all || o.standing == Standing::Member)
        {
            let key =
                if search.around.is_some() { String::new() } else { territory::folded(&o.name) };
            fit.push((rank, key, o.id.clone()));
        }
    }
    fit.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (&a.1, &a.2).cmp(&(&b.1, &b.2))));
    fit.into_iter().map(|(.., id)| id).collect()
}

async fn page_of(
    house: &House,
    search: &Search,
    step: Step,
    limit: usize,
) -> (Vec<Id>, [Option<Spot>; 2], Total) {
    let page: Page<_> =
        search::organisations(&house.app, search.clone(), step, limit).await.unwrap();
    let ids = page.items.iter().map(|f| f.organisation.id.clone()).collect();
    (ids, [page.before, page.after], page.total)
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_have_no_hole_and_no_repetition_whatever_is_asked() {
    for house in houses().await {
        let mut dice = Dice(20_261_125);
        let all: Vec<_> = (0..900).map(|n| random(&mut dice, n)).collect();
        save(&house, all.clone()).await;
        for _ in 0..40 {
            let search = question(&mut dice);
            let wanted = expected(&all, &search);
            let limit = 7 + dice.roll(60);
            let (mut seen, mut step, mut last) = (vec![], Step::First, None);
            for turn in 0.. {
                let (ids, [before, after], total) = page_of(&house, &search, step, limit).await;
                assert!(ids.len() <= limit && turn < 200);
                assert_eq!(before.is_some(), turn > 0, "{search:?}");
                match total {
                    Total::Exactly(n) => assert_eq!(n as usize, wanted.len(), "{search:?}"),
                    Total::MoreThan(n) => assert!((n as usize) < wanted.len(), "{search:?}"),
                }
                seen.extend(ids);
                let Some(spot) = after else { break };
                step = Step::After(Spot::parse(&spot.text()).unwrap());
                last = Some(step.clone());
            }
            assert_eq!(seen, wanted, "{} {search:?}", house.engine());
            // And back again, from where the last page began.
            if let Some(Step::After(spot)) = last {
                let at = wanted.iter().position(|id| *id == spot.id).unwrap();
                let (mut back, mut step) = (vec![], Step::Before(spot));
                loop {
                    let (ids, [before, _], _) = page_of(&house, &search, step, limit).await;
                    back.splice(0..0, ids);
                    let Some(spot) = before else { break };
                    step = Step::Before(spot);
                }
                assert_eq!(back, wanted[..at], "{} {search:?}", house.engine());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_goes_through_all_of_them_and_counts_honestly() {
    for house in houses().await {
        let all = (0..1_105).map(|n| known(&format!("k{n}"), &format!("Lieu {n:04}"), "94028"));
        save(&house, all.collect()).await;
        let first = house.get_json("/api/v1/organisations?all=1&limit=200").await;
        assert_eq!(first["total"], serde_json::json!({ "count": 1000, "exact": false }));
        let some = house.get_json("/api/v1/organisations?all=1&q=lieu+0007").await;
        assert_eq!(some["total"], serde_json::json!({ "count": 1, "exact": true }));
        let (_, page) = house.get("/partners?all=1&where=94").await;
        assert!(page.contains("Plus de 1\u{202f}000 structures."), "{page}");
        let (mut seen, mut next) = (vec![], String::new());
        loop {
            let query = format!("all=1&limit=200&cursor={}", next.replace(' ', "+"));
            let page = house.get_json(&format!("/api/v1/organisations?{query}")).await;
            let items = page["items"].as_array().unwrap();
            seen.extend(items.iter().map(|o| o["name"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(spot) => next = spot.to_owned(),
                None => break,
            }
        }
        assert_eq!(seen, (0..1_105).map(|n| format!("Lieu {n:04}")).collect::<Vec<_>>());
        let document = house.get_json("/api/v1/openapi.json").await;
        assert!(document["paths"]["/api/v1/organisations"]["get"].is_object());
        assert!(document["components"]["schemas"]["Organisation"].is_object());
    }
}

async fn send(who: &reqwest::Client, house: &House, path: &str, form: &str) -> (u16, String) {
    let request = who
        .post(format!("{}{path}", house.base))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned());
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn see(who: &reqwest::Client, house: &House, path: &str) -> (u16, String) {
    let answer = who.get(format!("{}{path}", house.base)).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_says_what_it_offers_and_is_found_by_it() {
    for house in houses().await {
        some(&house).await;
        let library = house.library().await;
        let coordinator = house.signed_in(Role::Coordinator, Some(&library)).await;
        let path = "/admin/organisations/library/profile";
        let form = "offered=rooms&offered=desk&needed=counsellor&needed=nonsense\
                    &label_2=Agenda&url_2=https%3A%2F%2Fexemple.org%2Fagenda";
        assert_eq!(send(&coordinator, &house, path, form).await.0, 303);
        let (_, page) = house.get("/partners/library").await;
        for part in [
            "des salles à prêter",
            "la présence d’un conseiller",
            "href=\"https://exemple.org/agenda\" rel=\"noopener noreferrer\">Agenda",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert_eq!(asked(&house, "offers=rooms").await, ["library"]);
        assert_eq!(asked(&house, "offers=rooms&needs=counsellor").await, ["library"]);
        assert_eq!(asked(&house, "offers=rooms&needs=desk").await, Vec::<String>::new());
        assert_eq!(asked(&house, "offers=counsellor").await, Vec::<String>::new());
        assert_eq!(asked(&house, "needs=counsellor&q=essai").await, ["library"]);

        // Mistakes are named, what was typed stays.
        for (mistake, field) in [
            ("label_1=Agenda&url_1=javascript%3Aalert(1)", "url_1"),
            ("url_1=https%3A%2F%2Fexemple.org", "label_1"),
        ] {
            let form = format!("offered=immersion&{mistake}");
            let (status, page) = send(&coordinator, &house, path, &form).await;
            assert_eq!(status, 422, "{mistake}");
            assert!(page.contains(&format!("id=\"{field}-error\"")), "{mistake}: {page}");
            assert!(page.contains("value=\"immersion\" checked"), "{mistake}");
        }
        // Somebody else was faster.
        let (_, page) = see(&coordinator, &house, path).await;
        let mark = |page: &str| {
            page.split("name=\"seen\" value=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        };
        let before = mark(&page);
        let faster = Profile { offered: vec![Offer::Training], ..Profile::default() };
        let operator = Actor::Operator;
        let write = network::profile::service::change_profile;
        write(&house.app, &operator, &library, faster, None).await.unwrap();
        let slower = format!("needed=rooms&seen={before}");
        let (status, page) = send(&coordinator, &house, path, &slower).await;
        assert_eq!(status, 409);
        assert!(page.contains("entre-temps") && mark(&page) != before, "{page}");
        assert_eq!(asked(&house, "offers=training").await, ["library"]);
        let again = format!("needed=rooms&seen={}", mark(&page));
        assert_eq!(send(&coordinator, &house, path, &again).await.0, 303);
        assert_eq!(asked(&house, "needs=rooms").await, ["library"]);
        // Of others, a coordinator changes nothing; and with an organisation all of this goes.
        let other = "/admin/organisations/member/profile";
        assert_eq!(send(&coordinator, &house, other, form).await.0, 404);
        let member = Id::parse("member").unwrap();
        let gone = rooms::remove(&house.app, &operator, rooms::Thing::Organisation, &member);
        gone.await.unwrap();
        assert_eq!(asked(&house, "all=1&q=etoile").await, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_are_named_to_professionals_and_never_in_public() {
    for house in houses().await {
        let library = house.library().await;
        let colleague = house.signed_in(Role::Coordinator, Some(&library)).await;
        let (_, page) = see(&colleague, &house, "/partners/library").await;
        assert!(
            page.contains("Les professionnels") && page.contains("<li>Camille Essai"),
            "{page}"
        );
        assert!(!page.contains("@example.org"), "no address: {page}");
        let (_, page) = house.get("/partners/library").await;
        assert!(!page.contains("Camille") && !page.contains("Les professionnels"), "{page}");
        let (_, text) = house.get("/api/v1/organisations").await;
        assert!(!text.contains("Camille"));
        // Whoever is let in no longer is not named any more.
        let (people, _) =
            site::accounts::service::list_people(&house.app, &Actor::Operator).await.unwrap();
        let other = house.signed_in(Role::Mediator, None).await;
        site::accounts::service::disable(&house.app, &Actor::Operator, &people[0].id)
            .await
            .unwrap();
        let (_, page) = see(&other, &house, "/partners/library").await;
        assert!(!page.contains("Les professionnels"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_says_how_many_it_holds_what_is_there_and_when_it_is_open() {
    for house in houses().await {
        let library = house.library().await;
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let form = "name=Salle&organisation=library&time_zone=Europe%2FParis&room=Atelier&capacity=24\
                    &equipment=%C3%A9cran%2C+8+ordinateurs&step_free=yes\
                    &opening_hours=mardi+14+h+-+18+h%0D%0Asamedi+10+h+-+18+h";
        assert_eq!(send(&who, &house, "/admin/places/new", form).await.0, 303);
        let [place] = house.app.db.read(rooms::places).await.unwrap().try_into().unwrap();
        assert_eq!((place.capacity, place.step_free), (Some(24), Some(StepFree::Yes)));
        let (_, page) = house.get("/partners/library").await;
        for part in [
            "(24 personnes)",
            "écran, 8 ordinateurs",
            "Accès de plain-pied",
            "<br>samedi 10 h - 18 h",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let path = format!("/admin/places/{}", place.id);
        assert_eq!(send(&who, &house, &path, form).await.0, 303);
        assert_eq!(house.app.db.read(rooms::places).await.unwrap(), [place]);
        for (right, wrong, field) in [
            ("capacity=24", "capacity=0", "capacity"),
            ("capacity=24", "capacity=beaucoup", "capacity"),
            ("equipment=", &format!("equipment={}", "a".repeat(500)), "equipment"),
        ] {
            let (status, page) = send(&who, &house, &path, &form.replace(right, wrong)).await;
            assert_eq!(status, 422, "{wrong}");
            assert!(page.contains(&format!("id=\"{field}-error\"")), "{wrong}: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_those_who_look_after_it_has_pages_too() {
    for house in houses().await {
        some(&house).await;
        let library = house.library().await;
        let many = (0..120).map(|n| known(&format!("k{n}"), &format!("Lieu {n:03}"), "94028"));
        save(&house, many.collect()).await;
        for n in 0..55 {
            let place = Place { name: format!("Salle {n:02}"), ..Place::blank() };
            rooms::write_place(&house.app, &Actor::Operator, place).await.unwrap();
        }
        let administrator = house.signed_in(Role::Mediator, None).await;
        let (_, page) = see(&administrator, &house, "/admin/network").await;
        assert!(page.contains("Salle 49") && !page.contains("Salle 50"), "{page}");
        assert!(page.contains("Médiathèque d’essai") && !page.contains("Lieu 119"), "{page}");
        let next: Vec<&str> = page.split("rel=\"next\" href=\"").skip(1).collect();
        assert_eq!(next.len(), 2, "places and organisations");
        let next = next[0].split('"').next().unwrap().replace("&#38;", "&");
        let (_, page) = see(&administrator, &house, &next).await;
        assert!(page.contains("Salle 54") && !page.contains("Salle 49"), "{page}");
        let (_, page) = see(&administrator, &house, "/admin/network?q=lieu+11").await;
        assert!(page.contains("10 résultats") && page.contains("Lieu 119"), "{page}");
        // A coordinator: their own, and no other's form.
        let who = house.signed_in(Role::Coordinator, Some(&library)).await;
        let (_, page) = see(&who, &house, "/admin/network").await;
        assert!(page.contains("Médiathèque d’essai"), "{page}");
        assert!(!page.contains("Lieu 0") && !page.contains("Salle "), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_there_before_the_search_is_found_after_the_next_start() {
    for house in houses().await {
        some(&house).await;
        let before = |tx: &mut store::Tx<'_>| {
            tx.execute("DELETE FROM organisation_words", &[])?;
            let sql = "UPDATE organisations SET indexed = 0, at_lat = NULL, at_lon = NULL";
            tx.execute(sql, &[]).map(|_| ())
        };
        house.app.db.write(before).await.map_err(|e: store::StoreError| e.to_string()).unwrap();
        assert_eq!(asked(&house, "all=1&q=ulysse").await, Vec::<String>::new());
        search::catch_up(&house.app).await.unwrap();
        assert_eq!(asked(&house, "all=1&q=ulysse").await, ["denis"]);
        assert_eq!(asked(&house, "all=1&where=saint-denis+93&km=5").await, ["denis"]);
    }
}
