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

/** A person (or a machine) that is being asked for a device. */
export interface Prompt {
	readonly kind: 'audio' | 'video' | 'screen';
	/** Gives it. */
	give(): void;
	refuse(error?: DOMException): void;
}

/**
 * Gives Node what of a browser's capture the SDK uses. `audio` and `video` can be changed: what opening them throws. While
 * `asks` is set, opening a device waits for the answer to its prompt.
 */
export function stubCapture() {
	const devices: {
		audio: DOMException | null;
		video: DOMException | null;
		opened: MediaStreamTrack[];
		asks: boolean;
		prompts: Prompt[];
	} = { audio: null, video: null, opened: [], asks: false, prompts: [] };
	const give = (...kinds: ('audio' | 'video')[]) => {
		const tracks = kinds.map((kind) => new FakeMediaStreamTrack({ kind }) as unknown as MediaStreamTrack);
		devices.opened.push(...tracks);
		return new FakeMediaStream(tracks) as unknown as MediaStream;
	};
	const open = async (kind: Prompt['kind'], ...tracks: ('audio' | 'video')[]) => {
		if (!devices.asks) return give(...tracks);
		return new Promise<MediaStream>((resolve, reject) => {
			const answered = (answer: () => void) => {
				devices.prompts = devices.prompts.filter((other) => other !== prompt);
				answer();
			};
			const prompt: Prompt = {
				kind,
				give: () => answered(() => resolve(give(...tracks))),
				refuse: (error = new DOMException('Permission denied', 'NotAllowedError')) => answered(() => reject(error)),
			};
			devices.prompts.push(prompt);
		});
	};
	vi.stubGlobal('MediaStream', FakeMediaStream);
	vi.stubGlobal('navigator', {
		userAgent: 'Node',
		mediaDevices: {
			getUserMedia: async (constraints: MediaStreamConstraints) => {
				const kind = constraints.audio ? 'audio' : 'video';
				const refusal = devices[kind];
				if (refusal) throw refusal;
				return open(kind, kind);
			},
			getDisplayMedia: async () => open('screen', 'video', 'audio'),
			enumerateDevices: async () => [],
		},
	});
	return devices;
}

/** Ends a track as a device does that is unplugged. */
export function unplug(track: MediaStreamTrack | undefined): void {
	(track as unknown as FakeMediaStreamTrack | undefined)?.remoteStop();
}
