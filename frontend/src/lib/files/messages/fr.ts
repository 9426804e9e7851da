import type { FilesMessages } from './keys';

const messages: FilesMessages = {
	choose: 'Choisir un fichier',
	replace: 'Choisir un autre fichier',
	kinds: 'PDF, JPEG, PNG, Word, PowerPoint ou Excel',
	sending: 'Envoi de {name}',
	progress: '{percent} % de {size}',
	waiting: 'La connexion est interrompue. L’envoi reprendra de lui-même.',
	kept: 'Ce qui est envoyé est conservé.',
	resume: '{name} n’est pas entièrement envoyé. Choisissez le même fichier et l’envoi reprendra là.',
	done: '{name} est remis',
	stop: 'Arrêter',
	unlike: 'Ce fichier n’est pas ce que dit son nom. Enregistrez-le de nouveau ou choisissez-en un autre.',
	large: 'Ce fichier est trop volumineux. Le maximum est de {size}.',
	kind: 'Les fichiers de ce type ne sont pas acceptés.',
	many: 'Vous avez remis trop de fichiers. Ceux qui ne servent pas sont supprimés après une semaine.',
	other: 'Ce n’est pas le fichier commencé. Il est envoyé depuis le début.'
};

export default messages;
