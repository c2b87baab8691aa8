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
 * Sends JSON to the server that this page came from.
 *
 * @param path below where the server has everything, without a slash in front
 * @returns the body of the answer, as it came
 * @throws {Refusal} when the server refuses or does not answer
 */
export async function post(path: string, body: object, token?: string): Promise<unknown> {
	let response: Response;
	try {
		response = await fetch(new URL(path, serverUrl()), {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: token }) },
			body: JSON.stringify(body),
		});
	} catch (error) {
		throw refusal(UNREACHABLE, error instanceof Error ? error.message : 'The server does not answer');
	}
	const answer: unknown = await response.json().catch(() => undefined);
	if (response.ok) return answer;
	const code = fieldOf(answer, 'code');
	if (response.status === 404 && (code === undefined || code === NOT_FOUND))
		throw refusal(DEVELOPMENT_ONLY, 'This server has no development tokens');
	if (typeof code === 'number') throw refusal(code, String(fieldOf(answer, 'message')));
	throw refusal(UNREACHABLE, `The server answered ${response.status}`);
}

/** A field of whatever a server sent; undefined when it is not there. */
export function fieldOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function refusal(code: number, message: string): Refusal & Error {
	return Object.assign(new Error(message), { code });
}
