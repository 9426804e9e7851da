import { stored } from '$lib/stored';
import type { Account } from '$lib/api/types';

// The refresh cookie cannot be read; this mark spares every anonymous visitor a request that would be refused.
const mark = stored('madang:signed-in');

let account = $state.raw<Account | null>(null);
let mustChangePassword = $state(false);

/** Who is signed in. Components that read it follow its changes; what changes it is in `sign-in.ts`. */
export const session = {
	get account(): Account | null {
		return account;
	},
	get mustChangePassword(): boolean {
		return mustChangePassword;
	},
	/** Whether this browser may still have a login. */
	get likely(): boolean {
		return mark.read() !== null;
	},
	begin(who: Account, withGivenPassword: boolean): void {
		mark.write('yes');
		account = who;
		mustChangePassword = withGivenPassword;
	},
	end(): void {
		mark.write(null);
		account = null;
		mustChangePassword = false;
	}
};
