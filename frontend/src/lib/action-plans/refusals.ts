import type { Problem } from '$lib/api/problem';

/** Name the paths that a refusal points to, as they were sent; where it names none, all of them. */
export function reasonsOf(problem: Problem, sent: readonly string[]): Map<string, string> {
	const named = problem.errors.flatMap(({ pointer, detail }) => {
		const path = pathOf(pointer);
		return sent.includes(path) ? [[path, detail] as const] : [];
	});
	return new Map(named.length ? named : sent.map((path) => [path, problem.detail] as const));
}

/** The path of a field that a JSON pointer such as `/body/changes/actions~1…~1title` leads to. */
export function pathOf(pointer: string): string {
	return pointer
		.replace(/^\/(body\/)?((changes|fields)\/)?/, '')
		.replaceAll('~1', '/')
		.replaceAll('~0', '~');
}
