import { stored } from '$lib/stored';
import { without, type Kept } from './draft';

/** Where this device keeps what one account has typed for one report until the server has it, by action. */
export function keptFor(report: string, account: string) {
	const place = stored(`madang:report:${report}:${account}`);
	const all = (): Record<string, Kept> => {
		try {
			return (JSON.parse(place.read() ?? '{}') ?? {}) as Record<string, Kept>;
		} catch {
			return {};
		}
	};
	return {
		read: (action: string): Kept | null => {
			const kept = all()[action];
			return kept?.base && kept.draft ? kept : null;
		},
		write(action: string, kept: Kept | null): void {
			const others = without(all(), action);
			const now = kept ? { ...others, [action]: kept } : others;
			place.write(Object.keys(now).length ? JSON.stringify(now) : null);
		}
	};
}
