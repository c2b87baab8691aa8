/** First and last, both of them included. */
export interface Ports {
	readonly min: number;
	readonly max: number;
}

/**
 * Divides the media ports that the workers of a node leave: one half is for workers that other nodes have there, the
 * other for media between nodes.
 */
export function portsInCluster({ min, max }: Ports, workers: number): { served: number[]; pipes: Ports } {
	const first = min + workers;
	const served = Math.max(0, Math.ceil((max - first) / 2));
	return {
		served: Array.from({ length: served }, (_, index) => first + index),
		// With no port left, a node serves no workers either, so nobody comes in by these.
		pipes: { min: Math.min(first + served, max), max },
	};
}
