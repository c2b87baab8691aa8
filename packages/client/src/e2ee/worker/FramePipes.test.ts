import { describe, expect, it } from 'vitest';
import { importSecret } from '../keys.ts';
import { bytesOf } from '../sframe/bytes.ts';
import { FramePipes } from './FramePipes.ts';
import { KeyRing } from './KeyRing.ts';
import type { EncodedFrame, FromWorker, Pipe } from './messages.ts';

const random = () => importSecret(crypto.getRandomValues(new Uint8Array(32)));

/** A worker with a stream in it, and how it fares. */
class Side {
	readonly pipes: FramePipes;
	readonly states: string[] = [];
	readonly #input = new TransformStream<EncodedFrame, EncodedFrame>(undefined, { highWaterMark: 1000 });
	readonly #output = new TransformStream<EncodedFrame, EncodedFrame>(undefined, undefined, { highWaterMark: 1000 });
	readonly #writer = this.#input.writable.getWriter();
	readonly #reader = this.#output.readable.getReader();

	constructor(pipe: Partial<Pipe>, failureTolerance = -1) {
		this.pipes = new FramePipes(({ state }: FromWorker) => this.states.push(state));
		this.pipes.handle({ type: 'start', failureTolerance });
		const stream = {
			id: 1,
			direction: 'send',
			participantId: 'ann',
			kind: 'audio',
			codec: 'audio/opus',
			...pipe,
		} as const;
		this.pipes.run(stream, { readable: this.#input.readable, writable: this.#output.writable });
	}

	set(secret: CryptoKey, participantId: string | null = null): void {
		this.pipes.handle({ type: 'key', participantId, secret });
	}

	/** What comes out for some frames. */
	async pass(...frames: readonly ArrayBuffer[]): Promise<ArrayBuffer[]> {
		for (const data of frames) void this.#writer.write({ data });
		// What is empty passes: it marks the end.
		void this.#writer.write({ data: new ArrayBuffer(0) });
		const out: ArrayBuffer[] = [];
		for (;;) {
			const { value } = await this.#reader.read();
			if (value === undefined || value.data.byteLength === 0) return out;
			out.push(value.data);
		}
	}
}

const frame = (text: string) => bytesOf(text).buffer;
const texts = (frames: ArrayBuffer[]) => frames.map((data) => new TextDecoder().decode(data));

async function pair(
	receiver: Partial<Pipe> = {},
	failureTolerance = -1,
): Promise<{ ann: Side; bob: Side; key: CryptoKey }> {
	const key = await random();
	const ann = new Side({});
	const bob = new Side({ direction: 'receive', ...receiver }, failureTolerance);
	ann.set(key);
	bob.set(key);
	return { ann, bob, key };
}

describe('frames between two workers', () => {
	it('arrive as they were, and are not readable on the way', async () => {
		const { ann, bob } = await pair();
		const sent = await ann.pass(frame('hello'), frame('there'));
		expect(texts(sent).join()).not.toMatch(/ello|here/);
		expect(texts(await bob.pass(...sent))).toEqual(['hello', 'there']);
		expect([ann.states, bob.states]).toEqual([['EncryptionSucceeded'], ['DecryptionSucceeded']]);
	});

	it('are never sent without a key, and not played', async () => {
		const ann = new Side({});
		expect(await ann.pass(frame('secret'))).toEqual([]);
		expect(ann.states).toEqual(['MissingKey']);
		const bob = new Side({ direction: 'receive' });
		expect(await bob.pass(frame('in the clear'))).toEqual([]);
		const { bob: keyed } = await pair();
		expect(await keyed.pass(frame('in the clear'))).toEqual([]);
		expect(keyed.states).toEqual(['DecryptionFailed']);
	});

	it('are taken once, in any order', async () => {
		const { ann, bob } = await pair();
		const [one, two, three] = (await ann.pass(frame('one'), frame('two'), frame('three'))) as [
			ArrayBuffer,
			ArrayBuffer,
			ArrayBuffer,
		];
		const again = one.slice(0);
		expect(texts(await bob.pass(three, one, again, two))).toEqual(['three', 'one', 'two']);
		expect(bob.states).toEqual(['DecryptionSucceeded']);
	});

	it('are not taken for another person, or another stream', async () => {
		const { ann, bob, key } = await pair();
		const sent = await ann.pass(frame('hello'));
		const asCat = new Side({ direction: 'receive', participantId: 'cat' });
		const asScreen = new Side({ direction: 'receive', kind: 'shareAudio' });
		for (const other of [asCat, asScreen]) {
			other.set(key);
			expect(await other.pass(...sent.map((data) => data.slice(0)))).toEqual([]);
		}
		expect(texts(await bob.pass(...sent))).toEqual(['hello']);
	});

	it('change their key at any moment', async () => {
		const { ann, bob } = await pair();
		const old = await ann.pass(frame('old'));
		const next = await random();
		bob.set(next);
		expect(texts(await bob.pass(...old))).toEqual(['old']);
		ann.set(next);
		expect(texts(await bob.pass(...(await ann.pass(frame('new')))))).toEqual(['new']);
	});

	it('with a key of one participant are not those of others who share another', async () => {
		const { ann, bob } = await pair();
		const own = await random();
		bob.set(own, 'ann');
		expect(await bob.pass(...(await ann.pass(frame('somebody'))))).toEqual([]);
		ann.set(own, 'ann');
		expect(texts(await bob.pass(...(await ann.pass(frame('ann')))))).toEqual(['ann']);
	});

	it('are not tried with a key that failed too often, until there is another', async () => {
		const { ann, bob } = await pair({}, 1);
		const good = await ann.pass(frame('good'));
		expect(await bob.pass(frame('bad'), frame('bad'), ...good.map((data) => data.slice(0)))).toEqual([]);
		bob.set(await random());
		expect(texts(await bob.pass(...good))).toEqual(['good']);
	});
});

describe('keys', () => {
	it('that were replaced are taken for a minute', async () => {
		let now = 0;
		const ring = new KeyRing(() => now);
		ring.add(null, await random());
		const { kid } = (await ring.sender('ann')) ?? { kid: 0n };
		ring.add(null, await random());
		now = 59_000;
		expect(await ring.receiver('ann', kid)).toBeDefined();
		now = 61_000;
		expect(await ring.receiver('ann', kid)).toBeUndefined();
	});

	it('are other ones for each stream', async () => {
		const ring = new KeyRing();
		ring.add(null, await random());
		const kids = await Promise.all(Array.from({ length: 20 }, async () => (await ring.sender('ann'))?.kid));
		expect(new Set(kids).size).toBe(20);
	});

	it('come from passphrases, the same everywhere', async () => {
		const [one, two] = [new KeyRing(), new KeyRing()];
		for (const ring of [one, two]) ring.add(null, await importSecret('correct horse'));
		const { kid } = (await one.sender('ann')) ?? { kid: 0n };
		expect(await two.receiver('ann', kid)).toBeDefined();
		const three = new KeyRing();
		three.add(null, await importSecret('correct house'));
		expect(await three.receiver('ann', kid)).toBeUndefined();
	});
});
