import type { TestServer } from './TestServer.ts';

/** Of `/metrics`: the value of each label set. */
export async function metric(server: TestServer, name: string): Promise<Record<string, number>> {
	const { body } = await server.call('/metrics');
	const lines = `${body}`.split('\n').filter((line) => line.startsWith(`${name}{`));
	return Object.fromEntries(
		lines.map((line) => {
			const [, labels = '', value] = /\{(.*)\} (.*)/.exec(line) ?? [];
			return [labels.replaceAll('"', ''), Number(value)];
		}),
	);
}
