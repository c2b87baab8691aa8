import { type Static, type TSchema, Type } from 'typebox';

/** A field that may be null. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Rows on a page when the caller does not say. */
export const DEFAULT_PER_PAGE = 20;
/** Most rows on a page. */
export const MAX_PER_PAGE = 100;

/** Query of every list: which page, counted from 1, and how many rows on it. */
export const PageQuery = Type.Object({
	page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1, description: 'Page, from 1' })),
	perPage: Type.Optional(
		Type.Integer({ minimum: 1, maximum: MAX_PER_PAGE, default: DEFAULT_PER_PAGE, description: 'Rows on a page' }),
	),
});
export type PageQuery = Static<typeof PageQuery>;

export const PageInfo = Type.Object({
	currentPage: Type.Integer(),
	perPage: Type.Integer(),
	lastPage: Type.Integer({ description: '1 if the list is empty' }),
	total: Type.Integer(),
});
export type PageInfo = Static<typeof PageInfo>;

/** One page of a list, newest first. */
export function page<T extends TSchema>(item: T) {
	return Type.Object({ pageInfo: PageInfo, data: Type.Array(item) });
}

/** Addresses of what belongs to a resource. */
export const Links = Type.Object({ get_room: Type.String(), get_session: Type.String() });

/** The owner of a resource: one API key is one tenant. */
export const User = Type.Object({
	id: Type.String(),
	name: Type.String(),
	email: Type.String(),
	discontinuedReason: Type.Null(),
});
