import type { DocumentsMessages } from './keys';

const messages: DocumentsMessages = {
	hint: 'El PDF para imprimir y para el consejo, el DOCX para seguir redactando, el XLSX para cambiar mucho a la vez.',
	language: 'Idioma de los títulos',
	take: 'Descargar en {form}',
	kept: '{name} está en sus descargas.',
	bring: 'Traer un XLSX de vuelta',
	bring_hint:
		'Cambie celdas, añada o borre filas en el XLSX de este plan. Solo entra lo que usted cambió, aunque otras personas hayan escrito entretanto.',
	file: 'XLSX de este plan',
	checking: 'Leyendo el archivo. Todavía no se cambia nada.',
	nothing: 'Nada en este archivo difiere del plan del que se sacó.',
	would: { one: 'Entraría un cambio', other: 'Entrarían {count} cambios' },
	more: { one: 'y uno más', other: 'y {count} más' },
	do: 'Incorporar al plan',
	done: { one: 'Un cambio está en el plan', other: '{count} cambios están en el plan' },
	cancel: 'Cancelar',
	close: 'Cerrar',
	faults: {
		one: 'Una celda está mal. No se cambió nada.',
		other: '{count} celdas están mal. No se cambió nada.'
	},
	fault_hint: 'Corríjalas en el archivo, guárdelo y elíjalo de nuevo.',
	cell: 'Celda',
	what: 'Lo que está mal',
	whole_sheet: 'hoja entera',
	conflicts: {
		one: 'Otra persona cambió uno de estos campos desde que usted descargó el archivo',
		other: 'Otra persona cambió {count} de estos campos desde que usted descargó el archivo'
	},
	theirs_by: '{name}, {when}',
	somebody: 'Otra persona',
	removed: 'eliminado',
	whose: '¿Qué cuenta ahí?',
	mine: 'Lo que dice mi archivo',
	theirs: 'Lo que se escribió entretanto',
	choose: 'Elija qué cuenta antes de incorporarlo.',
	unreadable: 'No es un XLSX descargado aquí, o le falta la hoja oculta. Descargue uno nuevo y cambie ese.',
	foreign: 'Este archivo se sacó de otro plan. Descargue uno de este plan.',
	locked: 'El plan se entregó entretanto: sus campos quedan como están hasta que se devuelva.',
	too_large: 'Este archivo es demasiado grande para enviarlo.'
};

export default messages;
