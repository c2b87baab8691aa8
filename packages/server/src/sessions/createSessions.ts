import type { Core } from '../Core.ts';
import type { Homes } from '../cluster/homes/Homes.ts';
import { SharedHomes } from '../cluster/homes/SharedHomes.ts';
import { SoleHomes } from '../cluster/homes/SoleHomes.ts';
import { Retention } from '../db/Retention.ts';
import type { Keys } from '../keys/createKeys.ts';
import type { MediaPool } from '../media/MediaPool.ts';
import { Admission, type AdmissionOptions, type JoinableRoom } from './Admission.ts';
import { Heartbeat } from './alive/Heartbeat.ts';
import { DatabaseJournal, type DatabaseJournalOptions } from './DatabaseJournal.ts';
import { Drain } from './Drain.ts';
import { isRecorderId } from './host/recorderId.ts';
import { SessionRegistry } from './host/SessionRegistry.ts';
import { registerSessionMetrics } from './metrics.ts';
import { deleteOld } from './quality/deleteOld.ts';
import { QualityRecorder } from './quality/QualityRecorder.ts';
import type { SessionsRoom } from './SessionAccess.ts';
import { SessionServices } from './SessionServices.ts';

/** What sessions need of other parts. */
export interface SessionsNeeds {
	readonly keys: Pick<Keys, 'service' | 'watch'>;
	readonly rooms: {
		find(keyId: string, reference: string): Promise<(JoinableRoom & SessionsRoom) | undefined>;
		disable(keyId: string, roomId: string): Promise<unknown>;
		onDeactivated(listener: (room: { readonly id: string }) => void): void;
	};
	readonly limits: AdmissionOptions['limits'];
	readonly webhooks: Pick<DatabaseJournalOptions, 'outbox'>;
	readonly media: MediaPool;
}

/** The sessions of a server. */
export interface Sessions {
	/** Those that run in this process. */
	readonly registry: SessionRegistry;
	/** The rules of the REST API of sessions. */
	readonly services: SessionServices;
	readonly heartbeat: Heartbeat;
	/** Which server has the session of a room. */
	readonly homes: Homes;
	readonly drain: Drain;
	/** Hears of rooms whose sessions this server took over from one that seemed dead. */
	onTaken(listener: (runId: string, rooms: readonly string[]) => void): void;
	/** Who may join, of those whom `authenticate` knows. */
	admission(authenticate: AdmissionOptions['authenticate']): Admission;
}

/** ms between two looks for nodes that died: calls wait for another to take over. */
const RECOVER_INTERVAL = 500;

export async function createSessions(
	{ config, database, registry: metrics, publicUrl, logger, onClose }: Core,
	{ keys, rooms, limits, webhooks, media }: SessionsNeeds,
): Promise<Sessions> {
	const { queries } = database;
	const inCluster = config.natsUrl !== undefined;
	const heartbeat = await Heartbeat.create({ database, dataDir: config.dataDir, logger, inCluster });
	onClose(() => heartbeat.close());
	const { runId } = heartbeat;
	const homes = database.engine === 'postgres' ? new SharedHomes({ database, runId, logger }) : new SoleHomes();
	onClose(() => homes.close());
	let tellTaken: Parameters<Sessions['onTaken']>[0] = () => {};
	const registry = new SessionRegistry({
		pool: media,
		journal: new DatabaseJournal({
			database,
			heartbeat,
			homes,
			outbox: webhooks.outbox,
			onTaken: (...taken) => tellTaken(...taken),
		}),
		homes,
		...(inCluster ? { recoverInterval: RECOVER_INTERVAL, isDraining: () => drain.started } : {}),
		maxParticipants: config.maxParticipants,
		logger,
		onLastSession: async ({ keyId, roomId }) => {
			await rooms.disable(keyId, roomId);
		},
	});
	const drain = new Drain(registry);
	onClose(() => registry.close());
	registerSessionMetrics(metrics, registry);
	const isRevoked = (keyId: string) => keys.watch.isRevoked(keyId);
	keys.watch.enforce(() => registry.endAll(({ keyId }) => isRevoked(keyId), 'KEY_REVOKED'));
	rooms.onDeactivated((room) => registry.end(room.id, 'ROOM_CLOSE'));

	const quality = new QualityRecorder({ running: registry, queries, logger });
	onClose(() => quality.close());
	if (config.statsRetentionDays > 0) {
		const retention = new Retention({
			what: 'old measurements of quality',
			deleteOld: (now, signal) => deleteOld(queries, config.statsRetentionDays, now, { signal }),
			logger,
		});
		onClose(() => retention.close());
	}

	const services = new SessionServices({
		database,
		running: registry,
		homes,
		findRoom: (keyId, reference) => rooms.find(keyId, reference),
		findSecret: async (keyId) => (await keys.service.find(keyId))?.secret,
		isRevoked,
		publicUrl,
	});
	const admission: Sessions['admission'] = (authenticate) =>
		new Admission({
			limits,
			authenticate: async (token, address) => {
				// In a cluster, sessions that stay are open, and others are on other nodes.
				if (!inCluster) drain.check();
				return authenticate(token, address);
			},
			findRoom: (keyId, reference) => rooms.find(keyId, reference),
			// Those of another node are known there: what is none here is refused when it joins.
			isRecorder: (participantId) =>
				registry.hosts.some((host) => host.hides(participantId)) || (inCluster && isRecorderId(participantId)),
		});
	const onTaken: Sessions['onTaken'] = (listener) => {
		tellTaken = listener;
	};
	return { registry, services, heartbeat, homes, drain, onTaken, admission };
}
