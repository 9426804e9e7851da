import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const backend = process.env.MADANG_DEV_BACKEND ?? 'http://127.0.0.1:8000';
const proxied = ['/api', '/public', '/embed', '/health'];

/** Kit hides its announcer by a style attribute, which our Content-Security-Policy forbids; a class does the same. */
function hiddenByClass(): Plugin {
	const styled = /(<div id="svelte-announcer"[^>]*) style="[^"]*"/;
	return {
		name: 'madang:announcer',
		enforce: 'pre',
		transform(code, id) {
			if (!id.endsWith('/generated/root.svelte')) return;
			if (!styled.test(code)) throw new Error("Kit's announcer is not as it was: look at this again");
			return { code: code.replace(styled, '$1 class="visually-hidden"'), map: null };
		}
	};
}

/**
 * The embeddable element carries its style inside. Here the server's first view has linked it already, and
 * AgendaView sees to it where not: as a style sheet it costs no script.
 */
function styleByLink(): Plugin {
	const NOTHING = '\0no-style';
	return {
		name: 'madang:agenda-style',
		enforce: 'pre',
		resolveId: (source) => (source.endsWith('/agenda.css?inline') ? NOTHING : undefined),
		load: (id) => (id === NOTHING ? "export default ''" : undefined)
	};
}

/**
 * One file for what every page is made of and one for the agenda's, each with all that it needs, and one for what
 * many pages of those who sign in share, instead of dozens of small ones: they compress better, take fewer round trips
 * on a slow line, and every page carries a shorter list of them. Who registers loads no agenda.
 */
function fewFiles(): Plugin {
	const groups = [
		{
			name: 'shell',
			test: /generated\/root|components\/svelte-5\/layout|client\/dom\/blocks\/key|src\/(hooks\.client|lib\/(shell\/|api\/(client|problem|load)\.|stored|design\/(Badge|Button|EmptyState|ErrorPage|ErrorState|Icon|Notice|Skeleton|explain|focus)\.|programme\/(dates|first-view|public)\.))/,
			priority: 2
		},
		{ name: 'agenda', test: /src\/lib\/programme\/(AgendaView|EditionHeader|NowNext)\.svelte/, priority: 1 },
		{ name: 'often', test: /openapi-fetch|src\/lib\/(?!organise|.*\/messages)/, minShareCount: 20 },
		// Small, and where something is typed it is needed at once.
		{ name: 'often', test: /src\/lib\/(autosave|design\/(Field|Dialog))/ }
	];
	return {
		name: 'madang:few-files',
		applyToEnvironment: (environment) => environment.name === 'client',
		outputOptions: (options) => ({
			...options,
			codeSplitting: { groups },
			entryFileNames: shortly(options.entryFileNames),
			chunkFileNames: shortly(options.chunkFileNames),
			assetFileNames: shortly(options.assetFileNames)
		})
	};
}

/** Every page carries the names of all files, and nothing makes a hash smaller: this is the shortest that may be. */
function shortly<T>(names: T): T {
	return (typeof names === 'string' ? names.replace('[hash]', '[hash:7]') : names) as T;
}

/**
 * Svelte's runtime is one module that names all others. It does nothing by itself: said so, the shell takes along
 * only those that it uses, and inputs, transitions and the like go where they are used.
 */
function onlyUsedRuntime(): Plugin {
	return {
		name: 'madang:only-used-runtime',
		transform: {
			filter: { id: /\/svelte\/src\/internal\/client\/index\.js$/ },
			handler: () => ({ moduleSideEffects: false })
		}
	};
}

export default defineConfig({
	plugins: [
		hiddenByClass(),
		...(process.env.VITEST ? [] : [styleByLink(), onlyUsedRuntime(), fewFiles()]),
		sveltekit()
	],
	server: { proxy: Object.fromEntries(proxied.map((path) => [path, backend])) },
	// happy-dom gives the tests a document; `browser` picks Svelte's client build over its server build.
	resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
	test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], restoreMocks: true }
});
