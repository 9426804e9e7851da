import { defineConfig } from 'vite';

// <madang-agenda> for any page: one script with its style inside, and that style as a file for pages of our own.
export default defineConfig({
	publicDir: false,
	build: {
		outDir: 'build/embed',
		emptyOutDir: true,
		target: 'es2022',
		// light-dark() and container queries stay as they are written.
		cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
		modulePreload: false,
		rolldownOptions: {
			input: { agenda: 'src/embed/agenda.ts', style: 'src/embed/embed.css' },
			preserveEntrySignatures: 'strict',
			output: { entryFileNames: '[name].js', assetFileNames: 'agenda[extname]' }
		}
	}
});
