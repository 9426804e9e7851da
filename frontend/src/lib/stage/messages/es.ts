import type { StageMessages } from './keys';

const messages: StageMessages = {
	title: 'Tiempo de palabra',
	'standing.unset': 'No hay tiempo fijado',
	'standing.ready': 'Listo',
	'standing.running': 'En marcha',
	'standing.last_minute': 'Último minuto',
	'standing.over': 'El tiempo se ha acabado',
	'standing.paused': 'En pausa',
	'standing.paused_over': 'En pausa, tiempo acabado',
	offline: 'Sin conexión. El tiempo sigue aquí, pero no llega lo que cambie la moderación.',
	gone: 'Esta sesión ya no está publicada: su tiempo no se muestra al público.',
	tools: 'Vista',
	full: 'Pantalla completa',
	full_end: 'Salir de pantalla completa',
	dark: 'Oscuro',
	keys: 'Atajos de teclado',
	'keys.view': 'F: pantalla completa',
	'keys.control': 'Espacio: iniciar y pausar · R: reiniciar · +: un minuto más',
	back: 'A la sesión',
	control: 'Control',
	start: 'Iniciar',
	resume: 'Continuar',
	pause: 'Pausar',
	reset: 'Reiniciar',
	add: '+1 min',
	take: '−1 min',
	label: 'Quién habla',
	label_hint: 'Lo lee toda la sala y quien abra esta página.',
	minutes: 'Minutos',
	set: 'Fijar',
	presets: 'Empezar de nuevo con',
	preset: '{count} min',
	too_many: 'De medio minuto a 120 minutos.',
	'outcome.changed':
		'Otra persona acaba de cambiar el tiempo. Así está ahora; pulse de nuevo si aún lo quiere.',
	'outcome.unreachable': 'Sin conexión: no se sabe si ha llegado. Mire el tiempo de arriba y pulse de nuevo.',
	'outcome.limits': 'Un tiempo va de medio minuto a 120 minutos.'
};

export default messages;
