import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DisplaySurface } from '../contract/types.ts';
import { Stream } from './Stream.ts';

let counts: { framesDecoded: number; bytesReceived: number; freezeCount: number };
let states: string[];
const streams: Stream[] = [];

beforeEach(() => {
	vi.useFakeTimers();
	counts = { framesDecoded: 0, bytesReceived: 0, freezeCount: 0 };
	states = [];
});
afterEach(() => {
	for (const stream of streams.splice(0)) stream.end();
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
});

async function watched(kind: 'video' | 'share', remote = true, surface?: DisplaySurface): Promise<Stream> {
	const track = Object.assign(new EventTarget(), { muted: false, getSettings: () => ({}) });
	const stream = new Stream('stream', kind, 'video/VP8', track as unknown as MediaStreamTrack, {
		pause: async () => {},
		resume: async () => {},
		getStats: async () => new Map([['in', { type: 'inbound-rtp', ...counts }]]) as unknown as RTCStatsReport,
		remote,
		displaySurface: () => surface,
	});
	streams.push(stream);
	stream.on('state', ({ state }) => states.push(state));
	await vi.dynamicImportSettled();
	return stream;
}

async function seconds(count: number, frames: number, bytes: number): Promise<void> {
	for (let second = 0; second < count; second++) {
		counts = { ...counts, framesDecoded: counts.framesDecoded + frames, bytesReceived: counts.bytesReceived + bytes };
		await vi.advanceTimersByTimeAsync(1000);
	}
}

it('reports a freeze while pictures arrive that cannot be shown, and its end', async () => {
	await watched('video');
	await seconds(3, 30, 50_000);
	expect(states).toEqual([]);
	await seconds(2, 0, 50_000);
	expect(states).toEqual(['freeze-detected']);
	await seconds(2, 30, 50_000);
	expect(states).toEqual(['freeze-detected', 'freeze-resolved']);
});

it('reports a freeze that the browser counted when it was over', async () => {
	await watched('video');
	await seconds(2, 30, 50_000);
	counts.freezeCount = 1;
	await seconds(1, 20, 50_000);
	expect(states).toEqual(['freeze-detected', 'freeze-resolved']);
});

it('takes a screen that does not change for no freeze, nor a stream that is paused', async () => {
	const stream = await watched('share');
	await seconds(5, 0, 100);
	await stream.pause();
	await seconds(5, 0, 50_000);
	expect(states).toEqual([]);
});

it('looks at local streams not at all', async () => {
	await watched('video', false);
	expect(vi.getTimerCount()).toBe(0);
});

it('says what of a remote screen is shared', async () => {
	expect((await watched('share', true, 'window')).displaySurface).toBe('window');
	expect((await watched('share')).displaySurface).toBeUndefined();
});
