import type { Problem } from '$lib/api/problem';
import { say, type RegistrationKey } from './i18n';
import type { FormShown } from './types';

/** What is wrong where: by places such as `/country` or `/answers/flight`, in words. */
export type Faults = Record<string, string>;

/** Say in the visitor's language what the server refused, by place. */
export function explainFaults(problem: Problem, form: FormShown | null): Faults {
	const faults: Faults = {};
	for (const { pointer, detail } of problem.errors) {
		const place = pointer.replace(/^\/body/, '');
		const key = /'([a-z0-9-]+)'/.exec(detail)?.[1];
		if (place === '/consents' && key) faults[`/consents/${key}`] = say('error.required');
		else faults[place] = explainOne(place, detail, form);
	}
	return faults;
}

function explainOne(place: string, detail: string, form: FormShown | null): string {
	if (detail === 'is required') return say('error.required');
	if (place === '/phone') return say('error.phone');
	const question = form?.questions.find(({ key }) => place === `/answers/${key}`);
	if (question?.kind === 'file') return say('error.file');
	if (question && detail.includes('no longer offered')) return say('error.gone');
	if (question?.kind === 'number') {
		return say('error.number', { minimum: question.minimum ?? '−∞', maximum: question.maximum ?? '∞' });
	}
	return say('error.invalid');
}

/** Say what a place of the form is called. */
export function nameOf(
	place: string,
	form: FormShown | null,
	inWords: (words: Record<string, string>) => string
) {
	const [, part, key] = place.split('/');
	const question = part === 'answers' && form?.questions.find((one) => one.key === key);
	if (question) return inWords(question.label);
	const consent = part === 'consents' && form?.consents.find((one) => one.key === key);
	return consent ? inWords(consent.purpose) : say(part as RegistrationKey);
}
