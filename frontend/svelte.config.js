import { writeFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const built = adapter({ fallback: 'index.html', precompress: true });

/**
 * The static adapter, which also writes down at which addresses there are pages: the server answers 200 to those
 * and 404 to all others.
 * @type {import('@sveltejs/kit').Adapter}
 */
const withAddresses = {
	name: built.name,
	async adapt(builder) {
		await built.adapt(builder);
		const patterns = builder.routes.map(({ pattern }) => pattern.source);
		writeFileSync('build/pages.json', JSON.stringify(patterns));
	}
};

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		adapter: withAddresses,
		alias: { $embed: 'src/embed' },
		// The server puts pages at any depth, so addresses of scripts start at the root.
		paths: { relative: false },
		// Only pages that open without a network ask for the service worker (`lib/schedule/offline.ts`).
		serviceWorker: { register: false }
	}
};
