# L’annuaire reste juste : rappels, campagnes, liens.
mail-entries-subject = { $count ->
        [one] Une fiche de l’annuaire à vérifier : { $organisation }
       *[other] { $count } fiches de l’annuaire à vérifier : { $organisation }
    }
mail-entries-body =
    Bonjour,

    L’annuaire de { $network } dit ceci de { $organisation }, ou de structures qu’elle suit. Est-ce toujours juste ? Deux touches suffisent : ouvrez la fiche, puis « Rien n’a changé » ou « Il y a une erreur ».

    { $lines }

    Chaque lien vaut pour une seule fiche et pendant { $days } jours. Les personnes qui lisent l’annuaire voient quand il a été vérifié pour la dernière fois.

    { $network }
mail-entries-line =
    { $title } ({ $why })
    { $link }
mail-entries-more = Et { $count } autres, dans la liste : { $link }
freshness-verify-title = Est-ce toujours juste ?
freshness-verify-lead = C’est ce que l’annuaire dit de vous. Relisez-le, puis répondez.
freshness-right = Rien n’a changé
freshness-wrong = Il y a une erreur
freshness-wrong-hint = Dites ce qui ne va pas. Le signalement est visible sur la fiche, et ceux qui la suivent la corrigent.
freshness-later = Rappelez-moi plus tard
freshness-later-hint = Dans un mois.
freshness-later-until = Entendu : nous n’en reparlons pas avant le { $date }.
freshness-reported = Merci. C’est noté sur la fiche jusqu’à ce qu’elle soit corrigée.
freshness-signed-in = Vous avez un compte ? Corrigez la fiche vous-même.
freshness-thanks = Merci.
freshness-verified-already = Cette fiche a été vérifiée { $ago } : il n’y a plus rien à faire.
freshness-over-title = Ce lien ne sert plus
freshness-over = Il est trop ancien, ou la fiche a été retirée de l’annuaire. Si elle est encore à vérifier, un nouveau lien vous sera envoyé.
