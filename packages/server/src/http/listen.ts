import type { AddressInfo } from 'node:net';
import type { App } from './App.ts';

/**
 * Begin to answer.
 *
 * @returns the port
 * @throws when the port or the address is not available; the message names the setting
 */
export async function listen(app: App, { host, port }: { host: string; port: number }): Promise<number> {
	try {
		await app.listen({ host, port });
	} catch (error) {
		throw new Error(reason(error as NodeJS.ErrnoException, host, port), { cause: error });
	}
	return (app.server.address() as AddressInfo).port;
}

function reason({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
	switch (code) {
		case 'EADDRINUSE':
			return `Port ${port} is in use by another program. Set ROOMCAST_PORT to a free one.`;
		case 'EACCES':
			return `Port ${port} needs privileges that this process does not have. Set ROOMCAST_PORT to 1024 or higher.`;
		case 'EADDRNOTAVAIL':
			return `${host} is not an address of this machine. Set ROOMCAST_HOST to one that is, or to 0.0.0.0.`;
		default:
			return message;
	}
}
