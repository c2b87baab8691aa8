import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { BusChannel } from '../../cluster/bus/BusChannel.ts';

/** Bytes that may be under way: enough for a network, and little beside what else goes over the bus. */
const WINDOW = 1024 * 1024;
const CHUNK = 256 * 1024;

/** A file of a part, before its bytes. */
export interface PartFileHead {
	/** Below the folder of the capture, with `/`. */
	readonly name: string;
	/** Bytes. */
	readonly size: number;
}

/**
 * Sends a part, and closes the channel: its file, or all files of its folder, and what belongs to it, which is called as it
 * is with something behind.
 *
 * @param path of the part, in the folder of its capture
 * @throws Error when it cannot be read
 */
export async function sendPart(path: string, channel: BusChannel): Promise<void> {
	const window = new Window(channel);
	const folder = dirname(path);
	const names = (await readdir(folder)).filter((name) => name.startsWith(basename(path)));
	for (const file of (await Promise.all(names.map((name) => filesAt(join(folder, name))))).flat()) {
		const { size } = await stat(file);
		const head: PartFileHead = { name: relative(folder, file).split(/[\\/]/).join('/'), size };
		channel.send(JSON.stringify(head));
		if (size > 0) await sendBytes(file, size, window);
		if (channel.closed) return;
	}
	channel.close();
}

async function filesAt(path: string): Promise<string[]> {
	if (!(await stat(path)).isDirectory()) return [path];
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** @param size which may have grown meanwhile */
async function sendBytes(path: string, size: number, window: Window): Promise<void> {
	for await (const chunk of createReadStream(path, { end: size - 1, highWaterMark: CHUNK }))
		if (!(await window.send(chunk as Buffer))) return;
}

/** What is under way to the receiver, who says how many bytes it has written. */
class Window {
	readonly #channel: BusChannel;
	#sent = 0;
	#written = 0;
	#moved = Promise.withResolvers<void>();

	constructor(channel: BusChannel) {
		this.#channel = channel;
		channel.on('message', (message) => {
			this.#written = Number(message.toString());
			this.#move();
		});
		channel.on('closed', () => this.#move());
	}

	/** Resolves when it is under way. @returns false when the channel is over */
	async send(chunk: Buffer): Promise<boolean> {
		while (this.#sent - this.#written > WINDOW && !this.#channel.closed) await this.#moved.promise;
		if (this.#channel.closed) return false;
		this.#sent += chunk.length;
		this.#channel.send(chunk);
		return true;
	}

	#move(): void {
		this.#moved.resolve();
		this.#moved = Promise.withResolvers();
	}
}
