import { RoomcastError } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { MediaPeer, MediaPeerOptions } from '../../media/MediaPeer.ts';
import type { MediaPool } from '../../media/MediaPool.ts';
import { MediaRoom, type Place } from '../../media/MediaRoom.ts';

/** How often media is tried again when a worker dies while a participant gets its transports. */
const ATTEMPTS = 3;

/** Who gets media. */
export interface MediaOwner extends MediaPeerOptions {
	readonly gone: boolean;
	/** A recorder: its browser is on this node. */
	readonly hidden?: boolean;
	readonly region?: string | undefined;
	media: MediaPeer | undefined;
}

/** The media of a session, and how its participants get theirs. */
export class SessionMedia {
	readonly room: MediaRoom;

	constructor(pool: MediaPool, logger: Logger) {
		this.room = new MediaRoom(pool, logger);
	}

	/**
	 * New transports and consumers for a participant; older ones are closed.
	 *
	 * @param follow is handed the new peer before it sends or receives anything
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE
	 */
	async open(owner: MediaOwner, follow: (peer: MediaPeer) => void): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			const place = await this.#place(owner);
			if (place === undefined) return;
			try {
				const bitrate = await owner.media?.handOverBitrate();
				if (owner.gone) return bitrate?.close();
				owner.media?.close();
				const { participantId, mode, rtpCapabilities, publishOnly } = owner;
				const peer = this.room.createPeer({ participantId, mode, rtpCapabilities, publishOnly, bitrate }, place);
				owner.media = peer;
				follow(peer);
				try {
					await peer.open();
					if (!peer.closed || owner.gone) return;
				} catch (error) {
					if (!peer.closed && !place.router.closed) throw error;
				}
			} finally {
				place.settle();
			}
			// The worker died under it: it gets another place.
			if (attempt === ATTEMPTS) throw new RoomcastError('MEDIA_SERVER_UNAVAILABLE');
		}
	}

	/** @returns undefined when nobody needs it any more: the session may be over, and its media with it */
	async #place(owner: MediaOwner): Promise<Place | undefined> {
		if (owner.gone) return undefined;
		try {
			return await this.room.place({ region: owner.region, here: owner.hidden ?? false });
		} catch (error) {
			if (owner.gone) return undefined;
			throw error;
		}
	}

	close(): void {
		this.room.close();
	}
}
