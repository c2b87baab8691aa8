import { setTimeout as sleep } from 'node:timers/promises';
import type { RedirectSinkCommand } from '@roomcast/contract/composer/commands';
import type { RtmpStateEvent } from '@roomcast/contract/composer/events';
import type { FileResult, RtmpSink as RtmpSinkOptions } from '@roomcast/contract/composer/sinks';
import type { CodedPacket } from '../av/coded-packet.ts';
import type { StreamInfo } from '../av/stream-info.ts';
import { epochOf } from '../clock/epoch.ts';
import type { Composition } from '../compose/composition.ts';
import { type MediaPacket, toMediaPacket } from '../encode/media-packet.ts';
import { PacketOrder } from '../encode/packet-order.ts';
import { type Fmp4Track, fmp4Track } from '../fmp4/track.ts';
import type { Sink, SinkListener } from '../sinks/sink.ts';
import { BackOff } from './back-off.ts';
import { describeFailure, fieldOf, isDoubtful, isFinalFailure, reasonCodeOf } from './failure.ts';
import { ClosedOnPublish } from './publish.ts';
import { redact } from './redact.ts';
import { type AllowedTarget, RedirectRefused } from './redirect.ts';
import { RtmpSession } from './session.ts';
import { parseRtmpTarget, type RtmpTarget } from './target.ts';

const FIRST_WAIT_MS = 500;
/** A server that was away is found again within 5 s of its return, however long it was. */
const LONGEST_WAIT_MS = 4000;
/** From the TCP connection to the server's consent. */
const ATTEMPT_MS = 8000;
/** A target that was never reached is abandoned after this. */
const GIVE_UP_MS = 10_000;
/** A stream that ends sooner was not really accepted. */
const PROVEN_MS = 2000;
/** After so long the next failure is a new one. */
const SETTLED_MS = 10_000;

/** What is to blame for a failure: missing where it is not the server that it goes to. */
type Blamed = Pick<RtmpStateEvent, 'field' | 'reasonCode'>;

/** Publishes the composition to an RTMP server, and does so again whenever the connection is lost. */
export class RtmpSink implements Sink {
	readonly id: string;
	readonly #options: RtmpSinkOptions;
	readonly #target: RtmpTarget;
	readonly #composition: Composition;
	readonly #listener: SinkListener;
	readonly #streams: readonly StreamInfo[];
	readonly #tracks: readonly Fmp4Track[];
	readonly #unsubscribe: () => void;
	readonly #ended = new AbortController();
	readonly #backOff = new BackOff(FIRST_WAIT_MS, LONGEST_WAIT_MS);
	readonly #running: Promise<void>;
	#session: RtmpSession | undefined;
	#order: PacketOrder<MediaPacket> | undefined;
	#state: RtmpStateEvent['state'] | undefined;
	#reason: string | undefined;
	#started = false;
	/** The target has taken this stream before: it is right, and worth waiting for. */
	#proven: boolean;
	#doubts = 0;
	/** Waits for the answer whether a redirect may be followed. */
	#asking: { readonly url: string; readonly answer: PromiseWithResolvers<AllowedTarget> } | undefined;

	/** @throws where the address is none, or the composition is not encoded as H.264 and AAC */
	constructor(composition: Composition, options: RtmpSinkOptions, listener: SinkListener) {
		this.id = options.sinkId;
		this.#options = options;
		this.#target = parseRtmpTarget(options.url);
		this.#proven = options.published === true;
		this.#composition = composition;
		this.#listener = listener;
		this.#streams = composition.outputs.streams;
		this.#tracks = this.#streams.map(fmp4Track);
		this.#unsubscribe = composition.outputs.subscribe({
			packet: (stream, packet) => this.#packet(stream, packet),
			failed: (reason) => this.#fail(reason),
		});
		this.#running = this.#run();
	}

	async close(): Promise<FileResult[]> {
		// What happened until now is still on its way through the composition.
		if (this.#session && !this.#ended.signal.aborted) await this.#composition.reach(performance.now());
		this.#unsubscribe();
		this.#ended.abort();
		await this.#session?.close();
		await this.#running;
		return [];
	}

	/** The answer to `rtmp-redirect`. */
	redirect({ url, addresses, refused }: RedirectSinkCommand): void {
		if (this.#asking?.url !== url) return;
		const { answer } = this.#asking;
		this.#asking = undefined;
		if (refused === undefined) answer.resolve({ addresses });
		else answer.reject(new RedirectRefused(refused));
	}

	#allowRedirect(url: string): Promise<AllowedTarget> {
		const answer = Promise.withResolvers<AllowedTarget>();
		this.#asking = { url, answer };
		this.#listener.report({ type: 'rtmp-redirect', sinkId: this.id, url });
		return answer.promise;
	}

	#packet(stream: number, packet: CodedPacket): void {
		const kind = this.#streams[stream]?.kind;
		if (!this.#session || !this.#order || !kind) {
			packet.free();
			return;
		}
		for (const next of this.#order.push(stream, toMediaPacket(kind, packet)))
			this.#session.send(next.stream, next.packet);
	}

	async #run(): Promise<void> {
		const { signal } = this.#ended;
		const giveUpAt = performance.now() + GIVE_UP_MS;
		this.#tell('connecting');
		while (!signal.aborted) {
			try {
				const reason = await this.#publish(giveUpAt);
				if (signal.aborted) return;
				this.#tell('reconnecting', reason);
			} catch (error) {
				if (signal.aborted) return;
				const reason = this.#clean(describeFailure(error, this.#target));
				if (!this.#proven && this.#isHopeless(error, giveUpAt)) {
					this.#fail(reason, { field: fieldOf(error), reasonCode: reasonCodeOf(error) });
					return;
				}
				this.#tell(this.#state === 'connecting' ? 'connecting' : 'reconnecting', reason);
			}
			// The last of the first tries is made when their time is over, not later.
			const left = this.#proven ? Number.POSITIVE_INFINITY : Math.max(0, giveUpAt - performance.now());
			await sleep(Math.min(this.#backOff.next(), left), undefined, { signal }).catch(() => {});
		}
	}

	/** Publishes as long as it goes. @returns why it ended; @throws where it did not begin, or ended as it had begun */
	async #publish(giveUpAt: number): Promise<string> {
		const left = this.#proven ? ATTEMPT_MS : Math.max(ATTEMPT_MS / 4, giveUpAt - performance.now());
		const session = await RtmpSession.open(
			{
				target: this.#target,
				streamKey: this.#options.streamKey,
				addresses: this.#options.addresses,
				streams: this.#streams,
				tracks: this.#tracks,
				allowRedirect: (url) => this.#allowRedirect(url),
				dropped: (ms) =>
					this.#listener.log(`${this.#target.label} reads too slowly; ${Math.round(ms)} ms were left out`),
				started: (ptsUs) => this.#first(ptsUs),
			},
			Math.min(ATTEMPT_MS, left),
			this.#ended.signal,
		);
		const begunMs = performance.now();
		this.#order = new PacketOrder(this.#streams.length);
		this.#session = session;
		this.#tell('publishing');
		const reason = await session.closed;
		this.#session = undefined;
		const lastedMs = performance.now() - begunMs;
		if (lastedMs >= PROVEN_MS) this.#proven = true;
		if (lastedMs >= SETTLED_MS) this.#backOff.reset();
		if (!this.#proven) throw new ClosedOnPublish(reason);
		return this.#clean(`${this.#target.label}: ${reason}`);
	}

	#first(ptsUs: number): void {
		if (this.#started) return;
		this.#started = true;
		this.#listener.started(epochOf(this.#composition.startMs + ptsUs / 1000));
	}

	/** Whether to give up on a target that has never taken the stream. */
	#isHopeless(error: unknown, giveUpAt: number): boolean {
		// Once may be chance.
		if (isDoubtful(error)) return ++this.#doubts > 1;
		return isFinalFailure(error) || performance.now() >= giveUpAt;
	}

	#tell(state: RtmpStateEvent['state'], reason?: string, why: Blamed = {}): void {
		if (state === this.#state && reason === this.#reason) return;
		this.#state = state;
		this.#reason = reason;
		this.#listener.report({
			type: 'rtmp-state',
			sinkId: this.id,
			state,
			...(reason ? { reason } : {}),
			...why,
		});
	}

	#fail(reason: string, why: Blamed = {}): void {
		if (this.#ended.signal.aborted) return;
		this.#ended.abort();
		this.#tell('failed', reason, why);
		this.#listener.failed(reason);
	}

	#clean(text: string): string {
		return redact(text, [this.#options.streamKey, this.#target.credentials?.password ?? '']);
	}
}
