import { type EntryRequestInfo, leaveReason } from '@roomcast/contract';
import { awakeMs } from '../../time/AwakeClock.ts';
import type { Link } from './Link.ts';
import { type Notification, transient } from './NotificationLog.ts';

/** How a request to be let in ended. */
export type EntryDecision = 'allowed' | 'denied';

/** Somebody who waits. */
interface Waiter {
	readonly name: string;
	/** Epoch ms. */
	readonly requestedAt: number;
	link: Link | undefined;
	/** Since when there is no connection, by `awakeMs`. */
	awaySince: number | undefined;
}

/** ms that somebody who waits is kept without a connection, as a participant is. */
const KEPT = 30_000;

/**
 * Those who asked to be let in. They hear the decision and nothing else: no media, no messages, no names. A decision
 * lasts as long as the session.
 */
export class WaitingRoom {
	readonly #waiters = new Map<string, Waiter>();
	readonly #admitted: Set<string>;
	/** Who was denied while away, and since when by `awakeMs`: they are told when they are back. */
	readonly #denied = new Map<string, number>();

	/** @param admitted ids of those who were let in before a server died */
	constructor(admitted: Iterable<string> = []) {
		this.#admitted = new Set(admitted);
	}

	/** How many wait. */
	get size(): number {
		return this.#waiters.size;
	}

	/** Who waits, in the order of asking. */
	get requests(): (EntryRequestInfo & { requestedAt: number })[] {
		return [...this.#waiters].map(([participantId, { name, requestedAt }]) => ({ participantId, name, requestedAt }));
	}

	/** Ids of those who were let in. */
	get admitted(): readonly string[] {
		return [...this.#admitted];
	}

	isAdmitted(participantId: string): boolean {
		return this.#admitted.has(participantId);
	}

	/**
	 * Asks, or goes on waiting on another connection. Returns whether this is a new request.
	 *
	 * @param requestedAt epoch ms; all other times are by `awakeMs`
	 */
	ask(participantId: string, name: string, link: Link, requestedAt: number): boolean {
		const waiter = this.#waiters.get(participantId);
		if (waiter === undefined) {
			this.#waiters.set(participantId, { name, requestedAt, link, awaySince: undefined });
			return true;
		}
		if (waiter.link !== link && waiter.link !== undefined) {
			// Told, so that two pages with one id do not take the place from each other for ever.
			const reason = leaveReason('DUPLICATE_PARTICIPANT');
			waiter.link.send(transient('left', { reason }));
			waiter.link.close(1000, reason.message);
		}
		waiter.link = link;
		waiter.awaySince = undefined;
		return false;
	}

	/**
	 * Decides: the first answer counts.
	 *
	 * @returns tells the one who asked, once that may be known; undefined when there is no such request (any more)
	 */
	decide(participantId: string, decision: EntryDecision): (() => void) | undefined {
		const waiter = this.#waiters.get(participantId);
		if (waiter === undefined) return undefined;
		this.#waiters.delete(participantId);
		if (decision === 'allowed') this.#admitted.add(participantId);
		else if (waiter.link === undefined) this.#denied.set(participantId, awakeMs());
		return () => waiter.link?.send(responded(participantId, decision));
	}

	/**
	 * Tells somebody who is back that they were denied while they were away. Returns whether they were: they have to
	 * ask anew to be asked about again.
	 */
	tellDenied(participantId: string, link: Link, now: number): boolean {
		const deniedAt = this.#denied.get(participantId);
		if (deniedAt === undefined) return false;
		this.#denied.delete(participantId);
		if (now - deniedAt >= KEPT) return false;
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
		for (const [participantId, at] of this.#denied) if (now - at >= KEPT) this.#denied.delete(participantId);
		return gone.map(([participantId]) => participantId);
	}

	/** Somebody was thrown out: asking starts again. Returns whether they had been let in. */
	forget(participantId: string): boolean {
		return this.#admitted.delete(participantId);
	}

	/** The session is over: everybody who waits is told why. */
	close(reason: { code: number; message: string }): void {
		for (const { link } of this.#waiters.values()) {
			link?.send(transient('left', { reason }));
			link?.close(1000, reason.message);
		}
		this.#waiters.clear();
	}
}

function responded(participantId: string, decision: EntryDecision): Notification {
	return transient('entry-responded', { participantId, decision });
}
