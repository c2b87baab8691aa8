import { randomUUID } from 'node:crypto';
import { RoomcastError, type WhipQuery } from '@roomcast/contract';
import type { Caller } from '../auth/Caller.ts';
import type { Admission } from '../sessions/Admission.ts';
import type { SessionRegistry } from '../sessions/host/SessionRegistry.ts';
import { awakeMs } from '../time/AwakeClock.ts';
import { iceUserNameOf, SdpOffer } from './SdpOffer.ts';
import { iceFragment, sdpAnswer } from './sdpAnswer.ts';
import { WhipSession } from './WhipSession.ts';

export interface WhipServiceOptions {
	/** The rules of the door, for callers who are known. */
	admission(caller: Caller): Admission;
	readonly registry: Pick<SessionRegistry, 'join'>;
}

/** What a publisher says of its own software, shown with its device. */
export interface Publisher {
	readonly userAgent: string | undefined;
}

/** ms between two looks for publishers that are gone. */
const SWEEP_INTERVAL = 1000;

/** Publishers that know nothing but HTTP and WebRTC (RFC 9725): encoders, OBS, template pages. */
export class WhipService {
	readonly #options: WhipServiceOptions;
	readonly #sessions = new Map<string, WhipSession>();
	readonly #sweeper: NodeJS.Timeout;

	constructor(options: WhipServiceOptions) {
		this.#options = options;
		this.#sweeper = setInterval(() => {
			const now = awakeMs();
			for (const session of this.#sessions.values()) {
				session.sweep(now);
				if (session.ended) this.#sessions.delete(session.id);
			}
		}, SWEEP_INTERVAL);
		this.#sweeper.unref();
	}

	/**
	 * Publishes into a room, as a participant.
	 *
	 * @param sdp the offer
	 * @returns the session, and the answer
	 * @throws RoomcastError VALIDATION_FAILED for an offer that cannot be used, and as `Admission.admit` and
	 *   `SessionRegistry.join`
	 */
	async publish(
		caller: Caller,
		{ roomId, participantId, displayName, useExistingPeer }: WhipQuery,
		sdp: string,
		{ userAgent }: Publisher,
	): Promise<{ session: WhipSession; answer: string }> {
		if (useExistingPeer === true)
			throw new RoomcastError(
				'VALIDATION_FAILED',
				'querystring.useExistingPeer is true; publish as a participant of its own',
			);
		if (caller.permissions.length > 0 && !caller.permissions.includes('allow_join'))
			throw new RoomcastError('INVALID_PERMISSIONS', 'publishing needs `allow_join`: nobody could be asked');
		const reference = roomId ?? caller.roomId;
		if (reference === undefined)
			throw new RoomcastError('VALIDATION_FAILED', 'querystring.roomId is missing, and the token names no room');
		const offer = SdpOffer.parse(sdp);
		const id = participantId ?? caller.participantId ?? `whip-${randomUUID()}`;
		const { room, participant } = await this.#options.admission(caller).admit({
			token: '',
			roomId: reference,
			participantId: id,
			name: displayName ?? id,
			mode: 'SEND_AND_RECV',
			// It receives nothing.
			rtpCapabilities: {},
			device: { sdk: 'WHIP', ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, 512) }) },
		});
		const session = new WhipSession(caller.keyId);
		const seat = await this.#options.registry.join(room, { ...participant, publishOnly: true }, session);
		try {
			await session.publish(seat, offer);
			if (session.transport === undefined) throw new RoomcastError('MEDIA_NOT_AVAILABLE', 'the session is over');
			this.#sessions.set(session.id, session);
			return { session, answer: sdpAnswer(offer, session.transport) };
		} catch (error) {
			session.leave();
			throw error;
		}
	}

	/**
	 * A publication that runs.
	 *
	 * @param id of the publication, as `Location` has it. With a participant also of the session in the room, by which
	 *   VideoSDK's server SDK knows it: that is no secret, and needs a token that is good for REST
	 * @throws RoomcastError WHIP_SESSION_NOT_FOUND
	 */
	find(caller: Caller, id: string, participantId?: string): WhipSession {
		const isRest = caller.roles.length === 0 || caller.roles.includes('crawler');
		const session = this.#sessions.get(id) ?? (isRest ? this.#ofParticipant(id, participantId) : undefined);
		if (session === undefined || session.ended || !isFor(caller, session))
			throw new RoomcastError('WHIP_SESSION_NOT_FOUND', `there is no session ${id}`);
		return session;
	}

	#ofParticipant(sessionId: string, participantId: string | undefined): WhipSession | undefined {
		return [...this.#sessions.values()].find(({ ended, published }) => {
			if (ended || published === undefined) return false;
			const { host, participant } = published.seat;
			return host.sessionId === sessionId && participant.participantId === participantId;
		});
	}

	/**
	 * What a publisher adds to its offer: nothing is needed of candidates, since this end is ICE-lite; with a new user name
	 * its ICE begins again.
	 *
	 * @returns the fragment of the answer to a restart
	 */
	async patch(session: WhipSession, fragment: string): Promise<string | undefined> {
		const userName = iceUserNameOf(fragment);
		if (userName === undefined || userName === session.iceUserName || session.transport === undefined) return undefined;
		const { usernameFragment, password } = await session.restartIce(userName);
		return iceFragment(usernameFragment, password, session.transport);
	}

	close(): void {
		clearInterval(this.#sweeper);
	}
}

/** Whether the key, the room and the participant of a token are those of a publication. */
function isFor({ keyId, roomId, participantId }: Caller, { keyId: key, published }: WhipSession): boolean {
	if (key !== keyId || published === undefined) return false;
	const { room } = published.seat.host;
	if (roomId !== undefined && roomId !== room.roomId && roomId !== room.customRoomId) return false;
	return participantId === undefined || participantId === published.seat.participant.participantId;
}
