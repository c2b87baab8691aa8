import { join } from 'node:path';
import type { ComposerConfig } from '@roomcast/contract/composer/commands';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import type { TemplateNeed } from '../templates/Template.ts';
import type { CaptureKind, StoredCapture, TrackKind } from './Capture.ts';
import { pictureKey } from './pictureKey.ts';

/** Which composer a capture needs: captures with the same key share one, with one encode. */
export interface EngineNeed {
	readonly key: string;
	readonly config: ComposerConfig;
	/** The only participant that it is told of: nobody else can be in the picture. */
	readonly only?: string;
	/** The page that it shows instead. */
	readonly template?: TemplateNeed;
}

/** Whether it shows the room as a whole: captures that look the same share a composer then. */
function isComposed(kind: CaptureKind): boolean {
	return kind === 'recording' || kind === 'hls' || kind === 'livestream';
}

/** What a capture is to its composer. */
export function engineOf({ id, kind, participantId, options }: StoredCapture): EngineNeed {
	if (isComposed(kind)) {
		const encoding = options.fileFormat === 'webm' ? ('vp8-opus' as const) : ('h264-aac' as const);
		// Whether it is recorded besides is no matter of the picture.
		const { recording: _, ...composition } = options.config ?? {};
		const key = pictureKey(composition, encoding);
		const { templateUrl } = options;
		if (templateUrl === undefined) return { key, config: { captureId: id, composition, encoding } };
		// The page makes the layout: it is the one tile, which fills the picture.
		const page = { ...composition, layout: { type: 'SPOTLIGHT' as const } };
		return {
			key: `${key} ${templateUrl}`,
			config: { captureId: id, composition: page, encoding, bare: true },
			template: { url: templateUrl, composition },
		};
	}
	if (kind === 'participant-recording' && options.fileFormat !== 'webm') {
		if (participantId === null) throw new Error(`capture ${id} is of a participant, and names none`);
		const composition = { layout: { type: 'SPOTLIGHT' as const }, quality: 'med' as const };
		const config = { captureId: id, composition, bare: true };
		return { key: `participant ${participantId}`, config, only: participantId };
	}
	return { key: 'copies', config: { captureId: id } };
}

/** Seconds of a segment of a recording as HLS: nobody waits for it, so fewer files are better. */
const SEGMENT_SECONDS = 4;

/**
 * The file that its composer writes, or the folder.
 *
 * @param part number of the part, from 1
 * @param startedAt epoch ms of the first moment of the first part, once that is known
 */
export function sinkOf(capture: StoredCapture, part: number, startedAt: number | null): SinkDescription {
	const { id, kind, participantId, trackKind, options, folder } = capture;
	const sinkId = id;
	if (kind === 'recording') {
		const format = options.fileFormat === 'webm' ? 'webm' : 'mp4';
		return { kind: 'composition-file', sinkId, path: join(folder, `${id}-${part}.${format}`), format };
	}
	if (participantId === null) throw new Error(`capture ${id} is of a participant, and names none`);
	if (kind === 'participant-recording') {
		if (options.fileFormat === 'webm')
			return { kind: 'participant-file', sinkId, path: join(folder, `${id}-${part}.webm`), participantId };
		if (options.fileFormat === 'm3u8') {
			const timeline = startedAt === null ? {} : { timelineStart: startedAt };
			const path = join(folder, `${id}-${part}.segments`);
			// It is played once it is over: its times begin at 0, and its dates are made from them.
			return { kind: 'hls', sinkId, path, segmentSeconds: SEGMENT_SECONDS, mediaStart: 0, ...timeline };
		}
		return { kind: 'composition-file', sinkId, path: join(folder, `${id}-${part}.mp4`), format: 'mp4' };
	}
	if (trackKind === null) throw new Error(`capture ${id} is of a track, and names none`);
	const format = options.fileFormat === 'mp3' || options.fileFormat === 'm3u8' ? options.fileFormat : 'native';
	return { kind: 'track-file', sinkId, path: join(folder, `${id}-${part}.media`), participantId, trackKind, format };
}

/** Whether a capture needs a stream. */
export function needsStream(
	{ kind, participantId, trackKind, options }: StoredCapture,
	from: string,
	stream: TrackKind,
): boolean {
	if (isComposed(kind)) return options.config?.mode !== 'audio' || stream === 'audio' || stream === 'screen_audio';
	if (from !== participantId) return false;
	return kind === 'track-recording' ? stream === trackKind : stream === 'audio' || stream === 'video';
}
