/** Folders of an absolute path. Not those of a URL: its slashes follow a colon, a slash or a letter. */
const FOLDERS = /(?<![\w:/.\-@%])\/(?:[^\s/'"`:,;()]+\/)+/g;

/**
 * Why a capture failed, as callers, webhooks and those in the room may read it: what the system and libav say names
 * files of this machine, and where those are is nobody's business. Their names stay.
 *
 * @param folder of the capture, where it is known; it may have spaces in it
 */
export function withoutPaths(reason: string, folder?: string): string {
	const known = folder === undefined ? reason : reason.replaceAll(`${folder}/`, '').replaceAll(folder, 'its folder');
	return known.replaceAll(FOLDERS, '');
}
