import type { Period } from './types';

/** Return the days on which whoever owes a report is reminded, ascending, each once. */
export function reminderDays({
	due_on,
	remind_before,
	remind_after
}: Pick<Period, 'due_on' | 'remind_before' | 'remind_after'>): string[] {
	const offsets = [...remind_before.map((days) => -days), ...remind_after];
	const days = offsets.map((offset) => {
		const day = new Date(`${due_on}T00:00:00Z`);
		day.setUTCDate(day.getUTCDate() + offset);
		return day.toISOString().slice(0, 10);
	});
	return [...new Set(days)].sort();
}

/** Read numbers of days with commas between them; null when they are none. Nothing is no number. */
export function readDays(typed: string): number[] | null {
	const parts = typed.split(/[\s,;、]+/).filter(Boolean);
	const days = parts.map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : NaN));
	return days.length <= 10 && days.every((day) => day <= 366) ? [...new Set(days)] : null;
}
