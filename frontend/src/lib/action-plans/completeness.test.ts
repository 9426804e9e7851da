import { describe, expect, test } from 'vitest';
import { Completeness, type Known } from './completeness';
import cases from './completeness.cases.json';
import type { Fields } from './draft';
import { RowIndex, type Read } from './rows';

const known: Known = {
	sources: new Set(cases.known.session),
	codes: new Set([...cases.known.pillars, ...cases.known.strengths])
};

// The server's test reads the same cases: what the editor says without a network is what handing in will say.
describe('how full a plan is, as the server says it', () => {
	test.each(cases.cases)('$name', ({ fields, sections, needed, empty, faults }) => {
		const read: Read = (path) => (fields as unknown as Fields)[path] ?? null;
		const index = new RowIndex(Object.keys(fields));
		const found = new Completeness().of((parent, kind) => index.list(parent, kind, read), read, known);

		expect(Object.fromEntries(found.sections.map(({ name, filled, of }) => [name, [filled, of]]))).toEqual(
			sections
		);
		expect([...found.needed].sort()).toEqual(needed);
		expect([...found.empty].sort()).toEqual(empty);
		expect(found.faults.map(({ path, code }) => `${path} ${code}`).sort()).toEqual(faults);
	});
});
