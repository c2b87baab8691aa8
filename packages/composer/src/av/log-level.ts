import { AV_LOG_FATAL } from 'node-av/constants';
import { Log } from 'node-av/lib';

/** Broken input is daily business here and handled where it shows; FFmpeg's own remarks on it would fill the log. */
export function quietMediaLibrary(): void {
	Log.setLevel(AV_LOG_FATAL);
	// SVT-AV1 has a log of its own, which begins with errors at 1.
	process.env.SVT_LOG ??= '1';
}
