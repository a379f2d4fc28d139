# Mots du programme : formats, états, règles, refus, courriels.
programme-format-workshop = Atelier
programme-format-club = Club
programme-format-information-meeting = Réunion d’information
programme-format-drop-in = Permanence
programme-format-co-searching = Cosearching
programme-format-visit = Visite
programme-format-talk = Conférence
programme-format-job-dating = Rencontre avec des recruteurs
programme-format-other = Autre
programme-scope-session = Une inscription par date
programme-scope-any = Une date au choix
programme-scope-all = Une inscription pour toutes les parties
programme-status-draft = Brouillon
programme-status-published = Publiée
programme-status-held = Close
programme-status-cancelled = Annulée
programme-status-postponed = Reportée
programme-registration-none = Entrée libre, sans inscription
programme-registration-places = Sur inscription, dans la limite des places
programme-registration-waiting-list = Sur inscription, avec liste d’attente
programme-mode-on-site = Sur place
programme-mode-online = En ligne
programme-mode-hybrid = Sur place et en ligne
programme-walk-ins-never = Pas d’inscription sur place
programme-walk-ins-if-room = Sur place s’il reste de la place
programme-walk-ins-always = Sur place, même complet
programme-ticket-confirmed = Place réservée
programme-ticket-waiting = Sur liste d’attente
programme-ticket-offered = Place proposée
programme-ticket-cancelled = Inscription annulée
programme-ticket-session-cancelled = Séance annulée
programme-ticket-session-postponed = Séance reportée
programme-kind-ahead = Préinscription
programme-kind-walk-in = Inscription sur place
programme-totals-counted = Compté à l’accueil
programme-totals-typed = Saisi après coup
programme-fairness-first-fit = Une place libérée va au premier de la liste dont le groupe peut entrer. Un groupe laissé de côté trois fois passe avant tous les autres.
programme-fairness-strict = La liste avance strictement dans l’ordre : personne ne passe devant personne.
programme-rhythm-daily = Chaque jour
programme-rhythm-weekly = Chaque semaine
programme-rhythm-fortnightly = Toutes les deux semaines
programme-rhythm-monthly = Chaque mois, le même jour de la semaine

problem-session-not-published = Cette séance n’est pas encore publiée.
problem-session-cancelled = Cette séance est annulée. D’autres dates sont peut-être au programme.
problem-session-postponed = Cette séance est reportée ; sa nouvelle date n’est pas encore fixée.
problem-session-over = Cette séance est terminée.
problem-session-no-registration = Cette séance est en entrée libre : venez, sans inscription.
problem-session-closed = Les inscriptions sont closes pour cette séance. Vous pouvez demander à l’accueil s’il reste de la place.
problem-session-begun = Ce parcours a commencé, ou ses inscriptions sont closes. Vous pouvez demander à l’accueil s’il reste de la place.
problem-session-not-open-yet = Les inscriptions ne sont pas encore ouvertes pour cette séance.
problem-session-full = Cette séance est complète. Aucune place n’a été prise ; regardez les autres dates.
problem-session-too-few = { $left ->
    [0] Cette séance est complète.
    [one] Il ne reste qu’une place pour cette séance : demandez-en moins.
   *[other] Il ne reste que { $left } places pour cette séance : demandez-en moins.
  }
problem-same-contact-dates = Cette adresse a déjà une place à l’une des dates de cette activité. Vous pouvez changer de date depuis votre billet, ou confirmer si vous voulez des places de plus.
problem-same-contact = Cette adresse a déjà une inscription pour cette séance. Confirmez si vous voulez des places de plus.
problem-key-reused = Cette clé d’idempotence a déjà servi pour une demande différente : choisissez-en une nouvelle.
problem-offer-over = Cette proposition de place n’est plus valable.
problem-series = Ces dates ne forment pas une série : vérifiez la première et la dernière date.
problem-series-too-long = Cette série compte plus de { $most } dates : choisissez une fin plus proche.
problem-field-required = Ce champ est nécessaire.
problem-field-too-long = C’est trop long : { $most } caractères au plus.
problem-field-link = Écrivez une adresse qui commence par https://
problem-field-date = Cette date n’existe pas.
problem-field-capacity = Indiquez un nombre de places entre 1 et 100 000.
problem-field-overbook = La marge de surréservation ne peut pas dépasser la jauge.
problem-field-most-places = Entre 1 et 50 places par inscription.
problem-field-offer = Entre 15 minutes et 14 jours.
problem-field-closes = Les inscriptions doivent fermer après leur ouverture.
problem-field-places = Indiquez au moins une place.
problem-field-most = { $most ->
    [one] Une place au plus par inscription pour cette séance.
   *[other] { $most } places au plus par inscription pour cette séance.
  }
problem-field-name = Un prénom ou un pseudonyme de 60 caractères au plus.
problem-field-email = Cette adresse de courriel n’est pas complète. Vous pouvez aussi la laisser vide.
problem-field-key = La clé d’idempotence compte de 1 à 255 caractères.
problem-totals-no-shows = Il ne peut pas y avoir plus d’absents que de préinscrits.
problem-totals-walk-ins = Il ne peut pas y avoir plus d’inscrits sur place que de participants.

mail-confirmed-subject = Votre place : { $title }
mail-confirmed-body =
    Bonjour,

    { $places ->
        [one] Une place vous est réservée
       *[other] { $places } places vous sont réservées
    } pour « { $title } ».

    Quand : { $date }, { $time }
    Où : { $place }
    Votre code à l’accueil : { $code }

    Un empêchement ? Rendez votre place en un clic, quelqu’un l’attend peut-être :
    { $link }
mail-waiting-subject = Liste d’attente : { $title }
mail-waiting-body =
    Bonjour,

    La séance « { $title } » est complète. Vous êtes en position { $extra } sur la liste d’attente.

    Quand : { $date }, { $time }
    Où : { $place }

    Votre position et la sortie de la liste :
    { $link }
mail-promoted-subject = Une place s’est libérée : { $title }
mail-promoted-body =
    Bonjour,

    Une place s’est libérée : vous êtes inscrit·e à « { $title } ».

    Quand : { $date }, { $time }
    Où : { $place }
    Votre code à l’accueil : { $code }

    Si vous ne pouvez plus venir, rendez-la, quelqu’un d’autre l’attend :
    { $link }
mail-offered-subject = Une place vous est proposée : { $title }
mail-offered-body =
    Bonjour,

    Une place s’est libérée pour « { $title } ».

    Quand : { $date }, { $time }
    Où : { $place }

    Elle vous est gardée jusqu’au { $extra }. Acceptez-la ou laissez-la ici :
    { $link }
mail-reminder-subject = Demain ou tout bientôt : { $title }
mail-reminder-body =
    Bonjour,

    Nous vous attendons pour « { $title } ».

    Quand : { $date }, { $time }
    Où : { $place }
    Votre code à l’accueil : { $code }

    Un empêchement ? Rendez votre place en un clic :
    { $link }
mail-given-back-subject = Inscription annulée : { $title }
mail-given-back-body =
    Bonjour,

    Votre inscription à « { $title } » ({ $date }, { $time }) est annulée, comme vous l’avez demandé.
mail-cancelled-subject = Séance annulée : { $title }
mail-cancelled-body =
    Bonjour,

    La séance « { $title } » du { $date }, { $time }, est annulée.
    { $extra }

    D’autres dates sont peut-être au programme. Votre inscription :
    { $link }
mail-postponed-subject = Séance reportée : { $title }
mail-postponed-body =
    Bonjour,

    La séance « { $title } » est reportée. { $status ->
        [waiting] Vous gardez votre position sur la liste d’attente.
       *[other] Votre place est gardée.
    }
    { $extra }

    { $dated ->
        [no] La nouvelle date n’est pas encore fixée : nous vous l’écrirons. La séance était prévue le { $date }, { $time }.
       *[yes] Nouvelle date : { $date }, { $time }
    }
    Où : { $place }

    { $status ->
        [waiting] Si vous ne souhaitez plus attendre, quittez la liste :
       *[other] Si vous ne pouvez plus venir, rendez votre place :
    }
    { $link }
mail-changed-subject = Changement : { $title }
mail-changed-body =
    Bonjour,

    La séance « { $title } » a changé. Voici ce qu’il faut retenir :

    Quand : { $date }, { $time }
    Où : { $place }
    { $status ->
        [waiting] Vous gardez votre position sur la liste d’attente.
        [offered] La place qui vous est proposée vous attend toujours.
       *[other] Votre code à l’accueil : { $code }
    }

    { $status ->
        [waiting] Si cela ne vous convient plus, quittez la liste :
       *[other] Si cela ne vous convient plus, rendez votre place :
    }
    { $link }
mail-foot =
    { $organiser }
    Gratuit et anonyme. Votre adresse sera effacée après la séance.
problem-field-end = La fin vient avant le début, ou la séance durerait plus de douze heures.
programme-channel-web = Sur le site
programme-channel-api = Par un autre site
programme-channel-desk = À l’accueil
programme-fact-channel = Comment les places ont été prises
programme-fact-lead = Combien de temps avant la séance
programme-fact-outcome = Ce que les demandes sont devenues
problem-ticket-gone = Ce billet est effacé : après une séance, nous ne gardons rien de ceux qui s’y étaient inscrits.
problem-desk-forgotten = Les inscriptions de cette séance sont effacées : on ne peut plus la rouvrir. Vous pouvez corriger ses chiffres.
problem-session-fewer = { $left ->
    [one] Il ne reste qu’une place. Prenez-la, ou cochez la case pour attendre que toutes soient libres.
   *[other] Il ne reste que { $left } places. Demandez-en moins, ou cochez la case pour attendre que toutes soient libres.
  }
