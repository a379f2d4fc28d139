import-title = Importer
import-lead = Reprenez ici vos tableaux de séances, vos totaux des années passées ou un export OpenAgenda. Vous verrez ce qui sera fait avant que rien ne soit écrit.
import-wrong = { $count ->
    [one] Une réponse est à revoir
   *[other] { $count } réponses sont à revoir
 }
import-kind = Que voulez-vous importer ?
import-kind-sessions = Un tableau de séances, avec ou sans chiffres (CSV, XLSX, ODS)
import-kind-totals = Un tableau de totaux par année ou par période (CSV, XLSX, ODS)
import-kind-openagenda = Un export OpenAgenda (JSON)
import-organisation = Pour quelle structure ?
import-organisation-hint = Un export OpenAgenda peut rester sans structure : chaque évènement ira alors à son agenda d’origine.
import-choose = Choisissez…
import-file = Fichier
import-file-hint = 20 Mo au plus. Le fichier reste en mémoire trente minutes, puis il est oublié.
import-file-missing = Choisissez un fichier qui n’est pas vide.
import-next = Continuer
import-crumbs = Fil d’Ariane
import-map-title = Que contient ce fichier ?
import-map-wrong = Ce choix ne convient pas
import-map-lead = Vérifiez ce que contient chaque colonne ; nous avons proposé ce que les titres laissent deviner.
import-rows-in-file = { $count ->
    [one] « { $file } » contient une ligne.
   *[other] « { $file } » contient { $count } lignes.
 }
import-events-in-file = { $count ->
    [one] « { $file } » contient un évènement.
   *[other] « { $file } » contient { $count } évènements.
 }
import-column-number = Colonne { $number }, sans titre
import-leave-out = Ne pas reprendre
import-preview = Les premières lignes
import-try = Essayer sans rien écrire
import-go = Importer
import-other-file = Choisir un autre fichier
import-back = Revoir les colonnes
import-result-title = Résultat de l’import
import-result-refused = { $count ->
    [one] Rien n’a été écrit : une ligne est à corriger.
   *[other] Rien n’a été écrit : { $count } points sont à corriger.
 } Corrigez-les dans le fichier, puis envoyez-le de nouveau.
import-result-tried = Essai terminé : rien n’a été écrit. Voici ce que ferait l’import.
import-result-done = L’import est fait.
import-created = ajoutés
import-updated = modifiés
import-unchanged = déjà à jour
import-activities = activités concernées
import-refused-lines = Ce qui est à corriger
import-line = Ligne
import-column = Colonne
import-reason = Raison
import-field-title = Titre
import-field-date = Date
import-field-start = Heure de début, ou horaire « 14h-16h »
import-field-end = Heure de fin
import-field-place = Lieu
import-field-room = Salle
import-field-city = Ville
import-field-address = Adresse
import-field-theme = Thème
import-field-format = Format
import-field-partners = Partenaires qui animent
import-field-capacity = Nombre de places
import-field-preregistered = Préinscrits
import-field-walk-ins = Inscrits sur place
import-field-participants = Participants
import-field-no-shows = Absents
import-field-status = Statut, ou annulé oui/non
import-field-note = Remarques
import-field-year = Année
import-field-from = Du
import-field-to = Au
import-field-label = Libellé
import-field-sessions = Nombre de séances
import-field-themes = Nombre de thèmes
import-field-partner-count = Nombre de partenaires
import-ages-from = À partir de { $min } ans
import-ages-to = Jusqu’à { $max } ans
import-ages-between = De { $min } à { $max } ans
problem-import-json = Ce fichier n’est pas un JSON lisible : il s’interrompt ou se trompe à la ligne { $line }, colonne { $column }.
problem-import-shape = Ce JSON n’est pas un export OpenAgenda : il y faut une liste d’évènements (« records » ou « events »).
problem-import-empty = Ce fichier ne contient rien à importer.
problem-import-not-a-record = Ce n’est pas un évènement.
problem-import-required = Cette information manque.
problem-import-timings = « { $value } » n’est pas une liste d’horaires.
problem-import-instant = « { $value } » n’est pas une date et une heure avec leur fuseau.
problem-import-end = La fin ({ $end }) est avant le début ({ $begin }).
problem-import-coordinates = { $value } ne sont pas des coordonnées : latitude de −90 à 90, longitude de −180 à 180.
problem-import-code = Le code { $value } n’est pas connu.
problem-import-twice = Déjà présent dans ce fichier, à la ligne { $first }.
problem-import-elsewhere = Cet évènement appartient déjà au programme d’une autre structure.
problem-import-registered = Des personnes se sont inscrites à cette séance : changez-la sur sa page, elles seront prévenues.
problem-import-counted = Les chiffres de cette séance ont été comptés à l’accueil ; l’import ne les remplace pas.
problem-import-organisation = Dites pour quelle structure vous importez.
problem-import-no-organisation = Cette structure n’existe pas.
problem-import-table = Ce fichier n’est pas un tableau lisible. Enregistrez-le en CSV, XLSX ou ODS.
problem-import-no-headings = Aucune ligne de ce fichier ne porte de titres de colonnes.
problem-import-damaged = Ce fichier est abîmé : il ne s’ouvre pas jusqu’au bout. Enregistrez-le de nouveau depuis votre tableur.
problem-import-no-title = Aucune colonne ne donne le titre des séances. Dites laquelle.
problem-import-no-date = Aucune colonne ne donne la date des séances. Dites laquelle.
problem-import-no-period = Aucune colonne ne donne l’année, ni le début et la fin de la période. Dites laquelle.
problem-import-heading = Aucune colonne ne s’appelle « { $heading } ». Vouliez-vous dire « { $near } » ?
problem-import-field = « { $field } » n’est pas une information connue. On peut choisir : { $known }.
problem-import-field-twice = Deux colonnes sont choisies pour la même information ({ $field }).
problem-import-date = { $near ->
    [none] « { $value } » n’est pas une date.
   *[other] « { $value } » n’est pas une date. Vouliez-vous dire { $near } ?
 }
problem-import-hours = « { $value } » n’est pas une heure. Écrivez 14h30, ou 14h-16h30.
problem-import-number = « { $value } » n’est pas un nombre entier de personnes ou de places.
problem-import-year = « { $value } » n’est pas une année.
problem-import-period = La fin de la période ({ $value }) est avant son début.
problem-import-no-figure = Cette ligne ne donne aucun chiffre.
problem-import-future = Le { $value } est à venir : il ne peut pas y avoir de participants.
problem-import-not-yet-held = Le { $value } est à venir : la séance ne peut pas être déjà tenue.
problem-import-format = « { $value } » n’est pas un format connu. Vouliez-vous dire « { $near } » ?
problem-import-status = { $near ->
    [none] « { $value } » n’est pas un statut connu. Écrivez publié, annulé, reporté, prévu ou réalisé.
   *[other] « { $value } » n’est pas un statut connu. Vouliez-vous dire « { $near } » ?
 }
export-sheet = Séances
export-start = Heure de début
export-partners = Partenaires
export-status = Statut
