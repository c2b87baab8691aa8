import { expect, it } from 'vitest';
import { fillPath } from './ApiRequest.ts';

it('fills a path so that every part stays what it is', () => {
	expect(fillPath('/v2/hls/:roomId/active', { roomId: 'a/b ü?' })).toBe('/v2/hls/a%2Fb%20%C3%BC%3F/active');
	for (const roomId of ['', '.', '..']) expect(() => fillPath('/v2/rooms/:roomId', { roomId })).toThrow(/^roomId is/);
});
