import { expect, test } from 'vitest';
import { SenderClock } from './sender-clock.ts';
import { TrackClock } from './track-clock.ts';

test('the first packet has a time, jitter does not move it', () => {
	const clock = new TrackClock(90_000);
	expect(clock.toLocal(0)).toBeUndefined();
	for (let i = 0; i < 300; i++) clock.packet(i * 3000, 1000 + (i * 1000) / 30 + (i % 7 === 0 ? 0 : 30));
	expect(clock.toLocal(300 * 3000)).toBeCloseTo(11_000, 0);
});

test('a sender whose clock runs 100 ppm fast is followed for an hour', () => {
	const clock = new TrackClock(48_000);
	let worst = 0;
	for (let ms = 0; ms < 3_600_000; ms += 20) {
		const timestamp = ms * 48 * 1.0001;
		clock.packet(timestamp, ms);
		if (ms > 10_000) worst = Math.max(worst, Math.abs((clock.toLocal(timestamp) ?? 0) - ms));
	}
	expect(worst).toBeLessThan(3);
});

test('one packet with a forged timestamp moves nothing, a way that has become shorter is followed', () => {
	const clock = new TrackClock(48_000);
	for (let i = 0; i < 100; i++) clock.packet(i * 960, 500 + i * 20);
	const before = clock.toLocal(0) ?? 0;
	// A second and a half ahead of its time.
	clock.packet(100 * 960 + 72_000, 500 + 100 * 20);
	for (let i = 101; i < 300; i++) clock.packet(i * 960, 500 + i * 20);
	expect(clock.toLocal(0)).toBeCloseTo(before, 3);
	for (let i = 300; i < 350; i++) clock.packet(i * 960, 100 + i * 20);
	expect(clock.toLocal(0)).toBeCloseTo(before - 400, 3);
});

test('time never runs backwards while small corrections are made', () => {
	const clock = new TrackClock(90_000);
	for (let i = 0; i < 100; i++) clock.packet(i * 3000, i * 33.3333);
	let last = 0;
	for (let i = 100; i < 400; i++) {
		clock.correct(100);
		clock.packet(i * 3000, i * 33.3333);
		const local = clock.toLocal(i * 3000) ?? 0;
		expect(local).toBeGreaterThan(last);
		last = local;
	}
});

test('two tracks of a sender line up by its wall clock, the slower one setting the delay', () => {
	const audio = new TrackClock(48_000);
	const video = new TrackClock(90_000);
	const sender = new SenderClock();
	sender.add(audio);
	sender.add(video);
	// Both captured at wall time 5000; the picture took 80 ms longer to arrive.
	audio.packet(48_000, 100);
	video.packet(900_000, 180);
	audio.reference('sender-report', 5000, 48_000, 100);
	video.reference('sender-report', 5000, 900_000, 180);
	sender.align();
	audio.packet(48_960, 120);
	video.packet(903_000, 180 + 100 / 3);
	expect((audio.toLocal(48_000) ?? 0) - (video.toLocal(900_000) ?? 0)).toBeCloseTo(0, 3);
	expect(audio.toLocal(48_000)).toBeCloseTo(180, 3);
});

test('a wall clock that is seconds off is not followed', () => {
	const audio = new TrackClock(48_000);
	const video = new TrackClock(90_000);
	const sender = new SenderClock();
	sender.add(audio);
	sender.add(video);
	audio.packet(0, 100);
	video.packet(0, 100);
	audio.reference('sender-report', 5000, 0, 100);
	video.reference('sender-report', 9000, 0, 100);
	sender.align();
	audio.packet(960, 120);
	expect(audio.toLocal(0)).toBeCloseTo(100, 3);
});

test('one forged timestamp changes nothing, a sender that begins again is followed', () => {
	const clock = new TrackClock(48_000);
	for (let i = 0; i < 50; i++) clock.packet(i * 960, i * 20);
	clock.packet(2_000_000_000, 1000);
	expect(clock.toLocal(50 * 960)).toBeCloseTo(1000, 3);
	clock.packet(51 * 960, 1020);
	clock.packet(500_000_000, 1040);
	clock.packet(500_000_960, 1060);
	expect(clock.toLocal(500_000_960)).toBeCloseTo(1060, 3);
});
