//! What users propose in the demonstration: made up, all of it.

use base::{Lang, Problem};
use programme::model::{Format, Offer, Step};
use programme::service as rooms;
use site::{Actor, App};

use super::id;

/// Title, what would be shared, and whether it was accepted.
const OFFERS: [(&str, &str, bool); 2] = [
    (
        "Lire une offre d’emploi entre les lignes",
        "J’ai recruté pendant dix ans. Chacun vient avec une annonce ; on la décode ensemble.",
        false,
    ),
    (
        "Parler de soi en deux minutes",
        "Un petit groupe, un chronomètre, des retours bienveillants. Je l’ai vécu, je veux le rendre.",
        true,
    ),
];

/// Fills them in, where somebody reads them.
pub(super) async fn fill(app: &App) -> Result<(), Problem> {
    for (title, description, accepted) in OFFERS {
        let offer = Offer {
            title: title.into(),
            description: description.into(),
            audience: "Toute personne en recherche d’emploi".into(),
            format: Format::Workshop,
            experience: "Exemple inventé pour la démonstration.".into(),
            availability: "Le mardi après-midi".into(),
            name: "Noor (exemple)".into(),
            email: "noor@exemple.invalid".into(),
            phone: String::new(),
        };
        let secret = rooms::propose(app, Some(id("bpi")), offer, Lang::Fr, title).await?;
        let proposal = secret.rsplit_once('.').and_then(|(id, _)| base::Id::parse(id));
        if let (true, Some(proposal)) = (accepted, proposal) {
            let step = Some(Step::Accepted);
            rooms::move_proposal(app, &Actor::Operator, &proposal, step, "").await?;
        }
    }
    Ok(())
}
