import { createServer } from 'node:net';

/** The first of `count` ports in a row that nobody listens on, below the range that the system chooses from. */
export async function freePortRange(count: number): Promise<number> {
	for (let attempt = 0; attempt < 50; attempt++) {
		const first = 10_000 + Math.floor(Math.random() * 10_000);
		const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)));
		if (free.every(Boolean)) return first;
	}
	throw new Error(`No ${count} free ports in a row`);
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	try {
		await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
		return true;
	} catch {
		return false;
	} finally {
		server.close();
	}
}
