import type { Config } from '../config.ts';
import type { AllowedDestination } from './TemplateProxy.ts';

/** Where media workers take media over TCP: what a page is offered when it joins, announced and on loopback. */
export function mediaDestinations({
	mediaPorts,
	mediaWorkers,
	mediaAnnouncedIp,
}: Pick<Config, 'mediaPorts' | 'mediaWorkers' | 'mediaAnnouncedIp'>): AllowedDestination[] {
	return Array.from({ length: mediaWorkers }, (_, index) => mediaPorts.min + index).flatMap((port) =>
		[...new Set(['127.0.0.1', mediaAnnouncedIp])].map((host) => ({ host, port })),
	);
}
