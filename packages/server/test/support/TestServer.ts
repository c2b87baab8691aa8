import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateRoomBody, RequestData, Room } from '@roomcast/contract';
import { type RequestAnswer, type RequestParts, type Route, requestOf } from '@roomcast/contract/rest/request';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { pino } from 'pino';
import {
	createLogger,
	loadConfig,
	mintToken,
	type RunningServer,
	type StartOptions,
	startServer,
	type TokenRequest,
} from '../../src/index.ts';
import { newTestKey, type TestKey, testEnvironment } from './environment.ts';
import { opusParameters, SignallingClient } from './SignallingClient.ts';
import { createTestDatabase, type TestDatabase } from './testDatabase.ts';

/** What a REST call answered. */
export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	/** The JSON that came, else the text; tests look into it freely. */
	readonly body: ReturnType<typeof JSON.parse>;
}

export interface CallOptions {
	readonly method?: string;
	/** The `Authorization` header; the token of an administrator when absent, none when null. */
	readonly token?: string | null;
	readonly body?: unknown;
	/** Text that is sent as it is, instead of `body`. */
	readonly rawBody?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A real server in this process, on loopback, with a database and a folder of its own. */
export class TestServer {
	readonly running: RunningServer;
	readonly key: TestKey;
	readonly database: TestDatabase;
	readonly dataDir: string;
	/** The settings that it was started with. */
	readonly environment: Readonly<Record<string, string | undefined>>;

	private constructor(
		running: RunningServer,
		key: TestKey,
		database: TestDatabase,
		dataDir: string,
		environment: Record<string, string | undefined>,
	) {
		this.running = running;
		this.key = key;
		this.database = database;
		this.dataDir = dataDir;
		this.environment = environment;
	}

	/**
	 * @param settings `ROOMCAST_*` variables that differ from those of tests; undefined takes one away
	 * @param log gets the log, where a test reads it
	 * @param options of `startServer`, besides those of tests
	 */
	static async create(
		settings: Readonly<Record<string, string | undefined>> = {},
		log?: pino.DestinationStream,
		options: Pick<StartOptions, 'outputKinds'> = {},
	): Promise<TestServer> {
		const database = await createTestDatabase();
		const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
		const { ROOMCAST_API_KEY: id, ROOMCAST_API_SECRET: secret } = settings;
		const key = id === undefined || secret === undefined ? newTestKey() : { id, secret };
		const environment = { ...(await testEnvironment(dataDir, database, key)), ...settings };
		const config = loadConfig(environment);
		const { ROOMCAST_TEST_COMPOSER: composer } = process.env;
		const running = await startServer(config, {
			logger: log === undefined ? createLogger(config) : pino({ level: config.logLevel }, log),
			strictAnswers: true,
			...(composer === undefined ? {} : { composer }),
			...options,
		});
		return new TestServer(running, key, database, dataDir, environment);
	}

	get url(): string {
		return this.running.url.replace('localhost', '127.0.0.1');
	}

	/** A token of the server's key, for everything unless `request` says otherwise. */
	token(request: Partial<TokenRequest> = {}): Promise<string> {
		return mintToken(this.key, { permissions: ['allow_join', 'allow_mod'], expiresIn: 600, ...request });
	}

	/** Call the REST API. */
	async call(path: string, { method = 'GET', token, body, rawBody, headers = {} }: CallOptions = {}): Promise<Answer> {
		const authorization = token === undefined ? await this.token() : token;
		const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				...(authorization === null ? {} : { authorization }),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			...(text === undefined ? {} : { body: text }),
		});
		const answered = await response.text();
		const json = response.headers.get('content-type')?.startsWith('application/json');
		return { status: response.status, headers: response.headers, body: json ? JSON.parse(answered) : answered };
	}

	/**
	 * Call an endpoint as its declaration says, with the token of an administrator.
	 *
	 * @throws when it answers an error
	 */
	async rest<R extends Route>(route: R, parts: RequestParts<R>): Promise<RequestAnswer<R>> {
		const { path, body, ...request } = requestOf(route, parts);
		const { status, body: answer } = await this.call(`/${path}`, {
			...request,
			...(body === undefined ? {} : { rawBody: body }),
		});
		if (status >= 400) throw new Error(`${route}: ${status} ${JSON.stringify(answer)}`);
		return answer;
	}

	/** A new room. */
	room(body: CreateRoomBody = {}): Promise<Room> {
		return this.rest('POST /v2/rooms', { body });
	}

	/** Joins a room by signalling, with the token of an administrator. */
	async join(roomId: string, participantId: string, more: Partial<RequestData<'join'>> = {}) {
		const token = await this.token();
		return SignallingClient.join(this.url, { token, roomId, participantId, name: participantId, ...more });
	}

	/** The same for somebody whose microphone is on and sends nothing. */
	async joinSilently(roomId: string, participantId: string) {
		const { client, joined } = await this.join(roomId, participantId);
		const transportId = joined.media.sendTransport?.id ?? '';
		await client.request('produce', { transportId, kind: 'audio', rtpParameters: opusParameters(4711) });
		return { client, joined };
	}

	post(path: string, body?: unknown, token?: string): Promise<Answer> {
		return this.call(path, { method: 'POST', body, ...(token === undefined ? {} : { token }) });
	}

	async close(): Promise<void> {
		await this.running.close();
		await this.database.drop();
		await removeFolder(this.dataDir);
	}
}
