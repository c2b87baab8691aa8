import { InputFile } from '../av/input-file.ts';
import { RecordingFile, type RecordingFileOptions } from './recording-file.ts';

export interface AddPictureOptions extends Pick<RecordingFileOptions, 'container' | 'streams' | 'standIn'> {
	/** Called before each packet of sound, with its time: writes the picture up to there. @param ms from the file's start */
	before(file: RecordingFile, ms: number): void;
}

/**
 * Writes a recording of sound alone again, with a picture. The file stays whole in its place until the new one takes
 * it: a crash in between loses nothing.
 *
 * @param sound is closed by this
 * @returns the new file, which continues
 * @throws {MediaError} where the new file cannot be made or written
 */
export async function addPicture(sound: RecordingFile, options: AddPictureOptions): Promise<RecordingFile> {
	await sound.close();
	const input = await InputFile.open(sound.path);
	let file: RecordingFile | undefined;
	try {
		const { container, streams, standIn = false } = options;
		const path = `${sound.path}.picture`;
		file = await RecordingFile.create({ path, container, streams, standIn, startMs: sound.startMs });
		let count = 0;
		for await (const { packet } of input.packets()) {
			options.before(file, packet.ptsUs / 1000);
			file.write(0, packet);
			if (++count % 200 === 0) await file.written();
			if (file.failure) throw file.failure;
		}
		await file.moveTo(sound.path);
		return file;
	} catch (error) {
		await file?.abandon();
		throw error;
	} finally {
		await input.close();
	}
}
