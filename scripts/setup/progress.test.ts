import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress, formatSeconds } from './progress.mjs';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

function output(isTTY: boolean) {
	const out = {
		isTTY,
		columns: 60,
		text: '',
		write(text: string) {
			out.text += text;
		},
	};
	return out;
}

/** What a terminal shows of it: what a line was before it was drawn again is gone. */
const visible = (text: string) =>
	text
		.split('\n')
		.map((line) => line.split('\r\x1b[K').at(-1))
		.join('\n');

test.each([
	[40, '0.0 s'],
	[9_940, '9.9 s'],
	[9_960, '10 s'],
	[52_400, '52 s'],
	[185_000, '3 min 05 s'],
])('%d ms are shown as %s', (ms, text) => {
	expect(formatSeconds(ms)).toBe(text);
});

test('off a terminal: a line at the start, one now and then, one at the end', () => {
	const out = output(false);
	const line = createProgress(out).start('Media worker', 'building it');
	line.note('compiling, part 2 of 6');
	vi.advanceTimersByTime(45_000);
	line.done('built');
	vi.advanceTimersByTime(45_000);
	expect(out.text).toBe(
		[
			'… Media worker: building it',
			'… Media worker: compiling, part 2 of 6 (20 s)',
			'… Media worker: compiling, part 2 of 6 (40 s)',
			'✓ Media worker: built  45 s',
			'',
		].join('\n'),
	);
});

test('on a terminal: one line, drawn again with the time, that never wraps', () => {
	const out = output(true);
	const line = createProgress(out).start('System packages', `installing ${'package '.repeat(20)}`);
	vi.advanceTimersByTime(3_050);
	const shown = visible(out.text);
	expect(shown).toMatch(/^. System packages: installing package .* 2\.\d s$|^. System packages: .* 3\.0 s$/u);
	expect(shown.length).toBeLessThan(60);
	line.done('3 packages');
	expect(visible(out.text)).toBe('✓ System packages: 3 packages  3.0 s\n');
});

test('on a terminal: while something else asks for a password, the line is out of its way', async () => {
	const out = output(true);
	const line = createProgress(out).start('System packages', 'installing');
	await line.paused(async () => {
		const before = out.text;
		vi.advanceTimersByTime(1_000);
		expect(out.text).toBe(before);
		expect(visible(out.text)).toBe('');
	});
	vi.advanceTimersByTime(1_000);
	expect(visible(out.text)).toContain('System packages');
	line.fail();
	expect(visible(out.text)).toBe('✗ System packages: failed  2.0 s\n');
});
