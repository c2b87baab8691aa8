import { randomUUID } from 'node:crypto';
import { may, type PolicyTarget, RoomcastError, type WhipQuery } from '@roomcast/contract';
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
	readonly registry: Pick<SessionRegistry, 'home' | 'join'>;
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
	 * @returns the session, the answer, and what of the offer is not taken, a sentence each
	 * @throws RoomcastError VALIDATION_FAILED and CODEC_NOT_SUPPORTED for an offer that cannot be used, and as `Admission.admit` and
	 *   `SessionRegistry.join`
	 */
	async publish(
		caller: Caller,
		{ roomId, participantId, displayName, useExistingPeer }: WhipQuery,
		sdp: string,
		{ userAgent }: Publisher,
	): Promise<{ session: WhipSession; answer: string; refusals: readonly string[] }> {
		if (useExistingPeer === true)
			throw new RoomcastError(
				'VALIDATION_FAILED',
				'querystring.useExistingPeer is true; publish as a separate participant',
			);
		const reference = roomId ?? caller.roomId;
		if (reference === undefined)
			throw new RoomcastError('VALIDATION_FAILED', 'querystring.roomId is missing, and the token names no room');
		const offer = SdpOffer.parse(sdp);
		const id = participantId ?? caller.participantId ?? `whip-${randomUUID()}`;
		const { room, participant } = await this.#options.admission(caller).admit(
			{
				token: '',
				roomId: reference,
				participantId: id,
				name: displayName ?? id,
				mode: 'SEND_AND_RECV',
				// It receives nothing.
				rtpCapabilities: {},
				device: { sdk: 'WHIP', ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, 512) }) },
			},
			'',
		);
		const session = new WhipSession(caller.keyId, room.id);
		const { registry } = this.#options;
		const home = await registry.home(room);
		const seat = await registry
			.join(room, { ...participant, publishOnly: true }, session, home)
			.finally(() => home.release());
		try {
			await session.publish(seat, offer);
			if (session.transport === undefined) throw new RoomcastError('MEDIA_NOT_AVAILABLE', 'the session is over');
			this.#sessions.set(session.id, session);
			return { session, answer: sdpAnswer(offer, session.transport), refusals: offer.refusals };
		} catch (error) {
			session.leave();
			throw error;
		}
	}

	/**
	 * A publication that runs. It belongs to anyone who has its URL, which cannot be guessed, with a token that could
	 * have published it; ending it is also for those who may remove its participant.
	 *
	 * @param id of the publication, as `Location` has it. To end it with a participant also of the session in the room, by
	 *   which VideoSDK's server SDK knows it: that is no secret, and not enough to own it
	 * @throws RoomcastError WHIP_SESSION_NOT_FOUND, also for those to whom it does not belong; INVALID_TOKEN for a token that
	 *   has ended, unless it was published with that
	 */
	find(action: 'whip.restart' | 'whip.end', caller: Caller, id: string, participantId?: string): WhipSession {
		const owned = this.#sessions.get(id);
		const session = owned ?? (action === 'whip.end' ? this.#ofParticipant(id, participantId) : undefined);
		const target = session?.keyId === caller.keyId ? targetOf(session) : undefined;
		const publisher = session?.published?.seat.participant.credentials.tokenHash;
		if (caller.expired !== undefined && publisher !== caller.tokenHash)
			throw new RoomcastError('INVALID_TOKEN', caller.expired);
		if (session === undefined || session.ended || target === undefined) throw notFound(id);
		const { roomId, customRoomId } = target;
		if (owned !== undefined && may(action, caller, target)) return session;
		if (action === 'whip.end' && may('participant.remove', caller, { roomId, customRoomId })) return session;
		throw notFound(id);
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

/** What a publication is, for the policy; undefined before it publishes. */
function targetOf({ published }: WhipSession): Required<PolicyTarget> | undefined {
	if (published === undefined) return undefined;
	const { host, participant } = published.seat;
	return { roomId: host.room.roomId, customRoomId: host.room.customRoomId, participantId: participant.participantId };
}

function notFound(id: string): RoomcastError {
	return new RoomcastError('WHIP_SESSION_NOT_FOUND', `there is no session ${id}`);
}
