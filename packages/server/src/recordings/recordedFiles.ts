import { clearFolder, type FilePlace, filesToStore } from '../egress/captureFiles.ts';
import type { OutputFiles } from '../egress/OutputKind.ts';
import { storagePath } from '../storage/storagePath.ts';
import { finishHlsRecording } from './hlsRecording.ts';
import type { StoredRecording } from './StoredRecording.ts';

/** What becomes of recordings of a kind: they are their files. */
export interface RecordedFiles {
	/** Where they go in the storage. */
	place(capture: StoredRecording): Omit<FilePlace, 'presignedUrl'>;
	/** Whether one is kept as HLS while it is made; default: none. */
	segmented?(capture: StoredRecording): boolean;
}

/** The finished files of recordings. Their folder is cleared when the storage has them in hand. */
export function recordedFiles({ place, segmented = () => false }: RecordedFiles): OutputFiles {
	return {
		required: true,
		joinsParts: (capture) => !segmented(capture),
		make: async (capture: StoredRecording, { parts, files }) => {
			const results = segmented(capture) ? await finishHlsRecording(capture, parts) : await files();
			const { startedAt, options } = capture;
			const [recorded] = results;
			return {
				files: await filesToStore(capture, results, { ...place(capture), presignedUrl: options.preSignedUrl }),
				endedAt: startedAt === null || recorded === undefined ? undefined : startedAt + recorded.durationMs,
			};
		},
		settled: async (capture, files) => {
			if (files !== undefined) await clearFolder(capture, files);
		},
		// Not indices of gaps, nor the segments of a playlist.
		reports: ({ meta }) => meta.duration !== undefined,
	};
}

/** The folder of what is recorded of one participant. */
export function participantFolder({ sessionId, participantId, options }: StoredRecording, ...below: string[]): string {
	return storagePath(options.dirPath || 'individual-recordings', sessionId, participantId ?? '', ...below);
}
