import type { Livestream, LivestreamOutputState } from '@roomcast/contract';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import type { SessionCaller } from '../sessions/SessionAccess.ts';
import type { WebhookService } from '../webhooks/service.ts';
import type { LivestreamService } from './service.ts';
import { livestreamView } from './view.ts';

/** Shows livestreams with what belongs to them: outputs, and how their webhooks were delivered. */
export class LivestreamViews {
	readonly #livestreams: Pick<LivestreamService, 'outputs'>;
	readonly #webhooks: Pick<WebhookService, 'summariesOfResources'>;
	readonly #publicUrl: () => string;

	constructor(
		livestreams: Pick<LivestreamService, 'outputs'>,
		webhooks: Pick<WebhookService, 'summariesOfResources'>,
		publicUrl: () => string,
	) {
		this.#livestreams = livestreams;
		this.#webhooks = webhooks;
		this.#publicUrl = publicUrl;
	}

	/** @param withStreamKeys show stream keys and URLs as they were given */
	async list(caller: SessionCaller, captures: readonly StoredCapture[], withStreamKeys = false): Promise<Livestream[]> {
		const outputs = Map.groupBy(await this.#livestreams.outputs(captures), ({ captureId }) => captureId);
		const ids = captures.map(({ id }) => id);
		const summaries = await this.#webhooks.summariesOfResources(caller.keyId, ids);
		return captures.map((capture) =>
			livestreamView(capture, {
				outputs: outputs.get(capture.id) ?? [],
				webhook: summaries.get(capture.id) ?? { totalCount: 0, successCount: 0, data: [] },
				publicUrl: this.#publicUrl(),
				withStreamKeys,
			}),
		);
	}

	/** @param withStreamKeys show stream keys and URLs as they were given */
	async one(caller: SessionCaller, capture: StoredCapture, withStreamKeys = false): Promise<Livestream> {
		return (await this.list(caller, [capture], withStreamKeys))[0] as Livestream;
	}

	/** One output of a livestream. */
	async output(caller: SessionCaller, capture: StoredCapture, id: string): Promise<LivestreamOutputState> {
		const { outputs } = await this.one(caller, capture);
		return outputs.find((output) => output.id === id) as LivestreamOutputState;
	}
}
