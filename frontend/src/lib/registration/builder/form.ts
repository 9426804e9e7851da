import { freeKey, slugify, written } from '$lib/organise/words';
import type { ConsentAsked, Form, FormFields, Question } from '../types';

export const KINDS = ['trainee', 'speaker', 'observer', 'organiser', 'interpreter', 'partner'] as const;
export const ANSWERS = [
	'text',
	'long_text',
	'choice',
	'multiple',
	'number',
	'date',
	'country',
	'consent',
	'file'
] as const satisfies readonly Question['kind'][];

/** What only a page knows of a question: whether the server has it, so that it can no longer be removed. */
export type Drafted<T> = T & { known: boolean };
export type FormDraft = Omit<FormFields, 'questions' | 'consents'> & {
	questions: Drafted<Question>[];
	consents: Drafted<ConsentAsked>[];
};

/** Return a form as it is edited. */
export function toDraft({ version: _version, updated_at: _updated, ...fields }: Form): FormDraft {
	const copy = structuredClone(fields);
	return {
		...copy,
		questions: copy.questions.map((question) => ({ ...question, known: true })),
		consents: copy.consents.map((consent) => ({ ...consent, known: true }))
	};
}

/** Return a form as the API takes it: new keys are made from what is written, empty languages left out. */
export function toFields(draft: FormDraft, language: string): FormFields {
	const questions = named(draft.questions, (question) => question.label[language] ?? '', 'question');
	const consents = named(draft.consents, (consent) => consent.purpose[language] ?? '', 'consent');
	return {
		...draft,
		intro: written(draft.intro),
		contact_email: draft.contact_email?.trim() || null,
		questions: questions.map((question) => cleanQuestion(question, language)),
		consents: consents.map((consent) => ({
			...consent,
			purpose: written(consent.purpose),
			recipient_name: written(consent.recipient_name),
			recipient:
				consent.recipient || slugify(consent.recipient_name[language] ?? '', recipientFallback(consent))
		}))
	};
}

function recipientFallback(consent: ConsentAsked): string {
	return Object.keys(written(consent.recipient_name)).length ? `of-${consent.key}` : '';
}

function cleanQuestion(question: Question, language: string): Question {
	const choosing = question.kind === 'choice' || question.kind === 'multiple';
	const choices = named(
		question.choices.map((choice) => ({ ...choice, known: Boolean(choice.key) })),
		(choice) => choice.label[language] ?? '',
		'choice'
	);
	return {
		...question,
		label: written(question.label),
		help: written(question.help),
		choices: choosing ? choices.map((choice) => ({ ...choice, label: written(choice.label) })) : [],
		minimum: question.kind === 'number' ? question.minimum : null,
		maximum: question.kind === 'number' ? question.maximum : null
	};
}

/** Give what has no key one that is free; what the server knows keeps its own. */
function named<T extends { key: string; known: boolean }>(
	items: readonly T[],
	title: (item: T) => string,
	fallback: string
): Omit<T, 'known'>[] {
	const taken = new Set(items.filter(({ known }) => known).map(({ key }) => key));
	return items.map(({ known, ...item }) => {
		if (known) return item;
		const key = freeKey(item.key || slugify(title(item as T), fallback), taken);
		taken.add(key);
		return { ...item, key };
	});
}

let count = 0;

/** Return a new question. It has a key at once, which others may depend on. */
export function newQuestion(taken: readonly string[]): Drafted<Question> {
	const names = new Set(taken);
	do count += 1;
	while (names.has(`question-${count}`));
	return {
		key: `question-${count}`,
		kind: 'text',
		label: {},
		help: {},
		required: false,
		kinds: [],
		only_if: null,
		choices: [],
		minimum: null,
		maximum: null,
		withdrawn: false,
		known: false
	};
}

export function newConsent(): Drafted<ConsentAsked> {
	return {
		key: '',
		purpose: {},
		recipient: '',
		recipient_name: {},
		recipient_emails: [],
		required: false,
		withdrawn: false,
		known: false
	};
}

/** Return a list with one of its items moved by one place. */
export function moved<T>(items: readonly T[], from: number, by: -1 | 1): T[] {
	const made = [...items];
	const [item] = made.splice(from, 1);
	if (item !== undefined) made.splice(from + by, 0, item);
	return made;
}
