# L’aiguillage : la fiche qu’on emporte, ce qu’il en est advenu.
referral-title = Fiches d’aiguillage
referral-lead = Ce qui a été remis sur papier, et ce qu’on a bien voulu en dire. Des comptes par semaine ; personne n’y figure.
referral-put = Mettre sur une fiche
referral-new = Préparer une fiche
referral-new-lead = Jusqu’à cinq résultats, dans l’ordre où les essayer.
referral-nothing-chosen = Rien n’est choisi. Sur une fiche de l’annuaire ou dans une recherche, choisissez « Mettre sur une fiche ».
referral-missing = { $n ->
        [one] Un des résultats choisis n’est plus proposé : il est laissé de côté.
       *[other] { $n } des résultats choisis ne sont plus proposés : ils sont laissés de côté.
    }
referral-over = { $n ->
        [one] Une fiche en porte cinq au plus : retirez-en un.
       *[other] Une fiche en porte cinq au plus : retirez-en { $n }.
    }
referral-up = Monter
referral-up-this = Monter « { $title } »
referral-down = Descendre
referral-down-this = Descendre « { $title } »
referral-remove = Retirer
referral-remove-this = Retirer « { $title } »
referral-paper = Papier
referral-paper-a5 = Feuille A5
referral-paper-receipt = Ticket de 80 mm
referral-lang = Langue de la fiche
referral-lang-fr = Français
referral-lang-en = Anglais
referral-easy = Mots faciles à lire et à comprendre
referral-desk = Structure
referral-at-desk = Comptée pour : { $name }
referral-all-desks = Toutes
referral-make = Faire la fiche
referral-nothing-kept = Rien n’est noté de la personne : ni nom, ni heure, ni raison. La fiche s’efface d’elle-même après 60 jours.
referral-slip = Où aller
referral-easy-slip = Où aller ?
referral-made-on = Fiche faite le { $date }
referral-where = Adresse
referral-easy-where = C’est où ?
referral-way = Pour venir
referral-easy-way = Comment y aller ?
referral-when = Quand
referral-easy-when = C’est quand ?
referral-hours = Horaires
referral-easy-hours = C’est ouvert quand ?
referral-hours-ask = À demander avant d’y aller.
referral-phone = Téléphone
referral-easy-phone = Appeler
referral-today = Aujourd’hui, { $day } : { $hours }
referral-today-closed = Aujourd’hui, { $day } : fermé
referral-verified = Vérifié le { $day }
referral-verified-old = Vérifié le { $day } : à confirmer avant de s’y rendre
referral-reach = Contact
referral-easy-reach = Comment faire ?
referral-bring = À apporter
referral-easy-bring = Qu’est-ce que j’apporte ?
referral-code = Code de retour :
referral-easy-code = Le code :
referral-qr = Code QR : l’adresse de cette fiche, toujours à jour
referral-live = Ce code mène à la même fiche, toujours à jour.
referral-easy-live = Prenez le carré en photo avec un téléphone. Vous verrez les nouveaux horaires.
referral-tell = Vous y êtes allé, ou vous recevez la personne ? Dites-le avec le code de retour, sans votre nom :
referral-easy-tell = Vous y êtes allé ? Dites-le avec le code. On ne demande pas votre nom :
referral-until = Cette page reste à jour jusqu’au { $date } ; après, elle s’efface. Rien n’y dit qui vous êtes.
referral-print = Imprimer
referral-entry-gone = Ceci n’est plus proposé. N’y allez pas sans demander conseil au guichet qui vous a remis la fiche, ou cherchez autre chose.
referral-session-gone = Cette rencontre est passée ou n’a plus lieu. Regardez le programme : il y en a d’autres.
referral-return = Dire comment ça s’est passé
referral-return-lead = Avec le code écrit sous chaque résultat d’une fiche. On ne demande rien d’autre.
referral-return-code = Code de retour
referral-return-hint = Huit lettres et chiffres, par exemple 7K3M-9QXD.
referral-return-go = Continuer
referral-return-other = Un autre code
referral-return-nothing = Une réponse suffit. Rien n’est noté de vous, ni de la personne.
referral-who = Vous êtes
referral-by-person = La personne qui a la fiche
referral-by-receiver = Le lieu qui reçoit
referral-said-arrived = La personne est arrivée
referral-said-wrong-place = Ce n’était pas le bon endroit
referral-said-closed = C’était fermé
referral-thanks = Merci, c’est compté.
referral-noted = La réponse donnée avec ce code est notée.
referral-used = Ce code a déjà servi : il ne sert qu’une fois.
referral-used-said = Il a été dit, le { $date } : « { $said } ».
referral-used-by = Qui l’a dit : { $by }.
referral-correct = Corriger cette réponse
referral-correct-until = Une erreur ? Jusqu’à { $time }, le même code permet de choisir une autre réponse ou de retirer celle-ci. Après, elle reste.
referral-take-back = Retirer la réponse
referral-taken-back = La réponse vient d’être retirée : dites de nouveau ce qu’il en est.
referral-made = Fiches remises
referral-slips = Fiches faites
referral-handed = Résultats remis
referral-arrived = Arrivées
referral-of-which-received = Arrivées dites par le lieu
referral-wrong-place = Pas le bon endroit
referral-wrong-place-received = Pas le bon endroit, dit par le lieu
referral-closed = Fermé
referral-closed-received = Fermé, dit par le lieu
referral-by-place = dont { $n } par le lieu
referral-unanswered = Sans réponse
referral-rate = Réponses
referral-percent = { $n } %
referral-by-entry = Par résultat
referral-by-theme = Par thématique
referral-received = Personnes adressées à vos services
referral-addressed = { $n ->
        [0] Personne ne vous a encore été adressé par une fiche.
        [one] On vous a adressé une personne{ $m ->
            [0] , sans nouvelle pour l’instant
           *[other] , arrivée
        }.
       *[other] On vous a adressé { $n } personnes, { $m ->
            [0] aucune confirmée
            [one] une confirmée
           *[other] { $m } confirmées
        }.
    }
referral-sent = Adressées
referral-confirmed = Confirmées
referral-no-persons = Chaque semaine est celle où la fiche a été remise. Un résultat de plusieurs thématiques compte dans chacune. Ces comptes restent quand les fiches s’effacent.
referral-otherwise-person = Ce qui n’est pas dit par le lieu l’est par la personne qui a la fiche.
referral-rows = Semaine par semaine
referral-week = Semaine du
referral-result = Résultat
referral-owner = Structure qui propose
referral-total = Total
referral-none = Rien sur cette période.
referral-unknown = N’existe plus
referral-from = Du
referral-to = Au
referral-show = Afficher
referral-csv-made = Fiches remises (CSV)
referral-csv-received = Personnes adressées (CSV)
referral-problem-none = Choisissez au moins un résultat à mettre sur la fiche.
referral-problem-many = Une fiche porte { $most } résultats au plus. Retirez-en { $n }.
referral-problem-gone = L’un des résultats n’est plus proposé. La fiche n’est pas faite : voyez ce qui reste, et recommencez.
referral-problem-erased = Cette fiche a plus de 60 jours : elle est effacée. Cherchez de nouveau dans l’annuaire, ou demandez une fiche neuve au guichet.
referral-problem-code = Ce code n’est pas connu, ou sa fiche a plus de 60 jours. Relisez-le : huit lettres et chiffres, sans O ni I.
referral-problem-said = Choisissez l’une des trois réponses.
referral-problem-by = Dites qui répond : la personne qui a la fiche, ou le lieu qui la reçoit.
referral-languages = Langues
