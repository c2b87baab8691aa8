/** Seconds of CPU that the process used. */
export const CPU = 'process_cpu_seconds_total';

/** The value of a metric without labels. */
export async function metric(url: string, name: string): Promise<number> {
	const text = await (await fetch(`${url}/metrics`)).text();
	return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
