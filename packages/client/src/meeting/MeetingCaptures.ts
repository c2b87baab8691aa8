import type { CaptureStates } from '../captures/CaptureStates.ts';
import type { Capturing } from '../captures/Capturing.ts';
import { hlsUrls } from '../captures/tellCapture.ts';
import type { HlsState, HlsUrls, LivestreamState, RecordingState } from '../captures/types.ts';
import type { CompositionConfig, LivestreamOutput, TranscriptionConfig } from '../contract/types.ts';
import { Unsupported } from './Unsupported.ts';

/** What is recorded and streamed of a meeting: the part of {@link Meeting} that leaves the room. */
export abstract class MeetingCaptures extends Unsupported {
	/** @internal */
	protected abstract get captures(): CaptureStates;
	/** @internal @throws MeetingError when we are not in */
	protected abstract get capturing(): Capturing;

	/** How the recording of the meeting stands. */
	get recordingState(): RecordingState {
		// Only HLS is ever playable.
		return `RECORDING_${this.captures.of('recording')}` as RecordingState;
	}

	/** When the recording that runs began, by the clock of this machine; else null. Roomcast's own property. */
	get recordingStartedAt(): Date | null {
		const since = this.captures.since('recording');
		return since === null ? null : new Date(since);
	}

	/** How the livestream of the meeting stands. */
	get livestreamState(): LivestreamState {
		return `LIVESTREAM_${this.captures.of('livestream')}` as LivestreamState;
	}

	/** How HLS of the meeting stands. */
	get hlsState(): HlsState {
		return `HLS_${this.captures.of('hls')}`;
	}

	/** When the older of livestream and HLS began, by the clock of this machine; else null. Roomcast's own property. */
	get liveStartedAt(): Date | null {
		const since = [this.captures.since('livestream'), this.captures.since('hls')].filter((at) => at !== null);
		return since.length === 0 ? null : new Date(Math.min(...since));
	}

	/** Where HLS is to be found; empty while it does not run. */
	get hlsUrls(): HlsUrls {
		return hlsUrls(this.captures.newest('hls') ?? {});
	}

	/**
	 * Records the meeting. Resolves when the server has begun to; `recording-state-changed` tells everybody how it goes on.
	 * Needs `allow_join` or `allow_mod`.
	 *
	 * @param webhookUrl gets every event of this recording
	 * @param awsDirPath folder in the storage
	 * @param config how it looks
	 * @throws MeetingError 4011 when the server refused; 4018 when a recording runs already
	 */
	async startRecording(
		webhookUrl?: string | null,
		awsDirPath?: string | null,
		config?: CompositionConfig | null,
		transcription?: TranscriptionConfig | null,
	): Promise<void> {
		await this.capturing.startRecording({ webhookUrl, awsDirPath, config, transcription });
	}

	/** Ends the recording; its file is made ready then. @throws MeetingError 4012 when the server refused */
	async stopRecording(): Promise<void> {
		await this.capturing.stopRecording();
	}

	/**
	 * Streams the meeting to RTMP servers. Resolves when one of them has taken it; `livestream-state-changed` tells
	 * everybody how it goes on. Needs `allow_join` or `allow_mod`.
	 *
	 * @param outputs 1 to 10 servers
	 * @param config how it looks
	 * @throws MeetingError 4013 when the server refused; 4015 for an output that cannot be used; 4019 when a livestream
	 *   runs already
	 */
	async startLivestream(outputs: LivestreamOutput[], config?: CompositionConfig | null): Promise<void> {
		await this.capturing.startLivestream({ outputs, config });
	}

	/** Ends the livestream. @throws MeetingError 4014 when the server refused */
	async stopLivestream(): Promise<void> {
		await this.capturing.stopLivestream();
	}

	/**
	 * Streams the meeting over HTTP. Resolves when the server has begun to; `hls-state-changed` tells everybody where it is
	 * to be found, and when it can be played. Needs `allow_join` or `allow_mod`.
	 *
	 * @param config how it looks
	 * @throws MeetingError 4016 when the server refused; 4020 when it runs already
	 */
	async startHls(config?: CompositionConfig | null, transcription?: TranscriptionConfig | null): Promise<void> {
		await this.capturing.startHls({ config, transcription });
	}

	/** Ends HLS; what was streamed can still be watched. @throws MeetingError 4017 when the server refused */
	async stopHls(): Promise<void> {
		await this.capturing.stopHls();
	}
}
