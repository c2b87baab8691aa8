import {
	type CallerKind,
	confinement,
	ENDPOINTS,
	may,
	POLICY,
	type PolicyCaller,
	REQUESTS,
	type RequestData,
	refusalOf,
	SEAT_KINDS,
	TOKEN_KINDS,
} from '@roomcast/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mintToken, type TokenRequest } from '../src/index.ts';
import type { SeatedRequest } from '../src/signalling/requests.ts';
import { type Question, restQuestions, type Subjects } from './support/restQuestions.ts';
import { opusParameters, SignallingClient } from './support/SignallingClient.ts';
import { FINGERPRINT, SOUND_OFFER } from './support/soundOffer.ts';
import { TestServer } from './support/TestServer.ts';

/** Answers that say that the caller may not. */
const REFUSALS = [
	'INVALID_TOKEN',
	'INVALID_API_KEY',
	'INVALID_PERMISSIONS',
	'UNAUTHORIZED_ROLE',
	'UNAUTHORIZED_MEETING_ID',
	'UNAUTHORIZED_PARTCIPANT_ID',
];
const LIMITS_OFF = {
	ROOMCAST_RATE_LIMIT_REST: '0',
	ROOMCAST_RATE_LIMIT_JOIN: '0',
	ROOMCAST_RATE_LIMIT_SIGNALLING: '0',
	// Captures fail, and are there: nothing has to run to be asked about.
	ROOMCAST_MIN_FREE_DISK: '1000000000',
};
let server: TestServer;
let host: SignallingClient;
let subjects: Omit<Subjects, 'publication'>;
let another: string;

vi.setConfig({ hookTimeout: 120_000 });
beforeAll(async () => {
	server = await TestServer.create(LIMITS_OFF);
	const room = await server.room({ customRoomId: 'ours' });
	another = (await server.room()).roomId;
	const { roomId } = room;
	const joining = { token: await server.token(), roomId, participantId: 'host' };
	const entered = await SignallingClient.join(server.url, joining);
	host = entered.client;
	const config = { quality: 'low' };
	await server.post('/v2/recordings/start', { roomId, config });
	await server.post('/v2/recordings/participant/start', { roomId, participantId: 'host' });
	await server.post('/v2/livestreams/start', {
		roomId,
		outputs: [{ url: 'rtmp://live.invalid/live', streamKey: 'k' }],
		config,
	});
	await server.post('/v2/hls/start', { roomId, config });
	const newest = async (path: string) => (await server.call(path)).body.data[0]?.id ?? 'none';
	subjects = {
		roomId,
		customRoomId: 'ours',
		sessionId: entered.joined.sessionId,
		captures: {
			recording: await newest('/v2/recordings'),
			participant: await newest('/v2/recordings/participant'),
			livestream: await newest('/v2/livestreams'),
			hls: await newest('/v2/hls'),
		},
	};
});
afterAll(async () => {
	host?.close();
	await server?.close();
});

/** A kind of caller, with the rooms of this test. */
const callerOf = ({ caller, room }: CallerKind): PolicyCaller => ({
	...caller,
	roomId: room && (room === 'this' ? subjects.roomId : another),
});
const tokenOf = (kind: CallerKind) => server.token(callerOf(kind) as Partial<TokenRequest>);

async function ask({ method, path, body, text }: Question, token: string | null) {
	const headers = text === undefined ? {} : { 'content-type': text.type };
	const sent = text === undefined ? { body } : { rawBody: text.body };
	return server.call(path, { method, token, headers, ...sent });
}

async function publish(): Promise<string> {
	const response = await fetch(`${server.url}/v2/whip?roomId=${subjects.roomId}`, {
		method: 'POST',
		headers: { 'content-type': 'application/sdp', authorization: await server.token() },
		body: SOUND_OFFER,
	});
	return response.headers.get('location') ?? 'none';
}

/** What the rules say that the answer to a question is: the name of the error that refuses it, else undefined. */
function expected({ action, nameless }: Question, caller: PolicyCaller): string | undefined {
	const { roomId, customRoomId } = subjects;
	const target = nameless === true || 'wholeKey' in POLICY[action] ? undefined : { roomId, customRoomId };
	if (action !== 'whip.restart' && action !== 'whip.end') return refusalOf(action, caller, target)?.error;
	if (may(action, caller, { roomId, customRoomId, participantId: 'the publisher' })) return undefined;
	if (action === 'whip.end' && may('participant.remove', caller, target)) return undefined;
	// Publications of others are not there.
	return refusalOf(action, caller)?.error ?? 'WHIP_SESSION_NOT_FOUND';
}

describe('over REST', () => {
	it('every endpoint that needs a token is asked, and does what it is declared to do', () => {
		const declared = Object.values(ENDPOINTS)
			.filter(({ action }) => action !== 'open')
			.map(({ id, action }) => [id, action]);
		const asked = Object.entries(restQuestions({ ...subjects, publication: '' }, ''))
			.filter(([name]) => !name.includes(' '))
			.map(([name, { action }]) => [name, action]);
		expect(asked.sort()).toEqual(declared.sort());
	});

	it('answers every kind of token as the rules say', { timeout: 300_000 }, async () => {
		const stranger = await mintToken(
			{ id: server.key.id, secret: 'x'.repeat(32) },
			{ permissions: ['allow_join', 'allow_mod'], expiresIn: 600 },
		);
		const cells: Record<string, unknown> = {};
		const wanted: Record<string, unknown> = {};
		const template: Record<string, Question> = restQuestions(
			{ ...subjects, publication: '/v2/whip/sessions/none' },
			SOUND_OFFER,
		);
		for (const name of Object.keys(template)) {
			const question = async (): Promise<Question> => {
				const own = template[name]?.action.match(/^whip\.(restart|end)$/) ? await publish() : '';
				return (restQuestions({ ...subjects, publication: own }, SOUND_OFFER) as Record<string, Question>)[
					name
				] as Question;
			};
			for (const [who, token] of [
				['nobody', null],
				['a forger', stranger],
			] as const) {
				const { status } = await ask(template[name] as Question, token);
				cells[`${name}: ${who}`] = status;
				wanted[`${name}: ${who}`] = 401;
			}
			for (const kind of TOKEN_KINDS) {
				const asked = await question();
				const { status, body } = await ask(asked, await tokenOf(kind));
				const hidden = body?.errorCode === 'WHIP_SESSION_NOT_FOUND' ? body.errorCode : undefined;
				const refused = REFUSALS.includes(body?.errorCode) ? body.errorCode : hidden;
				cells[`${name}: ${kind.name}`] = refused ?? (status === 401 || status === 403 ? status : undefined);
				wanted[`${name}: ${kind.name}`] = expected(asked, callerOf(kind));
			}
		}
		expect(cells).toEqual(wanted);
		expect(Object.keys(cells).length).toBeGreaterThan(700);
	});
});

/** A question for every request that needs a seat; those that end it are last. */
const REQUEST_DATA: { [N in SeatedRequest]: RequestData<N> } = {
	'connect-transport': {
		transportId: 'none',
		dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: FINGERPRINT }] },
	},
	'restart-ice': { transportId: 'none' },
	'restart-media': {},
	produce: { transportId: 'none', kind: 'audio', rtpParameters: opusParameters(7) },
	'pause-producer': { producerId: 'none' },
	'resume-producer': { producerId: 'none' },
	'close-producer': { producerId: 'none' },
	'resume-consumers': { consumerIds: [] },
	'update-consumers': { consumers: [] },
	'create-invitation': {},
	'respond-entry': { participantId: 'nobody', decision: 'denied' },
	'remove-participant': { participantId: 'nobody' },
	'set-participant-media': { participantId: 'nobody', kind: 'mic', enabled: false },
	'change-mode': { mode: 'RECV_ONLY' },
	'set-pin': { participantId: 'asker', cam: false },
	publish: { topic: 'CHAT', message: 'hello' },
	subscribe: { topic: 'CHAT' },
	unsubscribe: { topic: 'CHAT' },
	'store-set': { key: 'k', value: 1 },
	'store-get': { key: 'k' },
	'store-observe': { key: 'k' },
	'store-unobserve': { key: 'k' },
	'start-recording': {},
	'stop-recording': {},
	'start-livestream': { outputs: [{ url: 'rtmp://live.invalid/live', streamKey: 'k' }] },
	'stop-livestream': {},
	'start-hls': {},
	'stop-hls': {},
	'produce-data': { transportId: 'none', reliability: 'RELIABLE', sctpStreamParameters: { streamId: 1 } },
	end: {},
	leave: {},
};

/** Comes into a room as a kind of caller, asking and being let in where it must; the error that refuses it otherwise. */
async function enter(roomId: string, kind: CallerKind, moderator: SignallingClient, participantId = 'asker') {
	const token = await tokenOf(kind);
	const client = await SignallingClient.open(server.url);
	const { routerRtpCapabilities } = await client.notification('welcome');
	const as = { token, roomId, participantId: kind.caller.participantId ?? participantId };
	try {
		let ticket = {};
		if (kind.caller.permissions.includes('ask_join')) {
			const { participantId: id, ...more } = await client.request('ask-entry', as);
			if ('ticket' in more) ticket = { ticket: more.ticket };
			await moderator.request('respond-entry', { participantId: id, decision: 'allowed' });
			await client.notification('entry-responded', undefined, 30_000);
		}
		return {
			client,
			joined: await client.request('join', { ...as, ...ticket, rtpCapabilities: routerRtpCapabilities }),
		};
	} catch (error) {
		client.close();
		return { refused: (error as { refusal?: string }).refusal ?? String(error) };
	}
}

async function openRoom() {
	const { roomId } = await server.room();
	const joining = { token: await server.token(), roomId, participantId: 'moderator' };
	const { client } = await SignallingClient.join(server.url, { ...joining, mode: 'SIGNALLING_ONLY' });
	return { roomId, moderator: client };
}

describe('at the door of a call', () => {
	it('lets in whom the rules let in, and hears whom they send to ask', { timeout: 120_000 }, async () => {
		const { roomId, moderator } = await openRoom();
		for (const kind of TOKEN_KINDS) {
			const caller = { ...callerOf(kind), ...(kind.room === 'this' ? { roomId } : {}) };
			const token = await server.token(caller as Partial<TokenRequest>);
			const asking = await SignallingClient.open(server.url);
			const answer = asking.request('ask-entry', { token, roomId, participantId: kind.caller.participantId ?? 'gil' });
			const heard = await answer.then(
				() => undefined,
				(error) => error.refusal,
			);
			asking.close();
			const unfit = refusalOf('call.join', caller) ?? confinement(caller, { roomId });
			expect([kind.name, heard]).toEqual([kind.name, (unfit ?? refusalOf('call.ask', caller))?.error]);
			const scoped = kind.room === 'this' ? { name: kind.name, caller: { ...kind.caller, roomId } } : kind;
			const { client, refused } = await enter(roomId, scoped, moderator, `p-${TOKEN_KINDS.indexOf(kind)}`);
			expect([kind.name, refused]).toEqual([kind.name, refusalOf('call.join', caller, { roomId })?.error]);
			client?.close();
		}
		moderator.close();
	});
});

describe('in a call', () => {
	it.each(SEAT_KINDS)('$name may do what the rules say', { timeout: 120_000 }, async (kind) => {
		const { roomId, moderator } = await openRoom();
		const { client, joined } = await enter(roomId, kind, moderator);
		if (client === undefined || joined === undefined) throw new Error('it was not let in');
		expect(joined.mode).toBe(may('call.send', kind.caller) ? 'SEND_AND_RECV' : 'RECV_ONLY');
		const cells: Record<string, unknown> = {};
		const wanted: Record<string, unknown> = {};
		for (const [name, data] of Object.entries(REQUEST_DATA) as [SeatedRequest, object][]) {
			// Whoever ended the call is out of it.
			if (name === 'leave' && may('call.end', kind.caller)) continue;
			const answer = await client.requestText(name, JSON.stringify(data)).then(
				() => undefined,
				(error) => error.refusal ?? String(error),
			);
			cells[name] = REFUSALS.includes(answer) ? answer : undefined;
			expect([name, answer]).not.toEqual([name, 'VALIDATION_FAILED']);
			wanted[name] = refusalOf(REQUESTS[name].action, kind.caller)?.error;
		}
		expect(cells).toEqual(wanted);
		client.close();
		moderator.close();
	});

	it('nobody makes a viewer send', async () => {
		const { roomId, moderator } = await openRoom();
		const viewer = SEAT_KINDS.find(({ caller }) => caller.permissions.includes('allow_view')) as CallerKind;
		const { client } = await enter(roomId, viewer, moderator);
		const code = (request: Promise<unknown> | undefined) => request?.catch((error) => error.refusal);
		expect(await code(client?.request('change-mode', { mode: 'SEND_AND_RECV' }))).toBe('INVALID_PERMISSIONS');
		const promotion = moderator.request('change-mode', { participantId: 'asker', mode: 'SEND_AND_RECV' });
		expect(await code(promotion)).toBe('CHANGE_MODE_FAILED');
		const asks = { token: await tokenOf(viewer), roomId, participantId: 'eve', mode: 'SEND_AND_RECV' } as const;
		expect(await code(SignallingClient.join(server.url, asks))).toBe('INVALID_PERMISSIONS');
		client?.close();
		moderator.close();
	});
});
