# Le côté public : programme, séance, billet.
programme-menu = Programme
programme-badge-cancelled = Annulée
programme-badge-postponed = Reportée
programme-badge-draft = Brouillon
programme-badge-over = Terminée
programme-badge-free = Entrée libre
programme-badge-waiting = Complet, liste d’attente
programme-badge-full = Complet
programme-badge-closed = Inscriptions closes
programme-badge-few = { $left ->
    [one] Plus qu’une place
   *[other] Plus que { $left } places
  }
programme-badge-open = { $left ->
    [one] Une place
   *[other] { $left } places
  }
programme-illustrative = séance illustrative
programme-illustrative-long = Cette séance est inventée pour la démonstration.
programme-home-title = Ateliers gratuits pour avancer dans sa vie professionnelle
programme-home-lead = Gratuits, anonymes, ouverts à toutes et à tous. Prenez une place sans créer de compte.
programme-search = Chercher
programme-find = Chercher
programme-none-coming = Aucune séance n’est annoncée pour le moment.
programme-none-found = Aucune séance ne correspond. Essayez avec moins de critères.
programme-all = Tout le programme
programme-calendar = Calendrier
programme-title = Le programme
programme-subscribe = Suivre dans mon agenda
programme-filter = Filtrer le programme
programme-from = À partir du
programme-to = Jusqu’au
programme-city = Ville
programme-everywhere = Partout
programme-theme = Thème
programme-all-themes = Tous les thèmes
programme-format = Format
programme-all-formats = Tous les formats
programme-audience = Public
programme-open-only = Seulement les séances où l’on peut encore venir (places libres, liste d’attente ou entrée libre)
programme-clear = Effacer les filtres
programme-pages = Pages du programme
programme-more = Plus de séances
programme-months = Mois
programme-month-before = Mois précédent
programme-month-after = Mois suivant
programme-as-list = Liste
programme-moved-from = Cette séance était d’abord annoncée pour le { $date }.
programme-when = Quand
programme-from-to = de { $start } à { $end }
programme-where = Où
programme-for-whom = Pour qui
programme-by = Proposé par
programme-with = avec { $name }
programme-ask = Renseignements
programme-cost = Prix
programme-free = Gratuit
programme-take = Participer
programme-elsewhere = Voir la page de l’organisateur
programme-full-waiting = Cette séance est complète. Vous seriez en position { $position } sur la liste d’attente.
programme-fairness = Comment avance la liste ?
programme-places-left = { $left ->
    [one] Il reste une place
   *[other] Il reste { $left } places
  }
programme-places = Nombre de places
programme-name = Prénom ou pseudonyme
programme-optional = facultatif
programme-email-hint = Pour recevoir une confirmation, un rappel et les changements. Effacée au plus tard { $days } jours après la séance.
programme-again = Oui, je veux des places de plus avec la même adresse
programme-join-list = Rejoindre la liste d’attente
programme-take-place = Prendre ma place
programme-promise = Aucun compte, aucun cookie. Seul le nombre de places est nécessaire.
programme-other-dates = Autres dates
programme-add-calendar = Ajouter à mon agenda
programme-back = Revenir au programme
programme-cancel-ask = { $places ->
    [0] Quitter la liste d’attente ?
    [one] Rendre votre place ?
   *[other] Rendre vos { $places } places ?
  }
programme-leave-list = Quitter la liste d’attente
programme-parts = Les séances
programme-give-back = { $places ->
    [one] Rendre ma place
   *[other] Rendre mes places
  }
programme-keep = Garder mon billet
programme-online-link = Lien de la rencontre
programme-position = Position sur la liste d’attente
programme-qr = Code QR à montrer à l’accueil : { $code }
programme-your-code = Votre code à l’accueil
programme-offer-until = Une place vous est gardée jusqu’au { $until }.
programme-accept = Accepter la place
programme-waiting-come-back = Revenez sur cette page pour voir où vous en êtes. Si vous avez laissé une adresse, nous vous écrirons dès qu’une place se libère.
programme-keep-page = Gardez l’adresse de cette page : c’est votre billet. Ajoutez la page à vos favoris, imprimez-la, ou photographiez le code.
programme-print = Imprimer
programme-cancelled-thanks = Merci de nous avoir prévenus : quelqu’un d’autre pourra venir.
programme-back-session = Revoir la séance
problem-field-choice = Ce choix n’existe pas.
problem-field-limit = Indiquez un nombre entre 1 et 1000.
problem-field-cursor = Ce repère de page n’est pas valable : repartez de la première page.
programme-scope-any-note = Une inscription vaut pour une seule date : choisissez celle qui vous convient.
programme-scope-all-note = Une seule inscription vaut pour toutes les séances de ce cycle.
programme-change-date = Changer de date
programme-dates-choose = Choisissez une autre date
programme-dates-none = Aucune autre date n’a de place libre pour le moment. Votre inscription reste valable.
programme-dates-hint = Votre place actuelle est rendue au même moment ; un nouveau billet la remplace.
programme-back-ticket = Revenir au billet
programme-privacy-lead = Le moins possible, le moins longtemps possible.
programme-privacy-nothing-title = Rien à donner pour regarder, presque rien pour s’inscrire
programme-privacy-nothing = Vous n’avez pas de compte à créer. Ce site ne dépose aucun cookie sur votre appareil et ne charge rien depuis d’autres sites. Pour prendre une place, seul le nombre de places est demandé.
programme-privacy-optional-title = Un prénom et une adresse, si vous le voulez
programme-privacy-optional = Un prénom ou un pseudonyme aide à vous accueillir ; une adresse sert à vous envoyer la confirmation, un rappel et les changements. Les deux sont effacés de la base au plus tard { $days ->
    [one] un jour
   *[other] { $days } jours
  } après la séance.
programme-privacy-counts-title = Ce qui reste : des nombres
programme-privacy-counts = Nous gardons le nombre de personnes inscrites et présentes à chaque séance, pour le bilan. Ces nombres ne disent rien de vous.
programme-privacy-staff-title = Les professionnels
programme-privacy-staff = Les bibliothécaires, conseillers et partenaires qui préparent le programme ont un compte : nom, adresse de courriel, structure. Un cookie garde leur connexion, et elle seule.
programme-privacy-sealed = Dès que vous les écrivez, prénom et adresse sont scellés sous une clé qui n’est ni dans la base de données ni dans aucune sauvegarde. Le jour de l’effacement, la clé est détruite : ce qu’elle protégeait ne peut plus être lu par personne, dans aucune copie.
programme-privacy-ticket = Votre billet dit ce que nous gardons de vous et vous permet de l’effacer tout de suite, sans perdre votre place.
programme-privacy-today = Aujourd’hui
programme-privacy-held = { $count ->
    [0] Aucun prénom et aucune adresse ne sont gardés.
    [one] Une inscription porte un prénom ou une adresse.
   *[other] { $count } inscriptions portent un prénom ou une adresse.
  }
programme-privacy-mails = { $count ->
    [0] Aucun courriel n’attend d’être envoyé.
    [one] Un courriel attend d’être envoyé.
   *[other] { $count } courriels attendent d’être envoyés.
  }
programme-privacy-overdue = { $count ->
    [0] Rien n’est gardé au-delà de son délai.
    [one] Une inscription est gardée au-delà de son délai : prévenez-nous.
   *[other] { $count } inscriptions sont gardées au-delà de leur délai : prévenez-nous.
  }
programme-privacy-last = Dernier effacement : { $date }.
programme-privacy-session = Séance
programme-privacy-date = Date
programme-privacy-people = Inscriptions
programme-privacy-until = Effacées le
programme-ticket-kept = Ce que nous gardons de vous
programme-ticket-kept-nothing = Ni prénom, ni adresse. L’inscription elle-même sera effacée le { $date }.
programme-ticket-kept-name = Le prénom « { $name } ».
programme-ticket-kept-contact = L’adresse { $email }, pour vous écrire au sujet de cette séance.
programme-ticket-kept-until = Tout sera effacé le { $date }, dans toutes les copies.
programme-ticket-forget = Effacer maintenant
programme-ticket-forget-hint = Votre place reste à vous. Sans adresse, nous ne pouvons pas vous prévenir d’un changement.
programme-places-most = { $most ->
    [one] Une place au plus.
   *[other] { $most } places au plus en une fois.
  }
programme-wait = J’attends que toutes ces places soient libres ensemble
programme-ticket-forgotten = C’est effacé : nous ne gardons plus ni votre prénom ni votre adresse.
programme-ticket-moved = Votre date est changée. Ce billet a une nouvelle adresse : gardez celle de cette page.
programme-ticket-moved-to = Vous avez changé de date : ce billet est remplacé.
programme-ticket-new = Voir mon nouveau billet
programme-ticket-on-list = { $title } (liste d’attente)
programme-colon =  :
problem-field-period = La fin est avant le début : échangez les deux dates.
