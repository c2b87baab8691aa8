import { setTimeout as sleep } from 'node:timers/promises';
import { CPU, metric } from './metric.ts';

/** What some work cost the server, in ms of CPU, and how long it took, in ms. */
export interface Cost {
	readonly name: string;
	readonly cpu: number;
	readonly took: number;
}

/** Measures what work costs a server beside what it does anyway. All its threads count, those of the media workers do not. */
export class CostMeter {
	readonly costs: Cost[] = [];
	readonly #url: string;
	/** CPU time in a time in which nothing is measured. */
	#idle = 0;

	private constructor(url: string) {
		this.#url = url;
	}

	/** @param idle ms in which the server does what it does anyway */
	static async create(url: string, idle: number): Promise<CostMeter> {
		const meter = new CostMeter(url);
		const { cpu, took } = await meter.#time(() => sleep(idle));
		meter.#idle = cpu / took;
		return meter;
	}

	async measure(name: string, work: () => Promise<void>): Promise<void> {
		const { cpu, took } = await this.#time(work);
		this.costs.push({ name, cpu: Math.max(0, cpu - this.#idle * took), took });
	}

	async #time(work: () => Promise<void>): Promise<{ cpu: number; took: number }> {
		const before = await metric(this.#url, CPU);
		const began = performance.now();
		await work();
		const took = performance.now() - began;
		return { cpu: ((await metric(this.#url, CPU)) - before) * 1000, took };
	}
}
