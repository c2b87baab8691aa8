import type { Core } from '../Core.ts';
import type { Egress } from '../egress/Egress.ts';
import { findCapture } from '../egress/store.ts';
import type { Keys } from '../keys/createKeys.ts';
import type { Storage } from '../storage/Storage.ts';
import { HlsStreams } from './HlsStreams.ts';
import { HlsThumbnails } from './HlsThumbnails.ts';
import { HlsService, type HlsServiceOptions } from './service.ts';

/** What HLS needs of other parts. */
export interface HlsNeeds {
	readonly egress: Egress;
	readonly recordings: HlsServiceOptions['recordings'];
	readonly storage: Storage;
	readonly streams: HlsStreams;
}

/** The streams that can be watched. The kind of output writes to them, so that they are there before egress. */
export function createHlsStreams(
	{ database, guard }: Core,
	{ keys, storage }: { readonly keys: Pick<Keys, 'watch'>; readonly storage: Storage },
): HlsStreams {
	return new HlsStreams({
		queries: database.queries,
		storage,
		guard,
		isRevoked: (keyId) => keys.watch.isRevoked(keyId),
		find: findCapture,
	});
}

export function createHls({ config, publicUrl }: Core, { egress, recordings, storage, streams }: HlsNeeds): HlsService {
	const hls = new HlsService({
		egress: egress.service,
		recordings,
		streams,
		thumbnails: new HlsThumbnails({
			streams,
			driver: storage.driver,
			linkTtl: config.fileUrlTtl,
			takePicture: (command) => egress.takePicture(command),
		}),
		publicUrl,
	});
	egress.onBegun((host) => hls.autoStart(host));
	return hls;
}
