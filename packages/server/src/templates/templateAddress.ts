import type { CompositionConfig } from '@roomcast/contract';

export interface TemplateVisit {
	/** The id that the page joins with: the others do not see it. */
	readonly participantId: string;
	readonly roomId: string;
	/** For a page that was given none. */
	readonly token: string;
	/** Whether the page is our own meeting page. */
	readonly own: boolean;
	readonly composition: CompositionConfig;
}

/**
 * The address of a template page as the browser opens it: with `participantId`, and with `token` and `meetingId` where
 * the caller named none (VideoSDK v2, custom template). Our own page also learns that it is recorded, and how it is
 * to look.
 */
export function templateAddress(url: string, visit: TemplateVisit): string {
	const address = new URL(url);
	const query = address.searchParams;
	const add = (name: string, value: string | number | undefined) => {
		if (value !== undefined && !query.has(name)) query.set(name, String(value));
	};
	query.set('participantId', visit.participantId);
	add('meetingId', visit.roomId);
	add('token', visit.token);
	if (!visit.own) return address.href;
	const { layout, theme } = visit.composition;
	add('isRecorder', 'true');
	add('layoutType', layout?.type);
	add('layoutPriority', layout?.priority);
	// 0 is as many as there are, which is what the page does on its own.
	add('layoutGridSize', layout?.gridSize || undefined);
	add('recordingTheme', theme);
	return address.href;
}
