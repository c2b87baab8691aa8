import { LIVESTREAM_ENDPOINTS } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { type Handler, implement } from '../http/implement.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import { authorize } from '../policy/authorize.ts';
import type { LivestreamViews } from './LivestreamViews.ts';
import type { LivestreamService } from './service.ts';

export interface LivestreamRoutesOptions {
	readonly livestreams: LivestreamService;
	readonly views: LivestreamViews;
}

/** The header that carries the id of what was started: the body is a sentence, as in VideoSDK. */
const ID_HEADER = 'x-livestream-id';

/** `/v2/livestreams`, in a scope that authenticates. */
export function registerLivestreamRoutes(app: App, { livestreams, views }: LivestreamRoutesOptions): void {
	const endLivestream: Handler<typeof LIVESTREAM_ENDPOINTS.endLivestream> = async ({ caller, body }) => {
		await livestreams.stop(caller, body);
		return 'Livestream ended successfully';
	};
	implement(app, LIVESTREAM_ENDPOINTS, {
		startLivestream: async ({ caller, body, reply }) => {
			const { id } = await livestreams.start(caller, body);
			reply.header(ID_HEADER, id);
			return 'Livestream started successfully';
		},
		endLivestream,
		stopLivestream: endLivestream,
		listLivestreams: async ({ caller, query }) => {
			const paging = requestedPage(query);
			const { captures, total } = await livestreams.list(caller, paging);
			return { pageInfo: pageInfo(paging, total), data: await views.list(caller, captures) };
		},
		getLivestream: async ({ caller, params, query }) => {
			const withStreamKeys = query.withStreamKeys === true;
			if (withStreamKeys) authorize('livestream.read-keys', caller);
			return views.one(caller, await livestreams.get(caller, params.id), withStreamKeys);
		},
		addLivestreamOutput: async ({ caller, params: { id }, body }) => {
			const outputId = await livestreams.addOutput(caller, id, body);
			return views.output(caller, await livestreams.get(caller, id), outputId);
		},
		removeLivestreamOutput: async ({ caller, params: { id, outputId } }) => {
			await livestreams.removeOutput(caller, id, outputId);
			return 'Output removed successfully';
		},
	});
}
