import { createServer } from 'node:net';

/** Below those that a system chooses from, which may be taken at any time; tests take lower ones. */
const PORTS = { first: 30_000, count: 2700 };

/** @returns {Promise<number>} a TCP port that was free on loopback a moment ago */
export async function freePort() {
	for (let attempt = 0; attempt < 100; attempt++) {
		const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
		if (await isFree(port)) return port;
	}
	throw new Error(`no free port from ${PORTS.first} to ${PORTS.first + PORTS.count - 1}`);
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
	const server = createServer();
	return new Promise((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
