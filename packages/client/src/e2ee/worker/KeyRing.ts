import { bytesOf, concat } from '../sframe/bytes.ts';
import { SFrameKey } from '../sframe/SFrameKey.ts';

/** How long frames with a key are taken after another has replaced it, in ms: not everybody hears of that at once. */
const KEPT = 60_000;
/** KIDs that are known at a time. Old ones are derived again. */
const MOST_DERIVED = 1024;
/** Of a KID: the higher bits name the key, the lower are chance, other for each stream that is sent. */
const STREAM_BITS = 48n;

/** A key that was set. */
interface Secret {
	/** Base keys by participant. */
	readonly baseKeys: Map<string, Promise<BaseKey>>;
	readonly secret: CryptoKey;
	/** By `now`; until when frames with it are taken. */
	takenUntil: number;
}

interface BaseKey {
	/** What a KID of it begins with. */
	readonly name: bigint;
	readonly key: CryptoKey;
}

/**
 * The keys of a meeting. Each sender has keys of their own, derived from the secret and their id: what one sends cannot be
 * played as somebody else's. Frames name their key, so that everybody may change it at another moment.
 */
export class KeyRing {
	/** The newest last; of everybody under null. */
	readonly #secrets = new Map<string | null, Secret[]>();
	readonly #derived = new Map<string, Promise<SFrameKey>>();
	readonly #now: () => number;

	/** @param now ms, of a clock that only goes forward */
	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/** @param participantId whose media it is for; null for all who have no key of their own */
	add(participantId: string | null, secret: CryptoKey): void {
		const now = this.#now();
		const older = (this.#secrets.get(participantId) ?? []).filter(({ takenUntil }) => takenUntil > now);
		const last = older.at(-1);
		if (last) last.takenUntil = now + KEPT;
		this.#secrets.set(participantId, [...older, { secret, baseKeys: new Map(), takenUntil: Number.POSITIVE_INFINITY }]);
	}

	/** What identifies the newest key of a participant; undefined when there is none. */
	newest(participantId: string): object | undefined {
		return this.#of(participantId).at(-1);
	}

	/** A key for one more stream of a participant, that none was encrypted with; undefined when there is no secret. */
	async sender(participantId: string): Promise<SFrameKey | undefined> {
		const secret = this.#of(participantId).at(-1);
		if (secret === undefined) return undefined;
		const { name, key } = await baseKey(secret, participantId);
		const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
		const stream = (BigInt(high & 0xffff) << 32n) | BigInt(low);
		return SFrameKey.derive(key, (name << STREAM_BITS) | stream);
	}

	/** The key with which a participant encrypted a frame; undefined when it is none of theirs, or too old. */
	async receiver(participantId: string, kid: bigint): Promise<SFrameKey | undefined> {
		const now = this.#now();
		for (const secret of this.#of(participantId).toReversed()) {
			if (secret.takenUntil <= now) continue;
			const { name, key } = await baseKey(secret, participantId);
			if (name === kid >> STREAM_BITS) return this.#derive(participantId, kid, key, name);
		}
		return undefined;
	}

	#of(participantId: string): readonly Secret[] {
		return this.#secrets.get(participantId) ?? this.#secrets.get(null) ?? [];
	}

	#derive(participantId: string, kid: bigint, key: CryptoKey, name: bigint): Promise<SFrameKey> {
		const id = `${kid}/${name}/${participantId}`;
		const known = this.#derived.get(id);
		if (known !== undefined) return known;
		const derived = SFrameKey.derive(key, kid);
		this.#derived.set(id, derived);
		for (const old of this.#derived.keys()) {
			if (this.#derived.size <= MOST_DERIVED) break;
			this.#derived.delete(old);
		}
		return derived;
	}
}

function baseKey({ secret, baseKeys }: Secret, participantId: string): Promise<BaseKey> {
	const known = baseKeys.get(participantId);
	if (known !== undefined) return known;
	const made = deriveBaseKey(secret, participantId);
	baseKeys.set(participantId, made);
	return made;
}

async function deriveBaseKey(secret: CryptoKey, participantId: string): Promise<BaseKey> {
	const derive = (use: string, bits: number) => {
		const info = concat(bytesOf(`roomcast e2ee 1 ${use} `), bytesOf(participantId));
		return crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-512', salt: new Uint8Array(0), info }, secret, bits);
	};
	const [name, base] = await Promise.all([derive('name', 16), derive('base key', 512)]);
	return {
		name: BigInt(new DataView(name).getUint16(0)),
		key: await crypto.subtle.importKey('raw', base, 'HKDF', false, ['deriveBits', 'deriveKey']),
	};
}
