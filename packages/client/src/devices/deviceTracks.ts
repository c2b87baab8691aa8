const tracks = new WeakSet<MediaStreamTrack>();
/** Those that may be open still. */
const live = new Set<MediaStreamTrack>();

/** Notes the tracks of a device that the SDK opened, for the meeting or for the app. */
export function noteDevice(stream: MediaStream): MediaStream {
	openTracks();
	for (const track of stream.getTracks()) {
		tracks.add(track);
		live.add(track);
	}
	return stream;
}

/** The tracks of devices that the SDK opened, and nobody has closed. */
export function openTracks(): MediaStreamTrack[] {
	for (const track of live) if (track.readyState === 'ended') live.delete(track);
	return [...live];
}

/**
 * Whether the SDK opened a device for this track, so that another device may take its place. Settings do not tell: the
 * tracks of a canvas have a `deviceId` too.
 */
export function isDeviceTrack(track: MediaStreamTrack): boolean {
	return tracks.has(track);
}
