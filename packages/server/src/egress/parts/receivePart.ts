import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { RoomcastError } from '@roomcast/contract';
import type { BusChannel } from '../../cluster/bus/BusChannel.ts';
import type { PartFileHead } from './sendPart.ts';

/**
 * Writes the files of a part as another node sends them.
 *
 * @param folder of the capture on this node
 * @param hasRoomFor whether the disk takes so many bytes
 * @throws Error when the other node is lost, or sends less than it said; RoomcastError DISK_FULL
 */
export async function receivePart(
	folder: string,
	channel: BusChannel,
	hasRoomFor: (bytes: number) => Promise<boolean>,
): Promise<void> {
	const files = new PartWriter(folder, hasRoomFor);
	// One after the other, as they came.
	let written = Promise.resolve();
	let failure: unknown;
	channel.on('message', (message, binary) => {
		written = written
			.then(() => (binary ? files.write(message) : files.begin(JSON.parse(message.toString()))))
			// The sender waits for it: what is not written yet is in memory.
			.then(() => channel.send(String(files.written)))
			.catch((error: unknown) => {
				failure ??= error;
				channel.terminate();
			});
	});
	const [code, reason] = await new Promise<[number, string]>((resolve) =>
		channel.on('closed', (...end) => resolve(end)),
	);
	await written;
	await files.close();
	if (failure !== undefined) throw failure;
	if (code !== WHOLE || !files.complete) throw new Error(`a part came incompletely: ${reason || 'bytes are missing'}`);
}

/** How the sender closes the channel behind the last file (RFC 6455 section 7.4.1). */
const WHOLE = 1000;

class PartWriter {
	readonly #folder: string;
	readonly #hasRoomFor: (bytes: number) => Promise<boolean>;
	/** Bytes that are on the disk. */
	written = 0;
	#file: FileHandle | undefined;
	/** Bytes that are still to come of it. */
	#missing = 0;

	constructor(folder: string, hasRoomFor: (bytes: number) => Promise<boolean>) {
		this.#folder = folder;
		this.#hasRoomFor = hasRoomFor;
	}

	/** Whether everything came that was announced. */
	get complete(): boolean {
		return this.#missing === 0;
	}

	async begin({ name, size }: PartFileHead): Promise<void> {
		if (!this.complete) throw new Error('a file came incompletely');
		await this.close();
		const below = normalize(name);
		if (below.startsWith('..') || below.startsWith('/'))
			throw new Error('a file came that is in no folder of a capture');
		if (!(await this.#hasRoomFor(size))) throw new RoomcastError('DISK_FULL');
		const path = join(this.#folder, below);
		await mkdir(dirname(path), { recursive: true });
		this.#file = await open(path, 'w', 0o600);
		this.#missing = size;
	}

	async write(bytes: Buffer): Promise<void> {
		await this.#file?.writeFile(bytes);
		this.#missing -= bytes.length;
		this.written += bytes.length;
	}

	async close(): Promise<void> {
		await this.#file?.close();
		this.#file = undefined;
	}
}
