import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { TEMPLATE_DRIVER } from '../installation.ts';
import type { TargetGuard } from '../net/TargetGuard.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import { BrowserFolder } from './BrowserFolder.ts';
import { browserAccount } from './browserAccount.ts';
import { findChromium } from './findChromium.ts';
import { Template, type TemplateNeed } from './Template.ts';
import { type AllowedDestination, destinationOf } from './TemplateProxy.ts';
import { templateAddress } from './templateAddress.ts';

export interface TemplatesOptions {
	/** Path of Chromium, where the operator names one. */
	readonly program: string | undefined;
	/** What browsers see of the environment. */
	readonly env: Readonly<Record<string, string>>;
	readonly dataDir: string;
	readonly guard: TargetGuard;
	/** Account that browsers run as, where the operator names one: a name or `uid:gid`. */
	readonly user: string | undefined;
	/** Whether pages run in the sandbox of the browser, or not at all. */
	readonly sandbox: boolean;
	/** Where this server takes media, over TCP as well. */
	readonly media: readonly AllowedDestination[];
	/** Seconds that a page has to load. */
	readonly loadTimeout: number;
	/** Base of every link of this server. */
	publicUrl(): string;
	/** A token for a room and one participant. */
	mint(keyId: string, who: { roomId: string; participantId: string }): Promise<string>;
	readonly logger: Logger;
}

/** Opens template pages: which addresses they may have, and what they are opened with. */
export class Templates {
	readonly #options: TemplatesOptions;
	readonly #folder: string;
	readonly #logger: Logger;

	private constructor(options: TemplatesOptions, folder: string) {
		this.#options = options;
		this.#folder = folder;
		this.#logger = options.logger.child({ part: 'templates' });
	}

	/** Removes what browsers left whose server was killed. */
	static async create(options: TemplatesOptions): Promise<Templates> {
		const folder = join(options.dataDir, 'browsers');
		await BrowserFolder.sweep(folder);
		return new Templates(options, folder);
	}

	/**
	 * Whether there is a browser, and it may open a page.
	 *
	 * @throws TargetRefused what DNS says, and an Error without Chromium
	 */
	async check(url: string): Promise<void> {
		await this.#destinations(url);
		await this.#program();
		await browserAccount(this.#options.user);
	}

	/** A page for a session, which is not open yet. @param size in pixels */
	make(host: SessionHost, need: TemplateNeed, size: { width: number; height: number }): Template {
		const { env, loadTimeout, mint, user, sandbox } = this.#options;
		const { url, composition } = need;
		const { roomId, keyId } = host.room;
		return new Template(
			host,
			{
				size,
				address: async (participantId) => {
					const token = await mint(keyId, { roomId, participantId });
					const own = this.#isOwn(url);
					return {
						url: templateAddress(url, { participantId, roomId, token, own, composition }),
						own,
						destinations: await this.#destinations(url, keyId),
					};
				},
				browser: async () => ({
					program: await this.#program(),
					folder: this.#folder,
					account: await browserAccount(user),
					sandbox,
					env,
					loadTimeout: loadTimeout * 1000,
					driver: TEMPLATE_DRIVER,
					logger: this.#logger,
				}),
			},
			this.#logger,
		);
	}

	/**
	 * What the page's browser may reach: its own origin, at the addresses that were checked, and this server.
	 *
	 * @param unansweredKeyId whose page it is, where no answer reports a refusal
	 */
	async #destinations(url: string, unansweredKeyId?: string): Promise<AllowedDestination[]> {
		const server = [destinationOf(new URL(this.#options.publicUrl())), ...this.#options.media];
		if (this.#isOwn(url)) return server;
		const { url: page, lookup } = await this.#options.guard.check(url, 'template', unansweredKeyId);
		return [destinationOf(page, lookup), ...server];
	}

	#isOwn(url: string): boolean {
		return URL.canParse(url) && new URL(url).origin === new URL(this.#options.publicUrl()).origin;
	}

	async #program(): Promise<string> {
		const program = await findChromium(this.#options.program, this.#options.env.PATH ?? '');
		await access(TEMPLATE_DRIVER).catch(() => {
			throw new Error('the driver of template pages is not built: npm run build');
		});
		return program;
	}
}
