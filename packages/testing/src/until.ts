/**
 * Waits until something holds.
 *
 * @param what named in the error
 * @param check tried every 100 ms; what it returns is returned as soon as it is not false, null or undefined
 * @param timeout ms
 */
export async function until<T>(
	what: string,
	check: () => Promise<T | false | null | undefined>,
	timeout = 15_000,
): Promise<T> {
	const end = performance.now() + timeout;
	let last: unknown;
	for (;;) {
		try {
			const value = await check();
			if (value !== false && value !== null && value !== undefined) return value;
			last = value;
		} catch (error) {
			last = error;
		}
		if (performance.now() > end) throw new Error(`${what}: not within ${timeout} ms`, { cause: last });
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
