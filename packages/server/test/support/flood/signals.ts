import { REQUESTS, type RequestName } from '@roomcast/contract';
import fc from 'fast-check';
import { opusParameters, vp8Parameters } from '../SignallingClient.ts';
import { fitting, type Known, type Schema } from './fitting.ts';
import { Blank, type Json, toJson } from './Json.ts';
import { spoiled } from './spoiled.ts';

/** Something that is sent over signalling. */
export type Signal =
	/** A request in a sound envelope. */
	| { readonly kind: 'request'; readonly method: RequestName; readonly data: Json }
	/** A whole message, its number and method too. */
	| { readonly kind: 'message'; readonly message: Json }
	/** No message at all. `cut`: what is left of a request whose text ends there, in percent. */
	| { readonly kind: 'garbage'; readonly bytes: Uint8Array; readonly binary: boolean }
	| { readonly kind: 'truncated'; readonly method: RequestName; readonly data: Json; readonly cut: number };

const METHODS = Object.keys(REQUESTS) as RequestName[];
/** What starts a process that decodes and encodes: a few of those are enough. */
const COSTLY = /^start-/;

const DTLS = {
	role: 'client',
	fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

const blanks = (...names: string[]): Json[] => names.map((name) => new Blank(name));

/** What gets a request past validation, by the name of the member. Blanks are filled by the one who sends. */
const KNOWN: ReadonlyMap<string, readonly Json[]> = new Map(
	Object.entries({
		token: blanks('token', 'guestToken', 'spoiledToken'),
		roomId: blanks('roomId', 'customRoomId'),
		participantId: blanks('ownId', 'otherId', 'newId'),
		sendOnly: blanks('ownId', 'otherId'),
		resumeToken: blanks('resumeToken'),
		transportId: blanks('sendTransport', 'sendTransport', 'recvTransport'),
		producerId: blanks('producerId'),
		consumerId: blanks('consumerId'),
		key: ['key', '__proto__', 'constructor'],
		topic: ['CHAT', '__proto__', 'topic'],
		rtpParameters: [toJson(opusParameters(1)), toJson(vp8Parameters(100))],
		dtlsParameters: [toJson(DTLS)],
	}),
);

/**
 * What a hostile client sends: requests of the contract in which something is wrong, most of the time.
 *
 * @param rtpCapabilities those of the server
 */
export function signals(rtpCapabilities: unknown): fc.Arbitrary<Signal> {
	const known: Known = (name) => (name === 'rtpCapabilities' ? [toJson(rtpCapabilities)] : (KNOWN.get(name) ?? []));
	const data = new Map(METHODS.map((method) => [method, spoiled(fitting(REQUESTS[method].data as Schema, known))]));
	const request = fc.oneof(
		...METHODS.map((method) => ({
			weight: COSTLY.test(method) ? 1 : 8,
			arbitrary: (data.get(method) as fc.Arbitrary<Json>).map((each) => ({ method, data: each })),
		})),
	);
	// Numbers that no sound envelope of this connection has: what is answered to those can be told apart.
	const message = spoiled(
		request.chain(({ method, data: given }) =>
			fc.integer({ min: 2 ** 31, max: 2 ** 40 }).map((id): Json => toJson({ id, method, data: given })),
		),
	);
	return fc.oneof(
		{ weight: 16, arbitrary: request.map((each): Signal => ({ kind: 'request', ...each })) },
		{ weight: 3, arbitrary: message.map((each): Signal => ({ kind: 'message', message: each })) },
		{
			weight: 1,
			arbitrary: fc
				.tuple(request, fc.integer({ min: 1, max: 99 }))
				.map(([each, cut]): Signal => ({ kind: 'truncated', ...each, cut })),
		},
		{
			weight: 1,
			arbitrary: fc
				.tuple(fc.uint8Array({ maxLength: 300 }), fc.boolean())
				.map(([bytes, binary]): Signal => ({ kind: 'garbage', bytes, binary })),
		},
	);
}
