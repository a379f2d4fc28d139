# La charte, son respect, et les questions posées à l’inscription.
charter-title = La charte
charter-lead = Ce à quoi s’engagent les bibliothèques et les centres du réseau.
charter-in-force = Version { $version }, en vigueur depuis le { $date }.
charter-adherents = Qui y adhère
charter-adherents-none = Aucune adhésion n’est notée pour l’instant.
charter-since = depuis le { $date }
charter-code = Ce que ce site garantit de lui-même
charter-code-free = Gratuit : il n’existe ici aucun champ pour un prix.
charter-code-anonymous = Anonyme : seul le nombre de places est demandé. Tout le reste est facultatif.
charter-code-drop-in = Sans rendez-vous : là où l’on vient librement, aucune inscription ne peut être exigée.
charter-code-said = Si une activité s’écarte de la charte, sa page le dit, et le réseau le compte.
charter-check-lead = Ce qui s’écarte d’un principe de la charte, dans quelle structure, et depuis quand. Le programme lit ce qui est écrit : il signale, les personnes jugent.
charter-check-none = Aucune structure à vérifier.
charter-judged = Le programme ne peut pas le vérifier.
charter-watched = Vérifié :
charter-not-adhering = Aucune adhésion à la charte n’est notée.
charter-adheres = Adhère à la version { $version } depuis le { $date }.
charter-adhered = A adhéré à la version { $version } le { $date },
charter-until = jusqu’au { $date }.
charter-leave = Terminer l’adhésion
charter-sessions = { $count ->
    [0] Aucune séance annoncée.
    [one] Une séance annoncée.
   *[other] { $count } séances annoncées.
  }
charter-departing = { $count ->
    [0] Rien ne s’écarte de la charte.
    [one] Une séance s’écarte de la charte.
   *[other] { $count } séances s’écartent de la charte.
  }
charter-principle-column = Principe
charter-what = Ce qui s’en écarte
charter-where = Activité
charter-since-column = Depuis le
charter-drafts = { $count ->
    [one] Un écart dans un brouillon
   *[other] { $count } écarts dans des brouillons
  }
charter-ended = { $count ->
    [one] Un écart terminé
   *[other] { $count } écarts terminés
  }
charter-adhere-title = Noter une adhésion
charter-adhere = Noter l’adhésion
charter-since-field = Depuis le
charter-said = Cette activité s’écarte de la charte du réseau sur un point :
charter-plan-departs = Ceci s’écarte de la charte. La page publique le dit, et c’est compté :
charter-sign-price = De l’argent semble demandé :
charter-sign-identity-asked = Une question facultative demande qui vous êtes :
charter-sign-identity-papers = Un papier ou un numéro personnel est demandé :
charter-sign-appointment = Un rendez-vous est demandé :
charter-sign-registration = Une inscription est demandée pour un accueil libre :
charter-sign-restricted = Des personnes semblent écartées :
programme-questions = Questions à l’inscription
programme-questions-count = { $count ->
    [0] Questions à l’inscription
    [one] Questions à l’inscription (une)
   *[other] Questions à l’inscription ({ $count })
  }
programme-questions-lead = Toute question est facultative. Les réponses sont comptées à part : rien ne les relie à une inscription, ni entre elles.
programme-questions-none = Aucune question n’est posée. C’est ce que la charte préfère.
programme-question-kind-choice = Un choix dans une liste
programme-question-kind-words = Quelques mots
programme-question-kept = { $days ->
    [one] gardée un jour après la séance
   *[other] gardée { $days } jours après la séance
  }
programme-question-is-sensitive = sensible
programme-question-is-over = n’est plus posée
programme-question-departs = Cette question s’écarte de l’anonymat promis par la charte. Elle demande :
programme-question-answer = Réponse
programme-question-times = Nombre
programme-question-few = moins de { $floor }
programme-question-no-answer = Aucune réponse pour l’instant, ou déjà oubliées.
programme-question-end = Ne plus poser cette question
programme-question-new = Nouvelle question
programme-question-label = Question
programme-question-label-hint = Par exemple : « Qu’attendez-vous de cet atelier ? » Ne demandez ni nom, ni date de naissance, ni numéro.
programme-question-anyway = Poser quand même cette question. La page publique dira qu’elle s’écarte de la charte.
programme-question-kind = Comment répond-on ?
programme-question-choices = Réponses possibles
programme-question-choices-hint = Une par ligne, de 2 à 12.
programme-question-days = Jours de conservation après la séance
programme-question-days-hint = Ensuite les réponses en quelques mots sont effacées, et les nombres trop petits avec elles.
programme-question-sensitive = Question sensible
programme-question-sensitive-hint = Santé, handicap, origine, opinions… La réponse est un choix, et un nombre plus petit que 5 n’est jamais montré.
programme-question-add = Ajouter la question
programme-identity-name = un nom.
programme-identity-birth-date = une date de naissance.
programme-identity-social-security = un numéro de sécurité sociale.
programme-identity-job-seeker = un numéro de demandeur d’emploi.
programme-identity-contact = un moyen de joindre la personne.
problem-question-days = Indiquez de 1 à 30 jours.
problem-question-choices = Écrivez de 2 à 12 réponses différentes, une par ligne, de 80 caractères au plus.
problem-question-sensitive = Une question sensible ne se répond que par un choix : écrivez les réponses possibles.
problem-question-many = Une activité pose { $most } questions au plus : retirez-en une d’abord.
problem-question-name = La charte promet l’anonymat : ne demandez pas de nom. Un prénom ou un pseudonyme peut déjà être donné à l’inscription.
problem-question-birth-date = La charte promet l’anonymat : demandez plutôt une tranche d’âge, par un choix.
problem-question-social-security = Ne demandez jamais ce numéro : la loi en réserve l’usage, et la charte promet l’anonymat.
problem-question-job-seeker = La charte promet l’anonymat : demandez plutôt « Êtes-vous inscrit à France Travail ? », par un choix.
problem-question-contact = Une adresse peut déjà être laissée à l’inscription, scellée et oubliée à son heure : ne la demandez pas ici.
problem-answer-unknown = Choisissez une des réponses proposées.
problem-answer-long = Répondez en 300 caractères au plus.
problem-answer-question = Cette question n’est pas posée ici.
programme-asked = Questions de l’organisateur
programme-optional-all = facultatives
programme-asked-hint = Vos réponses sont comptées à part : rien ne les relie à votre inscription. C’est pourquoi elles ne peuvent pas être reprises ensuite.
programme-asked-identity = Cette question s’écarte de l’anonymat promis par la charte. Vous prenez votre place sans y répondre.
programme-asked-sensitive = Question sensible : seul le nombre de chaque réponse est gardé.
programme-asked-words = N’écrivez rien qui dise qui vous êtes. Réponse scellée, effacée au plus tard { $days } jours après la séance.
programme-asked-no-answer = Sans réponse
programme-privacy-questions = Un organisateur peut poser quelques questions de plus, toujours facultatives. Les réponses choisies dans une liste ne sont que comptées ; celles en quelques mots sont scellées, sans lien avec votre inscription, et effacées à leur jour.
programme-privacy-answers = { $count ->
    [0] Aucune réponse en quelques mots n’est gardée.
    [one] Une réponse en quelques mots est gardée.
   *[other] { $count } réponses en quelques mots sont gardées.
  }
processing-title = Registre des traitements
processing-lead = Écrit par le programme pour cette instance, telle qu’elle est réglée le { $date } (RGPD, article 30).
processing-controller = Responsable du traitement
processing-dpo = Délégué à la protection des données
processing-missing = À compléter : « { $key } » dans tandem.toml.
processing-instance = Instance
processing-purpose = Finalité
processing-basis = Base légale
processing-whom = Personnes concernées
processing-what = Données
processing-recipients = Destinataires
processing-delay = Durée de conservation
processing-today = Aujourd’hui
processing-basis-public = Mission d’intérêt public (article 6.1.e).
processing-basis-consent = Consentement, question par question (article 6.1.a) : chacune est facultative.
processing-basis-sensitive = Des questions portent sur des données sensibles : leur réponse est un nombre, sans lien avec personne (article 9.2.a).
processing-registration = Inscription aux activités gratuites
processing-registration-purpose = Garder une place, prévenir d’un changement, accueillir, tenir la liste d’attente.
processing-registration-whom = Les personnes qui prennent une place.
processing-registration-what = Le nombre de places, nécessaire. Un prénom ou un pseudonyme et une adresse de courriel, facultatifs, scellés dès leur arrivée. Ni compte, ni cookie, ni adresse IP.
processing-registration-recipients = Les personnes chargées de l’accueil dans la structure qui organise.
processing-mail = Les courriels passent par le serveur { $host }.
processing-no-mail = Aucun courriel n’est envoyé : aucun serveur n’est réglé.
processing-registration-delay = { $days ->
    [one] Un jour après la séance.
   *[other] { $days } jours après la séance.
  } La clé qui ouvre ces données est alors détruite, y compris pour les sauvegardes.
processing-days = { $days ->
    [one] un jour
   *[other] { $days } jours
  }
processing-questions = Questions facultatives des organisateurs
processing-questions-purpose = Préparer une activité, mesurer comment elle est connue.
processing-questions-what = Les choix sont seulement comptés. Les réponses en quelques mots sont scellées, sans lien avec l’inscription. Passé leur délai, elles sont effacées avec les nombres inférieurs à 5.
processing-questions-recipients = Les professionnels de la structure qui organise.
processing-people = Comptes des professionnels et piste d’audit
processing-people-purpose = Réserver l’accès aux personnes invitées ; savoir qui a changé quoi.
processing-people-what = Nom, adresse de courriel professionnelle, langue, rôles ; moments de connexion et navigateur des sessions ouvertes ; clés d’accès ; identifiant donné par un service de connexion, pour qui entre ainsi ; pour chaque acte : qui, quand, sur quoi.
processing-people-passwords = Pour qui en choisit un, ce qui prouve son mot de passe (Argon2id), sous la clé de l’instance, gardée hors de la base, et jamais le mot de passe lui-même ; effacé quand il est retiré ou que l’accès est fermé. Aujourd’hui : { $count }.
processing-people-recipients = Les coordinateurs de la même structure et les administrateurs du réseau.
processing-people-sessions = Une session se ferme après { $hours } heures sans activité, et en tout cas après { $days } jours.
processing-people-delay = Nom et adresse sont effacés { $days } jours après le départ ; la piste d’audit garde un identifiant qui ne mène plus à personne. Le nom et l’adresse de qui demande un accès par un service de connexion sont effacés à la réponse, au plus tard après 30 jours.
processing-people-today = Comptes ouverts : { $active }. Comptes fermés et pas encore effacés : { $former }.
processing-agreements = Conventions entre structures
processing-agreements-purpose = Savoir ce qui lie les structures, et le renouveler à temps.
processing-agreements-what = Les documents joints et les notes peuvent nommer les personnes qui signent ou qui suivent la convention.
processing-agreements-recipients = Les professionnels des structures liées et les administrateurs du réseau. Le public ne voit que les structures, la forme et les dates.
processing-agreements-delay = Tant que la convention est gardée ; un document se retire à tout moment.
processing-directory = Annuaire, orientation et recherches
processing-directory-purpose = Tenir l’annuaire à jour, orienter vers la bonne aide, savoir quels besoins restent sans réponse.
processing-directory-whom = Les personnes à joindre que nomme une fiche, et les professionnels qui s’occupent de l’annuaire. De qui cherche ou emporte une fiche d’aiguillage, rien n’est gardé.
processing-directory-what = Sur une fiche de l’annuaire, le téléphone, l’adresse et, si la structure le veut, la personne à joindre. Des professionnels : qui a pris une liste venue d’ailleurs, réuni ou séparé des fiches (l’identifiant de son compte) ; leurs recherches enregistrées, scellées, et quels résultats y répondaient. Du public : des nombres par semaine.
processing-directory-recipients = Tout le monde pour une fiche publiée, avec les fichiers que l’on en exporte. Les professionnels pour qui a pris une liste ou réuni des fiches. Une recherche enregistrée n’est vue que de qui l’a faite.
processing-directory-delay = Une fiche reste tant qu’elle est dans l’annuaire, corrigée sur simple demande. L’identifiant de compte reste avec la prise d’une liste ou la décision ; comme dans la piste d’audit, il ne mène plus à personne une fois le nom effacé. Une recherche enregistrée est effacée un an après sa dernière ouverture, ou quand l’accès est fermé.
processing-figures = Chiffres du bilan
processing-figures-text = Des nombres par séance, sans lien avec une personne, gardés sans limite de durée. Dans le détail, un nombre inférieur à 5 n’est pas montré seul. Ce ne sont pas des données personnelles.
processing-security = Mesures de sécurité
processing-security-sealed = Prénoms, adresses, réponses et courriels en attente sont chiffrés (ChaCha20-Poly1305) sous la clé de leur jour d’oubli, gardée hors de la base et hors des sauvegardes.
processing-security-access = Accès par lien à usage unique, rôles par structure, piste d’audit chaînée et vérifiable.
processing-security-logs = Les journaux ne contiennent ni nom, ni adresse, ni code de billet.
processing-security-sqlite = Base de données : un fichier SQLite sur la machine de l’instance.
processing-security-postgres = Base de données : un serveur PostgreSQL. Ses propres sauvegardes ne s’ouvrent pas sans les clés, gardées ailleurs.
processing-backups = Une sauvegarde chiffrée toutes les { $hours } heures ; les { $keep } dernières sont gardées.
processing-no-backups = Le programme n’écrit pas de sauvegarde lui-même : décrivez ici celles de votre hébergeur.
processing-transfers = Transferts hors de l’Union européenne
processing-transfers-text = Le programme n’en fait aucun : il ne charge rien d’ailleurs et n’envoie rien à personne d’autre que le serveur de courriel ci-dessus. L’hébergeur et le serveur de courriel sont à vérifier par le responsable.
processing-links = Les liens de l’annuaire sont suivis la nuit pour savoir s’ils répondent (réglage check_links) : leurs sites voient l’adresse de l’instance et son nom, rien d’autre.
processing-reminders = Rappels
processing-reminders-what = Les fiches de l’annuaire à vérifier sont rappelées par courriel à la coordination et aux médiateurs, au plus tous les quatorze jours. Quand une structure n’a pas de compte et qu’un membre suit sa fiche, son adresse publique reçoit trois rappels au plus. Le lien du rappel ne dit rien de la personne, et rien n’en est gardé.
processing-searches = Recherches enregistrées
processing-searches-what = Un professionnel peut enregistrer des recherches de l’annuaire et être averti de ce qui change : nom et mots choisis par lui, territoire, précisions, fiches qui y répondaient. Nom et mots sont scellés ; lui seul les voit ; la page demande de n’y écrire ni nom ni situation de personne. Effacé douze mois après la dernière ouverture (au premier du mois suivant), et dans l’heure quand l’accès est fermé.
