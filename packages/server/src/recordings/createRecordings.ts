import type { Core } from '../Core.ts';
import type { Egress } from '../egress/Egress.ts';
import type { Storage } from '../storage/Storage.ts';
import { RecordingService } from './service.ts';

/** What recordings need of other parts. */
export interface RecordingsNeeds {
	readonly egress: Egress;
	readonly storage: Storage;
}

export function createRecordings({ database }: Core, { egress, storage }: RecordingsNeeds): RecordingService {
	const recordings = new RecordingService({ database, egress: egress.service, storage });
	egress.onBegun((host) => recordings.autoStart(host));
	return recordings;
}
