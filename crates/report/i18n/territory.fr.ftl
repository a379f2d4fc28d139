# Les territoires : qui est là, ce qui s’y passe, à quelle distance est l’aide.
territory-title = Territoires
territory-kind-country = Pays
territory-kind-region = Région
territory-kind-department = Département
territory-kind-intercommunality = Intercommunalité
territory-kind-commune = Commune
territory-around-town = Autour de { $town }
territory-search = Commune, code postal, département, région
territory-find = Chercher
territory-found = { $n ->
    [0] Rien trouvé
    [one] Un territoire trouvé
   *[other] { $n } territoires trouvés
  }
territory-found-none = Aucun territoire de ce nom. Vérifiez l’orthographe, ou écrivez le code postal.
territory-coverage = L’aide la plus proche
territory-help = De quelle aide s’agit-il ?
territory-help-centre = Une Cité des métiers
territory-help-programme = Un lieu du programme
territory-help-library = Une bibliothèque ouverte à tous
territory-no-help = Le réseau n’en connaît aucune : toutes les communes sont donc comptées au-delà de 30 km.
territory-map-of = Carte : { $name }, selon la distance à l’aide choisie ({ $help }). Les chiffres et la liste des communes sont dans les tableaux de cette page.
territory-sign-centre = Cité des métiers
territory-sign-member = membre du réseau
territory-sign-library = bibliothèque connue, non membre
territory-undrawn = { $n } bibliothèques sont trop nombreuses pour être dessinées à cette échelle ; elles comptent dans les distances.
territory-overseas = L’outre-mer n’est pas dessiné ici : ses territoires sont dans la liste des régions, chacun avec sa carte.
territory-approximate = Contours approximatifs, déduits du centre de chaque commune : aucun fond de carte n’est chargé d’ailleurs.
territory-no-map = Les données ne disent pas où se trouvent ces communes : il n’y a ni carte ni distances.
territory-classes = Communes et habitants selon la distance
territory-distance = Distance
territory-communes = Communes
territory-people = Habitants
territory-class-10 = 10 km ou moins
territory-class-20 = de 10 à 20 km
territory-class-30 = de 20 à 30 km
territory-class-beyond = plus de 30 km
territory-class-unknown = inconnue
territory-within = Ont cette aide à portée
territory-within-km = ≤ { $km } km
territory-crow = Distances à vol d’oiseau, du centre de la commune à l’aide la plus proche, même au-delà des limites du territoire.
territory-unknown = { $n ->
    [one] Une commune dont la position n’est pas connue n’est pas comptée.
   *[other] { $n } communes dont la position n’est pas connue ne sont pas comptées.
  }
territory-years = Part des habitants à portée d’un lieu du programme, année par année
territory-years-unknown = Le réseau ne sait pas depuis quand ces structures sont ouvertes : l’évolution n’est donnée que pour les lieux du programme.
territory-spots = Lieux en France
territory-farthest = Commune par commune, les plus éloignées d’abord
territory-beyond = Montrer
territory-beyond-all = toutes les communes
territory-beyond-km = celles qui n’ont rien à { $km } km
territory-none-beyond = Toutes les communes dont la position est connue ont cette aide à { $km } km ou moins.
territory-count = { $n ->
    [one] Une commune
   *[other] { $n } communes
  }
territory-column-insee = Code Insee
territory-column-commune = Commune
territory-column-department = Département
territory-column-people = Habitants
territory-column-km = Distance à vol d’oiseau (km)
territory-column-class = Classe de distance
territory-column-nearest = Le plus proche
territory-pages = Pages de la liste
territory-page = Page { $n } sur { $of }
territory-before = Page précédente
territory-after = Page suivante
territory-who = Qui est là
territory-nobody = Le réseau n’y connaît encore aucune structure.
territory-members = Membres du réseau
territory-all = Toutes, connues comprises
territory-members-list = Les membres du réseau
territory-more-members = { $n ->
    [one] et un autre membre
   *[other] et { $n } autres membres
  }
territory-directory = Voir l’annuaire de ce territoire
territory-runs = Ce qui s’y passe
territory-coming = { $n ->
    [one] Une rencontre à venir
   *[other] { $n } rencontres à venir
  }
territory-coming-none = Aucune rencontre n’est annoncée dans ce territoire.
territory-programme = Tout le programme
territory-held = Séances tenues et participants
territory-few = moins de 5 participants ;
territory-typed = { $n ->
    [one] dont un saisi
   *[other] dont { $n } saisis
  }
territory-agreements = Conventions en vigueur
territory-agreements-none = Aucune convention en vigueur dans ce territoire.
territory-until = jusqu’au { $date }
territory-regions = Les régions
territory-departments = Les départements
territory-bodies = Les intercommunalités
territory-parts-hint = Les pourcentages sont ceux des habitants qui ont l’aide choisie à portée. Une intercommunalité porte ici le nom de sa plus grande commune, et peut dépasser les limites du département.
territory-name = Territoire
territory-libraries = Bibliothèques
territory-centres = Cités des métiers
territory-problem-unknown = Ce territoire n’existe pas. Cherchez une commune, un département ou une région.
territory-problem-choice = Ce choix n’existe pas. Revenez à la page et choisissez dans la liste.
