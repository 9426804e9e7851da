import { defineConfig } from 'vite';

// <madang-agenda> for any page: one script with its style inside, and that style as a file for pages of our own, as is
// the style of the registry of action plans.
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
			input: {
				agenda: 'src/embed/agenda.ts',
				style: 'src/embed/embed.css',
				registry: 'src/embed/registry.css'
			},
			preserveEntrySignatures: 'strict',
			output: {
				entryFileNames: '[name].js',
				assetFileNames: ({ names }) =>
					names[0]?.startsWith('registry') ? 'registry[extname]' : 'agenda[extname]'
			}
		}
	}
});
