import { DevelopmentToken, DevelopmentTokenBody, RoomcastError } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { operation } from '../http/operation.ts';
import type { Key } from '../keys/Key.ts';
import { lifeWithin, mintToken } from './mintToken.ts';
import { refuseOtherSites } from './refuseOtherSites.ts';

export interface DevelopmentRoutesOptions {
	readonly key: Pick<Key, 'id' | 'secret'>;
	/** Seconds that a token may be good for. */
	readonly maxLife: number | undefined;
	/** The room of that key with that `id`, `roomId` or `customRoomId`. */
	findRoom(keyId: string, reference: string): Promise<{ readonly roomId: string } | undefined>;
	/** Base of every link, without a slash at its end. */
	publicUrl(): string;
}

const A_DAY = 24 * 60 * 60;

/**
 * Tokens for whoever asks, so that the meeting page works before there is a server that mints them. Only for a server on its
 * development key: anywhere else the route is not there.
 */
export function registerDevelopmentRoutes(
	app: App,
	{ key, maxLife, findRoom, publicUrl }: DevelopmentRoutesOptions,
): void {
	app.post(
		'/dev/token',
		{
			config: { costsStrangers: true },
			schema: operation(
				{
					tags: ['Development'],
					action: 'open',
					operationId: 'createDevelopmentToken',
					summary: 'Get a token without a key',
					description:
						'Works only while the server runs on its development key, and only for its own pages. The server refuses pages of other sites.',
					errors: ['DEVELOPMENT_ONLY', 'INVALID_MEETING_ID'],
					bodyOptional: true,
				},
				{ body: DevelopmentTokenBody, answer: DevelopmentToken },
			),
		},
		async (request) => {
			refuseOtherSites({ origin: request.headers.origin, hostname: request.hostname }, publicUrl());
			const { roomId: reference, participantId, permissions } = request.body;
			const room = reference === undefined ? undefined : await findRoom(key.id, reference);
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
	);
}
