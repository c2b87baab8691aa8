import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Emitter } from '../events/Emitter.ts';
import type { Participant } from '../participants/Participant.ts';
import { healthFeature } from './healthFeature.ts';
import type { HealthEvents, StatsEntry } from './types.ts';

/** What the browser says of each kind of stream that is sent. */
let sent: { [kind: string]: StatsEntry[] };
let reported: unknown[];
let feature: ReturnType<typeof healthFeature>;

beforeEach(() => {
	vi.useFakeTimers();
	sent = {};
	reported = [];
	const participant = {
		get streams() {
			return new Map(
				Object.entries(sent).map(([kind, entries]) => [
					kind,
					{
						kind,
						track: { label: `the ${kind}` },
						getStats: async () => new Map(entries.map((entry, index) => [`${index}`, entry])),
					},
				]),
			);
		},
	} as unknown as Participant;
	const events = new Emitter<HealthEvents>();
	for (const event of ['quality-limitation', 'audio-input-silence'] as const)
		events.on(event, (change) => {
			const { timestamp, ...rest } = change;
			expect(timestamp).toBeTypeOf('number');
			reported.push(rest);
		});
	feature = healthFeature(participant, events);
});
afterEach(() => {
	feature.lifecycle?.closed?.();
	vi.useRealTimers();
});

async function seconds(count: number, each: () => void = () => {}): Promise<void> {
	for (let second = 0; second < count; second++) {
		each();
		await vi.advanceTimersByTimeAsync(1000);
	}
}

async function listen(event: keyof HealthEvents): Promise<void> {
	feature.lifecycle?.listenerAdded?.(event);
	await vi.dynamicImportSettled();
}

const encoder = (qualityLimitationReason: string) => ({ type: 'outbound-rtp', kind: 'video', qualityLimitationReason });

it('reports a limitation that lasts three seconds, and its end', async () => {
	await listen('quality-limitation');
	sent.video = [encoder('none'), encoder('cpu')];
	await seconds(2);
	sent.video = [encoder('none')];
	await seconds(5);
	expect(reported).toEqual([]);
	sent.video = [encoder('bandwidth')];
	await seconds(5);
	expect(reported).toEqual([{ type: 'bandwidth', state: 'detected' }]);
	sent.video = [];
	await seconds(5);
	expect(reported.slice(1)).toEqual([{ type: 'bandwidth', state: 'resolved' }]);
});

it('takes lost packets for congestion', async () => {
	await listen('quality-limitation');
	sent.share = [{ type: 'remote-inbound-rtp', fractionLost: 0.2 }];
	await seconds(5);
	expect(reported).toEqual([{ type: 'congestion', state: 'detected' }]);
});

it('reports a microphone without a sound after five seconds, its first sound, and none that is off', async () => {
	await listen('audio-input-silence');
	let energy = 0;
	let duration = 0;
	const record = (loudness: number) => () => {
		energy += loudness ** 2;
		duration += 1;
		sent.audio = [{ type: 'media-source', kind: 'audio', totalAudioEnergy: energy, totalSamplesDuration: duration }];
	};
	await seconds(10, record(0.01));
	expect(reported).toEqual([]);
	await seconds(10, record(0));
	expect(reported).toEqual([{ deviceLabel: 'the audio', state: 'detected' }]);
	await seconds(1, record(0.01));
	expect(reported.slice(1)).toEqual([{ deviceLabel: 'the audio', state: 'resolved' }]);
	delete sent.audio;
	await seconds(10);
	expect(reported).toHaveLength(2);
});

it('looks at nothing that nobody listens to, and at nothing after the end', async () => {
	sent.video = [encoder('cpu')];
	await listen('audio-input-silence');
	await seconds(10);
	feature.lifecycle?.closed?.();
	expect(vi.getTimerCount()).toBe(0);
	expect(reported).toEqual([]);
});
