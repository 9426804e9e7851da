// Holds the weight of what visitors load: all scripts of the public agenda's addresses, and the embeddable element.
// Fails the build when one is too heavy.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const CLIENT = '.svelte-kit/output/client/';
const LIMITS = { route: 60 * 1024, embed: 8 * 1024 };
const ROUTES = { '/': 'src/routes/+page.svelte', '/e/{slug}': 'src/routes/e/[slug]/+page.svelte' };

const manifest = JSON.parse(readFileSync(`${CLIENT}.vite/manifest.json`, 'utf8'));
const weigh = (path) => gzipSync(readFileSync(path), { level: 9 }).length;

/** Everything that loading an entry of the manifest loads with it. */
function withImports(key, seen = new Set()) {
	if (!seen.has(key)) {
		seen.add(key);
		for (const child of manifest[key].imports ?? []) withImports(child, seen);
	}
	return seen;
}

/** The entries of Kit's node for a component, and of the layouts above it. */
function nodesOf(component) {
	const parts = component.split('/').slice(0, -1);
	const layouts = parts.map((_, i) => `${parts.slice(0, i + 1).join('/')}/+layout`);
	const wanted = [component, ...layouts.flatMap((path) => [`${path}.svelte`, `${path}.ts`])];
	return Object.keys(manifest).filter((key) => {
		if (!/\/nodes\/\d+\.js$/.test(key)) return false;
		const source = readFileSync(key, 'utf8');
		return wanted.some((path) => source.includes(`/${path}"`));
	});
}

const started = Object.keys(manifest).filter((key) =>
	/client\/entry\.js$|client-optimized\/app\.js$/.test(key)
);
const words = Object.keys(manifest).filter((key) => /^src\/lib\/i18n\/messages\/\w+\.ts$/.test(key));
if (started.length !== 2 || words.length < 4) throw new Error('the manifest is not as this check knows it');

let failed = false;
function report(name, bytes, limit) {
	const verdict = bytes <= limit ? 'ok' : 'TOO HEAVY';
	console.log(
		`${name.padEnd(28)} ${(bytes / 1024).toFixed(1).padStart(6)} kB gzip of ${limit / 1024}  ${verdict}`
	);
	failed ||= bytes > limit;
}

for (const [route, component] of Object.entries(ROUTES)) {
	const nodes = nodesOf(component);
	if (nodes.length < 2) throw new Error(`no node for ${route}`);
	const keys = new Set([...started, ...nodes].flatMap((key) => [...withImports(key)]));
	const files = new Set([...keys].map((key) => CLIENT + manifest[key].file));
	const scripts = [...files].reduce((sum, file) => sum + weigh(file), 0);
	const language = Math.max(...words.map((key) => weigh(CLIENT + manifest[key].file)));
	report(`scripts of ${route}`, scripts + language, LIMITS.route);
}
report('embed/agenda.js', weigh('build/embed/agenda.js'), LIMITS.embed);
process.exitCode = failed ? 1 : 0;
