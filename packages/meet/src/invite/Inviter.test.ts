import type { InvitationOptions } from '@roomcast/client';
import { describe, expect, it } from 'vitest';
import { Inviter, inviteLink } from './Inviter.ts';

const PLACE = { roomId: 'abcd-efgh-ijkl', server: 'https://calls.example/' };

function inviter(answer: (options: InvitationOptions) => Promise<{ token: string; expiresAt: Date }>) {
	const asked: InvitationOptions[] = [];
	const meeting = {
		async createInvitation(options: InvitationOptions = {}) {
			asked.push(options);
			return { url: '', permission: 'ask_join' as const, ...(await answer(options)) };
		},
	};
	return { inviter: new Inviter(meeting, PLACE), asked };
}

const later = new Date(Date.now() + 3_600_000);

it('requests a link for guests who ask, valid for a day, and says when it expires', async () => {
	const { inviter: it, asked } = inviter(async () => ({ token: 'x.y.z', expiresAt: later }));
	await it.choose();
	expect(asked).toEqual([{ permission: 'ask_join', expiresIn: 86_400 }]);
	expect(it.state.invitation).toEqual({
		link: 'https://calls.example/meet/abcd-efgh-ijkl?token=x.y.z',
		expiresAt: later,
	});
});

it('makes no second link for a choice that it had, unless it is about to end', async () => {
	let expiresAt = later;
	const { inviter: it, asked } = inviter(async ({ permission }) => ({ token: `${permission}`, expiresAt }));
	await it.choose();
	await it.choose({ permission: 'allow_view' });
	await it.choose({ permission: 'ask_join' });
	expect(asked).toHaveLength(2);
	expect(it.state.invitation?.link).toContain('token=ask_join');
	expiresAt = new Date(Date.now() + 10_000);
	await it.choose({ expiresIn: 3600 });
	await it.choose({ expiresIn: 3600 });
	expect(asked).toHaveLength(4);
});

it('shows the link of the last choice, whichever answer comes last, and no link of another', async () => {
	const answers: ((token: string) => void)[] = [];
	const { inviter: it } = inviter(
		() => new Promise((resolve) => answers.push((token) => resolve({ token, expiresAt: later }))),
	);
	const first = it.choose();
	const second = it.choose({ permission: 'allow_join' });
	answers[1]?.('second');
	await second;
	answers[0]?.('first');
	await first;
	expect(it.state.invitation?.link).toContain('token=second');
	void it.choose({ expiresIn: 3600 });
	expect(it.state.invitation).toBeUndefined();
});

it('says why there is none', async () => {
	const { inviter: it } = inviter(async () => {
		throw new Error('Invitations are off on this server');
	});
	await it.choose();
	expect(it.state).toMatchObject({ invitation: undefined, problem: 'Invitations are off on this server' });
});

describe('inviteLink', () => {
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
});
