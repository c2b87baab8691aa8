import { describe, expect, it } from 'vitest';
import type { HlsPartEvent, HlsSegmentEvent } from '../composer/events.ts';
import { isReached, isTooFar } from './blocking-reload.ts';
import { HlsTimeline } from './timeline.ts';

const COMMON = { sinkId: 'hls', bytes: 1000, programDateTime: 0, discontinuity: false, initPath: '/data/init.mp4' };

const part = (segment: number, number: number): HlsPartEvent => ({
	...COMMON,
	type: 'hls-part',
	segment,
	part: number,
	path: `/data/seg-${segment}.${number}.m4s`,
	durationMs: 400,
	independent: number === 0,
	last: number === 4,
});
const whole = (number: number): HlsSegmentEvent => ({
	...COMMON,
	type: 'hls-segment',
	number,
	path: `/data/seg-${number}.m4s`,
	durationMs: 2000,
});

function timeline(segments: number, parts: number): HlsTimeline {
	const made = new HlsTimeline();
	for (let number = 0; number < segments; number++) {
		for (let index = 0; index < 5; index++) made.apply(part(number, index));
		made.apply(whole(number));
	}
	for (let index = 0; index < parts; index++) made.apply(part(segments, index));
	return made;
}

describe('HlsTimeline', () => {
	it('puts parts and segments together', () => {
		const made = timeline(2, 3);
		expect(made.segments.map(({ uri }) => uri)).toEqual(['seg-0.m4s', 'seg-1.m4s']);
		expect(made.segments[1]?.parts).toHaveLength(5);
		expect(made.open).toMatchObject({ number: 2, initUri: 'init.mp4' });
		expect(made.open?.parts.map(({ uri }) => uri)).toEqual(['seg-2.0.m4s', 'seg-2.1.m4s', 'seg-2.2.m4s']);
		expect(made.durationMs).toBe(4000);
		expect(made.nextSegment).toBe(3);
	});

	it('forgets parts that no playlist lists any more', () => {
		const made = timeline(20, 0);
		expect(made.segments.filter(({ parts }) => parts.length > 0)).toHaveLength(8);
	});

	it('lists the last part with its segment, not before', () => {
		const made = timeline(1, 5);
		expect(made.open?.parts).toHaveLength(4);
		made.apply(whole(1));
		expect(made.segments[1]?.parts).toHaveLength(5);
	});

	it('makes a segment of what a crash left', () => {
		const made = timeline(1, 2);
		expect(made.finishOpen('seg-1.m4s')).toMatchObject({ number: 1, durationMs: 800, uri: 'seg-1.m4s' });
		expect(made.open).toBeUndefined();
		expect(made.nextSegment).toBe(2);
		expect(made.finishOpen('seg-2.m4s')).toBeUndefined();
		expect(timeline(1, 5).finishOpen('seg-1.m4s')).toMatchObject({ durationMs: 2000 });
	});
});

describe('blocking reload', () => {
	it('is answered by what it names and by anything later', () => {
		const made = timeline(2, 3);
		expect(isReached(made, { segment: 1 })).toBe(true);
		expect(isReached(made, { segment: 2 })).toBe(false);
		expect(isReached(made, { segment: 2, part: 2 })).toBe(true);
		expect(isReached(made, { segment: 2, part: 3 })).toBe(false);
		expect(isReached(made, { segment: 1, part: 4 })).toBe(true);
		expect(isReached(made, { segment: 0, part: 9 })).toBe(true);
	});

	it('takes a part behind the last for the first of the next segment', () => {
		const made = timeline(2, 0);
		expect(isReached(made, { segment: 1, part: 5 })).toBe(false);
		made.apply(part(2, 0));
		expect(isReached(made, { segment: 1, part: 5 })).toBe(true);
	});

	it('is answered at once when nothing more comes', () => {
		const made = timeline(1, 0);
		made.end();
		expect(isReached(made, { segment: 9 })).toBe(true);
		expect(isTooFar(made, { segment: 9 })).toBe(false);
	});

	it('is refused more than two segments ahead', () => {
		const made = timeline(2, 1);
		expect(isTooFar(made, { segment: 3 })).toBe(false);
		expect(isTooFar(made, { segment: 4 })).toBe(true);
		expect(isTooFar(new HlsTimeline(), { segment: 1 })).toBe(false);
		expect(isTooFar(new HlsTimeline(), { segment: 2 })).toBe(true);
	});
});
