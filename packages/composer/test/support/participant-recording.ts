import type { FileResult } from '@roomcast/contract/composer/sinks';
import { expect } from 'vitest';
import { ParticipantRecorder } from '../../src/sinks/participant-recorder.ts';
import type { CodedFrame } from './coded.ts';
import { FakeRoom } from './fake-room.ts';

type Track = ReturnType<FakeRoom['add']>;

/** The recording of a participant in a room whose clock the test turns. */
export class ParticipantRecording {
	readonly room = new FakeRoom();
	readonly path: string;
	readonly started: Promise<void>;
	readonly #failures: string[] = [];
	readonly #recorder: ParticipantRecorder;

	/** @param path of the file, for any format */
	constructor(path: string) {
		this.path = path;
		let tell = () => {};
		this.started = new Promise<void>((resolve) => {
			tell = resolve;
		});
		this.#recorder = new ParticipantRecorder(
			this.room.inputs,
			{ kind: 'participant-file', sinkId: 'p', path, participantId: 'p1' },
			{ started: tell, report: () => {}, log: () => {}, failed: (reason) => this.#failures.push(reason) },
		);
	}

	/** Sends sound, over and over, a packet each 20 ms. @param fromMs from the start of the room */
	say(track: Track, sound: readonly CodedFrame[], fromMs: number, toMs: number): void {
		for (let at = fromMs; at < toMs; at += 20) this.room.send(track, sound[(at / 20) % sound.length] as CodedFrame, at);
	}

	/** Sends pictures, 30 a second. @param rotation clockwise turn that they need, degrees */
	show(track: Track, frames: readonly CodedFrame[], fromMs: number, rotation = 0): void {
		for (const [index, frame] of frames.entries()) this.room.send(track, frame, fromMs + (index * 1000) / 30, rotation);
	}

	/** @throws AssertionError when anything failed; Error when there is no file */
	async close(): Promise<FileResult> {
		const [file] = await this.#recorder.close();
		expect(this.#failures).toEqual([]);
		if (file === undefined) throw new Error('there is no file');
		return file;
	}
}
