declare global {
	namespace App {
		interface Error {
			message: string;
			/** Stable code of the API's refusal, or `offline` when nothing was reached. */
			code?: string;
			requestId?: string;
		}
		interface PageState {
			/** An invitation to the edition was accepted just now. */
			joined?: boolean;
			/** An urgent notice was sent just now. */
			sent?: boolean;
		}
	}
}

export {};
