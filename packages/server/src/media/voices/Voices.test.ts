import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Level } from './SpeakerChoice.ts';
import type { VoiceMeter } from './VoiceMeter.ts';
import { Voices } from './Voices.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A router on which a test says who is heard. */
class FakeMeter extends EventEmitter {
	heard: Record<string, number> = {};
	take() {
		return new Map(Object.entries(this.heard));
	}
	recheck() {}
}

function scene() {
	const voices = new Voices();
	const [one, other] = [new FakeMeter(), new FakeMeter()];
	for (const meter of [one, other]) voices.add(meter as unknown as VoiceMeter);
	const told: (readonly Level[])[] = [];
	voices.on('levels', (levels) => told.push(levels));
	return { voices, one, other, told };
}
/** One more look. */
const look = () => vi.advanceTimersByTime(250);

it('those of all routers are heard together, the loudest first, and one of them is the speaker', () => {
	const { voices, one, other, told } = scene();
	one.heard = { ann: -40 };
	other.heard = { ben: -20, cat: -50 };
	look();
	expect(told.at(-1)?.map(({ participantId }) => participantId)).toEqual(['ben', 'ann', 'cat']);
	expect(voices.speaker).toBe('ben');
	other.heard = {};
	look();
	expect(voices.speaker).toBe('ann');
	voices.close();
});

it('one on a router is not the speaker any more when muted, or when the router is gone', () => {
	const { voices, one, other, told } = scene();
	one.heard = { ann: -20 };
	look();
	expect(voices.speaker).toBe('ann');
	one.heard = {};
	one.emit('quiet', 'ann');
	expect(voices.speaker).toBeNull();
	other.heard = { ben: -30 };
	look();
	expect(voices.speaker).toBe('ben');
	voices.remove(other as unknown as VoiceMeter);
	voices.forget('ben');
	look();
	expect([voices.speaker, told.at(-1)]).toEqual([null, []]);
	voices.close();
});

it('of many who are heard, the loudest eight are told of', () => {
	const { voices, one, other, told } = scene();
	one.heard = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`a${i}`, -10 - i]));
	other.heard = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`b${i}`, -13 - i]));
	look();
	expect(told.at(-1)).toHaveLength(8);
	expect(told.at(-1)?.map(({ volume }) => volume)).toEqual([-10, -11, -12, -13, -13, -14, -14, -15]);
	voices.close();
});
