import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import type { HealthyCallData, HealthyCallReport } from './healthyCall.ts';

/** A call of well-behaved participants. */
export interface HealthyCall {
	/** How they fare so far. */
	report(): Promise<HealthyCallReport>;
	stop(): Promise<HealthyCallReport>;
}

/** Two participants in a thread of their own: that of the test is busy making messages. */
export async function startHealthyCall(workerData: HealthyCallData): Promise<HealthyCall> {
	const worker = new Worker(new URL('./healthyCall.ts', import.meta.url), { workerData });
	onTestFinished(async () => void (await worker.terminate()));
	const broken = once(worker, 'error').then(([error]) => error as Error);
	const joined = await Promise.race([once(worker, 'message'), broken]);
	if (joined instanceof Error) throw joined;
	const ask = async (what: 'report' | 'stop') => {
		worker.postMessage(what);
		const report = await Promise.race([once(worker, 'message'), broken]);
		if (report instanceof Error) throw report;
		return report[0] as HealthyCallReport;
	};
	return { report: () => ask('report'), stop: () => ask('stop') };
}
