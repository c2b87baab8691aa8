import { expect, it, onTestFinished } from 'vitest';
import { type Gate, GateServer } from '../../test/support/gate-server.ts';
import { describeFailure, fieldOf, isFinalFailure } from './failure.ts';
import { type AllowRedirect, RedirectRefused, redirectTarget } from './redirect.ts';
import { RtmpSession } from './session.ts';
import { parseRtmpTarget } from './target.ts';

async function serve(gate: Gate): Promise<GateServer> {
	const server = await GateServer.create(gate);
	onTestFinished(() => server.close());
	return server;
}

const allow: AllowRedirect = async () => ({ addresses: ['127.0.0.1'] });

/** @returns 'published', or why not, as people read it */
async function publishTo(url: string, allowRedirect: AllowRedirect, timeoutMs = 10_000): Promise<string> {
	const target = parseRtmpTarget(url);
	const options = {
		target,
		streamKey: 'key',
		addresses: undefined,
		streams: [],
		tracks: [],
		allowRedirect,
		dropped() {},
		started() {},
	};
	try {
		const session = await RtmpSession.open(options, timeoutMs, new AbortController().signal);
		await session.close();
		return 'published';
	} catch (error) {
		expect(fieldOf(error)).toBe('url');
		return `${describeFailure(error, target)}${isFinalFailure(error) ? ', for good' : ''}`;
	}
}

it.each(['answer', 'status'] as const)('follows a redirect by %s, once it is allowed', async (by) => {
	const there = await serve(() => undefined);
	const redirect = `rtmp://localhost:${there.port}/other?token=1`;
	const here = await serve(() => ({ description: 'go there', redirect, by }));
	const asked: string[] = [];
	const ask: AllowRedirect = async (url) => {
		asked.push(url);
		expect(there.connected).toEqual([]);
		return { addresses: ['127.0.0.1'] };
	};
	expect(await publishTo(here.url, ask)).toBe('published');
	expect(asked).toEqual([redirect]);
	expect(here.published).toEqual([]);
	expect(there.connected).toEqual(['other?token=1']);
	expect(there.published).toEqual(['key']);
});

it('connects to the checked addresses, even if the name in the redirect leads elsewhere', async () => {
	const there = await serve(() => undefined);
	const redirect = `rtmp://nowhere.invalid:${there.port}/live`;
	const here = await serve(() => ({ description: '', redirect }));
	expect(await publishTo(here.url, allow)).toBe('published');
	expect(there.published).toEqual(['key']);
});

it('does not call where it may not go, and says why', async () => {
	const there = await serve(() => undefined);
	const here = await serve(() => ({ description: '', redirect: there.url }));
	const refuse: AllowRedirect = async () => {
		throw new RedirectRefused('127.0.0.1 is not a public address');
	};
	expect(await publishTo(here.url, refuse)).toBe(
		`rtmp://127.0.0.1:${here.port}: it redirects, and the redirect is not followed: 127.0.0.1 is not a public address, for good`,
	);
	const silent: AllowRedirect = () => new Promise(() => {});
	expect(await publishTo(here.url, silent, 500)).toContain('nobody allowed it in time');
	expect(there.connected).toEqual([]);
});

it('leaves servers that redirect in a circle', async () => {
	const circle: GateServer = await serve(() => ({ description: '', redirect: circle.url }));
	expect(await publishTo(circle.url, allow)).toMatch(
		/redirected, and .* not followed: it is the 6th in a row, for good$/,
	);
	expect(circle.connected).toHaveLength(6);
});

it('says what failed at the server that it was sent on to', async () => {
	const there = await serve(() => 'no such application');
	const here = await serve(() => ({ description: '', redirect: there.url }));
	expect(await publishTo(here.url, allow)).toBe(
		`rtmp://127.0.0.1:${here.port} redirected, and rtmp://127.0.0.1:${there.port} refused: NetConnection.Connect.Rejected: no such application, for good`,
	);
});

it('shows no password that a redirect names', async () => {
	const there = await serve((application) => `no user ben:s3cr3t may publish to ${application}`);
	const here = await serve(() => ({ description: '', redirect: there.url.replace('//', '//ben:s3cr3t@') }));
	expect(await publishTo(here.url, allow)).toContain('no user ben:*** may publish');
});

it('gives the user and the password of the address to its host alone', () => {
	const from = parseRtmpTarget('rtmp://ann:secret@one.example.com/live');
	expect(redirectTarget('rtmp://one.example.com/other', from).credentials).toEqual({ user: 'ann', password: 'secret' });
	expect(redirectTarget('rtmp://two.example.com/other', from).credentials).toBeUndefined();
	expect(redirectTarget('rtmp://one.example.com:1936/other', from).credentials).toBeUndefined();
	expect(redirectTarget('rtmp://ben:other@two.example.com/live', from).credentials).toMatchObject({ user: 'ben' });
});

it.each([
	['rtmp://one.example.com/live', 'from rtmps to rtmp'],
	['http://one.example.com/live', 'no RTMP address'],
	['rtmps://one.example.com/', 'names no application'],
	[`rtmps://one.example.com/${'a'.repeat(3000)}`, 'at most 2048'],
])('does not follow %.40s', (url, reason) => {
	const from = parseRtmpTarget('rtmps://one.example.com/live');
	expect(() => redirectTarget(url, from)).toThrow(RedirectRefused);
	expect(() => redirectTarget(url, from)).toThrow(reason);
});
