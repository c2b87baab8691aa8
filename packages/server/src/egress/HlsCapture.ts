import { mkdir } from 'node:fs/promises';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import type { TrackKind } from './Capture.ts';
import { needsStream } from './captureSink.ts';
import type { EngineSink, SinkEnd } from './Engine.ts';
import { RunningCapture } from './RunningCapture.ts';

/** HLS of a room: segments and parts that a composer writes, and the playlists of them. */
export class HlsCapture extends RunningCapture implements EngineSink {
	override async begin(): Promise<void> {
		await mkdir(this.capture.folder, { recursive: true });
		await this.engine.add(this);
	}

	protected override close(): Promise<SinkEnd> {
		return this.engine.remove(this.id);
	}

	async describe(): Promise<SinkDescription> {
		return { kind: 'hls', sinkId: this.id, path: this.capture.folder };
	}

	needs(participantId: string, kind: TrackKind): boolean {
		return needsStream(this.capture, participantId, kind);
	}
}
