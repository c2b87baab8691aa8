import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from './config/ConfigError.ts';
import type { Setting } from './config/setting.ts';
import { SETTINGS } from './config/settings.ts';
import { loadConfig } from './config.ts';

const SECRET = 's'.repeat(32);

/** The findings about these settings. */
function findings(environment: Record<string, string>): readonly string[] {
	try {
		loadConfig(environment);
	} catch (error) {
		if (error instanceof ConfigError) return error.findings;
		throw error;
	}
	return [];
}

describe('loadConfig', () => {
	it('fills in every default', () => {
		expect(loadConfig({})).toMatchObject({
			port: 8080,
			host: '127.0.0.1',
			publicUrl: undefined,
			dataDir: resolve('data'),
			firstKey: undefined,
			databaseUrl: undefined,
			mediaPorts: { min: 40_000, max: 40_099 },
			mediaListenIp: '0.0.0.0',
			mediaAnnouncedIp: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
			iceServers: [],
			corsOrigins: '*',
			unknown: [],
		});
	});

	it('reads what it is given', () => {
		const config = loadConfig({
			ROOMCAST_PORT: '0',
			ROOMCAST_PUBLIC_URL: 'https://meet.example.com/',
			ROOMCAST_DATA_DIR: '/var/lib/roomcast',
			ROOMCAST_API_KEY: 'my-key',
			ROOMCAST_API_SECRET: SECRET,
			ROOMCAST_MEDIA_PORTS: '41000',
			ROOMCAST_ICE_SERVERS: 'stun:stun.example.com:3478, turns:turn.example.com?transport=tcp',
			ROOMCAST_CORS_ORIGINS: 'https://a.example.com,http://localhost:3000/',
			ROOMCAST_LOG_FORMAT: 'JSON',
		});
		expect(config).toMatchObject({
			port: 0,
			publicUrl: 'https://meet.example.com',
			dataDir: '/var/lib/roomcast',
			firstKey: { id: 'my-key', secret: SECRET },
			mediaPorts: { min: 41_000, max: 41_000 },
			mediaWorkers: 1,
			iceServers: [{ urls: ['stun:stun.example.com:3478'] }, { urls: ['turns:turn.example.com?transport=tcp'] }],
			corsOrigins: ['https://a.example.com', 'http://localhost:3000'],
			logFormat: 'json',
		});
	});

	it('listens for this machine only in development mode, for others with a key of its own', () => {
		const own = { ROOMCAST_API_KEY: 'my-key', ROOMCAST_API_SECRET: SECRET };
		expect(loadConfig({}).host).toBe('127.0.0.1');
		expect(loadConfig(own).host).toBe('0.0.0.0');
		expect(loadConfig({ ROOMCAST_HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
		expect(loadConfig({ ...own, ROOMCAST_HOST: '::1' }).host).toBe('::1');
	});

	it('reads whose pages may frame ours', () => {
		const read = (text: string) => loadConfig({ ROOMCAST_FRAME_ANCESTORS: text }).frameAncestors;
		expect(loadConfig({}).frameAncestors).toBe('*');
		expect(read("'none'")).toBe("'none'");
		expect(read("'self', https://a.example.com/, https://*.b.example.com")).toBe(
			"'self' https://a.example.com https://*.b.example.com",
		);
		for (const wrong of ['a.example.com', "'none', https://a.example.com", 'https://a.example.com; script-src *'])
			expect(() => read(wrong)).toThrow(/ROOMCAST_FRAME_ANCESTORS is/);
	});

	it('reads ICE servers as JSON', () => {
		const servers = [{ urls: 'turn:t.example.com', username: 'u', credential: 'c' }];
		expect(loadConfig({ ROOMCAST_ICE_SERVERS: JSON.stringify(servers) }).iceServers).toEqual([
			{ urls: ['turn:t.example.com'], username: 'u', credential: 'c' },
		]);
	});

	it.each([
		['ROOMCAST_PORT', 'http', 'a whole number from 0 to 65535'],
		['ROOMCAST_PORT', '70000', 'a whole number from 0 to 65535'],
		['ROOMCAST_HOST', 'everywhere', 'an IPv4 or IPv6 address'],
		['ROOMCAST_PUBLIC_URL', 'meet.example.com', 'a URL that begins with http:// or https://'],
		['ROOMCAST_API_KEY', 'a b', '1–64 letters, digits, _ and -'],
		['ROOMCAST_MEDIA_PORTS', '200-100', '`first-last`, two ports'],
		['ROOMCAST_MEDIA_WORKERS', '0', 'a whole number from 1 to 256'],
		['ROOMCAST_CORS_ORIGINS', 'https://a.example.com/path', '`*`, or origins such as https://app.example.com'],
		['ROOMCAST_UMASK', '77', 'three octal digits, the first of them 0, such as 027'],
		['ROOMCAST_UMASK', '700', 'three octal digits, the first of them 0, such as 027'],
		['ROOMCAST_LOG_LEVEL', 'loud', 'one of trace, debug, info, warn, error, fatal, silent'],
	])('%s=%s: the message names it and says what is allowed', (name, value, allowed) => {
		const [finding] = findings({ [name]: value });
		expect(finding).toContain(`${name} is "${value}"; it must be ${allowed}`);
	});

	it.each([
		['ROOMCAST_API_SECRET', 'short'],
		['ROOMCAST_DATABASE_URL', 'mysql://user:hunter2@host/db'],
		['ROOMCAST_ICE_SERVERS', '[{"credential":"hunter2"}]'],
	])('%s: its value is not shown', (name, value) => {
		const [finding] = findings({ [name]: value });
		expect(finding).toContain(`${name} is not valid; it must be `);
		expect(finding).not.toContain(value);
	});

	it('reports all that is wrong at once', () => {
		expect(findings({ ROOMCAST_PORT: 'x', ROOMCAST_TURN_TTL: '1' })).toHaveLength(2);
	});

	it('wants both key and secret, or neither', () => {
		expect(findings({ ROOMCAST_API_KEY: 'k' })).toEqual([
			'ROOMCAST_API_SECRET is not set. Set both ROOMCAST_API_KEY and ROOMCAST_API_SECRET, or neither.',
		]);
		expect(findings({ ROOMCAST_API_SECRET: SECRET })[0]).toMatch(/^ROOMCAST_API_KEY is not set/);
	});

	it('wants a media port for each worker', () => {
		expect(findings({ ROOMCAST_MEDIA_WORKERS: '3', ROOMCAST_MEDIA_PORTS: '40000-40001' })[0]).toMatch(
			/ROOMCAST_MEDIA_WORKERS is "3", but ROOMCAST_MEDIA_PORTS has 2 port/,
		);
	});

	it('names variables that are no setting, and takes empty ones for not set', () => {
		const config = loadConfig({ ROOMCAST_PROT: '1', ROOMCAST_TEST_X: '1', ROOMCAST_PORT: '' });
		expect(config.unknown).toEqual(['ROOMCAST_PROT']);
		expect(config.port).toBe(8080);
	});
});

describe.each(Object.values(SETTINGS) as Setting<unknown>[])('$name', (setting) => {
	it('has a default that it may hold, or says what happens without it', () => {
		if (setting.default === undefined) expect(setting.without).toMatch(/\S/);
		else expect(() => setting.parse(setting.default as string)).not.toThrow();
	});
});
