# L’enveloppe du site : navigation, connexion, refus.
site-skip = Aller au contenu
site-nav = Navigation principale
site-other-language = English
site-sign-out = Se déconnecter
site-sign-in = Se connecter
site-footer = Gratuit, anonyme, ouvert à toutes et à tous.
site-privacy = Ce que nous gardons
site-professionals = Espace des professionnels
site-back-home = Revenir à l’accueil
site-errors = Il reste quelque chose à revoir

accounts-sign-in = Se connecter
accounts-sign-in-lead = Cet espace est celui des professionnels. Indiquez votre adresse : vous recevrez un lien pour entrer, sans mot de passe. Pour prendre une place à un atelier, aucun compte n’est nécessaire.
accounts-email = Adresse de courriel
accounts-send-link = Recevoir un lien
accounts-demonstration = Réseau de démonstration
accounts-demonstration-lead = Ici, chacun peut entrer sous le rôle de son choix.
accounts-link-sent = Si cette adresse est celle d’un compte, un lien vient de lui être envoyé. Il est valable 15 minutes et ne sert qu’une fois.
accounts-link-in-log = Aucun serveur de courriel n’est réglé : le lien se trouve dans le journal du programme.
accounts-link-ready = Votre lien est valable. Il ne reste qu’à entrer.
accounts-enter = Entrer
accounts-people = Les personnes
accounts-name = Nom
accounts-roles = Rôles
accounts-role = Rôle
accounts-actions = Actions
accounts-organisation = Structure
accounts-no-organisation = Aucune (administration du réseau)
accounts-administrator = Administration du réseau
accounts-disabled = Désactivé
accounts-disable = Désactiver
accounts-link-for = Nouveau lien
accounts-link-for-person = Nouveau lien d’entrée pour { $name }
accounts-link-made = Un lien d’entrée est prêt ; il est valable 15 minutes et ne sert qu’une fois.
accounts-disable-person = Désactiver { $name }
accounts-invite = Inviter quelqu’un
accounts-send-invitation = Inviter
accounts-invited = L’invitation est prête ; son lien est valable sept jours.
accounts-hand-over = Aucun serveur de courriel n’est réglé : remettez ce lien vous-même.
accounts-role-coordinator = Coordination
accounts-role-mediator = Médiation
accounts-role-partner = Partenaire
accounts-problem-name = Indiquez un nom de 100 caractères au plus.
accounts-problem-email = Cette adresse de courriel n’est pas complète.
accounts-problem-organisation = Choisissez une structure.
accounts-problem-unknown = Aucun compte actif n’a cette adresse.
accounts-problem-link = Ce lien a déjà servi ou n’est plus valable. Demandez-en un autre.
accounts-mail-link-subject = Votre lien pour entrer dans { $network }
accounts-mail-invitation-subject = Vous êtes invité·e dans { $network }
accounts-mail-link-body =
    Bonjour,

    Voici votre lien pour entrer dans { $network } :

    { $link }

    Il ne sert qu’une fois. Si vous n’avez rien demandé, il n’y a rien à faire.

problem-not-found = Cette page n’existe pas, ou plus.
problem-method = Cette action n’est pas possible ici.
problem-too-large = C’est trop volumineux. Rien n’a été enregistré.
problem-media-type = Ce type de contenu n’est pas accepté ici.
problem-unreadable = Cette demande n’a pas pu être lue. Rien n’a été enregistré.
problem-internal = Une erreur est survenue de notre côté. Rien n’a été enregistré ; réessayez dans un instant.
problem-unavailable = Le service ne répond pas pour le moment. Réessayez dans un instant.
problem-sign-in = Connectez-vous pour voir cette page.
problem-forbidden = Votre rôle ne permet pas cette action. Demandez à la coordination de votre structure.
problem-cross-site = Cette demande vient d’un autre site. Revenez sur la page et réessayez.
problem-form = Il reste quelque chose à revoir dans ce formulaire. Rien n’a été enregistré.
site-problem-other-keys = Ces clés ne sont pas celles de cette base de données : les billets déjà donnés ne s’ouvriraient plus. Indiquez les bonnes avec --keys.
site-problem-no-data = Il n’y a pas de données ici : { $path }. Vérifiez --dir ou --database.
problem-slow = Votre demande n’est pas arrivée en entier. Vérifiez votre connexion et recommencez.
audit-title = Journal des actions
audit-lead = Qui a fait quoi, et quand. Chaque ligne est liée à la précédente : on ne peut ni la changer ni la retirer sans que cela se voie.
audit-none = Rien n’a encore été fait.
audit-when = Quand
audit-who = Qui
audit-what = Quoi
audit-record = Sur quoi
audit-older = Plus ancien
audit-former = Ancien membre
audit-operator = Ligne de commande
audit-program = Le programme
audit-signed-in = Connexion
audit-person-invited = Personne invitée
audit-person-disabled = Accès fermé
audit-link-made = Lien de connexion refait
audit-organisation-changed = Structure enregistrée
audit-place-changed = Lieu enregistré
audit-theme-changed = Thème enregistré
audit-removed = Élément retiré
audit-activity-made = Activité créée
audit-activity-changed = Activité modifiée
audit-sessions-made = Séance ajoutée
audit-session-changed = Séance modifiée
audit-session-published = Séance publiée
audit-session-unpublished = Séance retirée du programme
audit-session-cancelled = Séance annulée
audit-session-postponed = Séance reportée
audit-session-closed = Séance close
audit-session-reopened = Séance rouverte
audit-totals-typed = Chiffres saisis
audit-imported = Fichier importé
audit-forgotten = Inscriptions effacées
