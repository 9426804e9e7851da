/** One field that the server refused: where it stands in the request, and why. */
export interface FieldError {
	pointer: string;
	detail: string;
}

/** A refusal of the API (RFC 9457), or `code` "unreachable" when no answer came at all. */
export class Problem extends Error {
	readonly status: number;
	readonly code: string;
	readonly detail: string;
	readonly errors: readonly FieldError[];
	readonly requestId: string | null;
	/** How the resource stands now, where a stale change was refused (412). */
	readonly current: unknown;
	/** What goes with the second factor, where one is asked for. */
	readonly ticket: string | null;
	/** Seconds after which trying again makes sense (429, 503). */
	readonly retryAfter: number | null;

	constructor(status: number, body: Record<string, unknown> = {}, retryAfter: string | null = null) {
		const title = text(body.title) ?? `HTTP ${status}`;
		super(text(body.detail) ?? title);
		this.name = 'Problem';
		this.status = status;
		this.code = text(body.code) ?? 'http_' + status;
		this.detail = this.message;
		this.errors = Array.isArray(body.errors) ? (body.errors as FieldError[]) : [];
		this.requestId = text(body.request_id);
		this.current = body.current ?? null;
		this.ticket = text(body.ticket);
		this.retryAfter = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
	}

	/** Say what is wrong with the body's field at a JSON pointer such as `/title/en`, or with something inside it. */
	of(pointer: string): string | undefined {
		const whole = '/body' + pointer;
		return this.errors.find((e) => e.pointer === whole || e.pointer.startsWith(whole + '/'))?.detail;
	}
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value ? value : null;
}

/** Nothing was reached: no network, or the server is away. Nothing that was asked for is known to have happened. */
export function unreachable(): Problem {
	return new Problem(0, { code: 'unreachable', title: 'The server could not be reached' });
}

/** Read the refusal that a response carries, whether or not it is a problem document. */
export async function problemOf(response: Response): Promise<Problem> {
	let body: unknown = null;
	if (response.headers.get('content-type')?.includes('json')) {
		body = await response.json().catch(() => null);
	}
	const document = body && typeof body === 'object' ? (body as Record<string, unknown>) : {};
	return new Problem(response.status, document, response.headers.get('retry-after'));
}
