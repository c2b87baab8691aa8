import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** A TCP port that nobody listens on. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('No port');
	return address.port;
}

/** The first of `count` ports in a row that are free for TCP and UDP, below the ephemeral range. */
export async function freePortRange(count: number): Promise<number> {
	for (let attempt = 0; attempt < 50; attempt++) {
		const first = 20_000 + Math.floor(Math.random() * 10_000);
		const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)));
		if (free.every(Boolean)) return first;
	}
	throw new Error(`no ${count} free ports in a row`);
}

async function isFree(port: number): Promise<boolean> {
	const tcp = createServer();
	const udp = createSocket('udp4');
	try {
		await new Promise<void>((resolve, reject) => tcp.once('error', reject).listen(port, '127.0.0.1', resolve));
		await new Promise<void>((resolve, reject) => udp.once('error', reject).bind(port, '127.0.0.1', resolve));
		return true;
	} catch {
		return false;
	} finally {
		tcp.close();
		udp.close();
	}
}
