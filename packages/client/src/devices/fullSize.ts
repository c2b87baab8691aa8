import { logger } from '../log/logger.ts';
import { openTracks } from './deviceTracks.ts';

/** ms between two looks whether a camera can be had in its size by now. */
const RETRY = 3000;
/** A picture with less than this part of the wanted pixels is too small. */
const ENOUGH = 0.9;

/** The size and rate that are wanted of a camera. */
export interface CameraSize {
	readonly width: number;
	readonly height: number;
	readonly frameRate: number;
}

/**
 * Opens a camera in the size that is asked for. Chromium gives a camera that the page has open already as it is, and
 * changes it only as long as a single track is there: an app that keeps a small preview would send the call in the size of
 * that. So ours is closed again, the preview that is there makes the camera larger, and gets its own size back afterwards.
 * A preview that cannot be found keeps the camera small until it is closed.
 *
 * @param open opens the camera
 * @throws what `open` throws
 */
export async function openFullSize(open: () => Promise<MediaStream>, size: CameraSize): Promise<MediaStream> {
	const stream = await open();
	const [track] = stream.getVideoTracks();
	if (!track || !isSmall(track, size)) return stream;
	const [other] = sameCamera(track);
	if (!other) {
		growLater(track, size);
		return stream;
	}
	for (const small of stream.getTracks()) small.stop();
	const own = other.getConstraints();
	try {
		await apply(other, asked(size));
		const large = await open();
		for (const video of large.getVideoTracks()) growLater(video, size);
		return large;
	} finally {
		await apply(other, own);
	}
}

/** The constraints that ask for a size. */
export function asked({ width, height, frameRate }: CameraSize): MediaTrackConstraints {
	return { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: frameRate } };
}

/** Whether a picture is smaller than is wanted, though the camera could do more. */
function isSmall(track: MediaStreamTrack, size: CameraSize): boolean {
	const { width = 0, height = 0 } = track.getSettings();
	const most = track.getCapabilities?.() ?? {};
	const able = (most.width?.max ?? 0) * (most.height?.max ?? 0);
	return width * height < ENOUGH * Math.min(size.width * size.height, able);
}

/** Other tracks of the same camera in this page: those that the SDK opened, and those that are shown. */
function sameCamera(track: MediaStreamTrack): MediaStreamTrack[] {
	const { deviceId } = track.getSettings();
	if (deviceId === undefined) return [];
	const shown = [...(globalThis.document?.querySelectorAll('video') ?? [])].flatMap(({ srcObject }) =>
		srcObject instanceof MediaStream ? srcObject.getVideoTracks() : [],
	);
	return [...openTracks(), ...shown].filter(
		(other) => other !== track && other.readyState === 'live' && other.getSettings().deviceId === deviceId,
	);
}

/** Asks for the size again and again until it is there: whatever keeps the camera small may be closed. */
function growLater(track: MediaStreamTrack, size: CameraSize): void {
	if (!isSmall(track, size)) return;
	const { width, height } = track.getSettings();
	logger.warn(
		`The camera is already open in this page, with ${width}×${height}. The SDK sends it in that size until the other track stops`,
	);
	const timer = setInterval(() => {
		if (track.readyState === 'ended' || !isSmall(track, size)) clearInterval(timer);
		else void apply(track, asked(size));
	}, RETRY);
}

async function apply(track: MediaStreamTrack, constraints: MediaTrackConstraints): Promise<void> {
	await track.applyConstraints(constraints).catch((error) => logger.debug('A camera kept its size', error));
}
