# Les cercles, les formes de partenariat et les conventions.
agreements-menu = Conventions
agreements-lead = Ce qui lie les structures du réseau : qui s’est engagé à quoi, depuis quand et jusqu’à quand.
agreements-new = Ajouter une convention
agreements-none = Aucune
agreements-title = Intitulé
agreements-form = Forme du partenariat
agreements-parties = Structures liées
agreements-parties-hint = Au moins deux. Choisissez celles qui ont signé ou signeront.
agreements-party = Structure { $n }
agreements-holder = Titulaire
agreements-holder-hint = La structure à qui la convention donne sa forme : le centre associé, le partenaire. Laissez vide si elle n’en donne à personne.
agreements-status = État
agreements-status-draft = brouillon
agreements-status-upcoming = à venir
agreements-status-in-force = en vigueur
agreements-status-expiring = expire bientôt
agreements-status-expired = expirée
agreements-status-ended-early = terminée avant son terme
agreements-signed = Signée le
agreements-signed-hint = Sans date, c’est un brouillon : rien n’en est montré au public.
agreements-unsigned = Pas encore signée
agreements-starts = Premier jour
agreements-starts-hint = Le jour où elle commence à s’appliquer.
agreements-ends = Dernier jour
agreements-ends-hint = Laissez vide si elle n’a pas de terme.
agreements-endless = Sans terme
agreements-renewal = Renouvellement
agreements-renewal-none = aucun
agreements-renewal-tacit = tacite
agreements-renewal-explicit = par une nouvelle convention
agreements-renewal-months = Durée de chaque reconduction (mois)
agreements-renewal-months-hint = Pour un renouvellement tacite.
agreements-months = { $count ->
    [one] un mois à chaque fois
   *[other] { $count } mois à chaque fois
  }
agreements-next-term = Prochaine échéance : { $date }
agreements-goes-on = se reconduit le { $date }
agreements-ended = Terminée le
agreements-ended-reason = Motif
agreements-end-early = Terminer avant le terme
agreements-end-early-hint = Le dernier jour où elle s’applique, et pourquoi.
agreements-notes = Notes
agreements-notes-hint = Pour les professionnels des structures liées ; jamais montrées au public.
agreements-follows = Renouvelle
agreements-followed = Renouvelée par
agreements-to-renew = À renouveler
agreements-to-renew-hint = Échéance dans les 90 jours, ou passée depuis moins d’un an, sans convention signée qui prenne la suite. Les coordinateurs reçoivent un rappel 90 jours puis 30 jours avant.
agreements-current = En cours
agreements-current-none = Aucune convention en cours ne concerne votre structure.
agreements-over = { $count ->
    [one] Une convention terminée
   *[other] { $count } conventions terminées
  }
agreements-edit = Modifier
agreements-renew = Préparer le renouvellement
agreements-renew-hint = Cette convention prendra la suite de la précédente et reprendra ses engagements.
agreements-print = Imprimer
agreements-remove = Supprimer le brouillon
agreements-remove-hint = Une convention signée ne se supprime pas : on y note sa fin.
agreements-history = Historique
agreements-changed = { $field } : { $was } devient { $is }
agreements-form-says = Ce que demande et apporte la forme « { $form } »
agreements-asks = Ce qu’elle demande
agreements-gives = Ce qu’elle apporte
agreements-documents = Documents
agreements-documents-none = Aucun document.
agreements-document-pdf = PDF
agreements-document-odt = texte LibreOffice
agreements-document-docx = texte Word
agreements-document-png = image PNG
agreements-document-jpeg = image JPEG
agreements-document-webp = image WebP
agreements-kilobytes = { $n } Ko
agreements-file = Ajouter un document
agreements-file-hint = PDF, texte LibreOffice ou Word sans macro, ou image ; 5 Mo au plus.
agreements-file-add = Envoyer le document
agreements-commitments = Engagements
agreements-commitments-none = Aucun engagement n’est noté.
agreements-commitments-edit = Noter les engagements
agreements-commitments-lead = Ce que chaque structure s’engage à faire chaque année. Videz « Qui s’engage » pour retirer un engagement.
agreements-commitment = Engagement { $n }
agreements-who = Qui s’engage
agreements-what = À quoi
agreements-per-year = Combien par an
agreements-year = Année
agreements-year-calendar = année civile
agreements-year-school = année scolaire
agreements-counting = Séances qui comptent
agreements-counting-with = celles où une autre structure liée organise, anime ou accueille
agreements-counting-whole = toutes celles que la structure organise ou anime
agreements-words = En toutes lettres
agreements-kind-sessions = ateliers, clubs et autres séances
agreements-kind-drop-ins = permanences
agreements-kind-exchanges = journées d’échange ou d’immersion
agreements-kind-other = autre engagement
agreements-typed = non compté par le programme, saisi
agreements-compare = Promis et tenu
agreements-figures = Saisir un chiffre
agreements-figures-lead = Les journées d’échange et les autres engagements ne sont pas comptés par le programme : notez ici ce qui a été fait. Le chiffre sera montré comme saisi.
agreements-figures-none = Aucun engagement de cette convention ne se saisit : le programme compte lui-même les séances et les permanences.
agreements-figures-of = De quoi, quelle année
agreements-figures-done = Fait
agreements-figures-done-hint = Laissez vide pour retirer un chiffre saisi.
agreements-figures-typed = Chiffres saisis
agreements-figures-when = Saisi le
agreements-promise = { $who } : { $what }
agreements-circles = Les cercles
agreements-circles-lead = Qui se tient à quelle distance de chaque centre. Le premier cercle réunit les signataires, les acteurs permanents et le conseil sur les pôles ; le second, les acteurs récurrents et celles et ceux qui animent en petits groupes.
agreements-circles-none = Aucun cercle n’est encore noté.
agreements-circle-new = Placer une structure dans un cercle
agreements-circle-who = Structure
agreements-circle-with = Autour de
agreements-circle-since = Depuis le
agreements-circle-since-hint = Laissez vide si la date n’est pas connue.
agreements-circle-until = Jusqu’au
agreements-circle-until-hint = Laissez vide tant que cela dure.
agreements-circle-remove-hint = Seulement pour une erreur. Si la structure a quitté le cercle, notez plutôt jusqu’à quand elle y était.
agreements-around = Autour de { $centre }
agreements-not-today = pas aujourd’hui
agreements-bond = Place
agreements-bond-first = premier cercle
agreements-bond-signatory = premier cercle, signataire de la convention fondatrice
agreements-bond-permanent-actor = premier cercle, acteur permanent
agreements-bond-counsel = premier cercle, conseil sur les pôles
agreements-bond-service-provider = prestataire
agreements-bond-second = second cercle
agreements-bond-recurring-actor = second cercle, acteur récurrent
agreements-bond-animator = second cercle, animation en petits groupes
agreements-since = depuis le { $date }
agreements-until = jusqu’au { $date }
agreements-forms = Formes de partenariat
agreements-forms-lead = Ce que chaque forme demande et ce qu’elle apporte, pour choisir celle qui convient.
agreements-new-form = Ajouter une forme
agreements-counts-as = Dans les listes, compte comme
agreements-asks-fr = Ce qu’elle demande, en français
agreements-asks-en = Ce qu’elle demande, en anglais
agreements-gives-fr = Ce qu’elle apporte, en français
agreements-gives-en = Ce qu’elle apporte, en anglais
agreements-line-each = Une ligne par point.
agreements-without = Qui a animé sans convention en vigueur
agreements-public = Place dans le réseau
agreements-public-circle = { $bond }, autour de { $centre }
agreements-public-agreement = Convention en vigueur, { $form }
agreements-public-parties = Entre :
agreements-public-charter = Adhère à la charte, version { $version }
agreements-problem-title = Donnez un intitulé de 200 caractères au plus.
agreements-problem-parties = Choisissez de 2 à 12 structures différentes.
agreements-problem-holder = Le titulaire doit être l’une des structures liées.
agreements-problem-signed = Indiquez une date passée ou celle d’aujourd’hui ; tant que rien n’est signé, laissez vide.
agreements-problem-starts = Une convention signée a un premier jour.
agreements-problem-ends = Le dernier jour vient avant le premier.
agreements-problem-tacit-end = Un renouvellement tacite demande le dernier jour de la première période.
agreements-problem-months = Indiquez de 1 à 120 mois.
agreements-problem-ended = Cette date doit suivre le premier jour d’une convention signée et précéder son terme.
agreements-problem-reason = Dites en quelques mots pourquoi elle se termine.
agreements-problem-notes = Ce texte dépasse 4 000 caractères.
agreements-problem-form = Cette forme de partenariat n’existe plus. Choisissez-en une autre.
agreements-problem-own = Parmi les structures liées, il faut au moins une dont vous tenez la fiche.
agreements-problem-promised = Une structure retirée s’est engagée à quelque chose : retirez d’abord ses engagements.
agreements-problem-followed = Une autre convention renouvelle déjà celle-ci.
agreements-problem-signed-stays = Elle est signée, ou une autre la renouvelle : elle ne se supprime pas. Notez plutôt sa fin.
agreements-problem-changed = Quelqu’un d’autre a fait une modification entre-temps. Rien n’a été enregistré : relisez ce qui suit, puis enregistrez pour garder ce que vous avez écrit.
agreements-problem-itself = Une structure n’est pas dans son propre cercle.
agreements-problem-until = La fin vient avant le début.
agreements-problem-no-party = Choisissez l’une des structures liées.
agreements-problem-per-year = Indiquez un nombre de 1 à 9 999.
agreements-problem-empty = Indiquez un nombre, ou dites l’engagement en toutes lettres.
agreements-problem-counted = Choisissez un engagement que le programme ne compte pas lui-même.
agreements-problem-year = Cette année n’est pas de celles de la convention.
agreements-problem-figure = Indiquez un nombre de 0 à 9 999, ou laissez vide.
agreements-problem-file-missing = Choisissez un fichier.
agreements-problem-file-large = Ce fichier dépasse 5 Mo. Rien n’a été enregistré.
agreements-problem-file-kind = Ce fichier n’est ni un PDF, ni un texte LibreOffice ou Word sans macro, ni une image PNG, JPEG ou WebP, quel que soit son nom. Rien n’a été enregistré.
agreements-problem-file-many = Vingt documents au plus par convention : retirez-en un d’abord.
mail-agreement-subject = Convention à renouveler : { $title }
mail-agreement-body =
    Bonjour,

    La convention « { $title } » ({ $parties }) prend fin le { $date }.

    Si elle doit continuer, préparez la suite avec les autres structures :
    { $link }

    { $network }
mail-agreement-tacit-subject = Convention bientôt reconduite : { $title }
mail-agreement-tacit-body =
    Bonjour,

    La convention « { $title } » ({ $parties }) arrive à échéance le { $date } et sera reconduite d’elle-même.

    C’est le moment d’en parler si quelque chose doit changer :
    { $link }

    { $network }
