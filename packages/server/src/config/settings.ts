import { iceServers } from './iceServers.ts';
import {
	byteSize,
	flag,
	frameAncestors,
	integer,
	ipAddress,
	matching,
	oneOf,
	origins,
	type Parse,
	path,
	portRange,
	trustedProxies,
	umask,
	url,
} from './parse.ts';
import { storageUrl } from './storageUrl.ts';

/** One setting: everything that the loader, the error messages and the page `docs/settings.md` say about it. */
export interface Setting<T> {
	/** The environment variable. */
	readonly name: `ROOMCAST_${string}`;
	/** What it does, for the docs page. */
	readonly description: string;
	/** What it may hold, for the docs page. */
	readonly allowed: string;
	/** Its default as one would write it; absent when there is none, or when it depends on other things. */
	readonly default?: string;
	/** What happens without it, when `default` cannot say. */
	readonly without?: string;
	/** Its value is never shown. */
	readonly secret?: true;
	readonly parse: Parse<T>;
}

const setting = <T, const S extends Omit<Setting<T>, 'parse'>>(text: S & { parse: Parse<T> }) => text;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const LOG_FORMATS = ['pretty', 'json'] as const;

/** Every setting there is, in the order of the docs page. */
export const SETTINGS = {
	port: setting({
		name: 'ROOMCAST_PORT',
		description: 'Port of HTTP and of the signalling WebSocket. With `0` the system chooses one.',
		allowed: '0–65535',
		default: '8080',
		parse: integer(0, 65_535),
	}),
	host: setting({
		name: 'ROOMCAST_HOST',
		description: 'Address that HTTP listens on. Who reaches a server in development mode may use all of it.',
		allowed: 'IP address',
		without: '`0.0.0.0`; in development mode `127.0.0.1`',
		parse: ipAddress,
	}),
	publicUrl: setting({
		name: 'ROOMCAST_PUBLIC_URL',
		description: 'Base of every link that is handed out. Set it behind a reverse proxy.',
		allowed: 'http or https URL',
		without: '`http://localhost:<port>`',
		parse: url(['http:', 'https:']),
	}),
	dataDir: setting({
		name: 'ROOMCAST_DATA_DIR',
		description: 'Folder of the embedded database and of the development key. Made when it is not there.',
		allowed: 'path',
		default: './data',
		parse: path,
	}),
	umask: setting({
		name: 'ROOMCAST_UMASK',
		description:
			'What of the permissions of new files and folders nobody gets. `077`: they are for the account of the server only. `027`: its group may read them, `022`: everybody. The database and the development key are for the account of the server only in any case.',
		allowed: 'three octal digits, the first of them `0`',
		default: '077',
		parse: umask,
	}),
	apiKey: setting({
		name: 'ROOMCAST_API_KEY',
		description:
			'Public id of the first API key; set together with `ROOMCAST_API_SECRET`. While it is set the server is not in development mode: the development key and `POST /dev/token` are off.',
		allowed: '1–64 letters, digits, `_` and `-`',
		without: 'a development key is made at the first start and kept in the data folder',
		parse: matching(/^[A-Za-z0-9_-]{1,64}$/, '1–64 letters, digits, _ and -'),
	}),
	apiSecret: setting({
		name: 'ROOMCAST_API_SECRET',
		description:
			'Secret of that key: what tokens are signed with. Changing it replaces the secret of the key. A key that was stored with a shorter one by an earlier version keeps working, with a warning.',
		allowed: '32–512 printable ASCII characters without spaces',
		without: 'see `ROOMCAST_API_KEY`',
		secret: true,
		// Shorter ones pass here: only the database knows whether the key has this one from before.
		parse: matching(/^[\x21-\x7e]{8,512}$/, '32 to 512 printable ASCII characters without spaces'),
	}),
	tokenMaxLife: setting({
		name: 'ROOMCAST_TOKEN_MAX_LIFE',
		description:
			'Seconds that a token may be good for. Tokens must have `exp` and `iat` then, and those that are good for longer are refused, with 60 s of slack for clocks that differ.',
		allowed: '60–31536000',
		without: 'tokens may be good for as long as they say, also without `exp`',
		parse: integer(60, 31_536_000),
	}),
	invitations: setting({
		name: 'ROOMCAST_INVITATIONS',
		description:
			'Whether people in a call may make links for guests: with `allow_join` for those who ask to be let in, with `allow_mod` also for those who join or watch without asking. With `false` only your own server hands out tokens.',
		allowed: '`true` or `false`',
		default: 'true',
		parse: flag,
	}),
	tokenLeeway: setting({
		name: 'ROOMCAST_TOKEN_LEEWAY',
		description: 'Seconds by which clocks may differ: tokens are taken so long after `exp` and before `nbf`.',
		allowed: '0–600',
		default: '60',
		parse: integer(0, 600),
	}),
	databaseUrl: setting({
		name: 'ROOMCAST_DATABASE_URL',
		description: 'PostgreSQL 13 or newer, for many servers on one database.',
		allowed: '`postgres://user:password@host:port/database`',
		without: 'SQLite in the data folder',
		secret: true,
		parse: url(['postgres:', 'postgresql:']),
	}),
	storage: setting({
		name: 'ROOMCAST_STORAGE_URL',
		description:
			'Where finished recordings go: a folder, or a bucket of any S3-compatible store. Without credentials in it the environment variables, files and roles of AWS are asked.',
		allowed:
			'`file:` and a path, or `s3://key:secret@bucket/prefix?endpoint=https://…&region=…&forcePathStyle=true`, of which all but the bucket may be left out',
		without: 'the folder `storage` in the data folder',
		secret: true,
		parse: storageUrl,
	}),
	fileUrlTtl: setting({
		name: 'ROOMCAST_FILE_URL_TTL',
		description: 'Seconds for which a `fileUrl` is good. More than a week no S3 store allows.',
		allowed: '1–604800',
		default: '604800',
		parse: integer(1, 604_800),
	}),
	minFreeDisk: setting({
		name: 'ROOMCAST_MIN_FREE_DISK',
		description:
			'What stays free on the disk of the data folder: with less, recordings stop and none begins. Calls go on.',
		allowed: 'bytes, or a number with `K`, `M`, `G` or `T`',
		default: '1G',
		parse: byteSize,
	}),
	spareComposers: setting({
		name: 'ROOMCAST_SPARE_COMPOSERS',
		description:
			'Composers that wait for work while there are calls, about 100 MB each: a recording starts 0.3 s sooner, and as many as there are start at once.',
		allowed: '0–32',
		default: '1',
		parse: integer(0, 32),
	}),
	mediaPorts: setting({
		name: 'ROOMCAST_MEDIA_PORTS',
		description: 'Ports for media. Each media worker takes one of them, for UDP and for TCP.',
		allowed: '`first-last`, or one port',
		default: '40000-40099',
		parse: portRange,
	}),
	mediaListenIp: setting({
		name: 'ROOMCAST_MEDIA_LISTEN_IP',
		description: 'Address that media listens on.',
		allowed: 'IP address',
		default: '0.0.0.0',
		parse: ipAddress,
	}),
	mediaAnnouncedIp: setting({
		name: 'ROOMCAST_MEDIA_ANNOUNCED_IP',
		description: 'Address that browsers send media to. Behind NAT it is the public one.',
		allowed: 'IP address or host name',
		without: 'the first IPv4 address of this machine that is not loopback, else `127.0.0.1`',
		parse: matching(/^[0-9A-Za-z:.-]{1,253}$/, 'an IP address or a host name'),
	}),
	mediaWorkers: setting({
		name: 'ROOMCAST_MEDIA_WORKERS',
		description: 'Media worker processes. `ROOMCAST_MEDIA_PORTS` must have a port for each.',
		allowed: '1–256',
		without: 'one per core, as far as the media ports go',
		parse: integer(1, 256),
	}),
	mediaWorkerBin: setting({
		name: 'ROOMCAST_MEDIA_WORKER_BIN',
		description: 'The `mediasoup-worker` program.',
		allowed: 'path',
		without: 'the one that the set-up found or built',
		parse: path,
	}),
	maxIncomingBitrate: setting({
		name: 'ROOMCAST_MAX_INCOMING_BITRATE',
		description:
			'What one participant may send in all, in kbit/s. Browsers are asked to stay below it; whoever sends more than twice as much for 10 s is removed with the reason `BITRATE_EXCEEDED`. `0`: no limit.',
		allowed: '0–1000000',
		default: '20000',
		parse: integer(0, 1_000_000),
	}),
	iceServers: setting({
		name: 'ROOMCAST_ICE_SERVERS',
		description: 'STUN and TURN servers that browsers are told about.',
		allowed:
			'`stun:`, `turn:` and `turns:` URLs between commas, or a JSON array of `{"urls", "username", "credential"}`',
		without: 'none: browsers connect to the media ports',
		// The JSON form may hold credentials.
		secret: true,
		parse: iceServers,
	}),
	turnSecret: setting({
		name: 'ROOMCAST_TURN_SECRET',
		description:
			'Secret shared with the TURN server (coturn: `static-auth-secret`). Each participant gets credentials of its own that expire.',
		allowed: 'text',
		without: 'TURN servers get only the credentials that `ROOMCAST_ICE_SERVERS` names',
		secret: true,
		parse: matching(/^.{1,512}$/, '1 to 512 characters'),
	}),
	turnTtl: setting({
		name: 'ROOMCAST_TURN_TTL',
		description: 'Seconds for which TURN credentials are good.',
		allowed: '60–604800',
		default: '86400',
		parse: integer(60, 604_800),
	}),
	corsOrigins: setting({
		name: 'ROOMCAST_CORS_ORIGINS',
		description: 'Origins whose pages may call the REST API.',
		allowed: '`*`, or origins between commas',
		default: '*',
		parse: origins,
	}),
	frameAncestors: setting({
		name: 'ROOMCAST_FRAME_ANCESTORS',
		description: 'Whose pages may show the meeting page and the page of viewers in a frame (CSP `frame-ancestors`).',
		allowed: "`*`, `'self'`, `'none'`, or origins between commas, with `*.` before a host for all below it",
		default: '*',
		parse: frameAncestors,
	}),
	metricsToken: setting({
		name: 'ROOMCAST_METRICS_TOKEN',
		description: 'What Prometheus has to send to `/metrics` as its bearer token.',
		allowed: '16–512 printable ASCII characters without spaces',
		without: '`/metrics` answers everybody who reaches it',
		secret: true,
		parse: matching(/^[\x21-\x7e]{16,512}$/, '16 to 512 printable ASCII characters without spaces'),
	}),
	metricsPort: setting({
		name: 'ROOMCAST_METRICS_PORT',
		description: 'Port that `/metrics` has for itself, at `ROOMCAST_HOST`. With `0` the system chooses one.',
		allowed: '0–65535',
		without: '`/metrics` is on `ROOMCAST_PORT`',
		parse: integer(0, 65_535),
	}),
	maxParticipants: setting({
		name: 'ROOMCAST_MAX_PARTICIPANTS',
		description: 'Participants in one room at a time.',
		allowed: '1–10000',
		default: '500',
		parse: integer(1, 10_000),
	}),
	allowPrivateTargets: setting({
		name: 'ROOMCAST_ALLOW_PRIVATE_TARGETS',
		description:
			'Lets the URLs that callers hand in (webhooks, template pages, RTMP servers, stores) reach private, loopback and link-local addresses. Only where all who hold an API key may reach what this machine can.',
		allowed: '`true`, `false`',
		default: 'false',
		parse: flag,
	}),
	chromium: setting({
		name: 'ROOMCAST_CHROMIUM',
		description: 'The Chromium or Chrome that opens template pages (`templateUrl`). Nothing else needs it.',
		allowed: 'path',
		without: '`chromium`, `chromium-browser`, `google-chrome-stable` or `google-chrome` of the `PATH`',
		parse: path,
	}),
	templateSandbox: setting({
		name: 'ROOMCAST_TEMPLATE_SANDBOX',
		description:
			'Whether template pages run in the sandbox of Chromium. `required`: where it does not work they are refused. `off`: they run without. Only where all who hold an API key are trusted.',
		allowed: '`required`, `off`',
		default: 'required',
		parse: oneOf(['required', 'off']),
	}),
	templateUser: setting({
		name: 'ROOMCAST_TEMPLATE_USER',
		description: 'System account that template pages run as, when the server runs as root.',
		allowed: 'name, or `uid:gid`',
		without: '`roomcast-template` if there is such an account, else `nobody`',
		parse: matching(/^([a-z_][a-z0-9_-]{0,31}\$?|\d{1,10}:\d{1,10})$/i, 'the name of an account, or uid:gid'),
	}),
	templateTimeout: setting({
		name: 'ROOMCAST_TEMPLATE_TIMEOUT',
		description: 'Seconds that a template page has to load.',
		allowed: '1–120',
		default: '15',
		parse: integer(1, 120),
	}),
	rateLimitRest: setting({
		name: 'ROOMCAST_RATE_LIMIT_REST',
		description:
			'REST calls of one API key a minute, on one server. A minute of them may come at once. More are answered with 429 and `Retry-After`. With `0` there is no limit.',
		allowed: '0–1000000',
		default: '6000',
		parse: integer(0, 1_000_000),
	}),
	rateLimitToken: setting({
		name: 'ROOMCAST_RATE_LIMIT_TOKEN',
		description:
			'REST calls of one token a minute, on one server: less than its key may, so that what one of your users does nobody else notices. With `0` there is no limit.',
		allowed: '0–1000000',
		default: '3000',
		parse: integer(0, 1_000_000),
	}),
	rateLimitAddress: setting({
		name: 'ROOMCAST_RATE_LIMIT_ADDRESS',
		description:
			'What one address (of IPv6, one /64) may send a minute without a token that is good: requests with tokens that are refused, WebSocket connections and messages until somebody has joined, and the open routes that cost something. With `0` there is no limit.',
		allowed: '0–1000000',
		default: '1200',
		parse: integer(0, 1_000_000),
	}),
	trustProxy: setting({
		name: 'ROOMCAST_TRUST_PROXY',
		description:
			'The reverse proxies whose `X-Forwarded-For` says where a request comes from: their addresses, or how many stand one behind the other. A number is right only where nobody reaches this server but by them.',
		allowed: 'IP addresses, blocks such as `10.0.0.0/8` and `loopback` between commas, or 1–10',
		without: 'nobody is believed: an address is that of the connection',
		parse: trustedProxies,
	}),
	maxConnectionsPerAddress: setting({
		name: 'ROOMCAST_MAX_CONNECTIONS_PER_ADDRESS',
		description:
			'HTTP and WebSocket connections of one address (of IPv6, one /64) at a time. Those of trusted proxies are not counted, but the WebSockets of each address behind them are. With `0` there is no limit.',
		allowed: '0–1000000',
		default: '2000',
		parse: integer(0, 1_000_000),
	}),
	requestTimeout: setting({
		name: 'ROOMCAST_REQUEST_TIMEOUT',
		description: 'Seconds in which a request has to arrive, with its body; else it is answered with 408.',
		allowed: '1–600',
		default: '15',
		parse: integer(1, 600),
	}),
	rateLimitSignalling: setting({
		name: 'ROOMCAST_RATE_LIMIT_SIGNALLING',
		description:
			'Signalling messages of one participant a minute. A minute of them may come at once. More are refused, and who goes on loses the connection. With `0` there is no limit.',
		allowed: '0–1000000',
		default: '3000',
		parse: integer(0, 1_000_000),
	}),
	rateLimitJoin: setting({
		name: 'ROOMCAST_RATE_LIMIT_JOIN',
		description:
			'Joins to rooms that are there, with tokens of one API key, a minute, on one server, and as many requests to be let in. With `0` there is no limit.',
		allowed: '0–1000000',
		default: '6000',
		parse: integer(0, 1_000_000),
	}),
	rateLimitTokenJoin: setting({
		name: 'ROOMCAST_RATE_LIMIT_TOKEN_JOIN',
		description:
			'Joins and requests to be let in with one token a minute, on one server, whatever comes of them. With `0` there is no limit.',
		allowed: '0–1000000',
		default: '3000',
		parse: integer(0, 1_000_000),
	}),
	statsRetentionDays: setting({
		name: 'ROOMCAST_STATS_RETENTION_DAYS',
		description:
			'Days for which the ten-second measurements of the quality of calls are kept. With `0` they are kept for ever. Sessions themselves always are.',
		allowed: '0–36500',
		default: '90',
		parse: integer(0, 36_500),
	}),
	logLevel: setting({
		name: 'ROOMCAST_LOG_LEVEL',
		description: 'The least serious log lines that are written.',
		allowed: LOG_LEVELS.map((level) => `\`${level}\``).join(', '),
		default: 'info',
		parse: oneOf(LOG_LEVELS),
	}),
	logFormat: setting({
		name: 'ROOMCAST_LOG_FORMAT',
		description: 'Log lines for people or for programs.',
		allowed: LOG_FORMATS.map((format) => `\`${format}\``).join(', '),
		without: '`pretty` on a terminal, else `json`',
		parse: oneOf(LOG_FORMATS),
	}),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingKey = keyof typeof SETTINGS;
