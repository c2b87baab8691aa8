// Generated from the contract by `npm run docs`: do not edit.
import type { CallOptions } from '../http/CallOptions.ts';
import { fillPath } from '../http/ApiRequest.ts';
import { rowsOf } from '../http/rowsOf.ts';
import type { Transport } from '../http/Transport.ts';
import type { CreateRoomBody, DeactivateRoomBody, DeactivatedRoom, ListRoomsQuery, Room, RoomCaptures, RoomPage } from '../contract/types.ts';

/** Rooms: permanent addresses for calls. */
export class Rooms {
    readonly #transport: Transport;

    /** @internal */
    constructor(transport: Transport) {
        this.#transport = transport;
    }

    /**
     * Create a room. The body is optional. If the `customRoomId` is in use, returns the existing room unchanged: two requests create one room, even at the same time.
     *
     * `POST /v2/rooms`
     *
     * @throws ApiError UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async create(body: CreateRoomBody = {}, options?: CallOptions): Promise<Room> {
        return this.#transport.call({ method: 'POST', path: '/v2/rooms', body }, options);
    }

    /**
     * List rooms. Newest first.
     *
     * `GET /v2/rooms`
     *
     * @throws ApiError or with what any request is refused
     */
    async list(query: ListRoomsQuery = {}, options?: CallOptions): Promise<RoomPage> {
        return this.#transport.call({ method: 'GET', path: '/v2/rooms', query }, options);
    }

    /**
     * Every row of `list`, page by page as you ask for them. `perPage` says how many come at once.
     */
    listAll(query: Omit<ListRoomsQuery, 'page'> = {}, options?: CallOptions): AsyncGenerator<Room, void, undefined> {
        return rowsOf((page) => this.list({ ...query, page }, options), ({ data }) => data);
    }

    /**
     * Validate a room. Returns the room with that `roomId` or `customRoomId`, or 400 if there is none. Also finds deactivated rooms; check `disabled`.
     *
     * `GET /v2/rooms/validate/:roomId`
     *
     * @throws ApiError ROOM_NOT_VALID, ROOM_ID_NOT_VALID, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async validate(roomId: string, options?: CallOptions): Promise<Room> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/rooms/validate/:roomId', { roomId }) }, options);
    }

    /**
     * Fetch a room. By its `id`, `roomId` or `customRoomId`.
     *
     * `GET /v2/rooms/:roomId`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async get(roomId: string, options?: CallOptions): Promise<Room> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/rooms/:roomId', { roomId }) }, options);
    }

    /**
     * Deactivate a room. Ends the session and disables the room permanently. Accepts only the `roomId`; the answer to an `id` or a `customRoomId` is 402.
     *
     * `POST /v2/rooms/deactivate`
     *
     * @throws ApiError ROOM_NOT_RESOLVED, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async deactivate(body: DeactivateRoomBody, options?: CallOptions): Promise<DeactivatedRoom> {
        return this.#transport.call({ method: 'POST', path: '/v2/rooms/deactivate', body }, options);
    }

    /**
     * List the running recordings and streams of a room. For join screens, which should announce recordings before people join. Works with any token of the room, also with `ask_join`. A Roomcast addition.
     *
     * `GET /v2/rooms/:roomId/captures`
     *
     * @throws ApiError INVALID_MEETING_ID, UNAUTHORIZED_MEETING_ID, or with what any request is refused
     */
    async captures(roomId: string, options?: CallOptions): Promise<RoomCaptures> {
        return this.#transport.call({ method: 'GET', path: fillPath('/v2/rooms/:roomId/captures', { roomId }) }, options);
    }
}
