/** Whether browsers can keep a page here: they do so only on a page that nobody on the way could have changed. */
export function canOpenOffline(): boolean {
	return 'serviceWorker' in navigator;
}

/** The files that this page was made of so far; what is loaded later is told by asking again. */
function filesOfPage(): string[] {
	const loaded = performance.getEntriesByType('resource').map((entry) => new URL(entry.name));
	const own = loaded.filter((url) => url.origin === location.origin && url.pathname.startsWith('/_app/'));
	return [...new Set(['/favicon.svg', ...own.map((url) => url.pathname)])];
}

/**
 * Wait for the worker that is registered. `serviceWorker.ready` would wait for ever on a page that was come to from
 * outside the worker's scope.
 */
function activeOf(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
	const coming = registration.installing ?? registration.waiting;
	if (!coming) return Promise.resolve(registration.active);
	return new Promise((resolve) => {
		coming.addEventListener('statechange', () => {
			if (coming.state === 'activated') resolve(coming);
			if (coming.state === 'redundant') resolve(registration.active);
		});
	});
}

/** Have this page kept, so that it opens without a network; return whether it does. */
export async function keepPage(): Promise<boolean> {
	if (!canOpenOffline()) return false;
	try {
		const registration = await navigator.serviceWorker.register('/service-worker.js', { scope: '/e/' });
		const active = await activeOf(registration);
		if (!active) return false;
		return await new Promise<boolean>((resolve) => {
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = ({ data }) => resolve(data === true);
			active.postMessage({ page: location.pathname, files: filesOfPage() }, [port2]);
		});
	} catch {
		// Storage is refused, or there is no network: what was kept before stays.
		return false;
	}
}
