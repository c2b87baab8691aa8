import type { Queries } from '../../db/Database.ts';

/** That the session of a room is here, as long as it is held. */
export interface Home {
	/** What every write of the session carries: once another server has taken the room, writes with this are refused. */
	readonly epoch: number;
	/** The same once more, for somebody else, who lets it go on their own. */
	share(): Home;
	/** Lets it go. The room may go elsewhere once nobody here holds it. Can be called twice. */
	release(): void;
}

/** Another server has the session of that room. */
export class Elsewhere extends Error {
	override readonly name = 'Elsewhere';
	readonly nodeId: string;

	constructor(nodeId: string) {
		super(`the session is on node ${nodeId}`);
		this.nodeId = nodeId;
	}
}

/** Which server carries the session of a room: one at most, whatever dies or sleeps. Rooms are document ids. */
export interface Homes {
	/**
	 * Takes the room for this server, or finds that it has it.
	 *
	 * @throws Elsewhere when another server has it; RoomcastError DATABASE_UNAVAILABLE
	 */
	hold(room: string): Promise<Home>;
	/** The other server that has it; undefined when this one has it, or none. */
	elsewhere(room: string): Promise<string | undefined>;
	/** The same for the session that somebody is in, by the hash of their resume token. */
	elsewhereOf(resumeHash: string): Promise<string | undefined>;
	/**
	 * Takes a room over whose server died: whoever asks for it meanwhile waits.
	 *
	 * @param work takes its session, and keeps that where those who come in find it
	 */
	taking<T>(room: string, work: () => Promise<T>): Promise<T>;
	/** The same in the transaction that takes the session. */
	take(transaction: Queries, room: string): Promise<number>;
	/** What that transaction took is held here, once it is committed. */
	taken(room: string, epoch: number): Home;
	/**
	 * Before the first write of a transaction: nobody takes the room until it ends.
	 *
	 * @throws Superseded when another server has taken it
	 */
	guard(transaction: Queries, room: string, epoch: number): Promise<void>;
	/** Lets go what a server had that died, but for what was taken. */
	free(runId: string): Promise<void>;
	/**
	 * Looks what others have taken meanwhile, and frees what is left of servers that are written nowhere as alive. Called
	 * again and again.
	 */
	sweep(): Promise<void>;
	/** Another server says that it has taken that room from this one. */
	giveUp(room: string): void;
	/** Resolves when what was let go is written, after two seconds at most: others find out by themselves. */
	close(): Promise<void>;
	/** Hears of rooms that another server has taken while this one held them, as one that was asleep. */
	onLost(listener: (room: string, epoch: number) => void): void;
}
