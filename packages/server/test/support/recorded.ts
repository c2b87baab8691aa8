import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { TestServer } from './TestServer.ts';

/** A meeting recording as REST shows it; tests look into it freely. */
export type Recording = ReturnType<typeof JSON.parse>;

/**
 * Starts a meeting recording.
 *
 * @returns its id
 */
export async function startRecording(server: TestServer, body: Record<string, unknown>): Promise<string> {
	const { status, headers, body: answer } = await server.post('/v2/recordings/start', body);
	const id = headers.get('x-recording-id');
	if (status !== 200 || id === null) throw new Error(`start: ${status} ${JSON.stringify(answer)}`);
	return id;
}

/** Resolves with a recording when it has a state. */
export function inState(server: TestServer, id: string, state: string, timeout = 30_000): Promise<Recording> {
	return vi.waitFor(
		async () => {
			const { body } = await server.call(`/v2/recordings/${id}`);
			if (body.status !== state) throw new Error(`it is ${body.status}: ${body.error}`);
			return body;
		},
		{ timeout, interval: 100 },
	);
}

/** Fetches what was recorded by its link. @returns the path of the copy */
export async function fetchFile(recording: Recording, folder: string): Promise<string> {
	const response = await fetch(recording.file.fileUrl);
	if (response.status !== 200) throw new Error(`${recording.file.fileUrl}: ${response.status}`);
	const path = join(folder, `${recording.id}.mp4`);
	await writeFile(path, Buffer.from(await response.arrayBuffer()));
	return path;
}
