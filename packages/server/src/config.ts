import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError } from './config/ConfigError.ts';
import { ownAddress } from './config/machine.ts';
import { SettingValueError } from './config/parse.ts';
import type { Setting } from './config/setting.ts';
import { SETTINGS, type SettingKey } from './config/settings.ts';

export { ConfigError } from './config/ConfigError.ts';

/** What each setting holds; a setting without a default may be absent. */
type Values = {
	readonly [K in SettingKey]: (typeof SETTINGS)[K] extends { default: string }
		? ReturnType<(typeof SETTINGS)[K]['parse']>
		: ReturnType<(typeof SETTINGS)[K]['parse']> | undefined;
};

/** The settings of a server, checked, with every default filled in. */
export type Config = Omit<
	Values,
	| 'host'
	| 'storage'
	| 'mediaAnnouncedIp'
	| 'mediaInternalIp'
	| 'mediaWorkers'
	| 'iceServers'
	| 'logFormat'
	| 'apiKey'
	| 'apiSecret'
> & {
	/** The key that the environment brings; without it the server runs on its development key. */
	readonly firstKey: { readonly id: string; readonly secret: string } | undefined;
	readonly host: string;
	readonly storage: NonNullable<Values['storage']>;
	readonly mediaAnnouncedIp: string;
	readonly mediaInternalIp: string;
	readonly mediaWorkers: number;
	readonly iceServers: NonNullable<Values['iceServers']>;
	readonly logFormat: NonNullable<Values['logFormat']>;
	/** What programs that the server starts see of its environment: where things are, and nothing secret. */
	readonly programEnvironment: Readonly<Record<string, string>>;
	/** `ROOMCAST_*` variables that are no setting: most likely misspelt. */
	readonly unknown: readonly string[];
};

/** Variables that say where programs, fonts and temporary files are. */
const PASSED_ON = [
	'PATH',
	'HOME',
	'TMPDIR',
	'LANG',
	'LC_ALL',
	'FONTCONFIG_PATH',
	'FONTCONFIG_FILE',
	'XDG_CACHE_HOME',
	'NODE_EXTRA_CA_CERTS',
];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings from the environment. Nothing else in the server reads it.
 *
 * @throws ConfigError naming every variable that holds what it may not
 */
export function loadConfig(environment: Environment = process.env): Config {
	const findings: string[] = [];
	const values = Object.fromEntries(
		Object.entries(SETTINGS).map(([key, setting]) => [key, read(setting, environment, findings)]),
	) as Values;
	const { apiKey, apiSecret, ...rest } = values;

	const given = { ROOMCAST_API_KEY: apiKey, ROOMCAST_API_SECRET: apiSecret };
	if ((apiKey === undefined) !== (apiSecret === undefined) && findings.length === 0) {
		const missing = Object.entries(given).find(([, value]) => value === undefined)?.[0];
		findings.push(`${missing} is not set. Set both ROOMCAST_API_KEY and ROOMCAST_API_SECRET, or neither.`);
	}
	const ports = values.mediaPorts === undefined ? 1 : values.mediaPorts.max - values.mediaPorts.min + 1;
	if (values.mediaWorkers !== undefined && values.mediaWorkers > ports)
		findings.push(
			`ROOMCAST_MEDIA_WORKERS is "${values.mediaWorkers}", but ROOMCAST_MEDIA_PORTS has ${ports} port(s). Each worker takes one.`,
		);
	if (values.natsUrl !== undefined && values.databaseUrl === undefined && findings.length === 0)
		findings.push(
			'ROOMCAST_NATS_URL is set, but ROOMCAST_DATABASE_URL is not. Servers that work together share a PostgreSQL.',
		);
	if (findings.length > 0) throw new ConfigError(findings);

	return {
		...rest,
		dataDir: resolve(values.dataDir),
		// A server that gives tokens to anyone who asks is for this machine only.
		host: values.host ?? (apiKey === undefined ? '127.0.0.1' : '0.0.0.0'),
		storage: values.storage ?? { type: 'file', folder: join(resolve(values.dataDir), 'storage') },
		firstKey: apiKey === undefined || apiSecret === undefined ? undefined : { id: apiKey, secret: apiSecret },
		mediaAnnouncedIp: values.mediaAnnouncedIp ?? ownAddress(),
		mediaInternalIp: values.mediaInternalIp ?? ownAddress(),
		mediaWorkers: values.mediaWorkers ?? Math.min(availableParallelism(), ports),
		iceServers: values.iceServers ?? [],
		logFormat: values.logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json'),
		programEnvironment: Object.fromEntries(
			PASSED_ON.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
		),
		unknown: unknownVariables(environment),
	};
}

function read(setting: Setting<unknown>, environment: Environment, findings: string[]): unknown {
	const held = environment[setting.name];
	// An empty variable is how compose files and shells write "not set".
	const text = held === undefined || held === '' ? setting.default : held;
	if (text === undefined) return undefined;
	try {
		return setting.parse(text);
	} catch (error) {
		if (!(error instanceof SettingValueError)) throw error;
		const shown = setting.secret ? 'not valid' : `"${text}"`;
		findings.push(`${setting.name} is ${shown}; it must be ${error.message}.`);
		return undefined;
	}
}

function unknownVariables(environment: Environment): string[] {
	const known = new Set<string>(Object.values(SETTINGS).map((setting) => setting.name));
	// Of the setup scripts, not of the server.
	known.add('ROOMCAST_CACHE_DIR');
	return Object.keys(environment).filter(
		(name) => name.startsWith('ROOMCAST_') && !name.startsWith('ROOMCAST_TEST_') && !known.has(name),
	);
}

/**
 * Calls something that starts a program with the environment of this process, and cannot be handed another one.
 *
 * @param run must have started it when it returns
 */
export function withVariable<T>(name: string, value: string, run: () => T): T {
	process.env[name] = value;
	try {
		return run();
	} finally {
		delete process.env[name];
	}
}
