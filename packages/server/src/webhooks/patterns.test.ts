import { expect, it } from 'vitest';
import { namesEvent } from './patterns.ts';

it.each([
	[['session-started'], 'session-started', true],
	[['session-started'], 'session-started-late', false],
	[['*'], 'participant-left', true],
	[['session*'], 'session-ended', true],
	[['recording-*'], 'recording-started', true],
	[['recording-*'], 'participant-recording-started', false],
	[['recording-*', 'participant-joined'], 'participant-joined', true],
	[[], 'session-started', false],
])('%j names %s: %s', (patterns, event, expected) => {
	expect(namesEvent(patterns, event)).toBe(expected);
});
