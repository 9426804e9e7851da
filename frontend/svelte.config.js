import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ fallback: 'index.html', precompress: true }),
		alias: { $embed: 'src/embed' },
		// The server puts pages at any depth, so addresses of scripts start at the root.
		paths: { relative: false }
	}
};
