# Les mots de passe, là où l’instance les permet.
accounts-sign-in-lead-password = Cet espace est celui des professionnels. Indiquez votre adresse : vous recevrez un lien pour entrer. Pour prendre une place à un atelier, aucun compte n’est nécessaire.
accounts-password = Mot de passe
accounts-password-enter = Entrer avec un mot de passe
accounts-password-forgotten = Oublié, ou pas encore choisi ? Demandez un lien, plus haut : il marche toujours.
accounts-password-since = Vous avez un mot de passe depuis le { $date }.
accounts-password-none = Vous n’avez pas de mot de passe.
accounts-password-lead = Il n’est pas nécessaire : le lien par courriel marche toujours, et une clé d’accès est plus sûre.
accounts-password-current = Mot de passe actuel
accounts-password-current-hint = Oublié ? Vous venez d’entrer sans lui : retirez-le, puis choisissez-en un autre.
accounts-password-new = Nouveau mot de passe
accounts-password-new-hint = De { $least } à { $most } caractères, tous permis, espaces compris. Quelques mots sans rapport entre eux font un bon mot de passe.
accounts-password-choose = Choisir ce mot de passe
accounts-password-change = Changer de mot de passe
accounts-password-remove = Retirer le mot de passe
accounts-password-set = Un mot de passe vient d’être choisi pour votre compte. Toutes les autres connexions sont fermées.
accounts-password-changed = Le mot de passe de votre compte vient d’être changé. Toutes les autres connexions sont fermées.
accounts-password-removed = Le mot de passe de votre compte vient d’être retiré. Toutes les autres connexions sont fermées.
accounts-unproven-password = Vous administrez le réseau, et un mot de passe ne suffit pas pour cela : entrez par le lien reçu par courriel. D’ici là, vous voyez ce que vos autres rôles permettent.
accounts-problem-password = Cette adresse et ce mot de passe ne vont pas ensemble. Réessayez, ou demandez un lien par courriel.
accounts-problem-password-wait = { $seconds ->
    [one] Trop d’essais de suite. Attendez une seconde et recommencez, ou entrez par un lien reçu par courriel : il marche toujours.
   *[other] Trop d’essais de suite. Attendez { $seconds } secondes et recommencez, ou entrez par un lien reçu par courriel : il marche toujours.
}
accounts-problem-password-current = Ce n’est pas votre mot de passe actuel. Si vous l’avez oublié, entrez par un lien reçu par courriel.
accounts-problem-password-fresh = Pour choisir un mot de passe, il faut être entré·e depuis moins de 15 minutes par un lien reçu par courriel, ou avec une clé d’accès. Déconnectez-vous et demandez un lien.
accounts-problem-password-short = Ce mot de passe est trop court : il faut au moins { $least } caractères.
accounts-problem-password-long = Ce mot de passe est trop long : { $most } caractères au plus.
accounts-problem-password-common = Ce mot de passe est parmi les premiers que l’on essaie. Choisissez quelques mots sans rapport entre eux.
accounts-problem-password-own = Ce mot de passe contient votre nom, votre adresse ou le nom du réseau. Choisissez autre chose.
accounts-mail-password-subject = Le mot de passe de votre compte dans { $network }
accounts-mail-password-body =
    Bonjour,

    { $what }

    Si c’est vous, il n’y a rien à faire. Sinon, entrez sans attendre par un lien, sur cette page, et retirez le mot de passe depuis « Mon compte » :

    { $link }

    Prévenez aussi l’administration de votre réseau.
audit-password-set = Mot de passe choisi
audit-password-changed = Mot de passe changé
audit-password-removed = Mot de passe retiré
