import type { HandleClientError } from '@sveltejs/kit';
import { Problem } from '$lib/api/problem';

/** Turn what a page did not expect into words for the error page; the console keeps the whole of it. */
export const handleError: HandleClientError = ({ error, status, message }) => {
	if (status !== 404) console.error(error);
	if (error instanceof Problem) {
		return { message: error.detail, code: error.code, requestId: error.requestId ?? undefined };
	}
	return { message };
};
