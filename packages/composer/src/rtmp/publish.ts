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
 * @throws {RtmpRefused} where the server says no or redirects, {@link ClosedOnPublish} where it goes away at the last step, an Error
 * where the connection ends before
 */
export async function publish(connection: RtmpConnection, target: RtmpTarget, streamKey: string): Promise<number> {
	// Some servers refuse and redirect with a status instead of an answer.
	const refused = Promise.withResolvers<never>();
	refused.promise.catch(() => {});
	const refuse = ({ code, description, redirect }: RtmpStatus) =>
		refused.reject(new RtmpRefused(code, description, redirect));
	connection.onStatus((status) => {
		if (status.level === 'error' && status.code.startsWith('NetConnection.')) refuse(status);
	});
	const connected = connection.call('connect', {
		app: target.application,
		type: 'nonprivate',
		flashVer: 'FMLE/3.0 (compatible; Roomcast)',
		swfUrl: target.tcUrl,
		tcUrl: target.tcUrl,
	});
	await Promise.race([connected, refused.promise]);
	// Answered by some servers only, and needed by some.
	connection.command(0, 'releaseStream', null, streamKey);
	connection.command(0, 'FCPublish', null, streamKey);
	const [, stream] = await Promise.race([connection.call('createStream', null), refused.promise]);
	if (typeof stream !== 'number') throw new Error('the server gave no stream to publish on');

	const begun = new Promise<void>((resolve) => {
		connection.onStatus((status) => {
			if (status.code === BEGUN) resolve();
			else if (status.level === 'error') refuse(status);
		});
	});
	connection.command(stream, 'publish', null, streamKey, 'live');
	const lost = connection.closed.then((reason) => Promise.reject(new ClosedOnPublish(reason)));
	await Promise.race([begun, refused.promise, lost]);
	return stream;
}

/** Says goodbye, so that the server knows the stream has ended and is not merely gone. */
export function unpublish(connection: RtmpConnection, stream: number, streamKey: string): void {
	connection.command(0, 'FCUnpublish', null, streamKey);
	connection.command(0, 'deleteStream', null, stream);
}
