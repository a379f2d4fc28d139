# L’annuaire : la même chose dite par deux sources.
duplicates-title = Doublons
duplicates-lead = Ces fiches disent sans doute deux fois la même chose. Regardez, puis dites-le : rien ne se fait tout seul, et vous pourrez revenir en arrière.
duplicates-rule = Comment ces paires sont trouvées
duplicates-rule-name = Il faut le même nom : les mêmes mots, à la casse, aux accents ou à une lettre près ; ou bien deux listes qui ne disent chacune qu’une chose de la même structure.
duplicates-rule-place = Et le même lieu : la même adresse, ou le même point à cent mètres près si l’une n’a pas d’adresse. Si l’on ne connaît pas même le point : la même commune, la même structure et un nom qui n’est pas celui d’un réseau entier.
duplicates-rule-never = Un téléphone, un courriel ou un site en commun ne suffit jamais, pas plus que le nom d’un réseau : ses antennes les partagent. Deux adresses, deux antennes, deux numéros de la même rue restent deux.
duplicates-behind = Des fiches viennent d’arriver : toutes n’ont pas encore été comparées. Revenez dans un moment.
duplicates-count = { $count ->
    [0] Aucun doublon à regarder.
    [one] Une paire à regarder.
   *[other] { $count } paires à regarder.
 }
duplicates-very-likely = Très probable
duplicates-likely = Probable
duplicates-perhaps = À regarder
duplicates-pro = Pour :
duplicates-con = Contre :
duplicates-for-only-one = chaque liste ne dit que cela de cette structure
duplicates-for-remote = toutes deux à distance
duplicates-for-owner = même structure
duplicates-for-owner-name = structures de même nom
duplicates-for-library = deux noms de bibliothèque à la même adresse
duplicates-for-siret = même SIRET
duplicates-for-page = même page web
duplicates-for-phone = même téléphone
duplicates-for-themes = { $n ->
    [one] une thématique en commun
   *[other] { $n } thématiques en commun
 }
duplicates-against-list = la même liste dit les deux, sous deux identifiants
duplicates-against-owner = structures de noms différents
duplicates-against-siret = numéros SIRET différents
duplicates-against-phone = téléphones différents
duplicates-against-email = courriels différents
duplicates-against-kind = pas de la même nature
duplicates-against-type = formes d’aide différentes
duplicates-against-themes = aucune thématique en commun
duplicates-against-no-street = la rue de l’une n’est pas connue
duplicates-against-no-number = l’une donne un numéro dans la rue, l’autre non
duplicates-against-commune = communes différentes
duplicates-against-far = même adresse, mais des points à { $metres } m l’un de l’autre
duplicates-origin = Origine
duplicates-written-here = écrite ici
duplicates-told-by = dite par { $lists }
duplicates-lists = Listes qui la tiennent : { $lists }
duplicates-here = Cette fiche
duplicates-compare = Deux fiches côte à côte
duplicates-no-rule = Rien ne rapproche ces deux fiches au point de les proposer. Vous pouvez décider tout de même.
duplicates-same = C’est la même chose
duplicates-same-hint = Une fiche reste et reprend ce qui se rattache à l’autre : listes, signalements, aiguillages, sélections. L’adresse de l’autre mène désormais à celle qui reste.
duplicates-two = Ce sont deux choses
duplicates-two-hint = C’est retenu : la paire ne sera plus proposée, sauf si l’une des deux change de nom ou d’adresse.
duplicates-which = Laquelle reste ?
duplicates-which-hint = Elle garde sa structure et son adresse sur ce site. Pour le reste, choisissez ci-dessous ce qui est juste.
duplicates-alike = Elles disent la même chose pour : { $fields }.
duplicates-weeks = { $n ->
    [one] une semaine
   *[other] { $n } semaines
 }
duplicates-months = { $n ->
    [one] tous les mois
   *[other] tous les { $n } mois
 }
duplicates-organisations = Leurs structures portent le même nom : regardez aussi si ce n’en est qu’une.
duplicates-apart-since = Quelqu’un a dit, le { $date }, que ce sont deux choses.
duplicates-again = Revenir sur cette décision
duplicates-part = Les séparer de nouveau
duplicates-decided = Décisions prises
duplicates-decided-lead = Chacune se reprend : séparer deux fiches remet à chacune ce qui était à elle.
duplicates-merges = La même chose
duplicates-merges-none = Aucune fiche n’en a repris une autre.
duplicates-stands-for = A repris « { $name } ».
duplicates-apart = Deux choses
duplicates-apart-none = Aucune paire n’a été dite distincte.
duplicates-not = N’est pas « { $name } ».
duplicates-when = Le { $date }
duplicates-when-by = Le { $date }, par { $name }
duplicates-contradicted = Les sources se contredisent : { $field }
duplicates-done-same = C’est fait : une fiche tient lieu des deux.
duplicates-done-two = C’est noté : cette paire ne sera plus proposée.
duplicates-done-parted = Les deux fiches sont séparées : chacune a retrouvé ce qui était à elle.
duplicates-done-again = C’est noté : la paire peut de nouveau être proposée.
duplicates-problem-itself = Choisissez deux fiches différentes.
duplicates-problem-merged = Une autre fiche tient lieu de celle-ci : changez celle qui reste, ou séparez-les d’abord.
duplicates-problem-apart = Quelqu’un a dit que ce sont deux choses : revenez d’abord sur cette décision.
duplicates-problem-later-merge = La fiche qui reste a été fusionnée encore une fois depuis : séparez d’abord celles-là.
duplicates-problem-other-keeper = L’une des deux est tenue par une autre structure du réseau : voyez ensemble, ou demandez à l’administration du réseau.
duplicates-problem-which = Choisissez la fiche qui reste.
duplicates-twin = Peut-être en double avec « { $name } ».
duplicates-twin-see = Comparer les deux fiches
