export interface paths {
	'/api/v1/me': {
		get: { responses: { 200: { content: { 'application/json': Account } } } };
	};
	'/api/v1/me/password': {
		put: {
			requestBody: { content: { 'application/json': { current_password: string; new_password: string } } };
			responses: { 204: { content?: never } };
		};
	};
}
export interface Account {
	id: string;
	email: string;
	name: string | null;
	must_change_password: boolean;
	roles: unknown[];
}
