/** How often a picture that stands still is sent again, ms: who comes later waits no longer for it. */
const EVERY_MS = 1000;
/** How long a stand-in for a viewer looks at the track, ms. */
const LOOK_MS = 100;

/** What of the insertable streams is used here; not every browser has them. */
type TrackProcessor = new (init: { track: MediaStreamTrack }) => { readonly readable: ReadableStream };

/** Whether a track is drawn by its app on a canvas: it sends a picture when something is drawn, and none in between. */
export function isDrawn(track: MediaStreamTrack): boolean {
	return 'requestFrame' in track;
}

/**
 * Has the last picture of a canvas sent again each second while it stands still. Browsers send nothing new of it, also not
 * when a viewer who came later, or a recording, asks for a key frame.
 */
export class StillPicture {
	#timer: ReturnType<typeof setInterval> | undefined;

	/** Looks after another track; one that is not drawn needs nothing. */
	follow(track: MediaStreamTrack): void {
		this.stop();
		if (isDrawn(track)) this.#timer = setInterval(() => sendAgain(track), EVERY_MS);
	}

	stop(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}

/** A new receiver of a track gets its last picture at once, and so do all others. */
function sendAgain(track: MediaStreamTrack): void {
	if (track.readyState === 'ended' || !track.enabled) return;
	const Processor = (globalThis as { MediaStreamTrackProcessor?: TrackProcessor }).MediaStreamTrackProcessor;
	if (Processor !== undefined) {
		new Processor({ track }).readable.cancel().catch(() => {});
		return;
	}
	const video = document.createElement('video');
	video.muted = true;
	video.srcObject = new MediaStream([track]);
	setTimeout(() => {
		video.srcObject = null;
	}, LOOK_MS);
}
