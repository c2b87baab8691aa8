import { styleText } from 'node:util';
import type { RunningServer } from './main.ts';

/** The lines that greet whoever started the server, with the links to try. */
export function announcement({ url, welcomeRoomId }: Pick<RunningServer, 'url' | 'welcomeRoomId'>): string {
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
			: `\n\n  ${styleText('dim', 'Running on its development key: everybody who reaches this server may use it.')}`;
	return `\n  ${styleText('bold', 'Roomcast is ready')}\n\n${lines.join('\n')}${mode}\n`;
}
