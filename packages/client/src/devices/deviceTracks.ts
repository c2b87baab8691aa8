const tracks = new WeakSet<MediaStreamTrack>();

/** Notes the tracks of a device that the SDK opened, for the meeting or for the app. */
export function noteDevice(stream: MediaStream): MediaStream {
	for (const track of stream.getTracks()) tracks.add(track);
	return stream;
}

/**
 * Whether the SDK opened a device for this track, so that another device may take its place. Settings do not tell: the
 * tracks of a canvas have a `deviceId` too.
 */
export function isDeviceTrack(track: MediaStreamTrack): boolean {
	return tracks.has(track);
}
