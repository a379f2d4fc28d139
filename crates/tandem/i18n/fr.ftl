# La ligne de commande.
cli-demo-at = Réseau de démonstration : { $url }
cli-demo-enter = Pour entrer comme professionnel (chaque lien sert une fois, 15 minutes) :
cli-demo-keeps = Les données sont dans { $dir }. Ctrl+C pour arrêter.
cli-demo-forgets = Rien n’est gardé après l’arrêt (Ctrl+C) ; --dir DOSSIER garde les données.
cli-demo-other = Ces données sont celles d’un autre réseau : la démonstration n’y entre pas. Choisissez un autre dossier avec --dir.
problem-purge-future = Cette date est dans l’avenir : ce qu’elle effacerait sert encore.
purge-done = Clés détruites : { $keys }. Séances : { $sessions }. Inscriptions effacées : { $registrations }.
