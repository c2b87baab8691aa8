import type { RequestData } from '@roomcast/contract/signalling/requests';
import type { CompositionConfig, LivestreamOutput, TranscriptionConfig } from '../contract/types.ts';
import type { MeetingError } from '../errors/MeetingError.ts';
import { orRefused } from '../errors/orRefused.ts';
import type { Emits } from '../events/Emitter.ts';
import type { Feature, Preconditions } from '../feature/Feature.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { CaptureStates } from './CaptureStates.ts';
import { emitCaptureChange, hlsUrls } from './captureEvents.ts';
import type { CaptureEvents, HlsState, LivestreamState, MeetingHlsUrls, RecordingState } from './types.ts';

const NOWHERE: MeetingHlsUrls = { playbackHlsUrl: null, livestreamUrl: null, downstreamUrl: null };

/** What is recorded and streamed of a meeting. */
export interface CaptureMethods {
	/** How the recording of the meeting stands. */
	readonly recordingState: RecordingState;
	/** When the recording that runs began, by the clock of this machine; else null. Roomcast's own property. */
	readonly recordingStartedAt: Date | null;
	/** How the livestream of the meeting stands. */
	readonly livestreamState: LivestreamState;
	/** How HLS of the meeting stands. */
	readonly hlsState: HlsState;
	/** When the older of livestream and HLS began, by the clock of this machine; else null. Roomcast's own property. */
	readonly liveStartedAt: Date | null;
	/** Where HLS is to be found; null while it is nowhere. */
	readonly hlsUrls: MeetingHlsUrls;

	/**
	 * Records the meeting. Resolves when the server has begun to; `recording-state-changed` tells everybody how it goes on.
	 * Needs `allow_join` or `allow_mod`.
	 *
	 * @param webhookUrl gets every event of this recording
	 * @param awsDirPath folder in the storage
	 * @param config how it looks
	 * @throws MeetingError 4011 when the server refused; 4018 when a recording runs already
	 */
	startRecording(
		webhookUrl?: string | null,
		awsDirPath?: string | null,
		config?: CompositionConfig | null,
		transcription?: TranscriptionConfig | null,
	): Promise<void>;

	/** Ends the recording; its file is made ready then. @throws MeetingError 4012 when the server refused */
	stopRecording(): Promise<void>;

	/**
	 * Streams the meeting to RTMP servers. Resolves when one of them has taken it; `livestream-state-changed` tells
	 * everybody how it goes on. Needs `allow_join` or `allow_mod`.
	 *
	 * @param outputs 1 to 10 servers
	 * @param config how it looks
	 * @throws MeetingError 4013 when the server refused; 4015 for an output that cannot be used; 4019 when a livestream
	 *   runs already
	 */
	startLivestream(outputs: LivestreamOutput[], config?: CompositionConfig | null): Promise<void>;

	/** Ends the livestream. @throws MeetingError 4014 when the server refused */
	stopLivestream(): Promise<void>;

	/**
	 * Streams the meeting over HTTP. Resolves when the server has begun to; `hls-state-changed` tells everybody where it is
	 * to be found, and when it can be played. Needs `allow_join` or `allow_mod`.
	 *
	 * @param config how it looks
	 * @throws MeetingError 4016 when the server refused; 4020 when it runs already
	 */
	startHls(config?: CompositionConfig | null, transcription?: TranscriptionConfig | null): Promise<void>;

	/** Ends HLS; what was streamed can still be watched. @throws MeetingError 4017 when the server refused */
	stopHls(): Promise<void>;
}

/** What is asked of the server. Who may do it is the server's to decide. @internal */
export type CaptureRequests = `${'start' | 'stop'}-${'recording' | 'livestream' | 'hls'}`;

/** What apps say, who give null and an empty text for what they leave out. */
type Loose<T> = { [K in keyof T]?: T[K] | null | undefined };

/**
 * Records and streams the meeting.
 *
 * @param held gets events about what a join finds
 * @param events gets the others
 * @internal
 */
export function captureFeature(
	ask: RequestOf<CaptureRequests>,
	preconditions: Preconditions,
	held: Emits<CaptureEvents>,
	events: Emits<{ error: [MeetingError] }>,
): Feature<CaptureMethods, 'capture-state-changed'> {
	const states = new CaptureStates();
	states.on('changed', (change) => emitCaptureChange(held, change));
	states.on('failed', (error) => events.emit('error', error));
	/** When the oldest of some kinds began. */
	const since = (...kinds: Parameters<CaptureStates['since']>[0][]): Date | null => {
		const started = kinds.map((kind) => states.since(kind)).filter((at) => at !== null);
		return started.length === 0 ? null : new Date(Math.min(...started));
	};
	const request: typeof ask = (method, data) => {
		preconditions.requireJoined();
		return ask(method, data);
	};
	return {
		methods: {
			get recordingState() {
				// Only HLS is ever playable.
				return `RECORDING_${states.of('recording')}` as RecordingState;
			},
			get recordingStartedAt() {
				return since('recording');
			},
			get livestreamState() {
				return `LIVESTREAM_${states.of('livestream')}` as LivestreamState;
			},
			get hlsState(): HlsState {
				return `HLS_${states.of('hls')}`;
			},
			get liveStartedAt() {
				return since('livestream', 'hls');
			},
			get hlsUrls() {
				return { ...NOWHERE, ...hlsUrls(states.newest('hls') ?? {}) };
			},
			async startRecording(webhookUrl, awsDirPath, config, transcription) {
				const options = given<RequestData<'start-recording'>>({ webhookUrl, awsDirPath, config, transcription });
				const started = request('start-recording', options);
				await orRefused(started, 'START_RECORDING_FAILED', ['PREV_RECORDING_PROCESSING']);
			},
			async stopRecording() {
				await orRefused(request('stop-recording', {}), 'STOP_RECORDING_FAILED');
			},
			async startLivestream(outputs, config) {
				const started = request('start-livestream', given<RequestData<'start-livestream'>>({ outputs, config }));
				const known = ['INVALID_LIVESTREAM_CONFIG', 'PREV_RTMP_RECORDING_PROCESSING'];
				await orRefused(started, 'START_LIVESTREAM_FAILED', known);
			},
			async stopLivestream() {
				await orRefused(request('stop-livestream', {}), 'STOP_LIVESTREAM_FAILED');
			},
			async startHls(config, transcription) {
				const started = request('start-hls', given<RequestData<'start-hls'>>({ config, transcription }));
				await orRefused(started, 'START_HLS_FAILED', ['PREV_HLS_STREAMING_PROCESSING']);
			},
			async stopHls() {
				await orRefused(request('stop-hls', {}), 'STOP_HLS_FAILED');
			},
		},
		notifications: { 'capture-state-changed': (change) => states.handleChanged(change) },
		lifecycle: { snapshot: ({ captures }) => states.handleSnapshot(captures) },
	};
}

/** Only what was said. */
function given<T extends object>(options: Loose<T>): T {
	const said = Object.entries(options).filter(([, value]) => value !== undefined && value !== null && value !== '');
	return Object.fromEntries(said) as T;
}
