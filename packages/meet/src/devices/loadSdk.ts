import * as leaveCodes from '../errors/leaveCodes.ts';

type Sdk = typeof import('@roomcast/client').VideoSDK;

let loading: Promise<Sdk> | undefined;

/**
 * The SDK, which is as large as all the rest of the page: it comes while the join screen is shown already. One that did not
 * come is asked for again at the next call.
 *
 * @throws with the code of a server that does not answer
 */
export function loadSdk(): Promise<Sdk> {
	loading ??= import('@roomcast/client').then(
		({ VideoSDK }) => VideoSDK,
		(cause: unknown) => {
			loading = undefined;
			throw Object.assign(new Error('A part of the page did not load', { cause }), {
				code: leaveCodes.JOIN_ROOM_FAILED,
			});
		},
	);
	return loading;
}
