import { EventEmitter } from 'node:events';
import { RoomcastError } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { MediaPeer, MediaPeerOptions } from '../../media/MediaPeer.ts';
import type { MediaPool } from '../../media/MediaPool.ts';
import { MediaRoom, type MediaRoomEvents } from '../../media/MediaRoom.ts';

/** How often media is tried again when a worker dies while a participant gets its transports. */
const ATTEMPTS = 3;

/** Who gets media. */
export interface MediaOwner extends MediaPeerOptions {
	readonly gone: boolean;
	media: MediaPeer | undefined;
}

export interface SessionMediaEvents {
	/** There is a room for the media: the first one, or another after a worker died. */
	opened: [MediaRoom];
	/** Its worker died; participants with media there need it again. */
	lost: [];
	speaker: MediaRoomEvents['speaker'];
	levels: MediaRoomEvents['levels'];
}

/** The media of a session over its whole life: built when first needed, and again after a worker died. */
export class SessionMedia extends EventEmitter<SessionMediaEvents> {
	readonly #pool: MediaPool;
	readonly #logger: Logger;
	#opening: Promise<MediaRoom> | undefined;
	#room: MediaRoom | undefined;
	#speaker: string | null = null;
	#closed = false;

	constructor(pool: MediaPool, logger: Logger) {
		super();
		this.#pool = pool;
		this.#logger = logger;
	}

	/** Where the media is now, once there is some. */
	get room(): MediaRoom | undefined {
		return this.#room;
	}

	/** Who speaks now. */
	get speaker(): string | null {
		return this.#speaker;
	}

	/**
	 * New transports and consumers for a participant; older ones are closed.
	 *
	 * @param follow is handed the new peer before it sends or receives anything
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE
	 */
	async open(owner: MediaOwner, follow: (peer: MediaPeer) => void): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			const bitrate = await owner.media?.handOverBitrate();
			const room = await this.need();
			if (owner.gone) return bitrate?.close();
			owner.media?.close();
			const { participantId, mode, rtpCapabilities, publishOnly } = owner;
			const peer = room.createPeer({ participantId, mode, rtpCapabilities, publishOnly, bitrate });
			owner.media = peer;
			follow(peer);
			try {
				await peer.open();
				if (!peer.closed || owner.gone) return;
			} catch (error) {
				if (!peer.closed) throw error;
			}
			// The worker died under it: the session gets another place.
			if (attempt === ATTEMPTS) throw new RoomcastError('MEDIA_SERVER_UNAVAILABLE');
		}
	}

	close(): void {
		this.#closed = true;
		this.#opening?.then(
			(room) => room.close(),
			() => {},
		);
	}

	/**
	 * The place of the media, made when there is none yet.
	 *
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE
	 */
	need(): Promise<MediaRoom> {
		if (this.#opening !== undefined) return this.#opening;
		const opening = MediaRoom.create(this.#pool, this.#logger).then((room) => {
			if (this.#closed) room.close();
			else this.#use(room, opening);
			return room;
		});
		this.#opening = opening;
		opening.catch(() => {
			if (this.#opening === opening) this.#opening = undefined;
		});
		return opening;
	}

	#use(room: MediaRoom, opening: Promise<MediaRoom>): void {
		this.#room = room;
		room.on('lost', () => {
			if (this.#opening === opening) this.#opening = undefined;
			if (this.#room === room) this.#room = undefined;
			if (this.#closed) return;
			if (this.#speaker !== null) this.#speak(null);
			this.emit('lost');
		});
		room.on('speaker', (participantId) => this.#speak(participantId));
		room.on('levels', (levels) => this.emit('levels', levels));
		this.emit('opened', room);
	}

	#speak(participantId: string | null): void {
		this.#speaker = participantId;
		this.emit('speaker', participantId);
	}
}
