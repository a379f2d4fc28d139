//! What is missing: counted by week, département and theme; never in words, never of a few people.

use crate::common::{houses, monday};
use directory::find::note_needs;
use jiff::ToSpan;
use site::Role;

#[tokio::test(flavor = "multi_thread")]
async fn what_many_ask_for_in_vain_is_on_the_map_and_what_few_ask_for_is_not() {
    for house in houses().await {
        let library = house.library().await;
        let mediator = house.signed_in(Role::Mediator, Some(&library)).await;
        let nothing = house.see(&mediator, "/staff/needs").await.page;
        assert!(nothing.contains("Pas assez de recherches") && !nothing.contains("<figure"));

        // Six in Vitry, four in Paris, the same need in other words; pages further on do not count.
        let asked = ["apprendre+a+conduire", "passer+le+permis", "permis+de+conduire+pas+cher"];
        for n in 0..6 {
            house.get(&format!("/find?where=94081&q={}", asked[n % 3])).await;
        }
        for n in 0..4 {
            house.get(&format!("/find?where=paris&q={}", asked[n % 3])).await;
        }
        house.get("/find?where=94081&q=permis&from=10").await;
        // Nor does the same question turned over: easier words, put on a slip, for whom.
        for more in ["easy=1", "pick=entry%2Fa", "public=jeunes", "job=no"] {
            house.get(&format!("/find?where=paris&q=passer+le+permis&{more}")).await;
        }
        note_needs(&house.app).await.unwrap();
        // Who looks while the week runs does not see one question more from one minute to the next.
        let early = house.see(&mediator, "/staff/needs").await.page;
        assert!(early.contains("Pas assez de recherches") && !early.contains("autres recherches"));
        house.app.clock.set(monday() + (24 * 7).hours());
        let mediator = house.signed_in(Role::Mediator, Some(&library)).await;

        let page = house.see(&mediator, "/staff/needs").await.page;
        assert!(page.contains("<figure class=\"map\">"), "{}: {page}", house.engine());
        assert!(page.contains("Val-de-Marne") && page.contains("department=94"), "{page}");
        assert!(!page.contains("department=75"), "four are too few: {page}");
        assert!(page.contains("Moins de 5 autres recherches"), "{page}");
        // The figure of the map opens onto its rows.
        let rows = house.see(&mediator, "/staff/needs?department=94").await.page;
        assert!(rows.contains("<td class=\"n\">6</td>") && !rows.contains("<figure"), "{rows}");
        // No word of any question is anywhere in the database.
        let kept = format!("{:?}", house.dump().await);
        assert!(!kept.contains("conduire+") && !kept.contains("permis de conduire pas cher"));
    }
}
