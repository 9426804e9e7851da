/** What the element says before it has a fragment, which brings every other word. English, Korean, French, Spanish. */
const LANGUAGES = ['en', 'ko', 'fr', 'es'];

const TABLE = {
	loading: [
		'Loading the programme…',
		'프로그램을 불러오는 중…',
		'Chargement du programme…',
		'Cargando el programa…'
	],
	failed: [
		'The programme cannot be loaded right now.',
		'지금 프로그램을 불러올 수 없습니다.',
		'Le programme ne peut pas être chargé pour le moment.',
		'El programa no se puede cargar en este momento.'
	],
	unknown: [
		'No programme is published here.',
		'여기에 게시된 프로그램이 없습니다.',
		'Aucun programme n’est publié ici.',
		'Aquí no hay ningún programa publicado.'
	],
	retry: ['Try again', '다시 시도', 'Réessayer', 'Reintentar']
};

/** Return a word in a language, in English where there is none. */
export function say(word: keyof typeof TABLE, lang: string): string {
	return TABLE[word][Math.max(0, LANGUAGES.indexOf(lang.slice(0, 2)))]!;
}
