import type { CaptureStates } from '../captures/CaptureStates.ts';
import type { Capturing } from '../captures/Capturing.ts';
import type { DataPayload } from '../channels/payload.ts';
import type { EntryDecision, InvitationOptions, Mode, PinState, StreamKind } from '../contract/types.ts';
import { type DeviceInfo, listDevices } from '../devices/devices.ts';
import type { EntryRequested, Invitation } from '../entry/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import type { Participant } from '../participants/Participant.ts';
import type { Quality } from '../participants/types.ts';
import type { PubSub } from '../pubsub/PubSub.ts';
import type { RealtimeStore } from '../store/RealtimeStore.ts';
import type { MeetingEvents, MeetingStateName } from './events.ts';
import { MeetingCaptures } from './MeetingCaptures.ts';
import { type EngineContext, MeetingEngine } from './MeetingEngine.ts';
import { MeetingFeatures } from './MeetingFeatures.ts';
import type { MeetingSettings } from './options.ts';

const KINDS: StreamKind[] = ['audio', 'video', 'share', 'shareAudio'];

/**
 * One meeting as its participant sees it. Made by `VideoSDK.initMeeting`; every method rejects with a MeetingError:
 * 3035 before the join, 3056 when the meeting ended meanwhile, 3079 without an answer of the server, and what each says.
 * While the connection is being brought back, what is asked waits for it.
 */
export class Meeting extends MeetingCaptures {
	readonly #engine: MeetingEngine;
	readonly #features: MeetingFeatures;
	readonly #roomId: string;

	/** @internal */
	constructor(settings: MeetingSettings, context: EngineContext) {
		super();
		this.#roomId = settings.roomId;
		this.#engine = new MeetingEngine(settings, context);
		this.#features = new MeetingFeatures(this.#engine, () => this.#joined());
	}

	/** The room. */
	get id(): string {
		return this.#roomId;
	}

	/** The occupancy of the room that this is part of; null before the join. Roomcast's own property. */
	get sessionId(): string | null {
		return this.#engine.session?.sessionId ?? null;
	}

	/** What the token allows; empty before the join. Roomcast's own property. */
	get permissions(): readonly string[] {
		return this.#engine.session?.permissions ?? [];
	}

	/** State of the connection; null before `join()`. Roomcast's own property. */
	get state(): MeetingStateName | null {
		return this.#engine.state;
	}

	/** Whether we wait to be let in. Roomcast's own property. */
	get waiting(): boolean {
		return this.#engine.waiting;
	}

	/** Who waits to be let in, in the order of asking; empty without `allow_join`. Roomcast's own property. */
	get entryRequests(): EntryRequested[] {
		return this.#features.entryDesk.requests;
	}

	/** Messages by topic. */
	get pubSub(): PubSub {
		return this.#features.pubSub;
	}

	/** Small values that everybody in the session shares. */
	get realtimeStore(): RealtimeStore {
		return this.#features.realtimeStore;
	}

	/** What is pinned for everybody, by participant id. */
	get pinnedParticipants(): Map<string, PinState> {
		return this.#features.pinned;
	}

	get localParticipant(): Participant {
		return this.#engine.parts.localParticipant;
	}

	/** The others, by id. */
	get participants(): Map<string, Participant> {
		return this.#engine.parts.roster.participants;
	}

	get activeSpeakerId(): string | null {
		return this.#engine.parts.stage.activeSpeakerId;
	}

	get activePresenterId(): string | null {
		return this.#engine.parts.stage.activePresenterId;
	}

	get mainParticipantId(): string {
		return this.#engine.parts.stage.mainParticipantId;
	}

	/** The camera in use, or the last one. */
	get selectedCameraDevice(): DeviceInfo | null {
		return this.#engine.parts.webcam.device;
	}

	/** The microphone in use, or the last one. */
	get selectedMicrophoneDevice(): DeviceInfo | null {
		return this.#engine.parts.microphone.device;
	}

	/**
	 * Enters the room. Resolves when the server let us in, after `meeting-joined`. With a token that has only
	 * `ask_join` it may resolve earlier, after `entry-waiting`: we are in as soon as somebody lets us in, or told by
	 * `entry-responded` that nobody will.
	 *
	 * @throws MeetingError what the server refused (4xxx); 4008 for `ask_join` beside another permission; 3047 when it cannot be reached; 3054 or 3055 at a second call
	 */
	join(): Promise<void> {
		return this.#engine.join();
	}

	/**
	 * Leaves the room, and closes camera and microphone.
	 *
	 * @throws MeetingError 3054 when the meeting is over already
	 */
	leave(): Promise<void> {
		return this.#engine.leave();
	}

	/**
	 * Ends the session for everybody.
	 *
	 * @throws MeetingError 4008 without the permission `allow_mod`
	 */
	async end(): Promise<void> {
		this.#joined();
		await this.#engine.end();
	}

	/**
	 * Gives the meeting a fresh token, for instance after `token-expiring`. It counts when the meeting has to be joined
	 * again; who is in stays in without. May be called at any time. Roomcast's own method.
	 *
	 * @throws MeetingError 3073 for one that is no text, or names another participant
	 */
	setToken(token: string): void {
		this.#engine.setToken(token);
	}

	/** Mutes the microphone. @throws MeetingError 3054 when it is muted */
	async muteMic(): Promise<void> {
		this.#sending();
		await this.#engine.parts.microphone.mute();
	}

	/**
	 * Unmutes the microphone, opening it first if need be.
	 *
	 * @param customAudioTrack sent in the place of the microphone
	 * @throws MeetingError 3054 when it is on; 3012 to 3034 when it cannot be opened; 3058 when it cannot be sent
	 */
	async unmuteMic(customAudioTrack?: MediaStream): Promise<void> {
		this.#sending();
		await this.#engine.parts.microphone.unmute(customAudioTrack);
	}

	/**
	 * Turns the camera on.
	 *
	 * @param customVideoTrack sent in the place of the camera
	 * @throws MeetingError 3054 when it is on; 3011 to 3033 when it cannot be opened; 3049 when it cannot be sent
	 */
	async enableWebcam(customVideoTrack?: MediaStream): Promise<void> {
		this.#sending();
		await this.#engine.parts.webcam.enable(customVideoTrack);
	}

	/** Turns the camera off, light included. @throws MeetingError 3054 when it is off */
	async disableWebcam(): Promise<void> {
		this.#sending();
		await this.#engine.parts.webcam.disable();
	}

	/**
	 * Sends another video track in the place of the camera's, without a gap.
	 *
	 * @throws MeetingError 3062 when the camera is off; 3029 when the stream has no live video track
	 */
	async replaceWebcamStream(stream: MediaStream): Promise<void> {
		this.#sending();
		if (!this.#engine.parts.local.get('video')) throw MeetingError.of('ERROR_WEBCAM_NOT_ENABLED');
		await this.#engine.parts.webcam.change(stream);
	}

	/**
	 * Shares a screen, a window or a tab; the browser asks which.
	 *
	 * @param customScreenSharingTrack a stream of `createScreenShareVideoTrack`, or any other
	 * @throws MeetingError 3054 when one is shared; 3016 when the person cancelled; 3061 when it cannot be sent
	 */
	async enableScreenShare(customScreenSharingTrack?: MediaStream): Promise<void> {
		this.#sending();
		await this.#engine.parts.screen.enable(customScreenSharingTrack);
	}

	/** Ends sharing the screen. @throws MeetingError 3054 when none is shared */
	async disableScreenShare(): Promise<void> {
		this.#sending();
		await this.#engine.parts.screen.disable();
	}

	/**
	 * Limits the size of the camera that is sent.
	 *
	 * @throws MeetingError 3062 when it is off; 3063 when the browser refuses; 3073 for another word
	 */
	async setWebcamQuality(quality: Quality): Promise<void> {
		this.#sending();
		if (quality !== 'low' && quality !== 'med' && quality !== 'high')
			throw MeetingError.of('ERROR_INVALID_PARAMETER', `quality is "${quality}", allowed are low, med, high`);
		await this.#engine.parts.webcam.setQuality(quality);
	}

	/** The microphones of this machine. */
	async getMics(): Promise<{ deviceId: string; label: string }[]> {
		return (await listDevices('audioinput')).map(({ deviceId, label }) => ({ deviceId, label }));
	}

	/** The cameras of this machine. */
	async getWebcams(): Promise<{ deviceId: string; label: string; facingMode: 'front' | 'environment' }[]> {
		return (await listDevices('videoinput')).map(({ deviceId, label }) => ({
			deviceId,
			label,
			facingMode: /back|rear|environment/i.test(label) ? 'environment' : 'front',
		}));
	}

	/**
	 * Sends another microphone, or the app's own track. While it was never on, the device is only chosen.
	 *
	 * @throws MeetingError 3012 to 3034 when it cannot be opened
	 */
	async changeMic(to: string | MediaStream): Promise<void> {
		this.#sending();
		await this.#engine.parts.microphone.change(to);
	}

	/**
	 * Sends another camera, or the app's own track. While it is off, a device is only chosen; a track turns it on.
	 *
	 * @throws MeetingError 3011 to 3033 when it cannot be opened
	 */
	async changeWebcam(to: string | MediaStream): Promise<void> {
		this.#sending();
		await this.#engine.parts.webcam.change(to);
	}

	/**
	 * Changes how we take part. What the new mode does not send is stopped.
	 *
	 * @throws MeetingError 3054 in that mode already; 3067 for another word; 4065 when the server refused
	 */
	async changeMode(mode: Mode): Promise<void> {
		this.#joined();
		if (mode === this.localParticipant.mode)
			throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE', `the mode is ${mode}`);
		await this.#engine.parts.moderator.changeMode(this.localParticipant.id, mode);
	}

	/**
	 * Lets somebody in who waits, or not. The first answer counts. Needs `allow_join`.
	 *
	 * @throws MeetingError 3073 for another word; 4059 when somebody was quicker or they are gone
	 */
	async respondEntry(participantId: string, decision: EntryDecision): Promise<void> {
		this.#joined();
		await this.#features.entryDesk.respond(participantId, decision);
	}

	/**
	 * Makes a link for guests: needs `allow_join`, and `allow_mod` for guests who need not ask. Roomcast's own.
	 *
	 * @throws MeetingError 4008 without the permission; 6000 for options that are not allowed; 6080 where the server makes none
	 */
	async createInvitation(options: InvitationOptions = {}): Promise<Invitation> {
		this.#joined();
		return this.#features.entryDesk.invite(options);
	}

	/**
	 * Sends a message to everybody else who is there now, over a data channel: without the server's store, in as little time
	 * as a packet takes.
	 *
	 * @param payload at most 15 KiB
	 * @param options `RELIABLE` (the default) arrives whole and in order; `UNRELIABLE` may be lost or overtaken
	 * @returns whether it was sent: an unreliable one may be left out when the network does not keep up
	 * @throws MeetingError 3066 in a mode that does not send; 3068 or 3073 for what cannot be sent; 3072 when it is too
	 *   large; 3048 while media is made again; 3070 when it fails
	 */
	async send(payload: DataPayload, options: { reliability?: 'RELIABLE' | 'UNRELIABLE' } = {}): Promise<boolean> {
		this.#sending();
		return this.#features.data.send(payload, options.reliability ?? 'RELIABLE');
	}

	/** Receives nothing of a kind from anybody, until {@link resumeAllStreams}. */
	async pauseAllStreams(kind: StreamKind | 'all' = 'all'): Promise<void> {
		await this.#pauseAll(kind, true);
		this.#engine.events.emit('paused-all-streams', { kind });
	}

	/** Ends what {@link pauseAllStreams} began. */
	async resumeAllStreams(kind: StreamKind | 'all' = 'all'): Promise<void> {
		await this.#pauseAll(kind, false);
		this.#engine.events.emit('resumed-all-streams', { kind });
	}

	/** Videos are received in the size at which they are shown (the default). */
	async enableAdaptiveSubscription(): Promise<void> {
		this.#joined();
		await this.#engine.parts.subscriptions.setAdaptive(true);
	}

	/** Videos are received in full size, shown or not. */
	async disableAdaptiveSubscription(): Promise<void> {
		this.#joined();
		await this.#engine.parts.subscriptions.setAdaptive(false);
	}

	on<K extends keyof MeetingEvents>(event: K, listener: (...args: MeetingEvents[K]) => void): void {
		if (event === 'data') this.#features.data.expect();
		this.#engine.events.on(event, listener);
	}

	off<K extends keyof MeetingEvents>(event: K, listener: (...args: MeetingEvents[K]) => void): void {
		this.#engine.events.off(event, listener);
	}

	/** @internal */
	protected override get captures(): CaptureStates {
		return this.#engine.parts.captures;
	}

	/** @internal */
	protected override get capturing(): Capturing {
		this.#joined();
		return this.#features.capturing;
	}

	#joined(): void {
		if (!this.#engine.session) throw MeetingError.of('ERROR_ACTION_PERFORMED_BEFORE_MEETING_JOINED');
		if (this.#engine.connection.closed) throw MeetingError.of('ERROR_OPERATION_ABORTED', 'the meeting is over');
	}

	#sending(): void {
		this.#joined();
		if (!this.#engine.sends)
			throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED_IN_MODE', `the mode is ${this.localParticipant.mode}`);
	}

	async #pauseAll(kind: StreamKind | 'all', paused: boolean): Promise<void> {
		this.#joined();
		if (kind !== 'all' && !KINDS.includes(kind))
			throw MeetingError.of('ERROR_INVALID_PARAMETER', `kind is "${kind}", allowed are all, ${KINDS.join(', ')}`);
		await this.#engine.parts.subscriptions.setAllPaused(kind === 'all' ? KINDS : [kind], paused);
	}
}
