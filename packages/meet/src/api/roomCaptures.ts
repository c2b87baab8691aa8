import { serverUrl } from '../url/serverUrl.ts';
import { fieldOf } from './post.ts';

/** What others do with a call that somebody is about to join. */
export interface RoomCaptures {
	readonly recorded: boolean;
	/** Seen by people who are not in it. */
	readonly live: boolean;
}

/** Whether a room is recorded or streamed now. A server that does not say so, or does not answer, says no. */
export async function roomCaptures(roomId: string, token: string): Promise<RoomCaptures> {
	const answer: unknown = await fetch(new URL(`v2/rooms/${encodeURIComponent(roomId)}/captures`, serverUrl()), {
		headers: { authorization: token },
	})
		.then((response) => (response.ok ? response.json() : undefined))
		.catch(() => undefined);
	const found = fieldOf(answer, 'captures');
	const kinds = (Array.isArray(found) ? found : []).map((one) => fieldOf(one, 'capture'));
	return { recorded: kinds.includes('recording'), live: kinds.includes('livestream') || kinds.includes('hls') };
}
