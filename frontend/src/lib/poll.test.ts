import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whileSeen } from './poll';

describe('whileSeen', () => {
	let seen = true;

	beforeEach(() => {
		vi.useFakeTimers();
		seen = true;
		vi.spyOn(document, 'hidden', 'get').mockImplementation(() => !seen);
	});

	afterEach(() => {
		vi.useRealTimers();
		vi.restoreAllMocks();
	});

	it('works at every turn until it is ended', async () => {
		const work = vi.fn(async () => undefined);
		const end = whileSeen(100, work);
		await vi.advanceTimersByTimeAsync(250);
		end();
		await vi.advanceTimersByTimeAsync(250);
		expect(work).toHaveBeenCalledTimes(2);
	});

	it('rests while the page is hidden', async () => {
		const work = vi.fn(async () => undefined);
		seen = false;
		const end = whileSeen(100, work);
		await vi.advanceTimersByTimeAsync(250);
		expect(work).not.toHaveBeenCalled();
		seen = true;
		await vi.advanceTimersByTimeAsync(100);
		expect(work).toHaveBeenCalledTimes(1);
		end();
	});

	it('waits for work under way, and goes on after what failed', async () => {
		let fail: (cause: Error) => void = () => undefined;
		const work = vi.fn(() => new Promise<void>((_, reject) => (fail = reject)));
		const end = whileSeen(100, work);
		await vi.advanceTimersByTimeAsync(350);
		expect(work).toHaveBeenCalledTimes(1);
		fail(new Error('lost'));
		await vi.advanceTimersByTimeAsync(100);
		expect(work).toHaveBeenCalledTimes(2);
		end();
	});
});
