/** Take apart what somebody pasted: addresses by line, comma, semicolon or space, each once, also out of `Name <a@b>`. */
export function splitAddresses(text: string): string[] {
	const parts = text
		.split(/[\s,;]+/)
		.map((part) => part.replace(/^<|>$/g, ''))
		.filter((part) => part.includes('@'));
	return [...new Map(parts.map((part) => [part.toLowerCase(), part])).values()];
}
