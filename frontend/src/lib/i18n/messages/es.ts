import type { Messages } from './keys';

const messages: Messages = {
	'app.skip': 'Ir al contenido',
	'app.loading': 'Cargando',
	'app.close': 'Cerrar',
	'app.home': 'Todas las ediciones',
	'app.language': 'Idioma',
	'app.scheme': 'Apariencia',
	'scheme.system': 'Según el dispositivo',
	'scheme.light': 'Claro',
	'scheme.dark': 'Oscuro',
	'app.offline':
		'Está sin conexión. Esta página sigue siendo legible; horarios y lugares pueden haber cambiado.',
	'footer.about':
		'Madang (마당) es el patio que comparten los vecinos. Organiza formaciones para delegaciones de ciudades.',
	'footer.organisers': 'Para organizadores',
	'footer.api': 'Para desarrolladores',
	'error.retry': 'Reintentar',
	'error.home': 'Ir al inicio',
	'error.reference': 'Referencia para soporte: {id}',
	'error.unreachable.title': 'No se pudo contactar con el servidor',
	'error.unreachable.advice':
		'Compruebe su conexión e inténtelo de nuevo. Lo que escribió en esta página se conserva.',
	'error.signed_out.title': 'Su sesión ha terminado',
	'error.signed_out.advice': 'Inicie sesión de nuevo para continuar.',
	'error.fresh_login.title': 'Inicie sesión de nuevo para hacer esto',
	'error.fresh_login.advice':
		'Hace falta haber iniciado sesión en los últimos quince minutos. Todavía no ha cambiado nada.',
	'error.forbidden.title': 'Su cuenta no tiene permiso',
	'error.forbidden.advice': 'Pida acceso a la organización de esta edición.',
	'error.not_found.title': 'No hay nada en esta dirección',
	'error.not_found.advice':
		'Puede haberse movido o retirado del programa. El programa completo está a un paso.',
	'error.conflict.title': 'Esto choca con algo que ya existe',
	'error.conflict.advice': 'No se ha cambiado nada. Revise los campos marcados e inténtelo de nuevo.',
	'error.stale.title': 'Otra persona lo cambió mientras tanto',
	'error.stale.advice': 'Su texto sigue aquí. Compare ambas versiones antes de guardar.',
	'error.invalid.title': 'Hay campos por revisar',
	'error.invalid.advice': 'Aún no se ha guardado nada. Los campos afectados indican el problema.',
	'error.throttled.title': 'Demasiados intentos',
	'error.throttled.advice': 'Espere un momento e inténtelo de nuevo.',
	'error.throttled.advice_in': {
		one: 'Espere un minuto e inténtelo de nuevo.',
		many: 'Espere {count} minutos e inténtelo de nuevo.',
		other: 'Espere {count} minutos e inténtelo de nuevo.'
	},
	'error.away.title': 'El servicio no está disponible por un momento',
	'error.away.advice': 'Vuelve por sí solo. Inténtelo en un momento; lo guardado está a salvo.',
	'error.full.title': 'El servidor no puede guardar nada ahora',
	'error.full.advice':
		'La lectura funciona. Avise a quien administra la instalación de que el disco está lleno.',
	'error.server.title': 'Algo falló en el servidor',
	'error.server.advice':
		'No es culpa suya. Inténtelo de nuevo; si persiste, envíe la referencia a la organización.',
	'error.unexpected.title': 'Algo falló en esta página',
	'error.unexpected.advice':
		'Vuelva a cargar la página. Si persiste, diga a la organización qué hizo por último.',
	'edition.agenda': 'Programa',
	'edition.about': 'Acerca de',
	'edition.delegations': 'Delegaciones',
	'edition.plans': 'Planes de acción',
	'edition.registration': 'Inscripción',
	'edition.sections': 'Partes de esta edición',
	'edition.joined': 'Ya está dentro',
	'edition.joined_hint':
		'Su invitación está aceptada. Este es el programa; su cuenta está en el menú de arriba.',
	'edition.see_agenda': 'Ver el programa',
	'edition.status.open': 'Próximamente',
	'edition.status.running': 'En curso',
	'edition.status.completed': 'Finalizada',
	'edition.status.archived': 'Archivo',
	'home.title': 'Formaciones y diálogos',
	'home.other': 'Otras ediciones',
	'home.archive': 'Archivo',
	'home.empty': 'Aún no se ha publicado nada',
	'home.empty_hint': 'En cuanto una edición publique su programa, aparecerá aquí.',
	'now.title': 'Ahora y después',
	'now.now': 'Ahora',
	'now.next': 'Después',
	'now.until': 'hasta las {time}',
	'now.starts_in_days': {
		one: 'Empieza mañana',
		many: 'Empieza en {count} días',
		other: 'Empieza en {count} días'
	},
	'now.starts_today': 'Empieza hoy a las {time}',
	'now.paused': 'No hay ninguna sesión en este momento',
	'status.tentative': 'Provisional',
	'status.confirmed': 'Confirmado',
	'status.changed': 'Modificado',
	'status.cancelled': 'Cancelado',
	'account.sign_in': 'Iniciar sesión',
	'account.sign_out': 'Cerrar sesión',
	'account.organise': 'Organizar',
	'account.title': 'Su cuenta'
};

export default messages;
