import type { CaptureChange } from '@roomcast/contract';
import { beforeEach, expect, it, vi } from 'vitest';
import { RoomCaptures } from './RoomCaptures.ts';

let captures: RoomCaptures;
let told: CaptureChange[];

beforeEach(() => {
	vi.useFakeTimers();
	told = [];
	captures = new RoomCaptures((change) => told.push(change));
	return () => vi.useRealTimers();
});

const change = (status: CaptureChange['status'], id = 'a') => captures.change({ capture: 'recording', status, id });

it('tells every change, and how things stand', () => {
	expect([captures.states, captures.times]).toEqual([{ recording: 'STOPPED' }, {}]);
	change('STARTING');
	expect([captures.states, captures.times]).toEqual([{ recording: 'STARTING' }, {}]);
	change('STARTED');
	vi.advanceTimersByTime(3000);
	change('STARTED');
	vi.advanceTimersByTime(2000);
	expect([captures.states, captures.times]).toEqual([{ recording: 'STARTED' }, { recording: 5000 }]);
	change('STOPPED');
	expect([captures.states, captures.times]).toEqual([{ recording: 'STOPPED' }, {}]);
	expect(told.map(({ status }) => status)).toEqual(['STARTING', 'STARTED', 'STARTED', 'STOPPED']);
});

it('shows the newest of several', () => {
	change('STARTING');
	change('STARTED');
	vi.advanceTimersByTime(1000);
	change('STARTING', 'b');
	expect([captures.states, captures.times]).toEqual([{ recording: 'STARTING' }, {}]);
	change('STARTED', 'b');
	vi.advanceTimersByTime(10);
	expect(captures.times).toEqual({ recording: 10 });
	change('STOPPED', 'b');
	expect([captures.states, captures.times]).toEqual([{ recording: 'STARTED' }, { recording: 1010 }]);
});
