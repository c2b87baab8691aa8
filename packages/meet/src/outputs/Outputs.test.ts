import type { HlsState, LivestreamState, RecordingState } from '@roomcast/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseParameters } from '../parameters/parseParameters.ts';
import { liveProblem } from './liveProblem.ts';
import { Outputs } from './Outputs.ts';

type Listener = (...args: unknown[]) => void;

const ID = '0123456789abcdef01234567';
const OUTPUT = { url: 'rtmp://live.example/app', streamKey: 'key' };

/** As much of a meeting as outputs use. */
class FakeMeeting {
	recordingState: RecordingState = 'RECORDING_STOPPED';
	readonly localParticipant = { id: 'me' };
	readonly participants = new Map([['ann', { displayName: 'Ann' }]]);
	hlsState: HlsState = 'HLS_STOPPED';
	livestreamState: LivestreamState = 'LIVESTREAM_STOPPED';
	hlsUrls = {};
	asked: unknown[][] = [];
	/** What asking does. */
	answer: () => Promise<void> = async () => {};
	readonly #listeners = new Map<string, Set<Listener>>();

	on(event: string, listener: Listener): void {
		this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener));
	}
	off(event: string, listener: Listener): void {
		this.#listeners.get(event)?.delete(listener);
	}
	emit(event: string, ...args: unknown[]): void {
		for (const listener of this.#listeners.get(event) ?? []) listener(...args);
	}
	turn(status: RecordingState, facts: { reason?: string; startedBy?: string | null } = {}): void {
		this.recordingState = status;
		this.emit('recording-state-changed', { status, ...facts });
	}
	async startRecording(...args: unknown[]): Promise<void> {
		this.asked.push(['start', ...args]);
		await this.answer();
	}
	async stopRecording(): Promise<void> {
		this.asked.push(['stop']);
		await this.answer();
	}
	async startHls(...args: unknown[]): Promise<void> {
		this.asked.push(['hls', ...args]);
		await this.answer();
	}
	async startLivestream(...args: unknown[]): Promise<void> {
		this.asked.push(['livestream', ...args]);
		await this.answer();
	}
	async stopHls(): Promise<void> {
		this.asked.push(['stop hls']);
		await this.answer();
	}
	async stopLivestream(): Promise<void> {
		this.asked.push(['stop livestream']);
		await this.answer();
	}
}

let meeting: FakeMeeting;
let told: string[];

beforeEach(() => {
	vi.spyOn(console, 'warn').mockImplementation(() => {});
	meeting = new FakeMeeting();
	told = [];
});

afterEach(() => {
	vi.restoreAllMocks();
});

function outputs(query = ''): Outputs {
	const notices = {
		tell: (text: string) => void told.push(text),
		warn: (text: string) => void told.push(`! ${text}`),
	};
	return new Outputs(meeting as never, notices, parseParameters(query).parameters);
}

const refusal = (code: number, message: string) => async () => {
	throw Object.assign(new Error(message), { code });
};

describe('starting a stream', () => {
	it('asks with what the link wishes', async () => {
		await outputs().startHls();
		await outputs('?hlsTheme=dark').startHls();
		await outputs('?liveStreamTheme=light').startLivestream([OUTPUT]);
		const layout = { type: 'GRID', priority: 'SPEAKER' };
		expect(meeting.asked).toEqual([
			['hls', undefined],
			['hls', { layout, theme: 'DARK' }],
			['livestream', [OUTPUT], { layout, theme: 'LIGHT' }],
		]);
	});

	it('asks once for two clicks, but for each of two streams', async () => {
		let done = () => {};
		meeting.answer = () => new Promise((resolve) => (done = resolve));
		const one = outputs();
		const first = one.startHls();
		expect(await one.startHls()).toBe(false);
		void one.startLivestream([OUTPUT]);
		expect(meeting.asked.map(([what]) => what)).toEqual(['hls', 'livestream']);
		done();
		void first;
	});

	it('says what the server refused, unless everybody got it', async () => {
		meeting.answer = refusal(4015, 'outputs[0] refused the stream key');
		expect(await outputs().startLivestream([OUTPUT])).toBe(false);
		meeting.answer = refusal(4020, 'HLS of this room is already running');
		expect(await outputs().startHls()).toBe(false);
		meeting.answer = async () => {
			meeting.emit('error', { code: 4016 });
			await refusal(4016, 'HLS could not be started')();
		};
		expect(await outputs().startHls()).toBe(false);
		meeting.answer = refusal(4017, 'HLS could not be stopped');
		await outputs().stopHls();
		expect(told).toEqual([
			`! ${liveProblem({ code: 4015, message: 'outputs[0] refused the stream key' })}`,
			'! The call is already live there.',
			`! ${liveProblem({ code: 4017, message: '' })}`,
		]);
	});
});

describe('following a stream', () => {
	it('says what begins and ends, and whose it was', async () => {
		const one = outputs();
		const unfollow = one.follow();
		meeting.answer = async () => {
			for (const status of ['HLS_STARTING', 'HLS_STARTED', 'HLS_PLAYABLE'])
				meeting.emit('hls-state-changed', { status, id: ID });
		};
		expect(await one.startHls()).toBe(true);
		meeting.emit('livestream-state-changed', { status: 'LIVESTREAM_STARTED', id: ID });
		meeting.emit('hls-state-changed', { status: 'HLS_STOPPED', id: ID });
		meeting.emit('hls-state-changed', { status: 'HLS_STARTED', id: ID });
		unfollow();
		meeting.emit('hls-state-changed', { status: 'HLS_STOPPED', id: ID });
		expect(told).toEqual([
			'You are live on the web',
			'This call is live on other services',
			'No longer live on the web',
			'This call is live on the web',
		]);
	});

	it('warns those who come later', () => {
		meeting.hlsState = 'HLS_PLAYABLE';
		outputs().follow();
		expect(told).toEqual(['This call is live: people outside of it see and hear you']);
	});
});

describe('starting the recording', () => {
	it('asks with what the link wishes', async () => {
		await outputs().startRecording();
		await outputs(
			'?recordingWebhookUrl=https://hooks.example/a&recordingAWSDirPath=standups&recordingTheme=light',
		).startRecording();
		expect(meeting.asked).toEqual([
			['start', undefined, undefined, undefined],
			[
				'start',
				'https://hooks.example/a',
				'standups',
				{ layout: { type: 'GRID', priority: 'SPEAKER' }, theme: 'LIGHT' },
			],
		]);
	});

	it('asks once for two clicks, and again later', async () => {
		let done = () => {};
		meeting.answer = () => new Promise((resolve) => (done = resolve));
		const one = outputs();
		const first = one.startRecording();
		await one.startRecording();
		await one.stopRecording();
		expect(meeting.asked).toHaveLength(1);
		done();
		await first;
		void one.stopRecording();
		expect(meeting.asked).toHaveLength(2);
	});

	it('says what the server refused', async () => {
		meeting.answer = refusal(4011, 'The recording could not be started: the disk is full');
		await outputs().startRecording();
		meeting.answer = refusal(4018, 'A recording of this room is already running');
		await outputs().startRecording();
		meeting.answer = refusal(4012, 'The recording could not be stopped');
		await outputs().stopRecording();
		expect(told).toEqual([
			'! The recording could not be started: the disk is full',
			'! The call is already being recorded.',
			'! The recording could not be stopped',
		]);
	});

	it('does not repeat what everybody got', async () => {
		meeting.answer = async () => {
			meeting.emit('error', { code: 4011 });
			await refusal(4011, 'The recording could not be started')();
		};
		await outputs().startRecording();
		expect(told).toEqual([]);
	});
});

describe('following the recording', () => {
	it('says who started it where that is known, and that it stopped', async () => {
		outputs().follow();
		for (const startedBy of ['me', 'ann', 'somebody who left', null]) {
			meeting.turn('RECORDING_STARTING', { startedBy });
			meeting.turn('RECORDING_STARTED', { startedBy });
			meeting.turn('RECORDING_STARTED', { startedBy });
			meeting.turn('RECORDING_STOPPING', { startedBy });
			meeting.turn('RECORDING_STOPPED', { startedBy });
		}
		expect(told.filter((text) => text !== 'Recording stopped')).toEqual([
			'You started the recording',
			'Ann started the recording',
			'Recording started',
			'Recording started',
		]);
		expect(told.length).toBe(8);
	});

	it('notifies late joiners, and leaves the words on a failure to the error', () => {
		meeting.recordingState = 'RECORDING_STARTED';
		const unfollow = outputs().follow();
		meeting.turn('RECORDING_STOPPED', { reason: 'the disk is full' });
		unfollow();
		meeting.turn('RECORDING_STARTED');
		expect(told).toEqual(['This call is being recorded']);
	});

	it('reports also an end without a stop: the next session does not record', () => {
		meeting.recordingState = 'RECORDING_STARTED';
		outputs().follow();
		meeting.turn('RECORDING_STOPPED');
		expect(told).toEqual(['This call is being recorded', 'Recording stopped']);
	});
});
