/** Something that is tried: whether it is under way, what it was refused with, what has been done. */
export class Attempt {
	busy = $state(false);
	problem = $state.raw<unknown>(null);
	done = $state('');

	/** Try `work`; return whether it went well, and then say `done`. */
	async run(work: () => Promise<unknown>, done = ''): Promise<boolean> {
		this.busy = true;
		this.clear();
		try {
			await work();
			this.done = done;
			return true;
		} catch (cause) {
			this.problem = cause;
			return false;
		} finally {
			this.busy = false;
		}
	}

	clear(): void {
		this.problem = null;
		this.done = '';
	}
}
