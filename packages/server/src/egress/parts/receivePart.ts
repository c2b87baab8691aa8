import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { type BusChannel, LOST } from '../../cluster/bus/BusChannel.ts';
import type { PartFileHead } from './sendPart.ts';

/**
 * Writes the files of a part as another node sends them.
 *
 * @param folder of the capture on this node
 * @throws Error when the other node is lost, or sends less than it said
 */
export async function receivePart(folder: string, channel: BusChannel): Promise<void> {
	const files = new PartWriter(folder);
	// One after the other, as they came.
	let written = Promise.resolve();
	let failure: unknown;
	channel.on('message', (message, binary) => {
		written = written
			.then(() => (binary ? files.write(message) : files.begin(JSON.parse(message.toString()))))
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
	if (code === LOST || !files.complete) throw new Error(`a part came incompletely: ${reason || 'bytes are missing'}`);
}

class PartWriter {
	readonly #folder: string;
	#file: FileHandle | undefined;
	/** Bytes that are still to come of it. */
	#missing = 0;

	constructor(folder: string) {
		this.#folder = folder;
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
		const path = join(this.#folder, below);
		await mkdir(dirname(path), { recursive: true });
		this.#file = await open(path, 'w', 0o600);
		this.#missing = size;
	}

	async write(bytes: Buffer): Promise<void> {
		await this.#file?.writeFile(bytes);
		this.#missing -= bytes.length;
	}

	async close(): Promise<void> {
		await this.#file?.close();
		this.#file = undefined;
	}
}
