import type { Meeting, PubSubMessage } from '@roomcast/client';
import { createContext, useContext } from 'react';
import { Store } from '../base/Store.ts';

/** The topic of the chat, as VideoSDK's prebuilt page names it. */
const TOPIC = 'CHAT';

export interface ChatState {
	/** Oldest first. */
	readonly messages: readonly PubSubMessage[];
	/** Messages of others that came since the chat was last open. */
	readonly unread: number;
	/** Whether the chat can be seen now. */
	readonly open: boolean;
	/** Whether what was said before is here yet; `failed` when the server refused. */
	readonly status: 'loading' | 'ready' | 'failed';
}

/** The chat of one call: what was said before, what is said, and how much of it is unread. */
export class ChatLog extends Store<ChatState> {
	readonly #meeting: Meeting;
	readonly #heard = new Set<(message: PubSubMessage, open: boolean) => void>();
	readonly #listeners = {
		onMessageReceived: (message: PubSubMessage) => this.#add(message),
		onOldMessagesReceived: (messages: PubSubMessage[]) => this.#addOld(messages),
	};

	constructor(meeting: Meeting) {
		super({ messages: [], unread: 0, open: false, status: 'loading' });
		this.#meeting = meeting;
	}

	/** Listens, until the returned function is called. */
	start(): () => void {
		this.#meeting.pubSub.subscribe(TOPIC, this.#listeners).then(
			() => this.set({ ...this.state, status: 'ready' }),
			() => this.set({ ...this.state, status: 'failed' }),
		);
		return () => void this.#meeting.pubSub.unsubscribe(TOPIC, this.#listeners).catch(() => undefined);
	}

	/** Says something to everybody, for those who come later too. Rejects when it could not be sent. */
	async say(text: string): Promise<void> {
		await this.#meeting.pubSub.publish(TOPIC, text, { persist: true });
	}

	/** Calls back for every message that somebody else writes from now on, until the returned function is called. */
	onHeard(listener: (message: PubSubMessage, open: boolean) => void): () => void {
		this.#heard.add(listener);
		return () => this.#heard.delete(listener);
	}

	/** The chat can be seen, or no longer. */
	show(open: boolean): void {
		if (open !== this.state.open) this.set({ ...this.state, open, unread: open ? 0 : this.state.unread });
	}

	#add(message: PubSubMessage): void {
		const { messages, unread, open } = this.state;
		const own = message.senderId === this.#meeting.localParticipant.id;
		this.set({ ...this.state, messages: [...messages, message], unread: open || own ? 0 : unread + 1 });
		if (!own) for (const listener of this.#heard) listener(message, open);
	}

	/** What was said before one came is no news. */
	#addOld(old: PubSubMessage[]): void {
		if (old.length > 0) this.set({ ...this.state, messages: [...this.state.messages, ...old] });
	}
}

/** The chat of the running call; undefined where it is not offered. */
export const ChatContext = createContext<ChatLog | undefined>(undefined);

/** The chat of the running call; undefined where it is not offered. */
export function useChat(): ChatLog | undefined {
	return useContext(ChatContext);
}
