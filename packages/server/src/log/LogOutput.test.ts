import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LogOutput, type Send } from './LogOutput.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const failure = (code: string) => Object.assign(new Error(code), { code });

/** A place to write to that does what it is told. */
function place() {
	const state = { text: '', error: undefined as string | undefined, most: Number.POSITIVE_INFINITY, tries: 0 };
	const send: Send = (bytes, done) => {
		state.tries++;
		if (state.error !== undefined) return done(failure(state.error), 0);
		const part = bytes.subarray(0, state.most);
		state.text += part.toString();
		done(null, part.length);
	};
	const sendNow = (bytes: Buffer) => {
		if (state.error !== undefined) throw failure(state.error);
		state.text += bytes.toString();
		return bytes.length;
	};
	return { state, send, sendNow };
}

it('keeps lines while the disk is full, drops what is too much, and says how many when there is space', () => {
	const { state, ...how } = place();
	const recovered: number[] = [];
	const output = new LogOutput({ ...how, capacity: 40, onRecovered: (lines) => recovered.push(lines) });
	output.write('before\n');
	state.error = 'ENOSPC';
	for (let n = 0; n < 10; n++) output.write(`line ${n}\n`);
	expect(output.dropped).toBe(5);
	expect(state.text).toBe('before\n');
	// Nothing spins: one try at once, one more each second.
	const tries = state.tries;
	vi.advanceTimersByTime(10_000);
	expect(state.tries - tries).toBe(10);
	state.error = undefined;
	vi.advanceTimersByTime(1_000);
	expect(state.text).toBe('before\nline 0\nline 1\nline 2\nline 3\nline 4\n');
	expect(recovered).toEqual([5]);
	output.write('after\n');
	expect(state.text).toMatch(/line 4\nafter\n$/);
	expect(recovered).toEqual([5]);
});

it('writes on where only a part was written', () => {
	const { state, ...how } = place();
	state.most = 3;
	const output = new LogOutput(how);
	output.write('one line\n');
	output.write('another\n');
	expect(state.text).toBe('one line\nanother\n');
});

it('does not wait for a reader that does not read, and takes no more memory than said', () => {
	const output = new LogOutput({ send: () => {}, sendNow: () => 0, capacity: 1000 });
	for (let n = 0; n < 1000; n++) output.write('0123456789\n');
	expect(output.dropped).toBe(1000 - Math.floor(1000 / 11));
});

it('drops and counts everything once the reader is gone', () => {
	const { state, ...how } = place();
	const output = new LogOutput(how);
	state.error = 'EPIPE';
	for (let n = 0; n < 5; n++) output.write('line\n');
	vi.advanceTimersByTime(60_000);
	expect([output.dropped, state.tries]).toEqual([5, 1]);
});

it('writes the last lines before the process ends, and gives up on a disk that stays full', () => {
	const { state, ...how } = place();
	const output = new LogOutput(how);
	state.error = 'ENOSPC';
	output.write('last words\n');
	output.flushSync();
	expect(state.text).toBe('');
	state.error = undefined;
	output.flushSync();
	expect(state.text).toBe('last words\n');
});
