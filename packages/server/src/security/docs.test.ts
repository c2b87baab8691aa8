import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { RoomcastError } from '@roomcast/contract';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, it, onTestFinished } from 'vitest';
import { noteFacts } from './facts.ts';
import { SecurityLog } from './SecurityLog.ts';

const page = await readFile(new URL('../../../../docs/security-log.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
	[...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text.trim());

/** The line that the page shows, as the server writes it. */
function written(): string {
	let text = '';
	const base = { pid: 1, hostname: 'calls-1' };
	const logger = pino({ base, timestamp: () => ',"time":1767225600000' }, { write: (line) => (text += line) });
	const log = new SecurityLog({ logger, registry: new Registry() });
	onTestFinished(() => log.close());
	const error = new RoomcastError('INVALID_TOKEN', 'it has expired (`exp` was 2026-01-01T00:00:00.000Z)');
	noteFacts(error, { claimedKeyId: 'shop', roomId: 'abcd-efgh-ijkl', participantId: 'anna' });
	log.refused(error, { address: '192.0.2.7', request: 'join' });
	return text.trim();
}

it('the line of the page is what the server writes', () => {
	expect(written()).toBe(blocks('json')[0]);
});

it('the samples find it among other lines', ({ skip }) => {
	if (spawnSync('jq', ['--version']).status !== 0) skip('there is no jq');
	const journal = `Started Roomcast\n{"level":30,"msg":"other"}\n${written()}\n`;
	const samples = blocks('sh').map((sample) => sample.replace(/^journalctl [^|]*\|/, ''));
	expect(samples).toHaveLength(2);
	const [line, addresses] = samples.map((sample) =>
		spawnSync('sh', ['-c', sample], { input: journal, encoding: 'utf8' }),
	);
	expect(line?.stdout.trim()).toBe(written());
	expect(addresses?.stdout.trim()).toBe('1 192.0.2.7');
});
