# L’annuaire : sélections, éditions, livret.
editions-title = Éditions
editions-lead = Une sélection de l’annuaire sous vos rubriques, publiée avec un numéro : une page, et un livret à imprimer pour les partenaires.
editions-new = Commencer une sélection
editions-none = Aucune sélection pour le moment.
editions-unpublished = Pas encore publiée
editions-number = Édition n° { $n }, { $date }
editions-organisation = Structure qui la tient
editions-name = Titre
editions-name-hint = Par exemple : Toutes les ressources utiles à la recherche d’emploi.
editions-introduction = Introduction
editions-introduction-hint = Pour qui, comment s’en servir. Une ligne vide sépare les paragraphes.
editions-headings = Rubriques
editions-headings-hint = Une par ligne, dans l’ordre du livret. Si vous en déplacez une, ses fiches suivent.
editions-first-headings = Chercher un emploi
editions-publish = Publier une édition
editions-publish-go = Publier cette édition
editions-publish-stale = { $n ->
        [one] Une fiche n’a pas été vérifiée dans les six derniers mois
       *[other] { $n } fiches n’ont pas été vérifiées dans les six derniers mois
    }
editions-publish-stays = La liste est alors gardée telle quelle et ne se reprend pas : pour la changer, il faudra publier l’édition suivante. Ce que dit chaque fiche reste celui du jour où on la lit.
editions-publish-what = Cette édition sera publique, avec une adresse à elle, parmi les livrets de l’annuaire. Elle contiendra :
editions-publish-see = Préparer la publication
editions-contents = Ce qu’elle contient
editions-empty = Rien encore. Cherchez des fiches ci-dessous.
editions-heading = Rubrique
editions-move = Déplacer
editions-remove = Enlever
editions-find = Ajouter des fiches
editions-any = Toutes
editions-words = Nom de la fiche ou de la structure
editions-search = Chercher
editions-nothing = Aucune autre fiche publiée ne convient.
editions-add = Ajouter les fiches cochées
editions-texts = Titre, introduction, rubriques
editions-never = Jamais vérifiée
editions-share = { $fresh ->
        [one] { $fresh } fiche sur { $all } ({ $percent } %) vérifiée depuis moins de six mois, le { $date }
       *[other] { $fresh } fiches sur { $all } ({ $percent } %) vérifiées depuis moins de six mois, le { $date }
    }
editions-newer = Une édition plus récente existe : { $edition }
editions-toc = Sommaire
editions-gone = Retirée de l’annuaire depuis cette édition
editions-changed-since = Modifiée depuis cette édition
editions-changes-title = Ce qui a changé
editions-changes = Ce qui a changé depuis : { $edition }
editions-added = Ajoutées
editions-removed = Enlevées
editions-changed = Modifiées
editions-verified = Vérifiées, sans changement
editions-unchanged = Rien n’a changé.
editions-rows = Fiches de l’édition
editions-fresh = Moins de six mois
editions-yes = Oui
editions-no = Non
editions-problem-full = Une sélection contient 300 fiches au plus.
editions-problem-empty = Il n’y a rien à publier : ajoutez des fiches d’abord.
editions-all = Livrets de l’annuaire
editions-all-lead = Des ressources choisies dans l’annuaire, rangées par rubriques, à lire ici ou à imprimer. Chaque édition porte un numéro et dit combien de ses fiches sont vérifiées depuis moins de six mois.
editions-all-none = Aucun livret n’est publié pour le moment. Cherchez dans l’annuaire : tout y est.
editions-before = Éditions précédentes
