# Promis et tenu ; qui a animé sans convention.
report-promise-promised = Promis
report-promise-done = Fait
report-promise-planned = Encore prévu
report-promise-to-close = Passé, à clore
report-promise-part = du { $from } au { $to }
report-promise-counts = Compté par le programme : { $which }.
report-promise-typed = Non compté par le programme : chiffres saisis.
report-promise-typed-on = saisi le { $date }
report-promise-of-which-typed = dont { $n } en totaux saisis
report-promise-unknown = rien de saisi
report-promise-not-begun = La convention n’a pas commencé, ou n’est pas signée.
report-promise-hint = Seuls les jours où la convention s’applique sont comptés. Les séances comptées à part dans le bilan ne le sont pas ici.
report-promise-no-rows = Aucune séance.
report-promise-back = Revenir à la comparaison
report-organiser = Organisée par
report-uncovered-hint = Séances tenues dont un partenaire et la structure organisatrice n’étaient liés, ce jour-là, par aucune convention signée.
report-uncovered-none = Personne : toutes les séances animées dans cette période l’ont été avec une convention en vigueur.
report-uncovered-who = Qui a animé
report-uncovered-days = Première et dernière séance
report-uncovered-at = { $who }, chez { $organiser }
report-promise-exchanges = Journées tenues selon le partage de pratiques, et chiffres saisis s’il y en a eu d’autres.
report-promise-exchanged = { $n ->
    [0] aucune journée tenue dans le partage de pratiques
    [one] 1 journée tenue dans le partage de pratiques
   *[other] { $n } journées tenues dans le partage de pratiques
}
