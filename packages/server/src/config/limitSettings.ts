import { integer, trustedProxies } from './parse.ts';
import { setting } from './setting.ts';

/** Settings of who may ask for how much: requests, connections, joins. */
export const LIMIT_SETTINGS = {
	rateLimitRest: setting({
		name: 'ROOMCAST_RATE_LIMIT_REST',
		description:
			"REST requests per minute for one API key, on one server. A minute's worth can arrive at once. The answer to more is 429 with `Retry-After`. `0`: no limit.",
		allowed: '0–1000000',
		default: '6000',
		parse: integer(0, 1_000_000),
	}),
	rateLimitToken: setting({
		name: 'ROOMCAST_RATE_LIMIT_TOKEN',
		description:
			'REST requests per minute for one token, on one server. Keep it below the limit of the key, so that one of your users does not affect the others. `0`: no limit.',
		allowed: '0–1000000',
		default: '3000',
		parse: integer(0, 1_000_000),
	}),
	rateLimitAddress: setting({
		name: 'ROOMCAST_RATE_LIMIT_ADDRESS',
		description:
			'Requests per minute from one address (for IPv6, one /64) without a valid token: requests with refused tokens, WebSocket connections and messages before the join, and expensive open routes. `0`: no limit.',
		allowed: '0–1000000',
		default: '1200',
		parse: integer(0, 1_000_000),
	}),
	trustProxy: setting({
		name: 'ROOMCAST_TRUST_PROXY',
		description:
			'Reverse proxies whose `X-Forwarded-For` the server trusts: their addresses, or the number of proxies in a row. Use a number only if nobody can reach this server without passing through them.',
		allowed: 'IP addresses, blocks such as `10.0.0.0/8` and `loopback`, separated by commas, or 1–10',
		without: 'the server trusts no proxy and uses the address of the connection',
		parse: trustedProxies,
	}),
	maxConnectionsPerAddress: setting({
		name: 'ROOMCAST_MAX_CONNECTIONS_PER_ADDRESS',
		description:
			'HTTP and WebSocket connections from one address (for IPv6, one /64) at a time. Connections of trusted proxies do not count, but the WebSockets of each address behind them do. `0`: no limit.',
		allowed: '0–1000000',
		default: '2000',
		parse: integer(0, 1_000_000),
	}),
	requestTimeout: setting({
		name: 'ROOMCAST_REQUEST_TIMEOUT',
		description: 'Seconds within which a request must arrive with its body. Otherwise the answer is 408.',
		allowed: '1–600',
		default: '15',
		parse: integer(1, 600),
	}),
	rateLimitSignalling: setting({
		name: 'ROOMCAST_RATE_LIMIT_SIGNALLING',
		description:
			"Signalling messages per minute from one participant. A minute's worth can arrive at once. The server refuses more, and closes the connection if they do not stop. `0`: no limit.",
		allowed: '0–1000000',
		default: '3000',
		parse: integer(0, 1_000_000),
	}),
	rateLimitJoin: setting({
		name: 'ROOMCAST_RATE_LIMIT_JOIN',
		description:
			'Joins per minute with tokens of one API key, to rooms that exist, on one server; and as many entry requests. `0`: no limit.',
		allowed: '0–1000000',
		default: '6000',
		parse: integer(0, 1_000_000),
	}),
	rateLimitTokenJoin: setting({
		name: 'ROOMCAST_RATE_LIMIT_TOKEN_JOIN',
		description: 'Joins and entry requests per minute with one token, on one server, successful or not. `0`: no limit.',
		allowed: '0–1000000',
		default: '3000',
		parse: integer(0, 1_000_000),
	}),
} as const;
