import type { Config } from '../config.ts';
import type { AllowedPlace } from './TemplateProxy.ts';

/** Where media workers take media over TCP: what a page is offered when it joins, announced and on loopback. */
export function mediaPlaces({
	mediaPorts,
	mediaWorkers,
	mediaAnnouncedIp,
}: Pick<Config, 'mediaPorts' | 'mediaWorkers' | 'mediaAnnouncedIp'>): AllowedPlace[] {
	return Array.from({ length: mediaWorkers }, (_, index) => mediaPorts.min + index).flatMap((port) =>
		[...new Set(['127.0.0.1', mediaAnnouncedIp])].map((host) => ({ host, port })),
	);
}
