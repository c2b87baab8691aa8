import type { CaptureChange } from '@roomcast/contract';
import { beforeEach, expect, it, vi } from 'vitest';
import { CaptureStates } from './CaptureStates.ts';

let captures: CaptureStates;
let told: CaptureChange[];

beforeEach(() => {
	vi.useFakeTimers();
	told = [];
	captures = new CaptureStates((change) => told.push(change));
	return () => vi.useRealTimers();
});

const change = (status: CaptureChange['status'], id = 'a', more: Partial<CaptureChange> = {}) =>
	captures.change({ capture: 'recording', status, id, ...more });
const recording = { capture: 'recording', id: 'a' } as const;

it('tells every change, and how things stand', () => {
	expect(captures.running).toEqual([]);
	change('STARTING');
	expect(captures.running).toEqual([{ ...recording, status: 'STARTING' }]);
	change('STARTED');
	vi.advanceTimersByTime(3000);
	change('STARTED');
	vi.advanceTimersByTime(2000);
	expect(captures.running).toEqual([{ ...recording, status: 'STARTED', runningFor: 5000 }]);
	const why = { reason: 'the disk is full', reasonCode: 'DISK_FULL' } as const;
	change('STOPPED', 'a', why);
	expect(captures.running).toEqual([]);
	expect(told.map(({ status }) => status)).toEqual(['STARTING', 'STARTED', 'STARTED', 'STOPPED']);
	expect(told.at(-1)).toEqual({ ...recording, status: 'STOPPED', ...why });
});

it('keeps what was said of a capture before', () => {
	change('STARTING', 'a', { startedBy: 'ann' });
	change('STARTED', 'a', { playbackHlsUrl: 'https://rooms.example/a.m3u8' });
	const facts = { ...recording, startedBy: 'ann', playbackHlsUrl: 'https://rooms.example/a.m3u8' };
	expect(captures.running).toEqual([{ ...facts, status: 'STARTED', runningFor: 0 }]);
	change('STOPPING');
	expect(told.at(-1)).toEqual({ ...facts, status: 'STOPPING' });
});

it('knows several apart, the oldest first', () => {
	change('STARTED');
	vi.advanceTimersByTime(1000);
	change('STARTING', 'b');
	expect(captures.running.map(({ id, status, runningFor }) => [id, status, runningFor])).toEqual([
		['a', 'STARTED', 1000],
		['b', 'STARTING', undefined],
	]);
	change('STOPPED');
	expect(captures.running.map(({ id }) => id)).toEqual(['b']);
});
