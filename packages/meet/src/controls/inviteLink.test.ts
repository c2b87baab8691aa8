import { expect, it } from 'vitest';
import { inviteLink } from './inviteLink.ts';

it('keeps the room and the look, and nothing of the person', () => {
	const address =
		'https://calls.example/meet/abcd-efgh-ijkl?token=x.y.z&name=Ada&theme=DARK&participantId=ada&micEnabled=0#x';
	expect(inviteLink(address, 'abcd-efgh-ijkl')).toBe('https://calls.example/meet/abcd-efgh-ijkl?theme=DARK');
});

it('names the room in the path also when the query did', () => {
	expect(inviteLink('http://localhost:8080/?meetingId=Büro', 'Büro')).toBe('http://localhost:8080/meet/B%C3%BCro');
});
