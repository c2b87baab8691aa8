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
	app.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: unknown, text: string) =>
		parseJson(text),
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
