import { EventEmitter } from 'node:events';
import type { CompositionConfig } from '@roomcast/contract';
import type { Logger } from 'pino';
import { BlamedError } from '../log/BlamedError.ts';
import type { LocalSource } from '../media/LocalSource.ts';
import type { Endpoint, MediaTap } from '../media/MediaTap.ts';
import { newRecorderId } from '../sessions/host/recorderId.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import { TemplatePage, type TemplatePageOptions } from './TemplatePage.ts';
import { type AllowedDestination, TemplateProxy } from './TemplateProxy.ts';

/** A page that is to be captured. */
export interface TemplateNeed {
	/** As the caller gave it. */
	readonly url: string;
	readonly composition: CompositionConfig;
}

/** What there is to open it with. */
export interface TemplateVisitor {
	/** Size of the page, in pixels. */
	readonly size: { readonly width: number; readonly height: number };
	/** The whole address, and what the browser may reach. @throws Error when it may not be opened */
	address(participantId: string): Promise<{ url: string; own: boolean; destinations: AllowedDestination[] }>;
	/** How the browser is started. @throws Error when there is none */
	browser(): Promise<Omit<TemplatePageOptions, 'url' | 'own' | 'size' | 'proxyPort' | 'participantId'>>;
}

export interface TemplateEvents {
	/** It is sent from here on; what was sent before has ended. */
	opened: [LocalSource];
	/** It cannot continue. */
	failed: [error: Error];
}

/** More ends than this within a minute are no accident. */
const MAX_ENDS = 3;
const ENDS_WITHIN = 60_000;

/**
 * A template page of a session, in a browser, captured and sent into the room for its recorders. It is opened again when
 * it crashes, and sent again when a media worker dies.
 */
export class Template extends EventEmitter<TemplateEvents> {
	/** Who the page joins as. */
	readonly participantId = newRecorderId();
	readonly #host: SessionHost;
	readonly #visitor: TemplateVisitor;
	readonly #logger: Logger;
	readonly #ends: number[] = [];
	readonly #closing = new Set<Promise<void>>();
	readonly #leave: () => void;
	#opening: Promise<void> | undefined;
	#page: TemplatePage | undefined;
	#proxy: TemplateProxy | undefined;
	#current: LocalSource | undefined;
	#closed = false;

	constructor(host: SessionHost, visitor: TemplateVisitor, logger: Logger) {
		super();
		this.#host = host;
		this.#visitor = visitor;
		this.#logger = logger;
		this.#leave = host.hide(this.participantId);
	}

	/** Where it is sent now. */
	get current(): LocalSource | undefined {
		return this.#current;
	}

	/** A way for what it sends to a program on this machine. */
	tap(to: Endpoint): MediaTap {
		return this.#host.media.room.tap(to);
	}

	/** Opens it, unless it is open. It is being sent when this resolves. @throws Error with the reason */
	open(): Promise<void> {
		if (this.#opening !== undefined) return this.#opening;
		const opening = this.#open().catch((error) => {
			this.#opening = undefined;
			this.#end();
			throw error;
		});
		this.#opening = opening;
		return opening;
	}

	/** Resolves when nothing is left of it. */
	async close(): Promise<void> {
		this.#closed = true;
		this.#leave();
		this.#current?.close();
		await this.#opening?.catch(() => {});
		this.#end();
		this.#proxy?.close();
		await Promise.all(this.#closing);
	}

	async #open(): Promise<void> {
		const { url, own, destinations } = await this.#visitor.address(this.participantId);
		this.#proxy?.close();
		const proxy = await TemplateProxy.listen(destinations);
		this.#proxy = proxy;
		const { size } = this.#visitor;
		const page = await TemplatePage.open({
			...(await this.#visitor.browser()),
			url,
			own,
			size,
			proxyPort: proxy.port,
			participantId: this.participantId,
		});
		this.#page = page;
		await this.#publish(page);
		if (page.gone !== undefined) throw new Error(page.gone);
		page.once('gone', (reason) => void this.#lost(page, reason));
		this.#logger.info({ pid: page.pid, participantId: this.participantId }, 'template page opened');
	}

	async #publish(page: TemplatePage): Promise<void> {
		const source = await this.#host.media.room.localSource();
		if (this.#closed || page !== this.#page) return source.close();
		const before = this.#current;
		this.#current = source;
		before?.close();
		// For a Chromium that knows no exception for the driver: its media goes through the proxy.
		this.#proxy?.allow(
			source.offer.transport.iceCandidates
				.filter(({ protocol }) => protocol === 'tcp')
				.map(({ address, port }) => ({ host: address, port })),
		);
		await page.publish(source);
		if (this.#closed) return;
		if (source.closed) throw new Error('its media worker died');
		source.once('closed', () => void this.#move(page, source));
		this.emit('opened', source);
	}

	/** The media worker that it was sent to died: it is sent to another. */
	async #move(page: TemplatePage, source: LocalSource): Promise<void> {
		const { room } = this.#host.media;
		if (this.#closed || room.closed || page !== this.#page || source !== this.#current) return;
		try {
			await this.#publish(page);
		} catch (error) {
			if (!room.closed && page === this.#page) await this.#lost(page, (error as Error).message);
		}
	}

	/** The page is gone: it is opened again, unless that happens all the time. */
	async #lost(page: TemplatePage, reason: string): Promise<void> {
		if (this.#closed || page !== this.#page) return;
		this.#logger.warn({ reason, pid: page.pid }, 'template page lost');
		this.#end();
		const now = performance.now();
		this.#ends.push(now);
		while (this.#ends[0] !== undefined && this.#ends[0] < now - ENDS_WITHIN) this.#ends.shift();
		if (this.#ends.length > MAX_ENDS) {
			this.emit('failed', new BlamedError('operator', `${reason}, more than ${MAX_ENDS} times in a minute`));
			return;
		}
		this.#opening = undefined;
		try {
			await this.open();
		} catch (error) {
			const why = `${reason}; opened again: ${(error as Error).message}`;
			if (!this.#closed) this.emit('failed', new Error(why, { cause: error }));
		}
	}

	#end(): void {
		const source = this.#current;
		this.#current = undefined;
		source?.close();
		const page = this.#page;
		this.#page = undefined;
		if (page === undefined) return;
		const closing: Promise<void> = page
			.close()
			.catch((error) => this.#logger.error({ err: error }, 'browser could not be closed'))
			.finally(() => this.#closing.delete(closing));
		this.#closing.add(closing);
	}
}
