import type { LivestreamOutput } from '@roomcast/contract';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import type { TrackKind } from './Capture.ts';
import { needsStream } from './captureSink.ts';
import type { EngineSink, SinkEnd } from './Engine.ts';
import { RunningCapture } from './RunningCapture.ts';

/** RTMP of a room: one sink of its composer for each server that it goes to. */
export class LivestreamCapture extends RunningCapture {
	readonly #outputs = new Map<string, EngineSink>();

	override async begin(): Promise<void> {
		const outputs = this.capture.options.outputs ?? [];
		await Promise.all(outputs.map((output, index) => this.#add(`${this.id}-${index}`, output)));
	}

	protected override async close(): Promise<SinkEnd> {
		await Promise.all([...this.#outputs.keys()].map((id) => this.engine.remove(id)));
		return { files: [], clean: true };
	}

	async #add(id: string, { url, streamKey }: LivestreamOutput): Promise<void> {
		const output: EngineSink = {
			id,
			describe: async (): Promise<SinkDescription> => ({ kind: 'rtmp', sinkId: id, url, streamKey }),
			needs: (participantId: string, kind: TrackKind) => needsStream(this.capture, participantId, kind),
			started: (at) => this.started(at),
			failed: (reason) => this.#lost(id, reason),
		};
		this.#outputs.set(id, output);
		await this.engine.add(output);
	}

	/** It goes on as long as anybody takes it. */
	#lost(id: string, reason: string): void {
		this.#outputs.delete(id);
		if (this.#outputs.size === 0) this.failed(reason);
	}
}
