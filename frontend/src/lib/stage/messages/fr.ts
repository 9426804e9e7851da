import type { StageMessages } from './keys';

const messages: StageMessages = {
	title: 'Temps de parole',
	'standing.unset': 'Aucune durée n’est fixée',
	'standing.ready': 'Prêt',
	'standing.running': 'En cours',
	'standing.last_minute': 'Dernière minute',
	'standing.over': 'Le temps est écoulé',
	'standing.paused': 'En pause',
	'standing.paused_over': 'En pause, temps écoulé',
	offline: 'Pas de connexion. Le temps continue ici, mais ce que change la modération n’arrive pas.',
	gone: 'Cette séance n’est plus publiée : son temps de parole n’est plus montré au public.',
	tools: 'Affichage',
	full: 'Plein écran',
	full_end: 'Quitter le plein écran',
	dark: 'Sombre',
	keys: 'Raccourcis clavier',
	'keys.view': 'F : plein écran',
	'keys.control': 'Espace : démarrer et mettre en pause · R : remettre à zéro · + : une minute de plus',
	back: 'Vers la séance',
	control: 'Commande',
	start: 'Démarrer',
	resume: 'Reprendre',
	pause: 'Pause',
	reset: 'Remettre à zéro',
	add: '+1 min',
	take: '−1 min',
	label: 'Qui parle',
	label_hint: 'Toute la salle et toute personne sur cette page le lit.',
	minutes: 'Minutes',
	set: 'Fixer',
	presets: 'Repartir avec',
	preset: '{count} min',
	too_many: 'D’une demi-minute à 120 minutes.',
	'outcome.changed':
		'Quelqu’un d’autre vient de modifier le temps. Voici où il en est ; appuyez de nouveau si vous le voulez toujours.',
	'outcome.unreachable':
		'Pas de connexion : on ne sait pas si cela est arrivé. Regardez le temps ci-dessus et appuyez de nouveau.',
	'outcome.limits': 'Une durée va d’une demi-minute à 120 minutes.'
};

export default messages;
