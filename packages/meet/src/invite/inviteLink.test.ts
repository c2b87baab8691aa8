import { expect, it } from 'vitest';
import { inviteLink } from './inviteLink.ts';

it('names the room and the token, and nothing else', () => {
	expect(inviteLink('https://calls.example/', 'abcd-efgh-ijkl', 'x.y.z')).toBe(
		'https://calls.example/meet/abcd-efgh-ijkl?token=x.y.z',
	);
});

it('stays below the path of the server', () => {
	expect(inviteLink('https://example.org/calls/', 'Büro', 'x.y.z')).toBe(
		'https://example.org/calls/meet/B%C3%BCro?token=x.y.z',
	);
});
