import { IceServer } from '@roomcast/contract';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { type Parse, SettingValueError } from './parse.ts';

/** RFC 7064 and RFC 7065: `stun:host[:port]`, `turn:host[:port][?transport=udp|tcp]`, and their TLS forms. */
const ICE_URL = /^(stuns?|turns?):(\[[0-9a-fA-F:.]+\]|[^\s:?/,[\]]+)(:\d{1,5})?(\?transport=(udp|tcp))?$/;

const ALLOWED =
	'stun:, turn: or turns: URLs between commas, or a JSON array of {"urls", "username", "credential"} objects';

const JsonServers = Type.Array(
	Type.Object({ ...IceServer.properties, urls: Type.Union([Type.String(), Type.Array(Type.String())]) }),
);

/**
 * ICE servers for browsers. The comma form becomes one server per URL; its `turn:` URLs get credentials
 * from the TURN secret, as do JSON entries without a `credential`.
 */
export const iceServers: Parse<readonly IceServer[]> = (text) => {
	const servers = text.trimStart().startsWith('[')
		? fromJson(text)
		: text.split(',').map((part) => ({ urls: [part.trim()] }));
	for (const server of servers)
		for (const address of server.urls)
			if (!ICE_URL.test(address)) throw new SettingValueError(`${ALLOWED} (\`${address}\` is neither)`);
	return servers;
};

function fromJson(text: string): IceServer[] {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw new SettingValueError(`${ALLOWED} (${(error as Error).message})`);
	}
	if (!Check(JsonServers, value)) throw new SettingValueError(ALLOWED);
	return value.map((server) => ({ ...server, urls: [server.urls].flat() }));
}
