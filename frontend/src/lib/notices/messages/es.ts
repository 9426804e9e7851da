import type { NoticeMessages } from './keys';

const messages: NoticeMessages = {
	cancel: 'Cancelar',
	more: 'Ver más',
	retry: 'Intentar de nuevo',
	'title.page': 'Lo que se comunica',
	'title.urgent': 'Aviso urgente',
	'title.calls': 'Lista de llamadas',
	'title.own': 'Mis avisos',
	'title.link': 'Un aviso para usted',

	'next.title': 'A punto de comunicarse',
	'next.none': 'No hay nada pendiente de comunicar',
	'next.none_hint':
		'Cuando una publicación o una asignación cambia algo para alguien, usted lo lee aquí primero.',
	'next.people': {
		one: 'Se avisa a {count} persona',
		many: 'Se avisa a {count} personas',
		other: 'Se avisa a {count} personas'
	},
	'next.withheld': {
		one: 'A {count} no se le avisa, como usted decidió',
		many: 'A {count} no se les avisa, como usted decidió',
		other: 'A {count} no se les avisa, como usted decidió'
	},
	'next.due': 'Se envía automáticamente a las {time}. Cualquier otro cambio lo aplaza.',
	'next.due_now': 'Sale en menos de un minuto.',
	'next.held': 'Retenido: nada sale hasta que usted lo envíe.',
	'next.send': 'Enviar ahora',
	'next.hold': 'Retener',
	'next.discard': 'Descartar',
	'next.send_title': {
		one: '¿Enviar a {count} persona ahora?',
		many: '¿Enviar a {count} personas ahora?',
		other: '¿Enviar a {count} personas ahora?'
	},
	'next.send_hint':
		'Cada persona recibe un solo correo en su idioma. Un correo enviado no se puede recuperar.',
	'next.discard_title': '¿No avisar a nadie de estos cambios?',
	'next.discard_hint':
		'Cuentan como conocidos. Solo se comunica lo que cambie después. Los programas personales muestran en todo caso el estado actual.',
	'next.sent': {
		one: 'En camino a {count} persona',
		many: 'En camino a {count} personas',
		other: 'En camino a {count} personas'
	},
	'next.is_held': 'Retenido',
	'next.discarded': 'Descartado: no se avisa a nadie',

	'next.changes': 'Qué cambia',
	'people.title': 'Quién lee qué',
	'people.show': 'Mostrar',
	'people.all': 'Todos',
	'people.unacknowledged': 'Sin confirmar',
	'people.acknowledged': 'Confirmado',
	'people.bounced': 'El correo no llegó',
	'people.withheld': 'No avisados',
	'people.none': 'Nadie aquí',
	'people.read': 'Leer',
	'people.read_named': 'Leer lo que recibe {name}',
	'people.withhold': 'No avisar',
	'people.tell': 'Avisar de todos modos',
	'people.withhold_named': 'No avisar a {name}',
	'people.tell_named': 'Avisar de todos modos a {name}',
	'people.acknowledged_at': 'confirmado el {when}',
	'people.waiting': 'sin confirmar',
	'people.bounce': 'el correo no llegó',
	'people.not_told': 'no avisado',
	'people.reads': 'Se lee en este idioma: {language}',

	'sent.title': 'Ya comunicado',
	'sent.changes': 'Cambios',
	'sent.changes_of': 'Cambios hasta la publicación {number}',
	'sent.urgent': 'Urgente',
	'sent.at': 'Enviado el {when}',
	'sent.discarded': 'Descartado',
	'sent.told': {
		one: '{count} persona avisada',
		many: '{count} personas avisadas',
		other: '{count} personas avisadas'
	},
	'sent.acknowledged': {
		one: '{count} ha confirmado',
		many: '{count} han confirmado',
		other: '{count} han confirmado'
	},
	'sent.missing': {
		one: '{count} todavía no',
		many: '{count} todavía no',
		other: '{count} todavía no'
	},
	'sent.bounced': {
		one: '{count} correo no llegó',
		many: '{count} correos no llegaron',
		other: '{count} correos no llegaron'
	},
	'sent.all_know': 'Todos han confirmado',
	'sent.back': 'Todos los avisos',
	'sent.over_at': 'El anuncio desaparece el {when}',
	'sent.over': 'El anuncio ha desaparecido',

	'urgent.new': 'Aviso urgente',
	'urgent.hint': 'Sale enseguida: por correo y como anuncio en cada programa personal hasta que termine.',
	'urgent.title': 'En una línea',
	'urgent.text': 'Qué hay que hacer',
	'urgent.text_hint': 'Dónde, cuándo, a quién llamar. Breve: se lee caminando.',
	'urgent.to': 'A quién concierne',
	'urgent.everybody': 'A todos',
	'urgent.session': 'Una sesión',
	'urgent.option': 'Una visita',
	'urgent.delegation': 'Una delegación',
	'urgent.kinds': 'Algunos tipos de participantes',
	'urgent.which_session': 'Qué sesión',
	'urgent.which_option': 'Qué visita',
	'urgent.which_delegation': 'Qué delegación',
	'urgent.which_kinds': 'Qué tipos',
	'urgent.choose': 'Elegir',
	'urgent.over_at': 'El anuncio desaparece a las',
	'urgent.over_at_hint': 'Hora de {zone}. Vacío: se queda hasta que se confirme.',
	'urgent.look': 'Revisar',
	'urgent.back': 'Modificar',
	'urgent.goes_to': {
		one: 'Llega a {count} persona',
		many: 'Llega a {count} personas',
		other: 'Llega a {count} personas'
	},
	'urgent.readers': '{language}: {count}',
	'urgent.unwritten':
		'No está escrito en estos idiomas: {languages}. Quienes los leen lo reciben en este: {other}',
	'urgent.goes_to_nobody': 'No concierne a nadie: nada saldría.',
	'urgent.send': {
		one: 'Enviar a {count} persona ahora',
		many: 'Enviar a {count} personas ahora',
		other: 'Enviar a {count} personas ahora'
	},
	'urgent.sent': 'Está en camino',
	'urgent.next':
		'En un pasillo no todos leen el correo: copie el texto en sus grupos de mensajes y llame a quien no responda.',
	'urgent.missing_title': 'Diga en una línea qué ocurre',
	'urgent.missing_text': 'Diga qué hay que hacer',
	'urgent.missing_audience': 'Elija a quién concierne',
	'urgent.past': 'Ese momento ya pasó',

	'chat.title': 'Texto para un grupo de mensajes',
	'chat.open': 'Texto para un grupo de mensajes',
	'chat.hint': 'Cópielo en el grupo donde lo leen, una vez por idioma.',
	'chat.language': 'Idioma',
	'chat.copy': 'Copiar',
	'chat.copied': 'Copiado',

	'calls.open': 'Lista de llamadas',
	'calls.hint':
		'Quién no ha confirmado. Contiene números de teléfono: en el registro queda que usted la abrió.',
	'calls.show': 'Mostrar los números',
	'calls.none': 'No hay que llamar a nadie: todos han confirmado',
	'calls.people': {
		one: '{count} persona por llamar',
		many: '{count} personas por llamar',
		other: '{count} personas por llamar'
	},
	'calls.name': 'Nombre',
	'calls.city': 'Ciudad',
	'calls.phone': 'Teléfono',
	'calls.speaks': 'Idioma',
	'calls.reached': 'Contactado',
	'calls.no_phone': 'sin número',
	'calls.print': 'Imprimir',
	'calls.as_of': 'Situación del {when}',

	'what.moved': 'Nuevo horario',
	'what.placed': 'Nuevo lugar',
	'what.cancelled': 'Cancelado',
	'what.restored': 'Finalmente tiene lugar',
	'what.added': 'Nuevo',
	'what.removed': 'Ya no está en el programa',
	'what.visit_placed': 'Su visita',
	'what.visit_changed': 'Otra visita para usted',
	'what.visit_waitlisted': 'Está en lista de espera',
	'what.visit_removed': 'Ya no es su visita',
	'what.visit_meeting': 'Nuevo punto u hora de encuentro',
	'what.visit_called_off': 'Su visita no tendrá lugar',
	'what.visit_restored': 'Su visita tendrá lugar finalmente',
	'what.stop_changed': 'Su visita ha cambiado',
	'what.role_added': 'Tiene un papel',
	'what.role_removed': 'Ya no es su papel',
	'what.role_changed': 'Su papel ha cambiado',
	'what.other': 'Modificado',
	'role.keynote_speaker': 'Conferencia magistral',
	'role.moderator': 'Moderación',
	'role.panellist': 'Panel',
	'role.presenter': 'Presentación',
	'role.host': 'Acogida',
	'role.interpreter': 'Interpretación',
	'item.before': 'Antes',
	'item.now': 'Ahora',
	'item.people': {
		one: 'para {count} persona',
		many: 'para {count} personas',
		other: 'para {count} personas'
	},
	'item.no_time': 'Horario aún no conocido',

	'own.none': 'Todavía no se le ha comunicado nada',
	'own.none_hint': 'Cuando algo cambia para usted, recibe un correo y lo lee aquí.',
	'own.acknowledge': 'He leído este aviso',
	'own.acknowledged_at': 'Usted lo confirmó el {when}',
	'own.failed': 'No llegó a la organización. Inténtelo de nuevo.',
	'own.urgent': 'Urgente',
	'own.changes': 'Algo ha cambiado para usted',
	'own.schedule': 'Mi programa',

	'banner.changes': {
		one: 'Algo ha cambiado para usted',
		many: '{count} avisos le esperan',
		other: '{count} avisos le esperan'
	},

	'link.done': 'Gracias',
	'link.done_hint': 'La organización ve que usted lo sabe. Puede cerrar esta página.',
	'link.dead': 'Este enlace ya no funciona',
	'link.dead_hint':
		'Puede que se haya perdido una parte. Ábralo de nuevo desde el correo o inicie sesión para ver su programa.',
	'link.sign_in': 'Iniciar sesión',

	'refused.announcement_over': 'Entretanto ya salió o se descartó',
	'refused.stale': 'Otra persona lo cambió entretanto; este es el estado actual'
};

export default messages;
