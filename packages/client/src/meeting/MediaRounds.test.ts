import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { setLevel } from '../log/logger.ts';
import type { MediaEngineEvents } from '../media/MediaEngine.ts';
import type { Connection } from '../signalling/Connection.ts';
import { offerAt } from '../testing/offers.ts';
import { MediaRounds } from './MediaRounds.ts';
import type { MeetingParts } from './MeetingParts.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';

class StubMedia extends Emitter<MediaEngineEvents> {
	start(): void {}
	stop(): void {}
}

let media: StubMedia;
let rounds: MediaRounds;
let states: unknown[];
let errors: MeetingError[];

beforeEach(() => {
	vi.stubGlobal('navigator', { userAgent: FIREFOX });
	media = new StubMedia();
	const consumption = { handleOffered: async () => {}, handleMediaLost() {} };
	const local = { handleMediaStarted() {} };
	const parts = { media, consumption, local, roster: { handleMediaLost() {} } } as unknown as MeetingParts;
	rounds = new MediaRounds(parts, { url: 'ws://localhost:8080/signalling', closed: true } as Connection);
	[states, errors] = [[], []];
	rounds.on('state', (change) => states.push(change));
	rounds.on('error', (error) => errors.push(error));
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
	setLevel('WARN');
});

it('reports a loopback address that Firefox cannot reach: at once in the console, and as the reason of the failure', () => {
	const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
	setLevel('WARN');
	rounds.begin(null, offerAt('127.0.0.1'), () => {});
	expect(warned.mock.calls.flat().join(' ')).toContain('ROOMCAST_MEDIA_ANNOUNCED_IP');
	media.emit('failed');
	expect(states).toEqual([{ state: 'FAILED', reason: 'LOOPBACK' }]);
	expect(errors).toHaveLength(1);
	expect(errors[0]).toMatchObject({
		code: 3044,
		name: 'ERROR_MEETING_MEDIA_CONNECTION_FAILED',
		message: expect.stringContaining('127.0.0.1'),
		hint: expect.stringContaining('ROOMCAST_MEDIA_ANNOUNCED_IP'),
	});
	expect(errors[0]?.message).not.toContain('firewall');
});

it('leaves a failure with any other address to the network', () => {
	setLevel('NONE');
	rounds.begin(null, offerAt('192.0.2.7'), () => {});
	media.emit('failed');
	expect(states).toEqual([{ state: 'FAILED' }]);
	expect(errors[0]).toMatchObject({ code: 3044, message: expect.stringContaining('firewall'), hint: undefined });
});
