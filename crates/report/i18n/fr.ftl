# Le bilan.
report-menu = Bilan
report-title = Bilan
report-period = Du { $from } au { $to }
report-choose = Choisir la période
report-from = Du
report-to = Au
report-organisation = Structure
report-theme = Thème
report-all = Tout
report-show = Afficher
report-sessions = Séances
report-themes = Thèmes
report-partners = Partenaires
report-preregistered = Préinscrits
report-walk-ins = Inscrits sur place
report-participants = Participants
report-no-shows = Absents
report-typed = saisi
report-not-counted = non compté
report-missing = { $n ->
    [one] non compté dans une séance
   *[other] non compté dans { $n } séances
  }
report-fill = Taux de remplissage
report-pressure = Liste d’attente pour 100 places
report-cancelled = Séances annulées
report-postponed = Séances reportées
report-to-close = Séances passées à clore
report-besides = Comptées à part
report-typed-added = { $n } participants : totaux saisis sans détail, compris dans les chiffres.
report-typed-beside = { $n } participants : totaux saisis sans détail, non ajoutés : les séances de la période sont là.
report-illustrative = Séances illustratives : leurs totaux sont ceux du rapport de 2017 (pour 2017, « plus de 700 » participants).
report-chart = Préinscrits et participants, mois par mois
report-years = La même période, année par année
report-year = Année
report-by-month = Par mois
report-by-theme = Par thème
report-by-format = Par format
report-by-partner = Par partenaire
report-by-place = Par lieu
report-date = Date
report-session = Séance
report-format = Format
report-place = Lieu
report-partner = Partenaire
report-none = Sans précision
report-years-back = Années précédentes à montrer
report-figure = Chiffre
report-remark = Remarque
report-no-detail = total sans détail
report-no-places = sans inscription
report-source = Origine du chiffre
report-back = Revenir au bilan
report-no-rows = Aucune séance close dans cette période.
report-total = Total
report-problem-date = Cette date n’existe pas.
report-problem-period = La fin vient avant le début.
report-people = Personnes
report-told-hint = Compté à l’accueil, et gardé quand les inscriptions sont effacées. Les nombres de moins de 5 personnes sont réunis, pour qu’on n’y reconnaisse personne.
report-lead-week = Moins d’une semaine
report-lead-weeks = { $weeks ->
    [1] Une à deux semaines
    [2] Deux à trois semaines
   *[other] Trois à quatre semaines
  }
report-lead-month = Quatre semaines et plus
report-outcome-attended = Préinscrits venus
report-outcome-no-show = Préinscrits absents
report-outcome-walk-in = Venus sans inscription
report-outcome-given-back = Places rendues avant la séance
report-outcome-never-served = Restés sur la liste d’attente
report-others = Autres
