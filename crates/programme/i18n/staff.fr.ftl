# Pages des professionnels : programmation, accueil, feuille, saisie.
programme-staff-title = Ma journée
programme-staff-crumbs = Fil d’Ariane
programme-staff-activities = Activités
programme-staff-activities-none = Aucune activité pour l’instant.
programme-staff-new-activity = Nouvelle activité
programme-staff-soon = Aujourd’hui et demain
programme-staff-coming = Les deux prochaines semaines
programme-staff-soon-none = Aucune séance aujourd’hui ni demain.
programme-staff-taken = { $taken } places prises sur { $capacity }
programme-staff-desk = Accueil
programme-staff-sheet = Feuille de présence
programme-staff-unclosed = Séances passées à clore
programme-staff-unclosed-why = Leurs chiffres ne sont pas encore dans le bilan.
programme-staff-waiting = Séances avec une liste d’attente
programme-staff-drafts = Brouillons à publier
programme-staff-done = C’est enregistré.

programme-plan-title = Titre
programme-plan-summary = Résumé
programme-plan-summary-hint = Une ou deux phrases, pour la liste du programme.
programme-plan-description = Description
programme-plan-description-hint = Laissez une ligne vide entre deux paragraphes.
programme-plan-format = Format
programme-plan-theme = Thème
programme-plan-theme-none = Sans thème
programme-plan-scope = Inscription
programme-plan-audience = Public
programme-plan-audience-hint = Par exemple : « tout public », « jeunes de 16 à 25 ans ».
programme-plan-contact = Contact
programme-plan-link = Page qui en dit plus
programme-plan-partners = Animée par
programme-plan-find-partner = Chercher dans cette liste
programme-plan-apart = À compter à part dans le bilan
programme-plan-organisation = Structure
programme-plan-describe = Présentation
programme-plan-save = Enregistrer
programme-plan-back = Retour
programme-plan-sessions = Séances
programme-plan-sessions-none = Aucune séance pour l’instant.
programme-plan-add-sessions = Ajouter des séances
programme-plan-edit-session = Modifier la séance
programme-plan-cancel-session = Annuler la séance
programme-plan-postpone-session = Reporter la séance
programme-plan-publish-all = Publier tous les brouillons
programme-plan-publish = Publier
programme-plan-unpublish = Dépublier
programme-plan-edit = Modifier
programme-plan-cancel = Annuler
programme-plan-postpone = Reporter
programme-plan-date = Date
programme-plan-place = Lieu
programme-plan-place-none = Sans lieu
programme-plan-status = État
programme-plan-taken = Places
programme-plan-waiting = En attente
programme-plan-actions = Actions
programme-plan-dates = Dates choisies
programme-plan-dates-hint = Une date par ligne, comme 30/11/2026.
programme-plan-series = Ou une série
programme-plan-first = Première date
programme-plan-rhythm = Rythme
programme-plan-until = Jusqu’au
programme-plan-skip-public = Sauf les jours fériés
programme-plan-skip-school = Sauf les vacances scolaires
programme-plan-zone-none = Garder les vacances
programme-plan-zone = Zone { $zone }
programme-plan-start = Début
programme-plan-end = Fin
programme-plan-mode = Présence
programme-plan-room = Salle
programme-plan-access = Accès
programme-plan-access-hint = Étage, entrée, accès en fauteuil…
programme-plan-online = Adresse de la réunion en ligne
programme-plan-online-hint = Donnée aux seuls inscrits.
programme-plan-registration = Comment s’inscrit-on ?
programme-plan-capacity = Places
programme-plan-overbook = Surréservation
programme-plan-overbook-hint = Places données en plus, car certains ne viennent pas.
programme-plan-most = Places par inscription, au plus
programme-plan-opens = Ouverture des inscriptions, en jours avant
programme-plan-opens-hint = Vide : dès la publication.
programme-plan-closes = Fermeture des inscriptions, en heures avant
programme-plan-closes-hint = Vide : au début de la séance.
programme-plan-offer = Délai pour accepter une place libérée, en minutes
programme-plan-offer-hint = Vide : la place est donnée tout de suite.
programme-plan-fairness = Liste d’attente
programme-plan-walk-ins = Sans inscription
programme-plan-preview = Voir les dates
programme-plan-create = Créer les séances
programme-plan-kept = { $count ->
    [one] Une séance sera créée
   *[other] { $count } séances seront créées
  }
programme-plan-left-out = { $count ->
    [one] Une date laissée de côté
   *[other] { $count } dates laissées de côté
  }
programme-plan-will-tell = Cette séance est annoncée. Si vous changez la date, l’heure ou le lieu, les personnes inscrites seront prévenues.
programme-plan-told = Les personnes qui ont laissé une adresse seront prévenues ({ $taken } places prises, { $waiting } inscriptions en attente).
programme-plan-told-nobody = Personne n’est inscrit pour l’instant.
programme-plan-reason = Raison
programme-plan-reason-hint = Elle est affichée au programme et envoyée aux personnes inscrites.
programme-plan-postpone-how = Les places sont gardées. Sans nouvelle date, la séance est annoncée comme reportée.
programme-plan-part-places = Les places et les inscriptions de ce parcours se règlent à sa première partie.
programme-plan-part-lead = Modifier la première partie
programme-plan-new-date = Nouvelle date, si elle est connue

programme-desk-title = Accueil
programme-desk-greeted = { $name } : la présence est notée.
programme-desk-is-closed = Cette séance est close. Ses chiffres sont dans le bilan.
programme-desk-typed = saisi
programme-desk-reopen = Rouvrir la séance
programme-desk-report = Voir le bilan
programme-desk-type-again = Corriger les chiffres
programme-desk-type = Saisir les chiffres
programme-desk-shut = L’accueil est ouvert pour les séances publiées, à partir de la veille.
programme-desk-find = Nom ou code
programme-desk-search = Chercher
programme-desk-expected = attendus
programme-desk-present = présents
programme-desk-walk-ins = sur place
programme-desk-waiting = en attente
programme-desk-code = Code du billet
programme-desk-code-tick = Noter la présence
programme-desk-people = Personnes
programme-desk-nobody = Personne sur cette liste.
programme-desk-not-found = Personne ne correspond.
programme-desk-head-count = Comptées sans nom
programme-desk-no-name = Sans nom
programme-desk-group = { $places } places
programme-desk-how-many = Combien sont là ?
programme-desk-here = Présent
programme-desk-absent = Absent
programme-desk-untick = Décocher
programme-desk-remove = Retirer
programme-desk-walk-in = Inscription sur place
programme-desk-walk-in-hint = Un prénom ou un pseudonyme, ou seulement un nombre.
programme-desk-name = Prénom ou pseudonyme
programme-desk-optional = facultatif
programme-desk-count = Nombre
programme-desk-add = Ajouter
programme-desk-close = Clore la séance
programme-desk-unticked = { $count ->
    [one] Une inscription n’est pas encore pointée : elle comptera comme absente.
   *[other] { $count } inscriptions ne sont pas encore pointées : elles compteront comme absentes.
  }
programme-desk-nobody-ticked = Personne n’est noté présent. Si vous avez une feuille de papier, saisissez plutôt ses chiffres.
programme-desk-note = Note
programme-desk-note-hint = Une ligne pour l’équipe, sans nom de personne.
programme-sheet-print = Imprimer
programme-sheet-expected = { $count ->
    [0] Personne n’est attendu sur inscription.
    [one] Une personne attendue.
   *[other] { $count } personnes attendues.
  }
programme-sheet-number = Nº
programme-sheet-code = Code
programme-sheet-came = Venu
programme-sheet-later = Après la séance, comptez les cases et saisissez les chiffres à cette adresse, puis détruisez la feuille : { $link }
programme-totals-hint = Laissez vide ce que personne n’a compté. Ces chiffres porteront la marque :
programme-totals-preregistered = Préinscrits
programme-totals-walk-ins = Inscrits sur place
programme-totals-participants = Participants
programme-totals-no-shows = Absents
programme-totals-unknown = non compté

problem-plan-scope = Cette activité a déjà des séances : une inscription pour toutes les parties ne peut plus être ajoutée ni retirée. Créez une autre activité.
problem-plan-drop-in = Une permanence ou un cosearching est en entrée libre : choisissez « sans inscription ».
problem-plan-no-date = Choisissez au moins une date.
problem-plan-date-line = « { $line } » n’est pas une date. Écrivez-la comme 30/11/2026.
problem-plan-until = Vérifiez la fin de la série.
problem-plan-number = Écrivez un nombre entier.
problem-plan-time = Écrivez une heure comme 14:30.
problem-plan-theme = Ce thème n’existe plus.
problem-plan-place = Ce lieu n’existe plus.
problem-plan-not-editable = Cette séance est close, annulée ou dans un état qui ne permet pas ce changement.
problem-plan-capacity-taken = { $taken ->
    [one] Une place est déjà prise : gardez au moins cette place.
   *[other] { $taken } places sont déjà prises : gardez-en au moins autant. Rien n’a changé.
  }
problem-plan-registered = Des personnes sont déjà inscrites : annulez ou reportez plutôt la séance, elles seront prévenues.
problem-plan-past = Cette date est passée. Pour une séance qui a eu lieu, saisissez ses chiffres.
problem-desk-too-early = L’accueil ouvre la veille de la séance.
problem-desk-not-open = Cette séance n’est pas publiée : son accueil est fermé.
problem-desk-closed = Cette séance est close. Rouvrez-la pour changer quelque chose.
problem-desk-not-begun = Cette séance n’a pas encore commencé.
problem-desk-people = Entre 0 et { $most } personnes pour cette inscription.
problem-desk-code-unknown = Ce code n’est pas sur la liste de cette séance. Vérifiez la date du billet.
problem-desk-code-cancelled = Cette inscription a été annulée. Vous pouvez inscrire la personne sur place.
problem-desk-code-waiting = Cette inscription est sur liste d’attente : elle n’a pas de place. Vous pouvez inscrire la personne sur place.
problem-desk-walk-in-people = Entre 1 et { $most } personnes à la fois.
problem-desk-walk-ins-never = Cette séance n’accepte personne sans inscription.
problem-desk-full = { $left ->
    [0] La salle est pleine.
    [one] Il ne reste qu’une place.
   *[other] Il ne reste que { $left } places.
  }
problem-desk-totals-empty = Indiquez au moins un chiffre.
programme-totals-replace = Remplacer ce qui a été compté à l’accueil
programme-desk-offered = place proposée, sans réponse
problem-desk-counted = Ces chiffres ont été comptés à l’accueil. Cochez la case pour les remplacer par les vôtres.
problem-desk-totals-most = Indiquez un nombre entre 0 et 100 000.
problem-plan-partner = Un des partenaires choisis n’existe plus.
problem-plan-organisation = Cette structure n’existe plus.
programme-staff-on-list = { $waiting } en attente
