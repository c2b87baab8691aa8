import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { pino } from 'pino';
import { Database, type DatabaseOptions } from '../../src/db/Database.ts';
import { newDocumentId } from '../../src/db/ids.ts';
import { KeyService } from '../../src/keys/service.ts';
import { Outbox, type OutboxEvent } from '../../src/webhooks/Outbox.ts';
import { createTestDatabase } from './testDatabase.ts';

/** Which message, for whom. */
export interface TestEvent {
	/** Comes back as `data.participantId`. */
	readonly name?: string;
	readonly room?: string;
	/** The room's endpoint. */
	readonly url?: string | undefined;
	/** The operation's endpoint. */
	readonly webhookUrl?: string;
	readonly keyId?: string;
	readonly sessionId?: string;
	readonly resourceId?: string;
	readonly events?: string[];
}

/** Writes events into a database as a session does: one transaction each. */
export class OutboxWriter {
	readonly database: Database;
	readonly outbox: Outbox;
	readonly keyId: string;
	/** Called after each commit. */
	onCommitted: () => void = () => {};
	/** Epoch ms. */
	now: () => number = Date.now;
	readonly #cleanUp: () => Promise<void>;

	private constructor(database: Database, keyId: string, cleanUp: () => Promise<void>) {
		this.database = database;
		this.keyId = keyId;
		this.outbox = new Outbox(database, { now: () => this.now(), toWall: (at) => at }, () => this.onCommitted());
		this.#cleanUp = cleanUp;
	}

	/** On a database of its own. */
	static async create(): Promise<OutboxWriter> {
		const testDatabase = await createTestDatabase();
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		const options = { databaseUrl: testDatabase.url, dataDir };
		const database = await Database.open(options, pino({ level: 'silent' }));
		const { id } = await new KeyService(database).create('Test');
		return new OutboxWriter(database, id, async () => {
			await database.close();
			await testDatabase.drop();
			await removeFolder(dataDir);
		});
	}

	/** On the database of a server that runs. */
	static async attach(options: DatabaseOptions, keyId: string): Promise<OutboxWriter> {
		const database = await Database.open(options, pino({ level: 'silent' }));
		return new OutboxWriter(database, keyId, () => database.close());
	}

	/** @returns ids of the messages */
	append(event: TestEvent = {}): Promise<readonly string[]> {
		return this.database.transaction((transaction) => this.outbox.append(transaction, this.event(event)));
	}

	event({
		name = 'anna',
		room = 'aaaa-bbbb-cccc',
		url,
		webhookUrl,
		keyId = this.keyId,
		sessionId = newDocumentId(),
		resourceId,
		events = ['*'],
	}: TestEvent): OutboxEvent {
		return {
			event: 'participant-joined',
			data: {
				meetingId: room,
				roomId: room,
				sessionId,
				participantId: name,
				participantName: 'Änna "the" 🎤',
				joinedAt: new Date().toISOString(),
			},
			keyId,
			room: { roomId: room, webhook: url === undefined ? null : { endPoint: url, events } },
			sessionId,
			resourceId,
			webhookUrl,
		};
	}

	readonly close = (): Promise<void> => this.#cleanUp();
}
