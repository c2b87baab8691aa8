import { type RequestAnswer, type RequestParts, type Route, requestOf } from '@roomcast/contract/rest/request';
import { serverUrl } from '../url/serverUrl.ts';

/** A refusal of the server, or its silence, with a code of the error table or of a leave reason. */
export interface Refusal {
	readonly code: number;
	readonly message: string;
}

/** Leave reason JOIN_ROOM_FAILED: stands for a server that does not answer. */
const UNREACHABLE = 1103;

/** Error DEVELOPMENT_ONLY: stands for a server without the route, which gives no tokens either. */
const DEVELOPMENT_ONLY = 6008;
/** Error NOT_FOUND: what a server answers that has no such route. */
const NOT_FOUND = 6001;

/**
 * Asks the server that this page came from.
 *
 * @throws {Refusal} when the server refuses or does not answer
 */
export async function rest<R extends Route>(
	route: R,
	parts: RequestParts<R>,
	token?: string,
): Promise<RequestAnswer<R>> {
	const { path, headers, ...request } = requestOf(route, parts);
	let response: Response;
	try {
		response = await fetch(new URL(path, serverUrl()), {
			...request,
			headers: { ...headers, ...(token === undefined ? {} : { authorization: token }) },
		});
	} catch (error) {
		throw refusal(UNREACHABLE, error instanceof Error ? error.message : 'The server does not answer');
	}
	const answer = await response.json().catch(() => undefined);
	if (response.ok && answer !== undefined) return answer;
	const { code, message } = (answer ?? {}) as Partial<Refusal>;
	if (response.status === 404 && (code === undefined || code === NOT_FOUND))
		throw refusal(DEVELOPMENT_ONLY, 'This server has no development tokens');
	if (typeof code === 'number') throw refusal(code, String(message));
	throw refusal(UNREACHABLE, `The server answered ${response.status}`);
}

function refusal(code: number, message: string): Refusal & Error {
	return Object.assign(new Error(message), { code });
}
