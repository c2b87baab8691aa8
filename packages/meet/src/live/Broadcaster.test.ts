import type { HlsState, LivestreamState } from '@roomcast/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseParameters } from '../parameters/parseParameters.ts';
import { Broadcaster } from './Broadcaster.ts';
import { liveProblem } from './liveProblem.ts';

type Listener = (...args: unknown[]) => void;

const ID = '0123456789abcdef01234567';
const OUTPUT = { url: 'rtmp://live.example/app', streamKey: 'key' };

/** As much of a meeting as streaming uses. */
class FakeMeeting {
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

function broadcaster(query = ''): Broadcaster {
	const notices = {
		tell: (text: string) => void told.push(text),
		warn: (text: string) => void told.push(`! ${text}`),
	};
	return new Broadcaster(meeting as never, notices, parseParameters(query).parameters);
}

const refusal = (code: number, message: string) => async () => {
	throw Object.assign(new Error(message), { code });
};

describe('starting', () => {
	it('asks with what the link wishes', async () => {
		await broadcaster().startHls();
		await broadcaster('?hlsTheme=dark').startHls();
		await broadcaster('?liveStreamTheme=light').startLivestream([OUTPUT]);
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
		const one = broadcaster();
		const first = one.startHls();
		expect(await one.startHls()).toBe(false);
		void one.startLivestream([OUTPUT]);
		expect(meeting.asked.map(([what]) => what)).toEqual(['hls', 'livestream']);
		done();
		void first;
	});

	it('says what the server refused, unless everybody got it', async () => {
		meeting.answer = refusal(4015, 'outputs[0] refused the stream key');
		expect(await broadcaster().startLivestream([OUTPUT])).toBe(false);
		meeting.answer = refusal(4020, 'HLS of this room is already running');
		expect(await broadcaster().startHls()).toBe(false);
		meeting.answer = async () => {
			meeting.emit('error', { code: 4016 });
			await refusal(4016, 'HLS could not be started')();
		};
		expect(await broadcaster().startHls()).toBe(false);
		meeting.answer = refusal(4017, 'HLS could not be stopped');
		await broadcaster().stopHls();
		expect(told).toEqual([
			`! ${liveProblem({ code: 4015, message: 'outputs[0] refused the stream key' })}`,
			'! The call is already live there.',
			`! ${liveProblem({ code: 4017, message: '' })}`,
		]);
	});
});

describe('following', () => {
	it('says what begins and ends, and whose it was', async () => {
		const one = broadcaster();
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
		broadcaster().follow();
		expect(told).toEqual(['This call is live: people outside of it see and hear you']);
	});
});
