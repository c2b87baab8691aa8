import { createSocket, type Socket } from 'node:dgram';
import { createServer, type ListenOptions, type Server } from 'node:net';

/** Below those that a system chooses from for connections, and for servers that ask for none in particular. */
const PORTS = { first: 20_000, count: 10_000 };

const ADDRESS = '127.0.0.1';

/** A port that is free for TCP and UDP: see `freePortRange`. */
export const freePort = (): Promise<number> => freePortRange(1);

/**
 * The first of `count` ports in a row that are free for TCP and UDP. As long as this process lives no other test gets one
 * of them, not even before a server listens there.
 */
export async function freePortRange(count: number): Promise<number> {
	for (let attempt = 0; attempt < 100; attempt++) {
		const first = PORTS.first + Math.floor(Math.random() * (PORTS.count - count));
		const ports = Array.from({ length: count }, (_, i) => first + i);
		const claims = await Promise.all(ports.map(claim));
		const free = await Promise.all(ports.map(isFree));
		if (claims.every((claim) => claim !== undefined) && free.every(Boolean)) return first;
		for (const claim of claims) claim?.close();
	}
	throw new Error(`no ${count} free ports in a row`);
}

/**
 * A name that only one process of a Linux machine can have, and that the system takes back when the process ends (unix(7),
 * abstract sockets).
 *
 * @returns undefined when another test has the port
 */
async function claim(port: number): Promise<{ close(): void } | undefined> {
	if (process.platform !== 'linux') return { close: () => {} };
	const server = await listening({ path: `\0roomcast-test-port-${port}` });
	return server?.unref();
}

async function isFree(port: number): Promise<boolean> {
	const [tcp, udp] = await Promise.all([listening({ port, host: ADDRESS }), bound(port)]);
	tcp?.close();
	udp?.close();
	return tcp !== undefined && udp !== undefined;
}

function listening(where: ListenOptions): Promise<Server | undefined> {
	const server = createServer();
	return new Promise((resolve) => {
		server.once('error', () => resolve(undefined));
		server.listen(where, () => resolve(server));
	});
}

function bound(port: number): Promise<Socket | undefined> {
	const socket = createSocket('udp4');
	return new Promise((resolve) => {
		socket.once('error', () => resolve(undefined));
		socket.bind(port, ADDRESS, () => resolve(socket));
	});
}
