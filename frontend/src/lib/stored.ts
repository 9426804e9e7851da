/** One named value in the browser's local storage; silently absent where storage is refused. */
export function stored(name: string) {
	return {
		read(): string | null {
			try {
				return localStorage.getItem(name);
			} catch {
				return null;
			}
		},
		write(value: string | null): void {
			try {
				if (value === null) localStorage.removeItem(name);
				else localStorage.setItem(name, value);
			} catch {
				// Private windows may refuse; the choice then lasts as long as the page.
			}
		}
	};
}
