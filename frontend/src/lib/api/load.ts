import { error, isHttpError, isRedirect } from '@sveltejs/kit';
import { Problem } from './problem';

/** Wait for what a page shows; a refusal becomes the error page that says what happened and what to do. */
export async function orErrorPage<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (cause) {
		if (isHttpError(cause) || isRedirect(cause) || !(cause instanceof Problem)) throw cause;
		throw error(cause.status >= 400 ? cause.status : 503, {
			message: cause.detail,
			code: cause.code,
			requestId: cause.requestId ?? undefined
		});
	}
}
