import { join } from 'node:path';
import { compositionOf, isComposed } from '../egress/composition.ts';
import { FileCapture, type FileSinks } from '../egress/FileCapture.ts';
import type { OutputKind } from '../egress/OutputKind.ts';
import { storagePath } from '../storage/storagePath.ts';
import { recordedFiles } from './recordedFiles.ts';
import type { StoredRecording } from './StoredRecording.ts';

const sinks: FileSinks = {
	describe({ id, folder, options }: StoredRecording, part) {
		const format = options.fileFormat === 'webm' ? 'webm' : 'mp4';
		return { kind: 'composition-file', sinkId: id, path: join(folder, `${id}-${part}.${format}`), format };
	},
	needs: (capture, _, stream) => isComposed(capture, stream),
};

/** Recordings of meetings: the session as one picture and one sound, in one file. */
export const recordingKind: OutputKind = {
	name: 'recording',
	scope: 'room',
	verb: 'recorded',
	events: 'recording',
	errors: {
		start: 'START_RECORDING_FAILED',
		running: 'PREV_RECORDING_PROCESSING',
		stop: 'STOP_RECORDING_FAILED',
		notFound: 'RECORDING_NOT_FOUND',
	},
	fillsDisk: true,
	notice: { capture: 'recording' },
	engine: (capture: StoredRecording) =>
		compositionOf(capture, capture.options.fileFormat === 'webm' ? 'vp8-opus' : 'h264-aac'),
	continuesElsewhere: true,
	run: (options) => new FileCapture(options, sinks),
	files: recordedFiles({
		place: ({ id, sessionId, options }) => ({
			folder: storagePath(options.dirPath || 'recordings', sessionId),
			name: id,
		}),
	}),
	report: (_, phase, [file]) =>
		phase === 'stopped' ? { filePath: file?.filePath ?? '', fileUrl: file?.fileUrl ?? null } : {},
};
