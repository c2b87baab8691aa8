/** @throws Error with `late` when it takes longer */
export async function within<T>(work: Promise<T>, ms: number, late: Error): Promise<T> {
	const { promise, reject } = Promise.withResolvers<never>();
	const timer = setTimeout(() => reject(late), ms);
	work.catch(() => {});
	try {
		return await Promise.race([work, promise]);
	} finally {
		clearTimeout(timer);
	}
}
