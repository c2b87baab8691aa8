import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { CheckedTarget, TargetGuard } from '../net/TargetGuard.ts';
import { VERSION } from '../version.ts';
import { type LocalFile, LocalFileLost } from './StorageDriver.ts';

/** ms in which nothing moves, after which a transfer is abandoned. */
const IDLE_TIMEOUT = 30_000;
/** Most of an answer that is read, in bytes. */
const ANSWER_READ = 4096;

/**
 * PUT a file to a URL that a caller gave. Redirects are not followed: the guard has seen only this address.
 *
 * @throws LocalFileLost, TargetRefused; and when the answer is not 2xx, or there is none. No message has the URL in it,
 *   which is a secret
 */
export async function putPresigned(
	url: string,
	file: LocalFile,
	{ guard, signal }: { guard: TargetGuard; signal: AbortSignal },
): Promise<void> {
	const there = await stat(file.localPath).catch(() => undefined);
	if (there?.size !== file.size)
		throw new LocalFileLost(`the local file has ${there?.size ?? 'none'} of ${file.size} bytes`);
	const status = await send(await guard.check(url, 'upload'), file, signal);
	if (status >= 300 && status < 400)
		throw new Error(`the target answered ${status}; redirects are not followed, name its final address`);
	if (status < 200 || status >= 300) throw new Error(`the target answered ${status}`);
}

function send(target: CheckedTarget, file: LocalFile, signal: AbortSignal): Promise<number> {
	const { request } = target.url.protocol === 'https:' ? https : http;
	return new Promise((resolve, reject) => {
		const sent = request(target.url, {
			method: 'PUT',
			headers: {
				'content-type': file.contentType,
				'content-length': file.size,
				'user-agent': `Roomcast/${VERSION}`,
			},
			lookup: target.lookup,
			// A connection that is kept would outlive the check of its address.
			agent: false,
			signal,
		});
		const body = createReadStream(file.localPath);
		const fail = (error: Error) => {
			body.destroy();
			sent.destroy();
			reject(error);
		};
		sent.setTimeout(IDLE_TIMEOUT, () => fail(new Error(`nothing moved for ${IDLE_TIMEOUT / 1000} s`)));
		sent.on('error', fail);
		body.on('error', fail);
		sent.on('response', (response) => {
			// Some answer before they have read everything: then the rest is not sent.
			body.destroy();
			resolve(response.statusCode ?? 0);
			let read = 0;
			response.on('data', (chunk: Buffer) => {
				read += chunk.length;
				if (read >= ANSWER_READ) sent.destroy();
			});
			// The status has been taken: what happens to the rest of the answer changes nothing.
			response.on('error', () => {});
			response.on('end', () => sent.destroy());
		});
		body.pipe(sent);
	});
}
