import type { CompositionFileSink, FileResult } from '@roomcast/contract/composer/sinks';
import type { CodedPacket } from '../av/coded-packet.ts';
import type { Composition } from '../compose/composition.ts';
import { RecordingFile } from './recording-file.ts';
import type { Sink, SinkListener } from './sink.ts';

/** Writes the composition to a file, from the first key frame after it was added until it is closed. */
export class CompositionFile implements Sink {
	readonly id: string;
	readonly #options: CompositionFileSink;
	readonly #composition: Composition;
	readonly #listener: SinkListener;
	readonly #unsubscribe: () => void;
	#opening: Promise<void> | undefined;
	#startUs = 0;
	#waiting: Array<{ stream: number; packet: CodedPacket }> = [];
	#file: RecordingFile | undefined;
	#failed = false;

	constructor(composition: Composition, options: CompositionFileSink, listener: SinkListener) {
		this.id = options.sinkId;
		this.#options = options;
		this.#composition = composition;
		this.#listener = listener;
		this.#unsubscribe = composition.outputs.subscribe({
			packet: (stream, packet) => this.#packet(stream, packet),
			failed: (reason) => this.#fail(reason),
		});
	}

	async close(): Promise<FileResult[]> {
		// What happened until now is still on its way through the composition.
		if (!this.#failed) await this.#composition.reach(performance.now());
		this.#unsubscribe();
		await this.#opening;
		for (const { packet } of this.#waiting) packet.free();
		if (this.#failed) return this.#file?.abandon() ?? [];
		return this.#file ? [await this.#file.close()] : [];
	}

	#packet(stream: number, packet: CodedPacket): void {
		if (this.#failed) {
			packet.free();
			return;
		}
		if (!this.#opening) {
			if (stream !== 0 || !packet.keyFrame) {
				packet.free();
				return;
			}
			this.#startUs = packet.ptsUs;
			this.#opening = this.#open();
		}
		if (this.#file) this.#write(this.#file, stream, packet);
		else this.#waiting.push({ stream, packet });
	}

	async #open(): Promise<void> {
		try {
			const file = await RecordingFile.create({
				path: this.#options.path,
				container: this.#options.format,
				streams: this.#composition.outputs.streams,
				startMs: this.#composition.startMs + this.#startUs / 1000,
			});
			const waiting = this.#waiting;
			this.#waiting = [];
			for (const { stream, packet } of waiting) this.#write(file, stream, packet);
			this.#file = file;
			this.#listener.started(file.startedAt);
		} catch (error) {
			this.#fail(error instanceof Error ? error.message : String(error));
		}
	}

	#write(file: RecordingFile, stream: number, packet: CodedPacket): void {
		file.write(stream, packet.clone(-this.#startUs));
		packet.free();
		if (file.failure) this.#fail(file.failure.message);
	}

	#fail(reason: string): void {
		if (this.#failed) return;
		this.#failed = true;
		this.#listener.failed(reason);
	}
}
