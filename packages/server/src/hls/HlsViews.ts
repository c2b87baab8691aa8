import type { HlsStream } from '@roomcast/contract';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import type { SessionCaller } from '../sessions/SessionAccess.ts';
import type { WebhookService } from '../webhooks/service.ts';
import type { HlsService } from './service.ts';
import { hlsView } from './view.ts';

/** Shows streams with how their webhooks were delivered. */
export class HlsViews {
	readonly #webhooks: Pick<WebhookService, 'summariesOfResources'>;
	readonly #timeIn: (capture: StoredCapture) => number;
	readonly #publicUrl: () => string;

	constructor(
		hls: Pick<HlsService, 'timeIn'>,
		webhooks: Pick<WebhookService, 'summariesOfResources'>,
		publicUrl: () => string,
	) {
		this.#timeIn = (capture) => hls.timeIn(capture);
		this.#webhooks = webhooks;
		this.#publicUrl = publicUrl;
	}

	async list(caller: SessionCaller, captures: readonly StoredCapture[]): Promise<HlsStream[]> {
		const ids = captures.map(({ id }) => id);
		const summaries = await this.#webhooks.summariesOfResources(caller.keyId, ids);
		return captures.map((capture) =>
			hlsView(capture, {
				webhook: summaries.get(capture.id) ?? { totalCount: 0, successCount: 0, data: [] },
				publicUrl: this.#publicUrl(),
				now: this.#timeIn(capture),
			}),
		);
	}

	async one(caller: SessionCaller, capture: StoredCapture): Promise<HlsStream> {
		return (await this.list(caller, [capture]))[0] as HlsStream;
	}
}
