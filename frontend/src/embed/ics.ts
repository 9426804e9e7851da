/**
 * Return the calendar with only the entries of some sessions. What the feed wrote is kept as it is, so that a
 * calendar that also subscribed recognises each entry by its UID.
 */
export function pickEntries(calendar: string, edition: string, keys: readonly string[]): string {
	const [head, ...entries] = calendar.replace(/END:VCALENDAR\s*$/, '').split(/(?=BEGIN:VEVENT)/);
	const wanted = entries.filter((entry) => {
		// Long lines are folded: RFC 5545 §3.1.
		const uid = /^UID:(.*)/m.exec(entry.replace(/\r?\n[ \t]/g, ''))?.[1];
		return keys.some((key) => uid?.trim() === `${key}.${edition}@madang`);
	});
	return `${head}${wanted.join('')}END:VCALENDAR\r\n`;
}
