/** Settings without limits: for tests that ask more than anybody does, from one address. */
export const UNLIMITED = {
	ROOMCAST_RATE_LIMIT_ADDRESS: '0',
	ROOMCAST_RATE_LIMIT_TOKEN: '0',
	ROOMCAST_RATE_LIMIT_REST: '0',
	ROOMCAST_RATE_LIMIT_SIGNALLING: '0',
	ROOMCAST_RATE_LIMIT_TOKEN_JOIN: '0',
	ROOMCAST_RATE_LIMIT_JOIN: '0',
	ROOMCAST_MAX_CONNECTIONS_PER_ADDRESS: '0',
} as const;
