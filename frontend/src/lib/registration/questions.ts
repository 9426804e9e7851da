import type { Answer, Draft, FormShown, Kind, Question } from './types';

/** Return the questions that somebody of this kind with these answers is asked: the server's rule, while one types. */
export function asked(
	questions: readonly Question[],
	kind: Kind,
	answers: Readonly<Record<string, Answer>>
): Question[] {
	const shown = new Set<string>();
	return questions.filter((question) => {
		const ofKind = !question.kinds.length || question.kinds.includes(kind);
		const met = !question.only_if || (shown.has(question.only_if.question) && isMet(question, answers));
		if (!ofKind || !met || question.withdrawn) return false;
		shown.add(question.key);
		return true;
	});
}

function isMet({ only_if }: Question, answers: Readonly<Record<string, Answer>>): boolean {
	const answer = answers[only_if!.question];
	const given = Array.isArray(answer) ? answer : [answer === true ? 'true' : answer];
	return given.some((value) => typeof value === 'string' && only_if!.any_of.includes(value));
}

/** Return the questions that are not asked any more but were answered: nothing that somebody wrote disappears. */
export function formerly(
	questions: readonly Question[],
	answers: Readonly<Record<string, Answer>>
): Question[] {
	return questions.filter((question) => question.withdrawn && !isEmpty(answers[question.key]));
}

export function isEmpty(answer: Answer | undefined): boolean {
	return (
		answer === undefined || answer === null || answer === '' || (Array.isArray(answer) && !answer.length)
	);
}

/** Return the places of what is required and missing, as the server names them. */
export function missing(form: FormShown, draft: Draft): string[] {
	const places: string[] = [];
	for (const name of ['badge_name', 'country'] as const) if (!draft[name].trim()) places.push(`/${name}`);
	for (const question of asked(form.questions, draft.kind, draft.answers)) {
		const answer = draft.answers[question.key];
		if (question.required && (isEmpty(answer) || answer === false)) places.push(`/answers/${question.key}`);
	}
	for (const consent of form.consents) {
		if (consent.required && !draft.consents.includes(consent.key)) places.push(`/consents/${consent.key}`);
	}
	return places;
}
