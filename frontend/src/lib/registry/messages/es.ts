import type { RegistryMessages } from './keys';

const messages: RegistryMessages = {
	title: 'Registro público',
	'own.hint':
		'Si usted acepta y la organización lo publica, cualquiera puede leer el plan tal como se entregó: sus textos, sus acciones, quién lo respalda. No se añade ningún nombre de persona; de un plan de participante solo se muestra la ciudad.',
	'own.agree': 'Aceptar la publicación',
	'own.agreed': 'Ha aceptado. La organización lo publica.',
	'own.take_back': 'Retirar el acuerdo',
	'own.take_back_hint':
		'El plan sale del registro de inmediato. Las copias que otros hayan hecho se quedan con ellos.',
	'own.by_owner': 'Lo decide el titular del plan.',
	shown: 'El público lee la versión {number}, publicada el {when}.',
	hidden: 'No es público',
	read: 'Leer la página pública',
	'office.waiting': 'Sus autores aún no han aceptado la publicación.',
	'office.early': 'Se puede publicar una vez presentado.',
	'office.publish': 'Publicar la versión {number}',
	'office.withdraw': 'Retirarlo del registro',
	'office.withdraw_hint': 'La página pública desaparece de inmediato. Se puede volver a publicar.',
	cancel: 'Cancelar',
	stale: 'Este plan acaba de cambiar. Así está ahora.'
};

export default messages;
