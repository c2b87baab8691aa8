import type { Mode } from '@roomcast/contract';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { SoleHomes } from '../../cluster/homes/SoleHomes.ts';
import type { MediaPeer } from '../../media/MediaPeer.ts';
import type { MediaPool } from '../../media/MediaPool.ts';
import { awakeMs } from '../../time/AwakeClock.ts';
import type { DetachCause, HostParticipant } from './HostParticipant.ts';
import type { Link } from './Link.ts';
import { NoJournal } from './NoJournal.ts';
import { SessionHost } from './SessionHost.ts';
import type { SessionJournal } from './SessionJournal.ts';
import type { MediaOwner } from './SessionMedia.ts';

const home = await new SoleHomes().hold();

const link: Link = { send() {}, sendBacklog() {}, close() {} };

function sessionWith(journal: SessionJournal): SessionHost {
	return new SessionHost({
		home,
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
		journal,
		after: Promise.resolve(),
		pool: {} as MediaPool,
		maxParticipants: 10,
		logger: pino({ level: 'silent' }),
	});
}

function join(host: SessionHost, participantId: string, mode: Mode): Promise<HostParticipant> {
	return host.join(
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
}

/** A session with Ann in it, who stays, and one who lost the connection at the moment 0. */
async function sessionWithoutOne({ mode, connected, cause }: { mode: Mode; connected: boolean; cause: DetachCause }) {
	const host = sessionWith(new NoJournal());
	vi.spyOn(host.media, 'open').mockImplementation(async (owner: MediaOwner) => {
		owner.media = { connected, streams: [], close() {} } as unknown as MediaPeer;
	});
	await join(host, 'ann', mode);
	const away = await join(host, 'ben', mode);
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

it('offers other media to one whose media is lost while the join is written down', async () => {
	const journal = new NoJournal();
	const written = Promise.withResolvers<void>();
	vi.spyOn(journal, 'joined').mockReturnValue(written.promise);
	const host = sessionWith(journal);
	const opened: { closed: boolean }[] = [];
	vi.spyOn(host.media, 'open').mockImplementation(async (owner: MediaOwner) => {
		const peer = { closed: false, streams: [], close() {} };
		opened.push(peer);
		owner.media = peer as unknown as MediaPeer;
	});
	const joining = join(host, 'ann', 'RECV_ONLY');
	// As when its worker dies.
	for (const peer of opened) peer.closed = true;
	written.resolve();
	const ann = await joining;
	expect(opened).toMatchObject([{ closed: true }, { closed: false }]);
	expect(ann.media).toBe(opened[1]);
	host.end('ROOM_CLOSE');
});

it('answers a join with the end of its session, whatever of it fails afterwards', async () => {
	const host = sessionWith(new NoJournal());
	const opened = Promise.withResolvers<void>();
	vi.spyOn(host.media, 'open').mockReturnValue(opened.promise);
	const joining = join(host, 'ann', 'RECV_ONLY');
	host.end('REMOVE_ALL');
	opened.reject(new Error('Channel closed'));
	await expect(joining).rejects.toMatchObject({ error: 'SESSION_NOT_FOUND' });
});

it('a stay does not end before it began, if nothing was heard after the join', async () => {
	const journal = new NoJournal();
	const left = vi.spyOn(journal, 'left');
	const host = sessionWith(journal);
	vi.spyOn(host.media, 'open').mockResolvedValue();
	await join(host, 'ann', 'SIGNALLING_ONLY');
	const ben = await join(host, 'ben', 'SIGNALLING_ONLY');
	// Its request to join was heard half a second before it was in.
	ben.detach('silent', awakeMs() - 500);
	host.leave(ben, 'WEBSOCKET_DISCONNECTED');
	await host.settled();
	expect(left).toHaveBeenCalledExactlyOnceWith(expect.anything(), ben.stay, ben.stay.joinedAt, expect.anything());
});
