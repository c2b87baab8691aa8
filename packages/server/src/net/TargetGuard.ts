import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { TargetKind } from '@roomcast/contract';
import { BlamedError } from '../log/BlamedError.ts';
import { isPublicAddress } from './publicAddress.ts';
import { type ResolveHost, resolveHost } from './resolveHost.ts';
import { hostOf, onlyPublic, targetFault } from './targetFault.ts';

/** What is known of a target that was refused. For the log: callers do not learn addresses behind names. */
export interface Refusal {
	readonly kind: TargetKind;
	/** Without the rest of the URL, which may hold secrets; undefined where there is none. */
	readonly host: string | undefined;
	/** The address that the name leads to, where it was resolved. */
	readonly address: string | undefined;
}

/** A URL that the server does not call; the message says why to the caller who gave it. */
export class TargetRefused extends BlamedError {
	override readonly name = 'TargetRefused';
	readonly refusal: Refusal;
	/** Whether it stays refused: it is wrong as it is written. What DNS says of a name may be something else in a minute. */
	readonly lasting: boolean;

	constructor(message: string, refusal: Refusal, { lasting = true, cause }: ErrorOptions & { lasting?: boolean } = {}) {
		super('caller', message, { cause });
		this.refusal = refusal;
		this.lasting = lasting;
	}
}

/** A URL that may be called, at these addresses and at no others. */
export interface CheckedTarget {
	readonly url: URL;
	readonly addresses: readonly LookupAddress[];
	/** For `node:http` and `node:net`: answers with the checked addresses, whatever DNS says meanwhile. */
	readonly lookup: LookupFunction;
}

export interface TargetGuardOptions {
	/** Let private addresses through: the setting `ROOMCAST_ALLOW_PRIVATE_TARGETS`. */
	readonly allowPrivate: boolean;
	readonly resolve?: ResolveHost;
	/** Base of this server's own links: its pages may be templates, whatever its address. */
	publicUrl?(): string;
	/** Hears of every target that is refused. */
	onRefused?(refused: TargetRefused): void;
	/** Hears of those that no answer tells the caller of, with the key whose URL it is. */
	onUnanswered?(refused: TargetRefused, keyId: string): void;
}

/**
 * Keeps URLs of callers from reaching what only the server can reach (OWASP, Server-Side Request Forgery Prevention).
 * A name is resolved here, once, and the connection goes to what was checked: a name that changes between check and
 * connection gains nothing.
 */
export class TargetGuard {
	readonly #options: TargetGuardOptions;
	readonly #resolve: ResolveHost;

	constructor(options: TargetGuardOptions) {
		this.#options = options;
		this.#resolve = options.resolve ?? resolveHost;
	}

	/**
	 * What is wrong with a URL as it is written. Nothing is looked up.
	 *
	 * @returns undefined when nothing is
	 */
	fault(text: string, kind: TargetKind): TargetRefused | undefined {
		if (kind === 'template' && this.#isOwn(text)) return undefined;
		const fault = targetFault(text, kind, this.#options.allowPrivate);
		if (fault === undefined) return undefined;
		const host = URL.canParse(text) ? hostOf(new URL(text)) : undefined;
		return this.#refused(fault, { kind, host, address: undefined });
	}

	/**
	 * @param unansweredKeyId whose URL it is, where no answer reports a refusal: it is written down then
	 * @throws TargetRefused when the URL is wrong as it is written, or its name leads to no public address: one that is not
	 *   there is refused as one of a private network, so that nobody finds out which names that has
	 * @throws what DNS says when it does not know, and when the name has no address where private ones are allowed
	 */
	async check(text: string, kind: TargetKind, unansweredKeyId?: string): Promise<CheckedTarget> {
		try {
			return await this.#check(text, kind);
		} catch (error) {
			if (unansweredKeyId !== undefined) this.noteUnanswered(error, unansweredKeyId);
			throw error;
		}
	}

	async #check(text: string, kind: TargetKind): Promise<CheckedTarget> {
		const refused = this.fault(text, kind);
		if (refused !== undefined) throw refused;
		const url = new URL(text);
		const host = hostOf(url) ?? '';
		const family = isIP(host);
		const { allowPrivate } = this.#options;
		const refuse = (address: string | undefined, cause?: unknown) => {
			const message = `${host} does not lead to a public address. ${onlyPublic(kind)}`;
			return this.#refused(message, { kind, host, address }, { lasting: false, cause });
		};
		const addresses =
			family === 0
				? await this.#resolve(host).catch((error: NodeJS.ErrnoException) => {
						throw error.code === 'ENOTFOUND' && !allowPrivate ? refuse(undefined, error) : error;
					})
				: [{ address: host, family }];
		const hidden = allowPrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
		if (hidden !== undefined) throw refuse(hidden.address);
		return { url, addresses, lookup: pinned(addresses) };
	}

	/**
	 * Work that nobody waits for has ended with an error: when that is a target that was refused, its owner is written down.
	 * A name that is not there is no news.
	 */
	noteUnanswered(error: unknown, keyId: string): void {
		if (error instanceof TargetRefused && (error.lasting || error.refusal.address !== undefined))
			this.#options.onUnanswered?.(error, keyId);
	}

	#isOwn(text: string): boolean {
		const own = this.#options.publicUrl?.();
		return own !== undefined && URL.canParse(own) && URL.canParse(text) && new URL(text).origin === new URL(own).origin;
	}

	#refused(message: string, refusal: Refusal, options?: ConstructorParameters<typeof TargetRefused>[2]): TargetRefused {
		const refused = new TargetRefused(message, refusal, options);
		this.#options.onRefused?.(refused);
		return refused;
	}
}

function pinned(addresses: readonly LookupAddress[]): LookupFunction {
	return (hostname, options, callback) => {
		// 0 or nothing: either family.
		const wanted = Number(`${options.family ?? 0}`.replace('IPv', ''));
		const usable = wanted === 0 ? addresses : addresses.filter(({ family }) => family === wanted);
		const [first] = usable;
		if (first === undefined)
			callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '');
		else if (options.all) callback(null, [...usable]);
		else callback(null, first.address, first.family);
	};
}
