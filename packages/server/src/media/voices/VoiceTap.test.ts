import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { expect, it } from 'vitest';
import { VoiceTap } from './VoiceTap.ts';

/** A consumer whose packets a test sends. */
class FakeConsumer extends EventEmitter {
	readonly rtpParameters = { headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1 }] };
	readonly observer = new EventEmitter();
	paused = false;
	/** How often it was paused. */
	pauses = 0;
	async pause() {
		this.paused = true;
		this.pauses++;
	}
	async resume() {
		this.paused = false;
	}
	close() {}
}

/** An RTP packet of 40 ms of Opus, with its level in a one-byte extension (RFC 8285, section 4.2). */
function packet(level: number): Buffer {
	const header = [0x90, 0x6f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xbe, 0xde, 0, 1, 0x10, -level, 0, 0];
	return Buffer.from([...header, 0x59, 0, 0]);
}

async function tap() {
	const consumer = new FakeConsumer();
	const transport = { consume: async () => consumer } as never as types.DirectTransport;
	return { consumer, tap: await VoiceTap.create(transport, { id: 'p' } as types.Producer, {}) };
}

it('reads a sample between two looks, however many packets there are', async () => {
	const { consumer, tap: voice } = await tap();
	for (let n = 0; n < 16; n++) consumer.emit('rtp', packet(-30));
	for (let n = 0; n < 1000; n++) consumer.emit('rtp', packet(-5));
	expect([consumer.paused, consumer.pauses]).toEqual([true, 1]);
	expect(voice.take()).toBe(-30);
	expect(consumer.paused).toBe(false);
	consumer.emit('rtp', packet(-20));
	expect(voice.take()).toBe(-20);
	expect(voice.take()).toBeUndefined();
});
