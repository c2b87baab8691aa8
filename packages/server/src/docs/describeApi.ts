import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { registerApi } from '../api.ts';
import { Authenticator } from '../auth/Authenticator.ts';
import { Database } from '../db/Database.ts';
import { EgressService } from '../egress/service.ts';
import { HlsStreams } from '../hls/HlsStreams.ts';
import { HlsThumbnails } from '../hls/HlsThumbnails.ts';
import { HlsService } from '../hls/service.ts';
import { createApp } from '../http/createApp.ts';
import { KeyService } from '../keys/service.ts';
import { Limits } from '../limits/Limits.ts';
import { LivestreamService } from '../livestreams/service.ts';
import { RequestTargets } from '../net/RequestTargets.ts';
import { TargetGuard } from '../net/TargetGuard.ts';
import { QueueClock } from '../queue/QueueClock.ts';
import { RecordingService } from '../recordings/service.ts';
import { RoomService } from '../rooms/service.ts';
import { SecurityLog } from '../security/SecurityLog.ts';
import { SessionAccess } from '../sessions/SessionAccess.ts';
import { SessionServices } from '../sessions/SessionServices.ts';
import { FileLinks } from '../storage/FileLinks.ts';
import { Places } from '../storage/Places.ts';
import { StorageService } from '../storage/service.ts';
import { VERSION } from '../version.ts';
import { Secrets } from '../webhooks/Secrets.ts';
import { WebhookService } from '../webhooks/service.ts';
import { WhipService } from '../whip/WhipService.ts';

/** One operation of the OpenAPI document, as far as the docs look into it. */
export interface Operation {
	readonly operationId?: string;
	readonly summary?: string;
	readonly description?: string;
	readonly tags?: readonly string[];
	readonly security?: readonly object[];
	readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}

/** The OpenAPI document, as far as the docs look into it. */
export interface ApiDocument {
	readonly openapi: string;
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What is known of the REST API without a server that runs: the document, and the routes that are not kept out of it. */
export interface ApiDescription {
	readonly document: ApiDocument;
	/** `METHOD /path/:parameter`. */
	readonly routes: readonly string[];
}

const UNLIMITED = {
	rateLimitAddress: 0,
	rateLimitToken: 0,
	rateLimitRest: 0,
	rateLimitTokenJoin: 0,
	rateLimitJoin: 0,
	trustProxy: undefined,
	maxConnectionsPerAddress: 0,
};

/** Describe the API of this version, from its routes. */
export async function describeApi(): Promise<ApiDescription> {
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-docs-'));
	const logger = pino({ level: 'silent' });
	const database = await Database.open({ databaseUrl: undefined, dataDir }, logger);
	const registry = new Registry();
	const security = new SecurityLog({ logger, registry });
	const limits = new Limits(UNLIMITED, registry);
	const { app, routes } = await createApp({
		logger,
		security,
		version: VERSION,
		publicUrl: () => 'http://localhost',
		corsOrigins: '*',
		checks: [],
		limits,
		requestTimeout: 15,
		metrics: { token: undefined },
		registry,
		strictAnswers: true,
	});
	const rooms = new RoomService(database);
	const egress = describedEgress(database, rooms);
	try {
		await registerApi(app, {
			authenticator: new Authenticator(new KeyService(database), {
				developmentMode: false,
				maxLife: undefined,
				leeway: 0,
			}),
			rooms,
			webhooks: new WebhookService({
				database,
				secrets: new Secrets(database),
				publicKey: '',
				findRoom: (keyId, reference) => rooms.find(keyId, reference),
				clock: new QueueClock(0),
				wake: () => {},
			}),
			sessions: new SessionServices({
				database,
				running: {
					hosts: [],
					find: () => undefined,
					awaits: () => false,
					settled: async () => {},
					end: async () => {},
				},
				findRoom: (keyId, reference) => rooms.find(keyId, reference),
				findSecret: async () => undefined,
				isRevoked: () => false,
				publicUrl: () => '',
			}),
			recordings: new RecordingService({
				database,
				egress,
				storage: { ofCaptures: async () => [], url: async () => null },
			}),
			livestreams: new LivestreamService({
				egress,
				outputs: { of: async () => [] },
				recordBesides: async () => {},
			}),
			...describedHls(database, egress),
			whip: {
				whip: new WhipService({
					admission: () => {
						throw new Error('nobody publishes here');
					},
					registry: {
						join: async () => {
							throw new Error('nobody publishes here');
						},
					},
				}),
				iceServers: () => [],
				publicUrl: () => '',
			},
			storage: describedStorage(database, dataDir),
			// Its routes are described as well.
			developmentKey: { id: '', secret: '' },
			tokenMaxLife: undefined,
			targets: new RequestTargets(new TargetGuard({ allowPrivate: false })),
			limits,
			publicUrl: () => '',
		});
		const { body } = await app.inject('/v2/openapi.json');
		const shown = routes.routes.filter(({ hidden }) => !hidden);
		return {
			document: JSON.parse(body),
			routes: shown.flatMap(({ methods, url }) =>
				methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${url}`),
			),
		};
	} finally {
		await app.close();
		security.close();
		await database.close();
		await rm(dataDir, { recursive: true, force: true });
	}
}

/** Nothing runs where the API is only described. */
function describedEgress(database: Database, rooms: RoomService): EgressService {
	return new EgressService({
		database,
		captures: {
			of: () => [],
			running: () => undefined,
			start: async () => {
				throw new Error('nothing is captured here');
			},
			stop: async () => false,
		},
		access: new SessionAccess(database.queries, (keyId, reference) => rooms.find(keyId, reference)),
		storage: { ofCaptures: async () => [], delete: async () => {} },
		guard: new TargetGuard({ allowPrivate: false }),
		templates: { check: async () => {} },
		findSession: () => undefined,
	});
}

/** Nothing is streamed either. */
function describedHls(database: Database, egress: EgressService) {
	const storage = { ofCaptures: async () => [], url: async () => null, folder: '', playlist: async () => '' };
	const streams = new HlsStreams({
		queries: database.queries,
		storage,
		guard: new TargetGuard({ allowPrivate: false }),
		isRevoked: () => false,
		find: async () => undefined,
	});
	const takePicture = async () => {
		throw new Error('there are no pictures here');
	};
	const driver = { putBuffer: async () => {}, url: async () => '', deletePrefix: async () => {} };
	const thumbnails = new HlsThumbnails({ streams, driver, linkTtl: 0, takePicture });
	return {
		hls: new HlsService({ egress, streams, thumbnails, recordBesides: async () => {}, publicUrl: () => '' }),
		watch: { streams, linkTtl: 0 },
	};
}

/** What the routes of the storage need to be there; nothing is stored. */
function describedStorage(database: Database, folder: string) {
	const links = new FileLinks({ secret: '', publicUrl: () => '' });
	const guard = new TargetGuard({ allowPrivate: false });
	const location = { type: 'file' as const, folder };
	const places = new Places({ location, dataDir: folder, links, guard, queries: database.queries });
	return {
		links,
		folder,
		playlist: async () => '',
		checkKey: async () => {},
		service: new StorageService({ database, guard, places }),
	};
}
