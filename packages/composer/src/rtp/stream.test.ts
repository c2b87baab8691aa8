import type { TrackDescription } from '@roomcast/contract/composer/track';
import { random } from '@roomcast/testing/net/BadNetwork';
import { expect, test } from 'vitest';
import type { RtpPacket } from './packet.ts';
import { RtpStream } from './stream.ts';

const TRACK = {
	trackId: 't1',
	participantId: 'p1',
	kind: 'audio',
	codec: 'opus',
	ssrc: 4711,
	payloadType: 111,
	clockRate: 48_000,
	channels: 2,
	from: { address: '127.0.0.1', port: 1 },
} as unknown as TrackDescription;

function packet(sequence: number, timestamp: number, payload: Buffer): RtpPacket {
	const { ssrc, payloadType } = TRACK;
	return { payloadType, ssrc, sequence, timestamp, marker: false, payload, extension: undefined };
}

test('5 % loss, 50 ms jitter and nonsense of its own SSRC: what came is given out, in order, and nothing else', () => {
	const PACKETS = 3000;
	const next = random(11);
	const came: { atMs: number; packet: RtpPacket }[] = [];
	let lost = 0;
	for (let number = 0; number < PACKETS; number++) {
		if (next() < 0.05) lost += 1;
		else
			came.push({
				atMs: number * 20 + next() * 50,
				packet: packet(
					(60_000 + number) & 0xffff,
					(number * 960 + 2 ** 32 - 480_000) % 2 ** 32,
					Buffer.of(1, number & 0xff),
				),
			});
		// As many as every second packet.
		if (number % 2 === 0 && number > 10)
			came.push({
				atMs: number * 20 + 3,
				packet: packet(Math.floor(next() * 65_536), Math.floor(next() * 2 ** 32), Buffer.of(2)),
			});
	}
	came.sort((a, b) => a.atMs - b.atMs);
	const given: number[] = [];
	let nonsense = 0;
	const stream = new RtpStream(TRACK, 130, {
		frame: ({ data, extendedTimestamp }) => {
			if (data[0] === 2) nonsense += 1;
			else given.push(extendedTimestamp);
		},
		packet: () => {},
		wallClock: () => {},
		sendNack: () => {},
		sendPli: () => {},
	});
	let atMs = 0;
	for (const each of came) {
		for (; atMs < each.atMs; atMs += 10) stream.poll(atMs);
		stream.receive(each.packet, each.atMs);
	}
	stream.poll(atMs + 200);
	expect(nonsense).toBe(0);
	expect(given.length).toBeGreaterThan((PACKETS - lost) * 0.995);
	expect(given.every((timestamp, index) => index === 0 || timestamp > (given[index - 1] ?? 0))).toBe(true);
});
