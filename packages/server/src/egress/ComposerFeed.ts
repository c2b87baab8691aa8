import type { StreamKind } from '@roomcast/contract';
import type { LayoutOptions } from '@roomcast/picture/layout/layout';
import { streamSizes } from '@roomcast/picture/layout/streamSizes';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { MediaTap, TappedStream } from '../media/MediaTap.ts';
import type { ProducerAppData } from '../media/ProducerAppData.ts';
import type { HostParticipant } from '../sessions/host/HostParticipant.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { ComposerProcess } from './ComposerProcess.ts';
import { describeTrack } from './describeTrack.ts';
import type { TrackKind } from './StoredCapture.ts';

/** The names of streams in the API of recordings. */
const TRACK_KINDS: Record<StreamKind, TrackKind> = {
	audio: 'audio',
	video: 'video',
	share: 'screen_video',
	shareAudio: 'screen_audio',
};

const isPinned = ({ cam, share }: HostParticipant['pin']) => cam || share;

/** What goes to a composer, and how it is shown there. */
export interface FeedOptions {
	readonly host: SessionHost;
	readonly composer: ComposerProcess;
	readonly logger: Logger;
	/** The composer hears of nobody else. */
	readonly only?: string | undefined;
	wants(participantId: string, kind: TrackKind): boolean;
	/** How the composer lays the room out; undefined where it copies streams, in their largest layer. */
	readonly layout?: LayoutOptions | undefined;
}

/**
 * Keeps a composer informed of a session: who is in it, and the streams that it wants, over every change of people,
 * streams and media workers. The session does not see it.
 */
export class ComposerFeed {
	readonly #options: FeedOptions;
	/** By producer id. */
	readonly #streams = new Map<string, { participantId: string; kind: TrackKind; stream: TappedStream }>();
	/** Producers that are being tapped. */
	readonly #pending = new Set<string>();
	#tap: MediaTap | undefined;
	#speaker: string | null = null;
	#closed = false;
	readonly #leave: () => void;

	constructor(options: FeedOptions) {
		this.#options = options;
		const { host } = options;
		const told = (participant: HostParticipant) => {
			this.#tellPerson(participant);
			this.#refit();
		};
		const left = ({ participantId }: HostParticipant) => {
			if (host.participant(participantId) === undefined)
				options.composer.send({ type: 'participant', participant: { participantId, left: true } });
			this.#refit();
		};
		const speaker = (participantId: string | null) => this.#speak(participantId);
		const { room } = host.media;
		const produced = (producer: types.Producer) => void this.#add(producer);
		host.on('joined', told).on('pinned', told).on('mode-changed', told).on('left', left);
		room.on('speaker', speaker).on('produced', produced);
		this.#leave = () => {
			host.off('joined', told).off('pinned', told).off('mode-changed', told).off('left', left);
			room.off('speaker', speaker).off('produced', produced);
		};
	}

	/** Tells everything as it is now, and connects the media. */
	async start(): Promise<void> {
		const { host, composer } = this.#options;
		for (const participant of host.participants) this.#tellPerson(participant);
		const { room } = host.media;
		this.#speak(room.speaker);
		const to = composer.endpoint;
		if (this.#closed || to === undefined) return;
		this.#tap = room.tap(to);
		await this.#addAll();
	}

	/** What the composer wants has changed. */
	async refresh(): Promise<void> {
		for (const [producerId, { participantId, kind, stream }] of this.#streams) {
			if (!this.#options.wants(participantId, kind)) this.#drop(producerId, stream);
		}
		this.#refit();
		await this.#addAll();
	}

	close(): void {
		this.#closed = true;
		this.#leave();
		this.#tap?.close();
		this.#streams.clear();
	}

	async #addAll(): Promise<void> {
		await Promise.all(this.#options.host.media.room.producers.map((producer) => this.#add(producer)));
	}

	async #add(producer: types.Producer): Promise<void> {
		const tap = this.#tap;
		const source = producer.appData as ProducerAppData;
		const { participantId } = source;
		const kind = TRACK_KINDS[source.kind];
		if (tap === undefined || tap.closed || this.#streams.has(producer.id) || this.#pending.has(producer.id)) return;
		if (!this.#options.wants(participantId, kind)) return;
		this.#pending.add(producer.id);
		try {
			const stream = await tap.consume(producer);
			if (tap.closed || producer.closed) {
				stream.close();
				return;
			}
			const track = describeTrack(stream, participantId, kind);
			this.#streams.set(producer.id, { participantId, kind, stream });
			this.#options.composer.send({ type: 'addTrack', track });
			this.#follow(producer, participantId, kind, stream);
			await this.#fit();
			await stream.resume();
		} catch (error) {
			if (!producer.closed && !tap.closed) this.#options.logger.warn({ err: error }, 'a stream could not be tapped');
		} finally {
			this.#pending.delete(producer.id);
		}
	}

	#follow(producer: types.Producer, participantId: string, kind: TrackKind, stream: TappedStream): void {
		const state = (off: boolean) => this.#tellSwitch(participantId, kind, off);
		state(producer.paused);
		producer.observer.on('pause', () => state(true));
		producer.observer.on('resume', () => state(false));
		producer.observer.once('close', () => {
			if (this.#streams.get(producer.id)?.stream !== stream) return;
			this.#drop(producer.id, stream);
			this.#refit();
		});
	}

	#drop(producerId: string, stream: TappedStream): void {
		const known = this.#streams.get(producerId);
		this.#streams.delete(producerId);
		stream.close();
		this.#options.composer.send({ type: 'removeTrack', trackId: stream.id });
		if (known !== undefined) this.#tellSwitch(known.participantId, known.kind, true);
	}

	/** Takes of each camera and screen the layer that fits the largest tile it may have in a moment. */
	async #fit(): Promise<void> {
		const { host, layout } = this.#options;
		const streams = [...this.#streams.values()];
		const sharing = new Set(
			streams.filter(({ kind }) => kind === 'screen_video').map(({ participantId }) => participantId),
		);
		const people = host.participants
			.filter((participant) => this.#isShown(participant))
			.map(({ participantId: id, pin }) => ({ id, pinned: isPinned(pin), sharesScreen: sharing.has(id) }));
		const size = layout && streamSizes(people, layout);
		await Promise.all(
			streams.map(async ({ participantId, kind, stream }) => {
				if (kind === 'video') await stream.fit(size?.(participantId, 'camera'));
				if (kind === 'screen_video') await stream.fit(size?.(participantId, 'screen'));
			}),
		);
	}

	/** Fits all streams to a picture that has changed. */
	#refit(): void {
		this.#fit().catch((error: unknown) => {
			if (this.#tap?.closed === false) this.#options.logger.warn({ err: error }, 'a layer could not be chosen');
		});
	}

	/** Whether the composer hears of somebody: a viewer is in no picture. */
	#isShown({ participantId, mode }: HostParticipant): boolean {
		const { only } = this.#options;
		return (only === undefined || participantId === only) && mode === 'SEND_AND_RECV';
	}

	#tellPerson(person: HostParticipant): void {
		const { composer, only } = this.#options;
		const { participantId, displayName, pin, media } = person;
		if (only !== undefined && participantId !== only) return;
		if (!this.#isShown(person)) {
			composer.send({ type: 'participant', participant: { participantId, left: true } });
			return;
		}
		const sends = (kind: StreamKind) =>
			media?.streams.some((stream) => stream.kind === kind && !stream.paused) ?? false;
		composer.send({
			type: 'participant',
			participant: {
				participantId,
				name: displayName,
				pinned: isPinned(pin),
				muted: !sends('audio'),
				cameraOff: !sends('video'),
				speaking: this.#speaker === participantId,
			},
		});
	}

	#tellSwitch(participantId: string, kind: TrackKind, off: boolean): void {
		if (this.#closed || this.#options.host.participant(participantId)?.mode !== 'SEND_AND_RECV') return;
		if (kind === 'audio')
			this.#options.composer.send({ type: 'participant', participant: { participantId, muted: off } });
		if (kind === 'video')
			this.#options.composer.send({ type: 'participant', participant: { participantId, cameraOff: off } });
	}

	#speak(speaker: string | null): void {
		const { composer, only } = this.#options;
		// For a composer, a speaker is in the room.
		const participantId = only === undefined || speaker === only ? speaker : null;
		const before = this.#speaker;
		this.#speaker = participantId;
		if (before !== null && before !== participantId)
			composer.send({ type: 'participant', participant: { participantId: before, speaking: false } });
		if (participantId !== null) composer.send({ type: 'participant', participant: { participantId, speaking: true } });
	}
}
