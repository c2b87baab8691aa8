import { LIMIT_SETTINGS } from './limitSettings.ts';
import { MEDIA_SETTINGS } from './mediaSettings.ts';
import {
	byteSize,
	flag,
	frameAncestors,
	integer,
	ipAddress,
	matching,
	natsUrls,
	oneOf,
	origins,
	path,
	umask,
	url,
} from './parse.ts';
import { type Setting, setting } from './setting.ts';
import { storageUrl } from './storageUrl.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const LOG_FORMATS = ['pretty', 'json'] as const;

/** Every setting there is, in the order of the docs page. */
export const SETTINGS = {
	port: setting({
		name: 'ROOMCAST_PORT',
		description: 'Port for HTTP and for the signalling WebSocket. With `0`, the system chooses one.',
		allowed: '0–65535',
		default: '8080',
		parse: integer(0, 65_535),
	}),
	host: setting({
		name: 'ROOMCAST_HOST',
		description: 'Address that HTTP listens on. Anybody who can reach a server in development mode can use all of it.',
		allowed: 'IP address',
		without: '`0.0.0.0`; in development mode `127.0.0.1`',
		parse: ipAddress,
	}),
	publicUrl: setting({
		name: 'ROOMCAST_PUBLIC_URL',
		description: 'Base of every link that the server creates. Set it behind a reverse proxy.',
		allowed: 'http or https URL',
		without: '`http://localhost:<port>`',
		parse: url(['http:', 'https:']),
	}),
	dataDir: setting({
		name: 'ROOMCAST_DATA_DIR',
		description:
			'Folder of the embedded database and of the development key, for one server alone. The server creates it if necessary.',
		allowed: 'path',
		default: './data',
		parse: path,
	}),
	umask: setting({
		name: 'ROOMCAST_UMASK',
		description:
			'Permissions that new files and folders do not get. `077`: only the account of the server can read them. `027`: its group can too. `022`: everybody can. Only the account of the server can ever read the database and the development key.',
		allowed: 'three octal digits, the first of them `0`',
		default: '077',
		parse: umask,
	}),
	apiKey: setting({
		name: 'ROOMCAST_API_KEY',
		description:
			'Public id of the first API key. Set it together with `ROOMCAST_API_SECRET`. It turns development mode off, with the development key and `POST /dev/token`.',
		allowed: '1–64 letters, digits, `_` and `-`',
		without: 'the server creates a development key at its first start and keeps it in the data folder',
		parse: matching(/^[A-Za-z0-9_-]{1,64}$/, '1–64 letters, digits, _ and -'),
	}),
	apiSecret: setting({
		name: 'ROOMCAST_API_SECRET',
		description:
			'Secret of that key, which signs tokens. Changing it replaces the secret of the key. A key with a shorter secret from an earlier version keeps working, with a warning.',
		allowed: '32–512 printable ASCII characters without spaces',
		without: 'see `ROOMCAST_API_KEY`',
		secret: true,
		// Shorter ones pass here: only the database knows whether the key has this one from before.
		parse: matching(/^[\x21-\x7e]{8,512}$/, '32 to 512 printable ASCII characters without spaces'),
	}),
	tokenMaxLife: setting({
		name: 'ROOMCAST_TOKEN_MAX_LIFE',
		description:
			'Longest life of a token in seconds. Tokens must then have `exp` and `iat`, and the server refuses tokens that are valid for longer, with 60 s of tolerance for clocks that differ.',
		allowed: '60–31536000',
		without: 'tokens can be valid for any time, also without `exp`',
		parse: integer(60, 31_536_000),
	}),
	invitations: setting({
		name: 'ROOMCAST_INVITATIONS',
		description:
			'Whether participants can make links for guests: holders of `allow_join` for guests who ask, holders of `allow_mod` also for guests who join or watch without asking. With `false`, only your own server creates tokens.',
		allowed: '`true` or `false`',
		default: 'true',
		parse: flag,
	}),
	tokenLeeway: setting({
		name: 'ROOMCAST_TOKEN_LEEWAY',
		description:
			'Seconds by which clocks may differ: how long the server accepts a token after its `exp` and before its `nbf`.',
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
	natsUrl: setting({
		name: 'ROOMCAST_NATS_URL',
		description:
			'NATS 2.9 or newer, by which several servers on one PostgreSQL are one cluster: every server answers for every session. See docs/cluster.md.',
		allowed:
			'`nats://user:password@host:port` or `tls://…`, several separated by commas; needs `ROOMCAST_DATABASE_URL`',
		without: 'each server answers for its own sessions alone',
		secret: true,
		parse: natsUrls,
	}),
	storage: setting({
		name: 'ROOMCAST_STORAGE_URL',
		description:
			'Where finished recordings go: a folder, or a bucket of any S3-compatible store. Without credentials in the URL, the server uses the environment variables, files and roles of AWS.',
		allowed:
			'`file:` and a path, or `s3://key:secret@bucket/prefix?endpoint=https://…&region=…&forcePathStyle=true`, of which only the bucket is required',
		without: 'the folder `storage` in the data folder',
		secret: true,
		parse: storageUrl,
	}),
	fileUrlTtl: setting({
		name: 'ROOMCAST_FILE_URL_TTL',
		description: 'Seconds for which a `fileUrl` is valid. S3 stores allow at most a week.',
		allowed: '1–604800',
		default: '604800',
		parse: integer(1, 604_800),
	}),
	minFreeDisk: setting({
		name: 'ROOMCAST_MIN_FREE_DISK',
		description:
			'Space to leave free on the disk of the data folder. With less, running recordings stop and no new ones start. Calls continue.',
		allowed: 'bytes, or a number with `K`, `M`, `G` or `T`',
		default: '1G',
		parse: byteSize,
	}),
	spareComposers: setting({
		name: 'ROOMCAST_SPARE_COMPOSERS',
		description:
			'Composers that wait for work while there are calls, about 100 MB each. With one, a recording starts 0.3 s sooner; with more, several can start at once.',
		allowed: '0–32',
		default: '1',
		parse: integer(0, 32),
	}),
	...MEDIA_SETTINGS,
	corsOrigins: setting({
		name: 'ROOMCAST_CORS_ORIGINS',
		description: 'Origins whose pages can use the REST API.',
		allowed: '`*`, or origins separated by commas',
		default: '*',
		parse: origins,
	}),
	frameAncestors: setting({
		name: 'ROOMCAST_FRAME_ANCESTORS',
		description:
			'Origins whose pages can show the meeting page and the viewer page in a frame (CSP `frame-ancestors`).',
		allowed: "`*`, `'self'`, `'none'`, or origins separated by commas; `*.` before a host covers all its subdomains",
		default: '*',
		parse: frameAncestors,
	}),
	metricsToken: setting({
		name: 'ROOMCAST_METRICS_TOKEN',
		description: 'Bearer token that Prometheus must send to `/metrics`.',
		allowed: '16–512 printable ASCII characters without spaces',
		without: '`/metrics` answers anybody who can reach it',
		secret: true,
		parse: matching(/^[\x21-\x7e]{16,512}$/, '16 to 512 printable ASCII characters without spaces'),
	}),
	metricsPort: setting({
		name: 'ROOMCAST_METRICS_PORT',
		description: 'Separate port for `/metrics`, at `ROOMCAST_HOST`. With `0`, the system chooses one.',
		allowed: '0–65535',
		without: '`/metrics` is on `ROOMCAST_PORT`',
		parse: integer(0, 65_535),
	}),
	maxParticipants: setting({
		name: 'ROOMCAST_MAX_PARTICIPANTS',
		description: 'Maximum number of participants in a room at a time.',
		allowed: '1–10000',
		default: '500',
		parse: integer(1, 10_000),
	}),
	allowPrivateTargets: setting({
		name: 'ROOMCAST_ALLOW_PRIVATE_TARGETS',
		description:
			'Allows URLs from callers (webhooks, template pages, RTMP servers, stores) to reach private, loopback and link-local addresses. Turn it on only if everybody who has an API key may reach everything that this machine can reach.',
		allowed: '`true`, `false`',
		default: 'false',
		parse: flag,
	}),
	chromium: setting({
		name: 'ROOMCAST_CHROMIUM',
		description: 'The Chromium or Chrome that opens template pages (`templateUrl`). Nothing else needs it.',
		allowed: 'path',
		without: '`chromium`, `chromium-browser`, `google-chrome-stable` or `google-chrome` on the `PATH`',
		parse: path,
	}),
	templateSandbox: setting({
		name: 'ROOMCAST_TEMPLATE_SANDBOX',
		description:
			'Whether template pages run in the sandbox of Chromium. `required`: the server refuses pages if the sandbox does not work. `off`: pages run without it. Use `off` only if you trust everybody who has an API key.',
		allowed: '`required`, `off`',
		default: 'required',
		parse: oneOf(['required', 'off']),
	}),
	templateUser: setting({
		name: 'ROOMCAST_TEMPLATE_USER',
		description: 'System account for template pages, if the server runs as root.',
		allowed: 'name, or `uid:gid`',
		without: '`roomcast-template` if that account exists, or else `nobody`',
		parse: matching(/^([a-z_][a-z0-9_-]{0,31}\$?|\d{1,10}:\d{1,10})$/i, 'the name of an account, or uid:gid'),
	}),
	templateTimeout: setting({
		name: 'ROOMCAST_TEMPLATE_TIMEOUT',
		description: 'Seconds within which a template page must load.',
		allowed: '1–120',
		default: '15',
		parse: integer(1, 120),
	}),
	...LIMIT_SETTINGS,
	statsRetentionDays: setting({
		name: 'ROOMCAST_STATS_RETENTION_DAYS',
		description:
			'Days for which the server keeps the ten-second measurements of quality. `0`: permanently. The server always keeps the sessions themselves.',
		allowed: '0–36500',
		default: '90',
		parse: integer(0, 36_500),
	}),
	logLevel: setting({
		name: 'ROOMCAST_LOG_LEVEL',
		description: 'Lowest level of the log lines that the server writes.',
		allowed: LOG_LEVELS.map((level) => `\`${level}\``).join(', '),
		default: 'info',
		parse: oneOf(LOG_LEVELS),
	}),
	logFormat: setting({
		name: 'ROOMCAST_LOG_FORMAT',
		description: 'Format of log lines: for people or for programs.',
		allowed: LOG_FORMATS.map((format) => `\`${format}\``).join(', '),
		without: '`pretty` on a terminal, otherwise `json`',
		parse: oneOf(LOG_FORMATS),
	}),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingKey = keyof typeof SETTINGS;
