import type { Logger } from 'pino';
import type { Home } from '../../cluster/homes/Homes.ts';
import type { MediaPool } from '../../media/MediaPool.ts';
import type { EntranceRecord, SessionJournal, SessionRoom } from './SessionJournal.ts';

/** What a session is built with. */
export interface SessionHostOptions {
	readonly sessionId: string;
	readonly room: SessionRoom;
	/** Epoch ms; when the session is the continuation of one that a dead server left open. */
	readonly startedAt?: number;
	/** Epoch ms of the last sign of life of the server before, then. */
	readonly aliveAt?: number;
	/** Who was let in and who was removed before a server died. */
	readonly entrance?: EntranceRecord;
	/** That it is here; the session lets it go. */
	readonly home: Home;
	readonly journal: SessionJournal;
	/** Nothing is written before this resolves. */
	readonly after: Promise<void>;
	readonly pool: MediaPool;
	readonly maxParticipants: number;
	readonly logger: Logger;
}
