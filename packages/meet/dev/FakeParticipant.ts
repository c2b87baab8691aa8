import { personVideo, screenVideo } from './drawnVideo.ts';
import { FakeEmitter } from './FakeEmitter.ts';

interface FakeStream {
	readonly id: string;
	readonly kind: 'audio' | 'video' | 'share' | 'shareAudio';
	readonly track: MediaStreamTrack;
}

/** Somebody made up. */
export class FakeParticipant extends FakeEmitter {
	readonly id: string;
	readonly displayName: string;
	readonly local: boolean;
	readonly streams = new Map<string, FakeStream>();
	mode = 'SEND_AND_RECV';
	pinState = { cam: false, share: false };
	readonly metaData = {};
	micOn = true;
	webcamOn = false;
	screenShareOn = false;
	audioLevel = 0;
	loses = 0;
	readonly #seed: number;
	#packets = 0;

	constructor(id: string, displayName: string, local: boolean, seed: number) {
		super();
		this.id = id;
		this.displayName = displayName;
		this.local = local;
		this.#seed = seed;
	}

	setCamera(on: boolean, track?: MediaStreamTrack): void {
		this.webcamOn = on;
		this.#set('video', on ? (track ?? personVideo(this.#seed)) : undefined);
	}

	setMic(on: boolean): void {
		this.micOn = on;
		this.emit('media-status-changed', { kind: 'audio', newStatus: on ? 'enabled' : 'disabled' });
	}

	setShare(on: boolean): void {
		this.screenShareOn = on;
		this.#set('share', on ? screenVideo() : undefined);
	}

	say(level: number): void {
		this.audioLevel = level;
		this.emit('audio-level', level);
	}

	async disableMic() {
		this.setMic(false);
	}
	async disableWebcam() {
		this.setCamera(false);
	}
	async enableMic() {}
	async enableWebcam() {}
	async remove() {}
	async changeMode(mode: string) {
		this.mode = mode;
	}
	async pin() {
		this.pinState = { ...this.pinState, cam: true };
	}
	async unpin() {
		this.pinState = { cam: false, share: false };
	}

	observeVideo(): () => void {
		return () => {};
	}

	setViewPort(): void {}

	async getAudioStats() {
		this.#packets += 250;
		return [{ totalPackets: this.#packets, packetsLost: this.#packets * this.loses, rtt: 30 }];
	}

	async getVideoStats() {
		return [];
	}

	#set(kind: 'video' | 'share', track: MediaStreamTrack | undefined): void {
		const id = `${this.id}-${kind}`;
		if (track === undefined) this.streams.delete(id);
		else this.streams.set(id, { id, kind, track });
		this.emit(track === undefined ? 'stream-disabled' : 'stream-enabled', {});
	}
}
