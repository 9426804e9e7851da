import type { Messages } from './keys';

const messages: Messages = {
	'app.skip': 'Aller au contenu',
	'app.loading': 'Chargement',
	'app.close': 'Fermer',
	'app.home': 'Toutes les éditions',
	'app.language': 'Langue',
	'app.scheme': 'Apparence',
	'scheme.system': 'Comme l’appareil',
	'scheme.light': 'Clair',
	'scheme.dark': 'Sombre',
	'app.offline': 'Vous êtes hors ligne. Cette page reste lisible ; horaires et lieux ont pu changer depuis.',
	'footer.about':
		'Madang (마당) est la cour que partagent des voisins. Il accompagne les formations de délégations de villes.',
	'footer.organisers': 'Espace organisateurs',
	'footer.api': 'Pour les développeurs',
	'error.retry': 'Réessayer',
	'error.home': 'Aller à l’accueil',
	'error.reference': 'Référence pour l’assistance : {id}',
	'error.unreachable.title': 'Le serveur est injoignable',
	'error.unreachable.advice':
		'Vérifiez votre connexion puis réessayez. Ce que vous avez saisi sur cette page est conservé.',
	'error.signed_out.title': 'Vous êtes déconnecté',
	'error.signed_out.advice': 'Reconnectez-vous pour continuer.',
	'error.fresh_login.title': 'Reconnectez-vous pour faire cela',
	'error.fresh_login.advice':
		'Il faut s’être connecté dans les quinze dernières minutes. Rien n’a encore changé.',
	'error.forbidden.title': 'Votre compte n’y est pas autorisé',
	'error.forbidden.advice': 'Demandez l’accès à l’organisation de cette édition.',
	'error.not_found.title': 'Il n’y a rien à cette adresse',
	'error.not_found.advice':
		'La page a pu être déplacée ou retirée du programme. Le programme complet est à un pas d’ici.',
	'error.conflict.title': 'Cela entre en conflit avec l’existant',
	'error.conflict.advice': 'Rien n’a été modifié. Vérifiez les champs signalés puis réessayez.',
	'error.stale.title': 'Quelqu’un d’autre a modifié ceci entre-temps',
	'error.stale.advice': 'Votre texte est toujours là. Comparez les deux versions avant d’enregistrer.',
	'error.invalid.title': 'Certains champs sont à revoir',
	'error.invalid.advice': 'Rien n’est encore enregistré. Les champs concernés indiquent le problème.',
	'error.throttled.title': 'Trop de tentatives',
	'error.throttled.advice': 'Patientez un instant, puis réessayez.',
	'error.throttled.advice_in': {
		one: 'Patientez une minute, puis réessayez.',
		many: 'Patientez {count} minutes, puis réessayez.',
		other: 'Patientez {count} minutes, puis réessayez.'
	},
	'error.away.title': 'Le service est momentanément indisponible',
	'error.away.advice':
		'Il revient de lui-même. Réessayez dans un instant ; ce qui était enregistré est en sécurité.',
	'error.full.title': 'Le serveur ne peut rien enregistrer pour l’instant',
	'error.full.advice': 'La lecture fonctionne. Signalez à l’administrateur que le disque est plein.',
	'error.server.title': 'Une erreur est survenue sur le serveur',
	'error.server.advice':
		'Vous n’y êtes pour rien. Réessayez ; si cela persiste, transmettez la référence à l’organisation.',
	'error.unexpected.title': 'Une erreur est survenue sur cette page',
	'error.unexpected.advice':
		'Rechargez la page. Si cela persiste, dites à l’organisation ce que vous faisiez.',
	'edition.agenda': 'Programme',
	'edition.about': 'À propos',
	'edition.delegations': 'Délégations',
	'edition.plans': 'Plans d’action',
	'edition.registration': 'Inscriptions',
	'edition.sections': 'Rubriques de cette édition',
	'edition.joined': 'Vous êtes des nôtres',
	'edition.joined_hint':
		'Votre invitation est acceptée. Voici le programme ; votre compte est dans le menu du haut.',
	'edition.see_agenda': 'Voir le programme',
	'edition.status.open': 'À venir',
	'edition.status.running': 'En cours',
	'edition.status.completed': 'Terminée',
	'edition.status.archived': 'Archives',
	'home.title': 'Formations et dialogues',
	'home.other': 'Autres éditions',
	'home.archive': 'Archives',
	'home.empty': 'Rien n’est encore publié',
	'home.empty_hint': 'Dès qu’une édition publie son programme, elle apparaît ici.',
	'now.title': 'Maintenant et ensuite',
	'now.now': 'Maintenant',
	'now.next': 'Ensuite',
	'now.until': 'jusqu’à {time}',
	'now.starts_in_days': {
		one: 'Commence demain',
		many: 'Commence dans {count} jours',
		other: 'Commence dans {count} jours'
	},
	'now.starts_today': 'Commence aujourd’hui à {time}',
	'now.paused': 'Aucune séance en ce moment',
	'status.tentative': 'Provisoire',
	'status.confirmed': 'Confirmé',
	'status.changed': 'Modifié',
	'status.cancelled': 'Annulé',
	'account.sign_in': 'Se connecter',
	'account.sign_out': 'Se déconnecter',
	'account.organise': 'Organiser',
	'account.title': 'Votre compte'
};

export default messages;
