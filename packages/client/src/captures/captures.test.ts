import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import type { Meeting } from '../meeting/Meeting.ts';
import { stubCapture } from '../testing/browser.ts';
import { Refusal } from '../testing/FakeServer.ts';
import { FakeRoom } from '../testing/room.ts';
import { VideoSDK } from '../VideoSDK.ts';

setLevel('NONE');

const ID = '0123456789abcdef01234567';
const OTHER = '89abcdef0123456789abcdef';
const RUNNING = { capture: 'recording', status: 'STARTED', id: ID } as const;

let room: FakeRoom;
let meeting: Meeting;
/** The events that apps received, in order. */
let told: string[];

beforeEach(async () => {
	stubCapture();
	room = await FakeRoom.create();
	room.server.on('start-recording', () => ({ id: ID }));
	meeting = room.meeting();
	told = [];
	meeting.on('meeting-joined', () => told.push('joined'));
	meeting.on('recording-state-changed', ({ status, id, reason }) =>
		told.push([status, id, reason].filter((part) => part !== undefined).join(' ')),
	);
	meeting.on('recording-started', () => told.push('recording-started'));
	meeting.on('recording-stopped', () => told.push('recording-stopped'));
	meeting.on('error', ({ code, message }) => told.push(`error ${code} ${message}`));
});

afterEach(async () => {
	await meeting.leave().catch(() => {});
	await room.server.close();
	expect(room.server.problems).toEqual([]);
	vi.unstubAllGlobals();
});

type State = 'STARTING' | 'STARTED' | 'STOPPING' | 'STOPPED';
const change = (status: State, id = ID, reason?: string) =>
	room.server.notify('capture-state-changed', {
		capture: 'recording',
		status,
		id,
		...(reason === undefined ? {} : { reason }),
	});

/** Waits until what was sent is reported, and forgets what came before. */
async function tells(...expected: string[]): Promise<void> {
	await until(() => told.length >= expected.length);
	expect(told.splice(0)).toEqual(expected);
}

describe('starting and stopping', () => {
	it('asks the server, with what was said and nothing else', async () => {
		await meeting.join();
		await meeting.startRecording();
		await meeting.startRecording(null, '', { layout: { type: 'SPOTLIGHT', priority: 'PIN' }, quality: 'high' });
		await meeting.startRecording('https://hooks.example/a', 'monday/standup', undefined, { enabled: true });
		await meeting.stopRecording();
		expect(room.server.requests('start-recording').map(({ data }) => data)).toEqual([
			{},
			{ config: { layout: { type: 'SPOTLIGHT', priority: 'PIN' }, quality: 'high' } },
			{ webhookUrl: 'https://hooks.example/a', awsDirPath: 'monday/standup', transcription: { enabled: true } },
		]);
		expect(room.server.requests('stop-recording')).toHaveLength(1);
	});

	it('rejects with the numbers that apps know, and keeps what the server said', async () => {
		await meeting.join();
		const refuse = (code: number, name: string) => () => {
			throw new Refusal(code, name);
		};
		room.server.on('start-recording', refuse(4008, 'INVALID_PERMISSIONS'));
		const cause = { code: 4008, name: 'INVALID_PERMISSIONS' };
		await expect(meeting.startRecording()).rejects.toMatchObject({
			code: 4011,
			name: 'START_RECORDING_FAILED',
			message: expect.stringContaining('INVALID_PERMISSIONS'),
			cause,
		});
		room.server.on('start-recording', refuse(4018, 'PREV_RECORDING_PROCESSING'));
		await expect(meeting.startRecording()).rejects.toMatchObject({ code: 4018, name: 'PREV_RECORDING_PROCESSING' });
		room.server.on('stop-recording', refuse(4008, 'INVALID_PERMISSIONS'));
		await expect(meeting.stopRecording()).rejects.toMatchObject({ code: 4012, name: 'STOP_RECORDING_FAILED', cause });
	});

	it('is for those who are in', async () => {
		await expect(meeting.startRecording()).rejects.toMatchObject({ code: 3035 });
		await expect(meeting.stopRecording()).rejects.toMatchObject({ code: 3035 });
		expect(meeting.recordingState).toBe(VideoSDK.Constants.recordingEvents.RECORDING_STOPPED);
	});
});

describe('the state of the recording', () => {
	it('reports every step, in the newer and the older form', async () => {
		await meeting.join();
		await tells('joined');
		change('STARTING');
		await tells(`RECORDING_STARTING ${ID}`);
		expect(meeting.recordingState).toBe('RECORDING_STARTING');
		change('STARTED');
		await tells(`RECORDING_STARTED ${ID}`, 'recording-started');
		expect(meeting.recordingState).toBe('RECORDING_STARTED');
		change('STOPPING');
		await tells(`RECORDING_STOPPING ${ID}`);
		expect(meeting.recordingState).toBe('RECORDING_STOPPING');
		change('STOPPED');
		await tells(`RECORDING_STOPPED ${ID}`, 'recording-stopped');
		expect(meeting.recordingState).toBe('RECORDING_STOPPED');
	});

	it('is known at once to late joiners, and reported after the join', async () => {
		room.captures = [RUNNING];
		meeting.on('meeting-joined', () => told.push(`then ${meeting.recordingState}`));
		await meeting.join();
		expect(meeting.recordingState).toBe('RECORDING_STARTED');
		await tells('joined', 'then RECORDING_STARTED', `RECORDING_STARTED ${ID}`, 'recording-started');
		change('STOPPING');
		change('STOPPED');
		await tells(`RECORDING_STOPPING ${ID}`, `RECORDING_STOPPED ${ID}`, 'recording-stopped');
		expect(meeting.recordingState).toBe('RECORDING_STOPPED');
	});

	it('says since when it runs, even if the clock of the machine is wrong', async () => {
		room.captures = [{ ...RUNNING, runningFor: 90_000 }];
		await meeting.join();
		const age = () => Date.now() - Number(meeting.recordingStartedAt);
		expect(age()).toBeGreaterThanOrEqual(90_000);
		expect(age()).toBeLessThan(95_000);
		change('STOPPED');
		await until(() => meeting.recordingStartedAt === null);
		change('STARTING', OTHER);
		change('STARTED', OTHER);
		await until(() => meeting.recordingStartedAt);
		expect(age()).toBeLessThan(5000);
	});

	it('is caught up with after a break of the connection', async () => {
		await meeting.join();
		await tells('joined');
		const { server } = room;
		server.on('resume', () => {
			setTimeout(() => missed.map((text) => server.send(text)), 5);
			return { missed: 2 };
		});
		server.cut();
		// Into a broken connection: nothing is reported before it is sent again.
		const missed = [change('STARTING'), change('STARTED')];
		await tells('joined', `RECORDING_STARTING ${ID}`, `RECORDING_STARTED ${ID}`, 'recording-started');
	});

	it.each([
		['STARTED', []],
		['STOPPED', [`RECORDING_STOPPED ${ID}`, 'recording-stopped']],
	] as const)('is compared with the next session, where it is %s', async (now, differences) => {
		await meeting.join();
		change('STARTING');
		change('STARTED');
		await tells('joined', `RECORDING_STARTING ${ID}`, `RECORDING_STARTED ${ID}`, 'recording-started');
		room.captures = now === 'STARTED' ? [RUNNING] : [];
		room.forgetSession(() => {
			throw new Refusal(6022, 'RESUME_FAILED');
		});
		await until(() => room.server.requests('join').length === 2 && meeting.state === 'CONNECTED');
		expect(meeting.recordingState).toBe(`RECORDING_${now}`);
		expect(told).toEqual(['joined', ...differences]);
	});

	it('is that of the newest when several run, and stopped when none does', async () => {
		await meeting.join();
		change('STARTING');
		change('STARTED');
		change('STARTING', OTHER);
		await until(() => meeting.recordingState === 'RECORDING_STARTING');
		change('STOPPED', OTHER);
		await until(() => meeting.recordingState === 'RECORDING_STARTED');
		change('STOPPED');
		await until(() => meeting.recordingState === 'RECORDING_STOPPED');
	});
});

describe('a recording that fails', () => {
	it('is reported as an error with the reason: 5001 while it ran', async () => {
		await meeting.join();
		await tells('joined');
		change('STARTING');
		change('STARTED');
		await tells(`RECORDING_STARTING ${ID}`, `RECORDING_STARTED ${ID}`, 'recording-started');
		change('STOPPED', ID, 'the disk is full');
		await tells(
			`RECORDING_STOPPED ${ID} the disk is full`,
			'recording-stopped',
			'error 5001 The recording failed: the disk is full',
		);
	});

	it('5001 also for those who came while it ran', async () => {
		room.captures = [RUNNING];
		await meeting.join();
		await tells('joined', `RECORDING_STARTED ${ID}`, 'recording-started');
		change('STOPPED', ID, 'the disk is full');
		await until(() => told.includes('error 5001 The recording failed: the disk is full'));
	});

	it('4011 before it ran', async () => {
		await meeting.join();
		await tells('joined');
		change('STARTING');
		change('STOPPED', ID, 'no composer');
		await tells(
			`RECORDING_STARTING ${ID}`,
			`RECORDING_STOPPED ${ID} no composer`,
			'recording-stopped',
			'error 4011 The recording could not be started: no composer',
		);
	});
});
