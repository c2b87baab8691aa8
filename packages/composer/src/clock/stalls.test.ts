import { random } from '@roomcast/testing/net/BadNetwork';
import { describe, expect, test } from 'vitest';
import { SenderClock } from './sender-clock.ts';
import { TrackClock } from './track-clock.ts';

/** How a sender tells its wall clock. */
type Tells =
	| 'capture times as Chromium sends them'
	| 'capture times each second'
	| 'sender reports'
	| 'sender reports that a relay repeats'
	| 'nothing';

const MINUTES = 10;
/** When the microphone stalls, and for how long, ms. */
const STALLS = [100, 200, 300, 450, 600, 750, 900, 1100, 1300, 1500].map((ms, index) => ({
	at: 15_000 + index * 52_000,
	ms,
}));
/** When the wall clock of the sender is set, and by how much, ms. */
const STEPS = [
	{ at: 45_000, ms: 400 },
	{ at: 200_000, ms: -1500 },
	{ at: 360_000, ms: 90 },
];
/** When nothing comes through for 400 ms; what was sent meanwhile comes at once after. */
const OUTAGES = [30_000, 90_000, 250_000, 251_000, 480_000];
const OUTAGE_MS = 400;

interface Packet {
	/** When it was captured, true ms. */
	readonly at: number;
	readonly arrived: number;
	readonly timestamp: number;
}

/** What one track sends. Sound counts samples: while the microphone stalls, no time passes in its timestamps. */
function send(kind: 'audio' | 'video', jitterMs: number, travelMs: number, next: () => number): Packet[] {
	const packets: Packet[] = [];
	const every = kind === 'audio' ? 20 : 1000 / 30;
	let samples = 123_000;
	for (let at = 0; at < MINUTES * 60_000; at += every) {
		if (kind === 'audio' && STALLS.some((stall) => at >= stall.at && at < stall.at + stall.ms)) continue;
		const outage = OUTAGES.find((from) => at >= from && at < from + OUTAGE_MS);
		const sent = outage === undefined ? at : outage + OUTAGE_MS;
		const timestamp = kind === 'audio' ? samples : Math.round(at * 90) + 777_000;
		samples += 960;
		packets.push({ at, arrived: sent + travelMs + next() * jitterMs, timestamp });
	}
	return packets;
}

function wallOf(at: number): number {
	return 3_900_000_000_000 + at + STEPS.filter((step) => at >= step.at).reduce((sum, { ms }) => sum + ms, 0);
}

/** A track behind a relay: what its sender reported last, and when the relay did. */
interface Relayed {
	readonly kind: 'audio' | 'video';
	readonly clock: TrackClock;
	reported: { base: number; at: number } | undefined;
	repeatedAt: number | undefined;
}

interface Placed {
	readonly at: number;
	/** How much later than it was captured it is laid, ms. */
	readonly late: number;
}

/** Runs two tracks of one sender through its clock. */
function place(tells: Tells, jitterMs: number, seed: number): { audio: Placed[]; video: Placed[] } {
	const next = random(seed);
	const sender = new SenderClock();
	const track = (kind: 'audio' | 'video', travelMs: number) => {
		const clock = new TrackClock(kind === 'audio' ? 48_000 : 90_000, { paced: kind === 'audio', steps: sender.steps });
		sender.add(clock);
		const packets = send(kind, jitterMs, travelMs, next);
		return {
			kind,
			clock,
			packets,
			placed: [] as Placed[],
			told: undefined as { wall: number; at: number } | undefined,
			reported: undefined as Relayed['reported'],
			repeatedAt: undefined as number | undefined,
		};
	};
	const tracks = [track('audio', 40), track('video', 90)];
	const order = tracks.flatMap((one) => one.packets.map((packet) => ({ one, packet })));
	order.sort((a, b) => a.packet.arrived - b.packet.arrived || a.packet.at - b.packet.at);
	for (const { one, packet } of order) {
		const { clock, kind } = one;
		clock.packet(packet.timestamp, packet.arrived);
		if (tells === 'sender reports that a relay repeats' && relay(one, packet)) sender.align();
		const wall = wallOf(packet.at);
		const base = wall - packet.timestamp / (kind === 'audio' ? 48 : 90);
		const since = one.told === undefined ? Number.POSITIVE_INFINITY : packet.at - one.told.at;
		const due =
			tells === 'capture times as Chromium sends them'
				? since >= 5000 || Math.abs(base - (one.told?.wall ?? 0)) > 1
				: tells === 'capture times each second'
					? since >= 1000
					: tells === 'sender reports' && since >= (kind === 'audio' ? 5000 : 1000);
		if (due) {
			one.told = { wall: base, at: packet.at };
			const reference = tells === 'sender reports' ? 'sender-report' : 'capture-time';
			clock.reference(reference, wall, packet.timestamp, packet.arrived);
			sender.align();
		}
		const local = clock.toLocal(packet.timestamp);
		if (local !== undefined) one.placed.push({ at: packet.at, late: local - packet.at });
	}
	return { audio: tracks[0]?.placed ?? [], video: tracks[1]?.placed ?? [] };
}

/** What a relay reports each second, by its own clock: what the sender reported last, up to 5 s ago (mediasoup 3.27). */
function relay(one: Relayed, { at, arrived, timestamp }: Packet): boolean {
	const rate = one.kind === 'audio' ? 48 : 90;
	const wall = 3_900_000_000_000 + at;
	if (one.reported === undefined || at - one.reported.at >= (one.kind === 'audio' ? 5000 : 1000))
		one.reported = { base: wall - timestamp / rate, at };
	if (at - (one.repeatedAt ?? Number.NEGATIVE_INFINITY) < 1000) return false;
	one.repeatedAt = at;
	one.clock.reference('sender-report', wall, Math.round((wall - one.reported.base) * rate), arrived);
	return true;
}

/** For each piece of sound after the first seconds, how far it lies behind the picture of its time, ms. */
function skews({ audio, video }: { audio: Placed[]; video: Placed[] }): { at: number; ms: number }[] {
	let picture = 0;
	return audio
		.filter(({ at }) => at > 8000)
		.map(({ at, late }) => {
			while ((video[picture + 1]?.at ?? Number.POSITIVE_INFINITY) <= at) picture += 1;
			return { at, ms: late - (video[picture]?.late ?? 0) };
		});
}

/** The largest of some differences, and when it was. */
function worst(found: readonly { at: number; ms: number }[]): { at: number; ms: number } {
	return found.reduce((most, one) => (Math.abs(one.ms) > Math.abs(most.ms) ? one : most), { at: 0, ms: 0 });
}

/** Outside of the stalls, and of the second after each. */
function settled({ at }: { at: number }): boolean {
	return at > 8000 && !STALLS.some((stall) => at >= stall.at && at < stall.at + stall.ms + 1000);
}

const cases = [5, 60].flatMap((jitterMs) => [
	{ jitterMs, tells: 'capture times as Chromium sends them' as const, limitMs: 40 },
	{ jitterMs, tells: 'capture times each second' as const, limitMs: 40 },
	{ jitterMs, tells: 'sender reports' as const, limitMs: 40 },
	// Until the sender reports again arrival alone tells.
	{ jitterMs, tells: 'sender reports that a relay repeats' as const, limitMs: 80 },
	// Arrival alone is no better than the jitter.
	{ jitterMs, tells: 'nothing' as const, limitMs: 80 },
]);

describe("ten stalls of the microphone, five outages of the network, three steps of the sender's wall clock", () => {
	test.for(cases)(
		'$jitterMs ms of jitter, the wall clock told by $tells: sound and picture stay together',
		({ jitterMs, tells, limitMs }) => {
			for (let seed = 1; seed <= 2; seed++) {
				// Without a wall clock only the arrival tells, and the picture takes 50 ms longer.
				const apart = tells === 'nothing' ? 50 : 0;
				const found = skews(place(tells, jitterMs, seed)).map(({ at, ms }) => ({ at, ms: ms + apart }));
				const { at, ms } = worst(found.filter(settled));
				expect(Math.abs(ms), `seed ${seed}, at ${at} ms`).toBeLessThan(limitMs);
			}
		},
	);

	test('where capture times come with the packets, sound lies right from the first packet after a stall', () => {
		const { at, ms } = worst(skews(place('capture times as Chromium sends them', 5, 1)));
		expect(Math.abs(ms), `at ${at} ms`).toBeLessThan(40);
	});

	test.for([5, 60])(
		'%s ms of jitter, reports that a relay repeats: no sound is laid over what was before',
		(jitterMs) => {
			const { audio } = place('sender reports that a relay repeats', jitterMs, 1);
			const places = audio
				.filter(settled)
				.map(({ at, late }) => ({ at, ms: at + late }))
				// What comes at once after an outage overtakes itself.
				.sort((a, b) => a.at - b.at);
			const back = places.map(({ at, ms }, index) => ({ at, ms: Math.min(0, ms - (places[index - 1]?.ms ?? ms)) }));
			const { at, ms } = worst(back);
			expect(Math.abs(ms), `at ${at} ms`).toBeLessThan(20);
		},
	);

	test.for(['capture times as Chromium sends them', 'nothing'] as const)(
		'nothing is moved that was not moved in the source: %s',
		(tells) => {
			const { audio } = place(tells, 5, 1);
			const moves = audio.map(({ at, late }, index) => ({ at, ms: late - (audio[index - 1]?.late ?? late) }));
			const { at, ms } = worst(moves.filter(settled));
			expect(Math.abs(ms), `at ${at} ms`).toBeLessThan(2);
		},
	);
});
