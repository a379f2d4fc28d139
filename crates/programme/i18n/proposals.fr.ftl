# Les propositions d’animation.
proposal-title = Animer un atelier
proposal-lead = Vous savez faire, vous avez vécu, vous voulez transmettre ? Proposez une rencontre à une bibliothèque ou à une Cité des métiers. Elles sont gratuites et ouvertes à tous.
proposal-link = Proposer d’animer un atelier
proposal-nobody = Aucune structure ne reçoit de propositions pour le moment.
proposal-what = Ce que vous proposez
proposal-choose = Choisissez une structure
proposal-to = À qui
proposal-name-of-it = Titre
proposal-name-of-it-hint = Par exemple : « Lire une offre d’emploi entre les lignes ».
proposal-description = Ce que vous partageriez
proposal-description-hint = Le titre et ce texte pourront être repris dans le programme, après accord avec vous.
proposal-audience = Pour qui
proposal-optional = Facultatif.
proposal-format = Forme
proposal-experience = Votre expérience du sujet
proposal-experience-hint = Facultatif. Vécu, métier, association : ce que vous voulez en dire.
proposal-availability = Vos disponibilités
proposal-reach = Pour vous répondre
proposal-reach-why = C’est le seul endroit de ce site où l’on vous demande comment vous joindre : sans cela, personne ne peut convenir d’un rendez-vous avec vous.
proposal-reach-who = Seule la coordination de la structure que vous choisissez lit votre proposition. Tout est scellé dès l’envoi.
proposal-reach-until = Tout est effacé { $days } jours après la dernière réponse, au plus tard { $most } jours après l’envoi ; vos coordonnées le sont aussitôt si la réponse est non. Vous pouvez tout effacer vous-même à tout moment.
proposal-name = Comment vous appeler
proposal-name-hint = Un prénom suffit.
proposal-email = Courriel
proposal-email-hint = Un courriel ou un téléphone, au choix.
proposal-phone = Téléphone
proposal-phone-hint = Sans courriel, suivez la réponse sur la page que vous recevrez juste après.
proposal-send = Envoyer ma proposition
proposal-promise = Aucun compte, aucun cookie.
proposal-yours = Votre proposition
proposal-sent = C’est envoyé. Merci !
proposal-where-it-stands = Où elle en est
proposal-they-say = La structure vous répond :
proposal-see-session = Voir la séance au programme
proposal-keep-page = Gardez l’adresse de cette page : elle vous dit où en est votre proposition. Ne la donnez à personne.
proposal-kept = Ce que nous gardons
proposal-kept-nothing = Ni votre nom, ni vos coordonnées, ni votre texte : seulement la réponse.
proposal-kept-until = Tout sera effacé le { $date }, dans toutes les copies. Il restera un nombre.
proposal-erase = Tout effacer maintenant
proposal-erase-hint = Votre proposition est retirée. Cela ne se défait pas.
proposal-erased = Proposition effacée
proposal-step-received = Reçue
proposal-step-looking = Lue, en réflexion
proposal-step-meeting = Rencontre proposée
proposal-step-accepted = Acceptée
proposal-step-planned = Devenue une activité
proposal-step-declined = Déclinée
proposal-step-withdrawn = Retirée par son auteur
proposal-step-lapsed = Oubliée sans suite
proposal-list = Propositions d’animation
proposal-list-lead = Ce que des usagers proposent de partager. Répondez vite : ils attendent.
proposal-open = À suivre
proposal-ended = Terminées, pas encore oubliées
proposal-none = Aucune proposition n’attend.
proposal-since = Reçue
proposal-age = { $days ->
    [0] aujourd’hui
    [one] hier
   *[other] il y a { $days } jours
  }
proposal-years = Par année
proposal-years-hint = Ces nombres restent quand les propositions sont oubliées. Un nombre de 1 à moins de { $floor } n’est pas dit.
proposal-year = Année
proposal-count-received = Reçues
proposal-count-accepted = Acceptées
proposal-count-planned = Devenues des activités
proposal-count-declined = Déclinées
proposal-few = moins de { $floor }
proposal-one = Une proposition d’animation
proposal-said = Dernière réponse
proposal-see-activity = Voir l’activité
proposal-make = Créer l’activité
proposal-make-hint = Titre, texte, forme et public sont repris ; vous ajoutez les dates. La personne est prévenue.
proposal-answer = Répondre
proposal-answer-hint = La personne lit votre réponse sur sa page, et par courriel si elle en a laissé un. Sinon, appelez-la d’abord. Si vous déclinez, ses coordonnées sont effacées aussitôt.
proposal-next-step = Étape
proposal-message = Votre message
proposal-message-hint = Pour une rencontre : où et quand. Pour décliner : pourquoi, avec bienveillance.
proposal-answer-send = Envoyer la réponse
proposal-still = Nous suivons toujours cette proposition
proposal-still-hint = Elle est gardée { $days } jours de plus, jamais au-delà de { $most } jours après son arrivée.
proposal-problem-contact = Laissez un courriel ou un téléphone : sans cela, personne ne peut vous répondre.
proposal-problem-phone = Écrivez un numéro, avec des chiffres seulement.
proposal-problem-organisation = Choisissez une des structures proposées.
proposal-problem-many = Cette structure a déjà beaucoup de propositions à lire. Revenez dans quelques jours.
proposal-problem-gone = Cette proposition est effacée : rien n’en est gardé ici qu’un nombre.
proposal-problem-step = Cette étape ne vient pas après celle où en est la proposition.
proposal-problem-words = Écrivez quelques mots : où et quand se voir, ou pourquoi ce n’est pas possible.
proposal-problem-again = Ce formulaire a déjà été envoyé avec un autre texte. Envoyez-le de nouveau si c’est une autre proposition.
proposal-privacy = Si vous proposez d’animer un atelier, tout ce que vous écrivez est scellé, lu par la seule coordination de la structure choisie, et effacé 90 jours après la dernière réponse, au plus tard un an après l’envoi. Vos coordonnées sont effacées aussitôt si la réponse est non, et vous pouvez tout effacer à tout moment.
proposal-kept-count = { $count ->
    [0] Aucune proposition d’animation n’est gardée.
    [one] Une proposition d’animation est gardée.
   *[other] { $count } propositions d’animation sont gardées.
  }
processing-proposals = Propositions d’animation par des usagers
processing-proposals-purpose = Répondre à une personne qui propose d’animer une activité, convenir d’une rencontre, la préparer.
processing-proposals-basis = Consentement (article 6.1.a) : la personne écrit d’elle-même, et retire tout à tout moment par l’adresse secrète de sa page.
processing-proposals-what = Ce qui est proposé, expérience et disponibilités ; un nom ou prénom, un courriel ou un téléphone. Tout est scellé.
processing-proposals-recipients = La coordination de la structure choisie. Ce qui devient une activité publie le titre et le texte, jamais la personne.
processing-proposals-delay = { $days } jours après la dernière étape, jamais plus de { $most } jours ; coordonnées effacées aussitôt en cas de refus. Restent l’étape et l’année, comptées.
mail-proposal-received-subject = Votre proposition est arrivée : { $title }
mail-proposal-received-body =
  Bonjour,

  { $organisation } a reçu votre proposition « { $title } ». Merci !

  Où en est votre proposition, ce que nous en gardons, tout effacer : { $link }

  Sans suite, tout sera effacé le { $until }.
mail-proposal-looking-subject = Votre proposition est lue : { $title }
mail-proposal-looking-body =
  Bonjour,

  { $organisation } a lu « { $title } » et y réfléchit.

  { $message }

  Où en est votre proposition, ce que nous en gardons, tout effacer : { $link }
mail-proposal-meeting-subject = Se rencontrer : { $title }
mail-proposal-meeting-body =
  Bonjour,

  { $organisation } vous propose de vous rencontrer au sujet de « { $title } ».

  { $message }

  Où en est votre proposition, ce que nous en gardons, tout effacer : { $link }
mail-proposal-accepted-subject = Votre proposition est acceptée : { $title }
mail-proposal-accepted-body =
  Bonjour,

  { $organisation } accepte « { $title } ». Reste à fixer les dates ensemble.

  { $message }

  Où en est votre proposition, ce que nous en gardons, tout effacer : { $link }
mail-proposal-planned-subject = Au programme : { $title }
mail-proposal-planned-body =
  Bonjour,

  « { $title } » devient une activité de { $organisation }.

  Où en est votre proposition, ce que nous en gardons, tout effacer : { $link }
mail-proposal-declined-subject = Votre proposition : { $title }
mail-proposal-declined-body =
  Bonjour,

  { $organisation } ne peut pas donner suite à « { $title } ». Merci de l’avoir proposé.

  { $message }

  Vos coordonnées et votre texte sont effacés. Cette réponse reste lisible jusqu’au { $until } : { $link }
mail-proposal-arrived-subject = Une proposition d’animation : { $title }
mail-proposal-arrived-body =
  Bonjour,

  Quelqu’un vous propose d’animer « { $title } ».

  Lire et répondre : { $link }

  Sans suite, elle sera effacée le { $until }.
