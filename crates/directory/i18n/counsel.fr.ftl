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
