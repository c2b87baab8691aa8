import { join } from 'node:path';
import { newDocumentId } from '../db/ids.ts';
import type { HostParticipant } from '../sessions/host/HostParticipant.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { OutputFacts } from './OutputFacts.ts';
import type { CaptureOptions, CapturePlace, StoredCapture, TrackKind } from './StoredCapture.ts';

/** What is to be captured. */
export interface CaptureRequest<Options extends CaptureOptions = CaptureOptions> {
	readonly host: SessionHost;
	readonly kind: OutputFacts;
	readonly participant?: HostParticipant;
	readonly trackKind?: TrackKind;
	readonly options: Options;
	/** Beside others of its kind. */
	readonly parallel?: boolean;
}

/** A capture as it begins. @param place where it runs; `folder` is that of all captures */
export function newCapture<Options extends CaptureOptions>(
	{ host, kind, participant, trackKind, options }: CaptureRequest<Options>,
	{ folder, nodeId, runId }: CapturePlace,
): StoredCapture<Options> {
	const now = host.clock.now();
	const id = newDocumentId(now);
	return {
		id,
		keyId: host.room.keyId,
		room: host.room.id,
		roomId: host.room.roomId,
		sessionId: host.sessionId,
		kind: kind.name,
		participantId: participant?.participantId ?? null,
		participantName: participant?.displayName ?? null,
		trackKind: trackKind ?? null,
		options,
		state: 'STARTING',
		endReason: null,
		error: null,
		folder: join(folder, id),
		nodeId,
		runId,
		startedAt: null,
		endedAt: null,
		createdAt: now,
		updatedAt: now,
	};
}
