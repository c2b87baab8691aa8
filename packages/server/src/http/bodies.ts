import { RoomcastError } from '@roomcast/contract';
import { jsonFault } from '../json/jsonFault.ts';
import { withoutPrototype } from '../json/withoutPrototype.ts';
import type { App } from './App.ts';
import { jsonErrorPosition } from './jsonErrorPosition.ts';

/**
 * Read JSON bodies. An empty body counts as none, whatever its type: official samples send `Content-Type` without a
 * body.
 */
export function registerBodies(app: App): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) =>
		parseJson(decode(bytes)),
	);
	app.addContentTypeParser('*', { parseAs: 'string' }, async (request: { headers: object }, text: string) => {
		if (text === '') return undefined;
		const type = (request.headers as Record<string, string | undefined>)['content-type'];
		throw new RoomcastError(
			'UNSUPPORTED_MEDIA_TYPE',
			type === undefined ? '`Content-Type` is missing' : `\`Content-Type\` is ${type}`,
		);
	});
}

/**
 * JSON that systems exchange is UTF-8, and a byte order mark at its beginning may be ignored (RFC 8259 section 8.1). What is
 * no UTF-8 must not be replaced: two names would become one.
 *
 * @throws RoomcastError VALIDATION_FAILED
 */
function decode(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch (cause) {
		throw new RoomcastError(
			'VALIDATION_FAILED',
			`the body is not UTF-8: byte ${firstBadByte(bytes)} begins no whole character`,
			{ cause },
		);
	}
}

/** The place of the first byte that is not part of a character, from 0. */
function firstBadByte(bytes: Buffer): number {
	const replaced = bytes.toString('utf8');
	for (let at = replaced.indexOf('\uFFFD'); at >= 0; at = replaced.indexOf('\uFFFD', at + 1)) {
		const before = Buffer.byteLength(replaced.slice(0, at));
		// One that was sent as it is has three bytes.
		if (bytes.readUIntBE(before, Math.min(3, bytes.length - before)) !== 0xef_bf_bd) return before;
	}
	return 0;
}

function parseJson(text: string): unknown {
	if (text === '') return undefined;
	const fault = jsonFault(text);
	if (fault !== undefined) throw new RoomcastError('VALIDATION_FAILED', `the body cannot be read: ${fault}`);
	try {
		return withoutPrototype(JSON.parse(text), text);
	} catch (error) {
		const position = jsonErrorPosition(text);
		throw new RoomcastError(
			'VALIDATION_FAILED',
			`the body is not JSON from position ${position ?? 0} on (${(error as Error).message})`,
			{ cause: error },
		);
	}
}
