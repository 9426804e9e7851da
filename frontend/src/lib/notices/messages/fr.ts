import type { NoticeMessages } from './keys';

const messages: NoticeMessages = {
	cancel: 'Annuler',
	more: 'Afficher la suite',
	retry: 'Réessayer',
	'title.page': 'Ce que l’on annonce',
	'title.urgent': 'Avis urgent',
	'title.calls': 'Liste d’appels',
	'title.own': 'Mes avis',
	'title.link': 'Un avis pour vous',

	'next.title': 'Bientôt annoncé',
	'next.none': 'Rien à annoncer pour le moment',
	'next.none_hint':
		'Quand une publication ou une répartition change quelque chose pour quelqu’un, vous le lisez ici en premier.',
	'next.people': {
		one: '{count} personne sera prévenue',
		many: '{count} personnes seront prévenues',
		other: '{count} personnes seront prévenues'
	},
	'next.withheld': {
		one: '{count} n’est pas prévenue, comme vous l’avez décidé',
		many: '{count} ne sont pas prévenues, comme vous l’avez décidé',
		other: '{count} ne sont pas prévenues, comme vous l’avez décidé'
	},
	'next.due': 'Part automatiquement à {time}. Tout autre changement repousse l’envoi.',
	'next.due_now': 'Part dans la minute.',
	'next.held': 'Envoi suspendu : rien ne part avant que vous l’envoyiez.',
	'next.send': 'Envoyer maintenant',
	'next.hold': 'Suspendre l’envoi',
	'next.discard': 'Ne pas envoyer',
	'next.send_title': {
		one: 'Envoyer à {count} personne maintenant ?',
		many: 'Envoyer à {count} personnes maintenant ?',
		other: 'Envoyer à {count} personnes maintenant ?'
	},
	'next.send_hint':
		'Chaque personne reçoit un seul e-mail dans sa langue. Un e-mail parti ne se rattrape pas.',
	'next.discard_title': 'Ne prévenir personne de ces changements ?',
	'next.discard_hint':
		'Ils comptent comme connus. Seul ce qui change ensuite est annoncé. Les programmes personnels montrent de toute façon l’état actuel.',
	'next.sent': {
		one: 'En route vers {count} personne',
		many: 'En route vers {count} personnes',
		other: 'En route vers {count} personnes'
	},
	'next.is_held': 'Envoi suspendu',
	'next.discarded': 'Rien n’est envoyé : personne n’est prévenu',

	'next.changes': 'Ce qui change',
	'people.title': 'Qui lit quoi',
	'people.show': 'Afficher',
	'people.all': 'Tout le monde',
	'people.unacknowledged': 'Pas encore confirmé',
	'people.acknowledged': 'Confirmé',
	'people.bounced': 'E-mail non arrivé',
	'people.withheld': 'Non prévenus',
	'people.none': 'Personne ici',
	'people.read': 'Lire',
	'people.read_named': 'Lire ce que reçoit {name}',
	'people.withhold': 'Ne pas prévenir',
	'people.tell': 'Prévenir quand même',
	'people.withhold_named': 'Ne pas prévenir {name}',
	'people.tell_named': 'Prévenir quand même {name}',
	'people.acknowledged_at': 'confirmé le {when}',
	'people.waiting': 'pas encore confirmé',
	'people.bounce': 'l’e-mail n’est pas arrivé',
	'people.not_told': 'pas prévenu',
	'people.reads': 'Lu dans cette langue : {language}',

	'sent.title': 'Déjà annoncé',
	'sent.changes': 'Changements',
	'sent.changes_of': 'Changements jusqu’à la publication {number}',
	'sent.urgent': 'Urgent',
	'sent.at': 'Envoyé le {when}',
	'sent.discarded': 'Non envoyé',
	'sent.told': {
		one: '{count} personne prévenue',
		many: '{count} personnes prévenues',
		other: '{count} personnes prévenues'
	},
	'sent.acknowledged': {
		one: '{count} a confirmé',
		many: '{count} ont confirmé',
		other: '{count} ont confirmé'
	},
	'sent.missing': {
		one: '{count} pas encore',
		many: '{count} pas encore',
		other: '{count} pas encore'
	},
	'sent.bounced': {
		one: '{count} e-mail n’est pas arrivé',
		many: '{count} e-mails ne sont pas arrivés',
		other: '{count} e-mails ne sont pas arrivés'
	},
	'sent.all_know': 'Tout le monde a confirmé',
	'sent.back': 'Tous les avis',
	'sent.over_at': 'Le bandeau disparaît le {when}',
	'sent.over': 'Le bandeau a disparu',

	'urgent.new': 'Avis urgent',
	'urgent.hint': 'Part aussitôt : par e-mail, et en bandeau sur chaque programme personnel jusqu’à la fin.',
	'urgent.title': 'En une ligne',
	'urgent.text': 'Ce qu’il faut faire',
	'urgent.text_hint': 'Où, quand, qui appeler. Court : on le lit en marchant.',
	'urgent.to': 'Qui est concerné',
	'urgent.everybody': 'Tout le monde',
	'urgent.session': 'Une session',
	'urgent.option': 'Une visite',
	'urgent.delegation': 'Une délégation',
	'urgent.kinds': 'Certaines catégories de participants',
	'urgent.which_session': 'Quelle session',
	'urgent.which_option': 'Quelle visite',
	'urgent.which_delegation': 'Quelle délégation',
	'urgent.which_kinds': 'Quelles catégories',
	'urgent.choose': 'Choisir',
	'urgent.over_at': 'Le bandeau disparaît à',
	'urgent.over_at_hint': 'Heure de {zone}. Vide : il reste jusqu’à ce que l’on confirme.',
	'urgent.look': 'Vérifier',
	'urgent.back': 'Modifier',
	'urgent.goes_to': {
		one: 'Part à {count} personne',
		many: 'Part à {count} personnes',
		other: 'Part à {count} personnes'
	},
	'urgent.readers': '{language} : {count}',
	'urgent.unwritten':
		'Pas rédigé dans ces langues : {languages}. Leurs lecteurs le reçoivent dans celle-ci : {other}',
	'urgent.goes_to_nobody': 'Personne n’est concerné : rien ne partirait.',
	'urgent.send': {
		one: 'Envoyer à {count} personne maintenant',
		many: 'Envoyer à {count} personnes maintenant',
		other: 'Envoyer à {count} personnes maintenant'
	},
	'urgent.sent': 'C’est en route',
	'urgent.next':
		'Dans un couloir, tout le monde ne lit pas ses e-mails : copiez le texte dans vos messageries et appelez ceux qui ne répondent pas.',
	'urgent.missing_title': 'Dites en une ligne ce qui se passe',
	'urgent.missing_text': 'Dites ce qu’il faut faire',
	'urgent.missing_audience': 'Choisissez qui est concerné',
	'urgent.past': 'Ce moment est déjà passé',

	'chat.title': 'Texte pour une messagerie',
	'chat.open': 'Texte pour une messagerie',
	'chat.hint': 'Copiez-le dans le groupe où l’on vous lit, une fois par langue.',
	'chat.language': 'Langue',
	'chat.copy': 'Copier',
	'chat.copied': 'Copié',

	'calls.open': 'Liste d’appels',
	'calls.hint':
		'Qui n’a pas confirmé. Elle contient des numéros de téléphone : le journal garde que vous l’avez ouverte.',
	'calls.show': 'Afficher les numéros',
	'calls.none': 'Personne à appeler : tout le monde a confirmé',
	'calls.people': {
		one: '{count} personne à appeler',
		many: '{count} personnes à appeler',
		other: '{count} personnes à appeler'
	},
	'calls.name': 'Nom',
	'calls.city': 'Ville',
	'calls.phone': 'Téléphone',
	'calls.speaks': 'Langue',
	'calls.reached': 'Joint',
	'calls.no_phone': 'aucun numéro',
	'calls.print': 'Imprimer',
	'calls.as_of': 'Situation au {when}',

	'what.moved': 'Nouvel horaire',
	'what.placed': 'Nouveau lieu',
	'what.cancelled': 'Annulé',
	'what.restored': 'A lieu finalement',
	'what.added': 'Nouveau',
	'what.removed': 'N’est plus au programme',
	'what.visit_placed': 'Votre visite',
	'what.visit_changed': 'Une autre visite pour vous',
	'what.visit_waitlisted': 'Vous êtes en liste d’attente',
	'what.visit_removed': 'Ce n’est plus votre visite',
	'what.visit_meeting': 'Nouveau rendez-vous',
	'what.visit_called_off': 'Votre visite n’a pas lieu',
	'what.visit_restored': 'Votre visite a finalement lieu',
	'what.stop_changed': 'Votre visite a changé',
	'what.role_added': 'Vous avez un rôle',
	'what.role_removed': 'Ce n’est plus votre rôle',
	'what.role_changed': 'Votre rôle a changé',
	'what.other': 'Modifié',
	'role.keynote_speaker': 'Conférence introductive',
	'role.moderator': 'Modération',
	'role.panellist': 'Panel',
	'role.presenter': 'Présentation',
	'role.host': 'Accueil',
	'role.interpreter': 'Interprétation',
	'item.before': 'Avant',
	'item.now': 'Désormais',
	'item.people': {
		one: 'pour {count} personne',
		many: 'pour {count} personnes',
		other: 'pour {count} personnes'
	},
	'item.no_time': 'Horaire pas encore connu',

	'own.none': 'Rien ne vous a encore été annoncé',
	'own.none_hint': 'Quand quelque chose change pour vous, vous recevez un e-mail et vous le lisez ici.',
	'own.acknowledge': 'J’ai lu cet avis',
	'own.acknowledged_at': 'Vous l’avez confirmé le {when}',
	'own.failed': 'L’organisation ne l’a pas reçu. Réessayez.',
	'own.urgent': 'Urgent',
	'own.changes': 'Quelque chose a changé pour vous',
	'own.schedule': 'Mon programme',

	'banner.changes': {
		one: 'Quelque chose a changé pour vous',
		many: '{count} avis vous attendent',
		other: '{count} avis vous attendent'
	},

	'link.done': 'Merci',
	'link.done_hint': 'L’organisation voit que vous êtes au courant. Vous pouvez fermer cette page.',
	'link.dead': 'Ce lien ne fonctionne plus',
	'link.dead_hint':
		'Une partie a pu se perdre. Ouvrez-le de nouveau depuis l’e-mail, ou connectez-vous pour voir votre programme.',
	'link.sign_in': 'Se connecter',

	'refused.announcement_over': 'C’est parti ou abandonné entre-temps',
	'refused.stale': 'Quelqu’un d’autre l’a modifié entre-temps ; voici l’état actuel'
};

export default messages;
