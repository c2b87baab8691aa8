import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import type { Meeting } from '../meeting/Meeting.ts';
import { stubCapture } from '../testing/browser.ts';
import { Refusal } from '../testing/FakeServer.ts';
import { FakeRoom, unsigned } from '../testing/room.ts';
import { mustAsk } from './mustAsk.ts';

setLevel('NONE');

const ASKING = unsigned({ permissions: ['ask_join'] });

let room: FakeRoom;
let meeting: Meeting;
let told: string[];
let devices: ReturnType<typeof stubCapture>;

beforeEach(async () => {
	devices = stubCapture();
	room = await FakeRoom.create();
});

afterEach(async () => {
	await meeting?.leave().catch(() => {});
	await room.server.close();
	expect(room.server.problems).toEqual([]);
	vi.unstubAllGlobals();
});

function init(token = ASKING, options = {}): Meeting {
	meeting = room.meeting({ name: 'Me', ...options }, token);
	told = [];
	meeting.on('entry-waiting', () => told.push('waiting'));
	meeting.on('entry-requested', ({ participantId, name }) => told.push(`requested ${participantId} ${name}`));
	meeting.on('entry-request-ended', (id) => told.push(`ended ${id}`));
	meeting.on('entry-responded', (id, decision) => told.push(`${decision} ${id}`));
	meeting.on('meeting-joined', () => told.push('joined'));
	meeting.on('meeting-left', ({ code }) => told.push(`left ${code}`));
	meeting.on('meeting-state-changed', ({ state }) => told.push(state));
	return meeting;
}

const answer = (decision: 'allowed' | 'denied', participantId = 'me') =>
	room.server.notify('entry-responded', { participantId, decision }, 0);

describe('a token', () => {
	it('says whether its holder has to ask', () => {
		expect(mustAsk(ASKING)).toBe(true);
		expect(mustAsk(unsigned({ permissions: ['allow_join'] }))).toBe(false);
		expect(mustAsk('not a token')).toBe(false);
	});

	it.each(['allow_join', 'allow_mod'])(
		'is refused with ask_join beside %s, before the server is asked',
		async (other) => {
			await expect(init(unsigned({ permissions: ['ask_join', other] })).join()).rejects.toMatchObject({ code: 4008 });
			expect(room.server.requests('ask-entry')).toEqual([]);
			expect(meeting.state).toBe(null);
		},
	);
});

describe('asking to be let in', () => {
	it('waits, with the devices off, and joins automatically when allowed', async () => {
		await init(ASKING, { micEnabled: true }).join();
		expect(told).toEqual(['CONNECTING', 'waiting']);
		expect(meeting.waiting).toBe(true);
		expect(room.server.requests('ask-entry')[0]?.data).toMatchObject({
			participantId: 'me',
			name: 'Me',
			token: ASKING,
		});
		expect(room.server.requests('join')).toEqual([]);
		expect(devices.opened).toEqual([]);
		await expect(meeting.pubSub.publish('CHAT', 'x')).rejects.toMatchObject({ code: 3035 });
		answer('denied', 'somebody-else');
		answer('allowed');
		await until(() => told.includes('joined') && room.server.requests('produce').length === 1);
		expect(meeting.waiting).toBe(false);
		expect(told).toEqual(['CONNECTING', 'waiting', 'denied somebody-else', 'allowed me', 'joined', 'CONNECTED']);
	});

	it('goes straight in when the server let it in before', async () => {
		room.server.on('ask-entry', () => ({ participantId: 'me', admitted: true }));
		await init().join();
		expect(told).toEqual(['CONNECTING', 'joined', 'CONNECTED', 'allowed me']);
	});

	it('is over when denied, and says so once', async () => {
		await init().join();
		answer('denied');
		await until(() => meeting.state === 'DISCONNECTED');
		expect(told).toEqual(['CONNECTING', 'waiting', 'denied me', 'DISCONNECTED']);
		await expect(meeting.join()).rejects.toMatchObject({ code: 3054 });
	});

	it('asks again on a new connection, and still hears the answer', async () => {
		await init().join();
		room.server.cut();
		await until(() => room.server.requests('ask-entry').length === 2);
		expect(room.server.requests('ask-entry').map(({ connection }) => connection)).toEqual([0, 1]);
		answer('allowed');
		await until(() => told.includes('joined'));
		expect(told.filter((one) => one === 'waiting')).toHaveLength(1);
	});

	it('shows the ticket when it asks again and when it joins, and its resume token when it joins again', async () => {
		await init().join();
		room.server.cut();
		await until(() => room.server.requests('ask-entry').length === 2);
		expect(room.server.requests('ask-entry').map(({ data }) => (data as { ticket?: string }).ticket)).toEqual([
			undefined,
			'my-ticket',
		]);
		answer('allowed');
		await until(() => told.includes('joined'));
		room.server.on('ask-entry', () => ({ participantId: 'me', admitted: true, ticket: 'my-ticket' }));
		room.forgetSession(() => {
			throw new Refusal(6022, 'RESUME_FAILED');
		});
		await until(() => room.server.requests('join').length === 2);
		const [first, second] = room.server.requests('join').map(({ data }) => data);
		expect(first).toMatchObject({ ticket: 'my-ticket' });
		expect(first).not.toHaveProperty('resumeToken');
		expect(second).toMatchObject({ ticket: 'my-ticket', resumeToken: 'resume-me' });
		expect(room.server.requests('ask-entry')[2]?.data).toMatchObject({ ticket: 'my-ticket' });
	});

	it('proves after a reload of the page who it was, until it has left', async () => {
		const texts = new Map<string, string>();
		vi.stubGlobal('sessionStorage', {
			getItem: (key: string) => texts.get(key) ?? null,
			setItem: (key: string, text: string) => void texts.set(key, text),
			removeItem: (key: string) => void texts.delete(key),
		});
		room.server.on('ask-entry', () => ({ participantId: 'me', admitted: true, ticket: 'my-ticket' }));
		const crashed = init();
		await crashed.join();
		const again = init();
		await again.join();
		expect(room.server.requests('ask-entry')[1]?.data).toMatchObject({ ticket: 'my-ticket' });
		expect(room.server.requests('join')[1]?.data).toMatchObject({ ticket: 'my-ticket', resumeToken: 'resume-me' });
		await again.leave();
		await crashed.leave();
		await init().join();
		expect(room.server.requests('join')[2]?.data).not.toHaveProperty('resumeToken');
	});

	it('waits for its own request to be forgotten when the answer with the ticket got lost', async () => {
		let asked = 0;
		room.server.on('ask-entry', () => {
			if (asked++ === 0) room.server.cut();
			if (asked === 2) throw new Refusal(4005, 'DUPLICATE_PARTICIPANT');
			return { participantId: 'me', admitted: true, ticket: 'second' };
		});
		await init().join();
		expect(asked).toBe(3);
		expect(room.server.requests('join')[0]?.data).toMatchObject({ ticket: 'second' });
	});

	it('says so when the id is of somebody else', async () => {
		room.server.on('ask-entry', () => {
			throw new Refusal(4005, 'DUPLICATE_PARTICIPANT');
		});
		await expect(init().join()).rejects.toMatchObject({ code: 4005, name: 'DUPLICATE_PARTICIPANT' });
		expect(room.server.requests('ask-entry')).toHaveLength(1);
	});

	it('ends with the session', async () => {
		await init().join();
		room.server.notify('left', { reason: { code: 1006, message: 'ROOM_CLOSE' } }, 0);
		await until(() => told.includes('left 1006'));
		expect(meeting.waiting).toBe(false);
	});

	it('tells the server when the app stops it', async () => {
		await init().join();
		await meeting.leave();
		await until(() => room.server.requests('leave').length === 1);
		expect(told.at(-1)).toBe('left 1101');
		answer('allowed');
		expect(room.server.requests('join')).toEqual([]);
	});

	it('rejects with what the server refused', async () => {
		room.server.on('ask-entry', () => {
			throw new Refusal(4003, 'INVALID_MEETING_ID');
		});
		await expect(init().join()).rejects.toMatchObject({ code: 4003 });
		expect(meeting.state).toBe('FAILED');
	});
});

describe('those who let in', () => {
	it('see who waits: at the join, later, and in the next session only what is new', async () => {
		room.entryRequests = [{ participantId: 'ann', name: 'Ann' }];
		await init('token').join();
		expect(told.slice(-2)).toEqual(['allowed me', 'requested ann Ann']);
		room.server.notify('entry-requested', { participantId: 'bob', name: 'Bob' });
		await until(() => told.includes('requested bob Bob'));
		expect(meeting.entryRequests.map(({ name }) => name)).toEqual(['Ann', 'Bob']);
		room.server.notify('entry-request-ended', { participantId: 'ann' });
		await until(() => told.includes('ended ann'));
		room.entryRequests = [
			{ participantId: 'bob', name: 'Bob' },
			{ participantId: 'cid', name: 'Cid' },
		];
		told.length = 0;
		room.forgetSession(() => {
			throw new Refusal(6022, 'RESUME_FAILED');
		});
		await until(() => told.includes('requested cid Cid'));
		expect(told.filter((one) => one.startsWith('requested'))).toEqual(['requested cid Cid']);
	});

	it('answer, and learn when somebody was quicker', async () => {
		room.entryRequests = [{ participantId: 'ann', name: 'Ann' }];
		await init('token').join();
		await meeting.entryRequests[0]?.allow();
		expect(room.server.requests('respond-entry')[0]?.data).toEqual({ participantId: 'ann', decision: 'allowed' });
		room.server.notify('entry-responded', { participantId: 'ann', decision: 'allowed' });
		await until(() => meeting.entryRequests.length === 0);
		room.server.on('respond-entry', () => {
			throw new Refusal(4059, 'RESPOND_ENTRY_FAILED');
		});
		await expect(meeting.respondEntry('ann', 'denied')).rejects.toMatchObject({ code: 4059 });
		await expect(meeting.respondEntry('ann', 'perhaps' as never)).rejects.toMatchObject({ code: 3073 });
	});
});
