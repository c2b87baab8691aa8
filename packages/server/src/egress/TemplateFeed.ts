import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { LocalSource } from '../media/LocalSource.ts';
import type { MediaTap } from '../media/MediaTap.ts';
import type { ProducerAppData } from '../media/ProducerAppData.ts';
import type { Template } from '../templates/Template.ts';
import type { ComposerProcess } from './ComposerProcess.ts';
import { describeTrack } from './describeTrack.ts';
import type { TrackKind } from './StoredCapture.ts';

export interface TemplateFeedOptions {
	readonly template: Template;
	readonly composer: ComposerProcess;
	readonly logger: Logger;
	wants(participantId: string, kind: TrackKind): boolean;
}

/** Keeps a composer informed of a template page instead of a session: one who fills the picture. */
export class TemplateFeed {
	readonly #options: TemplateFeedOptions;
	readonly #known = new Set<string>();
	#tap: MediaTap | undefined;
	#source: LocalSource | undefined;
	#closed = false;
	readonly #leave: () => void;

	constructor(options: TemplateFeedOptions) {
		this.#options = options;
		const opened = (source: LocalSource) => void this.#connect(source);
		options.template.on('opened', opened);
		this.#leave = () => options.template.off('opened', opened);
	}

	async start(): Promise<void> {
		const { composer, template } = this.#options;
		const { participantId } = template;
		composer.send({ type: 'participant', participant: { participantId, name: '', muted: false, cameraOff: false } });
		const { current } = template;
		if (current !== undefined) await this.#connect(current);
	}

	/** What the composer wants has changed. */
	async refresh(): Promise<void> {
		await Promise.all((this.#source?.producers ?? []).map((producer) => this.#add(producer)));
	}

	close(): void {
		this.#closed = true;
		this.#leave();
		this.#tap?.close();
	}

	async #connect(source: LocalSource): Promise<void> {
		const to = this.#options.composer.endpoint;
		if (this.#closed || to === undefined || source.closed) return;
		this.#tap ??= this.#options.template.tap(to);
		this.#source = source;
		this.#known.clear();
		source.on('produced', (producer) => void this.#add(producer));
		await this.refresh();
	}

	async #add(producer: types.Producer): Promise<void> {
		const { composer, wants, logger } = this.#options;
		const tap = this.#tap;
		const { participantId, kind } = producer.appData as ProducerAppData;
		if (tap === undefined || tap.closed || this.#known.has(producer.id)) return;
		if ((kind !== 'audio' && kind !== 'video') || !wants(participantId, kind)) return;
		this.#known.add(producer.id);
		try {
			const stream = await tap.consume(producer);
			composer.send({ type: 'addTrack', track: describeTrack(stream, participantId, kind) });
			producer.observer.once('close', () => composer.send({ type: 'removeTrack', trackId: stream.id }));
			await stream.resume();
		} catch (error) {
			if (!producer.closed && !tap.closed) logger.warn({ err: error }, 'a template page could not be tapped');
		}
	}
}
