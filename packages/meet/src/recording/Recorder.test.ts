import type { RecordingState } from '@roomcast/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseParameters } from '../parameters/parseParameters.ts';
import { Recorder } from './Recorder.ts';

type Listener = (...args: unknown[]) => void;

/** As much of a meeting as recording uses. */
class FakeMeeting {
	recordingState: RecordingState = 'RECORDING_STOPPED';
	readonly localParticipant = { id: 'me' };
	readonly participants = new Map([['ann', { displayName: 'Ann' }]]);
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
}

let meeting: FakeMeeting;
let told: string[];

beforeEach(() => {
	meeting = new FakeMeeting();
	told = [];
});

function recorder(query = ''): Recorder {
	const notices = {
		tell: (text: string) => void told.push(text),
		warn: (text: string) => void told.push(`! ${text}`),
	};
	return new Recorder(meeting as never, notices, parseParameters(query).parameters);
}

const refusal = (code: number, message: string) => async () => {
	throw Object.assign(new Error(message), { code });
};

describe('starting', () => {
	it('asks with what the link wishes', async () => {
		await recorder().start();
		await recorder(
			'?recordingWebhookUrl=https://hooks.example/a&recordingAWSDirPath=standups&recordingTheme=light',
		).start();
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
		const one = recorder();
		const first = one.start();
		await one.start();
		await one.stop();
		expect(meeting.asked).toHaveLength(1);
		done();
		await first;
		void one.stop();
		expect(meeting.asked).toHaveLength(2);
	});

	it('says what the server refused', async () => {
		meeting.answer = refusal(4011, 'The recording could not be started: the disk is full');
		await recorder().start();
		meeting.answer = refusal(4018, 'A recording of this room is already running');
		await recorder().start();
		meeting.answer = refusal(4012, 'The recording could not be stopped');
		await recorder().stop();
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
		await recorder().start();
		expect(told).toEqual([]);
	});
});

describe('following', () => {
	it('says who started it where that is known, and that it stopped', async () => {
		recorder().follow();
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

	it('tells those who come later, and leaves the words on a failure to the error', () => {
		meeting.recordingState = 'RECORDING_STARTED';
		const unfollow = recorder().follow();
		meeting.turn('RECORDING_STOPPED', { reason: 'the disk is full' });
		unfollow();
		meeting.turn('RECORDING_STARTED');
		expect(told).toEqual(['This call is being recorded']);
	});

	it('tells also an end without a stop: the next session does not record', () => {
		meeting.recordingState = 'RECORDING_STARTED';
		recorder().follow();
		meeting.turn('RECORDING_STOPPED');
		expect(told).toEqual(['This call is being recorded', 'Recording stopped']);
	});
});
