type Check<T> = () => Awaitable<T | false | null | undefined>;
type Awaitable<T> = T | Promise<T>;

/**
 * Waits until something holds.
 *
 * @param what named in the error; without it, the source of `check` is
 * @param check tried every few ms, later every 100 ms; what it returns is returned as soon as it is not false, null or
 *   undefined
 * @param timeout ms; long, because it is for what hangs, not for what is slow
 */
export async function until<T>(check: Check<T>): Promise<T>;
export async function until<T>(what: string, check: Check<T>, timeout?: number): Promise<T>;
export async function until<T>(what: string | Check<T>, check = what as Check<T>, timeout = 60_000): Promise<T> {
	const end = performance.now() + timeout;
	let last: unknown;
	for (let pause = 5; ; pause = Math.min(2 * pause, 100)) {
		try {
			const value = await check();
			if (value !== false && value !== null && value !== undefined) return value;
			last = value;
		} catch (error) {
			last = error;
		}
		if (performance.now() > end) throw new Error(`${what}: not within ${timeout} ms`, { cause: last });
		await new Promise((resolve) => setTimeout(resolve, pause));
	}
}
