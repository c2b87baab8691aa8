import type { ComposerConfig } from '@roomcast/contract/composer/commands';
import { pictureSize } from '@roomcast/picture/sizes';
import type { Logger } from 'pino';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { TemplateNeed } from '../templates/Template.ts';
import type { Templates } from '../templates/Templates.ts';
import type { ComposerPool } from './ComposerPool.ts';
import { Engine } from './Engine.ts';

/** Which composer a capture needs: captures with the same key share one, with one encode. */
export interface EngineNeed {
	readonly key: string;
	readonly config: ComposerConfig;
	/** The only participant that it knows of: nobody else can be in the picture. */
	readonly only?: string;
	/** The page that it shows instead. */
	readonly template?: TemplateNeed;
}

/** The composers of every session: what needs the same picture shares one. */
export class Engines {
	readonly #pool: ComposerPool;
	readonly #templates: Templates;
	readonly #logger: Logger;
	readonly #engines = new Map<SessionHost, Map<string, Engine>>();
	readonly #closing = new Set<Promise<void>>();

	constructor(pool: ComposerPool, templates: Templates, logger: Logger) {
		this.#pool = pool;
		this.#templates = templates;
		this.#logger = logger;
	}

	/** The one for a need. */
	get(host: SessionHost, { key, config, only, template }: EngineNeed): Engine {
		const engines = this.#engines.get(host) ?? new Map<string, Engine>();
		this.#engines.set(host, engines);
		const known = engines.get(key);
		if (known !== undefined) return known;
		const engine = new Engine({
			host,
			config,
			only,
			template: template && this.#templates.make(host, template, pictureSize(config.composition)),
			logger: this.#logger,
			spawn: () => this.#pool.take(),
		});
		engines.set(key, engine);
		return engine;
	}

	/** Ends those of a session that write nothing any more. */
	async release(host: SessionHost): Promise<void> {
		const engines = this.#engines.get(host);
		if (engines === undefined) return;
		for (const [key, engine] of engines) {
			if (!engine.idle) continue;
			engines.delete(key);
			const closing = engine.close().finally(() => this.#closing.delete(closing));
			this.#closing.add(closing);
		}
		if (engines.size === 0) this.#engines.delete(host);
	}

	/** Ends all. Resolves when every process is gone. */
	async close(): Promise<void> {
		const all = [...this.#engines.values()].flatMap((engines) => [...engines.values()]);
		this.#engines.clear();
		await Promise.all([...all.map((engine) => engine.close()), ...this.#closing]);
	}
}
