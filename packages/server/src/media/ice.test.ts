import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { iceServers } from './ice.ts';

const now = Date.UTC(2026, 0, 1);

it('has nothing to say without servers', () => {
	expect(iceServers({ urls: [], turnSecret: 'x', turnTtl: 60 }, 'ann', now)).toEqual([]);
});

it('gives TURN servers credentials that expire and STUN servers none', () => {
	const urls = ['stun:stun.example.com', 'turn:turn.example.com', 'turns:turn.example.com:5349'];
	const [stun, turn] = iceServers({ urls, turnSecret: 'secret', turnTtl: 3600 }, 'ann', now);
	expect(stun).toEqual({ urls: ['stun:stun.example.com'] });
	const username = `${now / 1000 + 3600}:ann`;
	expect(turn).toEqual({
		urls: ['turn:turn.example.com', 'turns:turn.example.com:5349'],
		username,
		credential: createHmac('sha1', 'secret').update(username).digest('base64'),
	});
});

it('hands out an open TURN server without credentials', () => {
	expect(iceServers({ urls: ['turn:t'], turnSecret: undefined, turnTtl: 1 }, 'ann', now)).toEqual([{ urls: ['turn:t'] }]);
});
