import { expect, expectTypeOf, it } from 'vitest';
import { type RequestAnswer, type RequestParts, requestOf } from './request.ts';
import type { Room } from './rooms.ts';

it('puts each part where its endpoint takes it', () => {
	expect(requestOf('GET /v2/rooms/:roomId', { params: { roomId: 'a/b' } })).toEqual({
		method: 'GET',
		path: 'v2/rooms/a%2Fb',
		headers: {},
	});
	expect(requestOf('GET /v2/rooms', { query: { page: 2 } }).path).toBe('v2/rooms?page=2');
	expect(requestOf('POST /v2/rooms', { body: { customRoomId: 'ours' } })).toMatchObject({
		headers: { 'content-type': 'application/json' },
		body: '{"customRoomId":"ours"}',
	});
});

it('has the types of the declarations', () => {
	expectTypeOf<RequestAnswer<'GET /v2/rooms/:roomId'>>().toEqualTypeOf<Room>();
	expectTypeOf<{ params: { roomId: string } }>().toExtend<RequestParts<'GET /v2/rooms/:roomId'>>();
	expectTypeOf<object>().not.toExtend<RequestParts<'GET /v2/rooms/:roomId'>>();
	expectTypeOf<object>().toExtend<RequestParts<'POST /v2/rooms'>>();
	expectTypeOf<object>().not.toExtend<RequestParts<'POST /v2/rooms/deactivate'>>();
});
