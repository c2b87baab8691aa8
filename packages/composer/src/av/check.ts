import { AVERROR_EAGAIN, AVERROR_EOF } from 'node-av/constants';
import { FFmpegError } from 'node-av/lib';

/** A call into the media library that was refused: what was tried and the library's own words. */
export class MediaError extends Error {
	readonly code: number;

	constructor(action: string, code: number) {
		super(`${action}: ${FFmpegError.strerror(code)}`);
		this.name = 'MediaError';
		this.code = code;
	}
}

/** @throws {MediaError} where the library's return value is negative */
export function check(code: number, action: string): void {
	if (code < 0) throw new MediaError(action, code);
}

/** True where a codec has nothing to give now: it wants more input, or has given all. */
export function isDrained(code: number): boolean {
	return code === AVERROR_EAGAIN || code === AVERROR_EOF;
}
