# Le partage de pratiques entre professions.
sharing-kind = Forme
sharing-title = Titre
sharing-date = Date
sharing-host = Accueil par
sharing-kind-awareness = Journée de sensibilisation
sharing-kind-visit = Matinée de visite
sharing-kind-job-swap = Échange de postes
sharing-kind-other = Autre rencontre entre professionnels
sharing-state-draft = Brouillon
sharing-state-announced = Annoncée
sharing-state-held = A eu lieu
sharing-state-cancelled = Annulée
sharing-counted = compté
sharing-typed = saisi
sharing-profession-librarian = Une personne qui travaille en bibliothèque
sharing-profession-counsellor = Une personne qui travaille à la Cité des métiers
sharing-profession-partner = Une personne qui travaille chez un partenaire
sharing-testimony-waiting = Pas encore relu
sharing-testimony-published = Publié
sharing-testimony-refused = Non publié
sharing-closed-draft = Cette journée n’est pas encore annoncée.
sharing-closed-cancelled = Cette journée est annulée.
sharing-closed-over = Cette journée est commencée ou passée : on ne peut plus s’inscrire ni se désinscrire.
sharing-closed-full = Cette journée est complète.
sharing-full = Complet
sharing-over = Passée
sharing-left = { $left ->
    [one] Une place
   *[other] { $left } places
  }
sharing-from-to = de { $start } à { $end }
sharing-problem-end = La fin vient après le début.
sharing-problem-time = Écrivez une heure, comme 9:30.
sharing-problem-capacity = Indiquez de 1 à 1000 places.
sharing-problem-figure = Indiquez un nombre, ou laissez vide ce que personne n’a compté.
sharing-problem-sums = Ces nombres ne vont pas ensemble : inscrits + venus sans inscription = présents + absents.
sharing-problem-place = Ce lieu n’existe pas.
sharing-problem-guest = Cette structure n’existe pas.
sharing-problem-over = Cette journée est close ou annulée : elle ne change plus.
sharing-problem-taken = { $taken ->
    [one] Une place est déjà prise
   *[other] { $taken } places sont déjà prises
  } : n’en proposez pas moins.
sharing-problem-past = Cette date est passée.
sharing-problem-as-whose = Choisissez la structure pour laquelle on vient.
sharing-problem-not-for-you = Cette journée est réservée aux structures qu’elle invite.
sharing-problem-name = Indiquez un nom de 100 caractères au plus.
sharing-problem-gone = Cette inscription est effacée : il ne reste rien de vous ici.
sharing-problem-forgotten = Les noms sont oubliés : seuls des nombres saisis peuvent encore être gardés.
sharing-problem-not-yet = Cette journée n’a pas commencé.
sharing-problem-counted = Ces nombres viennent de la liste : cochez la case pour les remplacer.
sharing-problem-not-there = Seules les personnes cochées présentes peuvent laisser un témoignage, tant que la liste existe.
sharing-problem-tells-who = Ces mots semblent dire qui est quelqu’un (nom, adresse, numéro) : retirez-le.
sharing-problem-said = Vous avez déjà laissé un témoignage sur cette journée : retirez-le pour en écrire un autre.
sharing-problem-no-consent = Son auteur n’a pas accepté qu’il soit publié.
sharing-problem-reason = Dites pourquoi, en 300 caractères au plus.
sharing-mail-registered-subject = Votre inscription : { $title }
sharing-mail-registered-body =
  Bonjour,

  { $by } vous a inscrit à « { $title } », { $date } à { $time }, { $place } (accueil : { $host }).

  Voir ce qui est gardé de vous, ou vous désinscrire : { $link }

  Votre nom et votre adresse seront effacés le { $forgotten }.
sharing-mail-reminder-subject = Demain : { $title }
sharing-mail-reminder-body =
  Bonjour,

  Rappel : « { $title } », { $date } à { $time }, { $place } (accueil : { $host }).

  Vous ne pouvez plus venir ? { $link }
sharing-mail-changed-subject = Changement : { $title }
sharing-mail-changed-body =
  Bonjour,

  « { $title } » a changé. C’est maintenant { $date } à { $time }, { $place } (accueil : { $host }).

  Votre place : { $link }
sharing-mail-cancelled-subject = Annulation : { $title }
sharing-mail-cancelled-body =
  Bonjour,

  « { $title } », prévue { $date } à { $time }, est annulée. { $reason }
sharing-public = Partage de pratiques
sharing-public-lead = Bibliothécaires et conseillers se rendent visite, pour mieux orienter chacun.
sharing-coming = Prochaines journées
sharing-none-coming = Aucune journée n’est annoncée pour le moment.
sharing-hosted-by = Accueil : { $name }
sharing-illustrative = inventée
sharing-illustrative-long = Cette journée est inventée pour la démonstration.
sharing-professionals-only = Ces journées s’adressent aux professionnels du réseau.
sharing-register-there = Se connecter pour s’inscrire
sharing-figures = En chiffres
sharing-period = Choisir une période
sharing-from = Du
sharing-to = Au
sharing-show = Afficher
sharing-none-held = Aucune journée n’a eu lieu sur cette période.
sharing-kind-at = { $kind } – { $host }
sharing-colon = { " : " }
sharing-days = { $count ->
    [one] une journée
   *[other] { $count } journées
  }
sharing-people = { $count ->
    [0] personne n’a été compté
    [one] une personne
   *[other] { $count } personnes
  }
sharing-illustrative-figures = Démonstration : les sommes sont celles du rapport de 2017, les dates et la répartition entre les journées sont inventées.
sharing-said = Ce qu’en disent les participants
sharing-said-how = Publié avec l’accord de chacun, sans nom.
sharing-said-illustrative = inventé pour la démonstration
sharing-place-title = Votre inscription
sharing-when = Quand
sharing-where = Où
sharing-place-kept = Ce qui est gardé de vous
sharing-place-until = Tout sera effacé le { $date }, dans toutes les copies.
sharing-place-leave = Me désinscrire et effacer
sharing-place-leave-hint = Votre place est rendue, votre nom et votre adresse sont effacés tout de suite.
sharing-staff-lead = Journées d’immersion et visites entre professions.
sharing-new = Proposer une journée
sharing-report = Bilan du partage de pratiques
sharing-public-page = Page publique
sharing-to-do = À annoncer ou à clore
sharing-description = Description
sharing-description-hint = Ce que l’on y verra, qui accueille, comment se passe la journée.
sharing-start = Début
sharing-end = Fin
sharing-capacity = Places
sharing-no-place = Aucun lieu du réseau
sharing-room = Salle ou précision
sharing-audience = Pour qui
sharing-audience-hint = Par exemple : bibliothécaires de la Bpi.
sharing-guests = Structures invitées
sharing-guests-hint = Si aucune n’est cochée, toutes les structures du réseau sont invitées.
sharing-all-network = Tout le réseau
sharing-taken = { $taken } sur { $capacity } prises
sharing-participants = Personnes présentes
sharing-own = Vous êtes inscrit
sharing-own-text = La liste des inscrits sera effacée le { $date }.
sharing-leave = Me désinscrire
sharing-not-for-you = Cette journée s’adresse aux structures qu’elle invite.
sharing-register = S’inscrire
sharing-as-whose = Structure
sharing-register-me = M’inscrire
sharing-register-hint = L’accueil verra votre nom. La liste des inscrits sera effacée le { $date } ; seuls les nombres restent.
sharing-colleague = Inscrire un collègue
sharing-colleague-hint = Un courriel le lui dit, avec un lien pour se désinscrire. Nom et adresse sont scellés, et effacés le { $date }.
sharing-colleague-add = Inscrire ce collègue
sharing-people-title = Inscrits
sharing-nameless = Nom effacé
sharing-by-coordinator = inscrit par sa coordination
sharing-take-off = Désinscrire
sharing-say = Laisser un témoignage
sharing-say-hint = Une phrase ou deux, sans nom de personne. C’est possible jusqu’au { $date }.
sharing-words = Vos mots
sharing-words-hint = { $most } caractères au plus.
sharing-consent = J’accepte que ces mots soient publiés, sans mon nom : seuls ma profession et l’année sont dits. Je peux les retirer à tout moment.
sharing-send = Envoyer
sharing-own-words = Votre témoignage
sharing-withdraw = Retirer et effacer
sharing-no-consent = publication non autorisée par son auteur
sharing-publish = Publier
sharing-refuse = Ne pas publier
sharing-refuse-why = Pourquoi ne pas le publier
sharing-host-does = Pour qui accueille
sharing-list = Liste des inscrits
sharing-edit = Modifier
sharing-again = Même journée à une autre date
sharing-announce = Annoncer
sharing-cancel = Annuler cette journée
sharing-cancel-why = Pourquoi
sharing-cancel-hint = Les inscrits le liront.
sharing-registered = Inscrits à l’avance
sharing-present = Présents
sharing-walk-ins = Venus sans inscription
sharing-walk-ins-count = Combien en tout
sharing-no-shows = Absents
sharing-list-until = Les noms seront effacés le { $date }. Les nombres restent.
sharing-here = Présent
sharing-absent = Absent
sharing-close = Clore la journée
sharing-close-hint = Les présents cochés et les personnes venues sans inscription sont comptés.
sharing-type = Saisir les nombres
sharing-type-hint = D’une feuille de papier. Laissez vide ce que personne n’a compté. Le bilan dira que ces nombres sont saisis.
sharing-known = Déjà connu, personnes présentes :
sharing-replace = Remplacer les nombres déjà gardés
sharing-days-held = Journées
sharing-of-which-typed = { $count ->
    [one] dont une saisie
   *[other] dont { $count } saisies
  }
sharing-missing = { $count ->
    [one] une sans nombre
   *[other] { $count } sans nombre
  }
sharing-source = Origine du nombre
sharing-remark = Remarque
sharing-csv = Télécharger (CSV)
sharing-rows = Journées derrière ces nombres
sharing-by-kind = Par forme et par accueil
sharing-by-host = Par structure qui accueille
sharing-by-guest = Pour qui
sharing-kept = { $count ->
    [0] Aucune inscription de professionnels à une journée d’immersion n’est gardée.
    [one] Une inscription de professionnel à une journée d’immersion est gardée.
   *[other] { $count } inscriptions de professionnels à des journées d’immersion sont gardées.
  }
sharing-privacy = Un professionnel inscrit à une journée d’immersion figure sur la liste de l’accueil ; s’il est inscrit par sa coordination, son nom et son adresse sont scellés. La liste est effacée au plus tard 30 jours après la journée. Un témoignage n’est publié qu’avec l’accord de son auteur, sans nom, et se retire à tout moment.
processing-sharing = Journées d’immersion entre professionnels
processing-sharing-purpose = Organiser des visites entre professions, prévenir les inscrits, compter les présents ; recueillir et publier des témoignages sans nom.
processing-sharing-basis = Mission d’intérêt public (article 6.1.e) ; consentement pour la publication d’un témoignage (article 6.1.a), retiré à tout moment.
processing-sharing-what = Le compte de qui s’inscrit ; le nom et l’adresse d’un collègue inscrit par sa coordination, scellés ; présence ; témoignage, gardé avec le compte de son auteur pour qu’il puisse le retirer, montré avec la profession et l’année.
processing-sharing-recipients = Les professionnels de la structure qui accueille, et la coordination de la structure d’où l’on vient. Un témoignage publié est lu par tous.
processing-sharing-delay = { $days ->
    [one] Liste effacée un jour après la journée.
   *[other] Liste effacée { $days } jours après la journée.
  } Les témoignages restent jusqu’à leur retrait.
sharing-hand-over = Lien de son inscription, à lui donner
