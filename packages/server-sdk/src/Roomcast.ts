import { Transport } from './http/Transport.ts';
import { Hls } from './methods/Hls.ts';
import { Livestreams } from './methods/Livestreams.ts';
import { Operations } from './methods/Operations.ts';
import { ParticipantRecordings } from './methods/ParticipantRecordings.ts';
import { Participants } from './methods/Participants.ts';
import { Recordings } from './methods/Recordings.ts';
import { Rooms } from './methods/Rooms.ts';
import { Sessions } from './methods/Sessions.ts';
import { Storage } from './methods/Storage.ts';
import { TrackRecordings } from './methods/TrackRecordings.ts';
import { WaitingRoom } from './methods/WaitingRoom.ts';
import { Webhooks } from './methods/Webhooks.ts';
import { signToken, type TokenOptions } from './tokens/signToken.ts';
import { TokenSource } from './tokens/TokenSource.ts';

/** How to reach a server, and as whom. */
export interface RoomcastOptions {
	/** Address of the server, such as `https://calls.example.com`; it may be below a path. */
	readonly url: string;
	/** Id of an API key, which is one tenant. */
	readonly apiKey: string;
	/** Secret of the API key. It must not reach a browser. */
	readonly secret: string;
	/** ms for a call, its retries included; default: 30 000. */
	readonly timeout?: number;
	/** How often a call is repeated that is safe to repeat; default: 2. */
	readonly retries?: number;
	/** Another `fetch`, for example with a proxy. */
	readonly fetch?: typeof fetch;
}

/** The REST API of a Roomcast server, with an API key. */
export class Roomcast {
	readonly rooms: Rooms;
	readonly sessions: Sessions;
	readonly participants: Participants;
	readonly waitingRoom: WaitingRoom;
	readonly recordings: Recordings;
	readonly participantRecordings: ParticipantRecordings;
	readonly trackRecordings: TrackRecordings;
	readonly hls: Hls;
	readonly livestreams: Livestreams;
	readonly storage: Storage;
	readonly webhooks: Webhooks;
	readonly operations: Operations;
	readonly #options: RoomcastOptions;

	/** @throws TypeError for a `url` that is none, and for an empty key or secret */
	constructor(options: RoomcastOptions) {
		const { url, apiKey, secret, timeout = 30_000, retries = 2 } = options;
		if (!/^https?:\/\/[^/?#]/.test(url))
			throw new TypeError(`\`url\` is ${JSON.stringify(url)}; it must be an http or https URL`);
		for (const [name, value] of Object.entries({ apiKey, secret }))
			if (typeof value !== 'string' || value === '')
				throw new TypeError(`\`${name}\` is missing; it must be that of an API key of your server`);
		this.#options = options;
		const tokens = new TokenSource({ apiKey, secret });
		const transport = new Transport({
			url: url.replace(/\/+$/, ''),
			timeout,
			retries,
			// Not as a method: browsers and edge runtimes refuse `fetch` with another `this`.
			fetch: options.fetch ?? ((input, init) => fetch(input, init)),
			token: () => tokens.current(),
		});
		this.rooms = new Rooms(transport);
		this.sessions = new Sessions(transport);
		this.participants = new Participants(transport);
		this.waitingRoom = new WaitingRoom(transport);
		this.recordings = new Recordings(transport);
		this.participantRecordings = new ParticipantRecordings(transport);
		this.trackRecordings = new TrackRecordings(transport);
		this.hls = new Hls(transport);
		this.livestreams = new Livestreams(transport);
		this.storage = new Storage(transport);
		this.webhooks = new Webhooks(transport);
		this.operations = new Operations(transport);
	}

	/**
	 * Signs a token for somebody who joins a call.
	 *
	 * @throws TypeError for `expiresIn` that is not a positive number
	 */
	createToken(options: TokenOptions): Promise<string> {
		return signToken(this.#options, options);
	}
}
