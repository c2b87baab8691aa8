import { DevelopmentToken, DevelopmentTokenBody } from '../development.ts';
import { declareEndpoints } from '../Endpoint.ts';

/** Only on a server that runs on its development key. */
export const DEVELOPMENT_ENDPOINTS = declareEndpoints('Development', {
	createDevelopmentToken: {
		method: 'POST',
		path: '/dev/token',
		action: 'open',
		title: 'Get a token without a key',
		text: 'Works only while the server runs on its development key, and only for its own pages. The server refuses pages of other sites.',
		body: DevelopmentTokenBody,
		bodyOptional: true,
		answer: DevelopmentToken,
		errors: ['DEVELOPMENT_ONLY', 'INVALID_MEETING_ID'],
	},
});
