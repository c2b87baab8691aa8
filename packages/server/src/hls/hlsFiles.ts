import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderMediaPlaylist } from '@roomcast/contract/hls/media-playlist';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import { PLAYLIST_TYPE } from '../storage/playlist.ts';
import type { NewFile } from '../storage/StoredFile.ts';
import { storagePath } from '../storage/storagePath.ts';
import { MEDIA_NAME } from './HlsMediaFile.ts';
import type { HlsStream } from './HlsStream.ts';

const PLAYLIST_NAME = 'stored.m3u8';

/**
 * The files of an ended stream as its storage gets them: the media in one, and a playlist of ranges of it, so that they
 * can be watched from any bucket as they are. Nothing for a stream that never began.
 */
export async function hlsFiles(capture: StoredCapture, stream: HlsStream): Promise<NewFile[]> {
	const { info, timeline, byteRanges, folder, mediaBytes } = stream;
	if (info === undefined || timeline.segments.length === 0) return [];
	const media = `${capture.id}.mp4`;
	const playlist = renderMediaPlaylist(timeline, {
		targetDurationSeconds: info.targetDurationSeconds,
		resolve: () => media,
		range: (uri) => byteRanges.get(uri),
	});
	const localPlaylist = join(folder, PLAYLIST_NAME);
	await writeFile(localPlaylist, playlist);
	const common = { keyId: capture.keyId, captureId: capture.id };
	const place = storagePath('hls', capture.sessionId);
	const { width, height } = info;
	return [
		{
			...common,
			path: storagePath(place, media),
			localPath: join(folder, MEDIA_NAME),
			contentType: 'video/mp4',
			size: mediaBytes,
			meta: {
				...(width === undefined || height === undefined ? {} : { resolution: { width, height } }),
				format: 'mp4',
				stream: true,
			},
		},
		{
			...common,
			path: storagePath(place, `${capture.id}.m3u8`),
			localPath: localPlaylist,
			contentType: PLAYLIST_TYPE,
			size: Buffer.byteLength(playlist),
			meta: { format: 'm3u8', stream: false },
		},
	];
}
