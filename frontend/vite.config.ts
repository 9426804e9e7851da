import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const backend = process.env.MADANG_DEV_BACKEND ?? 'http://127.0.0.1:8000';
const proxied = ['/api', '/public', '/embed', '/health'];

export default defineConfig({
	plugins: [sveltekit()],
	server: { proxy: Object.fromEntries(proxied.map((path) => [path, backend])) },
	// happy-dom gives the tests a document; `browser` picks Svelte's client build over its server build.
	resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
	test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], restoreMocks: true }
});
