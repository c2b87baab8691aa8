import { INVITATION_LIFE, type RequestData, type RequestReply, RoomcastError } from '@roomcast/contract';
import type { KeySource } from '../auth/Authenticator.ts';
import { lifeWithin, mintToken } from '../auth/mintToken.ts';
import { authorize } from '../policy/authorize.ts';
import type { SecurityLog } from '../security/SecurityLog.ts';
import type { Seat } from '../sessions/host/SessionRegistry.ts';
import { epochMs } from '../time/clock.ts';

export interface InvitationsOptions {
	/** The setting `ROOMCAST_INVITATIONS`. */
	readonly enabled: boolean;
	readonly keys: KeySource;
	/** Seconds for which a token may be valid; undefined: as long as it says. */
	readonly maxLife: number | undefined;
	/** Base of every link, without a slash at its end. */
	publicUrl(): string;
	readonly security: SecurityLog;
}

/** Links for guests, made by people of a call with the key of their room. */
export class Invitations {
	readonly #options: InvitationsOptions;

	constructor(options: InvitationsOptions) {
		this.#options = options;
	}

	/**
	 * Make a link. Nobody gives away more than they may do themselves: anyone who may let people in makes links for those
	 * who ask, and moderators also for those who need not.
	 *
	 * @throws RoomcastError INVITATIONS_OFF, INVALID_PERMISSIONS, APIKEY_DEACTIVATED
	 */
	async create(
		{ host, participant }: Seat,
		{ permission = 'ask_join', expiresIn = INVITATION_LIFE }: RequestData<'create-invitation'>,
	): Promise<RequestReply<'create-invitation'>> {
		const { enabled, keys, maxLife, publicUrl, security } = this.#options;
		if (!enabled) throw new RoomcastError('INVITATIONS_OFF');
		if (permission !== 'ask_join') authorize('call.invite-freely', participant);
		const { keyId, roomId } = host.room;
		const key = await keys.find(keyId);
		if (key === undefined) throw new RoomcastError('APIKEY_DEACTIVATED');
		const life = lifeWithin(expiresIn, maxLife);
		const expiresAt = new Date(epochMs() + life * 1000).toISOString();
		const token = await mintToken(key, { permissions: [permission], roles: ['rtc'], roomId, expiresIn: life });
		const { participantId } = participant;
		security.report('invitation-created', { keyId, roomId, participantId, permission, expiresIn: life });
		return { token, url: `${publicUrl()}/meet/${roomId}?token=${token}`, permission, expiresAt };
	}
}
