/** Classes of heights that resolutions are counted in, in pixels (VideoSDK v2, participant statistics). */
export const HEIGHTS = ['180', '360', '720', '1080', '1440', '2160'] as const;
export type Height = (typeof HEIGHTS)[number];

/**
 * The class that a picture is nearest to, by ratio.
 *
 * @param height its shorter side, in pixels
 */
export function heightClass(height: number): Height {
	const distance = (candidate: Height) => Math.abs(Math.log(Number(candidate) / Math.max(1, height)));
	return HEIGHTS.reduce((nearest, candidate) => (distance(candidate) < distance(nearest) ? candidate : nearest));
}
