import { styleText } from 'node:util';
import type { RunningServer } from './main.ts';

/**
 * The lines that greet the person who started the server, with the links to try.
 *
 * @param host address that it listens on
 */
export function announcement(
	{ url, welcomeRoomId }: Pick<RunningServer, 'url' | 'welcomeRoomId'>,
	host: string,
): string {
	const links: [string, string][] = [
		...(welcomeRoomId === undefined
			? []
			: ([['A call to join', `${url}/meet/${welcomeRoomId}`]] as [string, string][])),
		['Start or join a call', `${url}/`],
		['API reference', `${url}/docs`],
	];
	const width = Math.max(...links.map(([label]) => label.length));
	const lines = links.map(([label, link]) => `  ${label.padEnd(width)}   ${styleText(['cyan', 'underline'], link)}`);
	const mode =
		welcomeRoomId === undefined
			? ''
			: `\n\n${development(host)
					.map((line) => `  ${styleText('dim', line)}`)
					.join('\n')}`;
	return `\n  ${styleText('bold', 'Roomcast is ready')}\n\n${lines.join('\n')}${mode}\n`;
}

/** What you should know when you run a server on its development key. */
function development(host: string): string[] {
	const key = 'Running on its development key: everybody who reaches this server may use it.';
	if (!/^(127\.|::1$)/.test(host)) return [key];
	return [key, `It listens on ${host}, for this machine alone. For others on your network: ROOMCAST_HOST=0.0.0.0`];
}
