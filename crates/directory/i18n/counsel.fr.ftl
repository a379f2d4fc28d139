# Les outils du conseil : comparer, suivre une recherche, lire facilement.
compare-link = { $n ->
        [2] Comparer les deux
       *[other] Comparer les trois premiers
    }
compare-title = { $n ->
        [2] Comparer deux fiches
        [3] Comparer trois fiches
       *[other] Comparer des fiches
    }
compare-missing = { $n ->
        [one] L’une des fiches demandées n’est plus dans l’annuaire, ou n’y a jamais été : elle est laissée de côté.
       *[other] { $n } des fiches demandées ne sont plus dans l’annuaire, ou n’y ont jamais été : elles sont laissées de côté.
    }
compare-over = { $n ->
        [one] On compare trois fiches au plus : la dernière est laissée de côté.
       *[other] On compare trois fiches au plus : les { $n } dernières sont laissées de côté.
    }
compare-too-few = Il faut deux fiches pour comparer. Dans une recherche, mettez deux résultats sur la fiche, puis choisissez « Comparer les deux ».
compare-distance = Dire la distance
compare-differ = Ce qui diffère
compare-none-differ = Rien ne diffère : ces fiches disent la même chose.
compare-same = Ce qui est pareil
compare-silent = { $n ->
        [2] Aucune des deux ne le dit : { $what }.
       *[other] Aucune des trois ne le dit : { $what }.
    }
compare-odd = à part des autres
compare-without = Enlever
compare-now = En ce moment
compare-open = Aujourd’hui
compare-far = Distance
compare-slip = { $n ->
        [2] Imprimer une fiche avec les deux
       *[other] Imprimer une fiche avec les trois
    }
saved-title = Mes recherches
saved-lead = Les recherches que vous avez enregistrées. Personne d’autre ne les voit.
saved-none = Aucune recherche enregistrée. Cherchez, puis choisissez « Enregistrer cette recherche ».
saved-keep = Enregistrer cette recherche
saved-new = Enregistrer une recherche
saved-warning = N’écrivez ici ni nom, ni rien de la situation d’une personne : une recherche enregistrée parle d’un besoin, jamais de quelqu’un.
saved-kept = Gardés, chiffrés, pour vous uniquement : le nom donné, les mots, le territoire et les précisions ; et, pour une recherche suivie, quels résultats y répondaient. Rien d’autre. C’est effacé { $months } mois après la dernière ouverture, ou quand votre accès est fermé.
saved-name = Nom de la recherche
saved-name-hint = Celui d’un besoin, par exemple : cours de français le soir.
saved-words = Mots de la recherche
saved-words-shortened = Seuls les mots que l’annuaire connaît sont repris : les autres peuvent être ceux d’une personne.
saved-heard = Compris comme :
saved-rest = Gardé aussi :
saved-one-organisation = Fiches d’une seule structure
saved-follow = M’écrire quand quelque chose change dans les résultats
saved-followed = Suivie
saved-mails = Les courriels
saved-mails-what = Un seul courriel pour toutes vos recherches, et aucun quand rien n’a bougé. Il dit quelles fiches sont nouvelles, modifiées, fermées, retirées ou vérifiées de nouveau. Il dit aussi les ateliers qui répondent et ceux qui sont déplacés ou annulés, et les structures nouvelles ou qui ont changé d’adresse.
saved-pace = Au plus un courriel
saved-pace-daily = par jour
saved-pace-weekly = par semaine
saved-no-mail = Aucun serveur de courriel n’est réglé ici : on ne peut pas vous écrire quand quelque chose change.
saved-submit = Enregistrer
saved-open = Ouvrir
saved-change = Renommer, suivre, effacer
saved-remove = Effacer
saved-until = Enregistrée le { $made }, gardée jusqu’au { $until } si vous ne l’ouvrez pas d’ici là.
saved-quoted = « { $words } »
saved-problem-name = Donnez un nom de 2 à { $most } caractères.
saved-problem-empty = Il n’y a rien à chercher : écrivez un mot, ou choisissez une précision.
saved-problem-many = Vous avez déjà { $most } recherches enregistrées : effacez-en une d’abord.
saved-stop-title = Ne plus recevoir ces courriels
saved-stop-lead = { $n ->
        [one] Vous suivez une recherche. Elle reste enregistrée ; aucun courriel n’en parlera plus.
       *[other] Vous suivez { $n } recherches. Elles restent enregistrées ; aucun courriel n’en parlera plus.
    }
saved-stop-go = Ne plus m’écrire
saved-stopped = C’est fait : vous ne suivez aucune recherche.
saved-news-gone = retirée de l’annuaire
saved-news-new = nouvelle, ou nouvelle réponse à cette recherche
saved-news-closed = fermé du { $first } au { $last }
saved-news-session-new = répond à cette recherche, prochaine séance le { $date }
saved-news-session-changed = date ou lieu changé : { $date }
saved-news-session-gone = la séance du { $date } est annulée ou reportée
saved-news-organisation-changed = nom, adresse ou contact changé
saved-news-organisation-gone = n’accueille plus le public
saved-news-changed = modifiée ({ $parts })
saved-news-verified = vérifiée le { $date } ({ $how })
mail-searches-subject = { $count ->
        [one] Un résultat a bougé dans vos recherches
       *[other] { $count } résultats ont bougé dans vos recherches
    }
mail-searches-body =
    Bonjour,

    Voici ce qui a changé dans l’annuaire et le programme, depuis le { $since }, pour les recherches que vous suivez.

    { $lines }

    Vos recherches, et à quel rythme on vous écrit : { $list }
    Ne plus recevoir ces courriels : { $stop }

    { $network }
mail-searches-search =
    « { $name } »
    { $link }
mail-searches-entry =
    - { $title } ({ $owner }) : { $why }
      { $link }
mail-searches-gone = - { $title } ({ $owner }) : { $why }
mail-searches-more = { $count ->
        [one] Et un autre : ouvrez la recherche.
       *[other] Et { $count } autres : ouvrez la recherche.
    }
easy-on = Lire en mots faciles
easy-off = Revenir à la page habituelle
easy-lead-write = Écrivez ce que vous cherchez, avec vos mots.
easy-lead-near = Nous cherchons près de chez vous.
easy-q = Que cherchez-vous ?
easy-q-hint = Par exemple : apprendre le français.
easy-where-hint = Écrivez le nom de votre ville.
easy-only-open = Seulement ce qui est ouvert maintenant
easy-chosen = Vous avez choisi :
easy-count = { $count ->
        [0] Nous n’avons rien trouvé.
        [one] Nous avons trouvé une réponse.
       *[other] Nous avons trouvé { $count } réponses.
    }
easy-less-sure = Ces réponses sont moins sûres.
easy-sharper = Pour mieux chercher
easy-heard = Vous cherchez peut-être ceci. Touchez pour choisir.
easy-nothing-kept = Nous ne gardons rien de ce que vous écrivez ici.
easy-slip-go = Faire la fiche à emporter
easy-by = C’est proposé par : { $by }.
easy-near = C’est tout près, à moins d’un kilomètre.
easy-km = { $km ->
        [one] C’est à un kilomètre.
       *[other] C’est à { $km } kilomètres.
    }
easy-remote = Vous pouvez le faire de chez vous.
easy-open-now = C’est ouvert maintenant.
easy-closes = C’est ouvert maintenant, jusqu’à { $time }.
easy-closed-now = C’est fermé maintenant.
easy-appointment = Il faut prendre rendez-vous.
easy-opens-today = Cela ouvre aujourd’hui à { $time }.
easy-opens-tomorrow = Cela ouvre demain à { $time }.
easy-opens = Cela ouvre le { $date } à { $time }.
easy-next = La prochaine date est : { $date } à { $time }.
easy-verified = Nous avons vérifié { $ago }.
easy-never = Nous n’avons pas encore vérifié. Demandez avant d’y aller.
easy-notice = { $what }, du { $first } au { $last }.
easy-noon = midi
easy-midnight = minuit
easy-hour = { $hour ->
        [one] 1 heure
       *[other] { $hour } heures
    }
easy-minutes = { $hour ->
        [0] minuit { $minute }
        [one] 1 heure { $minute }
       *[other] { $hour } heures { $minute }
    }
easy-span = de { $from } à { $to }
easy-then = { $first }, puis { $next }
easy-days = du { $from } au { $to }
easy-day = le { $day }
easy-open-line = Ouvert { $days } { $hours }.
easy-appointment-line = Sur rendez-vous { $days } { $hours }.
easy-closed-line = Fermé { $days }.
easy-other-line = { $days } : { $hours }.
easy-what = C’est quoi ?
easy-whom = C’est pour qui ?
easy-cost = Combien ça coûte ?
easy-free = C’est gratuit. Vous ne payez rien.
easy-paid = Il faut payer.
easy-hours-unknown = Nous ne savons pas. Demandez avant d’y aller.
easy-call = Appelez le :
easy-write = Écrivez à :
easy-site = Allez sur internet :
easy-sure = Est-ce que c’est à jour ?
easy-slip = Faire une fiche à emporter
easy-wrong = Il y a une erreur ?
easy-wrong-hint = Dites-nous ce qui ne va pas. Nous ne demandons pas votre nom.
easy-reported = Merci. Nous allons vérifier.
easy-search = Chercher autre chose
easy-organisation = C’est une structure : { $kind }.
easy-in = C’est à { $city }.
easy-job = Vous parlez d’un métier : { $name }.
offered-title = Ce que propose cette structure
offered-more = { $n ->
        [one] Et une autre fiche, dans l’annuaire
       *[other] Et { $n } autres fiches, dans l’annuaire
    }
job-heard = Métier reconnu : { $name } ({ $code })
job-because = Reconnu dans vos mots d’après la liste des métiers de France Travail (ROME). Les résultats sont les mêmes avec ou sans.
job-also = Se dit aussi : { $names }.
job-near = Métiers voisins :
job-not = Ce n’est pas un métier que je cherche
easy-access = Comment entrer
easy-languages = Quelles langues on y parle
