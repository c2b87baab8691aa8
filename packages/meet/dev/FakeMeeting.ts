import type { HlsState, LivestreamState, Meeting } from '@roomcast/client';
import { FakeChat } from './FakeChat.ts';
import { FakeEmitter } from './FakeEmitter.ts';
import { FakeParticipant } from './FakeParticipant.ts';

const NAMES = [
	'Amara Okafor',
	'Jonas Lindqvist',
	'Mei Tanaka',
	'Priya Raman',
	'Lucía Fernández',
	'Tomasz Zieliński',
	'Noor Haddad',
	'Kwame Mensah',
	'Ingrid Solheim',
	'Diego Martins',
	'Yuki Mori',
	'Elif Demir',
	'Samuel Osei',
	'Hana Novak',
	'Rafael Costa',
];

/** What the query of the page asks the made-up meeting to be. */
export interface FakeScript {
	/** People, oneself included. */
	people: number;
	/** Number of the error to refuse the join with; 0 joins. */
	error: number;
	/** Leave reason to end the call with at once; 0 stays. */
	leave: number;
	/** Whether somebody shares a screen. */
	share: boolean;
	/** State of the connection to show. */
	state: string | null;
	/** People who wait to be let in. */
	knocks: number;
	/** What a moderator asks for: `mic` or `webcam`. */
	ask: string | null;
	/** Whether there was talk in the chat. */
	chat: boolean;
	/** Whether one has to wait to be let in: `denied` for in vain. */
	wait: string | null;
	/**
	 * Whether the call is recorded: for a while already, unless it says `STARTING` or `STOPPING`; `fails` breaks it off,
	 * `refused` lets it not begin.
	 */
	recording: string | null;
}

/** What the page reads of a meeting as it draws: a demo without one of them is an empty page. */
type Drawn = Pick<Meeting, 'hlsState' | 'hlsUrls' | 'livestreamState' | 'liveStartedAt' | 'recordingStartedAt'>;

/** A made-up meeting. */
export class FakeMeeting extends FakeEmitter implements Drawn {
	readonly localParticipant: FakeParticipant;
	readonly participants = new Map<string, FakeParticipant>();
	readonly permissions = ['allow_join', 'allow_mod'];
	readonly sessionId = 'demo';
	readonly pinnedParticipants = new Map<string, { cam: boolean; share: boolean }>();
	readonly pubSub: FakeChat;
	entryRequests: { participantId: string; name: string; allow(): Promise<void>; deny(): Promise<void> }[] = [];
	activeSpeakerId: string | null = null;
	state = 'CONNECTED';
	recordingState = 'RECORDING_STOPPED';
	recordingStartedAt: Date | null = null;
	hlsState: HlsState = 'HLS_STOPPED';
	readonly hlsUrls = { playbackHlsUrl: null, livestreamUrl: null, downstreamUrl: null };
	livestreamState: LivestreamState = 'LIVESTREAM_STOPPED';
	liveStartedAt: Date | null = null;
	readonly #script: FakeScript;

	constructor(name: string, camera: MediaStream | undefined, micOn: boolean, script: FakeScript) {
		super();
		this.#script = script;
		this.pubSub = new FakeChat(script.chat);
		this.localParticipant = new FakeParticipant('me', name, true, 4);
		this.localParticipant.micOn = micOn;
		if (camera !== undefined) this.localParticipant.setCamera(true);
	}

	async join(): Promise<void> {
		const { error, leave, people, share, state, knocks, ask, wait, recording } = this.#script;
		if (error !== 0) throw Object.assign(new Error(`Refused for the demo: error ${error}`), { code: error });
		if (wait !== null) {
			this.emit('entry-waiting');
			if (wait === 'denied') setTimeout(() => this.emit('entry-responded', 'me', 'denied'), 300);
			return;
		}
		for (let index = 1; index < people; index++) {
			const name = NAMES[(index - 1) % NAMES.length] ?? 'Guest';
			const person = new FakeParticipant(`p${index}`, name, false, index + 4);
			if (index % 4 !== 3) person.setCamera(true);
			person.micOn = index % 3 !== 2;
			person.loses = index === 5 ? 0.1 : 0;
			this.participants.set(person.id, person);
		}
		const speaker = this.participants.get('p1');
		if (recording !== null && recording !== 'refused') {
			this.recordingState = `RECORDING_${recording.endsWith('ING') ? recording : 'STARTED'}`;
			this.recordingStartedAt = this.recordingState === 'RECORDING_STARTED' ? new Date(Date.now() - 754_000) : null;
		}
		if (recording === 'fails') setTimeout(() => this.#record('STOPPED', 'the disk of the server is full'), 1500);
		this.emit('meeting-joined');
		setTimeout(() => {
			if (share) speaker?.setShare(true);
			this.activeSpeakerId = speaker?.id ?? null;
			this.emit('speaker-changed', this.activeSpeakerId);
			speaker?.say(0.7);
			if (state !== null) this.state = state;
			this.emit('meeting-state-changed', { state });
			for (let index = 0; index < knocks; index++)
				this.#knock(NAMES[(index + 7) % NAMES.length] ?? 'Guest', `k${index}`);
			setTimeout(() => ask && this.emit(`${ask}-requested`, { participantId: 'p1', accept() {}, reject() {} }), 1000);
			if (leave !== 0) this.emit('meeting-left', { code: leave, message: 'For the demo' });
		}, 300);
	}

	#knock(name: string, participantId: string): void {
		const answer = async () => {
			this.entryRequests = this.entryRequests.filter((other) => other.participantId !== participantId);
			this.emit('entry-responded', participantId, 'allowed');
		};
		this.entryRequests = [...this.entryRequests, { participantId, name, allow: answer, deny: answer }];
		this.emit('entry-requested', {});
	}

	async startRecording() {
		this.#record('STARTING');
		await new Promise((resolve) => setTimeout(resolve, 900));
		if (this.#script.recording !== 'refused') return this.#record('STARTED');
		this.#record('STOPPED', 'no composer is free');
		throw Object.assign(new Error('Refused for the demo'), { code: 4011 });
	}
	async stopRecording() {
		this.#record('STOPPING');
		setTimeout(() => this.#record('STOPPED'), 1200);
	}

	#record(status: string, reason?: string): void {
		const ran = this.recordingState === 'RECORDING_STARTED';
		this.recordingState = `RECORDING_${status}`;
		this.recordingStartedAt = status === 'STARTED' ? new Date() : null;
		this.emit('recording-state-changed', { status: this.recordingState, ...(reason ? { reason } : {}) });
		if (reason === undefined) return;
		const what = ran ? 'The recording failed' : 'The recording could not be started';
		this.emit('error', { code: ran ? 5001 : 4011, message: `${what}: ${reason}` });
	}

	async startHls() {
		this.#stream('HLS_STARTING');
		await new Promise((resolve) => setTimeout(resolve, 900));
		this.#stream('HLS_STARTED');
		this.#stream('HLS_PLAYABLE');
	}
	async stopHls() {
		this.#stream('HLS_STOPPED');
	}

	/** Every service refuses, so that one can see what is said then. */
	async startLivestream() {
		this.livestreamState = 'LIVESTREAM_STARTING';
		this.emit('livestream-state-changed', { status: this.livestreamState });
		await new Promise((resolve) => setTimeout(resolve, 900));
		this.livestreamState = 'LIVESTREAM_STOPPED';
		this.emit('livestream-state-changed', { status: this.livestreamState, reason: 'refused for the demo' });
		throw Object.assign(new Error('rtmp://demo.example/app refused: for the demo'), { code: 4013 });
	}
	async stopLivestream() {}

	#stream(status: HlsState): void {
		this.hlsState = status;
		this.liveStartedAt = status === 'HLS_STOPPED' ? null : (this.liveStartedAt ?? new Date());
		this.emit('hls-state-changed', { status });
	}

	async createInvitation({ permission = 'ask_join', expiresIn = 86_400 } = {}) {
		await new Promise((resolve) => setTimeout(resolve, 150));
		return { token: `demo.${permission}.${'x'.repeat(180)}`, expiresAt: new Date(Date.now() + expiresIn * 1000) };
	}

	async leave() {}
	async end() {
		this.emit('meeting-left', { code: 1008, message: 'REMOVE_ALL' });
	}
	async muteMic() {
		this.localParticipant.setMic(false);
	}
	async unmuteMic() {
		this.localParticipant.setMic(true);
	}
	async enableWebcam() {
		this.localParticipant.setCamera(true);
	}
	async disableWebcam() {
		this.localParticipant.setCamera(false);
	}
	async enableScreenShare() {
		this.localParticipant.setShare(true);
	}
	async disableScreenShare() {
		this.localParticipant.setShare(false);
	}
	async changeWebcam() {}
	async changeMic() {}
}
