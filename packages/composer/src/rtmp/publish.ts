import { type RtmpConnection, RtmpRefused, type RtmpStatus } from './connection.ts';
import type { RtmpTarget } from './target.ts';

/** The server ended the connection when it was asked to publish: how many refuse a stream key, without a word. */
export class ClosedOnPublish extends Error {
	constructor(reason: string) {
		super(`the connection was closed when publishing was asked for (${reason}): the stream key may be wrong`);
		this.name = 'ClosedOnPublish';
	}
}

const BEGUN = 'NetStream.Publish.Start';

/**
 * Goes from a fresh connection to one that takes media (RTMP specification 1.0, §7.2; the FME names that every server of
 * today knows).
 *
 * @returns the stream to send on
 * @throws {RtmpRefused} where the server says no, {@link ClosedOnPublish} where it goes away at the last step, an Error
 * where the connection ends before
 */
export async function publish(connection: RtmpConnection, target: RtmpTarget, streamKey: string): Promise<number> {
	await connection.call('connect', {
		app: target.application,
		type: 'nonprivate',
		flashVer: 'FMLE/3.0 (compatible; Roomcast)',
		swfUrl: target.tcUrl,
		tcUrl: target.tcUrl,
	});
	// Answered by some servers only, and needed by some.
	connection.command(0, 'releaseStream', null, streamKey);
	connection.command(0, 'FCPublish', null, streamKey);
	const [, stream] = await connection.call('createStream', null);
	if (typeof stream !== 'number') throw new Error('the server gave no stream to publish on');

	const answered = new Promise<void>((resolve, reject) => {
		connection.onStatus((status: RtmpStatus) => {
			if (status.code === BEGUN) resolve();
			else if (status.level === 'error') reject(new RtmpRefused(status.code, status.description));
		});
	});
	connection.command(stream, 'publish', null, streamKey, 'live');
	const lost = connection.closed.then((reason) => Promise.reject(new ClosedOnPublish(reason)));
	await Promise.race([answered, lost]);
	return stream;
}

/** Says goodbye, so that the server knows the stream has ended and is not merely gone. */
export function unpublish(connection: RtmpConnection, stream: number, streamKey: string): void {
	connection.command(0, 'FCUnpublish', null, streamKey);
	connection.command(0, 'deleteStream', null, stream);
}
