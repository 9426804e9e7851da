import catalogue from './catalogue.json';
import { goalOf } from './labels/sdg';

export const GOALS: readonly string[] = catalogue.sdg.filter((code) => !code.includes('.'));

export const targetsOf = (goal: string): string[] =>
	catalogue.sdg.filter((code) => code.startsWith(`${goal}.`));

const bare = (text: string): string =>
	text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();

/**
 * Return the goals and targets that fit what was typed: a code (`11`, `11.c`) or words, each of which stands somewhere in
 * the title, or in the title of the goal. Nothing typed: all goals.
 */
export function findSdg(typed: string, titleOf: (code: string) => string): string[] {
	const wanted = bare(typed.trim());
	if (!wanted) return [...GOALS];
	if (/^\d/.test(wanted)) {
		const code = wanted.replace(/\s/g, '');
		return catalogue.sdg.filter(
			(one) => one === code || one.startsWith(code.includes('.') ? code : `${code}.`)
		);
	}
	const words = wanted.split(/\s+/);
	const own = (code: string) => bare(titleOf(code));
	const direct = catalogue.sdg.filter((code) => words.every((word) => own(code).includes(word)));
	const byGoal = catalogue.sdg.filter((code) => {
		const both = `${own(code)} ${own(goalOf(code))}`;
		return code.includes('.') && words.every((word) => both.includes(word)) && !direct.includes(code);
	});
	return [...direct, ...byGoal];
}
