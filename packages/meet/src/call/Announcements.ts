import type { EntryRequested, Meeting, PubSubMessage } from '@roomcast/client';
import { Store } from '../base/Store.ts';
import type { ChatLog } from '../chat/ChatLog.ts';
import type { Chime } from '../meeting/Chime.ts';
import { onKnockChange } from '../people/knocks.ts';

/** Most characters of a message that are read out; the rest is in the chat. */
const LONGEST = 160;

/** What a screen reader says next. The same words again have another `id`. */
export interface Announcement {
	readonly id: number;
	readonly text: string;
}

/** Announces who asks to join and who writes, as words for screen readers and as a sound for everybody. */
export class Announcements extends Store<Announcement> {
	readonly #meeting: Pick<Meeting, 'entryRequests' | 'on' | 'off'>;
	readonly #chat: Pick<ChatLog, 'onHeard'> | undefined;
	readonly #chime: Pick<Chime, 'play'>;
	/** Ids of those who wait and were announced. */
	#waiting: ReadonlySet<string> = new Set();

	/** @param chat undefined where the chat is not offered */
	constructor(
		meeting: Pick<Meeting, 'entryRequests' | 'on' | 'off'>,
		chat: Pick<ChatLog, 'onHeard'> | undefined,
		chime: Pick<Chime, 'play'>,
	) {
		super({ id: 0, text: '' });
		this.#meeting = meeting;
		this.#chat = chat;
		this.#chime = chime;
	}

	/** Listens, until the returned function is called. Announces those too who wait already. */
	readonly follow = (): (() => void) => {
		const changed = () => this.#knocked(this.#meeting.entryRequests);
		const endKnocks = onKnockChange(this.#meeting, changed);
		const endMessages = this.#chat?.onHeard((message, open) => this.#wrote(message, open));
		changed();
		return () => {
			endKnocks();
			endMessages?.();
		};
	};

	#knocked(waiting: readonly EntryRequested[]): void {
		const come = waiting.filter(({ participantId }) => !this.#waiting.has(participantId));
		this.#waiting = new Set(waiting.map(({ participantId }) => participantId));
		if (come.length === 0) return;
		this.#say(come.length === 1 ? `${come[0]?.name} wants to join` : `${come.length} people want to join`);
		this.#chime.play('knock');
	}

	/** While the chat is open, its own log is read out. */
	#wrote({ senderName, message }: PubSubMessage, open: boolean): void {
		if (open) return;
		const letters = [...message];
		const text = letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : message;
		this.#say(`${senderName || 'Guest'} writes: ${text}`);
		this.#chime.play('message');
	}

	#say(text: string): void {
		this.set({ id: this.state.id + 1, text });
	}
}
