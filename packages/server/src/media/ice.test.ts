import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { iceServers } from './ice.ts';

const now = Date.UTC(2026, 0, 1);

it('has nothing to say without servers', () => {
	expect(iceServers({ servers: [], turnSecret: 'x', turnTtl: 60 }, 'ann', now)).toEqual([]);
});

it('gives TURN servers credentials that expire, and STUN servers none', () => {
	const servers = [
		{ urls: ['stun:stun.example.com'] },
		{ urls: ['turn:turn.example.com', 'turns:turn.example.com:5349'] },
	];
	const [stun, turn] = iceServers({ servers, turnSecret: 'secret', turnTtl: 3600 }, 'ann', now);
	expect(stun).toEqual(servers[0]);
	const username = `${now / 1000 + 3600}:ann`;
	const credential = createHmac('sha1', 'secret').update(username).digest('base64');
	expect(turn).toEqual({ ...servers[1], username, credential });
});

it('leaves servers alone that have credentials, and all without a secret', () => {
	const fixed = { urls: ['turn:a'], username: 'u', credential: 'c' };
	const open = { urls: ['turn:b'] };
	expect(iceServers({ servers: [fixed], turnSecret: 's', turnTtl: 60 }, 'ann', now)).toEqual([fixed]);
	expect(iceServers({ servers: [open], turnSecret: undefined, turnTtl: 60 }, 'ann', now)).toEqual([open]);
});
