import type { StreamFailure } from '@roomcast/contract';
import type { ComposerCommand } from '@roomcast/contract/composer/commands';
import type { RtmpRedirectEvent, SinkReport } from '@roomcast/contract/composer/events';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import type { CaptureWrites } from '../egress/CaptureWrites.ts';
import { isComposed } from '../egress/composition.ts';
import type { EngineSink } from '../egress/Engine.ts';
import type { StoredCapture, TrackKind } from '../egress/StoredCapture.ts';
import { TargetRefused } from '../net/TargetGuard.ts';
import type { Outputs } from './Outputs.ts';
import type { NewOutput } from './StoredOutput.ts';
import type { OutputChange } from './store.ts';

export interface LivestreamSinkOptions {
	readonly capture: StoredCapture;
	readonly output: NewOutput;
	/** What the output is in the request that brought it, for example `outputs[0]`. */
	readonly place: string;
	readonly outputs: Outputs;
	/** Of what happened anyway. */
	readonly writes: CaptureWrites;
	/** It was published before, by another composer: the target is right, and worth waiting for. */
	readonly published: boolean;
	/** When it is in its session, epoch ms. */
	now(): number;
	/** @param at epoch ms of its first moment */
	onStarted(at: number): void;
	/** @param error what is at fault, unless it is the server that it goes to */
	onFailed(reason: string, error: Error | undefined): void;
}

/** One output of a livestream: a sink of its composer, with its state written down. */
export class LivestreamSink implements EngineSink {
	readonly id: string;
	readonly output: NewOutput;
	/** Resolves when it is published first, rejects when it will not be. */
	readonly first: Promise<void>;
	readonly #options: LivestreamSinkOptions;
	readonly #first = Promise.withResolvers<void>();
	#addresses: readonly string[] = [];
	#published: boolean;
	#fault: 'url' | 'streamKey' | undefined;
	#reasonCode: StreamFailure | undefined;
	#ended = false;

	constructor(options: LivestreamSinkOptions) {
		this.id = options.output.id;
		this.output = options.output;
		this.#options = options;
		this.#published = options.published;
		this.first = this.#first.promise;
		// Nobody may be waiting for it.
		this.first.catch(() => {});
	}

	get over(): boolean {
		return this.#ended;
	}

	/** Which field of the request is to blame that it failed, for example `outputs[0].url`. */
	get fault(): string | undefined {
		return this.#fault && `${this.#options.place}.${this.#fault}`;
	}

	/** Why it failed, where the server that it goes to is to blame. */
	get reasonCode(): StreamFailure | undefined {
		return this.#reasonCode;
	}

	/** Finds out where it goes. @throws Error when it may not go there, or there is no such host */
	async resolve(): Promise<void> {
		try {
			this.#addresses = await this.#check(this.output.url);
		} catch (error) {
			this.#fault = 'url';
			const invalid = error instanceof TargetRefused && error.lasting;
			this.#reasonCode = invalid ? 'TARGET_INVALID' : 'TARGET_UNREACHABLE';
			throw error;
		}
	}

	/** Writes down how it ended, unless that is written. @returns when all before is written, too */
	end(change: OutputChange): Promise<void> {
		this.#ended = true;
		this.#first.reject(new Error(change.reason ?? 'it was removed'));
		return this.#write({ ...change, endedAt: this.#options.now() });
	}

	async describe(): Promise<SinkDescription> {
		const { url, streamKey } = this.output;
		const addresses = [...this.#addresses];
		return { kind: 'rtmp', sinkId: this.id, url, streamKey, addresses, published: this.#published };
	}

	needs(_: string, kind: TrackKind): boolean {
		return isComposed(this.#options.capture, kind);
	}

	started(at: number): void {
		this.#published = true;
		void this.#write({ state: 'PUBLISHING', startedAt: at });
		this.#first.resolve();
		this.#options.onStarted(at);
	}

	failed(reason: string, error?: Error): void {
		if (!this.#ended) this.#options.onFailed(reason, error);
	}

	event(event: SinkReport, answer: (command: ComposerCommand) => void): void {
		if (event.type === 'rtmp-redirect') void this.#redirect(event, answer);
		if (event.type !== 'rtmp-state' || this.#ended) return;
		if (event.state === 'failed') {
			this.#fault = event.field;
			this.#reasonCode = event.reasonCode;
			return;
		}
		// The first frame has the first time.
		if (event.state === 'publishing' && this.#published) void this.#write({ state: 'PUBLISHING' });
		else if (event.state !== 'publishing')
			void this.#write({ state: this.#published ? 'RECONNECTING' : 'CONNECTING', reason: event.reason });
	}

	lost(): void {
		if (this.#published && !this.#ended) void this.#write({ state: 'RECONNECTING', reason: 'the composer died' });
	}

	/** A server of somebody else names where to connect: that goes through the guard as what a caller names. */
	async #redirect({ sinkId, url }: RtmpRedirectEvent, answer: (command: ComposerCommand) => void): Promise<void> {
		const about = { type: 'redirectSink' as const, sinkId, url };
		try {
			answer({ ...about, addresses: [...(await this.#check(url))] });
		} catch (error) {
			answer({ ...about, refused: (error as Error).message });
		}
	}

	/** @throws TargetRefused when it may not go there, and an Error when there is no such host */
	async #check(url: string): Promise<readonly string[]> {
		const { capture, outputs } = this.#options;
		try {
			return await outputs.check(url, capture.keyId);
		} catch (error) {
			if (error instanceof TargetRefused) throw error;
			const { code, message } = error as NodeJS.ErrnoException;
			const host = URL.canParse(url) ? new URL(url).host : 'the address';
			throw new Error(code === 'ENOTFOUND' ? `there is no host ${host}` : `${host}: ${message}`, { cause: error });
		}
	}

	/** Rejects never: what is refused has been logged, and the output continues. */
	#write(change: OutputChange): Promise<void> {
		const { capture, outputs, writes } = this.#options;
		const write = () => outputs.change(this.id, capture.runId, change);
		return writes.add(`output ${this.id}`, change.state, write).catch(() => {});
	}
}
