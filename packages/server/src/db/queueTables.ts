import type { Millis } from './types.ts';

/** The queue clock of each boot of a machine. */
export interface QueueClocksTable {
	boot_id: string;
	/** Epoch ms of the moment in which the monotonic clock of the machine was 0. */
	zero_at: Millis;
}

export interface QueueTables {
	queue_clocks: QueueClocksTable;
}
