import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf } from '@roomcast/testing/processes/processes';

/** What some work cost the server, in ms of CPU, and how long it took, in ms. */
export interface Cost {
	readonly name: string;
	readonly cpu: number;
	readonly took: number;
}

/** Measures what work costs a server beside what it does anyway. All its threads count, those of the media workers do not. */
export class CostMeter {
	readonly costs: Cost[] = [];
	readonly #pid: number;
	/** CPU time in a time in which nothing is measured. */
	#idle = 0;

	private constructor(pid: number) {
		this.#pid = pid;
	}

	/**
	 * @param pid of the server. Asked itself it would answer 429 once a flood has used up what may be asked for.
	 * @param idle ms in which the server does what it does anyway
	 */
	static async create(pid: number, idle: number): Promise<CostMeter> {
		const meter = new CostMeter(pid);
		const { cpu, took } = await meter.#time(() => sleep(idle));
		meter.#idle = cpu / took;
		return meter;
	}

	async measure(name: string, work: () => Promise<void>): Promise<void> {
		const { cpu, took } = await this.#time(work);
		this.costs.push({ name, cpu: Math.max(0, cpu - this.#idle * took), took });
	}

	async #time(work: () => Promise<void>): Promise<{ cpu: number; took: number }> {
		const before = await cpuOf(this.#pid);
		const began = performance.now();
		await work();
		const took = performance.now() - began;
		return { cpu: (await cpuOf(this.#pid)) - before, took };
	}
}
