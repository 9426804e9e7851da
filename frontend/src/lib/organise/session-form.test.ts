import { describe, expect, test } from 'vitest';
import { bodyOf, changedFields, disputes, emptyForm, formOf } from './session-form';
import type { Edition, Session } from './types';

const edition = {
	timezone: 'Europe/Paris',
	default_language: 'en',
	languages: ['en', 'ko'],
	days: ['2019-10-26', '2019-10-27']
} as Edition;

const visit: Session = {
	id: 'a',
	key: 'visit',
	kind: 'field_visit',
	title: { en: 'Visit', ko: '방문' },
	abstract: {},
	starts_at: '2019-10-26T20:00:00Z',
	ends_at: '2019-10-27T01:30:00Z',
	status: 'tentative',
	venue_id: null,
	room_id: null,
	capacity: 30,
	languages: ['en'],
	interpretation: [{ language: 'ko', mode: 'consecutive' }],
	materials: [{ title: { en: 'Map' }, url: 'https://example.org/map' }],
	topic_ids: ['t'],
	people: [{ person_id: 'p', role: 'host', state: 'invited', contribution: {} }],
	options: [
		{
			id: 'o',
			key: 'one',
			title: { en: 'One' },
			stops: [
				{
					id: 's',
					key: 'site',
					venue_id: 'v',
					title: {},
					starts_at: '2019-10-26T23:00:00Z',
					ends_at: null,
					status: 'tentative'
				}
			]
		}
	],
	version: 4,
	created_at: '2019-01-01T00:00:00Z',
	updated_at: '2019-01-01T00:00:00Z'
};

describe('the form of a session', () => {
	test('gives back what was stored, over midnight and over a change of the clocks', () => {
		const { body, faults } = bodyOf(formOf(visit, edition), edition);

		expect(faults).toEqual({});
		expect(body).toMatchObject({ starts_at: visit.starts_at, ends_at: visit.ends_at });
		expect(body.options).toEqual([
			{
				key: 'one',
				title: { en: 'One' },
				stops: [
					{
						key: 'site',
						venue_id: 'v',
						title: {},
						starts_at: '2019-10-26T23:00:00Z',
						ends_at: null,
						status: 'tentative'
					}
				]
			}
		]);
		expect(changedFields(bodyOf(formOf(visit, edition), edition).body, body)).toEqual({});
	});

	test('says where something is missing or impossible', () => {
		const form = emptyForm(edition, '2019-10-26', '10:00');
		form.title = { ko: '방문' };
		form.end = '09:00';
		form.materials = [{ row: 1, title: {}, url: 'map.pdf' }];
		form.options = [
			{
				row: 2,
				key: null,
				title: { en: 'A' },
				stops: [{ row: 3, key: null, venueId: '', title: {}, start: '', end: '', status: 'tentative' }]
			}
		];

		expect(bodyOf(form, edition).faults).toEqual({
			'/title': 'default_language',
			'/ends_at': 'order',
			'/materials/0/title': 'title',
			'/materials/0/url': 'material_url',
			'/options/0/stops/0/venue_id': 'stop_venue'
		});
	});

	test('names new options and stops without taking a name that is there', () => {
		const form = formOf(visit, edition);
		form.options.push({ row: 1, key: null, title: { en: 'One' }, stops: [] });

		expect(bodyOf(form, edition).body.options.map((option) => option.key)).toEqual(['one', 'one-2']);
	});

	test('a stop outside its session is told beside the stop', () => {
		const form = formOf(visit, edition);
		form.overnight = false;
		form.end = '23:00';
		form.options[0]!.stops[0]!.start = '21:00';

		expect(bodyOf(form, edition).faults).toEqual({ '/options/0/stops/0/starts_at': 'stop_time' });
	});

	test('sends only what was changed', () => {
		const form = formOf(visit, edition);
		form.title.fr = 'Visite';

		expect(changedFields(bodyOf(formOf(visit, edition), edition).body, bodyOf(form, edition).body)).toEqual({
			title: { en: 'Visit', ko: '방문', fr: 'Visite' }
		});
	});

	test('tells apart what one of two changed and what both did', () => {
		const base = bodyOf(formOf(visit, edition), edition).body;

		const found = disputes(
			base,
			{ ...base, status: 'confirmed', capacity: 20 },
			{ ...base, status: 'cancelled', kind: 'social' }
		);

		expect(found.map(({ field, both, suggested }) => [field, both, suggested])).toEqual([
			['kind', false, 'theirs'],
			['status', true, 'mine'],
			['capacity', false, 'mine']
		]);
	});
});
