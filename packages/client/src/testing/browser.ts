import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import { vi } from 'vitest';

/** As much of a `MediaStream` as the SDK uses. */
class FakeMediaStream {
	readonly #tracks: MediaStreamTrack[];
	constructor(tracks: MediaStreamTrack[]) {
		this.#tracks = tracks;
	}
	getTracks = () => [...this.#tracks];
	getAudioTracks = () => this.#tracks.filter(({ kind }) => kind === 'audio');
	getVideoTracks = () => this.#tracks.filter(({ kind }) => kind === 'video');
}

/** A stream of the app: one live track. */
export function fakeStream(kind: 'audio' | 'video'): MediaStream {
	return new FakeMediaStream([new FakeMediaStreamTrack({ kind })]) as unknown as MediaStream;
}

/** Gives Node what of a browser's capture the SDK uses. `devices` can be changed: what opening them throws. */
export function stubCapture() {
	const devices: { audio: DOMException | null; video: DOMException | null; opened: MediaStreamTrack[] } = {
		audio: null,
		video: null,
		opened: [],
	};
	vi.stubGlobal('MediaStream', FakeMediaStream);
	vi.stubGlobal('navigator', {
		userAgent: 'Node',
		mediaDevices: {
			getUserMedia: async (constraints: MediaStreamConstraints) => {
				const kind = constraints.audio ? 'audio' : 'video';
				const refusal = devices[kind];
				if (refusal) throw refusal;
				const stream = fakeStream(kind);
				devices.opened.push(...stream.getTracks());
				return stream;
			},
			enumerateDevices: async () => [],
		},
	});
	return devices;
}
