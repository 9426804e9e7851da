/** The light Markdown of programme texts: paragraphs, lists, links and emphasis; never HTML. */
export type Inline =
	| { kind: 'text'; text: string }
	| { kind: 'em'; parts: Inline[] }
	| { kind: 'strong'; parts: Inline[] }
	| { kind: 'link'; href: string; parts: Inline[] };
export type Block = { kind: 'p'; parts: Inline[] } | { kind: 'ul' | 'ol'; items: Inline[][] };

const ITEM = /^\s{0,3}(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const DEPTH = 4;

/** Read a text into blocks. What is no Markdown of ours stays as the characters that it is. */
export function readMarkdown(source: string): Block[] {
	const blocks: Block[] = [];
	for (const chunk of source.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/)) {
		let lines: string[] = [];
		let list: { kind: 'ul' | 'ol'; items: string[] } | null = null;
		const endParagraph = () => {
			if (lines.length) blocks.push({ kind: 'p', parts: readInline(lines.join(' ')) });
			lines = [];
		};
		const endList = () => {
			if (list) blocks.push({ kind: list.kind, items: list.items.map((item) => readInline(item)) });
			list = null;
		};
		for (const line of chunk.split('\n')) {
			const item = ITEM.exec(line);
			if (item) {
				endParagraph();
				const kind = item[1] ? 'ul' : 'ol';
				if (list && (list as { kind: string }).kind !== kind) endList();
				list ??= { kind, items: [] };
				list.items.push(item[3] ?? '');
			} else if (list && line.trim()) {
				const { items } = list as { items: string[] };
				items.push(`${items.pop() ?? ''} ${line.trim()}`);
			} else if (line.trim()) {
				lines.push(line.trim());
			}
		}
		endParagraph();
		endList();
	}
	return joinLists(blocks);
}

/** Items may stand apart by an empty line and still be one list. */
function joinLists(blocks: Block[]): Block[] {
	const joined: Block[] = [];
	for (const block of blocks) {
		const last = joined.at(-1);
		if (last && last.kind !== 'p' && block.kind === last.kind) last.items.push(...block.items);
		else joined.push(block);
	}
	return joined;
}

// A link, strong text, emphasis (not inside a word for _), or an address as it stands.
const MARK =
	/\[([^\]\n]{1,500})\]\(([^)\s]{1,2000})\)|\*\*(?=\S)([^\n]*?\S)\*\*|\*(?=[^\s*])([^*\n]*?[^\s*])\*|(?<![\p{L}\p{N}_])_(?=[^\s_])([^_\n]*?[^\s_])_(?![\p{L}\p{N}_])|https?:\/\/[^\s<>"']{1,2000}/u;

function readInline(text: string, depth = 0): Inline[] {
	const parts: Inline[] = [];
	let rest = text;
	while (rest) {
		const found = depth < DEPTH ? MARK.exec(rest) : null;
		if (!found) {
			parts.push({ kind: 'text', text: rest });
			break;
		}
		if (found.index) parts.push({ kind: 'text', text: rest.slice(0, found.index) });
		const [whole, label, target, strong, star, underscore] = found;
		let used = whole;
		if (label !== undefined && target !== undefined) {
			const href = safeAddress(target);
			if (href) parts.push({ kind: 'link', href, parts: readInline(label, DEPTH) });
			else parts.push({ kind: 'text', text: whole });
		} else if (strong !== undefined) {
			parts.push({ kind: 'strong', parts: readInline(strong, depth + 1) });
		} else if (star !== undefined || underscore !== undefined) {
			parts.push({ kind: 'em', parts: readInline(star ?? underscore ?? '', depth + 1) });
		} else {
			// A full stop after an address ends the sentence, not the address.
			used = whole.replace(/[.,;:!?)\]]+$/, '');
			parts.push({ kind: 'link', href: used, parts: [{ kind: 'text', text: used }] });
		}
		rest = rest.slice(found.index + used.length);
	}
	return parts;
}

/** Return an address that a link may go to (web, mail, telephone), or null. */
export function safeAddress(target: string): string | null {
	return /^(https?:\/\/[^\s]|mailto:[^\s]|tel:[+\d])/i.test(target) ? target : null;
}
