import { setTimeout as sleep } from 'node:timers/promises';
import { AuthorizationError, type ConnectionOptions, connect, type NatsConnection } from '@nats-io/transport-node';

/** ms that the first connection may take; later ones are tried for as long as the server runs. */
const CONNECT_WITHIN = 10_000;
/** ms between two tries to come back, with as much at random so that not all nodes come at once. */
const RECONNECT_WAIT = 250;
/** ms between pings to NATS, and how many may be unanswered: a connection that hangs is given up after two seconds. */
const PING_INTERVAL = 1_000;
const MAX_PINGS_OUT = 2;

/**
 * Connects to NATS.
 *
 * @param url one or several, separated by commas, with the same name and password, or a token as the name alone
 * @param name that NATS shows for this connection
 * @param within ms that NATS has to be there
 * @throws when it cannot be reached or refuses; the message has no password
 */
export async function connectNats(url: string, name: string, within = CONNECT_WITHIN): Promise<NatsConnection> {
	const urls = url.split(',').map((each) => new URL(each.trim()));
	const { username, password, protocol } = urls[0] as URL;
	const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
	const servers = urls.map(({ hostname, port }) => `${hostname}:${port || '4222'}`);
	try {
		return await connectWithin(within, {
			servers,
			name,
			...(password !== '' ? { user, pass } : user !== '' ? { token: user } : {}),
			...(protocol === 'tls:' ? { tls: {} } : {}),
			timeout: CONNECT_WITHIN,
			maxReconnectAttempts: -1,
			reconnectTimeWait: RECONNECT_WAIT,
			reconnectJitter: RECONNECT_WAIT,
			reconnectJitterTLS: RECONNECT_WAIT,
			pingInterval: PING_INTERVAL,
			maxPingOut: MAX_PINGS_OUT,
			// A refusal after a restart of NATS may pass, like any other.
			ignoreAuthErrorAbort: true,
		});
	} catch (error) {
		throw new Error(`NATS at ${servers.join(', ')} (ROOMCAST_NATS_URL): ${(error as Error).message}`, { cause: error });
	}
}

/** Tries until one of the servers is there: they may be started at the same time as this one. */
async function connectWithin(ms: number, options: ConnectionOptions): Promise<NatsConnection> {
	const end = performance.now() + ms;
	for (;;) {
		try {
			return await connect(options);
		} catch (error) {
			if (error instanceof AuthorizationError || performance.now() > end) throw error;
		}
		await sleep(RECONNECT_WAIT);
	}
}
