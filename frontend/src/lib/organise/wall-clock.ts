/** Wall-clock times in an edition's zone, and back to moments. Days are `2019-10-28`, times `09:00`. */
export interface Wall {
	day: string;
	time: string;
	/** The second of two equal wall-clock times, when the clocks go back. */
	second: boolean;
}

const MINUTE = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Return the wall clock's reading at a moment as if it were UTC, in milliseconds. */
function reading(moment: number, zone: string): number {
	let format = formats.get(zone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-GB', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit'
		});
		formats.set(zone, format);
	}
	const parts: Record<string, number> = {};
	for (const { type, value } of format.formatToParts(moment)) parts[type] = Number(value);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
	return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Return every moment at which the clock shows that day and time: two when it goes back, none when it skips it. */
export function momentsAt(day: string, time: string, zone: string): number[] {
	const wanted = Date.parse(`${day}T${time}:00Z`);
	if (Number.isNaN(wanted)) return [];
	// Offsets a day before and after are those on either side of a change of the clocks.
	const offsets = new Set(
		[-24, 24].map((hours) => {
			const near = wanted + hours * 60 * MINUTE;
			return reading(near, zone) - near;
		})
	);
	return [...offsets]
		.map((offset) => wanted - offset)
		.filter((moment) => reading(moment, zone) === wanted)
		.sort((a, b) => a - b);
}

/** Return the moment of a wall-clock time as the API writes it, or null when there is no such time. */
export function toMoment({ day, time, second }: Wall, zone: string): string | null {
	const moments = momentsAt(day, time, zone);
	const moment = second ? moments.at(-1) : moments[0];
	return moment === undefined ? null : new Date(moment).toISOString().replace('.000Z', 'Z');
}

/** Return what the clock on the wall shows at a moment. */
export function toWall(moment: string, zone: string): Wall {
	const at = Date.parse(moment);
	const shown = new Date(reading(at, zone)).toISOString();
	const day = shown.slice(0, 10);
	const time = shown.slice(11, 16);
	return {
		day,
		time,
		second: Math.floor((momentsAt(day, time, zone)[0] ?? at) / MINUTE) < Math.floor(at / MINUTE)
	};
}

/** Return the ISO date some days after another. */
export function addDays(day: string, count: number): string {
	return new Date(Date.parse(day) + count * 24 * 60 * MINUTE).toISOString().slice(0, 10);
}

/** Return every ISO date from one to another; none when they are the wrong way round or too far apart. */
export function daysBetween(first: string, last: string, most: number): string[] {
	const count = (Date.parse(last) - Date.parse(first)) / (24 * 60 * MINUTE) + 1;
	if (!(count >= 1 && count <= most)) return [];
	return Array.from({ length: count }, (_, i) => addDays(first, i));
}
