import type { ParticipantRecording, Recording } from '@roomcast/contract';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import type { SessionCaller } from '../sessions/SessionAccess.ts';
import type { WebhookService } from '../webhooks/service.ts';
import type { RecordingService } from './service.ts';
import { participantRecordingView, type RecordingContext, recordingView } from './view.ts';

/** Shows recordings with what belongs to them: files with links, and how their webhooks were delivered. */
export class RecordingViews {
	readonly #recordings: RecordingService;
	readonly #webhooks: Pick<WebhookService, 'summariesOfResources'>;
	readonly #publicUrl: () => string;

	constructor(
		recordings: RecordingService,
		webhooks: Pick<WebhookService, 'summariesOfResources'>,
		publicUrl: () => string,
	) {
		this.#recordings = recordings;
		this.#webhooks = webhooks;
		this.#publicUrl = publicUrl;
	}

	meetings(caller: SessionCaller, captures: readonly StoredCapture[]): Promise<Recording[]> {
		return this.#views(caller, captures, recordingView);
	}

	participants(caller: SessionCaller, captures: readonly StoredCapture[]): Promise<ParticipantRecording[]> {
		return this.#views(caller, captures, participantRecordingView);
	}

	async #views<T>(
		caller: SessionCaller,
		captures: readonly StoredCapture[],
		view: (capture: StoredCapture, context: RecordingContext) => T,
	): Promise<T[]> {
		const files = await this.#recordings.files(captures);
		const linked = await Promise.all(files.map(async (file) => ({ file, url: await this.#recordings.url(file) })));
		const byCapture = Map.groupBy(linked, ({ file }) => file.captureId);
		const summaries = await this.#webhooks.summariesOfResources(
			caller.keyId,
			captures.map(({ id }) => id),
		);
		return captures.map((capture) =>
			view(capture, {
				files: byCapture.get(capture.id) ?? [],
				webhook: summaries.get(capture.id) ?? { totalCount: 0, successCount: 0, data: [] },
				userId: caller.userId,
				publicUrl: this.#publicUrl(),
			}),
		);
	}
}
