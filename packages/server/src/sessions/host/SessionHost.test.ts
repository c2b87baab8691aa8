import type { Mode } from '@roomcast/contract';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import type { MediaPeer } from '../../media/MediaPeer.ts';
import type { MediaPool } from '../../media/MediaPool.ts';
import type { DetachCause } from './HostParticipant.ts';
import type { Link } from './Link.ts';
import { NoJournal } from './NoJournal.ts';
import { SessionHost } from './SessionHost.ts';
import type { MediaOwner } from './SessionMedia.ts';

const link: Link = { send() {}, sendBacklog() {}, close() {} };

/** A session with Ann in it, who stays, and one who lost the connection at the moment 0. */
async function sessionWithoutOne({ mode, connected, cause }: { mode: Mode; connected: boolean; cause: DetachCause }) {
	const host = new SessionHost({
		sessionId: 's',
		room: {
			id: 'r',
			roomId: 'abcd-efgh-ijkl',
			customRoomId: null,
			keyId: 'k',
			webhook: null,
			autoCloseConfig: null,
			autoStartConfig: null,
			multiComposition: null,
		},
		journal: new NoJournal(),
		after: Promise.resolve(),
		pool: {} as MediaPool,
		maxParticipants: 10,
		logger: pino({ level: 'silent' }),
	});
	vi.spyOn(host.media, 'open').mockImplementation(async (owner: MediaOwner) => {
		owner.media = { connected, streams: [], close() {} } as unknown as MediaPeer;
	});
	const join = (participantId: string) =>
		host.join(
			{
				participantId,
				displayName: participantId,
				mode,
				metaData: {},
				permissions: ['allow_join'],
				rtpCapabilities: {},
				credentials: { tokenHash: 't', named: false, mustAsk: false, ticketHash: undefined, resumeHash: undefined },
				device: {},
			},
			link,
		);
	await join('ann');
	const away = await join('ben');
	away.goLive();
	away.detach(cause, 0);
	return { host, away };
}

it.each<{ who: string; mode: Mode; connected: boolean; cause: DetachCause; seconds: number }>([
	{ who: 'whose media goes on', mode: 'SEND_AND_RECV', connected: true, cause: 'closed', seconds: 30 },
	{ who: 'whose media is dead too', mode: 'SEND_AND_RECV', connected: false, cause: 'closed', seconds: 14 },
	{ who: 'that only watched and is dead', mode: 'RECV_ONLY', connected: false, cause: 'closed', seconds: 14 },
	{ who: 'that has no media to go by', mode: 'SIGNALLING_ONLY', connected: false, cause: 'closed', seconds: 30 },
	{ who: 'that fell silent', mode: 'SEND_AND_RECV', connected: false, cause: 'silent', seconds: 30 },
])('waits $seconds s for one $who', async ({ seconds, ...about }) => {
	const { host, away } = await sessionWithoutOne(about);
	host.sweep(seconds * 1000 - 1);
	expect(away.gone).toBe(false);
	// Until the last moment it may come back.
	host.sweep(seconds * 1000);
	expect(away.gone).toBe(true);
	expect(host.participants.map(({ participantId }) => participantId)).toEqual(['ann']);
	host.end('ROOM_CLOSE');
});

it('lets one without media come back after 29 s as if nothing had been', async () => {
	const { host, away } = await sessionWithoutOne({ mode: 'SIGNALLING_ONLY', connected: false, cause: 'closed' });
	away.notify('speaker-changed', { participantId: null });
	host.sweep(29_000);
	expect(away.attach(link, 0)?.length).toBeGreaterThan(0);
	host.sweep(60_000);
	expect(away.gone).toBe(false);
	host.end('ROOM_CLOSE');
});
