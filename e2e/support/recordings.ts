import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@roomcast/testing/until';
import type { TestServer } from './server.ts';

/** A file of a recording, as the API shows it. */
export interface TestFile {
	readonly id: string;
	readonly fileUrl: string;
	readonly filePath: string;
	readonly size: number;
	readonly type: 'video' | 'audio' | 'index';
	readonly meta: {
		readonly format: string;
		readonly duration: number;
		readonly resolution?: { readonly width: number; readonly height: number };
	};
}

/** A recording of any kind, as the API shows it. Meetings have `file`, participants and tracks `files`. */
export interface TestRecording {
	readonly id: string;
	readonly status: string;
	readonly error: string | null;
	readonly start: string;
	readonly end: string;
	readonly kind?: string;
	readonly file?: TestFile | null;
	readonly files?: readonly TestFile[];
}

/** The path of each kind of recordings in the API. */
export const PATHS = {
	meeting: '/v2/recordings',
	participant: '/v2/recordings/participant',
	track: '/v2/recordings/participant/track',
} as const;

/**
 * Waits until a recording is in its storage.
 *
 * @returns it, with the file that was recorded, which is not the index of a track
 * @throws Error with its reason when it failed
 */
export async function storedRecording(
	server: TestServer,
	kind: keyof typeof PATHS,
	id: string,
): Promise<{ recording: TestRecording; file: TestFile }> {
	const recording = await until(`the ${kind} recording is stored`, async () => {
		const found = (await server.rest(`GET ${PATHS[kind]}/:id`, { params: { id } })) as TestRecording;
		if (found.status === 'FAILED') throw new Error(`it failed: ${found.error}`);
		return found.status === 'STOPPED' && found;
	});
	const file = recording.file ?? recording.files?.find(({ type }) => type !== 'index');
	if (file === undefined) throw new Error(`recording ${id} has no file`);
	return { recording, file };
}

/**
 * Starts a recording.
 *
 * @returns its id
 */
export async function startRecording(
	server: TestServer,
	kind: keyof typeof PATHS,
	body: Record<string, unknown>,
): Promise<string> {
	const response = await fetch(`${server.url}${PATHS[kind]}/start`, {
		method: 'POST',
		headers: { authorization: server.token(), 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const id = response.headers.get('x-recording-id');
	if (!response.ok || id === null) throw new Error(`start: ${response.status} ${await response.text()}`);
	return id;
}

/** Stops one. */
export async function stopRecording(
	server: TestServer,
	kind: keyof typeof PATHS,
	body: Record<string, unknown>,
): Promise<void> {
	await server.rest(`POST ${PATHS[kind]}/stop`, { body: body as never });
}

/** Fetches a file by its link, into the folder of the server. @returns its path */
export async function download(server: TestServer, url: string, name: string): Promise<string> {
	const response = await fetch(url);
	if (response.status !== 200) throw new Error(`${name}: ${response.status}`);
	const path = join(server.dataDir, name);
	await writeFile(path, Buffer.from(await response.arrayBuffer()));
	return path;
}
