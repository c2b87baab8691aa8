import type { Homes } from '../cluster/homes/Homes.ts';
import type { Database } from '../db/Database.ts';
import { ChatLinks, type FindSecret } from './chat/ChatLinks.ts';
import { ChatService } from './chat/service.ts';
import { EntryService, type WaitedForSessions } from './entries/service.ts';
import { QualityService } from './quality/service.ts';
import { type FindRoom, SessionAccess } from './SessionAccess.ts';
import { SessionFinder } from './SessionFinder.ts';
import { type RunningSessions, SessionService } from './service.ts';

export interface SessionServicesOptions {
	readonly database: Database;
	/** The sessions that run in this process. */
	readonly running: RunningSessions & WaitedForSessions;
	readonly homes: Homes;
	readonly findRoom: FindRoom;
	readonly findSecret: FindSecret;
	/** Whether a key was revoked: links to its chats are closed then. */
	isRevoked(keyId: string): boolean;
	/** Base of every link, without a slash at its end. */
	publicUrl(): string;
}

/** What the REST API of sessions is made of. */
export class SessionServices {
	readonly access: SessionAccess;
	readonly sessions: SessionService;
	readonly entries: EntryService;
	readonly chat: ChatService;
	readonly quality: QualityService;
	readonly finder: SessionFinder;

	constructor({
		database: { queries },
		running,
		homes,
		findRoom,
		findSecret,
		isRevoked,
		publicUrl,
	}: SessionServicesOptions) {
		const access = new SessionAccess(queries, findRoom);
		this.access = access;
		this.sessions = new SessionService({ queries, access, running });
		this.entries = new EntryService(access, running);
		this.chat = new ChatService(queries, new ChatLinks(findSecret, isRevoked), publicUrl);
		this.finder = new SessionFinder({ homes, queries, findRoom });
		this.quality = new QualityService(queries, access);
	}
}
