import type { IncomingMessage } from 'node:http';
import { RoomcastError } from '@roomcast/contract';
import type { Registry } from 'prom-client';
import { addressKey } from './addressKey.ts';
import { ConnectionCount } from './ConnectionCount.ts';
import { Refusals } from './Refusals.ts';
import { tokenBuckets } from './TokenBuckets.ts';
import { clientAddress, isProxy, type Trust } from './trustedProxies.ts';

/** How often what may be asked, a minute; 0: as often as one likes. */
export interface LimitsOptions {
	/** Of one address, without a verified token. */
	readonly rateLimitAddress: number;
	/** REST calls of one token, and of one key. */
	readonly rateLimitToken: number;
	readonly rateLimitRest: number;
	/** Joins with one token, and with those of one key. */
	readonly rateLimitTokenJoin: number;
	readonly rateLimitJoin: number;
	readonly trustProxy: Trust | undefined;
	/** Connections of one address at a time; 0: as many as it likes. */
	readonly maxConnectionsPerAddress: number;
}

/** Whose verified token it is. */
interface Bearer {
	readonly keyId: string;
	readonly tokenHash: string;
	readonly permissions: readonly string[];
}

/**
 * Who may ask how often. An address counts for as long as it shows no token that is good, then the token, and then its key:
 * each may do less than the next, so that nobody uses up what is there for those beside.
 */
export class Limits {
	readonly refusals: Refusals;
	readonly connections: ConnectionCount;
	readonly #options: LimitsOptions;
	readonly #addresses;
	readonly #tokens;
	readonly #keys;
	readonly #tokenJoins;
	readonly #keyJoins;

	constructor(options: LimitsOptions, registry: Registry) {
		this.#options = options;
		this.refusals = new Refusals(registry);
		this.connections = new ConnectionCount(options.maxConnectionsPerAddress, this.refusals);
		this.#addresses = tokenBuckets(options.rateLimitAddress);
		this.#tokens = tokenBuckets(options.rateLimitToken);
		this.#keys = tokenBuckets(options.rateLimitRest);
		this.#tokenJoins = tokenBuckets(options.rateLimitTokenJoin);
		this.#keyJoins = tokenBuckets(options.rateLimitJoin);
	}

	/** Where a request comes from, an IP address. */
	addressOf(request: Pick<IncomingMessage, 'headers' | 'socket'>): string {
		return clientAddress(request, this.#options.trustProxy);
	}

	/** Whether a peer is a proxy, whose connections are those of many. */
	isProxy(address: string): boolean {
		return isProxy(address, this.#options.trustProxy);
	}

	/**
	 * Counts what somebody asks who has shown no token that is good.
	 *
	 * @throws RoomcastError TOO_MANY_REQUESTS
	 */
	stranger(address: string): void {
		const refusal = this.refuseStranger(address);
		if (refusal !== undefined) throw refusal;
	}

	/** The same for who would rather have the refusal than catch it. */
	refuseStranger(address: string): RoomcastError | undefined {
		const wait = this.#addresses?.take(addressKey(address)) ?? 0;
		if (wait === 0) return undefined;
		const { rateLimitAddress } = this.#options;
		return this.refusals.tooMany('address', wait, `this address may send ${rateLimitAddress} a minute without a token`);
	}

	/**
	 * Verifies a token. One that is no good counts for the address; one that is good is let through, whatever others of the
	 * same address do.
	 *
	 * @param verify throws RoomcastError; `knownKeysOnly`: it is not to ask the database for this address any more
	 * @throws RoomcastError what `verify` throws, or TOO_MANY_REQUESTS
	 */
	async verified<T>(address: string, verify: (knownKeysOnly: boolean) => Promise<T>): Promise<T> {
		const exhausted = (this.#addresses?.wait(addressKey(address)) ?? 0) > 0;
		try {
			return await verify(exhausted);
		} catch (error) {
			if (error instanceof RoomcastError && error.status < 500) this.stranger(address);
			throw error;
		}
	}

	/**
	 * Counts a REST call.
	 *
	 * @throws RoomcastError TOO_MANY_REQUESTS
	 */
	call({ keyId, tokenHash }: Bearer): void {
		const { rateLimitToken, rateLimitRest } = this.#options;
		const wait = this.#tokens?.take(tokenHash) ?? 0;
		if (wait > 0) throw this.refusals.tooMany('token', wait, `this token may send ${rateLimitToken} a minute`);
		const more = this.#keys?.take(keyId) ?? 0;
		if (more > 0) throw this.refusals.tooMany('key', more, `this key may send ${rateLimitRest} a minute`);
	}

	/**
	 * Counts that somebody asks to join, whatever comes of it.
	 *
	 * @throws RoomcastError TOO_MANY_REQUESTS
	 */
	attempt({ tokenHash }: Bearer): void {
		const wait = this.#tokenJoins?.take(tokenHash) ?? 0;
		const details = `this token may join ${this.#options.rateLimitTokenJoin} times a minute`;
		if (wait > 0) throw this.refusals.tooMany('token_joins', wait, details);
	}

	/**
	 * Counts a join to a room that is there. Those who have to ask are counted separately: however many they are, who
	 * need not ask gets in.
	 *
	 * @throws RoomcastError TOO_MANY_REQUESTS
	 */
	join({ keyId, permissions }: Bearer): void {
		const wait = this.#keyJoins?.take(`${permissions.includes('ask_join') ? 'ask' : 'join'} ${keyId}`) ?? 0;
		const details = `joins with this key: ${this.#options.rateLimitJoin} a minute`;
		if (wait > 0) throw this.refusals.tooMany('key_joins', wait, details);
	}
}
