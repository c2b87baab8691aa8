import { type EntryRequestInfo, leaveReason } from '@roomcast/contract';
import { awakeMs } from '../../time/AwakeClock.ts';
import { type Credentials, type EntryProof, proves } from './Credentials.ts';
import { type Link, MOVED } from './Link.ts';
import { type Notification, transient } from './NotificationLog.ts';

/** How a request to be let in ended. */
export type EntryDecision = 'allowed' | 'denied';

/** Somebody who asks to be let in. */
export interface Asker extends EntryProof {
	readonly participantId: string;
	readonly name: string;
}

/** Somebody who was let in. */
export type Admitted = Omit<Asker, 'name'>;

/** Somebody who waits. */
interface Waiter extends Asker {
	/** Epoch ms. */
	readonly requestedAt: number;
	link: Link | undefined;
	/** By `awakeMs`: since when there is no connection. */
	awaySince: number | undefined;
}

/** ms that somebody who waits is kept without a connection, as a participant is. */
const KEPT = 30_000;

/**
 * Those who asked to be let in. They hear the decision and nothing else: no media, no messages, no names. A decision
 * lasts as long as the session, and is about who asked: another who comes under the same id has to ask.
 */
export class WaitingRoom {
	readonly #waiters = new Map<string, Waiter>();
	readonly #admitted: Map<string, Admitted>;
	/** Who was denied while away, and since when by `awakeMs`: they learn it when they are back. */
	readonly #denied = new Map<string, EntryProof & { at: number }>();

	/** @param admitted those who were let in before a server died */
	constructor(admitted: Iterable<Admitted> = []) {
		this.#admitted = new Map([...admitted].map((one) => [one.participantId, one]));
	}

	/** How many wait. */
	get size(): number {
		return this.#waiters.size;
	}

	/** Who waits, in the order of asking. */
	get requests(): (EntryRequestInfo & { requestedAt: number })[] {
		return [...this.#waiters.values()].map(({ participantId, name, requestedAt }) => ({
			participantId,
			name,
			requestedAt,
		}));
	}

	/** Those who were let in. */
	get admitted(): readonly Admitted[] {
		return [...this.#admitted.values()];
	}

	/** Who waits under an id. */
	waiter(participantId: string): EntryProof | undefined {
		return this.#waiters.get(participantId);
	}

	/** Who was let in under an id. */
	admission(participantId: string): EntryProof | undefined {
		return this.#admitted.get(participantId);
	}

	/** Whether somebody was let in, and is the one who asked. */
	isAdmitted(participantId: string, comer: Credentials): boolean {
		const admitted = this.#admitted.get(participantId);
		return admitted !== undefined && proves(comer, admitted);
	}

	/**
	 * Asks: nobody waits under that id.
	 *
	 * @param requestedAt epoch ms; all other times are by `awakeMs`
	 */
	ask({ participantId, name, ticketHash, named }: Asker, link: Link, requestedAt: number): void {
		const waiter = { participantId, name, ticketHash, named, requestedAt, link, awaySince: undefined };
		this.#waiters.set(participantId, waiter);
	}

	/** Goes on waiting on another connection. */
	move(participantId: string, link: Link): void {
		const waiter = this.#waiters.get(participantId);
		if (waiter === undefined) return;
		// Told, so that two pages with one id do not take the place from each other without end.
		if (waiter.link !== link) dismiss(waiter);
		waiter.link = link;
		waiter.awaySince = undefined;
	}

	/** Takes one out whose id belongs to another. */
	displace(participantId: string): void {
		const waiter = this.#waiters.get(participantId);
		this.#waiters.delete(participantId);
		if (waiter !== undefined) dismiss(waiter);
	}

	/**
	 * Decides: the first answer counts.
	 *
	 * @returns who was let in, if anybody, and what tells the one who asked, once that may be known; undefined when there
	 *   is no such request (any more)
	 */
	decide(
		participantId: string,
		decision: EntryDecision,
	): { readonly admitted: Admitted | undefined; tell(): void } | undefined {
		const waiter = this.#waiters.get(participantId);
		if (waiter === undefined) return undefined;
		this.#waiters.delete(participantId);
		const { ticketHash, named } = waiter;
		const admitted = decision === 'allowed' ? { participantId, ticketHash, named } : undefined;
		if (admitted !== undefined) this.#admitted.set(participantId, admitted);
		else if (waiter.link === undefined) this.#denied.set(participantId, { ticketHash, named, at: awakeMs() });
		return { admitted, tell: () => waiter.link?.send(responded(participantId, decision)) };
	}

	/**
	 * Tells somebody who is back that they were denied while they were away. Returns whether they were: they have to
	 * ask again to be asked about again.
	 */
	tellDenied(participantId: string, comer: Credentials, link: Link, now: number): boolean {
		const denied = this.#denied.get(participantId);
		if (denied === undefined || !proves(comer, denied)) return false;
		this.#denied.delete(participantId);
		if (now - denied.at >= KEPT) return false;
		link.send(responded(participantId, 'denied'));
		return true;
	}

	/** Somebody gives up. Returns whether they waited on this connection. */
	withdraw(participantId: string, link: Link): boolean {
		if (this.#waiters.get(participantId)?.link !== link) return false;
		return this.#waiters.delete(participantId);
	}

	/** The connection of somebody who waits is gone. */
	detach(participantId: string, link: Link, now: number): void {
		const waiter = this.#waiters.get(participantId);
		if (waiter?.link !== link) return;
		waiter.link = undefined;
		waiter.awaySince = now;
	}

	/** Takes out those who are not coming back, and returns their ids. */
	sweep(now: number): string[] {
		const gone = [...this.#waiters].filter(([, { awaySince }]) => awaySince !== undefined && now - awaySince >= KEPT);
		for (const [participantId] of gone) this.#waiters.delete(participantId);
		for (const [participantId, { at }] of this.#denied) if (now - at >= KEPT) this.#denied.delete(participantId);
		return gone.map(([participantId]) => participantId);
	}

	/** Somebody was removed: asking starts again. */
	forget(participantId: string): void {
		this.#admitted.delete(participantId);
	}

	/** The session is on another server, where those who wait ask again on their own. */
	abandon(): void {
		for (const { link } of this.#waiters.values()) link?.close(MOVED.code, MOVED.reason);
		this.#waiters.clear();
	}

	/** The session is over: everybody who waits learns why. */
	close(reason: { code: number; message: string }): void {
		for (const waiter of this.#waiters.values()) dismiss(waiter, reason);
		this.#waiters.clear();
	}
}

function dismiss({ link }: Waiter, reason = leaveReason('DUPLICATE_PARTICIPANT')): void {
	link?.send(transient('left', { reason }));
	link?.close(1000, reason.message);
}

function responded(participantId: string, decision: EntryDecision): Notification {
	return transient('entry-responded', { participantId, decision });
}
