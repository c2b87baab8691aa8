import type { ConsumerInfo } from '@roomcast/contract/signalling/media';
import type { StreamInfo } from '@roomcast/contract/signalling/participant';
import type { StreamKind } from '../contract/types.ts';
import type { Participant } from './Participant.ts';
import { Stream, type StreamControl } from './Stream.ts';

/** The part of a mediasoup-client consumer that a stream needs. */
export interface RemoteMedia {
	readonly track: MediaStreamTrack;
	getStats(): Promise<RTCStatsReport>;
}

const KINDS: StreamKind[] = ['audio', 'video', 'share', 'shareAudio'];

/** How long after a loss of all media a participant's statuses are kept, in ms: the streams are on their way back. */
const GRACE = 3000;

/**
 * What one remote participant sends and what of it arrives. A stream is enabled while it is sent, not muted, received
 * and wanted.
 */
export class RemoteStreams {
	readonly #participant: Participant;
	readonly #sent = new Map<string, StreamInfo>();
	readonly #received = new Map<string, { consumerId: string; stream: Stream }>();
	readonly #unwanted = new Set<StreamKind>();
	#grace: ReturnType<typeof setTimeout> | undefined;

	constructor(participant: Participant) {
		this.#participant = participant;
	}

	/** All that the participant sends now. */
	handleSnapshot(streams: StreamInfo[]): void {
		this.#endGrace();
		this.#sent.clear();
		for (const info of streams) this.#sent.set(info.producerId, { ...info });
		this.#refresh();
	}

	handleAdded(info: StreamInfo): void {
		this.#sent.set(info.producerId, { ...info });
		this.#refresh();
	}

	handleRemoved(producerId: string): void {
		this.#sent.delete(producerId);
		this.#refresh();
	}

	handlePaused(producerId: string, paused: boolean): void {
		const info = this.#sent.get(producerId);
		if (!info) return;
		info.paused = paused;
		this.#refresh();
		this.#participant.emit(paused ? 'stream-paused' : 'stream-resumed', { kind: info.kind, reason: 'muted' });
	}

	/** One of its streams arrives. */
	handleConsumer(info: ConsumerInfo, media: RemoteMedia, control: Omit<StreamControl, 'getStats'>): void {
		const codec = info.rtpParameters.codecs[0]?.mimeType ?? '';
		const stream = new Stream(info.producerId, info.kind, codec, media.track, {
			...control,
			remote: true,
			displaySurface: () => this.#sent.get(info.producerId)?.displaySurface,
			getStats: () => media.getStats(),
		});
		this.#received.set(info.producerId, { consumerId: info.id, stream });
		// After new transports the consumers can be there before anything was said about their streams.
		if (!this.#sent.has(info.producerId))
			this.#sent.set(info.producerId, {
				producerId: info.producerId,
				kind: info.kind,
				codec,
				paused: info.producerPaused,
			});
		this.#refresh();
	}

	handleConsumerClosed(producerId: string, consumerId: string): void {
		const received = this.#received.get(producerId);
		if (received?.consumerId !== consumerId) return;
		this.#received.delete(producerId);
		this.#participant.handleDisabled(received.stream);
		received.stream.end();
	}

	/** Whether a kind of stream is wanted: `consumeMicStreams()` and its like. */
	setWanted(kind: StreamKind, wanted: boolean): void {
		if (wanted) this.#unwanted.delete(kind);
		else this.#unwanted.add(kind);
		this.#refresh();
	}

	/** All media is lost and may come back at once: streams go, statuses stay a little. */
	handleMediaLost(): void {
		clearTimeout(this.#grace);
		this.#sent.clear();
		this.#grace = setTimeout(() => {
			this.#endGrace();
			this.#refresh();
		}, GRACE);
		this.#refresh();
	}

	/** The participant left. */
	close(): void {
		this.#endGrace();
		this.#sent.clear();
		this.#refresh();
		for (const { stream } of this.#received.values()) stream.end();
		this.#received.clear();
	}

	#endGrace(): void {
		clearTimeout(this.#grace);
		this.#grace = undefined;
	}

	#refresh(): void {
		for (const kind of KINDS) {
			const on = [...this.#sent.values()].some((info) => info.kind === kind && !info.paused);
			if (on || this.#grace === undefined) this.#participant.handleStatus(kind, on);
		}
		for (const [producerId, { stream }] of this.#received) {
			const enabled = this.#sent.get(producerId)?.paused === false && !this.#unwanted.has(stream.kind);
			if (enabled) this.#participant.handleEnabled(stream);
			else this.#participant.handleDisabled(stream);
		}
	}
}
