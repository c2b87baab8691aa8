import { DEVELOPMENT_ENDPOINTS, RoomcastError } from '@roomcast/contract';
import { lifeWithin, mintToken } from '../auth/mintToken.ts';
import type { App } from '../http/App.ts';
import { implement } from '../http/implement.ts';
import type { Key } from '../keys/Key.ts';
import type { RoomService } from '../rooms/service.ts';
import { refuseOtherSites } from './refuseOtherSites.ts';

export interface DevelopmentRoutesOptions {
	readonly key: Pick<Key, 'id' | 'secret'>;
	/** Seconds for which a token may be valid. */
	readonly maxLife: number | undefined;
	readonly rooms: Pick<RoomService, 'find'>;
	/** Base of every link, without a slash at its end. */
	publicUrl(): string;
}

const A_DAY = 24 * 60 * 60;

/**
 * Tokens for anyone who asks, so that the meeting page works before there is a server that mints them. Only for a
 * server on its development key: anywhere else the route is not there.
 */
export function registerDevelopmentRoutes(
	app: App,
	{ key, maxLife, rooms, publicUrl }: DevelopmentRoutesOptions,
): void {
	implement(
		app,
		DEVELOPMENT_ENDPOINTS,
		{
			createDevelopmentToken: async ({ body, request }) => {
				refuseOtherSites({ origin: request.headers.origin, hostname: request.hostname }, publicUrl());
				const { roomId: reference, participantId, permissions } = body;
				const room = reference === undefined ? undefined : await rooms.find(key.id, reference);
				if (reference !== undefined && room === undefined)
					throw new RoomcastError('INVALID_MEETING_ID', `there is no room ${reference}`);
				const token = await mintToken(key, {
					permissions: permissions ?? ['allow_join', 'allow_mod'],
					roomId: room?.roomId,
					participantId,
					expiresIn: lifeWithin(A_DAY, maxLife),
				});
				return { token, roomId: room?.roomId ?? null };
			},
		},
		{ createDevelopmentToken: { config: { costsStrangers: true } } },
	);
}
