import type { RegistryMessages } from './keys';

const messages: RegistryMessages = {
	title: 'Registre public',
	'own.hint':
		'Si vous acceptez et que les organisateurs le publient, tout le monde peut lire le plan tel qu’il a été remis : ses textes, ses actions, qui le soutient. Aucun nom de personne n’est ajouté ; d’un plan de participant, seule la ville est montrée.',
	'own.agree': 'Accepter la publication',
	'own.agreed': 'Vous avez accepté. Les organisateurs le publient.',
	'own.take_back': 'Retirer l’accord',
	'own.take_back_hint': 'Le plan quitte le registre aussitôt. Les copies faites par d’autres leur restent.',
	'own.by_owner': 'La décision revient au titulaire du plan.',
	shown: 'Le public lit la version {number}, publiée le {when}.',
	hidden: 'Non public',
	read: 'Lire la page publique',
	'office.waiting': 'Ses auteurs n’ont pas encore accepté la publication.',
	'office.early': 'Il peut être publié une fois présenté.',
	'office.publish': 'Publier la version {number}',
	'office.withdraw': 'Le retirer du registre',
	'office.withdraw_hint': 'La page publique disparaît aussitôt. Le plan peut être publié à nouveau.',
	cancel: 'Annuler',
	stale: 'Ce plan vient de changer. Voici où il en est.'
};

export default messages;
