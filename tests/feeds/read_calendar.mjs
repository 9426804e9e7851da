// Reads a calendar from standard input as a calendar program does, by ical.js, and prints what it understood:
// each event's moments on the clocks of the zones given as arguments.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../frontend/package.json', import.meta.url));
const ICAL = require('ical.js').default ?? require('ical.js');

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')));
for (const zone of calendar.getAllSubcomponents('vtimezone')) {
	ICAL.TimezoneService.register(zone);
}

function clock(time, zone) {
	const parts = new Intl.DateTimeFormat('sv-SE', {
		timeZone: zone,
		dateStyle: 'short',
		timeStyle: 'short'
	});
	return parts.format(time.toJSDate());
}

const events = calendar.getAllSubcomponents('vevent').map((component) => {
	const event = new ICAL.Event(component);
	return {
		uid: event.uid,
		summary: event.summary,
		description: event.description,
		location: event.location,
		status: component.getFirstPropertyValue('status'),
		sequence: event.sequence,
		categories: component.getAllProperties('categories').flatMap((property) => property.getValues()),
		start: Object.fromEntries(process.argv.slice(2).map((zone) => [zone, clock(event.startDate, zone)])),
		end: Object.fromEntries(process.argv.slice(2).map((zone) => [zone, clock(event.endDate, zone)]))
	};
});
const name = calendar.getFirstPropertyValue('x-wr-calname');
process.stdout.write(JSON.stringify({ name, events }));
