import { RoomcastError } from '@roomcast/contract';
import type { Bus } from './cluster/bus/Bus.ts';
import { NotReady, type ReadinessCheck } from './http/readiness.ts';
import type { MediaPool } from './media/MediaPool.ts';
import type { Sessions } from './sessions/createSessions.ts';
import type { DiskSpace } from './storage/DiskSpace.ts';
import type { Storage } from './storage/Storage.ts';

export interface ReadinessChecksOptions {
	readonly sessions: Pick<Sessions, 'heartbeat' | 'drain'>;
	readonly storage: Pick<Storage, 'ping'>;
	readonly disk: Pick<DiskSpace, 'shortage'>;
	readonly media: Pick<MediaPool, 'workers'>;
	/** Undefined when there are no other nodes. */
	readonly bus: Pick<Bus, 'connected'> | undefined;
}

/**
 * What `/readyz` asks. Without the database or a media worker no call begins, so the server is not ready. Files wait for a
 * storage that is away, and nothing is recorded on a disk that is nearly full, but calls continue: that is only
 * reported.
 */
export function readinessChecks({
	sessions: { heartbeat, drain },
	storage,
	disk,
	media,
	bus,
}: ReadinessChecksOptions): ReadinessCheck[] {
	return [
		{
			name: 'database',
			needed: true,
			// A write: a database that is full or read-only still answers questions.
			check: () =>
				heartbeat.write().catch((error: unknown) => {
					const full = error instanceof RoomcastError && error.error === 'DISK_FULL';
					throw full ? new NotReady('disk full', { cause: error }) : error;
				}),
		},
		{ name: 'storage', needed: false, check: () => storage.ping() },
		{
			name: 'disk',
			needed: false,
			async check() {
				const shortage = await disk.shortage();
				if (shortage !== undefined) throw new NotReady('nearly full', { cause: new Error(shortage) });
			},
		},
		{
			name: 'media',
			needed: true,
			async check() {
				if (media.workers.length === 0) throw new NotReady('no media worker is running');
			},
		},
		...(bus === undefined
			? []
			: [
					{
						name: 'nats',
						// Calls of this node continue, and new ones begin.
						needed: false,
						async check() {
							if (!bus.connected) throw new NotReady('away');
						},
					},
				]),
		{
			name: 'server',
			needed: true,
			async check() {
				if (drain.started) throw new NotReady('shutting down');
			},
		},
	];
}
