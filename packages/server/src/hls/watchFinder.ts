import { Elsewhere, type Homes } from '../cluster/homes/Homes.ts';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import type { DownloadForwarding } from '../http/forward/forwardDownloads.ts';
import { captureIdOf } from './hlsId.ts';

export interface WatchFinderOptions {
	/** Of this life of the process. */
	readonly runId: string;
	readonly homes: Pick<Homes, 'elsewhere'>;
	/** The document id of a room, by its `roomId`. */
	findRoom(roomId: string): Promise<string | undefined>;
	findCapture(id: string): Promise<StoredCapture | undefined>;
}

/** Finds the node that writes a stream, or that has the session of a room whose stream is watched. */
export function watchFinder({ runId, homes, findRoom, findCapture }: WatchFinderOptions): DownloadForwarding['find'] {
	const ofRoom = async (roomId: string) => {
		const room = await findRoom(roomId);
		return room && homes.elsewhere(room);
	};
	const ofStream = async (publicId: string) => {
		const id = captureIdOf(publicId);
		const capture = id === undefined ? undefined : await findCapture(id);
		// What is finished is in the storage, for all nodes.
		const written = capture?.state === 'STARTING' || capture?.state === 'STARTED' || capture?.state === 'STOPPING';
		return written && capture.runId !== runId ? capture.runId : undefined;
	};
	return async (what, id) => {
		const nodeId = await (what === 'room' ? ofRoom : ofStream)(id);
		if (nodeId !== undefined) throw new Elsewhere(nodeId);
	};
}
