/** Whether somebody is whom one looks for: by a part of the address, and by role. */
export function fits(
	row: { email: string; role: string },
	{ text, role }: { text: string; role: string }
): boolean {
	return (!role || row.role === role) && row.email.toLowerCase().includes(text.trim().toLowerCase());
}
