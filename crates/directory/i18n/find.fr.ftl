# L’aiguillage : une question en langage courant, et ce qui y répond.
find-menu = Trouver de l’aide
find-title = Trouver de l’aide
find-lead = Dites ce qu’il vous faut, avec vos mots : vous aurez ce qui existe près de chez vous, pourquoi cela convient, et quand on l’a vérifié.
find-q = De quoi avez-vous besoin ?
find-q-hint = Par exemple : refaire mon CV, apprendre le français, VAE, « je sais pas quoi faire comme métier ».
find-where = Où êtes-vous ?
find-kind = Nature
find-any-kind = Tout
find-kind-session = Atelier du programme
find-kind-organisation = Structure
find-open-now = Ouvert maintenant
find-remote-only = À distance
find-go = Chercher
find-chosen = Précisé
find-take-off = retirer
find-problem-which = Il y a plusieurs territoires du nom de « { $typed } ». Lequel est-ce ?
find-problem-once = « { $name } » ne peut être donné qu’une fois.
find-problem-organisation = « { $typed } » n’est l’identifiant d’aucune structure (« { $name } »).
find-problem-unknown = « { $name } » n’est pas un paramètre de cette adresse. Paramètres possibles : { $accepted }.
find-problem-number = « { $typed } » n’est pas un nombre entier de { $least } à { $most } (« { $name } »).
find-problem-theme = « { $typed } » n’est pas une thématique connue (« { $name } ») : donnez son code de data·inclusion, comme « { $example } ».
find-problem-choice = « { $typed } » n’est pas accepté pour « { $name } ». Valeurs possibles : { $accepted }.
find-problem-parameters = Cette recherche n’est pas comprise : voyez ce qui est dit de chaque paramètre.
find-urgent-title = Si c’est urgent
find-urgent-violence = Danger immédiat : le 17, ou le 114 par SMS. Violences faites aux femmes : le 3919. Gratuits, à toute heure.
find-urgent-shelter = Pour dormir à l’abri ce soir : le 115. Gratuit, à toute heure.
find-urgent-suicide = Quelqu’un écoute, sans juger : le 3114. Gratuit, à toute heure.
find-urgent-child = Enfant en danger : le 119. Gratuit, à toute heure, et l’appel n’apparaît pas sur les factures.
find-place = Chercher près de :
find-corrected = Vouliez-vous dire :
find-expression = { $typed } : { $means }
find-alike = Rien ne contient ces mots. Voici ce qui s’en approche un peu, peut-être sans rapport : à lire avec prudence, ou demandez à la personne qui vous accueille.
find-nearby = Rien ne répond à ces mots. Voici seulement ce qu’il y a de plus près ; dites-le autrement, ou demandez à quelqu’un sur place.
find-nothing = Il n’y a rien dans l’annuaire pour cette recherche. Enlevez une précision, ou demandez à une structure du réseau.
find-unclear = Précisez votre recherche.
find-none-open = Rien de ce qui répond n’est ouvert en ce moment, ou ses horaires ne sont pas connus.
find-count = { $count ->
        [0] Aucun résultat
        [one] Un résultat
       *[other] { $number } résultats
    }
find-count-15 = { $count ->
        [one] Un résultat à moins de 15 km
       *[other] { $number } résultats à moins de 15 km
    }
find-count-30 = { $count ->
        [one] Un résultat à moins de 30 km
       *[other] { $number } résultats à moins de 30 km
    }
find-count-60 = { $count ->
        [one] Un résultat à moins de 60 km
       *[other] { $number } résultats à moins de 60 km
    }
find-count-department = { $count ->
        [one] Un résultat dans le département
       *[other] { $number } résultats dans le département
    }
find-count-region = { $count ->
        [one] Un résultat dans la région
       *[other] { $number } résultats dans la région
    }
find-count-remote = { $count ->
        [one] Un résultat, en comptant ce qui se fait à distance
       *[other] { $number } résultats, en comptant ce qui se fait à distance
    }
find-count-everywhere = { $count ->
        [one] Un résultat dans tout l’annuaire
       *[other] { $number } résultats dans tout l’annuaire
    }
find-answers = répond à : { $what }
find-means = { $means } (« { $typed } »)
find-begins = { $word } (« { $typed } »)
find-near = à moins d’un kilomètre
find-km = à { $km } km
find-remote = à distance
find-open = ouvert maintenant
find-open-until = ouvert maintenant, jusqu’à { $time }
find-by-appointment = sur rendez-vous
find-closed = fermé
find-opens-today = fermé en ce moment, ouvre aujourd’hui à { $time }
find-opens-tomorrow = ouvre demain à { $time }
find-opens = ouvre { $date } à { $time }
find-next = prochaine séance { $when }
find-verified = vérifié { $ago }
find-never-verified = jamais vérifié
find-until = jusqu’au { $date }
find-reported = Signalé, pas encore vérifié : { $what }
find-pick = Mettre sur la fiche
find-unpick = Retirer de la fiche
find-picked = { $n ->
        [one] Un résultat sur la fiche.
       *[other] { $n } résultats sur la fiche.
    }
find-make-slip = Faire la fiche
find-pages = Pages de résultats
find-before = Avant
find-next-page = Suite
find-sharper = Préciser
find-heard = Ce que nous avons compris :
find-neighbours = Besoins voisins
find-nothing-kept = Rien de ce que vous écrivez ici n’est gardé avec vous : ni compte, ni cookie.
refine-heard = Demandé parce que nous avons compris : { $themes }.
refine-chosen = Demandé parce que vous avez choisi : { $themes }.
refine-job = Un métier en tête ?
refine-job-yes = Oui, à confirmer
refine-job-no = Non, à découvrir
refine-training = La formation est-elle trouvée ?
refine-training-why = Chercher une formation et la financer ne se font pas au même endroit.
refine-training-find = Non, à trouver
refine-training-pay = Oui, monter le dossier
refine-step = À quelle étape ?
refine-step-cv = CV et lettre
refine-step-offers = Répondre à des offres
refine-step-interview = Préparer un entretien
refine-french = Lire, écrire ou compter ?
refine-french-why = Ces cours sont souvent séparés.
refine-french-learn = Le français
refine-french-count = Le calcul
refine-housing = Pour quand ?
refine-housing-why = L’urgence et la recherche d’un logement ne se traitent pas au même endroit.
refine-housing-tonight = Un toit pour ce soir ou pour un temps
refine-housing-keep = Garder mon logement
refine-housing-rent = Louer
refine-digital = Apprendre, faire, ou s’équiper ?
refine-digital-learn = Apprendre à s’en servir
refine-digital-do = Faire une démarche
refine-digital-get = Avoir un ordinateur ou un téléphone
refine-who = L’un de ces cas ?
refine-who-why = Demandé parce que certains services sont réservés. La réponse n’est pas gardée.
refine-who-registered = Inscrit comme demandeur d’emploi
refine-who-young = Moins de 26 ans
refine-who-work = En emploi
refine-who-disabled = En situation de handicap
directory-problem-vectors = Les modèles de recherche par le sens, dans « { $path } », ne peuvent pas être lus : { $why }.
directory-problem-no-vectors = Le dossier « { $path } » ne contient aucun modèle de recherche par le sens. « tools/vectors.sh » les télécharge ; sans le réglage « vectors », la recherche se fait par les mots seuls.
directory-problem-index = L’index de recherche ne répond pas : réessayez dans un instant. L’administrateur peut le refaire avec « tandem index rebuild ».
needs-title = Besoins sans réponse
needs-lead = Ce que l’on a cherché, et qui n’a pas trouvé de réponse proche. Rien n’est gardé des mots ni des personnes : des nombres par semaine, département et thématique, montrés à partir de { $floor } recherches. La semaine en cours n’y est pas encore.
needs-department = Département
needs-everywhere = Tous
needs-nowhere = Lieu non précisé
needs-theme = Thématique comprise
needs-no-theme = Besoin non reconnu
needs-asked = Recherches
needs-weak = Réponse faible
needs-nothing = Sans réponse
needs-show = Afficher
needs-none = Pas assez de recherches sur cette période pour montrer quoi que ce soit.
needs-rest = Au moins { $n } autres recherches, sur des besoins trop peu cherchés pour être montrés.
needs-few = Moins de { $floor } autres recherches.
needs-map = Où il manque quelque chose
needs-map-label = Carte de France : part des recherches sans bonne réponse, par département. Les mêmes nombres sont dans le tableau.
needs-map-note = Seules comptent les recherches montrées plus haut. L’outre-mer n’est pas dessiné : il est dans le tableau. Contours approximatifs.
needs-unmet = Sans bonne réponse
needs-class-few = moins d’une recherche sur dix
needs-class-some = d’une sur dix à une sur quatre
needs-class-many = d’une sur quatre à une sur deux
needs-class-most = la moitié ou plus
needs-class-untold = trop peu de recherches
needs-kept = Réponse faible : hors du département, ou moins de la moitié des mots retrouvés. Compté automatiquement. Les semaines où un besoin est peu cherché sont réunies jusqu’à { $floor } recherches : on les compte ensemble ou pas du tout.
find-today-closed = fermé aujourd’hui
find-today-appointment = { $span } sur rendez-vous
find-less-sure = Peut-être aussi
find-near-all = Ce qu’il y a tout de même
find-language = Langue parlée
find-any-language = N’importe laquelle
find-step-free = Accessible en fauteuil roulant
find-said-only = Seules les fiches qui le disent sont montrées. Ailleurs, l’information manque peut-être : appelez avant d’exclure un lieu.
find-page-choice = « { $typed } » ne se trouve pas parmi les choix de « { $what } » : l’adresse de la page a sans doute été mal recopiée. Choisissez de nouveau ci-dessous.
find-page-address = « { $typed } » n’a pas de sens ici : l’adresse de la page a sans doute été mal recopiée. Cherchez de nouveau ci-dessous.
find-page-organisation = « { $typed } » n’est le nom d’aucune structure connue ici : l’adresse de la page a sans doute été mal recopiée. Cherchez de nouveau ci-dessous.
