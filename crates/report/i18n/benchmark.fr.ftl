# Une structure à côté de structures comparables.
benchmark-title = Se situer
benchmark-lead = Votre structure à côté de celles qui lui ressemblent : ce qui se fait, et non qui fait plus.
benchmark-like = Comparer avec les structures qui ont
benchmark-like-kind = la même nature
benchmark-like-town = une commune de taille semblable
benchmark-like-surface = une surface semblable
benchmark-none = Vous n’avez pas encore de structure dont lire le bilan.
benchmark-town = commune { $band }
benchmark-town-unknown = commune non renseignée
benchmark-surface-unknown = surface non renseignée
benchmark-inhabitants = habitants
benchmark-square-metres = m²
benchmark-band = de { $from } à { $to }
benchmark-band-open = de { $from } et plus
benchmark-others = { $active ->
    [0] Aucune structure comparable n’a tenu de séance dans cette période.
    [one] Une structure comparable a tenu des séances dans cette période.
   *[other] { $active } structures comparables ont tenu des séances dans cette période.
} { $idle ->
    [0] {""}
    [one] Une autre n’en a tenu aucune.
   *[other] { $idle } autres n’en ont tenu aucune.
}
benchmark-few = Avec moins de { $floor } structures comparables, leurs chiffres ne sont pas montrés : on reconnaîtrait chacune. Retirez un critère, ou allongez la période.
benchmark-typed = { $n ->
    [one] Les chiffres d’une de vos séances ont été saisis, non comptés à l’accueil.
   *[other] Les chiffres de { $n } de vos séances ont été saisis, non comptés à l’accueil.
}
benchmark-measure = Mesure
benchmark-half = La moitié des autres
benchmark-median = Médiane
benchmark-picture = Dessin
benchmark-between = entre { $lower } et { $upper }
benchmark-of = ({ $n } structures)
benchmark-percent = { $n } %
benchmark-hidden = trop peu de structures pour le dire
benchmark-legend = Le rectangle couvre la moitié du milieu, le trait est la médiane, le point est votre structure. Ni le plus petit ni le plus grand chiffre n’est montré : ce serait celui d’une seule structure. Les totaux annuels saisis sans séances n’entrent pas dans la comparaison.
benchmark-who = Avec qui la comparaison est faite
benchmark-per-session = Participants par séance, en moyenne
benchmark-no-show-rate = Places préinscrites restées vides
