interface Listeners {
	onMessageReceived?(message: object): void;
	onOldMessagesReceived?(messages: object[]): void;
}

const MINUTE = 60_000;

/** A made-up `pubSub` with a talk in it. */
export class FakeChat {
	readonly #talk: boolean;
	#listeners: Listeners = {};
	#count = 0;

	constructor(talk: boolean) {
		this.#talk = talk;
	}

	async subscribe(_topic: string, listeners: Listeners): Promise<void> {
		this.#listeners = listeners;
		if (!this.#talk) return;
		listeners.onOldMessagesReceived?.([
			this.#message('p1', 'Amara Okafor', 'Morning! The agenda is at https://docs.example.com/agenda?week=19.', 26),
			this.#message(
				'p2',
				'Jonas Lindqvist',
				'Thanks. Two things from my side:\n• the move of the archive\n• who is on call',
				25,
			),
			this.#message('p2', 'Jonas Lindqvist', 'Five minutes each.', 25),
			this.#message('me', 'Ada', 'Works for me.', 17),
			this.#message(
				'p3',
				'Mei Tanaka',
				'Can we look at the numbers of last week first? They changed a lot after the release.',
				3,
			),
		]);
		setTimeout(() => listeners.onMessageReceived?.(this.#message('p1', 'Amara Okafor', 'Sharing them now', 0)), 600);
	}

	async unsubscribe(): Promise<void> {}

	async publish(_topic: string, text: string): Promise<void> {
		this.#listeners.onMessageReceived?.(this.#message('me', 'Ada', text, 0));
	}

	#message(senderId: string, senderName: string, message: string, minutesAgo: number) {
		const timestamp = new Date(Date.now() - minutesAgo * MINUTE).toISOString();
		return { id: `m${++this.#count}`, topic: 'CHAT', senderId, senderName, message, timestamp };
	}
}
