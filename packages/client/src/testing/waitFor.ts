/** Resolves with the first truthy outcome of `probe`, asked every few ms; rejects after 15 s, within the limit of a test. */
export async function waitFor<T>(probe: () => T | Promise<T>): Promise<NonNullable<T>> {
	for (const until = performance.now() + 15_000; performance.now() < until; ) {
		const outcome = await probe();
		if (outcome) return outcome as NonNullable<T>;
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	throw new Error(`It did not become true: ${probe}`);
}
