import { DEFAULT_PER_PAGE, type PageInfo, type PageQuery } from '@roomcast/contract';

/** The page that a query asks for, its defaults filled in. */
export function requestedPage<Q extends PageQuery>(query: Q): Q & { page: number; perPage: number } {
	return { ...query, page: query.page ?? 1, perPage: query.perPage ?? DEFAULT_PER_PAGE };
}

/** The `pageInfo` of a list. */
export function pageInfo({ page, perPage }: { page: number; perPage: number }, total: number): PageInfo {
	return { currentPage: page, perPage, lastPage: Math.max(1, Math.ceil(total / perPage)), total };
}
