import type { ComposerCommand, ComposerConfig } from '@roomcast/contract/composer/commands';
import type { ComposerEvent, SinkReport } from '@roomcast/contract/composer/events';
import type { FileResult, SinkDescription } from '@roomcast/contract/composer/sinks';
import { layoutOptions } from '@roomcast/picture/layout/layout';
import type { Logger } from 'pino';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { Template } from '../templates/Template.ts';
import { ComposerFeed } from './ComposerFeed.ts';
import type { ComposerProcess } from './ComposerProcess.ts';
import type { TrackKind } from './StoredCapture.ts';
import { TemplateFeed } from './TemplateFeed.ts';

/** Something that a composer writes, and what is heard of it. */
export interface EngineSink {
	readonly id: string;
	/** Whether it was removed, or is about to be: nothing is written for it any more. */
	readonly over: boolean;
	/** What to write: asked again with every composer that takes over, for a new place. It may be written down first. */
	describe(): Promise<SinkDescription>;
	/** Which streams it needs. */
	needs(participantId: string, kind: TrackKind): boolean;
	/** @param at epoch ms of its first moment */
	started(at: number): void;
	/**
	 * It cannot continue; the files that are there stay.
	 *
	 * @param error whose failure it is, where its composer does not say it itself
	 */
	failed(reason: string, error?: Error): void;
	/** Everything else that its composer says of it. @param answer sends to that composer */
	event?(event: SinkReport, answer: (command: ComposerCommand) => void): void;
	/** Its composer died; `describe` for the next one follows. */
	lost?(): void;
}

export interface EngineOptions {
	readonly host: SessionHost;
	readonly config: ComposerConfig;
	/** The only participant that its composer knows of. */
	readonly only?: string | undefined;
	/** The page that it shows instead of the session; it ends with it. */
	readonly template?: Template | undefined;
	readonly logger: Logger;
	/** A process that waits for work, or a new one. */
	readonly spawn: () => ComposerProcess;
}

/** More deaths than this within a minute are no accident. */
const MAX_DEATHS = 5;
const DEATHS_WITHIN = 60_000;
/** ms that a sink has to finish its file. */
const CLOSE_TIMEOUT = 60_000;

/** How a sink ended. */
export interface SinkEnd {
	readonly files: readonly FileResult[];
	/** Whether the composer closed it: else its last part ends where the composer died. */
	readonly clean: boolean;
}

/**
 * A composer with all it writes for one session. When it dies another takes over at once, with new files; what was
 * written stays.
 */
export class Engine {
	readonly #options: EngineOptions;
	readonly #sinks = new Map<string, EngineSink>();
	/** Those that the present composer knows of. */
	readonly #told = new Set<string>();
	readonly #holders = new Set<object>();
	readonly #ends = new Map<string, (end: SinkEnd) => void>();
	/** Those that ended on their own, until they are removed. */
	readonly #ended = new Map<string, SinkEnd>();
	#composer: ComposerProcess | undefined;
	#feed: ComposerFeed | TemplateFeed | undefined;
	#running: Promise<void> | undefined;
	readonly #deaths: number[] = [];
	#closed = false;

	constructor(options: EngineOptions) {
		this.#options = options;
		options.template?.on('failed', (error) => this.#giveUp(error));
	}

	/** Whether nothing is written, and nothing will be. */
	get idle(): boolean {
		return this.#sinks.size === 0 && this.#holders.size === 0;
	}

	/** Somebody is about to write with it: it stays until it is let go. */
	hold(holder: object): void {
		this.#holders.add(holder);
	}

	letGo(holder: object): void {
		this.#holders.delete(holder);
	}

	/**
	 * Has its composer write a sink, unless that is over before there is one.
	 *
	 * @throws Error when there is no composer to be had
	 */
	async add(sink: EngineSink): Promise<void> {
		while (!sink.over) {
			await this.#run();
			if (sink.over) return;
			const composer = this.#composer;
			const description = await sink.describe();
			if (sink.over) return;
			// One that died while the description was made has left nothing to write to.
			if (composer === undefined || composer.closed) continue;
			this.#sinks.set(sink.id, sink);
			await this.#feed?.refresh();
			// It may have been removed meanwhile, or be with a composer that took over.
			if (this.#sinks.has(sink.id) && composer === this.#composer) this.#tell(composer, description);
			return;
		}
	}

	/** Ends a sink. Resolves when its file is finished, or was left as it is. */
	async remove(sinkId: string): Promise<SinkEnd> {
		const ended = this.#ended.get(sinkId);
		if (ended !== undefined) {
			this.#ended.delete(sinkId);
			return ended;
		}
		const { promise, resolve } = Promise.withResolvers<SinkEnd>();
		// One that takes over has nothing to end yet.
		if (!this.#sinks.has(sinkId) || !this.#told.has(sinkId) || this.#composer === undefined || this.#composer.closed) {
			this.#sinks.delete(sinkId);
			return { files: [], clean: false };
		}
		this.#ends.set(sinkId, resolve);
		this.#composer.send({ type: 'removeSink', sinkId });
		const timer = setTimeout(() => resolve({ files: [], clean: false }), CLOSE_TIMEOUT);
		const end = await promise;
		clearTimeout(timer);
		this.#ends.delete(sinkId);
		this.#sinks.delete(sinkId);
		this.#told.delete(sinkId);
		await this.#feed?.refresh();
		return end;
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#feed?.close();
		await Promise.all([this.#composer?.stop(), this.#options.template?.close()]);
	}

	#run(): Promise<void> {
		this.#running ??= this.#start().catch((error) => {
			this.#running = undefined;
			throw error;
		});
		return this.#running;
	}

	async #start(): Promise<void> {
		const { host, logger, spawn, config, only, template } = this.#options;
		await template?.open();
		// What it was for may have ended meanwhile, and nobody would stop this composer.
		if (this.#closed) throw new Error('it ended before it began');
		const composer = spawn();
		this.#composer = composer;
		composer.on('event', (event) => this.#hear(composer, event));
		await composer.start({ ...config, clockOffsetMs: host.clock.offset });
		composer.once('exited', (how) => this.#died(composer, how));
		const wants = (participantId: string, kind: TrackKind) =>
			[...this.#sinks.values()].some((sink) => sink.needs(participantId, kind));
		const layout = config.composition && layoutOptions(config.composition, config.bare ?? false);
		const feed =
			template === undefined
				? new ComposerFeed({ host, composer, logger, only, wants, layout })
				: new TemplateFeed({ template, composer, logger, wants });
		this.#feed = feed;
		await feed.start();
	}

	#tell(composer: ComposerProcess, sink: SinkDescription): void {
		this.#told.add(sink.sinkId);
		composer.send({ type: 'addSink', sink });
	}

	#hear(composer: ComposerProcess, event: ComposerEvent): void {
		if (!('sinkId' in event)) return;
		const sink = this.#sinks.get(event.sinkId);
		switch (event.type) {
			case 'sink-started':
				sink?.started(event.startedAt);
				break;
			case 'sink-stopped':
				this.#stopped(event.sinkId, { files: event.files, clean: true });
				break;
			case 'sink-failed':
				sink?.failed(event.reason);
				break;
			default:
				sink?.event?.(event, (command) => composer.send(command));
		}
	}

	#stopped(sinkId: string, end: SinkEnd): void {
		const resolve = this.#ends.get(sinkId);
		if (resolve !== undefined) resolve(end);
		else if (this.#sinks.delete(sinkId)) this.#ended.set(sinkId, end);
	}

	#died(composer: ComposerProcess, how: string): void {
		if (composer !== this.#composer) return;
		this.#feed?.close();
		this.#feed = undefined;
		this.#composer = undefined;
		this.#running = undefined;
		this.#told.clear();
		if (this.#closed) return;
		this.#options.logger.error({ how, pid: composer.pid }, 'composer died');
		// What was about to end has ended.
		for (const [sinkId, end] of this.#ends) {
			this.#sinks.delete(sinkId);
			end({ files: [], clean: false });
		}
		for (const sink of this.#sinks.values()) sink.lost?.();
		if (this.#sinks.size > 0) void this.#takeOver(how);
	}

	/** @param how the composer before it ended */
	async #takeOver(how: string): Promise<void> {
		if (this.#diesTooOften()) {
			this.#giveUp(new Error(`the composer died more than ${MAX_DEATHS} times in a minute (${how})`));
			return;
		}
		try {
			await this.#run();
		} catch (error) {
			// It died as well, before it was ready.
			await this.#takeOver((error as Error).message);
			return;
		}
		const composer = this.#composer;
		try {
			for (const sink of [...this.#sinks.values()]) {
				if (sink.over) continue;
				const description = await sink.describe();
				if (this.#sinks.has(sink.id) && composer !== undefined) this.#tell(composer, description);
			}
			await this.#feed?.refresh();
		} catch (error) {
			const reason = `it could not continue with another composer: ${(error as Error).message}`;
			this.#giveUp(new Error(reason, { cause: error }));
		}
	}

	/** Counts a death. */
	#diesTooOften(): boolean {
		const now = performance.now();
		this.#deaths.push(now);
		while (this.#deaths[0] !== undefined && this.#deaths[0] < now - DEATHS_WITHIN) this.#deaths.shift();
		return this.#deaths.length > MAX_DEATHS;
	}

	#giveUp(error: Error): void {
		for (const sink of [...this.#sinks.values()]) sink.failed(error.message, error);
	}
}
