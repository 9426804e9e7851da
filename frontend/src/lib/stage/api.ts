import { api } from '$lib/api/api';
import { body, ifMatch, retryKey } from '$lib/api/client';
import type { Timer, TimerBody } from './types';

const TIMER = '/api/v1/editions/{edition}/sessions/{session_id}/timer';

/** What an organiser does to the timer of a session, each on the version that they see. */
export function controlsOf(edition: string, session_id: string) {
	const path = { edition, session_id };
	const on = ({ version }: Timer) => ({ params: { path }, headers: { ...ifMatch(version), ...retryKey() } });
	return {
		/** Whether the caller works on this session: whoever organises another edition does not. */
		read: (): Promise<Timer> => body(api.GET(TIMER, { params: { path } })),
		set: (timer: Timer, fields: TimerBody): Promise<Timer> =>
			body(api.PUT(TIMER, { params: { path }, headers: ifMatch(timer.version), body: fields })),
		start: (timer: Timer): Promise<Timer> => body(api.POST(`${TIMER}/start`, on(timer))),
		pause: (timer: Timer): Promise<Timer> => body(api.POST(`${TIMER}/pause`, on(timer))),
		reset: (timer: Timer): Promise<Timer> => body(api.POST(`${TIMER}/reset`, on(timer))),
		add: (timer: Timer, seconds: number): Promise<Timer> =>
			body(api.POST(`${TIMER}/add`, { ...on(timer), body: { seconds } }))
	};
}
