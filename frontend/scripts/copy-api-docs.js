// Swagger UI, which /api/docs shows: served from here, for no page of ours loads scripts from elsewhere.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const from = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const to = new URL('../build/api-docs/', import.meta.url).pathname;

mkdirSync(to, { recursive: true });
for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
	const built = join(to, name);
	copyFileSync(join(from, name), built);
	const bytes = readFileSync(built);
	writeFileSync(`${built}.gz`, gzipSync(bytes, { level: 9 }));
	writeFileSync(`${built}.br`, brotliCompressSync(bytes));
}
