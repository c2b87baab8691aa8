import { HLS_ENDPOINTS } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { type Handler, implement } from '../http/implement.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import type { HlsViews } from './HlsViews.ts';
import type { HlsService } from './service.ts';
import { startedHlsView } from './view.ts';

export interface HlsRoutesOptions {
	readonly hls: HlsService;
	readonly views: HlsViews;
	/** Base of every link, without a slash at its end. */
	publicUrl(): string;
}

/** The header that carries the id of what was started, as recordings have it. */
const ID_HEADER = 'x-hls-id';

/** `/v2/hls`, in a scope that authenticates. */
export function registerHlsRoutes(app: App, { hls, views, publicUrl }: HlsRoutesOptions): void {
	const endHls: Handler<typeof HLS_ENDPOINTS.endHls> = async ({ caller, body }) => {
		await hls.stop(caller, body);
		return 'HLS ended successfully';
	};
	implement(app, HLS_ENDPOINTS, {
		startHls: async ({ caller, body, reply }) => {
			const { id } = await hls.start(caller, body);
			reply.header(ID_HEADER, id);
			return startedHlsView(await hls.get(caller, id), publicUrl());
		},
		endHls,
		stopHls: endHls,
		captureHls: async ({ caller, body }) => {
			const { roomId, thumbnail } = await hls.capture(caller, body);
			const { at, width, height, format, url, bytes, name } = thumbnail;
			return {
				message: 'captured thumbnail successfully' as const,
				roomId,
				meta: { createdAt: new Date(at).toISOString(), width, height, format },
				filePath: url,
				fileSize: bytes,
				fileName: name,
			};
		},
		listHls: async ({ caller, query }) => {
			const paging = requestedPage(query);
			const { captures, total } = await hls.list(caller, paging);
			return { pageInfo: pageInfo(paging, total), data: await views.list(caller, captures) };
		},
		getHls: async ({ caller, params }) => views.one(caller, await hls.get(caller, params.id)),
		getActiveHls: async ({ caller, params }) => ({
			code: 200 as const,
			data: await views.one(caller, await hls.active(caller, params.roomId)),
		}),
		deleteHls: async ({ caller, params }) => {
			await hls.delete(caller, params.id);
			return 'Room Hls Recording deleted successfully !';
		},
	});
}
