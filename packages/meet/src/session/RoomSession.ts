import type { Meeting } from '@roomcast/client';
import { developmentToken, type RoomCaptures, roomCaptures } from '../api/rest.ts';
import { recall, remember } from '../base/remembered.ts';
import { Store } from '../base/Store.ts';
import { serverUrl } from '../base/urls.ts';
import { Capture, stopStream } from '../devices/Capture.ts';
import { loadSdk } from '../devices/loadSdk.ts';
import { Speaker } from '../devices/Speaker.ts';
import * as leaveCodes from '../errors/leaveCodes.ts';
import { type Problem, problemFromError, problemFromLeaveReason, problemFromMedia } from '../errors/Problem.ts';
import type { Parameters } from '../parameters/table.ts';
import { browserFacts, unsupportedReason } from './supported.ts';
import { tokenMay } from './tokenMay.ts';

/** Where somebody is on the way into, through and out of a call. */
export type Phase =
	| { readonly name: 'preparing' }
	| { readonly name: 'lobby' }
	| { readonly name: 'joining'; readonly delayed?: boolean }
	| { readonly name: 'waiting' }
	| { readonly name: 'call'; readonly meeting: Meeting }
	| { readonly name: 'over'; readonly problem: Problem };

/** How long a join waits for devices that are being opened, ms. Those that come later are sent then. */
const DEVICE_PATIENCE = 1500;

/** No `roomId` and no `customRoomId` has more characters. */
const LONGEST_ROOM = 128;

/** One visit to one room: finds a token, opens the devices for the join screen, joins, and tells how it ended. */
export class RoomSession extends Store<Phase> {
	readonly roomId: string;
	readonly parameters: Parameters;
	readonly camera: Capture;
	readonly microphone: Capture;
	readonly speaker = new Speaker();
	#token: string | undefined;
	#meeting: Meeting | undefined;
	/** Counts what ends a visit: who waited for something meanwhile must not go on. */
	#ends = 0;

	constructor(roomId: string, parameters: Parameters) {
		super({ name: 'preparing' });
		this.roomId = roomId;
		this.parameters = parameters;
		this.camera = new Capture('camera', parameters, parameters.cameraId);
		this.microphone = new Capture('microphone', parameters, undefined);
	}

	/** The name to begin with: the one of the link, else the one used last time. */
	get name(): string {
		return this.parameters.name || (recall('name') ?? '');
	}

	/** Whether somebody will have to let the person in. */
	get asks(): boolean {
		return this.parameters.askJoin || (this.#token !== undefined && tokenMay('call.ask', this.#token, false));
	}

	/** Whether the person sends sound and picture at all. */
	get sends(): boolean {
		const may = this.#token === undefined || tokenMay('call.send', this.#token, true);
		return may && this.parameters.mode === 'SEND_AND_RECV';
	}

	/** Gets everything ready for the join screen, or joins at once when the link says so. Also the way to try again. */
	async prepare(): Promise<void> {
		this.set({ name: 'preparing' });
		const unsupported = unsupportedReason(browserFacts());
		if (unsupported !== undefined) return this.#end({ screen: unsupported });
		if (this.roomId.length > LONGEST_ROOM) return this.#end({ screen: 'ROOM_NOT_FOUND' });
		const ends = this.#ends;
		try {
			this.#token = this.parameters.token ?? (await developmentToken(this.roomId));
		} catch (error) {
			if (ends === this.#ends) this.#end(problemFromError(error));
			return;
		}
		if (ends !== this.#ends) return;
		this.connectAhead();
		const { joinScreenEnabled, joinWithoutUserInteraction, micEnabled, webcamEnabled } = this.parameters;
		if (this.sends && webcamEnabled) void this.camera.open();
		if (this.sends && micEnabled) void this.microphone.open();
		if (joinScreenEnabled && !joinWithoutUserInteraction) return this.set({ name: 'lobby' });
		await this.join(this.name);
	}

	/**
	 * Opens the connection that the join will use, unless it is open: a join is then one round trip. One that nobody uses
	 * closes after a minute, so it is worth doing again when the person does something on the join screen.
	 */
	connectAhead(): void {
		void loadSdk().then(
			(sdk) => {
				sdk.setLogLevel(this.parameters.debug ? 'DEBUG' : 'WARN');
				sdk.preconnect({ signalingBaseUrl: serverUrl() });
			},
			// The join asks for it again, and says what is wrong.
			() => undefined,
		);
	}

	/** Whether the call is recorded or streamed, for people who are about to join. */
	async captures(): Promise<RoomCaptures | undefined> {
		return this.#token === undefined ? undefined : roomCaptures(this.roomId, this.#token);
	}

	/** Enters the call with the devices that are on or will be in a moment. */
	async join(name: string): Promise<void> {
		if (this.#token === undefined || this.state.name === 'joining') return;
		const ends = this.#ends;
		this.set({ name: 'joining' });
		if (name !== '' && this.parameters.name === '') remember('name', name);
		await Promise.race([
			Promise.all([this.camera.settled, this.microphone.settled]),
			new Promise((resolve) => setTimeout(resolve, DEVICE_PATIENCE)),
		]);
		if (ends !== this.#ends) return;
		try {
			const sdk = await loadSdk();
			if (ends !== this.#ends) return;
			const meeting = this.#initMeeting(sdk, this.#token, name);
			this.#meeting = meeting;
			await meeting.join();
		} catch (error) {
			if (ends === this.#ends) this.#end(problemFromError(error));
		}
	}

	/** Waits no longer to be let in. */
	stopWaiting(): void {
		this.#ends++;
		const meeting = this.#meeting;
		this.#meeting = undefined;
		this.camera.close();
		this.microphone.close();
		void meeting?.leave().catch(() => undefined);
		void this.prepare();
	}

	/** Leaves the call; the others stay. */
	leave(): void {
		const meeting = this.#meeting;
		this.#end({ screen: 'LEFT', code: leaveCodes.MANUAL_LEAVE_CALLED });
		void meeting?.leave().catch(() => undefined);
	}

	/** Ends the call for everybody. Rejects when the server refuses. */
	async endForAll(): Promise<void> {
		await this.#meeting?.end();
	}

	/** Gives the devices back and goes, without a screen: the page is being closed. */
	close(): void {
		this.#ends++;
		this.camera.close();
		this.microphone.close();
		void this.#meeting?.leave().catch(() => undefined);
		this.#meeting = undefined;
	}

	#initMeeting(sdk: Awaited<ReturnType<typeof loadSdk>>, token: string, name: string): Meeting {
		const { participantId, maxResolution, mode, debug, preferredProtocol } = this.parameters;
		sdk.config(token);
		// Who may have to wait keeps the devices until they are in: should they not be let in, they are given back.
		const camera = this.asks ? undefined : this.camera.hand();
		const microphone = this.asks ? undefined : this.microphone.hand();
		const meeting = sdk.initMeeting({
			meetingId: this.roomId,
			name: name || 'Guest',
			micEnabled: microphone !== undefined,
			webcamEnabled: camera !== undefined,
			maxResolution,
			preferredProtocol,
			signalingBaseUrl: serverUrl(),
			mode: mode === 'SEND_AND_RECV' && !this.sends ? 'RECV_ONLY' : mode,
			debugMode: debug,
			...(participantId === undefined ? {} : { participantId }),
			...(camera === undefined ? {} : { customCameraVideoTrack: camera }),
			...(microphone === undefined ? {} : { customMicrophoneAudioTrack: microphone }),
		});
		const mine = () => this.#meeting === meeting;
		meeting.on('meeting-joined', () => {
			// It comes again after each break of the connection.
			if (!mine() || this.state.name === 'call') return;
			this.set({ name: 'call', meeting });
			void this.#sendLate(this.camera, (stream) => meeting.enableWebcam(stream));
			void this.#sendLate(this.microphone, (stream) => meeting.unmuteMic(stream));
		});
		this.#followWaiting(meeting, mine);
		this.#followMedia(meeting, mine);
		meeting.on('meeting-left', (reason?: unknown) => {
			if (mine()) this.#end(problemFromLeaveReason(reason));
		});
		return meeting;
	}

	/** A network that never lets media through ends the visit; if media worked before, the SDK repairs it while the call continues. */
	#followMedia(meeting: Meeting, mine: () => boolean): void {
		let connected = false;
		meeting.on('media-state-changed', ({ state, reason }) => {
			if (state === 'CONNECTED') connected = true;
			else if (!connected && mine()) {
				this.#end(problemFromMedia(reason));
				void meeting.leave().catch(() => undefined);
			}
		});
	}

	/** What happens between asking to be let in and being in, or not. */
	#followWaiting(meeting: Meeting, mine: () => boolean): void {
		let failure: unknown;
		meeting.on('error', (error) => {
			failure = error;
		});
		meeting.on('join-delayed', () => {
			if (mine() && this.state.name === 'joining') this.set({ name: 'joining', delayed: true });
		});
		meeting.on('entry-waiting', () => {
			if (mine()) this.set({ name: 'waiting' });
		});
		meeting.on('entry-responded', (participantId, decision) => {
			if (!mine() || participantId !== meeting.localParticipant.id || this.state.name !== 'waiting') return;
			if (decision === 'denied') this.#end({ screen: 'DENIED' });
			else this.set({ name: 'joining' });
		});
		meeting.on('meeting-state-changed', ({ state }) => {
			const outside = this.state.name === 'waiting' || this.state.name === 'joining';
			if (!mine() || !outside) return;
			if (state === 'FAILED') this.#end(problemFromError(failure));
			// After a restart of the server people of a waiting room are let in again, without a second `meeting-joined`.
			if (state === 'CONNECTED' && meeting.sessionId !== null) this.set({ name: 'call', meeting });
		});
	}

	/** Sends a device that the meeting does not have yet: its owner allowed it only after the join, or had to wait. */
	async #sendLate(capture: Capture, send: (stream: MediaStream) => Promise<void>): Promise<void> {
		const meeting = this.#meeting;
		await capture.settled;
		const stream = capture.hand();
		if (stream === undefined) return;
		if (meeting === undefined || meeting !== this.#meeting) return stopStream(stream);
		await send(stream).catch(() => stopStream(stream));
	}

	#end(problem: Problem): void {
		// A refused join also ends the meeting: the first message is the one that says why.
		if (this.state.name === 'over') return;
		this.#ends++;
		this.#meeting = undefined;
		this.camera.close();
		this.microphone.close();
		this.set({ name: 'over', problem });
	}
}
