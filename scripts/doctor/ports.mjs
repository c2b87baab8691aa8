import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';

/** @typedef {import('./finding.mjs').Finding} Finding */

/**
 * Whether the ports that the server will listen on are free. Only the media ports that it takes are tried, one for each
 * worker from the first on.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Finding[]>}
 */
export async function portFindings(env) {
	const http = Number(env.ROOMCAST_PORT || 8080);
	const media = parseRange(env.ROOMCAST_MEDIA_PORTS || '40000-40099');
	const workers = Number(env.ROOMCAST_MEDIA_WORKERS || availableParallelism());
	return [
		await httpFinding(http, env.ROOMCAST_HOST || (env.ROOMCAST_API_KEY ? '0.0.0.0' : '127.0.0.1')),
		await mediaFinding(media, workers, env),
	];
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<Finding>}
 */
async function httpFinding(port, host) {
	const what = 'HTTP port';
	const problem = await portProblem(port, host);
	if (!problem) return { level: 'good', what, found: `${port} is free` };
	return {
		level: 'bad',
		what,
		found: problem,
		hint: Number.isInteger(port)
			? `stop the program that uses it (ss -ltnp 'sport = :${port}' shows it), or choose another one: ROOMCAST_PORT=9000 npm start`
			: 'choose one: ROOMCAST_PORT=9000 npm start',
	};
}

/**
 * Why nobody can be served at the port of ROOMCAST_PORT.
 *
 * @param {number} port NaN where the setting holds none
 * @param {string} host
 * @returns {Promise<string | undefined>}
 */
export async function portProblem(port, host) {
	if (!Number.isInteger(port) || port < 0 || port > 65_535) return 'ROOMCAST_PORT must be a port from 0 to 65535';
	const problem = await whyNotListening('tcp', port, host);
	return problem && `${port}: ${problem}`;
}

/**
 * @param {{ first: number, last: number } | undefined} range
 * @param {number} workers
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Finding>}
 */
async function mediaFinding(range, workers, env) {
	const what = 'media ports';
	if (!range) {
		return {
			level: 'bad',
			what,
			found: `ROOMCAST_MEDIA_PORTS holds "${env.ROOMCAST_MEDIA_PORTS}"`,
			hint: 'set it to first-last, for example 40000-40099',
		};
	}
	const host = env.ROOMCAST_MEDIA_LISTEN_IP || '0.0.0.0';
	const ports = Array.from(
		{ length: Math.min(workers, range.last - range.first + 1) },
		(_, index) => range.first + index,
	);
	const taken = [];
	for (const port of ports) {
		for (const protocol of /** @type {const} */ (['udp', 'tcp'])) {
			const problem = await whyNotListening(protocol, port, host);
			if (problem) taken.push(`${port}/${protocol}: ${problem}`);
		}
	}
	if (taken.length === 0) return { level: 'good', what, found: `${ports.join(', ')} are free, UDP and TCP` };
	return { level: 'note', what, found: taken.join('; '), hint: 'choose others: ROOMCAST_MEDIA_PORTS=41000-41099' };
}

/**
 * @param {string} text
 * @returns {{ first: number, last: number } | undefined}
 */
export function parseRange(text) {
	const [, first, last] = text.match(/^(\d{1,5})(?:-(\d{1,5}))?$/) ?? [];
	if (!first) return undefined;
	const range = { first: Number(first), last: Number(last ?? first) };
	return range.first <= range.last && range.last <= 65_535 ? range : undefined;
}

/**
 * @param {'tcp' | 'udp'} protocol
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>} undefined when the port could be taken
 */
export function whyNotListening(protocol, port, host) {
	return new Promise((resolve) => {
		const failed = (/** @type {NodeJS.ErrnoException} */ error) =>
			resolve(error.code === 'EADDRINUSE' ? 'in use' : error.message);
		try {
			if (protocol === 'tcp') {
				const server = createServer();
				server.once('error', failed).listen({ port, host }, () => server.close(() => resolve(undefined)));
			} else {
				const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
				socket
					.once('error', failed)
					.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(undefined)));
			}
		} catch (error) {
			failed(/** @type {NodeJS.ErrnoException} */ (error));
		}
	});
}
