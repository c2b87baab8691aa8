import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import type { Meeting } from '../meeting/Meeting.ts';
import { stubCapture } from '../testing/browser.ts';
import { Refusal } from '../testing/FakeServer.ts';
import { FakeRoom, unsigned } from '../testing/room.ts';
import { Tokens } from './Tokens.ts';

setLevel('NONE');

const seconds = () => Math.floor(Date.now() / 1000);
const token = (name: string, claims: object = {}) => unsigned({ permissions: ['allow_join'], jti: name, ...claims });

describe('a meeting', () => {
	let room: FakeRoom;
	let meeting: Meeting;

	beforeEach(async () => {
		stubCapture();
		room = await FakeRoom.create();
	});

	afterEach(async () => {
		await meeting.leave().catch(() => {});
		await room.server.close();
		expect(room.server.problems).toEqual([]);
		vi.unstubAllGlobals();
	});

	const joins = () => room.server.requests('join').map(({ data }) => data.token);
	const forget = () =>
		room.forgetSession(() => {
			throw new Refusal(6022, 'RESUME_FAILED');
		});

	it('comes back with the token that it was given last', async () => {
		const [first, second] = [token('first'), token('second')];
		meeting = room.meeting({}, first);
		await meeting.join();
		meeting.setToken(second);
		forget();
		await until(() => joins().length === 2);
		expect(joins()).toEqual([first, second]);
	});

	it('comes back with the one that it was let in with when the last is refused', async () => {
		const [first, second] = [token('first'), token('second')];
		meeting = room.meeting({}, first);
		await meeting.join();
		meeting.setToken(second);
		const answer = room.server.handler('join');
		room.server.on('join', (data) => {
			if (data.token === second) throw new Refusal(4002, 'INVALID_TOKEN');
			return answer(data);
		});
		forget();
		await until(() => joins().length === 3 && meeting.state === 'CONNECTED');
		expect(joins()).toEqual([first, second, first]);
		const [, , last] = room.server.requests('join');
		expect(last?.data.resumeToken).toBe('resume-me');
	});

	it('says that its token ends soon, and takes no token of somebody else', async () => {
		const told: unknown[] = [];
		const exp = seconds() + 1;
		meeting = room.meeting({}, token('short', { exp }));
		meeting.on('token-expiring', (end) => told.push(end));
		await meeting.join();
		await until(() => told.length > 0);
		expect(told).toEqual([{ expiresAt: exp * 1000 }]);
		for (const wrong of ['', undefined as never, token('other', { participantId: 'somebody' })])
			expect(() => meeting.setToken(wrong)).toThrow(expect.objectContaining({ code: 3073 }));
		expect(() => meeting.setToken(token('mine', { participantId: 'me' }))).not.toThrow();
	});

	it('asks to be let in again with the token of its first request when a newer one is refused', async () => {
		const asking = (name: string) => unsigned({ permissions: ['ask_join'], jti: name });
		meeting = room.meeting({}, asking('first'));
		await meeting.join();
		meeting.setToken(asking('second'));
		const answer = room.server.handler('ask-entry');
		room.server.on('ask-entry', (data) => {
			if (data.token === asking('second')) throw new Refusal(4002, 'INVALID_TOKEN');
			return answer(data);
		});
		room.server.cut();
		await until(() => room.server.requests('ask-entry').length === 3);
		const asked = room.server.requests('ask-entry').map(({ data }) => [data.token, data.ticket]);
		expect(asked).toEqual([
			[asking('first'), undefined],
			[asking('second'), 'my-ticket'],
			[asking('first'), 'my-ticket'],
		]);
	});
});

/**
 * Counts timers from here on, in a test with fake ones. A spy of vitest would put the fake back where the real one was, for all
 * files that follow.
 *
 * @returns ends that, and says how many were started
 */
function countTimers(): () => number {
	const { setTimeout } = globalThis;
	let count = 0;
	globalThis.setTimeout = ((...args: Parameters<typeof setTimeout>) => {
		count++;
		return setTimeout(...args);
	}) as typeof setTimeout;
	return () => {
		globalThis.setTimeout = setTimeout;
		return count;
	};
}

describe('the end of a token', () => {
	/** s. */
	const DAY = 24 * 3600;

	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	const watched = (exp: number | undefined) => {
		const tokens = new Tokens(token('one', { exp }));
		const told: number[] = [];
		tokens.on('ending', ({ expiresAt }) => told.push(Math.round((expiresAt - Date.now()) / 1000)));
		tokens.watch();
		return { tokens, told };
	};

	it.each([
		[600, 60],
		// Longer than a timer can be: setTimeout() fires at once from 2^31 ms on.
		[40 * DAY, 60],
		[20, 10],
	])('of one that is valid for %i s is announced %i s ahead, once', (life, ahead) => {
		const started = countTimers();
		const { told } = watched(seconds() + life);
		vi.advanceTimersByTime(60_000);
		expect(started()).toBeLessThan(10);
		// All but the last day passes in a sleep: to look at the clock for 40 days takes 230,000 timers.
		vi.setSystemTime(Date.now() + Math.max(0, life - DAY) * 1000);
		vi.advanceTimersByTime(DAY * 1000);
		expect(told).toHaveLength(1);
		expect(Math.abs((told[0] ?? 0) - ahead)).toBeLessThanOrEqual(1);
	});

	it('is announced after a sleep, though timers stopped', () => {
		const { told } = watched(seconds() + 600);
		vi.advanceTimersByTime(1000);
		vi.setSystemTime(Date.now() + 560_000);
		vi.advanceTimersByTime(15_000);
		expect(told).toHaveLength(1);
	});

	it('is announced at once for an expired one, and never for one without an expiry', () => {
		expect(watched(seconds() - 10).told).toHaveLength(1);
		const { told } = watched(undefined);
		vi.advanceTimersByTime(1e9);
		expect(told).toEqual([]);
	});

	it('is announced for each token, and for none once it is over', () => {
		const { tokens, told } = watched(seconds() + 600);
		vi.advanceTimersByTime(560_000);
		tokens.renew(token('two', { exp: seconds() + 600 }));
		vi.advanceTimersByTime(560_000);
		tokens.renew(token('three', { exp: seconds() + 600 }));
		tokens.close();
		vi.advanceTimersByTime(900_000);
		expect(told).toEqual([60, 60]);
	});
});
