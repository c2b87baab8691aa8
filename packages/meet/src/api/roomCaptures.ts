import { rest } from './rest.ts';

/** What others do with a call that somebody is about to join. */
export interface RoomCaptures {
	readonly recorded: boolean;
	/** Seen by people who are not in it. */
	readonly live: boolean;
}

/** Whether a room is recorded or streamed now. A server that does not say so, or does not answer, says no. */
export async function roomCaptures(roomId: string, token: string): Promise<RoomCaptures> {
	const { captures } = await rest('GET /v2/rooms/:roomId/captures', { params: { roomId } }, token).catch(() => ({
		captures: [],
	}));
	const kinds = captures.map(({ capture }) => capture);
	return { recorded: kinds.includes('recording'), live: kinds.includes('livestream') || kinds.includes('hls') };
}
