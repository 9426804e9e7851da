/** What somebody pasted, taken apart: addresses each once, and what is none and may have been meant as one. */
export interface Pasted {
	addresses: string[];
	rest: string[];
}

const NAMED = /(?:"[^"\n]*"|[^<>,;"\n])*<\s*([^<>\s]+)\s*>/g;
const ALMOST = /\w\.\w/;

/**
 * Take apart what somebody pasted, by line, comma, semicolon or space, also `Name <a@b>`. Names beside an address are
 * let go; what stands alone, or looks like an address without its "@", is given back as `rest`.
 */
export function splitAddresses(text: string): Pasted {
	const addresses = new Map<string, string>();
	const rest: string[] = [];
	const bare = text.replace(NAMED, (_, address: string) => `\n${address}\n`);
	for (const entry of bare.split(/[,;\n]+/)) {
		const words = entry.split(/\s+/).filter(Boolean);
		const named = words.some((word) => word.includes('@'));
		for (const word of words) {
			if (word.includes('@')) {
				if (!addresses.has(word.toLowerCase())) addresses.set(word.toLowerCase(), word);
			} else if (!named || ALMOST.test(word)) {
				rest.push(word);
			}
		}
	}
	return { addresses: [...addresses.values()], rest };
}
