import { MAX_OUTPUTS, RoomcastError, type StreamFailure } from '@roomcast/contract';
import type { SinkEnd } from '../egress/Engine.ts';
import { RunningCapture, type RunningCaptureOptions } from '../egress/RunningCapture.ts';
import { reasonCodeOf } from '../egress/reasonCodeOf.ts';
import { findCapture } from '../egress/store.ts';
import { LivestreamSink } from './LivestreamSink.ts';
import type { Outputs } from './Outputs.ts';
import type { NewOutput, StoredOutput } from './StoredOutput.ts';
import { shownUrl } from './shown.ts';
import { changeOutput } from './store.ts';

/**
 * RTMP of a room: one sink of its composer for each server that it goes to. They come, go and fail one by one; it goes
 * on as long as there is one.
 */
export class LivestreamCapture extends RunningCapture {
	readonly #outputs: Outputs;
	readonly #sinks = new Map<string, LivestreamSink>();
	/** Why outputs failed, the first one first; `named` is with the field that is to blame. */
	readonly #reasons: { readonly reason: string; readonly named: string; readonly reasonCode: StreamFailure }[] = [];

	constructor(options: RunningCaptureOptions, outputs: Outputs) {
		super(options);
		this.#outputs = outputs;
	}

	override async begin(): Promise<void> {
		const living = await this.#outputs.living(this.id);
		if (this.over) return;
		if (living.length === 0) throw new Error('it has no output that could continue');
		const sinks = living.map((output, index) => this.#make(output, `outputs[${index}]`, output.startedAt !== null));
		await Promise.all(sinks.map((sink) => this.#open(sink)));
	}

	/**
	 * Sends it to one more server. It is published there when this resolves.
	 *
	 * @throws RoomcastError INVALID_LIVESTREAM_CONFIG
	 */
	async add(output: NewOutput): Promise<void> {
		const refused = this.#refuse(output);
		if (refused !== undefined) throw new RoomcastError('INVALID_LIVESTREAM_CONFIG', refused);
		const sink = this.#make(output, 'body', false);
		await this.#outputs.add(this.id, output);
		await this.#open(sink);
		await sink.first.catch((error: Error) => {
			const { reasonCode } = sink;
			throw new RoomcastError('INVALID_LIVESTREAM_CONFIG', named(sink, error.message), { cause: error, reasonCode });
		});
	}

	/**
	 * Sends it to a server no longer.
	 *
	 * @throws RoomcastError LIVESTREAM_NOT_FOUND, STOP_LIVESTREAM_FAILED
	 */
	async remove(outputId: string): Promise<void> {
		const sink = this.#sinks.get(outputId);
		if (sink === undefined)
			throw new RoomcastError('LIVESTREAM_NOT_FOUND', `livestream ${this.id} has no output ${outputId} that runs`);
		if (this.#sinks.size === 1)
			throw new RoomcastError('STOP_LIVESTREAM_FAILED', `${outputId} is the last output; end the livestream instead`);
		this.#sinks.delete(outputId);
		await Promise.all([this.engine.remove(outputId), sink.end({ state: 'STOPPED' })]);
	}

	protected override async close(moved: boolean): Promise<SinkEnd> {
		const sinks = [...this.#sinks.values()];
		this.#sinks.clear();
		const end = (sink: LivestreamSink) => (moved ? [] : [sink.end({ state: 'STOPPED' })]);
		await Promise.all(sinks.flatMap((sink) => [this.engine.remove(sink.id), ...end(sink)]));
		return { files: [], clean: true };
	}

	#refuse({ url, streamKey }: NewOutput): string | undefined {
		if (this.over) return 'the livestream is over';
		if (this.#sinks.size >= MAX_OUTPUTS) return `the livestream has ${MAX_OUTPUTS} outputs already`;
		const same = [...this.#sinks.values()].find(({ output }) => output.url === url && output.streamKey === streamKey);
		return same && `output ${same.id} goes there already`;
	}

	/** It counts from here on. */
	#make(output: NewOutput | StoredOutput, place: string, published: boolean): LivestreamSink {
		const sink = new LivestreamSink({
			capture: this.capture,
			output,
			place,
			outputs: this.#outputs,
			writes: this.log.writes,
			published,
			now: () => this.host.clock.now(),
			onStarted: (at) => this.started(at),
			onFailed: (reason, cause) => {
				this.#lost(sink, reason, cause).catch((error: Error) =>
					this.failed(`it could not be written: ${error.message}`),
				);
			},
		});
		this.#sinks.set(sink.id, sink);
		return sink;
	}

	async #open(sink: LivestreamSink): Promise<void> {
		try {
			await sink.resolve();
		} catch (error) {
			await this.#lost(sink, (error as Error).message);
			return;
		}
		if (!this.#sinks.has(sink.id)) return;
		await this.engine.add(sink);
	}

	/** An output cannot continue. The last one takes the livestream with it. */
	async #lost(sink: LivestreamSink, reason: string, cause?: Error): Promise<void> {
		if (!this.#sinks.delete(sink.id)) return;
		const reasonCode = (cause === undefined ? sink.reasonCode : undefined) ?? reasonCodeOf(cause);
		this.#reasons.push({ reason, named: named(sink, reason), reasonCode });
		const removed = this.engine.remove(sink.id);
		const failure = { reason, reasonCode, endedAt: this.host.clock.now() };
		const told = () => this.#tellFailed(sink.output, failure);
		if (this.#sinks.size > 0 && !this.over) await this.log.writes.add(`output ${sink.id}`, 'FAILED', told);
		const written = sink.end({ state: 'FAILED', reason });
		await removed;
		if (this.#sinks.size > 0) return written;
		const why = this.begun ? reason : this.#reasons.map((each) => each.reason).join('; ');
		const answer = this.#reasons.map((each) => each.named).join('; ');
		const first = this.#reasons[0]?.reasonCode ?? reasonCode;
		const options = { cause, reasonCode: this.begun ? reasonCode : first };
		this.failed(why, new RoomcastError('INVALID_LIVESTREAM_CONFIG', answer, options));
	}
	/**
	 * An output cannot continue, the others do: everybody who hears of the livestream hears of it. `endedAt` is epoch ms.
	 */
	#tellFailed(
		output: NewOutput,
		{ reason, reasonCode, endedAt }: { reason: string; reasonCode: StreamFailure; endedAt: number },
	): Promise<void> {
		return this.log.transaction(this.capture, async (queries, report) => {
			if (!(await changeOutput(queries, output.id, this.capture.runId, { state: 'FAILED', reason, endedAt }))) return;
			const capture = await findCapture(queries, this.id);
			const about = { id: output.id, url: shownUrl(output) };
			if (capture !== undefined) await report('failed', { ...capture, error: reason }, { reasonCode, output: about });
		});
	}
}

/** A reason for the caller: with the field that is to blame. */
function named({ fault }: LivestreamSink, reason: string): string {
	return fault === undefined ? reason : `${fault}: ${reason}`;
}
