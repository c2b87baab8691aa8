import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import type { Meeting } from '../meeting/Meeting.ts';
import { FakeRoom } from '../testing/room.ts';
import { packFrame, readFrame } from './frame.ts';
import { payloadBytes } from './payload.ts';

setLevel('NONE');

describe('a frame', () => {
	it('carries text and bytes with the time of sending', () => {
		const text = packFrame(new TextEncoder().encode('grüße 👋'), true, 1_767_225_600_123);
		expect(readFrame(text)).toEqual({ payload: 'grüße 👋', timestamp: 1_767_225_600_123 });
		const bytes = packFrame(new Uint8Array([0, 255]), false, 5);
		expect(readFrame(bytes)).toEqual({ payload: new Uint8Array([0, 255]), timestamp: 5 });
		expect(readFrame(packFrame(new Uint8Array(), true, 5))).toEqual({ payload: '', timestamp: 5 });
	});

	it('is not made of anything else', () => {
		expect(readFrame(new ArrayBuffer(3))).toBeUndefined();
		expect(readFrame(new TextEncoder().encode('some other protocol').buffer)).toBeUndefined();
	});
});

describe('a payload', () => {
	it('is text, a blob, a buffer or a part of one', async () => {
		const buffer = new Uint8Array([1, 2, 3, 4]).buffer;
		expect(await payloadBytes('é')).toEqual(new Uint8Array([0xc3, 0xa9]));
		expect(await payloadBytes(buffer)).toEqual(new Uint8Array([1, 2, 3, 4]));
		expect(await payloadBytes(new DataView(buffer, 1, 2))).toEqual(new Uint8Array([2, 3]));
		expect(await payloadBytes(new Blob(['ab']))).toEqual(new Uint8Array([97, 98]));
	});

	it('has at most 15 KiB, counted in bytes', async () => {
		expect(await payloadBytes('x'.repeat(15_360))).toHaveLength(15_360);
		await expect(payloadBytes('é'.repeat(7681))).rejects.toMatchObject({ code: 3072 });
		await expect(payloadBytes({} as never)).rejects.toMatchObject({ code: 3068 });
	});
});

describe('channels', () => {
	let room: FakeRoom;
	let meeting: Meeting;

	beforeEach(async () => {
		room = await FakeRoom.create();
	});

	afterEach(async () => {
		await meeting.leave().catch(() => {});
		await room.server.close();
		expect(room.server.problems).toEqual([]);
		vi.unstubAllGlobals();
	});

	const opened = () => room.server.requests('produce-data').map(({ data }) => data);

	it('are not opened by an app that does not use them', async () => {
		meeting = room.meeting();
		await meeting.join();
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(opened()).toEqual([]);
		await expect(meeting.send('x', { reliability: 'PERHAPS' as never })).rejects.toMatchObject({ code: 3073 });
	});

	it('are opened ahead by an app that listens, and again when media is made again', async () => {
		meeting = room.meeting();
		meeting.on('data', () => {});
		await meeting.join();
		await until(() => opened().length === 1);
		expect(opened()[0]).toMatchObject({ reliability: 'RELIABLE', sctpStreamParameters: { ordered: true } });
		room.server.notify('media-reset', {});
		await until(() => opened().length === 2);
		expect(opened()[1]?.transportId).not.toBe(opened()[0]?.transportId);
	});

	it('of the unreliable kind never send a message twice', async () => {
		meeting = room.meeting();
		await meeting.join();
		// The made-up channel never opens; what was asked of the server is what counts here.
		meeting.send('x', { reliability: 'UNRELIABLE' }).catch(() => {});
		await until(() => opened().length === 1);
		expect(opened()[0]).toMatchObject({
			reliability: 'UNRELIABLE',
			sctpStreamParameters: { ordered: false, maxRetransmits: 0 },
		});
	});
});
