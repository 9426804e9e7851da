// Links the shell's styles in the built page, so that the server's first view is dressed before any script has come.
// Kit itself loads them with the first script; it sees these links and does not load them twice.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const PAGE = 'build/index.html';
const manifest = JSON.parse(readFileSync('.svelte-kit/output/client/.vite/manifest.json', 'utf8'));
const layout = Object.values(manifest).find((entry) => entry.src?.endsWith('/nodes/0.js'));
if (!layout?.css?.length) throw new Error('the root layout has no styles to link');

const links = layout.css.map((file) => `<link rel="stylesheet" href="/${file}" />`).join('\n\t\t');
const page = readFileSync(PAGE, 'utf8');
const linked = page.replace('<!--madang:head-->', `${links}\n\t\t<!--madang:head-->`);
if (linked === page) throw new Error(`${PAGE} has no place for the server's head`);

writeFileSync(PAGE, linked);
writeFileSync(`${PAGE}.gz`, gzipSync(linked, { level: 9 }));
writeFileSync(`${PAGE}.br`, brotliCompressSync(linked, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
