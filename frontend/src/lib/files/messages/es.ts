import type { FilesMessages } from './keys';

const messages: FilesMessages = {
	choose: 'Elegir un archivo',
	replace: 'Elegir otro archivo',
	kinds: 'PDF, JPEG, PNG, Word, PowerPoint o Excel',
	sending: 'Enviando {name}',
	progress: '{percent} % de {size}',
	waiting: 'No hay conexión. El envío seguirá solo cuando vuelva.',
	kept: 'Lo que se envió se conserva.',
	resume: 'No se envió {name} por completo. Elija el mismo archivo y el envío seguirá desde ahí.',
	done: '{name} está entregado',
	stop: 'Detener',
	unlike: 'Este archivo no es lo que dice su nombre. Guárdelo de nuevo o elija otro.',
	large: 'Este archivo es demasiado grande. El máximo es {size}.',
	kind: 'No se aceptan archivos de este tipo.',
	many: 'Ha entregado demasiados archivos. Los que no se usan se borran al cabo de una semana.',
	other: 'Este no es el archivo que se empezó. Se envía desde el principio.'
};

export default messages;
