import { join } from 'node:path';
import { clearFolder } from '../../src/egress/captureFiles.ts';
import { compositionOf, isComposed } from '../../src/egress/composition.ts';
import { FileCapture } from '../../src/egress/FileCapture.ts';
import type { OutputKind } from '../../src/egress/OutputKind.ts';
import { storagePath } from '../../src/storage/storagePath.ts';

/** A kind of output that only tests have: one picture of a room as it was at the end, as PNG. */
export const pictureKind: OutputKind = {
	name: 'picture',
	scope: 'room',
	verb: 'recorded',
	events: 'picture',
	errors: { start: 'START_RECORDING_FAILED', stop: 'STOP_RECORDING_FAILED', notFound: 'RECORDING_NOT_FOUND' },
	fillsDisk: true,
	continuesElsewhere: false,
	engine: (capture) => compositionOf(capture),
	run: (options) =>
		new FileCapture(options, {
			describe: ({ id, folder }, part) => ({
				kind: 'composition-file',
				sinkId: id,
				path: join(folder, `${id}-${part}.mp4`),
				format: 'mp4',
			}),
			needs: (capture, _, stream) => isComposed(capture, stream),
		}),
	files: {
		required: true,
		joinsParts: () => true,
		make: async (capture, { files, takePicture }) => {
			const { id, keyId, folder, sessionId, startedAt } = capture;
			const [film] = await files();
			if (film === undefined) return { files: [] };
			const localPath = join(folder, `${id}.png`);
			const { bytes: size, ...meta } = await takePicture({ input: film.path, output: localPath, format: 'png' });
			const path = storagePath('pictures', sessionId, `${id}.png`);
			const picture = { keyId, captureId: id, path, localPath, contentType: 'image/png', size, meta };
			return { files: [picture], endedAt: (startedAt ?? 0) + film.durationMs };
		},
		settled: async (capture, files) => {
			if (files !== undefined) await clearFolder(capture, files);
		},
		reports: () => true,
	},
	report: (_, phase, [picture]) => (phase === 'stopped' ? { picture } : {}),
};
