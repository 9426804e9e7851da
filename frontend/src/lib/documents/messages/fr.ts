import type { DocumentsMessages } from './keys';

const messages: DocumentsMessages = {
	hint: 'Le PDF pour imprimer et pour le conseil, le DOCX pour continuer à rédiger, le XLSX pour modifier beaucoup à la fois.',
	language: 'Langue des titres',
	take: 'Télécharger en {form}',
	kept: '{name} est dans vos téléchargements.',
	bring: 'Rapporter un XLSX',
	bring_hint:
		'Modifiez des cellules, ajoutez ou supprimez des lignes dans le XLSX de ce plan. Seul ce que vous avez changé est repris, même si d’autres ont écrit entre-temps.',
	file: 'XLSX de ce plan',
	checking: 'Lecture du fichier. Rien n’est encore changé.',
	nothing: 'Rien dans ce fichier ne diffère du plan dont il a été tiré.',
	would: { one: 'Une modification serait reprise', other: '{count} modifications seraient reprises' },
	more: { one: 'et une autre', other: 'et {count} autres' },
	do: 'Reprendre dans le plan',
	done: { one: 'Une modification est dans le plan', other: '{count} modifications sont dans le plan' },
	cancel: 'Annuler',
	close: 'Fermer',
	faults: {
		one: 'Une cellule est erronée. Rien n’a été changé.',
		other: '{count} cellules sont erronées. Rien n’a été changé.'
	},
	fault_hint: 'Corrigez-les dans le fichier, enregistrez-le et choisissez-le de nouveau.',
	cell: 'Cellule',
	what: 'Ce qui ne va pas',
	whole_sheet: 'feuille entière',
	conflicts: {
		one: 'Quelqu’un d’autre a modifié un de ces champs depuis que vous avez pris le fichier',
		other: 'Quelqu’un d’autre a modifié {count} de ces champs depuis que vous avez pris le fichier'
	},
	theirs_by: '{name}, {when}',
	somebody: 'Quelqu’un d’autre',
	removed: 'supprimé',
	whose: 'Qu’est-ce qui compte là ?',
	mine: 'Ce que dit mon fichier',
	theirs: 'Ce qui a été écrit entre-temps',
	choose: 'Choisissez ce qui compte avant de reprendre le fichier.',
	unreadable:
		'Ce n’est pas un XLSX pris ici, ou sa feuille masquée manque. Prenez-en un nouveau et modifiez celui-là.',
	foreign: 'Ce fichier a été tiré d’un autre plan. Prenez-en un de ce plan.',
	locked: 'Le plan a été remis entre-temps : ses champs restent tels quels jusqu’à ce qu’il soit renvoyé.',
	too_large: 'Ce fichier est trop volumineux pour être envoyé.'
};

export default messages;
