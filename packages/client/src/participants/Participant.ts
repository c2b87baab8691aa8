import type { Mode, PinState, StreamKind } from '../contract/types.ts';
import type { E2EEState } from '../e2ee/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { orRefused } from '../errors/orRefused.ts';
import { Emitter } from '../events/Emitter.ts';
import type { Moderator } from '../moderation/Moderator.ts';
import type { PinType } from '../moderation/types.ts';
import { observeElement } from './observeElement.ts';
import { qualityOf } from './quality.ts';
import { type RenderVideoOptions, renderAudio, renderVideo } from './render.ts';
import type { Stream } from './Stream.ts';
import { audioPart, type ByteSample, readStreamStats } from './stats.ts';
import type { AudioStats, Quality, QualityWord, TransportStats, VideoStats } from './types.ts';

/** Events of a {@link Participant}. */
export interface ParticipantEvents {
	/** A stream can be shown: `stream.track` is live. */
	'stream-enabled': [Stream];
	/** A stream is off: muted, stopped, or gone for a moment while media is re-established. */
	'stream-disabled': [Stream];
	/** Whether the participant sends a kind of stream changed. */
	'media-status-changed': [{ kind: StreamKind; newStatus: boolean; peerId: string }];
	/** Another size of a video arrives. */
	'video-quality-changed': [{ currentQuality: Quality; prevQuality: Quality | null; peerId: string }];
	/** The participant muted a stream. */
	'stream-paused': [{ kind: StreamKind; reason: 'muted' }];
	'stream-resumed': [{ kind: StreamKind; reason: 'muted' }];
	/** Encrypting or decrypting a stream succeeds or fails from now on, in an end-to-end encrypted meeting. */
	'e2ee-state-change': [{ kind: StreamKind; state: E2EEState }];
	/** How loud the participant is, 0 to 1. */
	'audio-level': [level: number];
}

/** Events that a participant has, and those of the VideoSDK client SDK that never come here. */
const EVENTS: Record<keyof ParticipantEvents | SilentEvent, true> = {
	'agent-metrics': true,
	'agent-state-changed': true,
	'agent-transcription-received': true,
	'audio-level': true,
	'consumer-added': true,
	'consumer-removed': true,
	'e2ee-state-change': true,
	'media-status-changed': true,
	'producer-added': true,
	'producer-removed': true,
	'stream-disabled': true,
	'stream-enabled': true,
	'stream-paused': true,
	'stream-resumed': true,
	'video-quality-changed': true,
};

type SilentEvent =
	| `agent-${'metrics' | 'state-changed' | 'transcription-received'}`
	| `${'consumer' | 'producer'}-${'added' | 'removed'}`
	| 'e2ee-state-change';

/** Listeners of the events of a participant, by event: the name of it in the VideoSDK JavaScript SDK. */
export type ParticipantEvent = { [E in keyof ParticipantEvents]: (...args: ParticipantEvents[E]) => void };

/** What a participant needs of the meeting; given by its creator. @internal */
export interface ParticipantControl {
	setViewPort(participantId: string, kind: 'video' | 'share', key: object, width: number, height: number): void;
	setQuality(participantId: string, kind: 'video' | 'share', quality: Quality): Promise<void>;
	setConsumed(participantId: string, kind: StreamKind, consumed: boolean): Promise<void>;
	layers(participantId: string, kind: StreamKind): Pick<VideoStats, 'currentSpatialLayer' | 'currentTemporalLayer'>;
	getTransportStats(): Promise<TransportStats | null>;
	/** Microphone and camera of this machine. */
	setOwnMedia(kind: 'mic' | 'webcam', enabled: boolean): Promise<void>;
	readonly moderator: Moderator;
}

/** What is known of somebody when they appear. @internal */
export interface ParticipantDescription {
	readonly id: string;
	readonly displayName: string;
	readonly mode: Mode;
	readonly metaData: Record<string, unknown>;
	readonly local: boolean;
}

/** Somebody in the meeting: the local participant or a remote one. */
export class Participant extends Emitter<ParticipantEvents> {
	/** @internal Made before the server gave the local participant its id. */
	#description: ParticipantDescription;
	/** Streams that can be shown or played, by id. */
	readonly streams = new Map<string, Stream>();
	/** How loud they are now, 0 (silent) to 1. */
	audioLevel = 0;
	/** Largest size of the camera that is received. */
	quality: Quality = 'high';
	/** Largest size of the screen that is received. */
	screenShareQuality: Quality = 'high';
	#pinState: PinState = { cam: false, share: false };
	readonly #control: ParticipantControl;
	readonly #on = new Set<StreamKind>();
	readonly #bytes = new Map<string, ByteSample>();

	/** @internal */
	constructor(description: ParticipantDescription, control: ParticipantControl) {
		super();
		this.#description = description;
		this.#control = control;
	}

	/** Calls `listener` on every event of that name, until `off`. @throws MeetingError 3073 when there is no such event */
	override on<K extends keyof ParticipantEvents>(event: K, listener: (...args: ParticipantEvents[K]) => void): void {
		checkEvent(event);
		super.on(event, listener);
	}

	/** Ends what `on` began. @throws MeetingError 3073 when there is no such event */
	override off<K extends keyof ParticipantEvents>(event: K, listener: (...args: ParticipantEvents[K]) => void): void {
		checkEvent(event);
		super.off(event, listener);
	}

	get id(): string {
		return this.#description.id;
	}

	get displayName(): string {
		return this.#description.displayName;
	}

	/** Whether it is the one at this machine. */
	get local(): boolean {
		return this.#description.local;
	}

	get mode(): Mode {
		return this.#description.mode;
	}

	/** What the participant gave to `initMeeting`. */
	get metaData(): Record<string, unknown> {
		return this.#description.metaData;
	}

	/** What of the participant is pinned, for everybody. */
	get pinState(): PinState {
		return this.#pinState;
	}

	get webcamOn(): boolean {
		return this.#on.has('video');
	}

	get micOn(): boolean {
		return this.#on.has('audio');
	}

	get screenShareOn(): boolean {
		return this.#on.has('share');
	}

	get screenShareAudioOn(): boolean {
		return this.#on.has('shareAudio');
	}

	/** Throws the participant out: `meeting-left` 1002 there. Needs `allow_mod`. @throws MeetingError 4066 */
	async remove(): Promise<void> {
		await this.#control.moderator.remove(this.id);
	}

	/** Asks the participant to unmute: `mic-requested` there. Needs `allow_mod`. @throws MeetingError 4067 */
	async enableMic(): Promise<void> {
		await this.#setMedia('mic', true);
	}

	/** Mutes the participant at once. Needs `allow_mod`. @throws MeetingError 4068 */
	async disableMic(): Promise<void> {
		await this.#setMedia('mic', false);
	}

	/** Asks the participant for the camera: `webcam-requested` there. Needs `allow_mod`. @throws MeetingError 4069 */
	async enableWebcam(): Promise<void> {
		await this.#setMedia('webcam', true);
	}

	/** Turns the participant's camera off at once. Needs `allow_mod`. @throws MeetingError 4070 */
	async disableWebcam(): Promise<void> {
		await this.#setMedia('webcam', false);
	}

	/** Pins camera, screen or both, for everybody. @throws MeetingError 3073 for another word; 4071 */
	async pin(type: PinType = 'SHARE_AND_CAM'): Promise<void> {
		await this.#control.moderator.setPin(this.id, type, true);
	}

	/** Ends what {@link pin} began. @throws MeetingError 3073 for another word; 4072 */
	async unpin(type: PinType = 'SHARE_AND_CAM'): Promise<void> {
		await this.#control.moderator.setPin(this.id, type, false);
	}

	/**
	 * Changes how the participant takes part. Needs `allow_mod`. Roomcast's own method.
	 *
	 * @throws MeetingError 3067 for another word; 4065
	 */
	async changeMode(mode: Mode): Promise<void> {
		await this.#control.moderator.changeMode(this.id, mode);
	}

	/**
	 * Fixes the size at which this participant's camera is received.
	 *
	 * @throws MeetingError 3073 for another word; 3068 for the local participant; 4073 when the server refused
	 */
	async setQuality(quality: QualityWord): Promise<void> {
		this.quality = this.#remoteQuality(quality);
		await orRefused(this.#control.setQuality(this.id, 'video', this.quality), 'SET_QUALITY_FAILED');
	}

	/**
	 * Fixes the size at which this participant's screen is received.
	 *
	 * @throws MeetingError 3073 for another word; 3068 for the local participant; 4073 when the server refused
	 */
	async setScreenShareQuality(quality: QualityWord): Promise<void> {
		this.screenShareQuality = this.#remoteQuality(quality);
		await orRefused(this.#control.setQuality(this.id, 'share', this.screenShareQuality), 'SET_QUALITY_FAILED');
	}

	/**
	 * Says how large this participant's camera is shown: the size that fits is received. 0 × 0 says that it is not shown,
	 * and nothing is received. {@link observeVideo} does it by itself.
	 *
	 * @param width CSS pixels
	 * @param height CSS pixels
	 * @param kind `share` for the screen
	 */
	setViewPort(width: number, height: number, kind: 'video' | 'share' = 'video'): void {
		if (this.local) return;
		this.#control.setViewPort(this.id, kind, this, width, height);
	}

	/**
	 * Keeps what is received fitted to an element that shows this participant: its size, and whether it can be seen.
	 * With several elements the largest one counts.
	 *
	 * @returns ends it
	 */
	observeVideo(element: Element, kind: 'video' | 'share' = 'video'): () => void {
		if (this.local) return () => {};
		const stop = observeElement(element, (width, height) =>
			this.#control.setViewPort(this.id, kind, element, width, height),
		);
		return () => {
			stop();
			this.#control.setViewPort(this.id, kind, element, Number.NaN, Number.NaN);
		};
	}

	/** Receives the microphone of this participant, where `autoConsume` is false or it was stopped. @throws MeetingError 4080 */
	async consumeMicStreams(): Promise<void> {
		await orRefused(this.#control.setConsumed(this.id, 'audio', true), 'CONSUME_MIC_STREAMS_FAILED');
	}

	/** Receives the camera of this participant, where `autoConsume` is false or it was stopped. @throws MeetingError 4081 */
	async consumeWebcamStreams(): Promise<void> {
		await orRefused(this.#control.setConsumed(this.id, 'video', true), 'CONSUME_WEBCAM_STREAMS_FAILED');
	}

	/** Receives the microphone of this participant no more. @throws MeetingError 4082 */
	async stopConsumingMicStreams(): Promise<void> {
		await orRefused(this.#control.setConsumed(this.id, 'audio', false), 'STOP_CONSUMING_MIC_STREAMS_FAILED');
	}

	/** Receives the camera of this participant no more. @throws MeetingError 4083 */
	async stopConsumingWebcamStreams(): Promise<void> {
		await orRefused(this.#control.setConsumed(this.id, 'video', false), 'STOP_CONSUMING_WEBCAM_STREAMS_FAILED');
	}

	/**
	 * Takes a picture of the camera.
	 *
	 * @param size pixels; the camera's own where not given
	 * @returns a JPEG file in base64, without a `data:` prefix
	 * @throws MeetingError 3062 when the camera is off; 3069 when no frame could be drawn
	 */
	async captureImage(size: { width?: number; height?: number } = {}): Promise<string | null> {
		const stream = this.#stream('video');
		if (!stream) throw MeetingError.of('ERROR_WEBCAM_NOT_ENABLED');
		const { captureImage } = await import('./later/captureImage.ts');
		return captureImage(stream.track, size);
	}

	/** Numbers about the camera, one entry for each size that is sent; empty when it is off. */
	getVideoStats(): Promise<VideoStats[]> {
		return this.#stats('video');
	}

	/** Numbers about the microphone; empty when it is off. */
	async getAudioStats(): Promise<AudioStats[]> {
		return (await this.#stats('audio')).map(audioPart);
	}

	/** Numbers about the screen; empty when none is shared. */
	getShareStats(): Promise<VideoStats[]> {
		return this.#stats('share');
	}

	/** Numbers about the sound of the screen; empty when there is none. */
	async getShareAudioStats(): Promise<AudioStats[]> {
		return (await this.#stats('shareAudio')).map(audioPart);
	}

	/** Bytes and kbit/s of both directions; null for remote participants and before the join. */
	async getTransportStats(): Promise<TransportStats | null> {
		return this.local ? this.#control.getTransportStats() : null;
	}

	/** A box that shows the camera or the screen, follows it, and asks for the size that fits. */
	renderVideo(options: RenderVideoOptions = {}): HTMLDivElement {
		return renderVideo(this, options);
	}

	/** An element that plays the microphone or the sound of the screen, and follows it. */
	renderAudio(options: { type?: 'audio' | 'shareAudio' } = {}): HTMLAudioElement {
		return renderAudio(this, options.type ?? 'audio');
	}

	/** @internal */
	handleDescription(description: ParticipantDescription): void {
		this.#description = description;
	}

	/** @internal */
	handleMode(mode: Mode): void {
		this.#description = { ...this.#description, mode };
	}

	/** @internal */
	handlePin(state: PinState): void {
		this.#pinState = state;
	}

	/** @internal Whether a kind of stream is sent. */
	handleStatus(kind: StreamKind, on: boolean): void {
		if (this.#on.has(kind) === on) return;
		if (on) this.#on.add(kind);
		else this.#on.delete(kind);
		this.emit('media-status-changed', { kind, newStatus: on, peerId: this.id });
	}

	/** @internal */
	handleEnabled(stream: Stream): void {
		if (this.streams.get(stream.id) === stream) return;
		this.streams.set(stream.id, stream);
		this.emit('stream-enabled', stream);
	}

	/** @internal */
	handleDisabled(stream: Stream): void {
		if (!this.streams.delete(stream.id)) return;
		this.emit('stream-disabled', stream);
	}

	/** @internal */
	handleAudioLevel(level: number): void {
		if (this.audioLevel === level) return;
		this.audioLevel = level;
		this.emit('audio-level', level);
	}

	async #setMedia(kind: 'mic' | 'webcam', enabled: boolean): Promise<void> {
		if (this.local) await this.#control.setOwnMedia(kind, enabled);
		else await this.#control.moderator.setMedia(this.id, kind, enabled);
	}

	#stream(kind: StreamKind): Stream | undefined {
		return [...this.streams.values()].find((stream) => stream.kind === kind);
	}

	async #stats(kind: StreamKind): Promise<VideoStats[]> {
		const stream = this.#stream(kind);
		if (!stream) return [];
		const stats = readStreamStats(await stream.getStats(), this.#bytes);
		const layers = this.#control.layers(this.id, kind);
		return stats.map((one) => ({ ...one, ...layers }));
	}

	#remoteQuality(word: QualityWord): Quality {
		if (this.local) throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', 'use setWebcamQuality of the meeting');
		return qualityOf(word);
	}
}

/** @throws MeetingError 3073 for a name that no participant has */
function checkEvent(event: string): void {
	if (!Object.hasOwn(EVENTS, event)) throw MeetingError.of('ERROR_INVALID_PARAMETER', `there is no event "${event}"`);
}
