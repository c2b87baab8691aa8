import { randomBytes } from 'node:crypto';
import type { TransportInfo } from '@roomcast/contract';
import type { Link } from '../sessions/host/Link.ts';
import type { Notification } from '../sessions/host/NotificationLog.ts';
import type { Seat } from '../sessions/host/SessionRegistry.ts';
import { awakeMs } from '../time/AwakeClock.ts';
import type { SdpOffer } from './SdpOffer.ts';

/** ms that a publisher has to connect. */
const CONNECT_WITHIN = 15_000;
/** ms after which a publisher is gone whose ICE is: it has been silent for 10 s by then, and may restart it meanwhile. */
const GONE_AFTER = 5_000;

/** A publisher over WHIP: a participant that sends, and hears nothing. */
export class WhipSession implements Link {
	/** Not to be guessed: part of the URL that ends it. It begins with the room, by which other nodes find it. */
	readonly id: string;
	/** Identifies the ICE session (RFC 9725, section 4.3.1.1): another after each restart. */
	etag = newETag();
	/** The publisher's end of the ICE session. */
	iceUserName: string | undefined;
	readonly keyId: string;
	/** By `awakeMs`, as all its times. */
	readonly #began = awakeMs();
	#seat: Seat | undefined;
	#offer: SdpOffer | undefined;
	#silentSince: number | undefined;
	#connected = false;
	#ended = false;

	/** @param room its document id */
	constructor(keyId: string, room: string) {
		this.id = `${room}.${randomBytes(18).toString('base64url')}`;
		this.keyId = keyId;
	}

	/** What is published, and by whom, once it is. */
	get published(): { readonly seat: Seat; readonly offer: SdpOffer } | undefined {
		return this.#seat === undefined || this.#offer === undefined ? undefined : { seat: this.#seat, offer: this.#offer };
	}

	/** Whether it is over. */
	get ended(): boolean {
		return this.#ended || this.#seat?.participant.gone === true;
	}

	/** The server's end of its media; undefined when the mode does not send any more. */
	get transport(): TransportInfo | undefined {
		return this.#seat?.participant.media?.transports.sendTransport ?? undefined;
	}

	/** Takes its place in the room, and connects the media. @throws RoomcastError what of the offer cannot be taken */
	async publish(seat: Seat, offer: SdpOffer): Promise<void> {
		this.#seat = seat;
		this.#offer = offer;
		this.iceUserName = offer.iceUserName;
		const { media } = seat.participant;
		const transportId = this.transport?.id ?? '';
		await media?.connectTransport(transportId, offer.dtls);
		for (const { kind, rtpParameters } of offer.media) await media?.produce({ transportId, kind, rtpParameters });
		seat.participant.goLive();
	}

	/**
	 * Its ICE begins again.
	 *
	 * @param userName the publisher's new one: candidates that follow belong to it
	 * @returns the server's new name and password
	 */
	async restartIce(userName: string): Promise<{ usernameFragment: string; password: string }> {
		const media = this.#seat?.participant.media;
		if (media === undefined) throw new Error('there is no media');
		const parameters = await media.restartIce(this.transport?.id ?? '');
		this.iceUserName = userName;
		this.etag = newETag();
		this.#silentSince = awakeMs();
		return parameters;
	}

	/** Leaves the room. */
	leave(): void {
		this.#ended = true;
		if (this.#seat !== undefined) this.#seat.host.leave(this.#seat.participant, 'MANUAL_LEAVE_CALLED');
	}

	/** Leaves when nothing comes any more, and never will. Called about once a second, with the time by `awakeMs`. */
	sweep(now: number): void {
		if (this.ended || this.#seat === undefined) return;
		const { host, participant } = this.#seat;
		if (participant.media?.hungUp === true) {
			this.leave();
			return;
		}
		if (participant.media?.connected === true) {
			this.#connected = true;
			this.#silentSince = undefined;
			return;
		}
		this.#silentSince ??= now;
		const wait = this.#connected ? now - this.#silentSince >= GONE_AFTER : now - this.#began >= CONNECT_WITHIN;
		if (wait) host.leave(participant, 'WEBSOCKET_DISCONNECTED');
	}

	/** There is no way to tell a publisher anything, but that its media is over. */
	send(message: string | Notification): void {
		if (typeof message !== 'string' && message.event === 'media-reset') queueMicrotask(() => this.leave());
	}

	sendBacklog(missed: readonly Notification[]): void {
		for (const message of missed) this.send(message);
	}

	close(): void {
		this.#ended = true;
	}
}

/** A strong one, as it stands in headers. */
function newETag(): string {
	return `"${randomBytes(9).toString('base64url')}"`;
}
