import {
	AuthenticationError,
	isVideoSDKError,
	PermissionError,
	RoomNotFoundError,
	ValidationError,
	VideoSDK,
} from '@videosdk.live/server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from './support/TestServer.ts';

// The official package, with nothing but its base URL changed.
let server: TestServer;
let sdk: VideoSDK;
beforeAll(async () => {
	server = await TestServer.create();
	sdk = new VideoSDK({ apiKey: server.key.id, secret: server.key.secret, apiEndpoint: server.url });
});
afterAll(() => server.close());

/** What a promise rejects with. */
function rejection(promise: Promise<unknown>): Promise<unknown> {
	return promise.then(
		() => expect.fail('it resolved'),
		(error) => error,
	);
}

describe('@videosdk.live/server-sdk', () => {
	it('creates, fetches, validates, lists and ends rooms', async () => {
		const room = await sdk.rooms.create({
			customRoomId: 'from the sdk',
			geoFence: 'eu001',
			webhook: { url: 'https://example.com/hook', events: ['session-started'] },
			autoCloseConfig: { type: 'session-ends', afterInactiveSeconds: 120 },
		});
		expect(room).toMatchObject({
			customRoomId: 'from the sdk',
			geoFence: 'eu001',
			webhook: { endPoint: 'https://example.com/hook', events: ['session-started'] },
		});
		expect((await sdk.rooms.create({ customRoomId: 'from the sdk' })).roomId).toBe(room.roomId);
		for (const reference of [room.roomId, room.id, 'from the sdk'])
			expect((await sdk.rooms.get(reference)).roomId).toBe(room.roomId);

		expect(await sdk.rooms.validate('from the sdk')).toMatchObject({ valid: true, roomId: room.roomId });
		expect(await sdk.rooms.validate('nothing here')).toEqual({ valid: false, roomId: 'nothing here' });

		const second = await sdk.rooms.create();
		const listed: string[] = [];
		for await (const each of await sdk.rooms.list({ perPage: 1 })) listed.push(each.roomId);
		expect(listed).toEqual([second.roomId, room.roomId]);

		expect(await sdk.rooms.end(room.roomId)).toMatchObject({ disabled: true });
		expect((await sdk.rooms.get(room.roomId)).disabled).toBe(true);
	});

	it('maps a wrong secret to AuthenticationError', async () => {
		const stranger = new VideoSDK({ apiKey: server.key.id, secret: 'x'.repeat(64), apiEndpoint: server.url });
		const error = await rejection(stranger.rooms.create());
		expect(error).toBeInstanceOf(AuthenticationError);
		expect(error).toMatchObject({ httpStatus: 401, code: 'INVALID_TOKEN', requestId: expect.any(String) });
	});

	it('maps a bad field to ValidationError', async () => {
		const error = await rejection(sdk.rooms.create({ geoFence: 'mars' } as never));
		expect(error).toBeInstanceOf(ValidationError);
		expect(error).toMatchObject({ httpStatus: 400, message: expect.stringContaining('body.geoFence') });
	});

	it('maps what is not there to RoomNotFoundError', async () => {
		expect(await rejection(sdk.rooms.get('aaaa-bbbb-cccc'))).toBeInstanceOf(RoomNotFoundError);
		const room = await sdk.rooms.create({ customRoomId: 'end me' });
		const byCustomId = await rejection(sdk.rooms.end('end me'));
		expect(byCustomId).toBeInstanceOf(RoomNotFoundError);
		expect(byCustomId).toMatchObject({ httpStatus: 402 });
		expect((await sdk.rooms.get(room.roomId)).disabled).toBe(false);
	});

	it('maps a token of the wrong kind to PermissionError', async () => {
		const token = sdk.generateToken({ roles: ['rtc'] });
		const guest = new VideoSDK({ token, apiEndpoint: server.url });
		const error = await rejection(guest.rooms.create());
		expect(isVideoSDKError(error)).toBe(true);
		expect(error).toBeInstanceOf(PermissionError);
	});
});
