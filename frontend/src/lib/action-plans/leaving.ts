import { mount, unmount } from 'svelte';
import { ready } from './i18n';
import LeaveDialog from './LeaveDialog.svelte';

/** Ask whoever signs out whether what was not sent may be lost. */
export async function askToLeave(): Promise<boolean> {
	await ready();
	return new Promise((resolve) => {
		const dialog = mount(LeaveDialog, {
			target: document.body,
			props: {
				onanswer: (leave: boolean) => {
					resolve(leave);
					void unmount(dialog);
				}
			}
		});
	});
}
