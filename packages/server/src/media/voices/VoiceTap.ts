import type { types } from 'mediasoup';
import { type AudioPacket, readAudioPacket } from './audioPacket.ts';
import { OpusMeter } from './OpusMeter.ts';

/** Header extension in which a sender says how loud it is (RFC 6464). */
const LEVEL_EXTENSION = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
/** Longest packets of which mediasoup makes out a level, in ms: it wants ten in each interval of 250 ms. */
const SHORT = 20;
/** Packets in a row that mediasoup could measure as well, until that is left to it. */
const ENOUGH = 10;
/** Packets that are read between two looks: a sample of more is as good, and senders decide how many there are. */
const SAMPLE = 16;

/**
 * Reads the packets of one microphone in this process, as long as mediasoup cannot tell how loud it is: because a packet
 * holds too much sound, or because the sender does not say.
 */
export class VoiceTap {
	readonly #consumer: types.Consumer;
	readonly #levelId: number | undefined;
	#meter: Promise<OpusMeter> | undefined;
	#loaded: OpusMeter | undefined;
	/** Sum of the power, and how much sound that was, in ms, since the last look. */
	#power = 0;
	#duration = 0;
	/** Packets that were read since the last look. */
	#packets = 0;
	#easy = 0;
	#closed = false;

	private constructor(consumer: types.Consumer) {
		this.#consumer = consumer;
		this.#levelId = consumer.rtpParameters.headerExtensions?.find(({ uri }) => uri === LEVEL_EXTENSION)?.id;
		consumer.on('rtp', (packet) => this.#read(packet));
		consumer.observer.once('close', () => this.close());
	}

	/** @throws Error when the producer or the transport is closed by now */
	static async create(
		transport: types.DirectTransport,
		producer: types.Producer,
		rtpCapabilities: types.RtpCapabilities,
	): Promise<VoiceTap> {
		return new VoiceTap(await transport.consume({ producerId: producer.id, rtpCapabilities }));
	}

	/** How loud it was since the last look, in dBov; undefined when nothing was read. Reads on. */
	take(): number | undefined {
		const volume = this.#duration === 0 ? undefined : Math.round(10 * Math.log10(this.#power / this.#duration));
		if (this.#packets >= SAMPLE && this.#easy < ENOUGH) this.#resume();
		this.#power = this.#duration = this.#packets = 0;
		return volume;
	}

	/** Looks again whether mediasoup can measure it: senders change the length of packets with the network. */
	recheck(): void {
		this.#easy = 0;
		this.#resume();
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#consumer.close();
		this.#meter?.then(
			(meter) => meter.close(),
			() => {},
		);
	}

	#resume(): void {
		if (!this.#closed && this.#consumer.paused) this.#consumer.resume().catch(() => {});
	}

	#pause(): void {
		this.#consumer.pause().catch(() => {});
	}

	#read(packet: Buffer): void {
		// Those that were under way when it was paused.
		if (this.#closed || this.#packets >= SAMPLE) return;
		this.#packets++;
		if (this.#packets === SAMPLE) this.#pause();
		const sound = readAudioPacket(packet, this.#levelId);
		if (sound === undefined) return;
		const level = sound.level ?? this.#measure(sound);
		if (level === undefined) return;
		this.#power += 10 ** (level / 10) * sound.duration;
		this.#duration += sound.duration;
		this.#easy = sound.level !== undefined && sound.duration <= SHORT ? this.#easy + 1 : 0;
		if (this.#easy === ENOUGH) this.#pause();
	}

	/** @returns undefined until the decoder is there */
	#measure({ payload }: AudioPacket): number | undefined {
		this.#meter ??= OpusMeter.create().then((meter) => {
			this.#loaded = meter;
			return meter;
		});
		this.#meter.catch(() => {});
		return this.#loaded?.measure(payload);
	}
}
