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
freshness-campaign = Campagne
freshness-campaigns = Campagnes de vérification
freshness-campaigns-lead = Pendant quelques semaines, tout un territoire relit ses fiches : chacun les siennes, rubrique par rubrique.
freshness-campaigns-none = Aucune campagne pour le moment.
freshness-open = Ouvrir une campagne
freshness-open-lead = Sont concernées les fiches publiées du territoire. Une fiche est comptée quand toutes les rubriques choisies ont été vérifiées depuis le premier jour.
freshness-name = Nom de la campagne
freshness-name-hint = Par exemple : Avant l’été 2027.
freshness-zone = Territoire
freshness-zone-hint = Une commune, une intercommunalité, un département, une région, ou France.
freshness-sections = Rubriques à vérifier
freshness-sections-hint = Moins il y en a, plus la campagne va vite.
freshness-section-hours = Horaires
freshness-section-contact = Adresse et accès
freshness-section-publics = Pour qui
freshness-section-fees = Frais
freshness-section-content = Contenu
freshness-stage-coming = à venir
freshness-stage-running = en cours
freshness-stage-closed = close
freshness-period = du { $first } au { $last }
freshness-all = Fiches vérifiées depuis le premier jour
freshness-own = Les vôtres
freshness-verified = Vérifiées
freshness-total = Fiches
freshness-by-owner = Par structure
freshness-by-commune = Par commune
freshness-commune-unknown = Commune inconnue
freshness-more-lines = Tout n’est pas montré ici : le fichier contient toutes les lignes.
freshness-review = { $count ->
        [one] Relire votre fiche
       *[other] Relire vos { $count } fiches
    }
freshness-csv = Télécharger (CSV)
freshness-close = Clore la campagne
freshness-close-hint = Les chiffres restent tels qu’ils sont.
freshness-rows = Fiches de la campagne
freshness-rows-none = Aucune fiche ici.
freshness-done-on = Vérifiée le
freshness-not-yet = Pas encore
freshness-count = { $count ->
        [one] Une fiche
       *[other] { $count } fiches
    }
freshness-insee = Code de la commune
freshness-address = Adresse de la fiche
freshness-review-title = Relire vos fiches
freshness-review-step = { $done } sur { $all }
freshness-part-done = Vérifié
freshness-all-right = Rien n’a changé, nulle part
freshness-later-short = Plus tard
freshness-whole-entry = Toute la fiche
freshness-review-done = Toutes vos fiches sont vérifiées. Merci.
freshness-review-later = Celles qui restent ont été remises à plus tard.
freshness-put-off = Remises à plus tard
freshness-problem-long = Une campagne dure un an au plus.
freshness-problem-closed = Cette campagne n’est pas en cours : vérifiez la fiche depuis l’annuaire.
freshness-link-moved = { $link } mène maintenant à { $to } : mettez le lien à jour.
