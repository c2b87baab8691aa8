import { RoomcastError } from '@roomcast/contract';
import type { App } from './App.ts';
import { answerError } from './errors.ts';

/** Paths of VideoSDK v2 whose features this server does not have, with what is below them. */
const MISSING: readonly (readonly [path: string, feature: string])[] = [
	['/v2/recordings/composite', 'composite recordings of chosen participants'],
	['/v2/recordings/participant/merge', 'merging recordings'],
	['/v2/transcodings', 'merging recordings'],
	['/v2/transcriptions', 'transcription'],
	['/ai/v1', 'transcription'],
	['/v2/resource', 'resource pools'],
	['/v2/whep', 'playing by WHEP'],
	['/v2/ingest', 'sockets that send media'],
	['/v2/sip', 'telephony'],
	['/v2/sip-trunk', 'telephony'],
	['/v2/batch-calls', 'telephony'],
	['/v2/agent', 'AI agents'],
];

/** Answer 501 where VideoSDK has a feature and this server has none. After CORS: other pages may read the answer as well. */
export function refuseMissingFeatures(app: App): void {
	app.addHook('onRequest', async (request, reply) => {
		const [path = ''] = request.url.split('?', 1);
		const found = MISSING.find(([missing]) => path === missing || path.startsWith(`${missing}/`));
		if (found === undefined) return;
		return answerError(new RoomcastError('FEATURE_NOT_SUPPORTED', found[1]), request, reply);
	});
}
